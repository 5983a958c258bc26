// Distinguished names: read, written, and parsed from the text people write (`CN=host, O=Firm`).
import { utf8 } from './bytes.js';
import {
  children,
  oid,
  readDer,
  readOid,
  readText,
  sequence,
  setOf,
  TAG,
  text as textElement,
  type Der,
} from './der.js';
import { X509Error } from './errors.js';
import { nameToOid, oidName } from './oids.js';

export interface Attribute {
  readonly oid: string;
  readonly value: string;
  /** The type it is written as; default what RFC 5280 wants for it. */
  readonly tag?: number;
}

/** The relative names in order; each is a set of attributes, nearly always of one. */
export type Name = readonly (readonly Attribute[])[];

const PRINTABLE = new Set(['2.5.4.6', '1.3.6.1.4.1.311.60.2.1.3', '2.5.4.5', '2.5.4.46']);
const IA5 = new Set(['1.2.840.113549.1.9.1', '0.9.2342.19200300.100.1.25']);

export function readName(der: Der): Name {
  return children(der).map((rdn) =>
    children(rdn).map((attribute) => {
      const [type, value] = children(attribute);
      if (!type || !value) throw new X509Error('a name has an attribute without value');
      const own = value.tag === TAG.bitString ? String.fromCharCode(...value.content) : readText(value);
      return { oid: readOid(type), value: own, tag: value.tag };
    }),
  );
}

export function writeName(name: Name): Uint8Array {
  return sequence(...name.map((rdn) => setOf(...rdn.map(writeAttribute))));
}

function writeAttribute({ oid: type, value, tag }: Attribute): Uint8Array {
  // compat: as Python's cryptography demands.
  if (PRINTABLE.has(type) && /^2\.5\.4\.6$/.test(type) && utf8(value).length !== 2) {
    throw new X509Error('Country name must be a 2 character country code');
  }
  const own = tag ?? (PRINTABLE.has(type) ? TAG.printable : IA5.has(type) ? TAG.ia5 : TAG.utf8);
  return sequence(oid(type), textElement(own, value));
}

/** `[[name, value], …]` as the collection returns names. */
export function orderedName(name: Name): [string, string][] {
  return name.flat().map(({ oid: type, value }) => [oidName(type), value]);
}

/** Names are the same when types and values are, whatever they are written as. */
export function sameName(a: Name, b: Name): boolean {
  const key = (name: Name): string => JSON.stringify(name.map((rdn) => rdn.map((at) => [at.oid, at.value])));
  return key(a) === key(b);
}

/** RFC 4514, the last attribute first. */
export function nameText(name: Name): string {
  return name
    .flat()
    .reverse()
    .map(({ oid: type, value }) => `${oidName(type, true)}=${escapeValue(value)}`)
    .join(',');
}

function escapeValue(value: string): string {
  return value
    .replace(/[\\,+<>;"]/g, '\\$&')
    .replace(/\0/g, '\\00')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ');
}

const START = /^ *([A-z0-9.]+) *= */;

/** One `type=value` at the beginning of `given`, and what follows it. */
function component(given: string, separator: string, whole: boolean): { attribute: Attribute; rest: string } {
  const start = START.exec(given);
  if (!start) throw new X509Error(`cannot start part in "${given}"`);
  const type = nameToOid(start[1] ?? '');
  let rest = given.slice(start[0].length);
  if (whole) return { attribute: { oid: type, value: rest }, rest: '' };
  const bytes: number[] = [];
  if (rest.startsWith('#')) {
    const pairs = /^#((?:[\da-f]{2})*)/i.exec(rest)?.[1] ?? '';
    for (const pair of pairs.match(/../g) ?? []) bytes.push(parseInt(pair, 16));
    rest = rest.slice(1 + pairs.length);
    if (rest.length > 1 && rest[0] !== separator)
      throw new X509Error(`Invalid hex sequence entry "${rest.slice(0, 2)}"`);
  } else {
    while (rest !== '' && rest[0] !== separator) {
      if (rest[0] !== '\\') {
        const plain = rest.slice(0, [...rest].findIndex((c) => c === separator || c === '\\') >>> 0);
        bytes.push(...utf8(plain));
        rest = rest.slice(plain.length);
        continue;
      }
      const pair = /^\\([\da-f]{2})/i.exec(rest)?.[1];
      if (pair !== undefined) {
        bytes.push(parseInt(pair, 16));
        rest = rest.slice(3);
      } else if (/^\\[\da-f]/i.test(rest)) {
        throw new X509Error(`Hex escape sequence "${rest.slice(0, 2)}" has invalid second letter`);
      } else if (rest.length === 1) {
        throw new X509Error('unexpected end of string');
      } else {
        const [, escaped = ''] = [...rest];
        bytes.push(...utf8(escaped));
        rest = rest.slice(1 + escaped.length);
      }
    }
  }
  return { attribute: { oid: type, value: new TextDecoder().decode(Uint8Array.from(bytes)) }, rest };
}

/** `CN=a, O=b` or `/CN=a/O=b`, in the order written. @throws X509Error */
export function parseName(given: string): Attribute[] {
  let rest = given.replace(/^\s+/, '');
  const separator = rest.startsWith('/') ? '/' : ',';
  if (separator === '/') rest = rest.slice(1);
  const out: Attribute[] = [];
  try {
    while (rest !== '') {
      const part = component(rest, separator, false);
      out.push(part.attribute);
      rest = part.rest;
      if (rest === '') break;
      if (rest[0] !== separator || rest.length < 2) throw new X509Error('unexpected end of string');
      rest = rest.slice(1);
    }
  } catch (error) {
    if (!(error instanceof X509Error)) throw error;
    throw new X509Error(`Error while parsing distinguished name "${given}": ${error.message}`);
  }
  return out;
}

/** A relative name from its parts `type=value`, taken as they are. @throws X509Error */
export function parseRelativeName(parts: readonly string[]): Attribute[] {
  return parts.map((part) => {
    try {
      return component(part, ',', true).attribute;
    } catch (error) {
      if (!(error instanceof X509Error)) throw error;
      throw new X509Error(`Error while parsing relative distinguished name "${part}": ${error.message}`);
    }
  });
}

/** A name from its bytes. */
export const nameOf = (bytes: Uint8Array): Name => readName(readDer(bytes));
