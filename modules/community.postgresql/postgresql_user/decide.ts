// Which statements make a role what it is asked to be.
import { ModuleFailure } from '../../../src/kit/index.js';
import { passwordDiffers } from '../../_shared/postgres-password.js';
import { hidden, ident, joined, plain, roleName, sql, type Sql } from '../../_shared/postgres-sql.js';
import type { Args } from './index.js';
import { parseFlags, type UserLook } from './look.js';
import { privilegeSteps, type Privileges } from './privileges.js';

export interface Decision {
  readonly steps: readonly Sql[];
  /** What is said when the server refuses them. */
  readonly failure: (error: string) => string;
}

export function decide(a: Args, look: UserLook, privileges: Privileges | undefined): Decision {
  const there = look.role !== null || a.name === 'PUBLIC';
  const granting = (state: 'present' | 'absent'): Sql[] =>
    privileges ? privilegeSteps(privileges, a.name, look, state) : [];
  if (a.state === 'absent') {
    const steps = there ? [...granting('absent'), sql`DROP USER ${roleName(a.name)}`] : [];
    return { steps, failure: (error) => error };
  }
  return {
    steps: [
      ...(there ? alter(a, look) : [create(a)]),
      ...granting('present'),
      ...(a.comment !== undefined && a.comment !== (look.role?.comment ?? '')
        ? [sql`COMMENT ON ROLE ${ident(a.name)} IS ${a.comment}`]
        : []),
      ...configuration(a, look.role?.rolconfig ?? []),
    ],
    failure: (error) => (there ? error : `Unable to add user with given requirement due to : ${error}`),
  };
}

const encrypted = (a: Args): Sql => plain(a.encrypted ? 'ENCRYPTED' : 'UNENCRYPTED');
const password = (a: Args): Sql => hidden(a.password ?? '', 'password');
const limits = (a: Args): Sql[] => [
  ...(a.expires === undefined ? [] : [sql`VALID UNTIL ${hidden(a.expires, 'expires')}`]),
  ...(a.conn_limit === undefined ? [] : [sql`CONNECTION LIMIT ${a.conn_limit}`]),
];
const flagWords = (a: Args): string =>
  parseFlags(a.role_attr_flags)
    .map(({ word }) => word)
    .join(' ');

function create(a: Args): Sql {
  const words = flagWords(a);
  const given = a.password !== undefined && a.password !== '';
  return joined(
    [
      sql`CREATE USER ${roleName(a.name)}`,
      ...(given ? [sql`WITH ${encrypted(a)} PASSWORD ${password(a)}`] : []),
      ...limits(a),
      // compat: a blank stands where the flags would.
      plain(words),
    ],
    ' ',
  );
}

function alter(a: Args, look: UserLook): Sql[] {
  const { role } = look;
  if (!role) {
    if (a.password !== undefined) throw new ModuleFailure('cannot change the password for PUBLIC user');
    if (a.role_attr_flags !== '') throw new ModuleFailure('cannot change the role_attr_flags for PUBLIC user');
    return [];
  }
  const words = flagWords(a);
  const flagsDiffer = parseFlags(a.role_attr_flags).some(({ column, on }) => role[column] !== on);
  const who = sql`ALTER USER ${roleName(a.name)}`;
  if (a.no_password_changes) return flagsDiffer ? [joined([who, plain(`WITH ${words}`)], ' ')] : [];
  const newPassword =
    a.password !== undefined &&
    (look.password_unseen || passwordDiffers(a.password, a.name, look.password, look.encryption, a.encrypted));
  const newLimit = a.conn_limit !== undefined && a.conn_limit !== role.rolconnlimit;
  if (!newPassword && !flagsDiffer && role.expires_same && !newLimit) return [];
  const parts = newPassword
    ? [
        a.password === '' ? plain('WITH PASSWORD NULL') : sql`WITH ${encrypted(a)} PASSWORD ${password(a)}`,
        plain(words),
      ]
    : words === ''
      ? []
      : [plain(`WITH ${words}`)];
  return [joined([who, ...parts, ...limits(a)], ' ')];
}

function configuration(a: Args, present: readonly string[]): Sql[] {
  const has = new Map(present.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  const who = sql`ALTER ROLE ${roleName(a.name)}`;
  const entries = Object.entries(a.configuration);
  if (a.quote_configuration_values && entries.some(([key]) => /['"]/.test(key)))
    throw new ModuleFailure('The key of a configuration may not contain single or double quotes');
  return [
    ...(a.reset_unspecified_configuration
      ? [...has.keys()].filter((key) => !(key in a.configuration)).map((key) => sql`${who} RESET ${ident(key)};`)
      : []),
    ...entries
      .filter(([key, value]) => has.get(key) !== value)
      .map(([key, value]) => sql`${who} SET ${ident(key)} TO ${a.quote_configuration_values ? value : plain(value)};`),
  ];
}
