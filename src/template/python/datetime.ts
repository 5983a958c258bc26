// Python's datetime and timedelta as far as templates use them; naive times, microseconds kept.
import { Float, PyObject, float, tuple, type Value } from '../../value/index.js';
import { bind, type Kwargs } from './arguments.js';
import { NativeFunction } from './callable.js';
import { fail } from './errors.js';
import { indexOf } from './numbers.js';
import { str } from './text.js';

export const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
export const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

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
      case 'replace':
        return new NativeFunction('replace', (args, kwargs) => this.replaced(args, kwargs));
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

  private replaced(args: readonly Value[], kwargs: Kwargs): PyDateTime {
    const names = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'];
    const given = bind('replace', args, kwargs, names);
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micro = 0] = names.map((name, i) =>
      indexOf(given[i] ?? this.get(name) ?? 0, name),
    );
    const limits: [number, number, number][] = [
      [year, 1, 9999],
      [month, 1, 12],
      [day, 1, new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()],
      [hour, 0, 23],
      [minute, 0, 59],
      [second, 0, 59],
      [micro, 0, 999_999],
    ];
    limits.forEach(([n, least, most], i) => {
      if (n < least || n > most) fail(`${names[i] ?? ''} is out of range`);
    });
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    date.setUTCHours(hour, minute, second);
    return new PyDateTime(date.getTime() * 1000 + micro, this.offset);
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
    const micro = ((this.micros % 1e6) + 1e6) % 1e6;
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

/** The flags and the width of glibc: padding with nothing, spaces or zeros, upper and swapped case. */
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

/** strftime in the C locale. @param zone the name of the time zone where it is known */
export function formatTime(time: PyDateTime, format: string, zone?: string): string {
  const d = new Date(Math.floor(time.micros / 1000));
  const year = d.getUTCFullYear();
  const yday = Math.floor((d.getTime() - Date.UTC(year, 0, 1)) / 86400000);
  const hour12 = d.getUTCHours() % 12 || 12;
  const again = (f: string): string => formatTime(time, f, zone);
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
