// What the server says of the roles and of the privileges on the objects that a task names.
import { plain, sql, textArray, type Sql } from '../../_shared/postgres-sql.js';
import type { Args } from './index.js';
import type { Plan } from './plan.js';

export interface PrivilegeLook {
  readonly roles: readonly string[];
  /** Names of the server's own: PUBLIC and, by its version, CURRENT_USER and its kin. */
  readonly implicit: readonly string[];
  readonly schema: boolean;
  /** How many objects it is about. */
  readonly objects: number;
}

interface Catalog {
  /** FROM and WHERE of the objects. */
  readonly from: string;
  readonly acl: string;
  readonly name: string;
  readonly order: string;
  readonly schema?: string;
}

const RELATION = 'pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace';
const PROCEDURE = 'pg_proc c JOIN pg_namespace n ON n.oid = c.pronamespace';
const CATALOGS: Readonly<Record<string, Catalog>> = {
  table: {
    from: `${RELATION} WHERE c.relkind IN ('r','p','v','m','f')`,
    acl: 'relacl',
    name: 'relname',
    order: 'c.oid',
    schema: 'n.nspname',
  },
  sequence: {
    from: `${RELATION} WHERE c.relkind = 'S'`,
    acl: 'relacl',
    name: 'relname',
    order: 'c.oid',
    schema: 'n.nspname',
  },
  function: {
    from: `${PROCEDURE} WHERE c.prokind = 'f'`,
    acl: 'proacl',
    name: 'proname',
    order: 'c.oid',
    schema: 'n.nspname',
  },
  procedure: {
    from: `${PROCEDURE} WHERE c.prokind = 'p'`,
    acl: 'proacl',
    name: 'proname',
    order: 'c.oid',
    schema: 'n.nspname',
  },
  type: {
    from: 'pg_type c JOIN pg_namespace n ON n.oid = c.typnamespace WHERE true',
    acl: 'typacl',
    name: 'typname',
    order: 'c.oid',
    schema: 'n.nspname',
  },
  schema: { from: 'pg_namespace c WHERE true', acl: 'nspacl', name: 'nspname', order: 'c.oid' },
  language: { from: 'pg_language c WHERE true', acl: 'lanacl', name: 'lanname', order: 'c.oid' },
  tablespace: { from: 'pg_tablespace c WHERE true', acl: 'spcacl', name: 'spcname', order: 'c.oid' },
  database: { from: 'pg_database c WHERE true', acl: 'datacl', name: 'datname', order: 'c.oid' },
  foreign_data_wrapper: {
    from: 'pg_foreign_data_wrapper c WHERE true',
    acl: 'fdwacl',
    name: 'fdwname',
    order: 'c.oid',
  },
  foreign_server: { from: 'pg_foreign_server c WHERE true', acl: 'srvacl', name: 'srvname', order: 'c.oid' },
  parameter: { from: 'pg_parameter_acl c WHERE true', acl: 'paracl', name: 'parname', order: 'c.parname' },
};

function selection(catalog: Catalog, asked: Plan): Sql {
  // A function is named with the types of its arguments.
  const names = asked.objects?.map((name) => name.split('(')[0] ?? '');
  return sql`${plain(catalog.from)}${
    asked.schema === undefined || catalog.schema === undefined
      ? plain('')
      : sql` AND ${plain(catalog.schema)} = ${asked.schema}`
  }${names === undefined ? plain('') : sql` AND c.${plain(catalog.name)} = ANY(${textArray(names)})`}`;
}

export function lookQuery(a: Args, asked: Plan): Sql {
  const catalog = CATALOGS[a.type];
  const counted =
    asked.objects === undefined && catalog
      ? sql`(SELECT count(*) FROM ${selection(catalog, asked)})`
      : plain(String(asked.objects?.length ?? 0));
  return sql`SELECT jsonb_build_object(
  'roles', (SELECT coalesce(jsonb_agg(rolname), '[]') FROM pg_roles WHERE rolname = ANY(${textArray(asked.written)})),
  'implicit', CASE WHEN current_setting('server_version_num')::int >= 140000
    THEN '["PUBLIC","CURRENT_USER","SESSION_USER","CURRENT_ROLE"]'::jsonb
    WHEN current_setting('server_version_num')::int >= 95000
    THEN '["PUBLIC","CURRENT_USER","SESSION_USER"]' ELSE '["PUBLIC"]' END,
  'schema', EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = ${asked.schema ?? ''}),
  'objects', ${counted})`;
}

/** One value of JSON that differs whenever a privilege or membership does. */
export function statusQuery(a: Args, asked: Plan): Sql {
  if (a.type === 'group') {
    return sql`SELECT coalesce(jsonb_agg(to_jsonb(m) - 'oid' ORDER BY m.roleid, m.member, m.grantor), '[]')
  FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid WHERE r.rolname = ANY(${textArray(asked.objects ?? [])})`;
  }
  if (a.type === 'default_privs') {
    return sql`SELECT coalesce(jsonb_agg(defaclacl::text ORDER BY defaclrole, defaclnamespace, defaclobjtype), '[]')
  FROM pg_default_acl${asked.schema === undefined ? plain('') : sql` WHERE defaclnamespace = (SELECT oid FROM pg_namespace WHERE nspname = ${asked.schema})`}`;
  }
  const catalog = CATALOGS[a.type];
  if (!catalog) return plain(`SELECT '[]'::jsonb`);
  return sql`SELECT coalesce(jsonb_agg(c.${plain(catalog.acl)}::text ORDER BY ${plain(catalog.order)}), '[]') FROM ${selection(catalog, asked)}`;
}
