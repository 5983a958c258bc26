// What is asked for each part of mysql_info, and what is made of the answers.
import { float } from '../../../src/kit/index.js';

export type Row = Readonly<Record<string, string | null>>;

export interface Fields {
  readonly size: boolean;
  readonly tables: boolean;
  /** Databases without tables, too. */
  readonly empty: boolean;
}

/** Spellings of one question. */
type Question = readonly string[];

const VARIABLES: readonly Question[] = [['SHOW GLOBAL VARIABLES']];

export const SUBSETS = {
  version: () => VARIABLES,
  databases: ({ size, tables, empty }: Fields): readonly Question[] => [
    [
      `SELECT table_schema AS name${size ? ', SUM(data_length + index_length) AS size' : ''}${tables ? ', COUNT(table_name) AS tables' : ''} FROM information_schema.TABLES GROUP BY table_schema`,
    ],
    ...(empty ? [['SELECT schema_name AS name FROM information_schema.SCHEMATA']] : []),
  ],
  settings: () => VARIABLES,
  global_status: (): readonly Question[] => [['SHOW GLOBAL STATUS']],
  engines: (): readonly Question[] => [['SHOW ENGINES']],
  users: (): readonly Question[] => [['SELECT * FROM mysql.user']],
  users_info: (): readonly Question[] => [['SELECT * FROM mysql.user']],
  master_status: (): readonly Question[] => [['SHOW BINARY LOG STATUS', 'SHOW BINLOG STATUS', 'SHOW MASTER STATUS']],
  slave_hosts: (): readonly Question[] => [['SHOW REPLICAS', 'SHOW REPLICA HOSTS', 'SHOW SLAVE HOSTS']],
  slave_status: (): readonly Question[] => [['SHOW REPLICA STATUS', 'SHOW SLAVE STATUS']],
} satisfies Record<string, (fields: Fields) => readonly Question[]>;

export type Subset = keyof typeof SUBSETS;

/** `compat:` text that is a whole number becomes one, whatever it means. */
export function converted(name: string, value: string | null): unknown {
  if (value === null) return null;
  if (name === 'max_statement_time' && value !== '') return float(Number(value));
  // A time, as JSON of Python has it.
  if (name === 'password_last_changed') return value.replace(' ', 'T');
  if (!/^\s*[+-]?\d+(?:_\d+)*\s*$/.test(value)) return value;
  const number = Number(value.replaceAll('_', ''));
  return Number.isSafeInteger(number) ? number : BigInt(value.trim().replaceAll('_', ''));
}

const all = (row: Row, without: readonly string[] = []): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !without.includes(name))
      .map(([name, value]) => [name, converted(name, value)]),
  );

const variables = (rows: readonly Row[]): Record<string, unknown> =>
  Object.fromEntries(
    // A variable has no NULL: it is the word.
    rows.map((row) => [row['Variable_name'] ?? '', converted('', row['Value'] ?? 'NULL')] as [string, unknown]),
  );

/** Puts a row below keys, one below the other. */
function put(tree: Record<string, unknown>, keys: readonly (string | null | undefined)[], row: unknown): void {
  const [key, ...rest] = keys;
  const name = key ?? 'null';
  if (rest.length === 0) tree[name] = row;
  else put((tree[name] ??= {}) as Record<string, unknown>, rest, row);
}

/** @param answers to the questions of the part */
export function collect(
  name: Exclude<Subset, 'users_info'>,
  answers: readonly (readonly Row[])[],
  fields: Fields,
): Record<string, unknown> {
  const [rows = [], more = []] = answers;
  switch (name) {
    case 'version':
      return versionOf(rows.find((row) => row['Variable_name'] === 'version')?.['Value'] ?? '');
    case 'settings':
    case 'global_status':
      return variables(rows);
    case 'databases': {
      const empty = more.filter((one) => !rows.some((row) => row['name'] === one['name']));
      return Object.fromEntries(
        [...rows, ...empty].map((row) => [
          row['name'] ?? '',
          {
            ...(fields.size ? { size: Number(row['size'] ?? 0) } : {}),
            ...(fields.tables ? { tables: Number(row['tables'] ?? 0) } : {}),
          },
        ]),
      );
    }
    case 'engines':
      return Object.fromEntries(rows.map(({ Engine, ...row }) => [Engine ?? '', row]));
    case 'users': {
      const users: Record<string, unknown> = {};
      for (const row of rows) put(users, [row['Host'], row['User']], all(row, ['Host', 'User']));
      return users;
    }
    case 'master_status':
      return Object.assign({}, ...rows.map((row) => all(row))) as Record<string, unknown>;
    case 'slave_hosts':
      return Object.fromEntries(
        rows.map((row) => [row['Server_id'] ?? row['Server_Id'] ?? '', all(row, ['Server_id', 'Server_Id'])]),
      );
    case 'slave_status': {
      const keys = ['Host', 'Port', 'User'];
      const status: Record<string, unknown> = {};
      for (const row of rows) {
        const where = keys.map((key) => row[`Master_${key}`] ?? row[`Source_${key}`]);
        put(status, where, all(row, [...keys.map((key) => `Master_${key}`), ...keys.map((key) => `Source_${key}`)]));
      }
      return status;
    }
  }
}

/** `10.11.6-MariaDB-1` in parts. */
export function versionOf(full: string): Record<string, unknown> {
  const [major, minor, rest = ''] = full.split('.');
  const dash = full.split('.').slice(0, 3)[2]?.indexOf('-') ?? -1;
  const third = full.split('.')[2] ?? '';
  return {
    major: Number(major),
    minor: Number(minor),
    release: Number(rest.split('-')[0]),
    // compat: what comes after a third dot is no part of it.
    suffix: dash < 0 ? '' : third.slice(dash + 1),
    full,
  };
}
