// The lookup random_string: characters by chance, of the kinds that are asked for.
import type { Value } from '../../../value/index.js';
import type { Engine } from '../../engine.js';
import { flag, integer } from '../../filters/define.js';
import { truthy } from '../../python/compare.js';
import { fail } from '../../python/errors.js';
import { str } from '../../python/text.js';
import { randomText } from '../../passwords/hash.js';
import type { LookupCall } from '../../types.js';
import { checkOptions, option } from '../options.js';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const KINDS = ['upper', 'lower', 'numbers', 'special'] as const;
const OPTIONS = [
  'length',
  ...KINDS,
  'base64',
  'override_all',
  'override_special',
  'min_numeric',
  'min_lower',
  'min_upper',
  'min_special',
  'ignore_similar_chars',
  'similar_chars',
];

function chosen(length: number, chars: string): string {
  if (chars === '') fail('random_string: there are no characters left to choose from');
  return length > 0 ? randomText(length, chars) : '';
}

function shuffled(text: string): string {
  const left = [...text];
  let out = '';
  while (left.length > 0) {
    const indexes = String.fromCodePoint(...left.map((_, i) => 0x1_0000 + i));
    out += left.splice((randomText(1, indexes).codePointAt(0) ?? 0) - 0x1_0000, 1).join('');
  }
  return out;
}

export function randomString(call: LookupCall): Value[] {
  checkOptions(call, 'random_string', OPTIONS);
  (call.engine as Engine).impure();
  const given = (name: string): string | undefined => {
    const v = option(call, name);
    return v === undefined || !truthy(v) ? undefined : str(v);
  };
  const similar = flag(option(call, 'ignore_similar_chars'), false) ? (given('similar_chars') ?? 'il1LoO0') : '';
  const usable = (chars: string): string => [...chars].filter((c) => !similar.includes(c)).join('');
  const chars = {
    upper: usable(LOWER.toUpperCase()),
    lower: usable(LOWER),
    numbers: usable('0123456789'),
    special: given('override_special') ?? usable('!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'),
  };
  const all = given('override_all');
  const least = {
    min_numeric: chars.numbers,
    min_lower: chars.lower,
    min_upper: chars.upper,
    min_special: chars.special,
  };
  let out = '';
  if (all === undefined)
    for (const [name, set] of Object.entries(least)) {
      const n = integer(option(call, name), 0);
      if (n > 0) out += chosen(n, set);
    }
  const available =
    all ??
    KINDS.filter((kind) => flag(option(call, kind), true))
      .map((kind) => chars[kind])
      .join('');
  out += chosen(integer(option(call, 'length'), 8) - out.length, available);
  out = shuffled(out);
  return [flag(option(call, 'base64'), false) ? btoa(String.fromCharCode(...new TextEncoder().encode(out))) : out];
}
