import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { argvScript, lines, quote, script, sh } from './index.js';

/** What a real shell makes of the words. */
function echoed(text: string): string[] {
  const output = execFileSync('/bin/sh', ['-c', `for w in ${text}; do printf '%s\\0' "$w"; done`], {
    encoding: 'utf8',
  });
  return output.split('\0').slice(0, -1);
}

const WORDS = [
  '',
  'plain-1.2_3/4:5@6%7+8=9,0',
  'a b',
  "it's",
  "'",
  "''",
  '"double"',
  'line\nbreak\n',
  '\ttab\r',
  'back\\slash\\',
  '$HOME `id` $(id) ${x}',
  '*?[a-z]',
  '~root',
  '#no comment',
  ';|&<>(){}!',
  '-n',
  'größe ✓ 日本 \u{1f600}',
  '\u0001\u007f',
  'a=b c',
];

describe('quote', () => {
  it.each(WORDS)('gives %j back from a shell unchanged', (word) => {
    expect(echoed(quote(word))).toEqual([word]);
  });

  it('leaves only words alone that no shell looks into', () => {
    expect(quote('/etc/ssh_config-1.d:x=1,2+3%4@5')).toBe('/etc/ssh_config-1.d:x=1,2+3%4@5');
    expect(quote('')).toBe("''");
    expect(quote('~')).toBe("'~'");
    expect(quote('a\n')).toBe("'a\n'");
    expect(quote("a'b")).toBe("'a'\\''b'");
  });

  it('refuses NUL, which no word can hold', () => {
    expect(() => quote('a\0b')).toThrow(RangeError);
    expect(() => sh`echo ${'a\0'}`).toThrow(RangeError);
    expect(() => argvScript(['ls', '\0'])).toThrow(RangeError);
  });
});

describe('sh', () => {
  it('quotes texts and numbers, makes words of arrays, takes scripts as they are', () => {
    expect(sh`cp ${'a b'} ${3} ${['x', 'y z', script('"$2"')]} ${script('| wc')}`.text).toBe(
      `cp 'a b' 3 x 'y z' "$2" | wc`,
    );
    expect(sh`${[]}`.text).toBe('');
    expect(String(sh`a`)).toBe('a');
  });

  it('keeps backslashes of the script itself', () => {
    expect(sh`printf '%s\n' ${'x'} \\`.text).toBe(String.raw`printf '%s\n' x \\`);
  });

  it('keeps quoted text quoted when scripts are nested', () => {
    const inner = sh`echo ${'$(id)'}`;
    expect(sh`sh -c ${inner.text}`.text).toBe(`sh -c 'echo '\\''$(id)'\\'''`);
    expect(echoed(sh`${inner.text}`.text)).toEqual(["echo '$(id)'"]);
  });
});

describe('whole command lines', () => {
  it('are argv word by word', () => {
    expect(argvScript(['rm', '-rf', '--', 'a b', '']).text).toBe("rm -rf -- 'a b' ''");
    expect(echoed(argvScript(WORDS).text)).toEqual(WORDS);
  });
  it('follow one another on lines of their own', () => {
    expect(lines([sh`a`, script('b # c'), sh`d`]).text).toBe('a\nb # c\nd');
    expect(lines([]).text).toBe('');
  });
});
