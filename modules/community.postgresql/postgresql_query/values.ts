// Values of PostgreSQL as Python's driver and Ansible's results have them, and back into SQL.
import { literal } from '../../_shared/postgres-sql.js';
import { pythonRepr } from '../../_shared/python-repr.js';

/** A value of a task as SQL. @throws Error for a dictionary */
export function bindable(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return literal(arrayText(value));
  throw new Error(`can't adapt type 'dict': ${pythonRepr(value)}`);
}

/** A list as the text of an array. */
function arrayText(values: readonly unknown[]): string {
  const element = (value: unknown): string => {
    if (value === null || value === undefined) return 'NULL';
    if (Array.isArray(value)) return arrayText(value);
    if (typeof value === 'string') return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
    return bindable(value);
  };
  return `{${values.map(element).join(', ')}}`;
}

const WHOLE = /^(?:smallint|integer|bigint|oid|xid|cid)$/;
const BROKEN = /^(?:real|double precision|numeric(?:\(.*\))?)$/;

/** @param type as `format_type` prints it */
export function fromText(text: string, type: string): unknown {
  if (type.endsWith('[]')) return arrayOf(text, type.slice(0, -2));
  if (WHOLE.test(type)) return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text);
  if (BROKEN.test(type)) return Number.isFinite(Number(text)) ? Number(text) : text;
  if (type === 'boolean') return text === 't';
  if (type === 'json' || type === 'jsonb') return JSON.parse(text) as unknown;
  if (/^timestamp/.test(type)) return isoTime(text.replace(' ', 'T'));
  if (/^time\b/.test(type)) return isoTime(text);
  return type === 'interval' ? interval(text) : text;
}

/** Fractions of a second have six digits or none, zones have minutes. */
const isoTime = (text: string): string =>
  text.replace(/\.(\d+)/, (_all, digits: string) => `.${digits.padEnd(6, '0')}`).replace(/([+-]\d\d)$/, '$1:00');

/** `1 year 2 mons 3 days 04:05:06.7` as Python prints a duration: years have 365 days, months 30. */
function interval(text: string): string {
  let days = 0;
  for (const [, count, unit] of text.matchAll(/(-?\d+) (year|mon|day)/g))
    days += Number(count) * ({ year: 365, mon: 30, day: 1 }[unit ?? ''] ?? 0);
  const [, sign, hours = '0', minutes = '0', seconds = '0', fraction = ''] =
    /([-+]?)(\d+):(\d+):(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  let micros = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e6 + Number(fraction.padEnd(6, '0'));
  if (sign === '-') micros = -micros;
  days += Math.floor(micros / 86_400e6);
  micros -= Math.floor(micros / 86_400e6) * 86_400e6;
  const total = Math.floor(micros / 1e6);
  const two = (n: number): string => String(n).padStart(2, '0');
  const clock = `${Math.floor(total / 3600)}:${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  const rest = micros % 1e6 === 0 ? '' : `.${String(micros % 1e6).padStart(6, '0')}`;
  return `${days === 0 ? '' : `${days} day${Math.abs(days) === 1 ? '' : 's'}, `}${clock}${rest}`;
}

/** The text of an array, `{1,"a b",NULL,{2}}`. */
function arrayOf(text: string, element: string): unknown[] {
  let at = text.indexOf('{');
  const read = (): unknown[] => {
    const values: unknown[] = [];
    at++;
    while (at < text.length && text.charAt(at) !== '}') {
      const c = text.charAt(at);
      if (c === ',') at++;
      else if (c === '{') values.push(read());
      else if (c === '"') {
        let word = '';
        for (at++; at < text.length && text.charAt(at) !== '"'; at++)
          word += text.charAt(text.charAt(at) === '\\' ? ++at : at);
        at++;
        values.push(fromText(word, element));
      } else {
        const [word = ''] = /[^,}]*/.exec(text.slice(at)) ?? [];
        at += word.length;
        values.push(word === 'NULL' ? null : fromText(word, element));
      }
    }
    at++;
    return values;
  };
  return at < 0 ? [] : read();
}
