// Python's datetime and timedelta as far as templates use them; naive times, microseconds kept.
import { Float, PyObject, float, tuple, type Value } from '../../value/index.js';
import { NativeFunction } from './callable.js';
import { fail } from './errors.js';
import { str } from './text.js';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = 'January February March April May June July August September October November December'.split(' ');

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
        return new NativeFunction('date', () => this.isoFormat('T').slice(0, 10));
      case 'timetuple':
        return new NativeFunction('timetuple', () =>
          tuple([
            d.getUTCFullYear(),
            d.getUTCMonth() + 1,
            d.getUTCDate(),
            d.getUTCHours(),
            d.getUTCMinutes(),
            d.getUTCSeconds(),
          ]),
        );
      default:
        return undefined;
    }
  }

  isoFormat(separator = 'T'): string {
    const text = formatTime(this, `%Y-%m-%d${separator}%H:%M:%S`);
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
    if (d.getUTCSeconds()) parts.push(d.getUTCSeconds());
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

class PyTimeDelta extends PyObject {
  override readonly typeName = 'timedelta';
  constructor(readonly micros: number) {
    super();
  }
  private get days(): number {
    return Math.floor(this.micros / 86400e6);
  }
  override get(name: string): Value | undefined {
    const rest = this.micros - this.days * 86400e6;
    if (name === 'days') return this.days;
    if (name === 'seconds') return Math.floor(rest / 1e6);
    if (name === 'microseconds') return rest % 1e6;
    if (name === 'total_seconds') return new NativeFunction('total_seconds', () => float(this.micros / 1e6));
    return undefined;
  }
  truthy(): boolean {
    return this.micros !== 0;
  }
  override repr(): string {
    const parts = ['days', 'seconds', 'microseconds']
      .filter((n) => this.get(n) !== 0)
      .map((n) => `${n}=${str(this.get(n) ?? 0)}`);
    return `datetime.timedelta(${parts.join(', ') || '0'})`;
  }
  override str(): string {
    const rest = this.micros - this.days * 86400e6;
    const s = Math.floor(rest / 1e6);
    const micro = rest % 1e6 ? `.${two(rest % 1e6, 6)}` : '';
    const days = this.days ? `${this.days} day${Math.abs(this.days) === 1 ? '' : 's'}, ` : '';
    return `${days}${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}${micro}`;
  }
  compareTo(other: Value): number | undefined {
    return other instanceof PyTimeDelta ? this.micros - other.micros : undefined;
  }
  arithmetic(op: string, other: Value): Value | undefined {
    if (other instanceof PyTimeDelta && (op === '+' || op === '-'))
      return new PyTimeDelta(this.micros + (op === '+' ? 1 : -1) * other.micros);
    if (other instanceof PyDateTime && op === '+') return new PyDateTime(other.micros + this.micros, other.offset);
    const n = other instanceof Float ? other.value : typeof other === 'number' ? other : undefined;
    if (n !== undefined && op === '*') return new PyTimeDelta(Math.round(this.micros * n));
    if (n !== undefined && op === '/') return new PyTimeDelta(Math.round(this.micros / n));
    return undefined;
  }
}

function isoWeek(d: Date): [number, number] {
  const t = new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate()));
  t.setUTCDate(t.getUTCDate() + 4 - (t.getUTCDay() || 7));
  const year = t.getUTCFullYear();
  return [year, Math.ceil(((t.getTime() - Date.UTC(year, 0, 1)) / 86400000 + 1) / 7)];
}

/** strftime in the C locale. */
export function formatTime(time: PyDateTime, format: string): string {
  const d = new Date(Math.floor(time.micros / 1000));
  const year = d.getUTCFullYear();
  const yday = Math.floor((d.getTime() - Date.UTC(year, 0, 1)) / 86400000);
  const hour12 = d.getUTCHours() % 12 || 12;
  const again = (f: string): string => formatTime(time, f);
  const offset = time.offset;
  const codes: Record<string, () => string> = {
    Y: () => String(year),
    C: () => two(Math.floor(year / 100)),
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
  return format.replace(/%([a-zA-Z%])/g, (whole: string, c: string) => codes[c]?.() ?? whole);
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
  const base =
    yday !== undefined && v['d'] === undefined ? Date.UTC(year, 0, yday, hour, minute, second) : date.getTime();
  const zone = v['z'];
  const offset =
    zone === undefined
      ? undefined
      : /z/i.test(zone)
        ? 0
        : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  return new PyDateTime(base * 1000 + Number((v['f'] ?? '').padEnd(6, '0')), offset);
}
