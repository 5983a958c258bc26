// Python's datetime, date and time as far as templates use them; naive times, microseconds kept.
import { PyObject, float, type Value } from '../../value/index.js';
import { bind } from './arguments.js';
import { NativeFunction } from './callable.js';
import { fail } from './errors.js';
import { NamedTuple } from './named-tuple.js';
import { indexOf } from './numbers.js';
import { str } from './text.js';
import { PyTimeDelta } from './timedelta.js';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

const FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'];

function two(n: number, width = 2): string {
  return String(n).padStart(width, '0');
}

/** Microseconds since the epoch, read as if in UTC; `offset` (minutes) is only for %z. */
export class PyDateTime extends PyObject {
  override readonly typeName = 'datetime';
  constructor(
    readonly micros: number,
    readonly offset?: number,
  ) {
    super();
  }

  private get date(): Date {
    return new Date(Math.floor(this.micros / 1000));
  }

  override get(name: string): Value | undefined {
    const d = this.date;
    switch (name) {
      case 'year':
        return d.getUTCFullYear();
      case 'month':
        return d.getUTCMonth() + 1;
      case 'day':
        return d.getUTCDate();
      case 'hour':
        return d.getUTCHours();
      case 'minute':
        return d.getUTCMinutes();
      case 'second':
        return d.getUTCSeconds();
      case 'microsecond':
        return ((this.micros % 1e6) + 1e6) % 1e6;
      case 'strftime':
        return new NativeFunction('strftime', (args) => formatTime(this, str(args[0] ?? '')));
      case 'isoformat':
        return new NativeFunction('isoformat', (args) => this.isoFormat(args[0] === undefined ? 'T' : str(args[0])));
      case 'timestamp':
        return new NativeFunction('timestamp', () =>
          float((this.micros / 1000 - (this.offset ?? -d.getTimezoneOffset()) * 60000) / 1000),
        );
      case 'weekday':
        return new NativeFunction('weekday', () => (d.getUTCDay() + 6) % 7);
      case 'isoweekday':
        return new NativeFunction('isoweekday', () => d.getUTCDay() || 7);
      case 'date':
        return new NativeFunction('date', () => new PyDate(this));
      case 'time':
        return new NativeFunction('time', () => new PyTime(this));
      case 'tzinfo':
        return this.offset === undefined ? null : undefined;
      case 'toordinal':
        return new NativeFunction('toordinal', () => Math.floor(this.micros / 86400e6) + 719163);
      case 'ctime':
        return new NativeFunction(
          'ctime',
          () => `${formatTime(this, '%a %b %e %H:%M:%S')} ${two(d.getUTCFullYear(), 4)}`,
        );
      case 'isocalendar':
        return new NativeFunction(
          'isocalendar',
          () =>
            new NamedTuple(
              ['year', 'week', 'weekday'],
              [...isoWeek(d), d.getUTCDay() || 7],
              'datetime.IsoCalendarDate',
            ),
        );
      case 'replace':
        return new NativeFunction('replace', (args, kwargs) => this.replaced(bind('replace', args, kwargs, FIELDS)));
      case 'timetuple':
        return new NativeFunction(
          'timetuple',
          () =>
            new NamedTuple(
              ['tm_year', 'tm_mon', 'tm_mday', 'tm_hour', 'tm_min', 'tm_sec', 'tm_wday', 'tm_yday', 'tm_isdst'],
              [...this.fields().slice(0, 6), (d.getUTCDay() + 6) % 7, dayOfYear(d) + 1, -1],
              'time.struct_time',
            ),
        );
      default:
        return undefined;
    }
  }

  /** Year, month, day, hour, minute, second, microsecond. */
  private fields(): number[] {
    return FIELDS.map((name) => this.get(name) as number);
  }

