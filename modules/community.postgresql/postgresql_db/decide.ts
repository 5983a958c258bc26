// Which statements make a database what it is asked to be.
import { ModuleFailure } from '../../../src/kit/index.js';
import { ident, joined, plain, Sql, sql } from '../../_shared/postgres-sql.js';
import type { Args } from './index.js';

/** A row of pg_database, whose columns are other ones in each version, and what belongs to it. */
interface Database {
  readonly owner: string;
  readonly tablespace: string;
  readonly encoding: number;
  readonly encoding_name: string;
  readonly comment: string | null;
  readonly datcollate: string;
  readonly datctype: string;
  readonly datconnlimit: number;
  readonly datlocprovider?: string;
  /** Since version 17; `daticulocale` in 15 and 16. */
  readonly datlocale?: string | null;
  readonly daticulocale?: string | null;
}

export interface DatabaseLook {
  /** As `150004`. */
  readonly version: number;
  readonly encoding_id: number;
  /** Whether there is a database of the name `target`. */
  readonly target: boolean;
  readonly database: Database | null;
}

/** @throws ModuleFailure when it is there with another encoding or locale: those cannot be changed */
export function decide(a: Args, look: DatabaseLook): Sql[] {
  const { database: there } = look;
  if (a.state === 'absent') return there ? drop(a, look.version) : [];
  if (a.state === 'rename') return rename(a, look);
  return there ? alter(a, there, look.encoding_id) : create(a, look.version);
}

function drop(a: Args, version: number): Sql[] {
  const name = ident(a.name);
  if (!a.force) return [sql`DROP DATABASE ${name}`];
  if (version >= 130000) return [sql`DROP DATABASE ${name} WITH (FORCE)`];
  const quiet = (text: Sql): Sql => new Sql(text.text, '');
  return [
    quiet(sql`UPDATE pg_database SET datallowconn = false WHERE datname = ${a.name}`),
    quiet(sql`DO $$BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = ${a.name} AND pid <> pg_backend_pid(); END$$`),
    sql`DROP DATABASE ${name}`,
  ];
}

function rename(a: Args, look: DatabaseLook): Sql[] {
  if (look.database && look.target) throw new ModuleFailure('Both the source and the target databases exist.');
  if (!look.database && !look.target) throw new ModuleFailure('The source and the target databases do not exist.');
  return look.database ? [sql`ALTER DATABASE ${ident(a.name)} RENAME TO ${ident(a.target)}`] : [];
}

const comment = (a: Args, text: string): Sql => sql`COMMENT ON DATABASE ${ident(a.name)} IS ${text}`;

function limit(a: Args): Sql {
  if (!/^-?\d+$/.test(a.conn_limit))
    throw new ModuleFailure(`'conn_limit' must be a whole number, not '${a.conn_limit}'`);
  return plain(a.conn_limit);
}

function create(a: Args, version: number): Sql[] {
  const icu = version >= 150000;
  const parts = [
    sql`CREATE DATABASE ${ident(a.name)}`,
    ...(a.owner === '' ? [] : [sql`OWNER ${ident(a.owner)}`]),
    ...(a.template === '' ? [] : [sql`TEMPLATE ${ident(a.template)}`]),
    ...(a.encoding === '' ? [] : [sql`ENCODING ${a.encoding}`]),
    ...(a.lc_collate === '' ? [] : [sql`LC_COLLATE ${a.lc_collate}`]),
    ...(a.lc_ctype === '' ? [] : [sql`LC_CTYPE ${a.lc_ctype}`]),
    ...(a.icu_locale === '' || !icu ? [] : [sql`ICU_LOCALE ${a.icu_locale}`]),
    ...(a.locale_provider === '' || !icu ? [] : [sql`LOCALE_PROVIDER ${a.locale_provider}`]),
    ...(a.tablespace === '' ? [] : [sql`TABLESPACE ${ident(a.tablespace)}`]),
    ...(a.conn_limit === '' ? [] : [sql`CONNECTION LIMIT ${limit(a)}`]),
  ];
  return [joined(parts, ' '), ...(a.comment === undefined || a.comment === '' ? [] : [comment(a, a.comment)])];
}

const PROVIDERS: Readonly<Record<string, string>> = { c: 'libc', i: 'icu', b: 'builtin' };

function alter(a: Args, there: Database, encodingId: number): Sql[] {
  const locale = there.datlocale ?? there.daticulocale ?? null;
  const provider = there.datlocprovider === undefined ? null : (PROVIDERS[there.datlocprovider] ?? null);
  const fixed = (what: string, wanted: string, present: string | null, same = wanted === present): void => {
    if (wanted !== '' && !same) throw new ModuleFailure(`Changing ${what}Current ${label(what)}: ${present ?? 'None'}`);
  };
  fixed('database encoding is not supported. ', a.encoding, there.encoding_name, encodingId === there.encoding);
  fixed('LC_COLLATE is not supported. ', a.lc_collate, there.datcollate);
  fixed('LC_CTYPE is not supported.', a.lc_ctype, there.datctype);
  fixed('ICU_LOCALE is not supported.', a.icu_locale, locale);
  fixed('LOCALE_PROVIDER is not supported.', a.locale_provider, provider);
  const name = ident(a.name);
  const steps: Sql[] = [];
  if (a.owner !== '' && a.owner !== there.owner) steps.push(sql`ALTER DATABASE ${name} OWNER TO ${ident(a.owner)}`);
  if (a.conn_limit !== '' && a.conn_limit !== String(there.datconnlimit))
    steps.push(sql`ALTER DATABASE ${name} CONNECTION LIMIT ${limit(a)}`);
  if (a.tablespace !== '' && a.tablespace !== there.tablespace)
    steps.push(sql`ALTER DATABASE ${name} SET TABLESPACE ${ident(a.tablespace)}`);
  if (a.comment !== undefined && a.comment !== (there.comment ?? '')) steps.push(comment(a, a.comment));
  return steps;
}

/** `database encoding is …` is about the `encoding`, `LC_CTYPE is …` about `LC_CTYPE`. */
const label = (what: string): string => what.split(' is ')[0]?.replace('database ', '') ?? '';
