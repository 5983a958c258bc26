// Kinds of archives: how they are recognised, listed, compared and unpacked. Pure.
import { lines, quote, script, sh, type Script } from '../../../src/kit/index.js';
import { either, HAS_GNU_TAR, HAS_INFO_ZIP, simpleCompare, simpleExtract } from './busybox.js';

export type Kind = 'tar' | 'gzip' | 'bzip2' | 'xz' | 'zstd' | 'zip';

/** `compat:` the names of Ansible's handlers, of which the one for plain tar takes all that GNU tar knows by itself; tar's option. */
export const HANDLERS: Readonly<Record<Kind, { readonly name: string; readonly option: readonly string[] }>> = {
  tar: { name: 'TarArchive', option: [] },
  gzip: { name: 'TgzArchive', option: ['-z'] },
  bzip2: { name: 'TarArchive', option: ['--bzip2'] },
  xz: { name: 'TarArchive', option: ['--xz'] },
  zstd: { name: 'TarArchive', option: ['--zstd'] },
  zip: { name: 'ZipArchive', option: [] },
};

/** How many bytes `kindOf` wants to see. */
export const HEAD = 262;

/** How each kind begins, as patterns of the shell on hexadecimal digits; the mark of a plain tar stands at byte 257. */
export const MAGIC: readonly (readonly [string, Kind])[] = [
  ['1f8b*', 'gzip'],
  ['425a68*', 'bzip2'],
  ['fd377a585a00*', 'xz'],
  ['28b52ffd*', 'zstd'],
  ['504b0304* | 504b0506*', 'zip'],
  ['*7573746172', 'tar'],
];

/** The kind of an archive by its first bytes, at most `HEAD`; undefined when it is none we know. */
export function kindOf(head: Uint8Array): Kind | undefined {
  const hex = Buffer.from(head.subarray(0, HEAD)).toString('hex');
  const fits = (pattern: string): boolean =>
    pattern.startsWith('*')
      ? head.length >= HEAD && hex.endsWith(pattern.slice(1))
      : hex.startsWith(pattern.slice(0, -1));
  return MAGIC.find(([patterns]) => patterns.split(' | ').some(fits))?.[1];
}

export interface Unpacking {
  readonly kind: Kind;
  readonly dest: string;
  /** The archive on the host, or undefined when it comes on standard input. */
  readonly file: string | undefined;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly keepNewer: boolean;
  readonly extra: readonly string[];
}

function tar(mode: string, u: Unpacking, more: readonly string[] = []): Script {
  const options = [
    mode,
    ...more,
    '-C',
    u.dest,
    ...HANDLERS[u.kind].option,
    '--show-transformed-names',
    ...u.extra,
    ...u.exclude.map((pattern) => `--exclude=${pattern}`),
    '-f',
    u.file ?? '-',
    ...u.include,
  ];
  return sh`tar ${options}`;
}

/** unzip cannot read a pipe: an archive that comes on standard input is put into a file that goes with the script. */
function zipFile(u: Unpacking): Script {
  if (u.file !== undefined) return sh`z=${u.file}`;
  return script(`z=$(mktemp) || exit 73; trap 'rm -f -- "$z"' EXIT; trap 'exit 1' HUP INT TERM; cat > "$z" || exit 74`);
}

/** Lists the members and what differs from what is on the host; ends with 127 when the program is missing. */
export function compareScript(u: Unpacking): Script {
  if (u.kind !== 'zip') {
    return lines([
      script('export LC_ALL=C; command -v tar > /dev/null || exit 127'),
      either(
        HAS_GNU_TAR,
        lines([script('id -u'), tar('--diff', u, ['-v', '--quoting-style=literal'])]),
        simpleCompare(u),
      ),
    ]);
  }
  return lines([
    script('export LC_ALL=C; command -v unzip > /dev/null || { echo no unzip >&2; exit 127; }'),
    either(HAS_INFO_ZIP, compareZip(u), simpleCompare(u)),
  ]);
}

function compareZip(u: Unpacking): Script {
  const excluded = u.exclude.length === 0 ? script('') : sh`-x ${u.exclude}`;
  return lines([
    zipFile(u),
    script('id -u'),
    sh`unzip -Z -1 "$z" ${u.include} ${excluded} | while IFS= read -r m; do
  p=${u.dest}/$m
  printf '%s\n' "$m"
  case $m in
    */) [ -d "$p" ] || printf '%s: missing\n' "$m" ;;
    *)
      if [ -L "$p" ]; then [ "$(readlink -- "$p")" = "$(unzip -p "$z" "$(printf '%s\n' "$m" | sed 's/[][*?\\]/\\&/g')")" ]
      elif [ -f "$p" ]; then unzip -p "$z" "$(printf '%s\n' "$m" | sed 's/[][*?\\]/\\&/g')" | cmp -s - "$p"
      else false
      fi || printf '%s: Contents differ\n' "$m" ;;
  esac
done`,
  ]);
}

/** Owner and group the task sets: they are set afterwards; GNU tar is told of them as Ansible tells it. */
export interface Ownership {
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
}