  private replaced(given: readonly (Value | undefined)[]): PyDateTime {
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, micro = 0] = this.fields().map((old, i) =>
      given[i] === undefined ? old : indexOf(given[i]),
    );
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    const fits = year > 0 && year < 10000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
    if (!fits || hour > 23 || minute > 59 || second > 59) fail('day is out of range for month, or another field is');
    date.setUTCHours(hour, minute, second);
    return new PyDateTime(date.getTime() * 1000 + micro, this.offset);
  }

  isoFormat(separator = 'T'): string {
    const text = `${two(this.date.getUTCFullYear(), 4)}${formatTime(this, `-%m-%d${separator}%H:%M:%S`)}`;
    const micro = ((this.micros % 1e6) + 1e6) % 1e6;
    const zone = this.offset === undefined ? '' : formatTime(this, '%z').replace(/(\d\d)$/, ':$1');
    return text + (micro ? `.${two(micro, 6)}` : '') + zone;
  }

  override str(): string {
    return this.isoFormat(' ');
  }

  override repr(): string {
    const d = this.date;
    const parts = [d.getUTCFullYear(), d.getUTCMonth() + 1, d.getUTCDate(), d.getUTCHours(), d.getUTCMinutes()];
    const micro = this.get('microsecond') as number;
    if (d.getUTCSeconds() || micro) parts.push(d.getUTCSeconds());
    if (micro) parts.push(micro);
    return `datetime.datetime(${parts.join(', ')})`;
  }

  compareTo(other: Value): number | undefined {
    return other instanceof PyDateTime ? this.micros - other.micros : undefined;
  }

  arithmetic(op: string, other: Value): Value | undefined {
    if (op === '-' && other instanceof PyDateTime) return new PyTimeDelta(this.micros - other.micros);
    if (other instanceof PyTimeDelta && op === '-') return new PyDateTime(this.micros - other.micros, this.offset);
    if (other instanceof PyTimeDelta && op === '+') return new PyDateTime(this.micros + other.micros, this.offset);
    return undefined;
  }
}

/** `datetime.date()` */
class PyDate extends PyObject {
  override readonly typeName = 'date';
  readonly midnight: PyDateTime;
  constructor(at: PyDateTime) {
    super();
    this.midnight = new PyDateTime(Math.floor(at.micros / 86400e6) * 86400e6);
  }
  override get(name: string): Value | undefined {
    if (name === 'isoformat') return new NativeFunction('isoformat', () => this.str());
    return /^(hour|minute|second|microsecond|date|time|timestamp|tzinfo)$/.test(name)
      ? undefined
      : this.midnight.get(name);
  }
  compareTo(other: Value): number | undefined {
    return other instanceof PyDate ? this.midnight.micros - other.midnight.micros : undefined;
  }
  arithmetic(op: string, other: Value): Value | undefined {
    if (op === '-' && other instanceof PyDate) return new PyTimeDelta(this.midnight.micros - other.midnight.micros);
    const moved = other instanceof PyTimeDelta ? this.midnight.arithmetic(op, other) : undefined;
    return moved instanceof PyDateTime ? new PyDate(moved) : undefined;
  }
  override str(): string {
    return this.midnight.isoFormat().slice(0, 10);
  }
  override repr(): string {
    return `datetime.date(${this.str().split('-').map(Number).join(', ')})`;
  }
}

