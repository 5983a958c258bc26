import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { formatDuration, splitLines } from './output.js';
import { fnmatch } from './fnmatch.js';
import { globWord } from './glob.js';
import { splitWords } from './words.js';

describe('splitWords', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['  a \t b\n c ', ['a', 'b', 'c']],
    [`'a b' "c d"`, ['a b', 'c d']],
    [`a'b'"c"d`, ['abcd']],
    [`''`, ['']],
    [`"" a`, ['', 'a']],
    [String.raw`a\ b \\ \'`, ['a b', '\\', "'"]],
    [String.raw`"a\"b \\ \n $x"`, [String.raw`a"b \ \n $x`]],
    [String.raw`'a\'`, ['a\\']],
    ['# a', ['#', 'a']],
    ['a\\\nb', ['a\nb']],
    ['a;b|c>d', ['a;b|c>d']],
    ['é\u00a0ü', ['é\u00a0ü']],
  ])('%j', (text, words) => expect(splitWords(text)).toEqual(words));

  it.each(["'a", '"a', 'a\\', `"a\\"`])('refuses %j', (text) => expect(() => splitWords(text)).toThrow(/command line/));
});

describe('splitLines', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['\n', ['']],
    ['a\r\nb\rc\vd', ['a', 'b', 'c', 'd']],
    ['a\n\n', ['a', '']],
  ])('%j', (text, lines) => expect(splitLines(text)).toEqual(lines));
});

describe('formatDuration', () => {
  it.each<[number, string]>([
    [0, '0:00:00.000000'],
    [1250, '0:00:01.250000'],
    [3_723_004, '1:02:03.004000'],
    [86_400_000 + 1000, '1 day, 0:00:01.000000'],
    [200_000_000, '2 days, 7:33:20.000000'],
  ])('%d', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('fnmatch', () => {
  it.each<[string, string, boolean]>([
    ['*', 'a.b/c', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['[ab]*', 'bx', true],
    ['[!ab]*', 'bx', false],
    ['a[', 'a[', true],
    ['a.c', 'abc', false],
    ['[]]', ']', true],
    ['A*', 'abc', false],
  ])('%s %s', (pattern, text, fits) => expect(fnmatch(pattern).test(text)).toBe(fits));
});

describe('globWord', () => {
  it.each(['/tmp/a b', "/tmp/it's", '/tmp/$HOME', '/tmp/`id`', '/tmp/{a,b}', '~/x', '/tmp/[', '/tmp/a]', '-n'])(
    'takes %j literally',
    (pattern) => {
      const out = execFileSync('/bin/sh', ['-fc', `printf %s ${globWord(pattern)}`], { encoding: 'utf8' });
      expect(out).toBe(pattern);
    },
  );
  it('leaves wildcards to the shell', () => expect(globWord('/a b/*.[ch]?')).toBe("'/a b/'*.[ch]?"));
});
