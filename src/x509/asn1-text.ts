// The bytes of `UTF8:text` and its tagged forms, as OpenSSL's configuration writes ASN.1 values.
import { concat, fromBigInt, utf8 } from './bytes.js';
import { TAG, tlv } from './der.js';
import { X509Error } from './errors.js';

const FORM = /^(?:(IMPLICIT|EXPLICIT):(\d+)(U|A|P|C)?,)?(\w+):(.*)$/s;
const CLASSES: Readonly<Record<string, number>> = { U: 0x00, A: 0x40, C: 0x80, P: 0xc0 };

/** @throws X509Error: only UTF8 is a type here, as in the collection */
export function asn1Text(given: string): Uint8Array {
  const m = FORM.exec(given);
  if (!m) throw new X509Error('The ASN.1 serialized string must be in the format [modifier,]type[:value]');
  const [, modifier, number, kind = 'C', type = '', value = ''] = m;
  if (type !== 'UTF8') {
    throw new X509Error(`The ASN.1 serialized string is not a known type "${type}", only UTF8 types are supported`);
  }
  const universal = kind === 'U';
  const plain =
    modifier === undefined || (modifier === 'EXPLICIT' && !universal) ? tlv(TAG.utf8, utf8(value)) : utf8(value);
  if (modifier === undefined) return plain;
  const first = (CLASSES[kind] ?? 0) | (modifier === 'EXPLICIT' && !universal ? 0x20 : 0);
  const tag = Number(number);
  return tag < 31 ? tlv(first | tag, plain) : concat(highTag(first, tag), tlv(0, plain).subarray(1));
}

function highTag(first: number, tag: number): Uint8Array {
  const groups: number[] = [];
  for (let left = BigInt(tag); left > 0n; left >>= 7n) {
    groups.unshift(Number(left & 0x7fn) | (groups.length === 0 ? 0 : 0x80));
  }
  return concat(fromBigInt(BigInt(first | 31)), Uint8Array.from(groups));
}
