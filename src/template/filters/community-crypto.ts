// The filters of community.crypto that work on text alone; those that read keys and certificates are refused by name.
import type { FilterDefinition } from '../definitions.js';
import { fail, unsupported } from '../python/errors.js';
import { int, isInt } from '../python/numbers.js';
import { typeName } from '../python/text.js';
import type { Filter } from '../types.js';
import { take, type Table } from './define.js';
import { inCollection } from './named.js';

function refused(name: string, instead: string): Filter {
  return () => unsupported(`the filter 'community.crypto.${name}' is not supported`, instead);
}

/** compat: the parts of a serial number are one or two hexadecimal digits each. */
const parseSerial: Filter = (call) => {
  take(call, 'parse_serial', []);
  if (typeof call.value !== 'string') return fail(`parse_serial needs text, not ${typeName(call.value)}`);
  let serial = 0n;
  call.value.split(':').forEach((given, i) => {
    const part = given.trim();
    if (!/^[\da-f]{1,2}$/i.test(part))
      fail(`The ${i + 1}. part "${part}" is not a hexadecimal number in range [0, 255]`);
    serial = (serial << 8n) | BigInt(`0x${part}`);
  });
  return int(serial);
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

const WITH_OPENSSL = 'ask openssl instead, with the module command or the lookup pipe';

const table: Table = {
  parse_serial: parseSerial,
  to_serial: toSerial,
  split_pem: splitPem,
  gpg_fingerprint: refused('gpg_fingerprint', 'ask gpg instead, with the module command or the lookup pipe'),
  ...Object.fromEntries(
    [
      'openssl_csr_info',
      'openssl_privatekey_info',
      'openssl_publickey_info',
      'x509_certificate_info',
      'x509_crl_info',
    ].map((name) => [name, refused(name, WITH_OPENSSL)]),
  ),
};

export const COMMUNITY_CRYPTO_FILTERS: [string, FilterDefinition][] = inCollection('community.crypto', table);
