// What is there of the paths that are to go into an archive, and what of the archive itself.
import { lines, quote, script, sh, type HostView, type Script } from '../../../src/kit/index.js';
import { globWord } from '../../_shared/glob.js';
import { lookScript, parseLook, type HostLook, type LookOptions, type PathLook } from '../../_shared/file-look.js';

interface Found {
  readonly path: string;
  readonly kind: 'directory' | 'other' | 'missing';
  /** Everything below a directory, sorted. */
  readonly below: readonly string[];
}

export interface Seen {
  readonly paths: readonly Found[];
  readonly excluded: readonly string[];
}

/** Whether the module takes a path for a pattern. `compat:` brackets alone make none. */
export const isPattern = (path: string): boolean => /[*?]/.test(path);

/** One round trip. (Functions must not be named `source`: in BusyBox's shell that is a command of its own.) */
export async function lookAtSources(
  host: HostView,
  paths: readonly string[],
  excluded: readonly string[],
): Promise<Seen> {
  const each = (name: string, path: string): Script =>
    isPattern(path)
      ? script(`for p in ${globWord(path)}; do if [ -e "$p" ] || [ -L "$p" ]; then ${name} "$p"; fi; done`)
      : script(`${name} ${quote(path)}`);
  const { stdoutBytes } = await host.probe(
    lines([
      script(`set +f
source_of() {
  if [ -d "$1" ]; then
    printf 'D\\0%s\\0' "$1"
    case $1 in -*) d=./$1 ;; *) d=$1 ;; esac
    find "$d/" -mindepth 1 -print0 2>/dev/null
    printf '\\0'
  elif [ -e "$1" ] || [ -L "$1" ]; then printf 'F\\0%s\\0' "$1"
  else printf 'N\\0%s\\0' "$1"; fi
}
exclude() { printf 'X\\0%s\\0' "$1"; }
export LC_ALL=C`),
      ...paths.map((path) => each('source_of', path)),
      ...excluded.map((path) => each('exclude', path)),
      script(':'),
    ]),
  );
  return parseSources(stdoutBytes.toString('latin1'));
}

/** Reads the answer: names are bytes, kept one character per byte so that any name survives. */
export function parseSources(text: string): Seen {
  const tokens = text.split('\0');
  const paths: Found[] = [];
  const excluded: string[] = [];
  for (let i = 0; i + 1 < tokens.length;) {
    const kind = tokens[i++];
    const path = tokens[i++] ?? '';
    if (kind === 'X') excluded.push(path);
    else if (kind === 'D') {
      const below: string[] = [];
      for (; tokens[i] !== undefined && tokens[i] !== ''; i++) below.push((tokens[i] ?? '').replace(/\/\/+/g, '/'));
      i++;
      paths.push({ path, kind: 'directory', below: below.sort() });
    } else paths.push({ path, kind: kind === 'F' ? 'other' : 'missing', below: [] });
  }
  return { paths, excluded };
}

export async function lookAtArchive(
  host: HostView,
  path: string,
  options: LookOptions,
): Promise<HostLook & { readonly file: PathLook }> {
  const { stdoutBytes } = await host.probe(sh`(${lookScript([path], options)})`);
  const { paths, ...rest } = parseLook(stdoutBytes);
  const [file] = paths;
  if (!file) throw new Error('no look');
  return { ...rest, file };
}
