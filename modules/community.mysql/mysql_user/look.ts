// What is asked of the server about the accounts of a name.
import type { HostView } from '../../../src/kit/index.js';
import type { Mysql, MysqlAnswer } from '../../_shared/mysql-session.js';
import { mysql } from '../../_shared/mysql-sql.js';

export interface Account {
  readonly host: string;
  readonly plugin: string;
  /** What the plugin keeps; of mysql_native_password the hash. */
  readonly auth: string;
  /** `Password` of older servers. */
  readonly ssl: readonly string[];
  readonly limits: Readonly<Record<string, number>>;
  readonly expired: boolean;
}

/** What is asked of one account alone. */
export interface AccountDetails {
  readonly grants: readonly string[];
  readonly locked: boolean;
  /** Days; -1: as the server has it; 0: never. */
  readonly lifetime: number;
  readonly attributes: Record<string, unknown> | null;
}

export interface UserLook {
  readonly mariadb: boolean;
  /** As `10.11.6`. */
  readonly version: readonly number[];
  readonly ansi: boolean;
  readonly attributesKnown: boolean;
  readonly accounts: readonly Account[];
  readonly details: AccountDetails;
}

const rows = (answer: MysqlAnswer, section: number): Record<string, unknown>[] =>
  (answer.sections[section] ?? []).map(([cell]) => JSON.parse(cell ?? '{}') as Record<string, unknown>);
const unhex = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : '', 'hex').toString('utf8');

function detailQueries(user: string, host: string): string[] {
  return [
    mysql`SHOW GRANTS FOR ${user}@${host}`.text,
    mysql`SHOW CREATE USER ${user}@${host}`.text,
    mysql`SELECT JSON_OBJECT('attributes', attribute) FROM INFORMATION_SCHEMA.USER_ATTRIBUTES WHERE user = ${user} AND host = ${host}`
      .text,
  ];
}

function readDetails(answer: MysqlAnswer, from: number): AccountDetails {
  const created = (answer.sections[from + 1] ?? []).map(([cell]) => cell ?? '').join('\n');
  const [, never, days] = /PASSWORD EXPIRE (?:(NEVER)|INTERVAL (\d+) DAY)/.exec(created) ?? [];
  const kept = rows(answer, from + 2)[0]?.['attributes'];
  const attributes = (typeof kept === 'string' ? JSON.parse(kept) : (kept ?? null)) as Record<string, unknown> | null;
  return {
    grants: (answer.sections[from] ?? []).map(([cell]) => cell ?? ''),
    locked: created.indexOf('ACCOUNT LOCK') > 0,
    lifetime: never === undefined ? (days === undefined ? -1 : Number(days)) : 0,
    attributes: attributes && Object.keys(attributes).length > 0 ? attributes : null,
  };
}

/** One round trip. What a server does not have is an error it skips: columns and tables differ with versions. */
export async function lookAtUser(server: Mysql, host: HostView, user: string, at: string): Promise<UserLook> {
  const answer = await server.look(
    host,
    [
      `SELECT JSON_OBJECT('version', VERSION(), 'mode', @@sql_mode)`,
      mysql`SELECT JSON_OBJECT('host', Host, 'plugin', plugin, 'auth', HEX(authentication_string), 'ssl_type', HEX(ssl_type),
  'ssl_cipher', HEX(ssl_cipher), 'x509_issuer', HEX(x509_issuer), 'x509_subject', HEX(x509_subject), 'expired', password_expired,
  'MAX_QUERIES_PER_HOUR', max_questions, 'MAX_UPDATES_PER_HOUR', max_updates,
  'MAX_CONNECTIONS_PER_HOUR', max_connections, 'MAX_USER_CONNECTIONS', max_user_connections)
  FROM mysql.user WHERE user = ${user}`.text,
      mysql`SELECT JSON_OBJECT('host', Host, 'time', max_statement_time, 'password', HEX(Password)) FROM mysql.user WHERE user = ${user}`
        .text,
      `SELECT COUNT(*) FROM INFORMATION_SCHEMA.USER_ATTRIBUTES`,
      ...detailQueries(user, at),
    ],
    true,
  );
  const [facts = {}] = rows(answer, 0);
  const version = String(facts['version']);
  const maria = rows(answer, 2);
  const accounts = rows(answer, 1).map((row): Account => {
    const more = maria.find((one) => one['host'] === row['host']);
    const limit = (name: string): number => Number(row[name] ?? 0);
    return {
      host: String(row['host']),
      plugin: String(row['plugin']),
      auth: unhex(row['auth']) || unhex(more?.['password']),
      ssl: ['ssl_type', 'ssl_cipher', 'x509_issuer', 'x509_subject'].map((name) => unhex(row[name])),
      limits: {
        MAX_QUERIES_PER_HOUR: limit('MAX_QUERIES_PER_HOUR'),
        MAX_UPDATES_PER_HOUR: limit('MAX_UPDATES_PER_HOUR'),
        MAX_CONNECTIONS_PER_HOUR: limit('MAX_CONNECTIONS_PER_HOUR'),
        MAX_USER_CONNECTIONS: limit('MAX_USER_CONNECTIONS'),
        ...(more ? { MAX_STATEMENT_TIME: Number(more['time'] ?? 0) } : {}),
      },
      expired: row['expired'] === 'Y',
    };
  });
  return {
    mariadb: /mariadb/i.test(version),
    version: (/^[\d.]+/.exec(version)?.[0] ?? '').split('.').map(Number),
    ansi: String(facts['mode']).includes('ANSI'),
    attributesKnown: (answer.sections[3] ?? []).length > 0,
    accounts,
    details: readDetails(answer, 4),
  };
}

/** The details of another account of the name. */
export async function lookAtAccount(server: Mysql, host: HostView, user: string, at: string): Promise<AccountDetails> {
  return readDetails(await server.look(host, detailQueries(user, at), true), 0);
}
