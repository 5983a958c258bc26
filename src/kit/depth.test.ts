import { expect, it } from 'vitest';
import { isDeeper } from './depth.js';

it('counts lists, mappings and objects in each other, however many', () => {
  expect(isDeeper('text', 0)).toBe(false);
  expect(isDeeper([[1], { a: new Map([['b', []]]) }], 3)).toBe(false);
  expect(isDeeper([[1], { a: new Map([['b', []]]) }], 2)).toBe(true);
  let deep: unknown = null;
  for (let i = 0; i < 100_000; i++) deep = i % 2 ? [deep] : { a: deep };
  expect(isDeeper(deep, 500)).toBe(true);
  expect(isDeeper({ bytes: new Uint8Array(1000) }, 1)).toBe(false);
});
