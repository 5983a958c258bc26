// The values, names and rules that Docker modules share, in tables.
import { expect, it } from 'vitest';
import { normalAddress, normalNetwork } from './docker-addresses.js';
import { decodeAuth } from './docker-auth.js';
import { matches, type Comparison, type Kind } from './docker-compare.js';
import { pathOf } from './docker-client.js';
import { ignoring } from './docker-ignore.js';
import { isValidTag, joinName, registryHost, registryOf, splitName } from './docker-names.js';
import { normalPlatform, samePlatform } from './docker-platform.js';
import { apiFilters, bytesOf, bytesOrUnlimited, nanosecondsOf } from './docker-values.js';

it.each([
  ['7', 7],
  ['1.5K', 1536],
  ['10MB', 10_485_760],
  ['512m', 536_870_912],
  ['3 bytes', 3],
])('reads the size %s', (text, bytes) => expect(bytesOf('memory', text)).toBe(bytes));

it.each(['', '4X', 'M', '1MiB', '-1', '3bits'])('refuses the size %j', (text) =>
  expect(() => bytesOf('memory', text)).toThrow(/Failed to convert memory to bytes/),
);

it('knows sizes without end', () => {
  expect(bytesOrUnlimited('memory_swap', 'unlimited')).toBe(-1);
  expect(bytesOrUnlimited('memory_swap', '-1')).toBe(-1);
});

it.each([
  ['1m30s', 90_000_000_000],
  ['2h', 7_200_000_000_000],
  ['5ms3us', 5_003_000],
  ['', 0],
])('reads the duration %j', (text, ns) => expect(nanosecondsOf(text)).toBe(ns));

it.each(['90', '1s1h', '1.5s', 'x'])('refuses the duration %s', (text) =>
  expect(() => nanosecondsOf(text)).toThrow(`Invalid time duration - ${text}`),
);

it.each([
  ['app', 'app', undefined],
  ['app:1', 'app', '1'],
  ['localhost:5000/app', 'localhost:5000/app', undefined],
  ['localhost:5000/a/b:2', 'localhost:5000/a/b', '2'],
  ['app@sha256:ab', 'app', 'sha256:ab'],
  ['app:1@sha256:ab', 'app:1', 'sha256:ab'],
])('splits the name %s', (name, repository, tag) => expect(splitName(name)).toEqual({ repository, tag }));

it('joins names with tags and digests', () => {
  expect(joinName('a', '1')).toBe('a:1');
  expect(joinName('a', 'sha256:b')).toBe('a@sha256:b');
  expect(joinName('a', '')).toBe('a');
});

it.each([
  ['1', true],
  ['_a.b-c', true],
  ['-a', false],
  ['.a', false],
  ['a b', false],
  ['x'.repeat(129), false],
  ['', false],
])('says whether %j is a tag', (tag, valid) => expect(isValidTag(tag)).toBe(valid));

it.each([
  ['nginx', 'docker.io', 'nginx'],
  ['me/app', 'docker.io', 'me/app'],
  ['localhost/app', 'localhost', 'app'],
  ['r.example/me/app', 'r.example', 'me/app'],
  ['r:5000/app', 'r:5000', 'app'],
  ['index.docker.io/me/app', 'docker.io', 'me/app'],
])('finds the registry of %s', (repository, registry, name) =>
  expect(registryOf(repository)).toEqual({ registry, name }),
);

it('refuses registries that are none', () => {
  expect(() => registryOf('https://r/app')).toThrow(/cannot contain a scheme/);
  expect(() => registryOf('-r.x/app')).toThrow(/Cannot begin or end with a hyphen/);
  expect(registryHost('https://index.docker.io/v1/')).toBe('docker.io');
});

it.each([
  ['bWU6cDp3', { username: 'me', password: 'p:w' }],
  ['bWU6cAA=', { username: 'me', password: 'p' }],
  ['bWU=', undefined],
])('decodes the login %s', (auth, login) => expect(decodeAuth(auth)).toEqual(login));

