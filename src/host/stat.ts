// How `stat` is asked of a host, with GNU, busybox or BSD tools, and how the answer is read.
import { script, TsplayError, type Script } from '../ground/index.js';
import { pathWord } from './script.js';
import type { FileKind, FileStatus, ScriptResult, StatOptions } from './types.js';

type Algorithm = NonNullable<StatOptions['checksum']>;

const DIGEST_LENGTH: Readonly<Record<Algorithm, number>> = {
  md5: 32,
  sha1: 40,
  sha224: 56,
  sha256: 64,
  sha384: 96,
  sha512: 128,
};

const GNU_FORMAT = '%f|%u|%g|%U|%G|%s|%i|%d|%h|%b|%o|%t|%T|%X|%Y|%Z|%x|%y|%z';
const BSD_FORMAT = '%Xp|%u|%g|%Su|%Sg|%z|%i|%d|%l|%b|%k|%Xr|bsd|%a|%m|%c|%Fa|%Fm|%Fc';

/** Shell text that prints a digest of standard input with whatever tool there is. */
function digestCommand(algorithm: Algorithm): string {
  const bits = algorithm.replace('sha', '');
  const tools = [
    [`${algorithm}sum`, `${algorithm}sum`],
    ['openssl', `openssl dgst -${algorithm}`],
    ...(algorithm === 'md5' ? [] : [['shasum', `shasum -a ${bits}`]]),
    [algorithm, algorithm],
  ];
  const tries = tools.map(([tool, command]) => `if command -v ${tool} >/dev/null 2>&1; then ${command}; el`).join('');
  return `${tries}se cksum -a ${algorithm} --untagged; fi`;
}

/** The digest in a tool's output, whatever the tool. */
function findDigest(output: string, algorithm: Algorithm): string | undefined {
  return new RegExp(`(?<![0-9a-f])[0-9a-f]{${DIGEST_LENGTH[algorithm]}}(?![0-9a-f])`).exec(output)?.[0];
}

export function statScript(path: string, options: StatOptions): Script {
  const p = pathWord(path);
  const L = options.follow === true ? '-L ' : '';
  const digest =
    options.checksum === undefined
      ? ''
      : `if [ -f ${p} ] && [ -r ${p} ]; then { ${digestCommand(options.checksum)}; } < ${p}; fi\n`;
  const there = options.follow === true ? `[ -e ${p} ]` : `[ -e ${p} ] || [ -L ${p} ]`;
  return script(
    `if ${there}; then
if stat ${L}-c '${GNU_FORMAT}' -- ${p} 2>/dev/null || stat ${L}-f '${BSD_FORMAT}' ${p}; then :
elif ${there}; then exit 1
else exit 44 # gone in between
fi
[ -r ${p} ] && printf r
[ -w ${p} ] && printf w
[ -x ${p} ] && printf x
echo
${digest}printf '\\0'
if [ -L ${p} ]; then readlink ${p}; printf '\\0'; readlink -f ${p}; fi
exit 0
fi
ls -d ${p} >/dev/null
exit 44`,
  );
}

const KINDS: Readonly<Record<number, FileKind>> = {
  0o010000: 'fifo',
  0o020000: 'char',
  0o040000: 'directory',
  0o060000: 'block',
  0o100000: 'file',
  0o120000: 'link',
  0o140000: 'socket',
};

/** The numbers of `%Y` have no fraction, the text of `%y` has it where the host knows it. */
function time(seconds: string | undefined, text: string | undefined): number {
  const fraction = /\.(\d+)/.exec(text ?? '')?.[1];
  return Number(`${seconds ?? 0}${fraction === undefined ? '' : `.${fraction}`}`);
}

/** As the kernel packs a device number for user space: makedev(3). */
function deviceNumber(major: string | undefined, minor: string | undefined): number {
  if (minor === 'bsd') return parseInt(major ?? '0', 16);
  const [a, b] = [parseInt(major ?? '0', 16), parseInt(minor ?? '0', 16)];
  return Number((BigInt(a & 0xfff) << 8n) | BigInt(b & 0xff) | (BigInt(b >>> 8) << 20n));
}

/** GNU prints `UNKNOWN` and BSD the number for an id without a name; both become the empty string. */
function accountName(name: string | undefined): string {
  return name === undefined || name === 'UNKNOWN' || /^\d+$/.test(name) ? '' : name;
}

/**
 * @returns null when nothing is at the path
 * @throws TsplayError file-unreadable when the path cannot be looked at
 */
export function parseStat(
  hostName: string,
  path: string,
  options: StatOptions,
  result: ScriptResult,
): FileStatus | null {
  if (result.rc !== 0) {
    if (result.rc === 44 && !/permission denied/i.test(result.stderr)) return null;
    throw new TsplayError('file-unreadable', `${hostName}: cannot look at ${path}: ${result.stderr.trim()}`, {
      hint: 'become a user who may search its directories (become: true)',
    });
  }
  const [main = '', target, source] = result.stdout.split('\0');
  const [first = '', access = '', ...digestLines] = main.split('\n');
  const f = first.split('|');
  const number = (i: number): number => Number(f[i] ?? 0);
  const raw = parseInt(f[0] ?? '0', 16);
  const kind = KINDS[raw & 0o170000] ?? 'file';
  const checksum = options.checksum === undefined ? undefined : findDigest(digestLines.join('\n'), options.checksum);
  return {
    path,
    kind,
    mode: raw & 0o7777,
    uid: number(1),
    gid: number(2),
    owner: accountName(f[3]),
    group: accountName(f[4]),
    size: number(5),
    inode: number(6),
    device: number(7),
    links: number(8),
    blocks: number(9),
    blockSize: number(10),
    deviceType: deviceNumber(f[11], f[12]),
    atime: time(f[13], f[16]),
    mtime: time(f[14], f[17]),
    ctime: time(f[15], f[18]),
    readable: access.includes('r'),
    writable: access.includes('w'),
    executable: access.includes('x'),
    ...(kind === 'link' && target !== undefined ? { linkTarget: target.replace(/\n$/, '') } : {}),
    ...(kind === 'link' && source !== undefined ? { linkSource: source.replace(/\n$/, '') } : {}),
    ...(checksum === undefined || kind !== 'file' ? {} : { checksum }),
  };
}
