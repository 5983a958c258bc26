// Which statements make an account what it is asked to be.
import { createHash } from 'node:crypto';
import { ModuleFailure } from '../../../src/kit/index.js';
import {
  comparePrivileges,
  parseGrants,
  privilegeStatements,
  type Privileges,
} from '../../_shared/mysql-privileges.js';
import { mysql, mysqlLiteral, mysqlPlain } from '../../_shared/mysql-sql.js';
import { pythonRepr } from '../../_shared/python-repr.js';
import type { Args } from './index.js';
import type { Account, AccountDetails, UserLook } from './look.js';

export interface Decision {
  readonly statements: readonly string[];
  readonly msg: string;
  readonly passwordChanged: boolean;
  /** Whether it is certain that something changes; else only the server's grants afterwards tell. */
  readonly certain: boolean;
  readonly attributes: unknown;
}

const sha1 = (data: Uint8Array | string): Buffer => createHash('sha1').update(data).digest();
/** The hash of mysql_native_password. */
const nativeHash = (password: string): string => `*${sha1(sha1(password)).toString('hex').toUpperCase()}`;

const accountOf = (user: string, host: string): string => mysql`${user}@${host}`.text;
const isHash = (text: string): boolean => /^\*[0-9A-Fa-f]{40}$/.test(text);

/** What is required of TLS: a word, or texts by name. */
type TlsRequirement = 'SSL' | 'X509' | ReadonlyMap<string, string> | undefined;

function tlsOf(given: Readonly<Record<string, unknown>> | undefined): TlsRequirement {
  const entries = Object.entries(given ?? {}).map(
    ([key, value]) => [key.toUpperCase(), String(value as string)] as const,
  );
  if (entries.length === 0) return undefined;
  const texts = entries.filter(([key]) => ['CIPHER', 'ISSUER', 'SUBJECT'].includes(key));
  if (texts.length > 0) return new Map(texts);
  return entries.some(([key]) => key === 'X509') ? 'X509' : 'SSL';
}

const presentTls = ({ ssl: [type, cipher, issuer, subject] }: Account): TlsRequirement => {
  const texts = { CIPHER: cipher, ISSUER: issuer, SUBJECT: subject };
  const given = Object.entries(texts).filter((entry): entry is [string, string] => Boolean(entry[1]));
  if (given.length > 0) return new Map(given);
  return type === 'X509' ? 'X509' : type === 'ANY' ? 'SSL' : undefined;
};

const sameTls = (a: TlsRequirement, b: TlsRequirement): boolean =>
  a instanceof Map && b instanceof Map
    ? a.size === b.size && [...a].every(([key, value]) => b.get(key as string) === value)
    : a === b;

function requireClause(tls: TlsRequirement): string {
  if (tls === undefined) return 'REQUIRE NONE';
  if (typeof tls === 'string') return `REQUIRE ${tls}`;
  return `REQUIRE ${[...tls].map(([key, value]) => `${key} ${mysqlLiteral(value)}`).join(' AND ')}`;
}

/** `IDENTIFIED …` of the plugin that is asked for, or of the password. */
function identified(a: Args, mariadb: boolean): string | undefined {
  const { plugin, plugin_hash_string: hash, plugin_auth_string: auth } = a;
  if (a.password !== undefined && a.password !== '') {
    const stored = a.encrypted ? a.password : nativeHash(a.password);
    if (a.encrypted && mariadb) return mysql`IDENTIFIED BY PASSWORD ${stored}`.text;
    return mysql`IDENTIFIED WITH mysql_native_password AS ${stored}`.text;
  }
  if (plugin === undefined || plugin === '') return undefined;
  if (hash !== undefined && hash !== '') return mysql`IDENTIFIED WITH ${plugin} AS ${hash}`.text;
  if (auth === undefined || auth === '') return mysql`IDENTIFIED WITH ${plugin}`.text;
  if (plugin === 'pam') return mysql`IDENTIFIED WITH ${plugin} USING ${auth}`.text;
  if (plugin === 'ed25519') return mysql`IDENTIFIED WITH ${plugin} USING PASSWORD(${auth})`.text;
  return mysql`IDENTIFIED WITH ${plugin} BY ${auth}`.text;
}

