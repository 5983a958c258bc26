import { describe, expect, it } from 'vitest';
import { compareVersions, parseVersion, satisfies } from './pep440.js';
import { isSatisfied, normalName, parseRequirement, rejoin } from './requirement.js';

describe('order', () => {
  const ordered = [
    ...['0.9', '1.0.dev1', '1.0a1.dev2', '1.0a1', '1.0a2', '1.0b1', '1.0rc1', '1.0', '1.0+abc', '1.0+abc.5', '1.0+5'],
    ...['1.0.post1.dev3', '1.0.post1', '1.0.1', '1.1', '1.10', '2', '1!0.1'],
  ];
  it('is that of PEP 440', () => {
    const versions = ordered.map((text) => [text, parseVersion(text)] as const);
    for (const [i, [a, va]] of versions.entries()) {
      for (const [j, [b, vb]] of versions.entries()) {
        if (!va || !vb) throw new Error(`${a} ${b}`);
        expect(Math.sign(compareVersions(va, vb)), `${a} and ${b}`).toBe(Math.sign(i - j));
      }
    }
  });
  it.each([
    ['1.0', '1.0.0'],
    ['v1.0', '1'],
    ['1.0-1', '1.0.post1'],
    ['1.0-alpha.2', '1.0a2'],
    ['1.0c1', '1.0rc1'],
    ['1.0.rev', '1.0.post0'],
  ])('%s is %s', (a, b) => expect(satisfies(a, `==${b}`)).toBe(true));
  it.each(['', 'abc', '1.0x', '1..0'])('%j is no version', (text) => expect(parseVersion(text)).toBeUndefined());
});

describe('satisfies', () => {
  it.each<[string, string, boolean | undefined]>([
    ['1.5', '', true],
    ['1.5', '==1.5', true],
    ['1.5', '== 1.5.0', true],
    ['1.5', '!=1.5', false],
    ['1.5', '>=1.0,<2', true],
    ['2.0', '>=1.0,<2', false],
    ['1.5', '>=1.0,!=1.5', false],
    ['1.5.3', '~=1.5', true],
    ['2.0', '~=1.5', false],
    ['1.5.3', '~=1.5.1', true],
    ['1.6', '~=1.5.1', false],
    ['1.5.3', '==1.5.*', true],
    ['1.6', '==1.5.*', false],
    ['1.6', '!=1.5.*', true],
    ['1.5+local', '==1.5', true],
    ['1.5+local', '==1.5+other', false],
    ['1.5.post1', '>1.5', false],
    ['1.5.post1', '>1.5.post0', true],
    ['1.5rc1', '<1.5', false],
    ['1.5rc1', '<1.5rc2', true],
    ['1.5rc1', '>=1.4', true],
    ['1.5', '===1.5', true],
    ['1.5.0', '===1.5', false],
    ['nonsense', '>=1', undefined],
    ['1.5', '>>1', undefined],
    ['1.5', '~=1', undefined],
    ['1.5', '>=1.*', undefined],
    ['10.0', '>9', true],
  ])('%s %s', (version, specifiers, expected) => expect(satisfies(version, specifiers)).toBe(expected));
});

describe('requirements', () => {
  it.each<[string, Record<string, unknown>]>([
    ['six', { kind: 'package', name: 'six', specifiers: '', extras: '', marker: '' }],
    [' Six >= 1.0, < 2 ', { kind: 'package', name: 'Six', specifiers: '>= 1.0, < 2' }],
    ['a.b-c_d[x,y]==1.0', { kind: 'package', name: 'a.b-c_d', extras: '[x,y]', specifiers: '==1.0' }],
    ['six>1; python_version < "3"', { kind: 'package', specifiers: '>1', marker: 'python_version < "3"' }],
    ['six (>=1.0)', { kind: 'package', specifiers: '>=1.0' }],
    ['git+https://h/p@v1#egg=My_App', { kind: 'location', name: 'My_App' }],
    ['app @ https://h/app.whl', { kind: 'location', name: 'app' }],
    ['file:///x/app.tar.gz', { kind: 'location', name: undefined }],
    ['/srv/app', { kind: 'location' }],
    ['./app', { kind: 'location' }],
    ['app-1.0-py3-none-any.whl', { kind: 'location' }],
    ['.', { kind: 'location' }],
  ])('%s', (text, expected) => expect(parseRequirement(text)).toMatchObject({ text: text.trim(), ...expected }));

  it('puts clauses back to their package', () => {
    expect(rejoin(['django>1.11.0', '<1.12.0', 'bottle', '!=0.11', 'a[x', 'y]', ''])).toEqual([
      'django>1.11.0,<1.12.0',
      'bottle,!=0.11',
      'a[x,y]',
    ]);
  });
  it('normalises names', () => expect(normalName('A._-b.C')).toBe('a-b-c'));
  it.each<[string, boolean | undefined]>([
    ['PyYAML>=5', true],
    ['py.yaml', false],
    ['pyyaml<5', false],
    ['nope', false],
    ['nope[x]', false],
    ['pyyaml[x]', undefined],
    ['pyyaml[x]<5', false],
    ['pyyaml; os_name == "nt"', undefined],
    ['git+https://x', undefined],
  ])('%s', (text, expected) => {
    expect(isSatisfied(parseRequirement(text), new Map([['pyyaml', '6.0']]))).toBe(expected);
  });
});
