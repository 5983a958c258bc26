// Filters of community.general on spans of time: `2h 30m` in another unit.
import { float, type Value } from '../../../value/index.js';
import { fail } from '../../python/errors.js';
import { isNumeric, toNumber } from '../../python/numbers.js';
import { str } from '../../python/text.js';
import type { Filter, FilterCall } from '../../types.js';
import { needString, text, type Table } from '../define.js';

const DAY = 24 * 60 * 60 * 1000;
/** In milliseconds; months and years may be set otherwise. */
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: DAY,
  w: 7 * DAY,
  mo: 30 * DAY,
  y: 365 * DAY,
};
const LONG: Readonly<Record<string, string>> = {
  millisecond: 'ms',
  msec: 'ms',
  msecond: 'ms',
  sec: 's',
  second: 's',
  hour: 'h',
  min: 'm',
  minute: 'm',
  day: 'd',
  week: 'w',
  month: 'mo',
  year: 'y',
};

function shortUnit(unit: string): string {
  const long = unit.replace(/s+$/, '');
  return Object.hasOwn(LONG, long) ? (LONG[long] ?? unit) : unit;
}

function converted(call: FilterCall, what: string, unit: string): Value {
  const time = needString(call.value, what);
  if (time === '0') return 0;
  const units: Record<string, number> = { ...UNITS };
  for (const [name, days] of call.kwargs) {
    if (name !== 'year' && name !== 'month')
      fail(`${what} has no argument '${name}'`, 'it takes year and month, in days');
    if (!isNumeric(days)) return fail(`${what}: ${name} is a number of days, not ${str(days)}`);
    units[name === 'year' ? 'y' : 'mo'] = toNumber(days) * DAY;
  }
  const millisecondsOf = (name: string): number =>
    (Object.hasOwn(units, name) ? units[name] : undefined) ??
    fail(`${what} does not know the unit '${name}'`, `units are ${Object.keys(UNITS).join(', ')}`);
  const target = millisecondsOf(shortUnit(unit));
  let sum = 0;
  for (const word of time.split(/\s+/).filter(Boolean)) {
    const m = /^(-?\d+)([\p{L}\p{N}_]+)/u.exec(word) ?? fail(`${what} can not interpret '${time}'`);
    sum += Number(m[1]) * millisecondsOf(shortUnit(m[2] ?? ''));
  }
  if (target === 0) fail('division by zero');
  return float(Number((sum / target).toFixed(12)));
}

function to(name: string, unit: string): Filter {
  return (call) => {
    if (call.args.length > 0) fail(`${name} takes no positional arguments`);
    return converted(call, name, unit);
  };
}

export const TIME_FILTERS: Table = {
  to_time_unit: (call) => {
    const [unit, ...more] = call.args;
    if (more.length > 0) fail('to_time_unit takes one unit');
    const kwargs = new Map(call.kwargs);
    const named = kwargs.get('unit');
    kwargs.delete('unit');
    return converted({ ...call, kwargs }, 'to_time_unit', text(unit ?? named, 'ms'));
  },
  to_milliseconds: to('to_milliseconds', 'ms'),
  to_seconds: to('to_seconds', 's'),
  to_minutes: to('to_minutes', 'm'),
  to_hours: to('to_hours', 'h'),
  to_days: to('to_days', 'd'),
  to_weeks: to('to_weeks', 'w'),
  to_months: to('to_months', 'mo'),
  to_years: to('to_years', 'y'),
};
