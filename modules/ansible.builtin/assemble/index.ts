// One file out of all files of a directory.
import { createHash } from 'node:crypto';
import { bool, defineModule, ModuleFailure, path, pythonRegex, str, TsplayError, z } from '../../../src/kit/index.js';
import { fileArguments, fileReturnFields, lookFor } from '../../_shared/file-attributes.js';
import { lookScript, parseLook } from '../../_shared/file-look.js';
import { bytesSource, putFile } from '../../_shared/put-file.js';
import { assembled, fragmentsScript, localFragments, parseFragments, PROBLEMS } from './fragments.js';

export default defineModule({
  name: 'ansible.builtin.assemble',
  summary: 'Makes one file out of all files of a directory, in the order of their names.',
  args: z.strictObject({
    src: path().describe('The directory of fragments, on the host or, without remote_src, on the controller.'),
    dest: path().describe('The file to make.'),
    backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
    decrypt: bool().default(true).describe('Decrypt fragments of the controller that are encrypted with a vault.'),
    delimiter: str().optional().describe('Put between fragments, on a line of its own.'),
    ignore_hidden: bool().default(false).describe('Leave out files whose names begin with a dot.'),
    regexp: str().optional().describe('Python regular expression; only files whose names have a match.'),
    remote_src: bool().default(true).describe('Whether src is on the host.'),
    validate: str().optional().describe('Command that must accept the new file; %s is its temporary path.'),
    ...fileArguments,
  }),
  returns: z.object({
    src: z.string().optional().describe('The directory, with remote_src.'),
    dest: z.string().describe('The file.'),
    checksum: z.string().describe('SHA-1 of the file.'),
    md5sum: z.string().describe('MD5 of the file.'),
    msg: z.string().optional().describe('OK, with remote_src.'),
    backup_file: z.string().optional().describe('The copy of the old file, with backup.'),
    ...fileReturnFields,
  }),
  check: 'none',
  diff: true,
  oneDiff: true,
  controllerFiles: [{ argument: 'src', kind: 'files', unless: { remote_src: true } }],
  rules: (a) => [
    ...(a.validate !== undefined && !a.validate.includes('%s') ? [`validate must contain %s: ${a.validate}`] : []),
    ...(a.mode?.kind === 'preserve' ? ["mode 'preserve' has no meaning here: give the mode itself"] : []),
  ],
  examples: [
    {
      name: 'Fragments of the host',
      task: 'ansible.builtin.assemble:\n  src: /etc/app.d\n  dest: /etc/app.conf\n  delimiter: "# ---"',
    },
  ],
  async run(context) {
    const { args: a, host, task } = context;
    const options = { ...lookFor(a), checksum: 'sha1' } as const;
    const local = a.remote_src ? undefined : task.files.find('files', a.src);
    const { rc, stdoutBytes, stderr } = await host.probe(
      local === undefined ? fragmentsScript(a.src, a.dest, options) : lookScript([a.dest], options),
    );
    const problem = PROBLEMS[rc];
    if (problem !== undefined) throw new ModuleFailure(`Source (${a.src}) ${problem}`, { changed: false });
    if (rc !== 0) throw new ModuleFailure(`could not read ${a.src}: ${stderr.trim()}`, { changed: false });
    if (local !== undefined && task.files.stat(local)?.kind !== 'directory') {
      throw new ModuleFailure(`Source (${local}) is not a directory`, { changed: false });
    }
    const look = parseLook(stdoutBytes);
    const [dest] = look.paths;
    if (dest?.target?.kind === 'directory') {
      throw new ModuleFailure(`attempted to take checksum of directory: ${a.dest}`, { changed: false });
    }
    const fragments =
      local === undefined
        ? parseFragments(dest?.content ?? Buffer.alloc(0))
        : localFragments(task.files, local, a.decrypt);
    const matches = nameFilter(a.regexp);
    const chosen = fragments.filter(({ name }) => matches(name) && !(a.ignore_hidden && name.startsWith('.')));
    const content = assembled(chosen, a.delimiter);
    const md5 = createHash('md5').update(content).digest('hex');
    const put = await putFile(
      context,
      { ...a, force: true, follow: false },
      { ...bytesSource(content, undefined, a.src), onHost: true },
      look,
    );
    return { ...put, dest: a.dest, md5sum: md5, ...(a.remote_src ? { src: a.src, msg: 'OK' } : {}) };
  },
});

/** @throws ModuleFailure for a pattern that is none */
function nameFilter(regexp: string | undefined): (name: string) => boolean {
  if (regexp === undefined) return () => true;
  try {
    pythonRegex(regexp);
    return (name) => pythonRegex(regexp).exec(name) !== null;
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    throw new ModuleFailure(`Invalid Regexp (${error.message}) in "${regexp}"`, { changed: false });
  }
}
