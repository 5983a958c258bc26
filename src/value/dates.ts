// Dates and times as values: what YAML's timestamps and the filters on time are made of, and their texts.
import { PyObject, type Value } from './value.js';

const DAY = 86400e6;

function two(n: number, width = 2): string {
  return String(n).padStart(width, '0');
}

/** Python's datetime. Attributes beyond its fields, and arithmetic, are in `template/python/datetime.ts`. */
export class PyDateTime extends PyObject {
  override readonly typeName = 'datetime';

  /**
   * @param micros microseconds since the epoch, of what a clock on the wall shows, read as if in UTC
   * @param offset minutes the clock is ahead of UTC; undefined: nobody knows ("naive")
   * @param written whether it stands in YAML so, rather than having been worked out
   */
  constructor(
    readonly micros: number,
    readonly offset?: number,
    readonly written = false,
  ) {
    super();
  }

  /** The same clock as JavaScript sees it; only its UTC methods tell the truth. */
  get clock(): Date {
    return new Date(Math.floor(this.micros / 1000));
  }

  override get(name: string): number | undefined {
    switch (name) {
      case 'year':
        return this.clock.getUTCFullYear();
      case 'month':
        return this.clock.getUTCMonth() + 1;
      case 'day':
        return this.clock.getUTCDate();
      case 'hour':
        return this.clock.getUTCHours();
      case 'minute':
        return this.clock.getUTCMinutes();
      case 'second':
        return this.clock.getUTCSeconds();
      case 'microsecond':
        return ((this.micros % 1e6) + 1e6) % 1e6;
      default:
        return undefined;
    }
  }

  /** Python's `isoformat`. */
  isoFormat(separator = 'T'): string {
    const iso = this.clock.toISOString();
    const day = `${two(this.clock.getUTCFullYear(), 4)}${iso.slice(-20, -14)}`;
    const micro = this.get('microsecond') ?? 0;
    return day + separator + iso.slice(-13, -5) + (micro ? `.${two(micro, 6)}` : '') + this.zone();
  }

  private zone(): string {
    if (this.offset === undefined) return '';
    const minutes = Math.abs(this.offset);
    return `${this.offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  }

  override str(): string {
    return this.isoFormat(' ');
  }

  override repr(): string {
    const parts = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'].map((n) => this.get(n) ?? 0);
    while (parts.length > 5 && parts.at(-1) === 0) parts.pop();
    const zone = this.offset === undefined ? '' : `, tzinfo=${zoneRepr(this.offset)}`;
    return `datetime.datetime(${parts.join(', ')}${zone})`;
  }

  compareTo(other: Value): number | undefined {
    if (!(other instanceof PyDateTime) || (this.offset === undefined) !== (other.offset === undefined))
      return undefined;
    return this.since(other);
  }

  /** Microseconds between two moments of which both or none know their zone. */
  since(other: PyDateTime): number {
    return this.micros - other.micros - ((this.offset ?? 0) - (other.offset ?? 0)) * 60e6;
  }

  /** For `JSON.stringify`: as Ansible sends it. */
  toJSON(): string {
    return this.isoFormat();
  }
}

function zoneRepr(minutes: number): string {
  if (minutes === 0) return 'datetime.timezone.utc';
  const days = Math.floor(minutes / 1440);
  const seconds = (minutes - days * 1440) * 60;
  const parts = [...(days ? [`days=${days}`] : []), ...(seconds ? [`seconds=${seconds}`] : [])];
  return `datetime.timezone(datetime.timedelta(${parts.join(', ')}))`;
}

/** Python's date. */
export class PyDate extends PyObject {
  override readonly typeName = 'date';
  readonly midnight: PyDateTime;

  /**
   * @param micros any moment of the day, as in `PyDateTime`
   * @param written as there
   */
  constructor(
    micros: number,
    readonly written = false,
  ) {
    super();
    this.midnight = new PyDateTime(Math.floor(micros / DAY) * DAY);
  }

  override get(name: string): number | undefined {
    return name === 'year' || name === 'month' || name === 'day' ? this.midnight.get(name) : undefined;
  }

  isoFormat(): string {
    return this.midnight.isoFormat().slice(0, 10);
  }

  override str(): string {
    return this.isoFormat();
  }

  override repr(): string {
    return `datetime.date(${this.str().split('-').map(Number).join(', ')})`;
  }

  compareTo(other: Value): number | undefined {
    return other instanceof PyDate ? this.midnight.since(other.midnight) : undefined;
  }

  toJSON(): string {
    return this.isoFormat();
  }
}
