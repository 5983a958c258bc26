// A file of the host as base64.
import { alias, defineModule, lines, ModuleFailure, path, script, sh, z } from '../../../src/kit/index.js';

export default defineModule({
  name: 'ansible.builtin.slurp',
  summary: 'Fetches a file of the host as base64 text.',
  args: z.strictObject({ src: alias(path(), 'path').describe('The file to fetch.') }),
  returns: z.object({
    content: z.string().describe('The content, encoded.'),
    encoding: z.string().describe('How: base64.'),
    source: z.string().describe('The path that was read.'),
  }),
  check: 'full',
  foreseeable: true,
  diff: false,
  examples: [{ name: 'A certificate', task: 'ansible.builtin.slurp:\n  src: /etc/ssl/cert.pem\nregister: cert' }],
  run: async ({ args, host }) => {
    const { src } = args;
    const { rc, stdoutBytes, stderr } = await host.probe(
      lines([
        script('export LC_ALL=C'),
        sh`[ -e ${src} ] || exit 71`,
        sh`[ -d ${src} ] && exit 72`,
        sh`cat -- ${src} || exit 73`,
      ]),
    );
    if (rc === 71) throw new ModuleFailure(`file not found: ${src}`);
    if (rc === 72) throw new ModuleFailure(`source is a directory and must be a file: ${src}`);
    if (rc !== 0) throw new ModuleFailure(`file is not readable: ${src}: ${stderr.trim()}`);
    return { content: stdoutBytes.toString('base64'), encoding: 'base64', source: src };
  },
});