/** `datetime.time()` */
class PyTime extends PyObject {
  override readonly typeName = 'time';
  constructor(private readonly at: PyDateTime) {
    super();
  }
  override get(name: string): Value | undefined {
    if (name === 'isoformat') return new NativeFunction('isoformat', () => this.str());
    return /^(hour|minute|second|microsecond|tzinfo)$/.test(name) ? this.at.get(name) : undefined;
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

/** strftime in the C locale. */
export function formatTime(time: PyDateTime, format: string): string {
  const d = new Date(Math.floor(time.micros / 1000));
  const year = d.getUTCFullYear();
  const yday = dayOfYear(d);
  const hour12 = d.getUTCHours() % 12 || 12;
  const again = (f: string): string => formatTime(time, f);
  const offset = time.offset;
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
    Z: () => (offset === undefined ? '' : offset === 0 ? 'UTC' : ''),
    n: () => '\n',
    t: () => '\t',
    '%': () => '%',
  };
  return format.replace(/%([-_0^#]?)([a-zA-Z%])/g, (whole: string, flag: string, c: string) => {
    const text = codes[c]?.();
    return text === undefined ? whole : flagged(text, flag);
  });
}

/** compat: glibc's flags: `-` no padding, `_` spaces, `0` zeros, `^` capitals, `#` the other case. */
function flagged(text: string, flag: string): string {
  if (flag === '^') return text.toUpperCase();
  if (flag === '#') return /[a-z]/.test(text) ? text.toUpperCase() : text.toLowerCase();
  if (flag === '-') return text.replace(/^[0 ]+(?=\d)/, '');
  if (flag === '_') return text.replace(/^0+(?=\d)/, (zeros) => ' '.repeat(zeros.length));
  return flag === '0' ? text.replace(/^ +/, (spaces) => '0'.repeat(spaces.length)) : text;
}

const PARSERS: Record<string, string> = {
  Y: '(\\d{4})',
  y: '(\\d{2})',
  m: '(\\d{1,2})',
  d: '(\\d{1,2})',
  H: '(\\d{1,2})',
  I: '(\\d{1,2})',
  M: '(\\d{1,2})',
  S: '(\\d{1,2})',
  f: '(\\d{1,6})',
  j: '(\\d{1,3})',
  p: '(AM|PM)',
  b: '([A-Za-z]{3})',
  B: '([A-Za-z]+)',
  a: '([A-Za-z]{3})',
  A: '([A-Za-z]+)',
  z: '(Z|[-+]\\d{2}:?\\d{2})',
  Z: '(UTC|GMT)',
};

/** datetime.strptime */
export function parseTime(text: string, format: string): PyDateTime {
  const fields: string[] = [];
  const pattern = format
    .replace(/%[DFTR]/g, (c) => ({ '%D': '%m/%d/%y', '%F': '%Y-%m-%d', '%T': '%H:%M:%S', '%R': '%H:%M' })[c] ?? c)
    .replace(/%(.)|\s+|[.*+?^${}()|[\]\\/]/g, (whole: string, code?: string) => {
      if (code === '%') return '%';
      if (code !== undefined) {
        const parser = PARSERS[code] ?? fail(`'${code}' is a bad directive in format '${format}'`);
        fields.push(code);
        return parser;
      }
      return /^\s/.test(whole) ? '\\s+' : `\\${whole}`;
    });
  const m = new RegExp(`^${pattern}$`, 'i').exec(text) ?? fail(`time data '${text}' does not match format '${format}'`);
  const v: Record<string, string> = {};
  fields.forEach((f, i) => (v[f] = m[i + 1] ?? ''));
  const has = (name: string): number | undefined => (v[name] === undefined ? undefined : Number(v[name]));
  const month = v['b'] ?? v['B'];
  const monthIndex =
    month === undefined
      ? (has('m') ?? 1) - 1
      : MONTHS.findIndex((x) => x.toLowerCase().startsWith(month.toLowerCase()));
  const short = has('y');
  const year = has('Y') ?? (short === undefined ? 1900 : short < 69 ? 2000 + short : 1900 + short);
  let hour = has('H') ?? has('I') ?? 0;
  if (v['p'] !== undefined) hour = (hour % 12) + (/pm/i.test(v['p']) ? 12 : 0);
  const [day, minute, second] = [has('d') ?? 1, has('M') ?? 0, has('S') ?? 0];
  const daysInMonth = new Date(Date.UTC(year, monthIndex + 1, 0)).getUTCDate();
  if (monthIndex < 0 || monthIndex > 11 || day < 1 || day > daysInMonth || hour > 23 || minute > 59 || second > 61)
    fail(`time data '${text}' does not match format '${format}'`);
  const date = new Date(0);
  date.setUTCFullYear(year, monthIndex, day);
  date.setUTCHours(hour, minute, second);
  const yday = has('j');
  const base = yday !== undefined && v['d'] === undefined ? date.setUTCMonth(0, yday) : date.getTime();
  const zone = v['z'];
  const offset =
    zone === undefined
      ? undefined
      : /z/i.test(zone)
        ? 0
        : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  return new PyDateTime(base * 1000 + Number((v['f'] ?? '').padEnd(6, '0')), offset);
}
