// `password_hash` and everything that hashes passwords: which algorithms there are, their salts and rounds, as passlib has them.
import { spend } from '../python/budget.js';
import { fail, unsupported } from '../python/errors.js';
import { CRYPT64 } from './crypt64.js';
import { md5Crypt } from './md5-crypt.js';
import { shaCrypt, type Digest } from './sha-crypt.js';

/** What hashing needs from outside. */
export interface HashPort {
  digest: Digest;
  /** @param settings a bcrypt salt: `$2b$12$` and 22 characters */
  bcrypt(password: string, settings: string): string;
}

export interface HashOptions {
  readonly salt?: string | undefined;
  readonly saltSize?: number | undefined;
  readonly rounds?: number | undefined;
  /** Of bcrypt: 2a, 2b (the default) or 2y. */
  readonly ident?: string | undefined;
}

interface Algorithm {
  readonly saltSize: number;
  readonly exactSalt: boolean;
  /** compat: what Ansible says when nothing is said; passlib's own defaults are others. */
  readonly rounds: number | undefined;
  readonly range: readonly [number, number];
  readonly ident?: string;
}

const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  md5_crypt: { saltSize: 8, exactSalt: false, rounds: undefined, range: [0, 0] },
  bcrypt: { saltSize: 22, exactSalt: true, rounds: 12, range: [4, 31], ident: '2b' },
  sha256_crypt: { saltSize: 16, exactSalt: false, rounds: 535_000, range: [1000, 999_999_999] },
  sha512_crypt: { saltSize: 16, exactSalt: false, rounds: 656_000, range: [1000, 999_999_999] },
};

const SHORT: Readonly<Record<string, string>> = {
  md5: 'md5_crypt',
  blowfish: 'bcrypt',
  sha256: 'sha256_crypt',
  sha512: 'sha512_crypt',
};

/** bcrypt's own order of digits; of the last of 22 only two bits are used. */
const BCRYPT64 = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const MD5_ROUNDS = 1000;

/** Many rounds take most of a second, and templates are evaluated more than once. */
const known = new Map<string, string>();

/** The short names the filter takes (`sha512`) as passlib's (`sha512_crypt`). */
export function fullAlgorithm(name: string): string {
  return Object.hasOwn(SHORT, name) ? (SHORT[name] ?? name) : name;
}

/** The length of a salt made for `algorithm`, and the variant it has when none is named. */
export function defaultsOf(algorithm: string): { readonly saltSize: number; readonly ident: string | undefined } {
  const found = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
  return { saltSize: found?.saltSize ?? 8, ident: found?.ident };
}

/** @throws TsplayError template-value, unsupported-template */
export function hashPassword(port: HashPort, password: string, algorithm: string, options: HashOptions = {}): string {
  const found = Object.hasOwn(ALGORITHMS, algorithm) ? ALGORITHMS[algorithm] : undefined;
  if (!found) {
    return fail(`passwords cannot be hashed with '${algorithm}'`, `there are ${Object.keys(ALGORITHMS).join(', ')}`);
  }
  if (password.includes('\0')) fail('Could not hash the secret. null character in secret');
  const rounds = roundsOf(found, algorithm, options.rounds);
  const salt = saltOf(found, algorithm, options);
  const key = JSON.stringify([password, algorithm, salt, rounds, options.ident]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const hash = compute(port, password, algorithm, salt, rounds, options.ident);
  known.set(key, hash);
  return hash;
}

function compute(
  port: HashPort,
  password: string,
  algorithm: string,
  salt: string,
  rounds: number,
  ident: string | undefined,
): string {
  const bytes = new TextEncoder().encode(password);
  // A round is a digest of the password; one of bcrypt's doublings is worth about 160 of them.
  spend((algorithm === 'bcrypt' ? 160 * 2 ** rounds : rounds || MD5_ROUNDS) * (1 + (bytes.length >> 6)));
  switch (algorithm) {
    case 'md5_crypt':
      return md5Crypt((name, data) => port.digest(name, data), bytes, salt);
    case 'bcrypt': {
      const variant = (ident || '2b').replaceAll('$', '');
      if (variant === '2') unsupported("bcrypt's first variant, '2', is not supported", "use ident='2b'");
      if (!['2a', '2b', '2y'].includes(variant)) fail(`Could not hash the secret. invalid ident: '${variant}'`);
      // The variants differ in old programs' mistakes only.
      const hash = port.bcrypt(password, `$2b$${String(rounds).padStart(2, '0')}$${salt}`);
      return hash.replace(/^\$2b\$/, () => `$${variant}$`);
    }
    default:
      return shaCrypt(
        (name, data) => port.digest(name, data),
        algorithm === 'sha256_crypt' ? 'sha256' : 'sha512',
        bytes,
        salt,
        rounds,
      );
  }
}

function roundsOf({ rounds, range }: Algorithm, algorithm: string, asked: number | undefined): number {
  if (rounds === undefined) {
    if (asked) fail(`${algorithm} has no rounds to choose`);
    return 0;
  }
  const wanted = asked || rounds;
  const [least, most] = range;
  if (wanted < least)
    fail(`Could not hash the secret. ${algorithm}: rounds (${wanted}) too low, must be at least ${least}`);
  if (wanted > most)
    fail(`Could not hash the secret. ${algorithm}: rounds (${wanted}) too large, cannot be more than ${most}`);
  return wanted;
}

function saltOf({ saltSize, exactSalt }: Algorithm, algorithm: string, { salt, saltSize: asked }: HashOptions): string {
  if (!salt) {
    const size = asked || saltSize;
    if (size > saltSize || (exactSalt && size < saltSize))
      fail(
        `Could not hash the secret. ${algorithm}: salt_size (${size}) ${size > saltSize ? 'above max' : 'below min'}_salt_size (${saltSize})`,
      );
    return repaired(algorithm, randomText(size, CRYPT64));
  }
  if ([...salt].some((c) => !CRYPT64.includes(c)))
    fail(`Could not hash the secret. invalid characters in ${algorithm} salt`);
  if (salt.length > saltSize || (exactSalt && salt.length < saltSize)) {
    const [what, bound] = salt.length > saltSize ? ['large', exactSalt ? 'exactly ' : '<= '] : ['small', 'exactly '];
    fail(`Could not hash the secret. salt too ${what} (${algorithm} requires ${bound}${saltSize} chars)`);
  }
  return repaired(algorithm, salt);
}

/** Of bcrypt's last digit the unused bits are cleared, as passlib does it. */
function repaired(algorithm: string, salt: string): string {
  if (algorithm !== 'bcrypt') return salt;
  const last = BCRYPT64.indexOf(salt.at(-1) ?? '.') & 0x30;
  return salt.slice(0, -1) + (BCRYPT64[last] ?? '.');
}

/** Steps that one character drawn by the system's generator costs. */
const DRAW = 20;

/** Characters of `chars` chosen by the system's generator, each equally likely. */
export function randomText(length: number, chars: string): string {
  const all = [...chars];
  const limit = Math.floor(0x1_0000_0000 / all.length) * all.length;
  spend(DRAW * Math.max(length, 0));
  let out = '';
  const draw = new Uint32Array(1);
  for (let n = 0; n < length;) {
    const [value = 0] = globalThis.crypto.getRandomValues(draw);
    if (value >= limit) continue;
    out += all[value % all.length];
    n++;
  }
  return out;
}
