// How many terminal cells text takes, and text made safe to send to a terminal.
import { once } from '../ground/index.js';

/** Made where it is wanted: the classes of Unicode take long to compile. */
const zero = once(() => /^[\p{Mn}\p{Me}\p{Cf}]$/u);

/** East Asian wide and emoji ranges (Unicode UAX 11, the blocks that matter), inclusive. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];

/** Cells of one character (a code point). */
function cells(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (zero().test(char)) return 0;
  return WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/** Cells that `text` takes; it must hold no tab and no line break. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const char of text) width += cells(char);
  return width;
}

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * What a host or a file said, without what could drive the terminal: control characters are spelled out (`\x1b`), except
 * tab and line feed; carriage returns end lines, as those of progress bars do.
 */
export function harmless(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(CONTROL, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
