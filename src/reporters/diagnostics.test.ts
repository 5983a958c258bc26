// Shows findings as a user meets them: place, excerpt, caret, hint, notes, count.
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../ground/index.js';
import { painter } from './colour.js';
import { formatDiagnostics } from './diagnostics.js';
import { excerpt } from './excerpt.js';

const FILES: Readonly<Record<string, string>> = {
  'site.yml': '- hosts: all\n  tasks:\n    - name: greet\n      debgu:\n        msg: hi\n',
  'roles/web/tasks/main.yml': '- copy:\n    dst: /etc/motd\n    content: x\n',
};
const readSource = (file: string): string | undefined => FILES[file];
const error = (message: string, line: number, col: number, extra: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'unknown-module',
  severity: 'error',
  message,
  span: { file: 'site.yml', line, col },
  ...extra,
});
const show = (...diagnostics: Diagnostic[]): string => formatDiagnostics(diagnostics, { readSource, colour: false });

describe('formatDiagnostics', () => {
  it('says nothing about nothing', () => {
    expect(show()).toBe('');
  });

  it('shows all findings sorted by file and line, with excerpt, hint and notes, and counts them', () => {
    const text = show(
      error("no module 'debgu'", 4, 7, {
        span: { file: 'site.yml', line: 4, col: 7, endLine: 4, endCol: 12 },
        hint: "did you mean 'debug'?",
      }),
      {
        ...error("'copy' has no parameter 'dst'", 2, 5),
        span: { file: 'roles/web/tasks/main.yml', line: 2, col: 5, endLine: 2, endCol: 8 },
        notes: [{ message: 'the role is used here', span: { file: 'site.yml', line: 1, col: 1 } }],
      },
      { code: 'host-pattern', severity: 'warning', message: "no host is called 'db9'" },
    );
    expect(`\n${text}`).toMatchInlineSnapshot(`
      "
      warning: no host is called 'db9'

      roles/web/tasks/main.yml:2:5: error: 'copy' has no parameter 'dst'
        1 | - copy:
        2 |     dst: /etc/motd
          |     ^^^
        note: the role is used here (site.yml:1:1)

      site.yml:4:7: error: no module 'debgu'
        2 |   tasks:
        3 |     - name: greet
        4 |       debgu:
          |       ^^^^^
        hint: did you mean 'debug'?

      2 errors and 1 warning
      "
    `);
  });

  it('shows a finding once, however often it was made', () => {
    const twice = error('x', 1, 1);
    expect(show(twice, { ...twice })).toMatch(/^site\.yml:1:1: error: x\n[^]*\n\n1 error\n$/);
    expect(show(twice, { ...twice }).match(/error: x/g)).toHaveLength(1);
  });

  it('does without an excerpt where the file cannot be read or is shorter', () => {
    expect(show(error('gone', 99, 1))).toBe('site.yml:99:1: error: gone\n\n1 error\n');
    expect(show({ ...error('gone', 1, 1), span: { file: 'no.yml', line: 1, col: 1 } })).toBe(
      'no.yml:1:1: error: gone\n\n1 error\n',
    );
  });

  it('paints when asked', () => {
    const text = formatDiagnostics([error('x', 1, 1)], { readSource, colour: true });
    expect(text).toContain('\u001b[0;31merror:\u001b[0m x');
    expect(text).toContain('\u001b[0;31m^\u001b[0m');
  });

  it('never lets a message drive the terminal', () => {
    expect(show(error('a\u001b[2Jb', 99, 1))).toContain('a\\x1b[2Jb');
  });
});

describe('excerpt', () => {
  const at = (source: string, line: number, col: number, endCol?: number, endLine = line): string[] | undefined =>
    excerpt(
      { file: 'f', line, col, ...(endCol === undefined ? {} : { endCol, endLine }) },
      () => source,
      painter(false),
    );

  it('shows two lines before the line at most, and no blank ones first', () => {
    expect(at('a\nb\nc\nd\ne\n', 4, 1)).toEqual(['  2 | b', '  3 | c', '  4 | d', '    | ^']);
    expect(at('a\n\n\nd\n', 4, 1)).toEqual(['  4 | d', '    | ^']);
    expect(at('a\n', 1, 1)).toEqual(['  1 | a', '    | ^']);
  });

  it('keeps tabs before the caret', () => {
    expect(at('\tkey:\tvalue', 1, 7, 12)).toEqual(['  1 | \tkey:\tvalue', '    | \t    \t^^^^^']);
  });

  it('counts wide characters twice and combining ones not at all', () => {
    expect(at('名前: x', 1, 5)).toEqual(['  1 | 名前: x', '    |       ^']);
    expect(at('e\u0301: 値段', 1, 5, 7)).toEqual(['  1 | e\u0301: 値段', '    |    ^^^^']);
    expect(at('😀: x', 1, 5)).toEqual(['  1 | 😀: x', '    |     ^']);
  });

  it('cuts a long line around the caret', () => {
    const long = `${'a'.repeat(300)}X${'b'.repeat(300)}`;
    const [line = '', caret = ''] = at(long, 1, 301) ?? [];
    expect(line.length).toBeLessThan(120);
    expect(line.indexOf('X')).toBe(caret.indexOf('^'));
    expect(line).toMatch(/^ {2}1 \| …a+Xb+…$/);
  });

  it('never cuts a character in two', () => {
    const text = at('😀'.repeat(200), 1, 202)?.join('') ?? '';
    expect(text).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
  });

  it('marks to the end of the line when the range goes on below', () => {
    expect(at('key: |\n  a\n', 1, 6, 3, 2)).toEqual(['  1 | key: |', '    |      ^']);
    expect(at('a: {b,  \n c}\n', 1, 4, 3, 2)).toEqual(['  1 | a: {b,', '    |    ^^^']);
  });

  it('marks the end when the place is behind the last character', () => {
    expect(at('abc', 1, 4)).toEqual(['  1 | abc', '    |    ^']);
    expect(at('', 1, 1)).toEqual(['  1 |', '    | ^']);
    expect(at('abc', 1, 40, 60)).toEqual(['  1 | abc', '    |    ^']);
  });

  it('reads files of any line end, and a byte order mark takes no place', () => {
    expect(at('\ufeffa\r\nbc\r\n', 2, 2)).toEqual(['  1 | a', '  2 | bc', '    |  ^']);
  });
});
