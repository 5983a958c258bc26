import { expect, it } from 'vitest';
import { parseTable } from './dnf-decide.js';
import { compareVersions, matchesSpec, nevra, versionAsked } from './rpm.js';

it.each([
  ['1.0', '1.0', 0],
  ['1.0', '1.1', -1],
  ['1.10', '1.9', 1],
  ['1.0~rc1', '1.0', -1],
  ['1.0^git1', '1.0', 1],
  ['1.0^git1', '1.0.1', -1],
  ['1.0a', '1.0', 1],
  ['1.0', '1.0.a', -1],
  ['2.a', '2.1', -1],
  ['007', '7', 0],
  ['5.el9', '5.el10', -1],
])('%s and %s compare as rpm does', (a, b, order) => {
  expect(Math.sign(compareVersions(a, b))).toBe(order);
  expect(Math.sign(compareVersions(b, a)) + order).toBe(0);
});

const one = { name: 'one', epoch: '3', version: '1.0', release: '2', arch: 'noarch' };

it('knows the forms of a name', () => {
  for (const spec of ['one', 'one.noarch', 'one-1.0', 'one-3:1.0-2.noarch', 'o*', 'on[ef]']) {
    expect(matchesSpec(spec, one), spec).toBe(true);
  }
  for (const spec of ['on', 'one-2', 'one.x86_64', 'p*']) expect(matchesSpec(spec, one), spec).toBe(false);
  expect(versionAsked('one-2.0', one)).toMatchObject({ version: '2.0', release: '' });
  expect(versionAsked('one-more', one)).toBeUndefined();
});

it("reads dnf5's table, with what is replaced", () => {
  const text = `Package    Arch   Version Repository Size
Upgrading:
 one        noarch 3:2.0-1 updates    1.0 KiB
   replacing one noarch 3:1.0-2 fedora 1.0 KiB
Installing dependencies:
 lib        x86_64 1-1     updates    1.0 KiB

Transaction Summary:
`;
  const { installed, removed } = parseTable(text, [one]);
  expect(installed.map(nevra)).toEqual(['one-3:2.0-1.noarch', 'lib-1-1.x86_64']);
  expect(removed.map(nevra)).toEqual(['one-3:1.0-2.noarch']);
});
