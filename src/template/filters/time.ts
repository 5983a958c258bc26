// Filters on times: strftime and to_datetime; and the global `now()`.
import { isNumeric, toNumber } from '../python/numbers.js';
import { PyDateTime } from '../../value/index.js';
import { formatTime } from '../python/datetime.js';
import { parseTime } from '../python/strptime.js';
import { fail } from '../python/errors.js';
import { str } from '../python/text.js';
import type { FilterCall } from '../types.js';
import { define, engineOf, flag, needString, take, text, type Table } from './define.js';

/** The moment as local or UTC wall-clock time. */
export function moment(ms: number, utc: boolean): PyDateTime {
  const offset = utc ? 0 : -new Date(ms).getTimezoneOffset();
  return new PyDateTime(Math.round((ms + offset * 60000) * 1000), offset);
}

/** The short name of the local time zone at a moment. */
function zoneName(ms: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts(ms);
  return parts.find((p) => p.type === 'timeZoneName')?.value ?? 'UTC';
}

function strftime(call: FilterCall): string {
  const [second, utc] = take(call, 'strftime', ['second', 'utc']);
  let ms: number;
  if (second === undefined || second === null) {
    engineOf(call).impure();
    ms = call.port.now();
  } else {
    const n = isNumeric(second) ? toNumber(second) : Number(str(second));
    if (Number.isNaN(n)) fail(`Invalid value for epoch value (${str(second)})`);
    ms = n * 1000;
  }
  const inUtc = flag(utc, false);
  return formatTime(
    moment(ms, inUtc), // compat: C's strftime has no %f.
    needString(call.value, 'strftime').replace(/%(%|f)/g, (c) => (c === '%f' ? '%%f' : c)),
    inUtc ? 'GMT' : zoneName(ms),
  );
}

const table: Table = {
  strftime,
  to_datetime: (call) =>
    parseTime(
      needString(call.value, 'to_datetime'),
      text(take(call, 'to_datetime', ['format'])[0], '%Y-%m-%d %H:%M:%S'),
    ),
};

export const TIME_FILTERS = define(table);
