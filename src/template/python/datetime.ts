// Python's datetime, date and time as far as templates use them; naive times, microseconds kept.
import { float, PyDate, PyDateTime, PyObject, type Value } from '../../value/index.js';
import { bind } from './arguments.js';
import { NativeFunction } from './callable.js';
import { spend } from './budget.js';
import { fail } from './errors.js';
import { NamedTuple } from './named-tuple.js';
import { indexOf } from './numbers.js';
import { str } from './text.js';
import { PyTimeDelta } from './timedelta.js';

export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

const FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'];

/** What a datetime has and a date has not. */
const OF_TIMES = /^(?:hour|minute|second|microsecond|date|time|timestamp|tzinfo)$/;

/** The first microsecond of year 1, and of year 10000. */
const [FIRST, LAST] = [-62135596800e6, 253402300800e6];

function two(n: number, width = 2): string {
  return String(n).padStart(width, '0');
}

/** An attribute of a date or a datetime, or undefined when it has none of that name. */
export function timeAttribute(time: PyDateTime | PyDate, name: string): Value | undefined {
  if (time instanceof PyDate) {
    if (name === 'isoformat') return new NativeFunction(name, () => time.isoFormat());
    if (name === 'replace')
      return new NativeFunction(
        name,
        (args, kwargs) => new PyDate(replaced(time.midnight, bind(name, args, kwargs, FIELDS.slice(0, 3))).micros),
      );
    return time.get(name) ?? (OF_TIMES.test(name) ? undefined : timeAttribute(time.midnight, name));
  }
  const d = time.clock;
  switch (name) {
    case 'strftime':
      return new NativeFunction('strftime', (args) => formatTime(time, str(args[0] ?? '')));
    case 'isoformat':
      return new NativeFunction('isoformat', (args) => time.isoFormat(args[0] === undefined ? 'T' : str(args[0])));
    case 'timestamp':
      return new NativeFunction('timestamp', () =>
        float((time.micros / 1000 - (time.offset ?? -d.getTimezoneOffset()) * 60000) / 1000),
      );
    case 'weekday':
      return new NativeFunction('weekday', () => (d.getUTCDay() + 6) % 7);
    case 'isoweekday':
      return new NativeFunction('isoweekday', () => d.getUTCDay() || 7);
    case 'date':
      return new NativeFunction('date', () => new PyDate(time.micros));
    case 'time':
      return new NativeFunction('time', () => new PyTime(new PyDateTime(time.micros)));
    case 'tzinfo':
      return time.offset === undefined ? null : undefined;
    case 'utcoffset':
      return new NativeFunction(name, () => (time.offset === undefined ? null : new PyTimeDelta(time.offset * 60e6)));
    case 'tzname':
      return new NativeFunction(name, () => (time.offset === undefined ? null : zoneTitle(time)));
    case 'toordinal':
      return new NativeFunction('toordinal', () => Math.floor(time.micros / 86400e6) + 719163);
    case 'ctime':
      return new NativeFunction(
        'ctime',
        () => `${formatTime(time, '%a %b %e %H:%M:%S')} ${two(d.getUTCFullYear(), 4)}`,
      );
    case 'isocalendar':
      return new NativeFunction(
        'isocalendar',
        () =>
          new NamedTuple(['year', 'week', 'weekday'], [...isoWeek(d), d.getUTCDay() || 7], 'datetime.IsoCalendarDate'),
      );
    case 'replace':
      return new NativeFunction('replace', (args, kwargs) => replaced(time, bind('replace', args, kwargs, FIELDS)));
    case 'timetuple':
      return new NativeFunction(
        'timetuple',
        () =>
          new NamedTuple(
            ['tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst'],
            [...fields(time).slice(0, 6), (d.getUTCDay() + 6) % 7, dayOfYear(d) + 1, -1],
            'time.struct_time',
          ),
      );
    default:
      return time.get(name);
  }
}

