// The fragments of a directory, of the host or of the controller, and the file they make.
import { lines, script, sh, textOfBytes, type Script, type TaskFiles } from '../../../src/kit/index.js';
import { lookScript, type LookOptions } from '../../_shared/file-look.js';

export interface Fragment {
  readonly name: string;
  readonly content: Buffer;
}

/** Exit codes of the script for a directory that is none. */
export const PROBLEMS: Readonly<Record<number, string>> = { 71: 'does not exist', 72: 'is not a directory' };

/** The look at the destination, and behind it all fragments: `size name`, NUL, then so many bytes. */
export function fragmentsScript(src: string, dest: string, options: LookOptions): Script {
  return lines([
    sh`[ -e ${src} ] || exit 71; [ -d ${src} ] || exit 72`,
    lookScript([dest], options),
    script(`printf 'CONTENT \\0'`),
    sh`cd -- ${src} || exit 73
for f in .* *; do
  [ -f "./$f" ] || continue
  s=$(wc -c < "./$f") || exit 73
  printf '%s %s\0' "$((s))" "$f"; head -c "$((s))" -- "./$f" || exit 73
done`,
  ]);
}

export function parseFragments(bytes: Buffer): Fragment[] {
  const found: Fragment[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0, at);
    if (end < 0) break;
    const [, size = '0', name = ''] = /^(\d+) (.*)$/s.exec(textOfBytes(bytes.subarray(at, end))) ?? [];
    at = end + 1 + Number(size);
    found.push({ name, content: bytes.subarray(end + 1, at) });
  }
  return found;
}

/** @param directory absolute, on the controller */
export function localFragments(files: TaskFiles, directory: string, decrypt: boolean): Fragment[] {
  return files
    .walk(directory)
    .filter(({ path, kind }) => kind === 'file' && !path.includes('/'))
    .map(({ path }) => ({ name: path, content: files.read(`${directory.replace(/\/+$/, '')}/${path}`, { decrypt }) }));
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\\': '\\', "'": "'", '"': '"', '\n': '' },
};

/** Backslashes in the delimiter as in a bytes literal of Python. */
function unescaped(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  const plain = bytes.replace(/\\(?:x([0-9a-fA-F]{2})|([0-7]{1,3})|([^]))/g, (all, hex, octal, one: string) => {
    if (typeof hex === 'string') return String.fromCharCode(parseInt(hex, 16));
    if (typeof octal === 'string') return String.fromCharCode(parseInt(octal, 8) & 0xff);
    return ESCAPES[one] ?? all;
  });
  return Buffer.from(plain, 'latin1');
}

/** One after the other by name, each beginning on a line of its own. */
export function assembled(fragments: readonly Fragment[], delimiter: string | undefined): Buffer {
  const parts: Buffer[] = [];
  const newline = Buffer.from('\n');
  const open = (part: Buffer): boolean => part.at(-1) !== 0x0a;
  const between = delimiter === undefined || delimiter === '' ? undefined : unescaped(delimiter);
  const sorted = [...fragments].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  for (const [i, { content }] of sorted.entries()) {
    if (i > 0) {
      const before = sorted[i - 1]?.content ?? newline;
      if (open(before)) parts.push(newline);
      if (between) parts.push(between, ...(open(between) ? [newline] : []));
    }
    parts.push(content);
  }
  return Buffer.concat(parts);
}
