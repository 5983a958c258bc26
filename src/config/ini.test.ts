import { describe, expect, it } from 'vitest';
import type { TsplayError } from '../ground/index.js';
import { iniEntry, parseIni } from './ini.js';

describe('an ansible.cfg', () => {
  const ini = parseIni(
    '[DEFAULT]\nx = d\n[a]\nKey: 1 ; one\nb = 2;two\n c = 3\n  more\n\n; not this\n  end\nurl=a:b=c # d\n[b]\n',
    'f.cfg',
  );

  it.each([
    ['a', 'key', '1'],
    ['a', 'KEY', '1'],
    ['a', 'b', '2;two\nc = 3\nmore\n\nend'],
    ['a', 'url', 'a:b=c # d'],
    ['a', 'x', 'd'],
    ['b', 'x', 'd'],
    ['b', 'key', undefined],
    ['none', 'x', undefined],
  ])('[%s] %s', (section, key, value) => expect(iniEntry(ini, section, key)?.value).toBe(value));

  it('knows places', () => expect(iniEntry(ini, 'a', 'url')?.span).toEqual({ file: 'f.cfg', line: 11, col: 1 }));

  it.each([
    ['a=1', 1, /section is needed/],
    ['[a]\nb', 2, /neither a section nor key = value/],
    ['[a]\n= 1', 2, /neither/],
    ['[a]\nb=1\nB=2', 3, /'b' is there twice/],
    ['[a]\n[b]\n [a]', 3, /section 'a' is there twice/],
    ['[]\n', 1, /section is needed/],
  ])('%j is refused with its place', (text, line, message) => {
    const failed = (): unknown => parseIni(text, 'f.cfg');
    expect(failed).toThrow(message);
    try {
      failed();
    } catch (error) {
      expect((error as TsplayError).code).toBe('bad-config');
      expect((error as TsplayError).span?.line).toBe(line);
    }
  });
});
