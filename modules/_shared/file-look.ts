// Looks at files of a host in one round trip: what `stat` knows, where links lead, checksums, content.
import {
  lines,
  ModuleFailure,
  script,
  sh,
  textOfBytes,
  type FileKind,
  type FileStatus,
  type HostView,
  type Script,
} from '../../src/kit/index.js';

export type Digest = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

export interface LookOptions {
  /** Digest of the file (links followed) when it is a regular one. */
  readonly checksum?: Digest | undefined;
  /** The bytes of the file (links followed); only with a single path. */
  readonly content?: boolean | undefined;
  /** The chattr flags (`lsattr`). */
  readonly flags?: boolean | undefined;
  /** What `file --mime` says; of what a link leads to with `follow`. */
  readonly mime?: boolean | undefined;
  readonly follow?: boolean | undefined;
  /** A file whose MD5 digest is wanted as well. */
  readonly md5Of?: string | undefined;
  /** Names or numbers to resolve. */
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
}

/** One path as it is. */
export interface PathLook {
  readonly path: string;
  /** The path itself, a final link not followed; null when nothing is there. */
  readonly self: FileStatus | null;
  /** What the path leads to, links followed; null for nothing and for a dangling link. */
  readonly target: FileStatus | null;
  /** Where a link leads in the end; of anything else the path itself. */
  readonly realPath: string;
  /** What the containing directory is. */
  readonly parent: 'directory' | 'missing' | 'other';
  readonly checksum: string | undefined;
  readonly content: Buffer | undefined;
  readonly flags: string | undefined;
  /** The file's version (generation), as lsattr prints it. */
  readonly flagsVersion: string | undefined;
  /** `type/subtype; charset=set`. */
  readonly mime: string | undefined;
}

/** What the host says besides the paths. */
export interface HostLook {
  readonly umask: number;
  readonly selinux: boolean;
  /** The ids of the asked-for owner and group; null when the host has no such name; undefined when not asked. */
  readonly uid: number | null | undefined;
  readonly gid: number | null | undefined;
  /** Of the file `md5Of` names, when that is one. */
  readonly md5?: string | undefined;
  /** The user a new file would belong to; only known when one of the paths is missing. */
  readonly me:
    { readonly uid: number; readonly gid: number; readonly owner: string; readonly group: string } | undefined;
}

export interface Look extends HostLook {
  readonly paths: readonly PathLook[];
}

/** What `stat -c` is asked; tabs between the fields because names may hold blanks. Read by `parseStatus`. */
export const FORMAT = '%f\t%u\t%g\t%U\t%G\t%s\t%Y\t%X\t%Z\t%y\t%x\t%z\t%i\t%d\t%h\t%b\t%o\t%t\t%T';

const FUNCTIONS = `
rec() { printf '%s %s\\0' "$1" "$2"; }
access() { a=; [ -r "$1" ] && a=r; [ -w "$1" ] && a="$a"w; [ -x "$1" ] && a="$a"x; rec "$2" "$a"; }
look() {
  rec PATH "$1"
  if s=$(stat -c '${FORMAT}' -- "$1" 2>&1); then
    rec SELF "$s"
    if [ -L "$1" ]; then
      rec LINK "$(readlink -- "$1")"
      rec REAL "$(readlink -f -- "$1" 2>/dev/null)"
      if s=$(stat -L -c '${FORMAT}' -- "$1" 2>/dev/null); then rec TARGET "$s"; fi
    fi
    access "$1" ACCESS
    [ -n "$digest" ] && [ -f "$1" ] && { s=$("$digest"sum < "$1" 2>/dev/null); rec SUM "\${s%% *}"; }
    [ -n "$flags" ] && rec FLAGS "$(lsattr -vd -- "$1" 2>/dev/null)"
    [ -n "$mime" ] && rec MIME "$(file --brief --mime $mime -- "$1" 2>/dev/null)"
  else
    rec NONE "$s"
    [ -n "$me" ] || { me=$(id -u)$(printf '\\t')$(id -g); rec ME "$me$(printf '\\t')$(id -un)$(printf '\\t')$(id -gn)"; }
  fi
  case $1 in */*) d=\${1%/*}; [ -n "$d" ] || d=/ ;; *) d=. ;; esac
  if [ -d "$d" ]; then rec PARENT directory; elif [ -e "$d" ]; then rec PARENT other; else rec PARENT missing; fi
}
user() { case $1 in *[!0-9]*) rec UID "$(id -u -- "$1" 2>/dev/null)" ;; *) rec UID "$1" ;; esac; }
group() {
  case $1 in
    *[!0-9]*) rec GID "$({ getent group "$1" || grep -- "^$1:" /etc/group; } 2>/dev/null | head -n 1 | cut -d : -f 3)" ;;
    *) rec GID "$1" ;;
  esac
}`;

/** One round trip for any number of paths. @throws ModuleFailure when a path cannot be looked at */
export async function lookAt(host: HostView, paths: readonly string[], options: LookOptions = {}): Promise<Look> {
  const { stdoutBytes, rc, stderr } = await host.probe(lookScript(paths, options));
  if (rc !== 0) throw new ModuleFailure(`could not look at ${paths.join(', ')}: ${stderr.trim()}`);
  return parseLook(stdoutBytes);
}

/** The look of a single path. */
export async function lookAtOne(
  host: HostView,
  path: string,
  options: LookOptions = {},
): Promise<HostLook & { readonly file: PathLook }> {
  const { paths, ...rest } = await lookAt(host, [path], options);
  const [file] = paths;
  if (!file) throw new ModuleFailure(`could not look at ${path}`);
  return { ...rest, file };
}

