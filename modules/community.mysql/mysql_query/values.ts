// Values of MySQL as a driver for Python and Ansible's results have them, and back into SQL.
import { mysqlLiteral } from '../../_shared/mysql-sql.js';

/** A value of a task as SQL. @throws Error for a dictionary */
export function bindable(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number')
    return Number.isInteger(value) || /e/.test(String(value)) ? String(value) : `${value}e0`;
  if (typeof value === 'string') return mysqlLiteral(value);
  if (Array.isArray(value)) return `(${value.map(bindable).join(',')})`;
  throw new Error('dict can not be used as parameter');
}

export interface Column {
  readonly name: string;
  readonly table: string;
  /** As the client calls it: `LONG`, `VAR_STRING`, `NEWDECIMAL` … */
  readonly type: string;
  readonly binary: boolean;
  readonly notNull: boolean;
  /** Bytes of the longest value. */
  readonly longest: number;
}

const WHOLE = new Set(['TINY', 'SHORT', 'LONG', 'INT24', 'LONGLONG', 'YEAR']);
const BROKEN = new Set(['FLOAT', 'DOUBLE', 'DECIMAL', 'NEWDECIMAL']);

/** @param cell as the client pads it in a table: blanks at the end of a text cannot be told from that */
export function fromCell(cell: string, column: Column): unknown {
  const text = cell.replace(/ +$/, '');
  const { type } = column;
  if (text.trim() === 'NULL' && !column.notNull && (type === 'NULL' || column.longest < 4 || text === 'NULL'))
    return null;
  if (WHOLE.has(type)) return Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text.trim());
  if (BROKEN.has(type)) return Number(text);
  if (type === 'DATETIME' || type === 'TIMESTAMP') return text.replace(' ', 'T').replace(/\.0+$/, '');
  if (/^(?:DATE|TIME)/.test(type)) return text;
  const hex = column.binary ? /^0x([0-9A-F]*)$/.exec(text)?.[1] : undefined;
  // The client writes nothing of NULL here: an empty value of a column that may be NULL is taken for it.
  if (hex === '' && !column.notNull) return null;
  return hex === undefined ? text : Buffer.from(hex, 'hex').toString('utf8');
}
