// Accounts as mysql_user would be told to make them.
import { float } from '../../../src/kit/index.js';
import { parseGrants, parseRoleGrants } from '../../_shared/mysql-privileges.js';
import { mysql } from '../../_shared/mysql-sql.js';
import type { Row } from './subsets.js';

/** A role of MariaDB has no host. */
const isRole = (row: Row, mariadb: boolean): boolean => mariadb && !row['Host'];

/** Two for each account: its privileges, and how it is made. */
export function grantQuestions(accounts: readonly Row[], mariadb: boolean): string[][] {
  return accounts.flatMap((row) => {
    const [user, host] = [row['User'] ?? '', row['Host'] ?? ''];
    if (isRole(row, mariadb)) return [[mysql`SHOW GRANTS FOR ${user}`.text, 'SELECT 1'], ['SELECT 1']];
    return [
      [mysql`SHOW GRANTS FOR ${user}@${host}`.text, 'SELECT 1'],
      [mysql`SHOW CREATE USER ${user}@${host}`.text, 'SELECT 1'],
    ];
  });
}

const texts = (rows: readonly Row[] | undefined): string[] =>
  (rows ?? []).map((row) => Object.values(row)[0] ?? '').filter((text) => text !== '1');

/** @param grants answers to `grantQuestions` */
export function usersInfo(
  accounts: readonly Row[],
  grants: readonly (readonly Row[])[],
  mariadb: boolean,
  warn: (message: string) => void,
): Record<string, unknown>[] {
  return accounts.flatMap((row, i) => {
    const [name, host] = [row['User'] ?? '', row['Host'] ?? ''];
    const told = texts(grants[2 * i]);
    const privileges = isRole(row, mariadb) ? parseRoleGrants(told, name) : parseGrants(told);
    if (privileges.size === 0) {
      warn(`No privileges found for ${name} on host ${host}`);
      return [];
    }
    const limits = limitsOf(row, mariadb);
    const tls = tlsOf(row);
    return [
      {
        name,
        host,
        priv: privilegeText(privileges),
        ...(Object.keys(limits).length > 0 ? { resource_limits: limits } : {}),
        ...(tls === undefined ? {} : { tls_requires: tls }),
        ...authentication(row),
        ...(row['is_role'] === 'N'
          ? { locked: (Object.values(grants[2 * i + 1]?.[0] ?? {})[0] ?? '').indexOf('ACCOUNT LOCK') > 0 }
          : {}),
      },
    ];
  });
}

/** USAGE on everything is told only where there is nothing else; the right to stand for others never. */
function privilegeText(privileges: ReadonlyMap<string, readonly string[]>): string {
  const texts = [...privileges]
    .filter(([, list]) => !(list.includes('PROXY') && list.every((one) => one === 'PROXY' || one === 'GRANT')))
    .map(([on, list]) => `${on.replace(/[`']/g, '')}:${list.join(',')}`);
  return (texts.length > 1 ? texts.filter((one) => one !== '*.*:USAGE') : texts).join('/');
}

const LIMITS = {
  MAX_QUERIES_PER_HOUR: 'max_questions',
  MAX_UPDATES_PER_HOUR: 'max_updates',
  MAX_CONNECTIONS_PER_HOUR: 'max_connections',
  MAX_USER_CONNECTIONS: 'max_user_connections',
};

function limitsOf(row: Row, mariadb: boolean): Record<string, unknown> {
  const limits: [string, unknown][] = Object.entries(LIMITS).map(([limit, column]) => [
    limit,
    Number(row[column] ?? 0),
  ]);
  const time = Number(row['max_statement_time'] ?? 0);
  if (mariadb && time !== 0) limits.push(['MAX_STATEMENT_TIME', float(time)]);
  return Object.fromEntries(limits.filter(([, value]) => value !== 0));
}

function tlsOf(row: Row): Record<string, string | null> | undefined {
  const { ssl_type: type, ssl_cipher: cipher, x509_issuer: issuer, x509_subject: subject } = row;
  if (!type && !cipher && !issuer && !subject) return undefined;
  return {
    ...(type === 'ANY' ? { SSL: null } : {}),
    ...(type === 'X509' ? { X509: null } : {}),
    ...(cipher ? { CIPHER: cipher } : {}),
    ...(issuer ? { ISSUER: issuer } : {}),
    ...(subject ? { SUBJECT: subject } : {}),
  };
}

/** `compat:` where a server keeps the password apart and it is empty, it is the one that is told. */
function authentication(row: Row): Record<string, unknown> {
  const auth = [row['Password'] ?? row['authentication_string'] ?? '', row['authentication_string'] ?? ''].sort()[0];
  return { plugin: row['plugin'] ?? '', plugin_auth_string: auth, plugin_hash_string: auth };
}
