// How bytes that are no UTF-8 (names of files may have any) stand in text and come out of it again unchanged.
//
// Python's way (PEP 383, `surrogateescape`): such a byte is the lone surrogate U+DC00 + byte, which no UTF-8 decodes to.

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** With `u` only surrogates that are no half of a pair match. */
const LONE = /[\udc80-\udcff]/u;
const LONES = /[\udc80-\udcff]+/gu;

/** Whether the text holds bytes that are no UTF-8. */
export function hasLoneBytes(text: string): boolean {
  return LONE.test(text);
}

/** Decodes UTF-8; each byte that is none is kept as a lone surrogate. */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    return escaping(bytes);
  }
}

function escaping(bytes: Uint8Array): string {
  let text = '';
  let from = 0;
  for (let at = 0; at < bytes.length;) {
    const length = sequenceAt(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += decoder.decode(bytes.subarray(from, at)) + String.fromCharCode(0xdc00 + (bytes[at] ?? 0));
    at++;
    from = at;
  }
  return text + decoder.decode(bytes.subarray(from));
}

/** How many bytes the character at a place has; 0 where none begins. By table 3-7 of the Unicode standard. */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length =
    first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  const second = bytes[at + 1] ?? 0;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (length === 0 || second < least || second > most) return 0;
  for (let i = 2; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** The bytes of a text: those of `textOfBytes` as they were, all else in UTF-8. */
export function bytesOfText(text: string): Uint8Array {
  if (!hasLoneBytes(text)) return encoder.encode(text);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const found of text.matchAll(LONES)) {
    parts.push(encoder.encode(text.slice(from, found.index)));
    parts.push(Uint8Array.from(found[0], (unit) => unit.charCodeAt(0) - 0xdc00));
    from = found.index + found[0].length;
  }
  parts.push(encoder.encode(text.slice(from)));
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A shell command of the same meaning without such bytes in it, for what takes text only. */
export function asciiCommand(command: string): string {
  if (!hasLoneBytes(command)) return command;
  const octal = [...bytesOfText(command)].map((byte) =>
    byte > 0x20 && byte < 0x7f && byte !== 0x25 && byte !== 0x27 && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\${byte.toString(8).padStart(3, '0')}`,
  );
  return `eval "$(printf '${octal.join('')}')"`;
}