function expire(a: Args, look: UserLook): string {
  const enough = look.mariadb ? atLeast(look.version, [10, 4, 3]) : atLeast(look.version, [5, 7]);
  if (!enough) {
    throw new ModuleFailure(
      "The server version does not match the requirements for password_expire parameter. See module's documentation.",
    );
  }
  return {
    never: 'PASSWORD EXPIRE NEVER',
    default: 'PASSWORD EXPIRE DEFAULT',
    interval: `PASSWORD EXPIRE INTERVAL ${a.password_expire_interval} DAY`,
    now: 'PASSWORD EXPIRE',
  }[a.password_expire ?? 'default'];
}

function atLeast(version: readonly number[], wanted: readonly number[]): boolean {
  for (const [i, part] of wanted.entries()) {
    const has = version[i] ?? 0;
    if (has !== part) return has > part;
  }
  return true;
}

function requireAttributes(a: Args, look: UserLook): void {
  if (a.attributes && Object.keys(a.attributes).length > 0 && !look.attributesKnown)
    throw new ModuleFailure('user attributes were specified but the server does not support user attributes');
}

const pythonList = (list: readonly string[]): string => pythonRepr([...list]);

/** A new account. */
export function create(a: Args, look: UserLook, wanted: Privileges | undefined, host: string): Decision {
  requireAttributes(a, look);
  const account = accountOf(a.name, host);
  const others = a.update_password === 'on_new_username' ? distinct(look.accounts) : [];
  const reused = others.length === 1 ? others[0] : undefined;
  if (a.encrypted && !reused && a.password !== undefined && a.password !== '' && !isHash(a.password))
    throw new ModuleFailure(NOT_A_HASH);
  const how = reused ? mysql`IDENTIFIED WITH ${reused.plugin} AS ${reused.auth}`.text : identified(a, look.mariadb);
  const tls = tlsOf(a.tls_requires);
  const attributes = a.attributes && Object.keys(a.attributes).length > 0 ? a.attributes : undefined;
  return {
    statements: [
      [
        'CREATE USER',
        account,
        ...(how === undefined ? [] : [how]),
        ...(tls === undefined ? [] : [requireClause(tls)]),
      ].join(' '),
      ...(a.password_expire === undefined ? [] : [`ALTER USER ${account} ${expire(a, look)}`]),
      ...[...(a.subtract_privs ? [] : (wanted ?? []))].flatMap(([on, list]) =>
        privilegeStatements({ on, grant: list, revoke: [], option: false, kind: 'new' }, account),
      ),
      ...(attributes ? [`ALTER USER ${account} ATTRIBUTE ${mysqlLiteral(JSON.stringify(attributes))}`] : []),
      ...(a.locked === true ? [`ALTER USER ${account} ACCOUNT LOCK`] : []),
      ...limits(a, undefined, look, account),
    ],
    msg: 'User added',
    passwordChanged: !reused,
    certain: true,
    attributes: attributes ?? null,
  };
}

const distinct = (accounts: readonly Account[]): Account[] => [
  ...new Map(accounts.map((one) => [`${one.plugin} ${one.auth}`, one])).values(),
];

const NOT_A_HASH =
  'encrypted was specified however it does not appear to be a valid hash expecting: *SHA1(SHA1(your_password))';

function limits(
  a: Args,
  present: Readonly<Record<string, number>> | undefined,
  look: UserLook,
  account: string,
): string[] {
  const given = Object.entries(a.resource_limits ?? {});
  if (given.length === 0) return [];
  if (!look.mariadb && given.some(([key]) => key === 'MAX_STATEMENT_TIME'))
    throw new ModuleFailure('MAX_STATEMENT_TIME resource limit is only supported by MariaDB.');
  const differ = given.filter(([key, value]) => {
    if (!/^MAX_(?:QUERIES_PER_HOUR|UPDATES_PER_HOUR|CONNECTIONS_PER_HOUR|USER_CONNECTIONS|STATEMENT_TIME)$/.test(key))
      throw new ModuleFailure(`resource_limits: key '${key}' is unsupported.`);
    if (!/^-?\d+$/.test(String(value))) throw new ModuleFailure(`Can't convert value '${String(value)}' to integer.`);
    return Number(value) !== present?.[key];
  });
  if (differ.length === 0) return [];
  return [`ALTER USER ${account} WITH ${differ.map(([key, value]) => `${key} ${String(value)}`).join(' ')}`];
}

