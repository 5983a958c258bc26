// A new file or directory with a name nobody can guess.
import { randomBytes } from 'node:crypto';
import { choice, defineModule, lines, ModuleFailure, path, script, sh, str, z } from '../../../src/kit/index.js';
import { fileReturnFields, fileReturns, lookAtOne } from '../../_shared/file-attributes.js';

export default defineModule({
  name: 'ansible.builtin.tempfile',
  summary: 'Makes a temporary file or directory.',
  args: z.strictObject({
    state: choice('directory', 'file').default('file').describe('What is made.'),
    path: path().optional().describe('Where; default is TMPDIR of the host, else /tmp.'),
    prefix: str().default('ansible.').describe('How the name begins.'),
    suffix: str().default('').describe('How the name ends.'),
  }),
  returns: z.object({ path: z.string().describe('What was made.'), ...fileReturnFields }),
  check: 'none',
  diff: false,
  examples: [
    { name: 'A directory', task: 'ansible.builtin.tempfile:\n  state: directory\n  suffix: build\nregister: t' },
  ],
  run: async ({ args, host, change }) => {
    const name = `${args.prefix}${randomBytes(6).toString('hex')}${args.suffix}`;
    const parent = args.path === undefined ? script('"${TMPDIR:-/tmp}"') : sh`${args.path}`;
    const made = await change({ summary: `make a temporary ${args.state}` }, async (hands) => {
      const { rc, stdout, stderr } = await hands.run(
        lines([
          script('export LC_ALL=C; umask 077; set -C'),
          sh`p=${parent}/${name}`,
          script(args.state === 'directory' ? 'mkdir -- "$p" || exit' : '( : > "$p" ) || exit'),
          script(`printf %s "$p"`),
        ]),
      );
      if (rc !== 0) throw new ModuleFailure(`could not make a temporary ${args.state}: ${stderr.trim()}`, { rc });
      return stdout;
    });
    if (made === undefined) return {};
    return { path: made, ...fileReturns((await lookAtOne(host, made)).file.self) };
  },
});
