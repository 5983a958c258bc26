// Python's datetime, date and time as far as templates use them; naive times, microseconds kept.
import { PyObject, float, type Value } from '../../value/index.js';
import { bind } from './arguments.js';
import { NativeFunction } from './callable.js';
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
    const zone = this.offset === undefined ? '' : `, tzinfo=${zoneRepr(this.offset)}`;
    return `datetime.datetime(${parts.join(', ')}${zone})`;
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

function zoneRepr(minutes: number): string {
  return minutes === 0 ? 'datetime.timezone.utc' : `datetime.timezone(${new PyTimeDelta(minutes * 60e6).repr()})`;
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

/** strftime in the C locale. @param zone the name of the time zone where it is known */
export function formatTime(time: PyDateTime, format: string, zone?: string): string {
  const d = new Date(Math.floor(time.micros / 1000));
  const year = d.getUTCFullYear();
  const yday = dayOfYear(d);
  const hour12 = d.getUTCHours() % 12 || 12;
  const again = (f: string): string => formatTime(time, f, zone);
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
    Z: () => zone ?? (offset === undefined ? '' : offset === 0 ? 'UTC' : ''),
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
