import { expect, it } from 'vitest';
import type { Value } from '../value/index.js';
import { createTemplatePort } from './template-port.js';
import { remembering } from './yaml-memo.js';

it('reads a text once, and gives each who asks a value of his own', () => {
  let reads = 0;
  const read = remembering((text) => [new Map<Value, Value>([['text', [text, ++reads]]])]);
  const first = read('a')[0] as Map<Value, Value[]>;
  first.get('text')?.push('changed');
  expect(read('a')).toEqual([new Map([['text', ['a', 1]]])]);
  expect(read('b')).toEqual([new Map([['text', ['b', 2]]])]);
});

it('keeps what an alias makes one', () => {
  const port = createTemplatePort({ searchPath: () => [] });
  for (let i = 0; i < 2; i++) {
    const [a, b] = port.fromYaml('[&x {k: 1}, *x]') as Value[];
    expect(a).toBe(b);
  }
});

it('forgets when there is too much', () => {
  let reads = 0;
  const read = remembering((text) => [text.length + 0 * ++reads]);
  const texts = Array.from({ length: 8 }, (_, i) => String(i).repeat(200_000));
  for (const text of texts) read(text);
  read(texts[7] as string);
  expect(reads).toBe(8);
  read(texts[0] as string);
  expect(reads).toBe(9);
  read('x'.repeat(2_000_000));
  read('x'.repeat(2_000_000));
  expect(reads).toBe(11);
});
