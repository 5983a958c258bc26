// Reads what the client prints with --table --column-type-info: types of columns, then a table where there are rows.
import { fromCell, type Column } from './values.js';

export interface Table {
  readonly rows: readonly Record<string, unknown>[];
}

const FIELD =
  /Field +\d+: {2}`([^]*?)`\n(?:Org_field: +`[^]*?`\n)?Catalog: +`[^]*?`\nDatabase: +`[^]*?`\nTable: +`([^]*?)`\nOrg_table: +`[^]*?`\nType: +(\S+)[^\n]*\nCollation: +[^\n]*\((\d+)\)\nLength: +\d+\nMax_length: +(\d+)\nDecimals: +\d+\nFlags: +([^\n]*)\n\n/y;
const BINARY_COLLATION = '63';

/** All tables, in order. */
export function readTables(stdout: string): Table[] {
  const tables: Table[] = [];
  let at = 0;
  while (at < stdout.length) {
    const columns: Column[] = [];
    for (;;) {
      FIELD.lastIndex = at;
      const found = FIELD.exec(stdout);
      if (!found) break;
      at = FIELD.lastIndex;
      const [, name = '', table = '', type = '', collation, longest, flags = ''] = found;
      columns.push({
        // compat: of columns of one name, the second has its table's name before it.
        name: columns.some((one) => one.name === name) ? `${table}.${name}` : name,
        table,
        type,
        binary: collation === BINARY_COLLATION,
        notNull: flags.split(' ').includes('NOT_NULL'),
        longest: Number(longest),
      });
    }
    if (columns.length === 0) {
      // Blank lines, and what else the client says.
      const line = stdout.indexOf('\n', at);
      at = line < 0 ? stdout.length : line + 1;
      continue;
    }
    if (stdout.charAt(at) === '\n') at++;
    const read = readRows(stdout, at, columns);
    tables.push({ rows: read.rows });
    at = read.at;
  }
  return tables;
}

/** The table that begins there, if one does. */
function readRows(text: string, from: number, columns: readonly Column[]): { rows: Table['rows']; at: number } {
  const border = /^\+[-+]*\+\n/.exec(text.slice(from, text.indexOf('\n', from) + 1))?.[0];
  if (border === undefined) return { rows: [], at: from };
  const widths = border
    .trim()
    .slice(1, -1)
    .split('+')
    .map((dashes) => dashes.length - 2);
  // Names of the columns are known already.
  let at = readRow(text, from + border.length, widths).at + border.length;
  const rows: Record<string, unknown>[] = [];
  while (text.charAt(at) === '|') {
    const row = readRow(text, at, widths);
    rows.push(Object.fromEntries(columns.map((column, i) => [column.name, fromCell(row.cells[i] ?? '', column)])));
    at = row.at;
  }
  return { rows, at: at + border.length };
}

/** Cells may have line feeds and bars in them: only their widths tell where they end. */
function readRow(text: string, from: number, widths: readonly number[]): { cells: string[]; at: number } {
  const cells: string[] = [];
  let at = from + 1;
  for (const width of widths) {
    at++;
    const begin = at;
    for (let taken = 0; taken < width && at < text.length;) {
      const point = text.codePointAt(at) ?? 0;
      taken += isWide(point) ? 2 : 1;
      at += point > 0xffff ? 2 : 1;
    }
    if (!text.startsWith(' |', at)) at = Math.max(at, text.indexOf(' |', at));
    cells.push(text.slice(begin, at));
    at += 2;
  }
  return { cells, at: at + 1 };
}

/** Characters for which the client counts two columns. */
const isWide = (point: number): boolean =>
  (point >= 0x1100 && point <= 0x115f) ||
  (point >= 0x2e80 && point <= 0xa4cf && point !== 0x303f) ||
  (point >= 0xac00 && point <= 0xd7a3) ||
  (point >= 0xf900 && point <= 0xfaff) ||
  (point >= 0xfe30 && point <= 0xfe6f) ||
  (point >= 0xff01 && point <= 0xff60) ||
  (point >= 0xffe0 && point <= 0xffe6) ||
  (point >= 0x20000 && point <= 0x3fffd);
