// What is asked for each part of postgresql_info, as one value of jsonb, and what is made of it.
import { plain, sql, type Sql } from '../../_shared/postgres-sql.js';

/** An object of rows by a column. */
const byName = (name: string, rows: string): Sql =>
  plain(`SELECT coalesce(jsonb_object_agg(q."${name}", to_jsonb(q) - '${name}'), '{}') FROM (${rows}) q`);

export type Subset =
  'version' | 'in_recovery' | 'tablespaces' | 'databases' | 'replications' | 'repl_slots' | 'settings' | 'roles';

export const SUBSETS: Readonly<Record<Subset, Sql>> = {
  version: sql`SELECT jsonb_build_object('number', current_setting('server_version_num')::int, 'raw', version())`,
  in_recovery: sql`SELECT to_jsonb(pg_is_in_recovery())`,
  tablespaces: byName(
    'spcname',
    `SELECT spcname, pg_get_userbyid(spcowner) AS spcowner, coalesce(spcacl::text, '') AS spcacl,
      coalesce(to_jsonb(spcoptions), '[]') AS spcoptions FROM pg_tablespace`,
  ),
  databases: byName(
    'datname',
    `SELECT datname, pg_get_userbyid(datdba) AS owner, pg_encoding_to_char(encoding) AS encoding, datcollate AS "collate",
      datctype AS ctype, coalesce(array_to_string(datacl, chr(10)), '') AS access_priv,
      CASE WHEN has_database_privilege(datname, 'CONNECT') THEN pg_database_size(datname)::text ELSE 'No Access' END AS size
      FROM pg_database WHERE datname <> 'template0'`,
  ),
  replications: byName(
    'pid',
    `SELECT pid::text, pg_get_userbyid(usesysid) AS usename, coalesce(application_name, '') AS app_name,
      client_addr::text, coalesce(client_hostname, '') AS client_hostname, backend_start::text, state
      FROM pg_stat_replication`,
  ),
  repl_slots: byName('slot_name', `SELECT slot_name, plugin, slot_type, database, active FROM pg_replication_slots`),
  settings: plain(`SELECT jsonb_agg(to_jsonb(s) || jsonb_build_object('pretty_val', current_setting(name)))
    FROM pg_settings s`),
  roles: byName(
    'rolname',
    `SELECT r.rolname, r.rolsuper AS superuser, r.rolcanlogin AS canlogin,
      coalesce(to_jsonb(r.rolvaliduntil), '""') AS valid_until,
      ARRAY(SELECT b.rolname FROM pg_auth_members m JOIN pg_roles b ON b.oid = m.roleid WHERE m.member = r.oid) AS member_of
      FROM pg_roles r WHERE r.rolname !~ '^pg_'`,
  ),
};

/** Columns that are numbers of objects: JSON would make texts of them. */
const numbers = (row: string, columns: readonly string[]): string =>
  `jsonb_build_object(${columns.map((one) => `'${one}', (to_jsonb(${row})->>'${one}')::bigint`).join(', ')})`;

/** What a database holds, as lines of JSON that are put together. */
export const databaseQuery = `SELECT jsonb_build_object(
  'namespaces', (SELECT jsonb_object_agg(nspname, jsonb_build_object('nspowner', pg_get_userbyid(nspowner),
    'nspacl', coalesce(nspacl::text, ''))) FROM pg_namespace),
  'languages', (SELECT coalesce(jsonb_object_agg(lanname, jsonb_build_object('lanowner', pg_get_userbyid(lanowner),
    'lanacl', coalesce(lanacl::text, ''))), '{}') FROM pg_language),
  'extensions', (SELECT coalesce(jsonb_object_agg(extname, jsonb_build_object('extversion', extversion, 'nspname', nspname,
    'description', obj_description(e.oid, 'pg_extension'))), '{}')
    FROM pg_extension e LEFT JOIN pg_namespace n ON n.oid = e.extnamespace));
SELECT current_setting('server_version_num')::int >= 100000 AS recent,
  current_setting('server_version_num')::int >= 100000 AND rolsuper AS super FROM pg_roles WHERE rolname = current_user \\gset
\\if :recent
SELECT jsonb_build_object('publications', (SELECT coalesce(jsonb_object_agg(p.pubname, to_jsonb(p) - 'pubname'
  || ${numbers('p', ['oid', 'pubowner'])} || jsonb_build_object('ownername', pg_get_userbyid(p.pubowner))), '{}')
  FROM pg_publication p), 'subscriptions', '{}'::jsonb);
\\endif
-- Only a superuser may read their connection strings.
\\if :super
SELECT jsonb_build_object('subscriptions', (SELECT coalesce(jsonb_object_agg(s.subname, to_jsonb(s) - 'subname'
  || ${numbers('s', ['oid', 'subdbid', 'subowner'])} || jsonb_build_object('ownername', pg_get_userbyid(s.subowner))), '{}')
  FROM pg_subscription s WHERE s.subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())));
\\endif`;

interface Version {
  readonly number: number;
  readonly raw: string;
}

/** `compat:` of versions with two parts the second is the minor one, and there is no patch. */
export function versionOf({ number, raw }: Version): Record<string, unknown> {
  const digits = String(number);
  const [major, second, third] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2))) as [number, number, number];
  return second === 0
    ? { major, minor: third, patch: null, full: `${major}.${third}`, raw }
    : { major, minor: second, patch: third, full: `${major}.${second}.${third}`, raw };
}

export interface Setting {
  readonly name: string;
  readonly setting: string | null;
  readonly unit: string | null;
  readonly context: string;
  readonly vartype: string;
  readonly boot_val: string | null;
  readonly min_val: string | null;
  readonly max_val: string | null;
  readonly sourcefile: string | null;
  readonly pending_restart?: boolean;
  readonly pretty_val: string;
}

const BYTES: Readonly<Record<string, number>> = { kB: 1024, '8kB': 8192, MB: 1024 * 1024 };

export function settingsOf(rows: readonly Setting[]): {
  readonly settings: Record<string, unknown>;
  readonly pending: readonly string[];
} {
  const settings = rows.map((row) => {
    const factor = BYTES[row.unit ?? ''];
    return [
      row.name,
      {
        setting: row.setting,
        unit: row.unit ?? '',
        context: row.context,
        vartype: row.vartype,
        boot_val: row.boot_val ?? '',
        min_val: row.min_val ?? '',
        max_val: row.max_val ?? '',
        sourcefile: row.sourcefile ?? '',
        pretty_val: row.pretty_val,
        ...(factor === undefined ? {} : { val_in_bytes: Math.max(0, Number(row.setting) * factor) }),
        ...(row.pending_restart === undefined ? {} : { pending_restart: row.pending_restart }),
      },
    ] as const;
  });
  return {
    settings: Object.fromEntries(settings),
    pending: rows.filter((row) => row.pending_restart === true).map((row) => row.name),
  };
}

/** The parts of an extension's version, where it has such. */
export function extensionVersion(raw: string): Record<string, unknown> {
  const regular = /^(?:\d+(?:-*\d+)?\.)*\d+(?:-*\d+)?$/.test(raw);
  const dots = raw.split('.');
  const first = dots[0] ?? '';
  const parts = first.includes('-') ? first.split('-') : [first, dots[1]?.split('-')[0]];
  const part = (at: number): number | null => (regular && parts[at] ? Number(parts[at]) : null);
  return { major: part(0), minor: part(1), raw };
}
