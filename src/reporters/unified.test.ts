// Holds the unified diff to what `diff -u` prints for the same texts (recorded), and to undoing itself.
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified.js';

const diff = (before: string, after: string): string[] => unifiedDiff(before, after, 'before', 'after').slice(2);

const numbers = (n: number, but: Readonly<Record<number, string>> = {}): string =>
  Array.from({ length: n }, (_, i) => `${but[i + 1] ?? i + 1}\n`).join('');

describe('unifiedDiff', () => {
  it('says nothing about equal texts', () => {
    expect(unifiedDiff('a\n', 'a\n', 'x', 'y')).toEqual([]);
    expect(unifiedDiff('', '', 'x', 'y')).toEqual([]);
  });

  it('names both sides first', () => {
    expect(unifiedDiff('', 'a\n', 'before', 'after: /etc/motd').slice(0, 2)).toEqual([
      '--- before',
      '+++ after: /etc/motd',
    ]);
  });

  it('counts an empty side as line 0', () => {
    expect(diff('', 'a\nb\n')).toEqual(['@@ -0,0 +1,2 @@', '+a', '+b']);
    expect(diff('a\n', '')).toEqual(['@@ -1 +0,0 @@', '-a']);
  });

  it.each([
    [
      'a\nb',
      'a\nc',
      ['@@ -1,2 +1,2 @@', ' a', '-b', '\\ No newline at end of file', '+c', '\\ No newline at end of file'],
    ],
    ['a', 'a\n', ['@@ -1 +1 @@', '-a', '\\ No newline at end of file', '+a']],
    ['a\n', 'a', ['@@ -1 +1 @@', '-a', '+a', '\\ No newline at end of file']],
    ['a\nb', 'x\nb', ['@@ -1,2 +1,2 @@', '-a', '+x', ' b', '\\ No newline at end of file']],
  ])('tells a missing line feed at the end: %j -> %j', (before, after, expected) => {
    expect(diff(before, after)).toEqual(expected);
  });

  it('joins changes whose context would touch and parts those farther away', () => {
    expect(diff(numbers(20), numbers(20, { 5: 'x', 12: 'y' })).filter((l) => l.startsWith('@@'))).toEqual([
      '@@ -2,14 +2,14 @@',
    ]);
    expect(diff(numbers(20), numbers(20, { 5: 'x', 13: 'y' })).filter((l) => l.startsWith('@@'))).toEqual([
      '@@ -2,7 +2,7 @@',
      '@@ -10,7 +10,7 @@',
    ]);
  });

  it('puts an inserted repetition as far down as diff does', () => {
    expect(diff('a\n}\nb\n', 'a\n}\n}\nb\n')).toEqual(['@@ -1,3 +1,4 @@', ' a', ' }', '+}', ' b']);
  });

  it('keeps carriage returns as part of the line', () => {
    expect(diff('a\r\n', 'a\n')).toEqual(['@@ -1 +1 @@', '-a\r', '+a']);
  });

  it('rebuilds the new text from the old one, for random edits', () => {
    let seed = 7;
    const random = (n: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
    for (let round = 0; round < 300; round++) {
      const a = Array.from({ length: random(14) }, () => 'abcd'[random(4)] ?? 'a');
      const b = [...a];
      for (let k = random(6); k > 0; k--)
        b.splice(random(b.length + 1), random(2), ...(random(2) ? ['abcd'[random(4)] ?? 'a'] : []));
      const [before, after] = [a, b].map((l) => l.map((x) => `${x}\n`).join('')) as [string, string];
      expect(applied(a, diff(before, after))).toEqual(b);
    }
  });

  it('stays quick when everything differs', () => {
    const lines = diff(numbers(20_000), numbers(20_000).replaceAll('\n', 'x\n'));
    expect(lines).toHaveLength(40_001);
  });
});

function applied(before: readonly string[], lines: readonly string[]): string[] {
  const out: string[] = [];
  let next = 0;
  for (const line of lines) {
    const head = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    if (head) {
      const start = head[2] === '0' ? Number(head[1]) : Number(head[1]) - 1;
      out.push(...before.slice(next, start));
      next = start;
    } else if (line.startsWith('+')) out.push(line.slice(1));
    else {
      expect(before[next]).toBe(line.slice(1));
      if (line.startsWith(' ')) out.push(line.slice(1));
      next++;
    }
  }
  return [...out, ...before.slice(next)];
}
