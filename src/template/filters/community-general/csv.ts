// The filter from_csv: rows of a CSV text as dicts, read as Python's csv module reads them.
import type { Value, ValueMap } from '../../../value/index.js';
import { mapSet } from '../../python/compare.js';
import { fail } from '../../python/errors.js';
import { str } from '../../python/text.js';
import type { Filter } from '../../types.js';
import { CsvReader } from '../../csv-reader.js';
import { flag, take, text } from '../define.js';

const DELIMITERS: Readonly<Record<string, string>> = { excel: ',', 'excel-tab': '\t', unix: ',' };

/** compat: surplus fields stand under the key none, missing ones are none. */
function asDict(names: readonly Value[], row: readonly string[]): ValueMap {
  const out: ValueMap = new Map();
  names.forEach((name, i) => {
    const field = row[i];
    if (field !== undefined) mapSet(out, name, field);
  });
  if (row.length > names.length) mapSet(out, null, row.slice(names.length));
  for (const name of names.slice(row.length)) mapSet(out, name, null);
  return out;
}

export const fromCsv: Filter = (call) => {
  const [dialect, fieldnames, delimiter, skip, strict] = take(call, 'from_csv', [
    'dialect',
    'fieldnames',
    'delimiter',
    'skipinitialspace',
    'strict',
  ]);
  const name = text(dialect, 'excel');
  const standard = Object.hasOwn(DELIMITERS, name) ? DELIMITERS[name] : undefined;
  if (standard === undefined) return fail(`from_csv has no dialect '${name}'`, 'excel, excel-tab and unix are there');
  const own = text(delimiter, standard);
  if (Array.from(own).length !== 1) fail(`from_csv: the delimiter must be one character, not '${own}'`);
  const reader = new CsvReader({
    delimiter: own,
    skipInitialSpace: flag(skip ?? undefined, false),
    strict: flag(strict ?? undefined, false),
  });
  const rows = reader.read(str(call.value).replace(/^\ufeff/, ''));
  const given = fieldnames === undefined || fieldnames === null ? undefined : fieldnames;
  const names: Value[] =
    given === undefined ? (rows.shift() ?? []) : Array.isArray(given) ? given : Array.from(str(given));
  return rows.filter((row) => row.length > 0).map((row) => asDict(names, row));
};
