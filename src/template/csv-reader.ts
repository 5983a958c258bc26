// Takes the text of a CSV file apart as Python's csv module does.
import { fail } from './python/errors.js';

export interface CsvDialect {
  readonly delimiter: string;
  readonly skipInitialSpace: boolean;
  readonly strict: boolean;
}

type State = 'record' | 'field' | 'plain' | 'quoted' | 'closing' | 'end';

/** Reads the text of one CSV file line by line. */
export class CsvReader {
  private state: State = 'record';
  private fields: string[] = [];
  private current = '';
  readonly rows: string[][] = [];

  constructor(private readonly dialect: CsvDialect) {}

  read(source: string): string[][] {
    for (const line of source.match(/[^\n]*\n|[^\n]+$/g) ?? []) this.line(line);
    if (this.state !== 'record') {
      if (this.dialect.strict) fail('csv: unexpected end of data');
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
        if (!newline) fail('csv: new-line character seen in unquoted field');
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
          if (this.state === 'closing' && strict) fail(`csv: '${delimiter}' expected after '"'`);
          this.current += c;
          this.state = 'plain';
        }
    }
  }
}
