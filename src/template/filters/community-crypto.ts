// The filters of community.crypto.
import type { FilterDefinition } from '../definitions.js';
import { fail } from '../python/errors.js';
import { int, isInt } from '../python/numbers.js';
import { typeName } from '../python/text.js';
import type { Filter } from '../types.js';
import { CERTIFICATE_FILTERS } from './certificates.js';
import { take, type Table } from './define.js';
import { gpgFingerprint } from './gpg.js';
import { inCollection } from './named.js';

/** compat: the parts of a serial number are one or two hexadecimal digits each. */
const parseSerial: Filter = (call) => {
  take(call, 'parse_serial', []);
  if (typeof call.value !== 'string') return fail(`parse_serial needs text, not ${typeName(call.value)}`);
  const digits = call.value.split(':').map((given, i) => {
    const part = given.trim();
    if (!/^[\da-f]{1,2}$/i.test(part))
      fail(`The ${i + 1}. part "${part}" is not a hexadecimal number in range [0, 255]`);
    return part.padStart(2, '0');
  });
  return int(BigInt(`0x${digits.join('')}`));
};

const toSerial: Filter = (call) => {
  take(call, 'to_serial', []);
  const v = call.value;
  if (!isInt(v) && typeof v !== 'boolean') return fail(`to_serial needs a whole number, not ${typeName(v)}`);
  const n = BigInt(v);
  if (n < 0n) fail('to_serial needs a number that is not negative');
  const hex = n.toString(16).toUpperCase();
  return (hex.length % 2 === 0 ? hex : `0${hex}`).replace(/..(?=.)/g, '$&:');
};

const PEM = /-----BEGIN [^-\n]+-----\r?\n[^]*?-----END [^-\n]+-----(?:\r?\n|$)/g;

const splitPem: Filter = (call) => {
  take(call, 'split_pem', []);
  if (typeof call.value !== 'string') return fail(`split_pem needs text, not ${typeName(call.value)}`);
  return [...call.value.matchAll(PEM)].map(([block]) => block);
};

const table: Table = {
  parse_serial: parseSerial,
  to_serial: toSerial,
  split_pem: splitPem,
  gpg_fingerprint: gpgFingerprint,
  ...CERTIFICATE_FILTERS,
};

export const COMMUNITY_CRYPTO_FILTERS: [string, FilterDefinition][] = inCollection('community.crypto', table);