/** compat: a zone that is only a distance is called after it. */
function zoneTitle(time: PyDateTime): string {
  return time.offset === 0 ? 'UTC' : `UTC${time.isoFormat().slice(-6)}`;
}

/** Year, month, day, hour, minute, second, microsecond. */
function fields(time: PyDateTime): number[] {
  return FIELDS.map((name) => time.get(name) ?? 0);
}

function replaced(time: PyDateTime, given: readonly (Value | undefined)[]): PyDateTime {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, micro = 0] = fields(time).map((old, i) =>
    given[i] === undefined ? old : indexOf(given[i]),
  );
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const fits = year > 0 && year < 10000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!fits || hour > 23 || minute > 59 || second > 59) fail('day is out of range for month, or another field is');
  date.setUTCHours(hour, minute, second);
  return new PyDateTime(date.getTime() * 1000 + micro, time.offset);
}

/** `time op other` for `+` and `-`; undefined when the two do not go together. */
export function timeArithmetic(op: string, time: PyDateTime | PyDate, other: Value): Value | undefined {
  if (time instanceof PyDate) {
    if (op === '-' && other instanceof PyDate) return new PyTimeDelta(time.midnight.since(other.midnight));
    if (!(other instanceof PyTimeDelta)) return undefined;
    const days = Math.floor(other.micros / 86400e6) * 86400e6;
    const moved = timeArithmetic(op, time.midnight, new PyTimeDelta(days));
    return moved instanceof PyDateTime ? new PyDate(moved.micros) : undefined;
  }
  if (op === '-' && other instanceof PyDateTime) {
    if ((time.offset === undefined) !== (other.offset === undefined))
      fail("can't subtract offset-naive and offset-aware datetimes");
    return new PyTimeDelta(time.since(other));
  }
  if (!(other instanceof PyTimeDelta) || (op !== '-' && op !== '+')) return undefined;
  const micros = op === '-' ? time.micros - other.micros : time.micros + other.micros;
  if (micros < FIRST || micros >= LAST) fail('date value out of range');
  return new PyDateTime(micros, time.offset);
}

/** `datetime.time()` */
class PyTime extends PyObject {
  override readonly typeName = 'time';
  constructor(private readonly at: PyDateTime) {
    super();
  }
  override get(name: string): Value | undefined {
    if (name === 'isoformat') return new NativeFunction('isoformat', () => this.str());
    return /^(hour|minute|second|microsecond|tzinfo)$/.test(name) ? timeAttribute(this.at, name) : undefined;
  }
  override str(): string {
    return this.at.isoFormat().slice(11);
  }
  override repr(): string {
    const parts = ['hour', 'minute', 'second', 'microsecond'].map((n) => this.at.get(n) as number);
    while (parts.length > 2 && parts.at(-1) === 0) parts.pop();
    return `datetime.time(${parts.join(', ')})`;
  }
}

function dayOfYear(d: Date): number {
  return Math.floor((d.getTime() - startOf(d.getUTCFullYear())) / 86400000);
}

/** Milliseconds of the beginning of a year, also of one before 100. */
function startOf(year: number): number {
  return new Date(0).setUTCFullYear(year, 0, 1);
}

function isoWeek(d: Date): [number, number] {
  const t = new Date(Math.floor(d.getTime() / 86400000) * 86400000);
  t.setUTCDate(t.getUTCDate() + 4 - (t.getUTCDay() || 7));
  const year = t.getUTCFullYear();
  return [year, Math.ceil(((t.getTime() - startOf(year)) / 86400000 + 1) / 7)];
}

