// Copies files and directories to the host, from the controller, from text, or from the host itself.
import { defineModule, ModuleFailure, type RunContext } from '../../../src/kit/index.js';
import { bytesSource, fileSource, putFile, type Source } from '../../_shared/put-file.js';
import { args, returns, type CopyArgs } from './args.js';
import { copyFromHost } from './remote.js';
import { copyDirectory } from './tree.js';

export default defineModule({
  name: 'ansible.builtin.copy',
  summary: 'Copies files, directories or text to the host.',
  args,
  returns,
  check: 'full',
  foreseeable: true,
  controllerFiles: [{ argument: 'src', kind: 'files', unless: { remote_src: true } }],
  diff: true,
  rules: (a) => {
    const broken: string[] = [];
    if (a.src === undefined && a.content === undefined) broken.push('src (or content) is required');
    if (a.src !== undefined && a.content !== undefined) broken.push('src and content are mutually exclusive');
    if (a.content !== undefined && a.dest.endsWith('/')) broken.push('can not use content with a dir as dest');
    if (a.validate !== undefined && !a.validate.includes('%s')) broken.push(`validate must contain %s: ${a.validate}`);
    return broken;
  },
  examples: [
    { name: 'A file', task: "ansible.builtin.copy:\n  src: foo.conf\n  dest: /etc/foo.conf\n  mode: '0644'" },
    { name: 'Text', task: 'ansible.builtin.copy:\n  content: |\n    hello\n  dest: /etc/motd' },
    {
      name: 'Checked before it is put in place',
      task: 'ansible.builtin.copy:\n  src: sudoers\n  dest: /etc/sudoers\n  validate: /usr/sbin/visudo -csf %s',
    },
  ],
  run: async (context) => {
    const { args: given } = context;
    if (given.src === undefined)
      // `compat:` with mode `preserve` content is as private as the temporary file it would come from.
      return put(context, bytesSource(Buffer.from(given.content as string), undefined, 'content', 0o600));
    if (given.remote_src) return copyFromHost(context, given.src);
    const source = context.task.files.find('files', given.src);
    const status = context.task.files.stat(source.replace(/(?<=.)\/+$/, ''));
    if (status?.kind === 'directory') return copyDirectory(context, source, given.src.endsWith('/'));
    if (status?.kind !== 'file') throw new ModuleFailure(`${source} is neither a file nor a directory`);
    const file = await fileSource(context.task, source, given.decrypt);
    return { src: source, ...(await put(context, file)) };
  },
});

async function put(context: RunContext<CopyArgs>, source: Source): Promise<Record<string, unknown>> {
  const { checksum } = context.args;
  if (checksum !== undefined && checksum.toLowerCase() !== source.sha1) {
    throw new ModuleFailure('Copied file does not match the expected checksum. Transfer failed.', {
      checksum: source.sha1,
      expected_checksum: checksum,
    });
  }
  return putFile(context, context.args, source);
}
