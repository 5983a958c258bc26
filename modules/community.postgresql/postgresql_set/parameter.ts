// A parameter of a PostgreSQL server: how it is read, compared and written.
import { ModuleFailure } from '../../../src/kit/index.js';
import { dotted, joined, plain, Sql, sql } from '../../_shared/postgres-sql.js';

export interface Look {
  readonly version: number;
  /** As SHOW has it; null: there is none. */
  readonly shown: string | null;
  /** Its row of pg_settings. */
  readonly setting: {
    readonly setting: string;
    readonly unit: string | null;
    readonly context: string;
    readonly boot_val: string | null;
  } | null;
}

export interface Parameter {
  readonly pretty: string;
  /** Sizes that are kept in kB and MB are numbers of bytes. */
  readonly raw: string | number;
  readonly boot: string | number | null;
  readonly unit: string | null;
  readonly context: string;
}

/** Lists whose elements the server quotes itself. */
const QUOTED_LISTS = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
]);
const isQuotedList = (name: string, version: number): boolean =>
  QUOTED_LISTS.has(name) || (name === 'unix_socket_directories' && version >= 140_000);

/** @throws ModuleFailure when the server has no such parameter */
export function parameterOf(name: string, { version, shown, setting }: Look): Parameter {
  if (shown === null)
    throw new ModuleFailure(`Unable to get ${name} value due to : unrecognized configuration parameter "${name}"\n`);
  if (!setting) throw new ModuleFailure(`No such parameter: ${name}. Please check its spelling and its case`);
  const factor = { kB: 1024, MB: 1024 * 1024 }[setting.unit ?? ''];
  const bytes = <T extends string | null>(value: T): T | number =>
    factor !== undefined && Number(value) > 0 ? Number(value) * factor : value;
  const unquoted = <T extends string | null>(value: T): T | string =>
    value !== null && isQuotedList(name, version) ? bareElements(value) : value;
  return {
    pretty: unquoted(shown),
    raw: bytes(unquoted(setting.setting)),
    boot: bytes(setting.boot_val),
    unit: factor === undefined ? setting.unit : 'b',
    context: setting.context,
  };
}

const bareElements = (list: string): string =>
  list
    .split(',')
    .map((one) => one.replace(/^[" ]+|[" ]+$/g, ''))
    .join(', ');

/** Units in capitals, as the server wants them, booleans as it has them, lists without quotes of their own. */
export function asWritten(name: string, value: string, version: number): string {
  if (isQuotedList(name, version)) return bareElements(value);
  if (value === 'True') return 'on';
  if (value === 'False') return 'off';
  return /^\d+(?:[mgt]?b)$/.test(value) ? value.toUpperCase() : value;
}

/** A size in bytes, a number as such, else the text: what check mode compares. */
export function inBytes(pretty: string | undefined): string | number | undefined {
  if (pretty === undefined || !/^\d/.test(pretty)) return pretty;
  const [, digits, unit] = /^(\d+)([kMGT]?B)$/.exec(pretty) ?? [];
  if (digits !== undefined) return Number(digits) * 1024 ** ['B', 'kB', 'MB', 'GB', 'TB'].indexOf(unit ?? 'B');
  return /^[\d.]+(?:[eE][-+]?\d+)?$/.test(pretty) && !Number.isNaN(Number(pretty)) ? Number(pretty) : pretty;
}

/** @param value undefined: take the setting away */
export function alterSystem(name: string, value: string | undefined, version: number): Sql {
  const words = (head: string, tail: Sql, shownTail = tail.shown): Sql =>
    new Sql(`${head} ${dotted(name, 4).text}${tail.text}`, `${head} ${name}${shownTail}`);
  if (value === undefined) return words('ALTER SYSTEM RESET', plain(''));
  if (value === 'default') return words('ALTER SYSTEM SET', plain(' = DEFAULT'));
  const isList =
    value.includes(',') &&
    !/_(?:command|prefix)$/.test(name) &&
    !(version < 140_000 && name === 'unix_socket_directories');
  if (!isList) return words('ALTER SYSTEM SET', sql` = ${value}`, ` = '${value}'`);
  const elements = value.split(',').map((one) => one.trim());
  const list = joined(
    elements.map((one) => sql`${one}`),
    ',',
  );
  return words('ALTER SYSTEM SET', sql` = ${list}`, ` = ${elements.map((one) => `'${one}'`).join(',')}`);
}
