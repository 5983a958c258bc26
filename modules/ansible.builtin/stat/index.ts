// What is at a path: everything `stat` knows, a checksum, the MIME type, the chattr flags.
import { alias, bool, choice, defineModule, path, z } from '../../../src/kit/index.js';
import { lookAtOne, type PathLook } from '../../_shared/file-attributes.js';
import { statFields } from './returns.js';
import { statResult } from '../../_shared/stat-result.js';

const args = z.strictObject({
  path: alias(path(), 'dest', 'name').describe('The path to look at.'),
  follow: bool().default(false).describe('Look at what a link leads to.'),
  get_checksum: bool().default(true).describe('Give the checksum of a regular file.'),
  checksum_algorithm: alias(
    choice('md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512').default('sha1'),
    'checksum',
    'checksum_algo',
  ).describe('How the checksum is made.'),
  get_mime: alias(bool().default(true), 'mime', 'mime_type', 'mime-type').describe(
    'Give MIME type and charset, when the host has the program `file`.',
  ),
  get_attributes: alias(bool().default(true), 'attr', 'attributes').describe(
    'Give the flags of the file, when the host has the program `lsattr`.',
  ),
});

export default defineModule({
  name: 'ansible.builtin.stat',
  summary: 'Tells what is at a path.',
  args,
  returns: z.object({
    stat: statFields.describe('All that is known of the path; only `exists` when nothing is there.'),
  }),
  check: 'full',
  foreseeable: true,
  diff: false,
  examples: [
    { name: 'Is it there?', task: 'ansible.builtin.stat:\n  path: /etc/foo.conf\nregister: foo' },
    {
      name: 'A checksum',
      task: 'ansible.builtin.stat:\n  path: /path/to/file\n  checksum_algorithm: sha256\nregister: file',
    },
  ],
  run: async ({ args: given, host }) => {
    const { file } = await lookAtOne(host, given.path, {
      checksum: given.get_checksum ? given.checksum_algorithm : undefined,
      flags: given.get_attributes,
      mime: given.get_mime,
      follow: given.follow,
    });
    return { stat: describe(file, given) };
  },
});

function describe(file: PathLook, given: z.output<typeof args>): Record<string, unknown> {
  const status = given.follow ? file.target : file.self;
  if (!status) return { exists: false };
  const { kind } = status;
  return {
    exists: true,
    path: given.path,
    ...statResult(status),
    blocks: status.blocks,
    block_size: status.blockSize,
    device_type: status.deviceType,
    readable: status.readable,
    writeable: status.writable,
    executable: status.executable,
    ...(kind === 'link' ? { lnk_source: file.realPath, lnk_target: status.linkTarget } : {}),
    ...(kind === 'file' && file.checksum !== undefined ? { checksum: file.checksum } : {}),
    ...(given.get_mime ? mime(file.mime) : {}),
    ...(given.get_attributes ? flags(file) : {}),
  };
}

/** `file --mime` says `type; charset=set`. Without that program both are unknown. */
function mime(said: string | undefined): Record<string, unknown> {
  const [, type, charset] = /^([^;\s]+\/[^;\s]+)(?:;\s*charset=(\S+))?/.exec(said ?? '') ?? [];
  return { mimetype: type ?? 'unknown', charset: charset ?? 'unknown' };
}

const FLAG_NAMES: Readonly<Record<string, string>> = {
  A: 'noatime',
  a: 'append',
  c: 'compressed',
  C: 'nocow',
  d: 'nodump',
  D: 'dirsync',
  e: 'extents',
  E: 'encrypted',
  h: 'blocksize',
  i: 'immutable',
  I: 'indexed',
  j: 'journalled',
  N: 'inline',
  s: 'zero',
  S: 'synchronous',
  t: 'notail',
  T: 'blockroot',
  u: 'undelete',
  X: 'compressedraw',
  Z: 'compresseddirty',
};

function flags(file: PathLook): Record<string, unknown> {
  const letters = file.flags ?? '';
  return {
    version: file.flagsVersion ?? null,
    attributes: [...letters].map((letter) => FLAG_NAMES[letter] ?? letter),
    attr_flags: letters,
  };
}