const unzipWords = (u: Unpacking): { readonly before: string[]; readonly behind: string[] } => ({
  before: [...(u.keepNewer ? ['-u'] : []), '-o', ...u.extra],
  behind: [...u.include, ...(u.exclude.length === 0 ? [] : ['-x', ...u.exclude]), '-d', u.dest],
});

/** The words behind the program's name. @param file the archive; `-` for one on standard input */
export function extractWords(u: Unpacking, { owner, group }: Ownership, file: string): string[] {
  if (u.kind === 'zip') {
    const { before, behind } = unzipWords(u);
    return [...before, file, ...behind];
  }
  const { option } = HANDLERS[u.kind];
  return [
    '--extract',
    '-C',
    u.dest,
    // A file's kind tar finds by itself.
    ...(u.kind === 'gzip' || u.file === undefined ? option : []),
    ...(u.extra.length === 0 ? [] : ['--show-transformed-names', ...u.extra]),
    ...(owner === undefined ? [] : [`--owner=${quote(owner)}`]),
    ...(group === undefined ? [] : [`--group=${quote(group)}`]),
    ...(u.keepNewer ? ['--keep-newer-files'] : []),
    ...u.exclude.map((pattern) => `--exclude=${pattern}`),
    '-f',
    file,
    ...u.include,
  ];
}

/** Prints the path of the program and NUL first when that is one which takes `extractWords`. */
export function extractScript(u: Unpacking, ownership: Ownership): Script {
  const told = (program: string): Script => sh`printf '%s\0' "$(command -v ${program})"`;
  if (u.kind !== 'zip')
    return lines([
      script('export LC_ALL=C'),
      either(
        HAS_GNU_TAR,
        lines([told('tar'), sh`tar ${extractWords(u, ownership, u.file ?? '-')}`]),
        simpleExtract(u, sh`${u.file ?? '-'}`),
      ),
    ]);
  const { before, behind } = unzipWords(u);
  // unzip ends with 1 for warnings, with all files in place.
  return lines([
    script('export LC_ALL=C'),
    zipFile(u),
    sh`if ! ${HAS_INFO_ZIP}; then ${simpleExtract(u, script('"$z"'))}; exit; fi`,
    told('unzip'),
    sh`unzip ${before} "$z" ${behind}`,
    script('rc=$?; [ $rc -eq 1 ] && rc=0; exit $rc'),
  ]);
}

export function timesScript(u: Unpacking): Script {
  return lines([script('export LC_ALL=C TZ=UTC0'), tar('--list', u, ['-v', '--full-time', '--quoting-style=literal'])]);
}

export interface Comparison {
  readonly members: readonly string[];
  /** What differs, by member; `missing` when it is not there. */
  readonly differences: ReadonlyMap<string, readonly string[]>;
  readonly root: boolean;
}

const DIFFERENCE =
  /^(.*): (missing|(?:Mode|Uid|Gid|Mod time|Size|Device number|File type|Symlink) differs|Contents differ|Not linked to .*)$/;
const MISSING = /^tar: (.+?): Warning: Cannot (?:stat|open|readlink|read link): (?:No such file|Not a directory).*$/;

/** Reads what the compare script printed. */
export function parseComparison(stdout: string, stderr: string): Comparison {
  const [user, ...rest] = stdout.split('\n');
  const members: string[] = [];
  const differences = new Map<string, string[]>();
  const add = (member: string, what: string): void => {
    differences.set(member, [...(differences.get(member) ?? []), what]);
  };
  for (const line of rest) {
    // What --strip-components leaves nothing of.
    if (line === '' || line === '/') continue;
    const found = DIFFERENCE.exec(line);
    if (found && members.includes(found[1] ?? '')) add(found[1] ?? '', found[2] ?? '');
    else if (found && members.includes(`${found[1]}/`)) add(`${found[1]}/`, found[2] ?? '');
    else members.push(line);
  }
  for (const line of stderr.split('\n')) {
    const found = MISSING.exec(line);
    if (found) add(found[1] ?? '', 'missing');
  }
  return { members, differences, root: user === '0' };
}

/**
 * The differences that unpacking would mend: owner and group only for root and where the task does not set them, modes
 * likewise (others get the archive's mode less their umask).
 */
export function relevantDifferences(
  { differences, root }: Comparison,
  set: { readonly owner: boolean; readonly group: boolean; readonly mode: boolean },
): Map<string, string[]> {
  const ignored = new Set([
    ...(set.owner || !root ? ['Uid differs'] : []),
    ...(set.group || !root ? ['Gid differs'] : []),
    ...(set.mode || !root ? ['Mode differs'] : []),
  ]);
  const left = new Map<string, string[]>();
  for (const [member, found] of differences) {
    const counting = found.filter((what) => !ignored.has(what));
    if (counting.length > 0) left.set(member, counting);
  }
  return left;
}

/** Modification times of members, from `tar --list --verbose --full-time`, in seconds. */
export function parseTimes(stdout: string): Map<string, number> {
  const times = new Map<string, number>();
  for (const line of stdout.split('\n')) {
    const found = /^\S{10}\S?\s+\S+\s+\d+\s+(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)? (.*)$/.exec(line);
    if (!found) continue;
    times.set((found[4] ?? '').replace(/ (?:->|link to) .*$/, ''), Date.parse(`${found[1]}T${found[2]}Z`) / 1000);
  }
  return times;
}
