// Reads times as Python's datetime.strptime does, in the C locale.
import { fail } from './errors.js';
import { PyDateTime } from '../../value/index.js';
import { DAYS, MONTHS } from './datetime.js';

const words = (names: readonly string[]): string => names.map((n) => n.toLowerCase()).join('|');
const short = (names: readonly string[]): string[] => names.map((n) => n.slice(0, 3));

const FIELDS: Readonly<Record<string, string>> = {
  a: words(short(DAYS)),
  A: words(DAYS),
  b: words(short(MONTHS)),
  B: words(MONTHS),
  d: '3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]',
  f: '\\d{1,6}',
  G: '\\d{4}',
  H: '2[0-3]|[0-1]\\d|\\d',
  I: '1[0-2]|0[1-9]|[1-9]',
  j: '36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]',
  m: '1[0-2]|0[1-9]|[1-9]',
  M: '[0-5]\\d|\\d',
  p: 'am|pm',
  S: '6[0-1]|[0-5]\\d|\\d',
  u: '[1-7]',
  U: '5[0-3]|[0-4]\\d|\\d',
  V: '5[0-3]|0[1-9]|[1-4]\\d|\\d',
  w: '[0-6]',
  W: '5[0-3]|[0-4]\\d|\\d',
  y: '\\d\\d',
  Y: '\\d{4}',
  z: '[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|z',
  Z: 'utc|gmt',
};
const SHORTHANDS: Readonly<Record<string, string>> = {
  '%c': '%a %b %d %H:%M:%S %Y',
  '%x': '%m/%d/%y',
  '%X': '%H:%M:%S',
};
const DAY = 86_400_000;

/** The fields of a time as text, by the letter of their directive. @throws TsplayError template-value */
function fieldsOf(text: string, format: string): Map<string, string> {
  const fields: string[] = [];
  const pattern = format
    .replace(/%[cxX]/g, (c) => SHORTHANDS[c] ?? c)
    .replace(/%([^]?)|\s+|[.*+?^${}()|[\]\\/]/g, (whole: string, code?: string) => {
      if (code === undefined) return /^\s/.test(whole) ? '\\s+' : `\\${whole}`;
      if (code === '%') return '%';
      if (code === '') return fail(`stray % in format '${format}'`);
      const field = Object.hasOwn(FIELDS, code) ? FIELDS[code] : undefined;
      if (field === undefined) return fail(`'${code}' is a bad directive in format '${format}'`);
      if (fields.includes(code)) fail(`the directive %${code} stands twice in format '${format}'`);
      fields.push(code);
      return `(${field})`;
    });
  const m = new RegExp(`^${pattern}`, 'i').exec(text) ?? fail(`time data '${text}' does not match format '${format}'`);
  if (m[0].length !== text.length) fail(`unconverted data remains: ${text.slice(m[0].length)}`);
  return new Map(fields.map((f, i) => [f, m[i + 1] ?? '']));
}

/** datetime.strptime. @throws TsplayError template-value where text and format do not fit or there is no such day */
export function parseTime(text: string, format: string): PyDateTime {
  const fields = fieldsOf(text, format);
  const number = (name: string): number | undefined => {
    const found = fields.get(name);
    return found === undefined ? undefined : Number(found);
  };
  const named = (names: readonly string[], ...letters: string[]): number | undefined => {
    for (const letter of letters) {
      const found = fields.get(letter)?.toLowerCase().slice(0, 3);
      if (found !== undefined) return names.findIndex((n) => n.toLowerCase().startsWith(found));
    }
    return undefined;
  };
  const twoDigits = number('y');
  const year = number('Y') ?? (twoDigits === undefined ? undefined : twoDigits + (twoDigits < 69 ? 2000 : 1900));
  const weekday = named(DAYS, 'A', 'a') ?? number('w') ?? (number('u') ?? NaN) % 7;
  const month = number('m') ?? plusOne(named(MONTHS, 'B', 'b'));
  const date = dateOf({
    year,
    month,
    day: number('d'),
    yearDay: number('j'),
    weekday: Number.isNaN(weekday) ? undefined : weekday,
    week: number('W') ?? number('U'),
    sundays: fields.has('U') && !fields.has('W'),
    isoYear: number('G'),
    isoWeek: number('V'),
  });
  let hour = number('H') ?? number('I') ?? 0;
  const half = fields.get('p');
  if (!fields.has('H') && fields.has('I')) hour = half === undefined ? hour : (hour % 12) + (/pm/i.test(half) ? 12 : 0);
  if (!fields.has('H') && fields.has('I') && half === undefined && hour === 12) hour = 12;
  const second = number('S') ?? 0;
  if (second > 59) fail('second must be in 0..59');
  const micro = Number((fields.get('f') ?? '').padEnd(6, '0'));
  const ms = date + ((hour * 60 + (number('M') ?? 0)) * 60 + second) * 1000;
  return new PyDateTime(ms * 1000 + micro, offsetOf(fields.get('z')));
}

function plusOne(n: number | undefined): number | undefined {
  return n === undefined ? undefined : n + 1;
}

interface DateFields {
  readonly year: number | undefined;
  readonly month: number | undefined;
  readonly day: number | undefined;
  readonly yearDay: number | undefined;
  /** 0 is Sunday. */
  readonly weekday: number | undefined;
  readonly week: number | undefined;
  readonly sundays: boolean;
  readonly isoYear: number | undefined;
  readonly isoWeek: number | undefined;
}

function utc(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getTime();
}

/** The day as milliseconds. */
function dateOf(f: DateFields): number {
  if (f.isoYear !== undefined || f.isoWeek !== undefined) return isoDate(f);
  const year = f.year ?? 1900;
  if (f.yearDay !== undefined && f.month === undefined && f.day === undefined) {
    if (f.year === undefined) return utc(1900, 1, f.yearDay);
    const day = utc(year, 1, f.yearDay);
    return new Date(day).getUTCFullYear() === year ? day : fail('day of year is out of range');
  }
  if (f.week !== undefined && f.weekday !== undefined && f.year !== undefined && f.yearDay === undefined)
    return utc(year, 1, 1) + weekDays(f.week, f.weekday, year, f.sundays) * DAY;
  const [month, day] = [f.month ?? 1, f.day ?? 1];
  const found = utc(year, month, day);
  return new Date(found).getUTCDate() === day ? found : fail('day is out of range for month');
}

/** Days from the first of January to a weekday of a week; week 1 begins at the first Sunday or Monday. */
function weekDays(week: number, weekday: number, year: number, sundays: boolean): number {
  const first = new Date(utc(year, 1, 1)).getUTCDay();
  const firstPlace = sundays ? first : (first + 6) % 7;
  const place = sundays ? weekday : (weekday + 6) % 7;
  const beforeWeekOne = (7 - firstPlace) % 7;
  return week === 0 ? place - firstPlace : beforeWeekOne + 7 * (week - 1) + place;
}

function isoDate(f: DateFields): number {
  if (f.isoYear === undefined || f.isoWeek === undefined || f.weekday === undefined)
    return fail("ISO year directive '%G' must be used with the ISO week directive '%V' and a weekday directive");
  const fourth = utc(f.isoYear, 1, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY;
  return monday + ((f.isoWeek - 1) * 7 + ((f.weekday + 6) % 7)) * DAY;
}

/** The distance from UTC in minutes. */
function offsetOf(zone: string | undefined): number | undefined {
  if (zone === undefined) return undefined;
  if (/^z$/i.test(zone)) return zone === 'Z' ? 0 : fail(`'${zone}' is no time zone`);
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
