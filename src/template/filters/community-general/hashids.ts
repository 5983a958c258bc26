// The filters hashids_encode and hashids_decode: numbers as short texts and back.
import Hashids from 'hashids';
import type { Value } from '../../../value/index.js';
import { spend } from '../../python/budget.js';
import { truthy } from '../../python/compare.js';
import { fail } from '../../python/errors.js';
import { int, isInt } from '../../python/numbers.js';
import { str } from '../../python/text.js';
import type { Filter, FilterCall } from '../../types.js';
import { integer, needString, take } from '../define.js';

/** compat: parameters that are empty count as not given. */
function hashidsOf(call: FilterCall, what: string): Hashids {
  const given = take(call, what, ['salt', 'alphabet', 'min_length']).map((v) =>
    v !== undefined && truthy(v) ? v : undefined,
  );
  const [salt, alphabet, minLength] = given;
  // It makes a new order of the alphabet again and again until the text is long enough.
  spend(Math.max(0, integer(minLength, 0)) * 20);
  try {
    return new Hashids(
      salt === undefined ? '' : needString(salt, `${what}: salt`),
      integer(minLength, 0),
      alphabet === undefined ? undefined : needString(alphabet, `${what}: alphabet`),
    );
  } catch (error) {
    return fail(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** compat: what is no list of numbers from 0 on gives the empty text. */
export const hashidsEncode: Filter = (call) => {
  const hashids = hashidsOf(call, 'hashids_encode');
  const items: Value[] = Array.isArray(call.value) ? call.value : [call.value];
  const numbers = items.map((v) => (typeof v === 'boolean' ? Number(v) : v));
  if (numbers.some((v) => typeof v === 'string' || (typeof v === 'number' && !Number.isInteger(v)))) return '';
  for (const v of numbers) if (!isInt(v)) return fail(`hashids_encode takes whole numbers, not ${str(v)}`);
  const whole = numbers as (number | bigint)[];
  spend(whole.length * 500);
  return whole.length === 0 || whole.some((n) => n < 0) ? '' : hashids.encode(whole);
};

export const hashidsDecode: Filter = (call) => {
  const hashids = hashidsOf(call, 'hashids_decode');
  if (typeof call.value !== 'string' || call.value === '') return [];
  try {
    return hashids.decode(call.value).map((n) => int(BigInt(n)));
  } catch {
    return [];
  }
};
