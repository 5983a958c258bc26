// The bytes of a text in an encoding, by Python's names of encodings.
import { ModuleFailure } from '../../../src/kit/index.js';
import { WINDOWS_1252 } from '../../_shared/windows-1252.js';

/** Encodings of one byte a character that Python names otherwise than the web does. */
const ALIASES: Readonly<Record<string, string>> = {
  l2: 'iso-8859-2',
  l3: 'iso-8859-3',
  l4: 'iso-8859-4',
  l5: 'iso-8859-9',
  l6: 'iso-8859-10',
  l7: 'iso-8859-13',
  l8: 'iso-8859-14',
  l9: 'iso-8859-15',
  l10: 'iso-8859-16',
  cyrillic: 'iso-8859-5',
  arabic: 'iso-8859-6',
  greek: 'iso-8859-7',
  hebrew: 'iso-8859-8',
  'koi8-r': 'koi8-r',
  'koi8-u': 'koi8-u',
  cp866: 'ibm866',
  'mac-roman': 'macintosh',
  'mac-cyrillic': 'x-mac-cyrillic',
};

/**
 * @param encoding Python's name: UTF-8, UTF-16, ASCII and those of one byte a character
 * @throws ModuleFailure for a character it does not have, as Python does, and for an encoding that is not known
 */
export function encode(text: string, encoding: string): Buffer {
  const name = encoding.toLowerCase().replace(/[_ ]/g, '-');
  const refuse = (character: string): never => {
    throw new ModuleFailure(`output_encoding ${encoding} has no character '${character}': use utf-8`);
  };
  if (['utf-8', 'utf8', 'u8'].includes(name)) return Buffer.from(text, 'utf8');
  if (name === 'utf-8-sig') return Buffer.from(`\uFEFF${text}`, 'utf8');
  if (['utf-16-le', 'utf-16le'].includes(name)) return Buffer.from(text, 'utf16le');
  if (['utf-16-be', 'utf-16be'].includes(name)) return Buffer.from(text, 'utf16le').swap16();
  if (['utf-16', 'utf16', 'u16'].includes(name)) return Buffer.from(`\uFEFF${text}`, 'utf16le');
  const bytes = bytesOf(name);
  if (!bytes) {
    throw new ModuleFailure(
      `output_encoding ${encoding} is not supported: use utf-8, utf-16, ascii or an encoding of one byte a character`,
    );
  }
  return Buffer.from(Array.from(text, (character) => bytes.get(character) ?? refuse(character)));
}

/** The byte of each character of such an encoding; undefined when there is none of that name. */
function bytesOf(name: string): ReadonlyMap<string, number> | undefined {
  if (['ascii', 'us-ascii', '646'].includes(name)) return plain(0x7f);
  if (['latin-1', 'latin1', 'latin', 'l1', 'iso-8859-1', 'iso8859-1', '8859', 'cp819'].includes(name))
    return plain(0xff);
  const iso = /^(?:iso-?)?8859-(\d+)$/.exec(name)?.[1];
  const label =
    iso !== undefined
      ? `iso-8859-${iso}`
      : (ALIASES[name.replace(/^latin-?/, 'l')] ?? name.replace(/^(?:cp|windows-?)(125\d|874)$/, 'windows-$1'));
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch {
    return undefined;
  }
  if (/^(?:utf|gb|big5|euc|shift|iso-2022|x-user)/.test(decoder.encoding)) return undefined;
  const found = new Map<string, number>();
  // Of Node 24 the decoder of this one is that of latin-1.
  if (decoder.encoding === 'windows-1252' && !label.startsWith('iso-')) {
    for (const [character, byte] of plain(0xff)) if (byte < 0x80 || byte >= 0xa0) found.set(character, byte);
    for (const [i, character] of Array.from(WINDOWS_1252).entries())
      if (character !== ' ') found.set(character, 0x80 + i);
    return found;
  }
  for (let byte = 0; byte < 0x100; byte++) {
    // The web takes some of ISO's for Microsoft's, which have letters where ISO has controls.
    const control = label.startsWith('iso-') && byte >= 0x80 && byte < 0xa0;
    try {
      found.set(control ? String.fromCharCode(byte) : decoder.decode(Uint8Array.of(byte)), byte);
    } catch {
      // A byte that stands for nothing.
    }
  }
  return found;
}

const plain = (last: number): ReadonlyMap<string, number> =>
  new Map(Array.from({ length: last + 1 }, (_, byte) => [String.fromCharCode(byte), byte]));