/** strftime in the C locale. @param zone the name of the time zone where it is known */
export function formatTime(time: PyDateTime, format: string, zone?: string): string {
  const d = new Date(Math.floor(time.micros / 1000));
  const year = d.getUTCFullYear();
  const yday = dayOfYear(d);
  const hour12 = d.getUTCHours() % 12 || 12;
  const again = (f: string): string => formatTime(time, f, zone);
  const offset = time.offset;
  spend(8 * (format.split('%').length - 1));
  const codes: Record<string, () => string> = {
    Y: () => String(year),
    C: () => String(Math.floor(year / 100)),
    y: () => two(year % 100),
    m: () => two(d.getUTCMonth() + 1),
    d: () => two(d.getUTCDate()),
    e: () => String(d.getUTCDate()).padStart(2),
    H: () => two(d.getUTCHours()),
    I: () => two(hour12),
    k: () => String(d.getUTCHours()).padStart(2),
    l: () => String(hour12).padStart(2),
    M: () => two(d.getUTCMinutes()),
    S: () => two(d.getUTCSeconds()),
    f: () => two(((time.micros % 1e6) + 1e6) % 1e6, 6),
    p: () => (d.getUTCHours() < 12 ? 'AM' : 'PM'),
    P: () => (d.getUTCHours() < 12 ? 'am' : 'pm'),
    a: () => (DAYS[d.getUTCDay()] ?? '').slice(0, 3),
    A: () => DAYS[d.getUTCDay()] ?? '',
    b: () => (MONTHS[d.getUTCMonth()] ?? '').slice(0, 3),
    h: () => (MONTHS[d.getUTCMonth()] ?? '').slice(0, 3),
    B: () => MONTHS[d.getUTCMonth()] ?? '',
    j: () => two(yday + 1, 3),
    u: () => String(d.getUTCDay() || 7),
    w: () => String(d.getUTCDay()),
    U: () => two(Math.floor((yday + 7 - d.getUTCDay()) / 7)),
    W: () => two(Math.floor((yday + 7 - ((d.getUTCDay() + 6) % 7)) / 7)),
    V: () => two(isoWeek(d)[1]),
    G: () => String(isoWeek(d)[0]),
    g: () => two(isoWeek(d)[0] % 100),
    s: () => String(Math.floor(time.micros / 1e6) - (offset ?? 0) * 60),
    D: () => again('%m/%d/%y'),
    F: () => again('%Y-%m-%d'),
    T: () => again('%H:%M:%S'),
    R: () => again('%H:%M'),
    r: () => again('%I:%M:%S %p'),
    c: () => again('%a %b %e %H:%M:%S %Y'),
    x: () => again('%m/%d/%y'),
    X: () => again('%H:%M:%S'),
    z: () =>
      offset === undefined
        ? ''
        : `${offset < 0 ? '-' : '+'}${two(Math.floor(Math.abs(offset) / 60))}${two(Math.abs(offset) % 60)}`,
    Z: () => zone ?? (offset === undefined ? '' : zoneTitle(time)),
    n: () => '\n',
    t: () => '\t',
    '%': () => '%',
  };
  return format.replace(
    /%([-_0^#]*)(\d*)([EO]?)([a-zA-Z%])/g,
    (whole: string, flags: string, width: string, _alternative: string, c: string) => {
      const made = codes[c]?.();
      return made === undefined ? whole : adjusted(made, flags, width, c);
    },
  );
}

/** compat: glibc's flags and width: `-` no padding, `_` spaces, `0` zeros, `^` capitals, `#` the other case. */
function adjusted(made: string, flags: string, width: string, code: string): string {
  let out = made;
  const numeric = /^[ 0]*\d+$/.test(made) && !'zZ'.includes(code);
  const pad = /[-_0](?!.*[-_0])/.exec(flags)?.[0];
  if (numeric && pad !== undefined) {
    const digits = made.replace(/^[ 0]+(?=\d)/, '');
    out = pad === '-' ? digits : digits.padStart(made.length, pad === '_' ? ' ' : '0');
  }
  if (flags.includes('^')) out = out.toUpperCase();
  if (flags.includes('#')) out = 'pZ'.includes(code) ? out.toLowerCase() : out.toUpperCase();
  return out.padStart(Number(width || 0), pad === '_' || (!numeric && pad !== '0') || 'ekl'.includes(code) ? ' ' : '0');
}
