// The filter from_csv: rows of a CSV text as dicts, read as Python's csv module reads them.
import type { Value, ValueMap } from '../../../value/index.js';
import { mapSet } from '../../python/compare.js';
import { fail } from '../../python/errors.js';
import { str } from '../../python/text.js';
import type { Filter } from '../../types.js';
import { flag, take, text } from '../define.js';

interface Dialect {
  readonly delimiter: string;
  readonly skipInitialSpace: boolean;
  readonly strict: boolean;
}

const DELIMITERS: Readonly<Record<string, string>> = { excel: ',', 'excel-tab': '\t', unix: ',' };

type State = 'record' | 'field' | 'plain' | 'quoted' | 'closing' | 'end';

/** Reads the text of one CSV file line by line. */
class Reader {
  private state: State = 'record';
  private fields: string[] = [];
  private current = '';
  readonly rows: string[][] = [];

  constructor(private readonly dialect: Dialect) {}

  read(source: string): string[][] {
    const lines = source.split('\n').map((line, i, all) => (i < all.length - 1 ? `${line}\n` : line));
    if (lines.at(-1) === '') lines.pop();
    for (const line of lines) this.line(line);
    if (this.state !== 'record') {
      if (this.dialect.strict) fail('from_csv: unexpected end of data');
      this.save();
      this.rows.push(this.fields);
    }
    return this.rows;
  }

  private line(line: string): void {
    for (const c of line) this.take(c);
    this.endOfLine();
    if (this.state !== 'record') return;
    this.rows.push(this.fields);
    this.fields = [];
  }

  private save(): void {
    this.fields.push(this.current);
    this.current = '';
  }

  private endOfLine(): void {
    if (this.state === 'quoted') return;
    if (this.state !== 'record' && this.state !== 'end') this.save();
    this.state = 'record';
  }

  private take(c: string): void {
    const { delimiter, skipInitialSpace, strict } = this.dialect;
    const newline = c === '\n' || c === '\r';
    switch (this.state) {
      case 'end':
        if (!newline) fail('from_csv: new-line character seen in unquoted field');
        return;
      case 'record':
      case 'field':
        if (newline) {
          if (this.state === 'field') this.save();
          this.state = 'end';
        } else if (c === '"') this.state = 'quoted';
        else if (c === ' ' && skipInitialSpace) this.state = 'field';
        else if (c === delimiter) {
          this.save();
          this.state = 'field';
        } else {
          this.current += c;
          this.state = 'plain';
        }
        return;
      case 'quoted':
        if (c === '"') this.state = 'closing';
        else this.current += c;
        return;
      case 'plain':
      case 'closing':
        if (this.state === 'closing' && c === '"') {
          this.current += c;
          this.state = 'quoted';
        } else if (newline || c === delimiter) {
          this.save();
          this.state = newline ? 'end' : 'field';
        } else {
          if (this.state === 'closing' && strict) fail(`from_csv: '${delimiter}' expected after '"'`);
          this.current += c;
          this.state = 'plain';
        }
    }
  }
}

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
  const reader = new Reader({
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