export function lookScript(paths: readonly string[], options: LookOptions): Script {
  const { content, owner, group } = options;
  return lines([
    script('export LC_ALL=C TZ=UTC0'),
    sh`digest=${options.checksum ?? ''} flags=${options.flags ? 'yes' : ''} mime=${options.mime ? (options.follow ? '-L' : '-h') : ''} me=`,
    script(FUNCTIONS.trim()),
    // Without a process for it: at each of thousands of looks it would be a tenth of the cost.
    script("printf 'UMASK '; umask; printf '\\0'; if [ -e /sys/fs/selinux/enforce ]; then rec SELINUX yes; fi"),
    ...(owner === undefined ? [] : [sh`user ${owner}`]),
    ...(group === undefined ? [] : [sh`group ${group}`]),
    ...(options.md5Of === undefined
      ? []
      : [sh`if [ -f ${options.md5Of} ]; then rec MD5 "$(md5sum < ${options.md5Of} | cut -c 1-32)"; fi`]),
    ...paths.map((path) => sh`look ${path}`),
    ...(content && paths[0] !== undefined
      ? [sh`if [ -f ${paths[0]} ]; then printf 'CONTENT \0'; cat -- ${paths[0]}; fi`]
      : []),
    script(':'),
  ]);
}

type Records = Map<string, string>;

/** Reads what the look script printed: records `NAME value` ended by NUL, then perhaps the content's bytes. */
export function parseLook(bytes: Buffer): Look {
  const general: Records = new Map();
  const perPath: Records[] = [];
  let content: Buffer | undefined;
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0, at);
    const record = textOfBytes(bytes.subarray(at, end < 0 ? bytes.length : end));
    at = end < 0 ? bytes.length : end + 1;
    const blank = record.indexOf(' ');
    const name = record.slice(0, blank);
    if (name === 'CONTENT') {
      content = Buffer.from(bytes.subarray(at));
      break;
    }
    if (name === 'PATH') perPath.push(new Map());
    (perPath.at(-1) ?? general).set(name, record.slice(blank + 1));
  }
  const id = (name: string): number | null | undefined => {
    const text = general.get(name);
    return text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : null;
  };
  const me = perPath
    .map((records) => records.get('ME'))
    .find((text) => text !== undefined)
    ?.split('\t');
  return {
    me: me && { uid: Number(me[0]), gid: Number(me[1]), owner: me[2] ?? '', group: me[3] ?? '' },
    umask: parseInt(general.get('UMASK') ?? '022', 8),
    selinux: general.has('SELINUX'),
    md5: general.get('MD5'),
    uid: id('UID'),
    gid: id('GID'),
    paths: perPath.map((records) => pathLook(records, content)),
  };
}

function pathLook(records: Records, content: Buffer | undefined): PathLook {
  const path = records.get('PATH') ?? '';
  const refusal = records.get('NONE');
  if (refusal !== undefined && !/No such file|Not a directory|does not exist/i.test(refusal)) {
    throw new ModuleFailure(`could not look at ${path}: ${refusal}`);
  }
  const realPath = records.get('REAL') || path;
  const access = records.get('ACCESS') ?? '';
  const link = records.get('LINK');
  const selfText = records.get('SELF');
  const targetText = link === undefined ? selfText : records.get('TARGET');
  const self = selfText === undefined ? null : parseStatus(path, selfText, access);
  const sum = records.get('SUM');
  const flags = /^\s*(\d+)\s+(\S+)\s/.exec(records.get('FLAGS') ?? '');
  return {
    path,
    self: self && link !== undefined ? { ...self, linkTarget: link, linkSource: realPath } : self,
    target: targetText === undefined ? null : parseStatus(realPath, targetText, access),
    realPath,
    parent: (records.get('PARENT') ?? 'missing') as PathLook['parent'],
    checksum: sum === '' ? undefined : sum,
    content,
    flags: flags?.[2]?.replaceAll('-', ''),
    flagsVersion: flags?.[1],
    mime: records.get('MIME'),
  };
}

const KINDS: Readonly<Record<number, FileKind>> = {
  0x1: 'fifo',
  0x2: 'char',
  0x4: 'directory',
  0x6: 'block',
  0x8: 'file',
  0xa: 'link',
  0xc: 'socket',
};

export function parseStatus(path: string, text: string, access: string): FileStatus {
  const f = text.split('\t');
  const n = (i: number): number => Number(f[i] ?? 0);
  const time = (seconds: number, written: string | undefined): number =>
    Number(`${seconds}${/\.(\d+)/.exec(written ?? '')?.[0] ?? ''}`);
  const raw = parseInt(f[0] ?? '0', 16);
  const name = (given: string | undefined, id: string | undefined): string =>
    given === undefined || given === 'UNKNOWN' ? (id ?? '') : given;
  const major = parseInt(f[17] ?? '0', 16);
  const minor = parseInt(f[18] ?? '0', 16);
  return {
    path,
    kind: KINDS[raw >> 12] ?? 'file',
    mode: raw & 0o7777,
    uid: n(1),
    gid: n(2),
    owner: name(f[3], f[1]),
    group: name(f[4], f[2]),
    size: n(5),
    mtime: time(n(6), f[9]),
    atime: time(n(7), f[10]),
    ctime: time(n(8), f[11]),
    inode: n(12),
    device: n(13),
    links: n(14),
    blocks: n(15),
    blockSize: n(16),
    // As the kernel's makedev for the ranges that occur.
    deviceType: ((major & 0xfff) << 8) | (minor & 0xff) | ((minor & ~0xff) << 12),
    readable: access.includes('r'),
    writable: access.includes('w'),
    executable: access.includes('x'),
  };
}
