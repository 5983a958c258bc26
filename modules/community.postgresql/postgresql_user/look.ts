// What is asked of the server about a role, in one answer.
import { ModuleFailure } from '../../../src/kit/index.js';
import { plain, sql, type Sql } from '../../_shared/postgres-sql.js';
import type { Args } from './index.js';
import type { Privileges } from './privileges.js';

export interface UserLook {
  readonly version: number;
  /** `password_encryption`. */
  readonly encryption: string;
  /** A row of pg_roles, and what belongs to it. */
  readonly role: {
    readonly rolconnlimit: number;
    readonly rolconfig: readonly string[] | null;
    readonly comment: string | null;
    /** Whether the time asked for is the one it has. */
    readonly expires_same: boolean;
    readonly [flag: `rol${string}`]: unknown;
  } | null;
  /** The hash of its password; null: it has none. */
  readonly password: string | null;
  /** Whether this login may not see hashes. */
  readonly password_unseen: boolean;
  /** What it may do in the database, and with the tables `priv` names, in their order. */
  readonly database: readonly string[];
  readonly tables: readonly (readonly string[])[];
}

const COLUMNS: Readonly<Record<string, `rol${string}`>> = {
  SUPERUSER: 'rolsuper',
  CREATEROLE: 'rolcreaterole',
  CREATEDB: 'rolcreatedb',
  INHERIT: 'rolinherit',
  LOGIN: 'rolcanlogin',
  REPLICATION: 'rolreplication',
  BYPASSRLS: 'rolbypassrls',
};

export interface Flag {
  readonly word: string;
  readonly column: `rol${string}`;
  readonly on: boolean;
}

/** @throws ModuleFailure for a word that is no attribute */
export function parseFlags(text: string): Flag[] {
  const words = [...new Set(text.split(',').map((word) => word.toUpperCase()))].filter((word) => word !== '');
  const wrong: string[] = [];
  const flags = words.flatMap((word): Flag[] => {
    const on = !word.startsWith('NO');
    const column = COLUMNS[on ? word : word.slice(2)];
    if (column === undefined) wrong.push(word);
    return column === undefined ? [] : [{ word, column, on }];
  });
  if (wrong.length > 0) throw new ModuleFailure(`Invalid role_attr_flags specified: ${wrong.join(' ')}`);
  return flags;
}

/**
 * pg_authid, which has the passwords, may not be readable (managed servers): psql asks that first and then leaves it out.
 */
export function userLookQuery(a: Args, privileges: Privileges | undefined): Sql {
  const role = sql`(SELECT oid FROM pg_roles WHERE rolname = ${a.name})`;
  const granted = (acl: string): string => `(SELECT coalesce(jsonb_agg(DISTINCT x.privilege_type), '[]') FROM ${acl})`;
  const tables = (privileges?.tables ?? []).map(
    ({
      schema,
      name,
    }) => sql`(SELECT coalesce(jsonb_agg(privilege_type), '[]') FROM information_schema.role_table_grants
    WHERE grantee = ${a.name} AND table_schema = ${schema} AND table_name = ${name})`,
  );
  const grantee = a.name === 'PUBLIC' ? '0' : role.text;
  return sql`SELECT has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS tsplay_seen \gset
\if :tsplay_seen
SELECT (SELECT rolpassword FROM pg_authid WHERE rolname = ${a.name}) AS tsplay_password \gset
\endif
SELECT jsonb_build_object(
  'version', current_setting('server_version_num')::int,
  'encryption', current_setting('password_encryption'),
  'role', (SELECT to_jsonb(r) || jsonb_build_object('comment', shobj_description(r.oid, 'pg_authid'),
      'expires_same', ${
        a.expires === undefined ? plain('true') : sql`coalesce(${a.expires}::timestamptz = r.rolvaliduntil, false)`
      }) FROM pg_roles r WHERE r.rolname = ${a.name}),
  'password', ${plain(`\\if :{?tsplay_password}\n:'tsplay_password'::text\n\\else\nNULL::text\n\\endif\n`)},
  'password_unseen', NOT has_table_privilege('pg_catalog.pg_authid', 'SELECT'),
  'database', ${plain(granted(sql`pg_database d, aclexplode(d.datacl) x WHERE d.datname = ${a.login_db} AND x.grantee = ${plain(grantee)}`.text))},
  'tables', jsonb_build_array(${plain(tables.map((t) => t.text).join(', '))}))`;
}
