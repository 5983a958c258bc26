// Rows of CSV text as Python's csv module reads them. Pure.

export interface Dialect {
  readonly delimiter: string;
  readonly skipinitialspace: boolean;
  readonly strict: boolean;
}

/** Characters a field may have. */
const MOST_FIELD = 131_072;

/** @throws RangeError with what is wrong */
export function parseCsv(text: string, { delimiter, skipinitialspace, strict }: Dialect): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let state: 'row' | 'field' | 'plain' | 'quoted' | 'quote' = 'row';
  const endField = (): void => {
    row.push(field);
    field = '';
    state = 'field';
  };
  const add = (c: string): void => {
    field += c;
    if (field.length > MOST_FIELD) throw new RangeError(`field larger than field limit (${MOST_FIELD})`);
  };
  const endRow = (): void => {
    rows.push(row);
    row = [];
    state = 'row';
  };
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    const newline = c === '\n' || c === '\r';
    if (state === 'quoted') {
      if (c === '"') state = 'quote';
      else add(c);
    } else if (newline) {
      if (state !== 'row') endField();
      if (c === '\r' && text[i + 1] === '\n') i++;
      endRow();
    } else if (state === 'quote') {
      if (c === '"') {
        add(c);
        state = 'quoted';
      } else if (c === delimiter) endField();
      else if (strict) throw new RangeError(`'${delimiter}' expected after '"'`);
      else {
        add(c);
        state = 'plain';
      }
    } else if (c === delimiter) endField();
    else if (state === 'plain') add(c);
    else if (c === '"') state = 'quoted';
    else if (!(c === ' ' && skipinitialspace)) {
      add(c);
      state = 'plain';
    } else state = 'field';
  }
  if (state === 'quoted' && strict) throw new RangeError('unexpected end of data');
  if (state !== 'row') {
    endField();
    endRow();
  }
  return rows;
}
