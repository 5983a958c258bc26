// Small filters of community.general on single values: dicts, counts, checksums, versions, ids.
import { once } from '../../../ground/index.js';
import type { Value, ValueMap } from '../../../value/index.js';
import { spend } from '../../python/budget.js';
import { checkHashable, iterate, mapGet, mapSet, realKey } from '../../python/compare.js';
import { fail } from '../../python/errors.js';
import { binary } from '../../python/operators.js';
import { repr, str, typeName } from '../../python/text.js';
import type { Filter, FilterCall } from '../../types.js';
import { compareLoose } from '../../tests/version.js';
import { flag, needString, take, text, engineOf, type Table } from '../define.js';
import { seeded } from '../sequence.js';

/** The elements of a list, a tuple or a text. */
export function sequence(v: Value, what: string): Value[] {
  return Array.isArray(v) || typeof v === 'string' ? iterate(v) : fail(`${what} needs a list, not ${typeName(v)}`);
}

const dict: Filter = (call) => {
  take(call, 'dict', []);
  if (call.value instanceof Map) return new Map(call.value);
  const out: ValueMap = new Map();
  iterate(call.value).forEach((pair, i) => {
    const items = iterate(pair);
    if (items.length !== 2) fail(`dict: element ${i} has ${items.length} parts; 2 are needed`);
    mapSet(out, items[0] as Value, items[1] as Value);
  });
  return out;
};

const groupbyAsDict: Filter = (call) => {
  const attribute = take(call, 'groupby_as_dict', ['attribute'], 1)[0] as Value;
  const out: ValueMap = new Map();
  sequence(call.value, 'groupby_as_dict').forEach((element, i) => {
    if (!(element instanceof Map)) return fail(`groupby_as_dict: element ${i} is no dict`);
    checkHashable(attribute);
    const key = mapGet(element, attribute);
    if (key === undefined) return fail(`groupby_as_dict: element ${i} has no ${repr(attribute)}`);
    checkHashable(key);
    if (realKey(out, key)) fail(`groupby_as_dict: several elements have the ${repr(attribute)} ${repr(key)}`);
    mapSet(out, key, element);
  });
  return out;
};

const counter: Filter = (call) => {
  take(call, 'counter', []);
  const out: ValueMap = new Map();
  for (const item of sequence(call.value, 'counter')) mapSet(out, item, Number(mapGet(out, item) ?? 0) + 1);
  return out;
};

const crcTable = once(() =>
  Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    return crc;
  }),
);

/** CRC-32 as zlib has it. */
function crc32(bytes: Uint8Array): number {
  spend(bytes.length >> 3);
  const table = crcTable();
  let crc = -1;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  return (crc ^ -1) >>> 0;
}

const accumulate: Filter = (call) => {
  take(call, 'accumulate', []);
  const out: Value[] = [];
  for (const item of sequence(call.value, 'accumulate'))
    out.push(out.length === 0 ? item : binary('+', out.at(-1) as Value, item));
  return out;
};

const versionSort: Filter = (call) => {
  const [reverse] = take(call, 'version_sort', ['reverse']);
  const sign = flag(reverse, false) ? -1 : 1;
  const versions = iterate(call.value).map((v) => needString(v, 'version_sort'));
  return versions.sort((a, b) => sign * compareLoose(a, b));
};

const unicodeNormalize: Filter = (call) => {
  const form = text(take(call, 'unicode_normalize', ['form'])[0], 'NFC');
  if (!['NFC', 'NFD', 'NFKC', 'NFKD'].includes(form)) fail(`${form} is not a valid form`);
  return needString(call.value, 'unicode_normalize').normalize(form);
};

/** What `reveal_ansible_type` says: the type, with the types inside a list or a dict. */
export function revealedType(value: Value, alias: Value | undefined): string {
  if (alias !== undefined && alias !== null && !(alias instanceof Map)) fail('alias must be a dictionary');
  const name = (v: Value): string => {
    const type = typeName(v);
    return str((alias instanceof Map ? mapGet(alias, type) : undefined) ?? type);
  };
  const names = (values: Iterable<Value>): string => [...new Set([...values].map(name))].sort().join('|');
  const own = name(value);
  if (own === 'list' && Array.isArray(value) && value.length > 0) return `list[${names(value)}]`;
  if (own === 'dict' && value instanceof Map && value.size > 0)
    return `dict[${names(value.keys())}, ${names(value.values())}]`;
  return own;
}

/** The least and the greatest number a random part is made of. */
const LEAST = 0x10_0000_0000;
const COUNT = 0xff_ffff_ffff - LEAST + 1;

function randomMac(call: FilterCall): Value {
  const [seed] = take(call, 'random_mac', ['seed']);
  // A generator of random numbers is made from the seed each time.
  spend(500);
  const prefix = needString(call.value, 'random_mac').toLowerCase();
  const given = prefix.split(':');
  if (given.length > 5) fail(`Invalid value (${prefix}) for random_mac: 5 colon(:) separated items max`);
  const bad = given.filter((byte) => !/^[a-f\d]{2}/.test(byte));
  if (bad.length > 0) fail(`Invalid value (${prefix}) for random_mac: ${bad.join(', ')} is no hexadecimal byte`);
  const random = seeded(call, seed);
  if (!random) engineOf(call).impure();
  const n = LEAST + (random ? random.below(COUNT) : Math.floor(Math.random() * COUNT));
  const rest = n.toString(16).slice(0, 2 * (6 - given.length));
  return prefix + rest.replace(/../g, ':$&');
}

export const DATA_FILTERS: Table = {
  dict,
  dict_kv: (call) => {
    const key = take(call, 'dict_kv', ['key'], 1)[0] as Value;
    const out: ValueMap = new Map();
    mapSet(out, key, call.value);
    return out;
  },
  groupby_as_dict: groupbyAsDict,
  counter,
  crc32: (call) => crc32(new TextEncoder().encode(needString(call.value, 'crc32'))).toString(16),
  accumulate,
  version_sort: versionSort,
  unicode_normalize: unicodeNormalize,
  reveal_ansible_type: (call) => revealedType(call.value, take(call, 'reveal_ansible_type', ['alias'])[0]),
  random_mac: randomMac,
};
