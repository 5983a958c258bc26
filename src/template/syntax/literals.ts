// What the constants and the whole numbers in expressions stand for.
import type { Value } from '../../value/index.js';

/** Jinja2 knows both spellings. */
export const CONSTANTS = new Map<string, Value>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

/** The value of an integer literal, its underscores gone. */
export function parseInteger(text: string): number | bigint {
  const big = BigInt(text.replace(/^0+(?=\d)/, ''));
  const small = Number(big);
  return Number.isSafeInteger(small) ? small : big;
}