const STRICT = [
  ['value', 1, 1, true],
  ['value', null, 1, false],
  ['list', ['a', 'b'], ['b', 'a'], false],
  ['list', [], null, true],
  ['set', ['a', 'b'], ['b', 'a'], true],
  ['set', ['a'], ['b', 'a'], false],
  ['dict', { a: 1 }, { a: 1, b: 2 }, false],
  ['set(dict)', [{ a: 1 }], [{ b: 2, a: 1 }], true],
] as const;
const MORE = [
  ['list', ['a', 'c'], ['a', 'b', 'c'], true],
  ['list', ['c', 'a'], ['a', 'b', 'c'], false],
  ['set', ['a'], ['b', 'a'], true],
  ['set', ['c'], ['b', 'a'], false],
  ['dict', { a: 1 }, { a: 1, b: 2 }, true],
  ['dict', { a: 1 }, { a: 2 }, false],
  ['set(dict)', [{ a: 1 }], [{ a: 1 }, { c: 3 }], true],
  ['set', null, ['a'], true],
] as const;

it.each([
  ...STRICT.map((row) => ['strict', ...row] as const),
  ...MORE.map((row) => ['allow_more_present', ...row] as const),
  ['ignore', 'value', 1, 2, true] as const,
])('compares %s a %s: %j with %j', (comparison: Comparison, kind: Kind, wanted: unknown, has: unknown, same: boolean) =>
  expect(matches(wanted, has, comparison, kind)).toBe(same),
);

it('leaves out of a build what .dockerignore says', () => {
  const out = ignoring('# notes\n*.log\n**/tmp\n/build/\n!build/keep\nDocker*\na?c\n[x-z]1\n', ['Dockerfile']);
  const paths = './a.log d/a.log d/e/tmp/f tmp build/x build/keep Dockerfile Docker2 abc y1 w1 .'.split(' ');
  expect(paths.filter(out)).toEqual('./a.log d/e/tmp/f tmp build/x Docker2 abc y1'.split(' '));
  expect(out('build/')).toBe(false);
});

it.each([
  ['2001:DB8:0:0::1', '2001:db8::1'],
  ['::ffff:10.0.0.1', '::ffff:a00:1'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['10.0.0.1', '10.0.0.1'],
  ['1::2::3', '1::2::3'],
])('spells the address %s', (text, normal) => expect(normalAddress(text)).toBe(normal));

it('spells networks', () => expect(normalNetwork('FD00:0::/64')).toBe('fd00::/64'));

it.each([
  ['linux/x86_64', 'linux/amd64'],
  ['arm64', 'linux/arm64'],
  ['linux/arm/7', 'linux/arm/v7'],
  ['macos/aarch64', 'darwin/arm64'],
])('spells the platform %s', (text, normal) =>
  expect(normalPlatform(text, { os: 'linux', arch: 'x86_64' })).toBe(normal),
);

it('compares platforms and refuses what is none', () => {
  expect(samePlatform('linux/x86_64', 'linux/amd64')).toBe(true);
  expect(samePlatform('linux/arm64', 'linux/amd64')).toBe(false);
  expect(() => normalPlatform('a/b/c/d', {})).toThrow(/Invalid platform string/);
  expect(() => normalPlatform('quux', {})).toThrow(/unknown OS or architecture/);
});

it('escapes names in paths, and no name leaves its place', () => {
  expect(pathOf`/images/${'r:5000/a b?c'}/json`).toBe('/images/r:5000/a%20b%3Fc/json');
  expect(pathOf`/containers/${'../../x'}/json`).not.toMatch(/\/\.\.(?:\/|$)/);
});

it('sends filters as lists of texts', () => {
  expect(apiFilters({ dangling: true, label: ['a', 'b=1'], until: 24 })).toBe(
    '{"dangling":["true"],"label":["a","b=1"],"until":["24"]}',
  );
});
