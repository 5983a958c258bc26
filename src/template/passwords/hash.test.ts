import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { describe, expect, it } from 'vitest';
import { TsplayError } from '../../ground/index.js';
import { PythonRandom } from '../python/random.js';
import { fullAlgorithm, hashPassword, randomText, type HashPort } from './hash.js';

const port: HashPort = {
  digest: (algorithm, bytes) => createHash(algorithm).update(bytes).digest(),
  bcrypt: (password, settings) => hashSync(password, settings),
};

interface Recorded {
  readonly hashes: readonly {
    readonly password: unknown;
    readonly options: Readonly<Record<string, string | number>>;
    readonly hash?: string;
    readonly shape?: readonly [string, number];
    readonly error?: string;
  }[];
  readonly passwords: readonly { seed: string | number; length: number; chars: string; password: string }[];
  readonly randoms: readonly { seed: string | number; randrange: [number, number]; shuffle: number[] }[];
}

const file = join(import.meta.dirname, '../../../test/compat/passwords/recorded.json');
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Recorded;

function ours({ password, options }: Recorded['hashes'][number]): string {
  const text = (name: string): string | undefined => options[name]?.toString();
  return hashPassword(port, password as string, fullAlgorithm(text('hashtype') ?? 'sha512'), {
    salt: text('salt'),
    saltSize: Number(options['salt_size'] ?? 0),
    rounds: Number(options['rounds'] ?? 0),
    ident: text('ident'),
  });
}

describe('passwords are hashed as ansible-core with passlib hashes them', () => {
  const cases = recorded.hashes.filter((c) => typeof c.password === 'string');
  it.each(cases.filter((c) => c.hash !== undefined && c.options['ident'] !== '2'))('$password $options', (c) => {
    expect(ours(c)).toBe(c.hash);
  });
  it.each(cases.filter((c) => c.shape !== undefined))('$password $options with a salt of its own', (c) => {
    const [start, length] = c.shape ?? ['', 0];
    expect(ours(c).startsWith(`${start}$`)).toBe(true);
    expect(ours(c)).toHaveLength(length);
  });
  it.each(cases.filter((c) => c.error !== undefined || c.options['ident'] === '2'))('refuses $options', (c) => {
    expect(() => ours(c)).toThrow(TsplayError);
  });
});

describe("Python's generator", () => {
  const sha512 = (bytes: Uint8Array): Uint8Array => createHash('sha512').update(bytes).digest();
  it.each(recorded.passwords)('seeded with $seed makes the same password', ({ seed, length, chars, password }) => {
    const random = new PythonRandom(seed, sha512);
    expect(Array.from({ length }, () => random.choice([...chars])).join('')).toBe(password);
  });
  it.each(recorded.randoms)('seeded with $seed draws the same', ({ seed, randrange, shuffle }) => {
    expect(7 * new PythonRandom(seed, sha512).below(143)).toBe(randrange[0]);
    expect(2 ** 31 + new PythonRandom(seed, sha512).below(2 ** 40 - 2 ** 31)).toBe(randrange[1]);
    expect(new PythonRandom(seed, sha512).shuffled([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual(shuffle);
  });
  it('refuses what Python cannot be seeded with', () => {
    expect(() => new PythonRandom([], sha512)).toThrow('a seed is text or a number');
  });
});

it('draws every character', () => {
  const text = randomText(2000, 'abc');
  expect(text).toHaveLength(2000);
  expect(new Set(text)).toEqual(new Set('abc'));
});
