// Copies files and directories to the host, from the controller, from text, or from the host itself.
import { createHash } from 'node:crypto';
import { defineModule, ModuleFailure, type RunContext } from '../../../src/kit/index.js';
import { bytesSource, putFile, type Source } from '../../_shared/put-file.js';
import { args, returns, type CopyArgs } from './args.js';
import { contentText } from './content.js';
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
    if (a.content !== undefined && a.mode?.kind === 'preserve') {
      broken.push("mode 'preserve' needs a source file: with content give the mode itself");
    }
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
      return putBytes(context, Buffer.from(contentText(given.content)), undefined, 'content');
    if (given.remote_src) return copyFromHost(context, given.src);
    const source = context.task.files.find('files', given.src);
    const status = context.task.files.stat(source.replace(/(?<=.)\/+$/, ''));
    if (status?.kind === 'directory') return copyDirectory(context, source, given.src.endsWith('/'));
    if (status?.kind !== 'file') throw new ModuleFailure(`${source} is neither a file nor a directory`);
    const content = context.task.files.read(source, { decrypt: given.decrypt });
    const name = source.slice(source.lastIndexOf('/') + 1);
    return { src: source, ...(await putBytes(context, content, name, source, status.mode)) };
  },
});

async function putBytes(
  context: RunContext<CopyArgs>,
  content: Buffer,
  name: string | undefined,
  label: string,
  sourceMode?: number,
): Promise<Record<string, unknown>> {
  const source: Source = bytesSource(content, name, label, sourceMode);
  const { checksum } = context.args;
  if (checksum !== undefined && checksum.toLowerCase() !== source.sha1) {
    throw new ModuleFailure('Copied file does not match the expected checksum. Transfer failed.', {
      checksum: source.sha1,
      expected_checksum: checksum,
    });
  }
  return putFile(context, context.args, source, async () => createHash('md5').update(content).digest('hex'));
}
