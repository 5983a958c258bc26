// Filters on times: strftime and to_datetime; and the global `now()`.
import { isNumeric, toNumber } from '../python/numbers.js';
import { formatTime, parseTime, PyDateTime } from '../python/datetime.js';
import { fail } from '../python/errors.js';
import { str } from '../python/text.js';
import type { FilterCall } from '../types.js';
import { define, engineOf, flag, take, text, type Table } from './define.js';

/** The moment as local or UTC wall-clock time. */
export function moment(ms: number, utc: boolean): PyDateTime {
  const offset = utc ? 0 : -new Date(ms).getTimezoneOffset();
  return new PyDateTime(Math.round((ms + offset * 60000) * 1000), offset);
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
  return formatTime(moment(ms, flag(utc, false)), str(call.value));
}

const table: Table = {
  strftime,
  to_datetime: (call) =>
    parseTime(str(call.value), text(take(call, 'to_datetime', ['format'])[0], '%Y-%m-%d %H:%M:%S')),
};

export const TIME_FILTERS = define(table);
