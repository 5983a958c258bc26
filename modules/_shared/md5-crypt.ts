// The password hash of Apache and of old systems: MD5 a thousand times over, `$apr1$` or `$1$`.
import { createHash } from 'node:crypto';

const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Three bytes as four characters, the lowest bits first. */
const encode = (value: number, characters: number): string =>
  Array.from({ length: characters }, (_none, i) => ALPHABET.charAt((value >> (6 * i)) & 63)).join('');

/** @param salt up to eight characters of `./0-9A-Za-z` */
export function md5Crypt(password: string, salt: string, magic: '$apr1$' | '$1$'): string {
  const secret = Buffer.from(password, 'utf8');
  const md5 = (...parts: (Buffer | string)[]): Buffer => {
    const hash = createHash('md5');
    for (const part of parts) hash.update(part);
    return hash.digest();
  };
  const alternate = md5(secret, salt, secret);
  const first: (Buffer | string)[] = [secret, magic, salt];
  for (let left = secret.length; left > 0; left -= 16) first.push(alternate.subarray(0, Math.min(16, left)));
  for (let bits = secret.length; bits > 0; bits >>= 1) first.push(bits & 1 ? Buffer.from([0]) : secret.subarray(0, 1));
  let digest = md5(...first);
  for (let round = 0; round < 1000; round++) {
    digest = md5(
      round & 1 ? secret : digest,
      ...(round % 3 === 0 ? [] : [salt]),
      ...(round % 7 === 0 ? [] : [secret]),
      round & 1 ? digest : secret,
    );
  }
  const at = (i: number): number => digest[i] ?? 0;
  const groups = [0, 1, 2, 3, 4].map((i) => encode((at(i) << 16) | (at(i + 6) << 8) | at(i === 4 ? 5 : i + 12), 4));
  return `${magic}${salt}$${groups.join('')}${encode(at(11), 2)}`;
}
