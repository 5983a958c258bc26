// What a plain YAML scalar means under YAML 1.1's rules, as PyYAML's SafeLoader applies them.
import { float, type Value } from '../value/index.js';

const BOOL = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INT =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(?:\.(\d*))?(?:[ \t]*(Z|([-+])(\d\d?)(?::(\d\d))?))?)?$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** The scalar tags of YAML 1.1 that a plain scalar can get, or that can be written as `!!int` and so on. */
export type ScalarTag = 'bool' | 'float' | 'int' | 'null' | 'timestamp' | 'str';

/** The tag a plain (unquoted) scalar gets: `0700` int, `yes` bool, `1e3` str, `y` str. */
export function plainTag(text: string): ScalarTag {
  switch (text.charCodeAt(0)) {
    case 0x79: // y Y n N t T f F o O
    case 0x59:
    case 0x74:
    case 0x54:
    case 0x66:
    case 0x46:
    case 0x6f:
    case 0x4f:
      return BOOL.test(text) ? 'bool' : 'str';
    case 0x6e:
    case 0x4e:
      if (BOOL.test(text)) return 'bool';
      return NULL.test(text) ? 'null' : 'str';
    case 0x7e:
      return NULL.test(text) ? 'null' : 'str';
    case 0x2d: // - + . 0-9
    case 0x2b:
    case 0x2e:
    case 0x30:
    case 0x31:
    case 0x32:
    case 0x33:
    case 0x34:
    case 0x35:
    case 0x36:
    case 0x37:
    case 0x38:
    case 0x39:
      if (FLOAT.test(text)) return 'float';
      if (INT.test(text)) return 'int';
      return isTimestamp(text) ? 'timestamp' : 'str';
    default:
      return text === '' ? 'null' : 'str';
  }
}

/** The value of a plain scalar: the one public way from text to a YAML 1.1 value. */
export function parsePlainScalar(text: string): Value {
  const tag = plainTag(text);
  return tag === 'str' ? text : (parseTagged(tag, text) ?? (tag === 'null' ? null : text));
}

/** The value of `text` read as `tag`; undefined when it cannot be read so (`!!int abc`). */
export function parseTagged(tag: ScalarTag, text: string): Value | undefined {
  switch (tag) {
    case 'str':
      return text;
    case 'null':
      return null;
    case 'bool':
      return { yes: true, true: true, on: true, no: false, false: false, off: false }[text.toLowerCase()];
    case 'int':
      return parseInteger(text);
    case 'float':
      return parseFloating(text);
    case 'timestamp':
      return timestampText(text);
  }
}

/** An integer of any size: a number when it is safe, else a bigint. */
function narrow(n: bigint): number | bigint {
  return n >= Number.MIN_SAFE_INTEGER && n <= Number.MAX_SAFE_INTEGER ? Number(n) : n;
}

function parseInteger(text: string): number | bigint | undefined {
  let digits = text.replaceAll('_', '');
  const negative = digits.startsWith('-');
  if (negative || digits.startsWith('+')) digits = digits.slice(1);
  const n = magnitude(digits);
  if (n === undefined) return undefined;
  return narrow(negative ? -n : n);
}

function magnitude(digits: string): bigint | undefined {
  if (/^0b[01]+$/.test(digits) || /^0x[0-9a-fA-F]+$/.test(digits)) return BigInt(digits);
  if (/^0[0-7]+$/.test(digits)) return BigInt(`0o${digits}`);
  if (/^\d+(?::\d+)+$/.test(digits)) return sexagesimal(digits.split(':'));
  return /^(?:0|[1-9]\d*)$/.test(digits) ? BigInt(digits) : undefined;
}

/** Halves are put together, so that the time for a very long one does not grow with the square of its length. */
function sexagesimal(parts: readonly string[]): bigint {
  if (parts.length < 100) return parts.reduce((sum, part) => sum * 60n + BigInt(part), 0n);
  const half = parts.length >> 1;
  return sexagesimal(parts.slice(0, half)) * 60n ** BigInt(parts.length - half) + sexagesimal(parts.slice(half));
}

function parseFloating(text: string): Value | undefined {
  let digits = text.replaceAll('_', '').toLowerCase();
  const sign = digits.startsWith('-') ? -1 : 1;
  if (/^[-+]/.test(digits)) digits = digits.slice(1);
  if (digits === '.inf') return sign * Infinity;
  if (digits === '.nan') return NaN;
  const parts = digits.split(':');
  if (!parts.every((p) => /^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(p))) return undefined;
  return float(sign * parts.reduce((sum, p) => sum * 60 + Number(p), 0));
}

function isTimestamp(text: string): boolean {
  const m = TIMESTAMP.exec(text);
  return m !== null && (m[4] !== undefined || DATE.test(text));
}

/**
 * compat: PyYAML makes a date or datetime object here. Nothing that is done with Ansible variables needs the object, so
 * the value is its text as Python prints it: `2024-02-03`, `2024-02-03 04:05:06.700000+01:00`.
 * An impossible date is undefined.
 */
function timestampText(text: string): string | undefined {
  const m = TIMESTAMP.exec(text);
  if (!m) return undefined;
  const [, year = '', month = '', day = '', hour, minute = '', second = '', fraction, zone, sign, zoneH = '', zoneM] =
    m;
  const days = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > days || year === '0000') {
    return undefined;
  }
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (hour === undefined) return date;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const micros = (fraction ?? '').slice(0, 6).padEnd(6, '0');
  const time = `${hour.padStart(2, '0')}:${minute}:${second}${micros === '000000' ? '' : `.${micros}`}`;
  if (zone === undefined) return `${date} ${time}`;
  return `${date} ${time}${zone === 'Z' ? '+00:00' : `${sign}${zoneH.padStart(2, '0')}:${zoneM ?? '00'}`}`;
}
