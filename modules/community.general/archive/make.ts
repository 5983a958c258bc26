// Makes the archive beside its place, and puts it there when its content differs from that of the old one.
import { lines, ModuleFailure, quote, script, sh, type Script } from '../../../src/kit/index.js';
import { fromLatin, toLatin } from '../../_shared/told.js';
import { nameIn, type Format, type Plan } from './plan.js';

/** Codes of the script for what it cannot do. */
export const NO_PROGRAM = 71;
export const NO_NEWLINES = 72;

const COMPRESS: Readonly<Record<Exclude<Format, 'zip'>, readonly [string, string]>> = {
  gz: ['gzip -n', 'gzip'],
  bz2: ['bzip2', 'bzip2'],
  xz: ['xz', 'xz'],
  tar: ['cat', 'cat'],
};

/** What the archive's content is told by, for comparing the old with the new; the file's name is added. */
const CONTENT: Readonly<Record<Format, string>> = {
  gz: 'gzip -dc <',
  bz2: 'bzip2 -dc <',
  xz: 'xz -dc <',
  tar: 'cat <',
  // The listing has sizes, times and checksums of all members; its first line has the archive's name.
  zip: 'listing',
};

/** A path whose bytes stand as characters, as text for a script. @throws ModuleFailure when it is no UTF-8 */
function word(path: string): string {
  const text = fromLatin(path);
  if (toLatin(text) === path) return text;
  throw new ModuleFailure(`the name ${text} is not UTF-8: give the directory it is in as path`);
}

/** The programs a format needs. */
export function programsOf(format: Format, packed: boolean): string[] {
  if (format === 'zip') return ['zip'];
  const [, program] = COMPRESS[format];
  return [...(packed ? ['tar'] : []), ...(program === 'cat' ? [] : [program])];
}

/**
 * Prints `changed` or `same`. Its standard input is the list of names, ended by NUL each.
 * A new archive has the permissions of any new file; an old one's owner and mode are kept.
 * @param unsafe write the archive in place where it cannot be replaced
 */
export function makeScript(plan: Plan, format: Format, packed: boolean, unsafe: boolean): Script {
  const dest = word(plan.dest);
  const slash = dest.lastIndexOf('/');
  const directory = slash <= 0 ? '/' : dest.slice(0, slash);
  const single = word(plan.members[0] ?? '');
  return lines([
    script('export LC_ALL=C'),
    ...programsOf(format, packed).map(
      (program) => sh`command -v ${program} >/dev/null 2>&1 || { echo ${program}; exit ${String(NO_PROGRAM)}; }`,
    ),
    sh`dest=${dest} root=${plan.root === '' ? '.' : word(plan.root)} dir=${directory}`,
    script(`listing() { if command -v unzip >/dev/null 2>&1; then unzip -v "$1" | sed 1d; else cat "$1"; fi; }
[ ! -d "$dest" ] || { echo "$dest is a directory" >&2; exit 1; }
work=$(mktemp -d "$dir/.tsplay-archive-XXXXXX") || exit
trap 'rm -rf "$work"' EXIT
new=$work/archive.${format}`),
    packed
      ? packScript(format)
      : sh`${script(format === 'zip' ? 'cat' : COMPRESS[format][0])} < ${single} > "$new" || exit`,
    script(`if [ -f "$dest" ]; then
  a=$(${CONTENT[format]} "$dest" 2>/dev/null | cksum); b=$(${CONTENT[format]} "$new" | cksum)
  if [ "$a" = "$b" ]; then echo same; exit 0; fi
  chown "$(stat -L -c %u:%g "$dest")" "$new" && chmod "$(stat -L -c %a "$dest")" "$new" || exit
  if [ -L "$dest" ]; then dest=$(readlink -f "$dest"); fi
fi
${unsafe ? 'mv -f "$new" "$dest" 2>/dev/null || cat "$new" > "$dest" || exit' : 'mv -f "$new" "$dest" || exit'}
echo changed`),
  ]);
}

/** compat: links go into a tar as links, into a zip as what they lead to. */
function packScript(format: Format): Script {
  if (format === 'zip') {
    return script(`tr '\\n\\0' '\\1\\n' > "$work/names"
if [ -n "$(tr -dc '\\1' < "$work/names")" ]; then exit ${NO_NEWLINES}; fi
if [ -s "$work/names" ]; then (cd "$root" && zip -q -X -@ "$new" < "$work/names" >&2) || exit
else printf 'PK\\005\\006\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0' > "$new"; fi`);
  }
  return script(`cat > "$work/names"
if tar --version 2>/dev/null | grep -q GNU; then list='--null'
else
  list=; tr '\\n\\0' '\\1\\n' < "$work/names" > "$work/lines"; mv "$work/lines" "$work/names"
  if [ -n "$(tr -dc '\\1' < "$work/names")" ]; then exit ${NO_NEWLINES}; fi
fi
if [ -s "$work/names" ]; then
  (cd "$root" && tar -cf "$work/tar" --no-recursion $list -T "$work/names") || exit
else dd if=/dev/zero of="$work/tar" bs=10240 count=1 2>/dev/null || exit; fi
${COMPRESS[format][0]} < "$work/tar" > "$new" || exit`);
}

/** The list the script reads. */
export function nameList(plan: Plan): Buffer {
  return Buffer.from(plan.members.map((path) => `${nameIn(plan.root, path)}\0`).join(''), 'latin1');
}

/** compat: what was packed goes, and directories with all that is in them, whether it was packed or not. */
export function removeScript(plan: Plan): Script {
  const packed = new Set(plan.members);
  const bytes = (path: string): Script => script(quote(word(path)));
  return lines(
    plan.sources.map(
      (path) =>
        sh`if [ -d ${bytes(path)} ]; then rm -rf -- ${bytes(path)} || exit
elif ${script(packed.has(path) ? ':' : 'false')}; then rm -f -- ${bytes(path)} || exit; fi`,
    ),
  );
}
