// Kinds of objects of a PostgreSQL database: where their owners are written, and how they are named in ALTER.
import { ModuleFailure } from '../../../src/kit/index.js';
import { dotted, ident, plain, sql, type Sql } from '../../_shared/postgres-sql.js';
import { splitStatements } from '../../_shared/sql-statements.js';

interface Kind {
  /** The words after ALTER. */
  readonly words: string;
  /** Catalog, its column of names, its column of owners, and what else must hold. */
  readonly catalog: readonly [table: string, name: string, owner: string, also?: string];
  /** How it is named: as it stands, by parts with dots, or written in SQL by the user (with arguments, say). */
  readonly named: 'whole' | 'parts' | 'sql';
}

const relation = (words: string, ...kinds: string[]): Kind => ({
  words,
  catalog: ['pg_class', 'relname', 'relowner', `relkind IN (${kinds.map((one) => `'${one}'`).join()})`],
  named: 'parts',
});
const routine = (words: string, named: Kind['named']): Kind => ({
  words,
  catalog: ['pg_proc', 'proname', 'proowner'],
  named,
});
const type = (words: string): Kind => ({ words, catalog: ['pg_type', 'typname', 'typowner'], named: 'parts' });

const KINDS = {
  aggregate: routine('AGGREGATE', 'sql'),
  collation: { words: 'COLLATION', catalog: ['pg_collation', 'collname', 'collowner'], named: 'parts' },
  conversion: { words: 'CONVERSION', catalog: ['pg_conversion', 'conname', 'conowner'], named: 'parts' },
  database: { words: 'DATABASE', catalog: ['pg_database', 'datname', 'datdba'], named: 'whole' },
  domain: type('DOMAIN'),
  event_trigger: { words: 'EVENT TRIGGER', catalog: ['pg_event_trigger', 'evtname', 'evtowner'], named: 'parts' },
  foreign_data_wrapper: {
    words: 'FOREIGN DATA WRAPPER',
    catalog: ['pg_foreign_data_wrapper', 'fdwname', 'fdwowner'],
    named: 'parts',
  },
  foreign_table: relation('FOREIGN TABLE', 'f'),
  function: routine('FUNCTION', 'sql'),
  language: { words: 'LANGUAGE', catalog: ['pg_language', 'lanname', 'lanowner'], named: 'sql' },
  large_object: { words: 'LARGE OBJECT', catalog: ['pg_largeobject_metadata', 'oid::text', 'lomowner'], named: 'sql' },
  matview: relation('MATERIALIZED VIEW', 'm'),
  procedure: routine('PROCEDURE', 'parts'),
  publication: { words: 'PUBLICATION', catalog: ['pg_publication', 'pubname', 'pubowner'], named: 'whole' },
  routine: routine('ROUTINE', 'parts'),
  schema: { words: 'SCHEMA', catalog: ['pg_namespace', 'nspname', 'nspowner'], named: 'parts' },
  sequence: relation('SEQUENCE', 'S'),
  server: { words: 'SERVER', catalog: ['pg_foreign_server', 'srvname', 'srvowner'], named: 'parts' },
  statistics: { words: 'STATISTICS', catalog: ['pg_statistic_ext', 'stxname', 'stxowner'], named: 'parts' },
  table: relation('TABLE', 'r', 'p'),
  tablespace: { words: 'TABLESPACE', catalog: ['pg_tablespace', 'spcname', 'spcowner'], named: 'whole' },
  text_search_configuration: {
    words: 'TEXT SEARCH CONFIGURATION',
    catalog: ['pg_ts_config', 'cfgname', 'cfgowner'],
    named: 'parts',
  },
  text_search_dictionary: {
    words: 'TEXT SEARCH DICTIONARY',
    catalog: ['pg_ts_dict', 'dictname', 'dictowner'],
    named: 'parts',
  },
  type: type('TYPE'),
  view: relation('VIEW', 'v'),
} as const satisfies Readonly<Record<string, Kind>>;

export type ObjectType = keyof typeof KINDS;
export const OBJECT_TYPES = Object.keys(KINDS) as [ObjectType, ...ObjectType[]];

/**
 * Whether a role owns an object of that name, in any schema.
 * `compat:` the name is compared as it stands: one with a schema before it is found to differ each time.
 */
export function ownerQuery(type: ObjectType, name: string, role: string): Sql {
  const kind: Kind = KINDS[type];
  const [table, column, owner, also] = kind.catalog;
  const wanted = table === 'pg_proc' ? (name.split('(')[0] ?? '') : name;
  return sql`SELECT EXISTS (SELECT 1 FROM ${plain(table)} o JOIN pg_roles r ON r.oid = ${plain(`o.${owner}`)}
    WHERE ${plain(`o.${column}`)} = ${wanted} AND r.rolname = ${role} ${plain(also === undefined ? '' : `AND o.${also}`)})`;
}

/** @throws ModuleFailure for a name that is more than one */
export function ownerStatement(type: ObjectType, name: string, role: string): Sql {
  const { words, named }: Kind = KINDS[type];
  return sql`ALTER ${plain(words)} ${naming(named, name)} OWNER TO ${ident(role)}`;
}

function naming(named: Kind['named'], name: string): Sql {
  if (named === 'whole') return ident(name);
  // Arguments are types, which only SQL can say.
  if (named === 'parts' && !name.includes('(')) return dotted(name, 3);
  const { statements, backslash } = splitStatements(name, 'postgres');
  if (statements.length !== 1 || backslash || name.includes(';') || name.includes('--'))
    throw new ModuleFailure(`'${name}' is no name of an object`);
  return plain(name);
}
