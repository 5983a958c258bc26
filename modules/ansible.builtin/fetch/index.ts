// Brings a file of the host to the controller.
import { posix } from 'node:path';
import { bool, defineModule, ModuleFailure, path, str, z, type RunContext } from '../../../src/kit/index.js';
import { moving } from '../../_shared/moving.js';
import { lookAtSource, pieces, type Source } from './source.js';

const args = z.strictObject({
  src: path().describe('The file of the host; directories cannot be fetched.'),
  dest: str().describe('Directory of the controller; below it come the name of the host and the path of the file.'),
  flat: bool()
    .default(false)
    .describe('dest is the file itself or, with a slash at its end, the directory it goes into.'),
  fail_on_missing: bool().default(true).describe('Fail when the file cannot be read; no only says so.'),
  validate_checksum: bool().default(true).describe('Fail when what has arrived is not what was there.'),
});
type Args = z.output<typeof args>;

/** Where the file goes: absolute, without `..`. @throws ModuleFailure when that would be outside of dest */
function placeOf({ args: given, task, host }: RunContext<Args>, src: string): string {
  const { files } = task;
  if (given.flat) {
    const dest = files.resolve(given.dest);
    if (given.dest.endsWith('/')) return posix.join(dest, posix.basename(src));
    if (files.stat(dest)?.kind === 'directory') {
      throw new ModuleFailure(
        'dest is an existing directory, use a trailing slash if you want to fetch src into that directory',
      );
    }
    return dest;
  }
  const base = files.resolve(given.dest);
  // With delegate_to it is still the host the task is for.
  const name = task.evaluate('inventory_hostname');
  const place = posix.normalize(`${base}/${typeof name === 'string' ? name : host.name}/${src}`);
  if (!place.startsWith(base === '/' ? base : `${base}/`)) {
    throw new ModuleFailure(`Detected directory traversal, expected to be contained in '${base}' but got '${place}'`);
  }
  return place;
}

const PROBLEMS: Readonly<Record<Exclude<Source['state'], 'file'>, string>> = {
  missing: 'the remote file does not exist',
  directory: 'remote file is a directory, fetch cannot work on directories',
  unreadable: 'no read permission on remote file',
};

export default defineModule({
  name: 'ansible.builtin.fetch',
  summary: 'Brings a file of the host to the controller.',
  args,
  returns: z.object({
    dest: z.string().describe('Where the file is on the controller.'),
    file: z.string().describe('The file of the host, when it was not brought over.'),
    checksum: z.string().describe("SHA-1 of the controller's file."),
    md5sum: z.string().describe("MD5 of the controller's file."),
    remote_checksum: z.string().describe("SHA-1 of the host's file, when it was brought over."),
    remote_md5sum: z.unknown().describe('Always null.'),
    msg: z.string().describe('Why nothing was brought over.'),
  }),
  passesOver: true,
  check: 'partial',
  // compat: documented as supported; ansible-core shows none.
  diff: false,
  examples: [
    { name: 'Into a tree by host', task: 'ansible.builtin.fetch:\n  src: /etc/hostname\n  dest: /tmp/fetched' },
    {
      name: 'Into a directory',
      task: 'ansible.builtin.fetch:\n  src: /etc/hostname\n  dest: /tmp/fetched/\n  flat: true',
    },
  ],
  async run(context) {
    const { args: given, host, task, change, checkMode } = context;
    const { src } = given;
    // compat: documented as supported, but ansible-core leaves the task out.
    if (checkMode) return { changed: false, skipped: true, msg: 'check mode not (yet) supported for this module' };
    const source = await lookAtSource(host, src);
    if (source.state !== 'file') {
      const problem = PROBLEMS[source.state];
      if (given.fail_on_missing) {
        const ignored = source.state === 'missing' ? ', not transferring, ignored' : '';
        throw new ModuleFailure(`${problem}${ignored}`, { changed: false });
      }
      return {
        changed: false,
        msg: `${problem}, not transferring, ignored`,
        ...(source.state === 'missing' ? { file: src } : {}),
      };
    }
    const dest = placeOf(context, src);
    const present = task.files.stat(dest);
    const [before, md5] = present?.kind === 'file' ? await task.files.digests(dest, ['sha1', 'md5']) : [];
    if (before !== undefined && before === source.checksum) {
      return { changed: false, md5sum: md5, file: src, dest, checksum: before };
    }
    await change({ summary: `fetch ${src} to ${dest}` }, () =>
      task.files.write(dest, moving(task, src, source.size, pieces(host, src, source.size))),
    );
    const [checksum = '', md5sum = ''] = await task.files.digests(dest, ['sha1', 'md5']);
    const result = { md5sum, dest, remote_md5sum: null, checksum, remote_checksum: source.checksum };
    if (given.validate_checksum && checksum !== source.checksum) {
      throw new ModuleFailure('checksum mismatch', { changed: false, file: src, ...result });
    }
    return { changed: true, ...result };
  },
});
