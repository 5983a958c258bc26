// Comparing and unpacking with the tar and unzip of BusyBox, which list and unpack only: the archive is unpacked beside.
import { lines, script, sh, type Script } from '../../../src/kit/index.js';
import type { Unpacking } from './archive.js';

/** BusyBox has one letter for each kind of compression. */
const LETTER: Readonly<Record<string, string>> = { gzip: '-z', bzip2: '-j', xz: '-J', zstd: '--zstd' };

/** Conditions of the shell; neither reads what comes on standard input. */
export const HAS_GNU_TAR = script('tar --version 2>/dev/null </dev/null | grep -q GNU');
export const HAS_INFO_ZIP = script('unzip -v 2>/dev/null </dev/null | grep -q Info-ZIP');

/** One or the other, by what the host has. */
export const either = (condition: Script, yes: Script, no: Script): Script =>
  lines([sh`if ${condition}; then`, yes, script('else'), no, script('fi')]);

/** The words of a tar that knows few options. @param file shell text that names the archive, quoted */
function simpleTar(mode: '-x' | '-t', u: Unpacking, dest: Script, file: Script): Script {
  const letter = LETTER[u.kind];
  const options = [
    ...(letter === undefined ? [] : [letter]),
    ...u.extra,
    ...u.exclude.map((pattern) => `--exclude=${pattern}`),
  ];
  return sh`tar ${mode} -C ${dest} ${options} -f ${file} ${u.include}`;
}

const simpleUnzip = (u: Unpacking, dest: Script, file: Script): Script =>
  sh`unzip -o -q ${u.extra} ${file} ${u.include} ${u.exclude.length === 0 ? script('') : sh`-x ${u.exclude}`} -d ${dest}`;

export function simpleExtract(u: Unpacking, file: Script): Script {
  const dest = sh`${u.dest}`;
  if (u.kind === 'zip') return simpleUnzip(u, dest, file);
  // Without the option an older file of the archive would be put over a newer one.
  const more = u.keepNewer ? ['--keep-newer-files'] : [];
  return simpleTar('-x', { ...u, extra: [...more, ...u.extra] }, dest, file);
}

/**
 * Prints what `tar --diff -v` would, of an archive that is unpacked into a directory which goes with the script: the
 * user, then each member, followed by what differs. Names come from the archive, or, when options may change them, from
 * what was unpacked.
 */
export function simpleCompare(u: Unpacking): Script {
  const zip = u.kind === 'zip';
  const file = script('"$f"');
  const unpacked = script('"$t/x"');
  const listed = zip || u.extra.length > 0 ? script(FOUND) : simpleTar('-t', u, unpacked, file);
  return lines([
    script(`export LC_ALL=C; t=$(mktemp -d) || exit 73
trap 'rm -rf -- "$t"' EXIT; trap 'exit 1' HUP INT TERM
mkdir -- "$t/x" || exit 74`),
    u.file === undefined ? script('f=$t/a; cat > "$f" || exit 74') : sh`f=${u.file}`,
    zip ? simpleUnzip(u, unpacked, file) : simpleTar('-x', u, unpacked, file),
    sh`[ $? -eq 0 ] || exit 2
id -u
d=${u.dest}; full=${zip ? '' : 'yes'}`,
    sh`${listed} | while IFS= read -r m; do`,
    script(`${COMPARE}
done`),
  ]);
}

/** Members by what was unpacked, directories with a slash at their end. */
const FOUND = `(cd -- "$t/x" && find . | while IFS= read -r m; do
  m=\${m#./}; [ "$m" != . ] || continue
  if [ -d "$m" ] && [ ! -L "$m" ]; then m=$m/; fi
  printf '%s\\n' "$m"
done)`;

const COMPARE = `a=$t/x/\${m%/}; b=$d/\${m%/}
[ -e "$a" ] || [ -L "$a" ] || continue
printf '%s\\n' "$m"
if [ ! -e "$b" ] && [ ! -L "$b" ]; then printf '%s: missing\\n' "$m"; continue; fi
if [ -L "$a" ]; then
  if [ ! -L "$b" ]; then printf '%s: File type differs\\n' "$m"
  elif [ "$(readlink -- "$a")" != "$(readlink -- "$b")" ]; then printf '%s: Symlink differs\\n' "$m"; fi
  continue
fi
if [ -L "$b" ] || { [ -d "$a" ] && [ ! -d "$b" ]; } || { [ -f "$a" ] && [ ! -f "$b" ]; }; then
  printf '%s: File type differs\\n' "$m"; continue
fi
if [ -f "$a" ]; then cmp -s -- "$a" "$b" || printf '%s: Contents differ\\n' "$m"; fi
[ -n "$full" ] || continue
set -- $(stat -c '%a %u %g %Y' -- "$a") $(stat -c '%a %u %g %Y' -- "$b")
[ "$1" = "$5" ] || printf '%s: Mode differs\\n' "$m"
[ -f "$a" ] || continue
[ "$2" = "$6" ] || printf '%s: Uid differs\\n' "$m"
[ "$3" = "$7" ] || printf '%s: Gid differs\\n' "$m"
[ "$4" = "$8" ] || printf '%s: Mod time differs\\n' "$m"`;