/** An account that is there. */
export function alter(
  a: Args,
  look: UserLook,
  account: Account,
  details: AccountDetails,
  wanted: Privileges | undefined,
  checkMode: boolean,
): Decision {
  const who = accountOf(a.name, account.host);
  const statements: string[] = [];
  let msg = 'User unchanged';
  let certain = false;
  let passwordChanged = false;
  const passwords = a.update_password === 'always';
  if (passwords && a.password !== undefined && a.password !== '') {
    if (a.encrypted && !isHash(a.password)) throw new ModuleFailure(NOT_A_HASH);
    const hash = a.encrypted ? a.password : nativeHash(a.password);
    if (account.auth !== hash) {
      statements.push(mysql`ALTER USER ${mysqlPlain(who)} IDENTIFIED WITH mysql_native_password AS ${hash}`.text);
      msg = checkMode ? 'Password updated' : 'Password updated (new style)';
      passwordChanged = true;
      certain = true;
    }
  }
  if (a.password_expire !== undefined) {
    const clause = expire(a, look);
    const same = {
      default: details.lifetime === -1,
      never: details.lifetime === 0,
      interval: details.lifetime === a.password_expire_interval,
      now: account.expired,
    }[a.password_expire];
    if (!same) {
      statements.push(`ALTER USER ${who} ${clause}`);
      certain = true;
      passwordChanged ||= !checkMode;
    }
  }
  if (passwords && a.plugin !== undefined && a.plugin !== '' && pluginDiffers(a, account)) {
    statements.push(`ALTER USER ${who} ${identified({ ...a, password: undefined }, look.mariadb)}`);
    passwordChanged = true;
    certain = true;
  }
  if (wanted) {
    const mode = { append: a.append_privs, subtract: a.subtract_privs, root: a.name === 'root' };
    for (const change of comparePrivileges(wanted, parseGrants(details.grants), mode)) {
      statements.push(...privilegeStatements(change, who));
      if (change.kind === 'removed') msg = 'Privileges updated';
      else if (change.kind === 'new') msg = 'New privileges granted';
      else msg = `Privileges updated: granted ${pythonList(change.grant)}, revoked ${pythonList(change.revoke)}`;
      certain ||= change.kind !== 'changed';
    }
  }
  const attributes = attributeStep(a, look, details, who);
  if (attributes.statement !== undefined) {
    statements.push(attributes.statement);
    msg = attributes.msg;
    certain = true;
  }
  if (a.locked !== undefined && a.locked !== details.locked) {
    statements.push(`ALTER USER ${who} ACCOUNT ${a.locked ? 'LOCK' : 'UNLOCK'}`);
    msg = `User ${checkMode ? 'will be ' : ''}${a.locked ? 'locked' : 'unlocked'}`;
    certain = true;
  }
  const tls = tlsOf(a.tls_requires);
  if (!sameTls(tls, presentTls(account))) {
    statements.push(`ALTER USER ${who} ${requireClause(tls)}`);
    msg = 'TLS requires updated';
    certain = true;
  }
  const limited = limits(a, account.limits, look, who);
  return {
    statements: [...statements, ...limited],
    msg,
    passwordChanged,
    certain: certain || limited.length > 0,
    attributes: attributes.result,
  };
}

function pluginDiffers(a: Args, account: Account): boolean {
  const { plugin_hash_string: hash, plugin_auth_string: auth } = a;
  if (account.plugin !== a.plugin) return true;
  if (hash !== undefined && hash !== '' && account.auth !== hash) return true;
  // compat: a plugin keeps a hash of its own making, so that this is told to change each time.
  return auth !== undefined && auth !== '' && account.auth !== auth;
}

function attributeStep(
  a: Args,
  look: UserLook,
  details: AccountDetails,
  who: string,
): { readonly statement?: string; readonly msg: string; readonly result: unknown } {
  requireAttributes(a, look);
  const given = a.attributes ?? {};
  if (Object.keys(given).length === 0) return { msg: '', result: look.attributesKnown ? details.attributes : {} };
  const present = details.attributes ?? {};
  const differ = Object.entries(given).filter(([key, value]) => JSON.stringify(present[key]) !== JSON.stringify(value));
  if (differ.length === 0) return { msg: '', result: present };
  const after = Object.fromEntries(Object.entries({ ...present, ...given }).filter(([, value]) => value !== null));
  return {
    statement: `ALTER USER ${who} ATTRIBUTE ${mysqlLiteral(JSON.stringify(Object.fromEntries(differ)))}`,
    msg: `Attributes updated: ${differ.map(([key, value]) => `${key}: ${typeof value === 'string' ? value : pythonRepr(value)}`).join(', ')}`,
    result: Object.keys(after).length === 0 ? null : after,
  };
}
