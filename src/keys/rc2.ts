// RC2 in CBC mode, only to open: what certificates in old PKCS#12 files are hidden by (RFC 2268); OpenSSL of Node has none.
import { X509Error } from '../x509/index.js';

/** The permutation of RFC 2268, from the digits of pi. */
const PI = Uint8Array.from(
  Buffer.from(
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
      '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
      '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
      '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
      '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
      'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
      '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
      '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
    'hex',
  ),
);

/** The 64 words of the key. @param bits how strong it is, whatever its length */
function expand(key: Uint8Array, bits: number): number[] {
  const l = new Uint8Array(128);
  l.set(key);
  for (let i = key.length; i < 128; i++) l[i] = PI[(l[i - 1]! + l[i - key.length]!) & 0xff]!;
  const bytes = (bits + 7) >> 3;
  l[128 - bytes] = PI[l[128 - bytes]! & (0xff >> (8 * bytes - bits))]!;
  for (let i = 127 - bytes; i >= 0; i--) l[i] = PI[l[i + 1]! ^ l[i + bytes]!]!;
  return Array.from({ length: 64 }, (_, i) => l[2 * i]! + l[2 * i + 1]! * 256);
}

const SHIFTS = [1, 2, 3, 5];

function openBlock(words: readonly number[], block: Uint8Array): Uint8Array {
  const r = [0, 1, 2, 3].map((i) => block[2 * i]! + block[2 * i + 1]! * 256);
  const at = (i: number): number => r[i & 3]!;
  let j = 63;
  const mix = (): void => {
    for (let i = 3; i >= 0; i--, j--) {
      const s = SHIFTS[i]!;
      const turned = ((at(i) >> s) | (at(i) << (16 - s))) & 0xffff;
      r[i] = (turned - words[j]! - (at(i + 3) & at(i + 2)) - (~at(i + 3) & at(i + 1))) & 0xffff;
    }
  };
  const mash = (): void => {
    for (let i = 3; i >= 0; i--) r[i] = (at(i) - words[at(i + 3) & 63]!) & 0xffff;
  };
  for (const [index, rounds] of [5, 6, 5].entries()) {
    if (index > 0) mash();
    for (let n = 0; n < rounds; n++) mix();
  }
  return Uint8Array.from(r.flatMap((word) => [word & 0xff, word >> 8]));
}

/** @throws X509Error when the padding is not right, as with a wrong key */
export function openRc2(key: Uint8Array, iv: Uint8Array, bytes: Uint8Array, bits: number): Uint8Array {
  const words = expand(key, bits);
  const out = new Uint8Array(bytes.length);
  let before = iv;
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const block = bytes.subarray(at, at + 8);
    openBlock(words, block).forEach((byte, i) => (out[at + i] = byte ^ before[i]!));
    before = block;
  }
  const padding = out.at(-1) ?? 0;
  if (padding < 1 || padding > 8 || !out.subarray(out.length - padding).every((byte) => byte === padding)) {
    throw new X509Error('the padding is wrong');
  }
  return out.subarray(0, out.length - padding);
}
