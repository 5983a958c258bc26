import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unpackPrivileges } from '../../_shared/mysql-privileges.js';
import { runCases } from '../../../test/support/module-cases.js';
import { adminWarning, decide, normalMembers } from './decide.js';
import module from './index.js';
import type { RoleLook } from './look.js';

runCases(module, join(import.meta.dirname, 'cases'));

const none: RoleLook = {
  mariadb: true,
  supported: true,
  ansi: false,
  exists: false,
  accounts: [],
  members: [],
  admin: undefined,
  grants: [],
};
const there: RoleLook = {
  ...none,
  exists: true,
  members: [
    { user: 'root', host: 'localhost' },
    { user: 'bob', host: '%' },
  ],
  grants: [
    'GRANT USAGE ON *.* TO `r`',
    'GRANT `x` TO `r`',
    'GRANT SELECT ON `d`.* TO `r`',
    'GRANT ALL ON `z`.* TO `x`',
  ],
};

describe('what the server is told', () => {
  const told = (given: Record<string, unknown>, look: RoleLook) => {
    const args = module.args.parse({ name: 'r', ...given });
    const privileges =
      typeof args.priv === 'string' ? unpackPrivileges(args.priv, false, true, !args.subtract_privs) : undefined;
    const members = normalMembers(args.members ?? [], look.mariadb);
    return decide(
      args,
      look,
      privileges,
      members,
      normalMembers(args.admin === undefined ? [] : [args.admin], true)[0],
    );
  };
  it.each<[string, Record<string, unknown>, RoleLook, string[], boolean]>([
    [
      'a new one',
      { members: ["o'o@h", 'r2'], priv: 'd.*:SELECT,INSERT' },
      none,
      [
        "CREATE ROLE 'r'",
        "GRANT 'r' TO 'o\\'o'@'h'",
        "GRANT 'r' TO 'r2'",
        "GRANT SELECT,INSERT ON `d`.* TO 'r'",
        "GRANT USAGE ON *.* TO 'r'",
      ],
      true,
    ],
    ['a new one, with an admin', { admin: 'a@h' }, none, ["CREATE ROLE 'r' WITH ADMIN 'a'@'h'"], true],
    [
      'nothing is taken from a new one',
      { members: 'a@h', detach_members: true, priv: 'd.*:SELECT', subtract_privs: true },
      none,
      ["CREATE ROLE 'r'"],
      true,
    ],
    [
      'MySQL',
      { members: 'a' },
      { ...none, mariadb: false },
      ["CREATE ROLE 'r'", "GRANT 'r'@'%' TO 'a'@'%'", "SET DEFAULT ROLE ALL TO 'a'@'%'"],
      true,
    ],
    ['other members', { members: 'a@h' }, there, ["GRANT 'r' TO 'a'@'h'", "REVOKE 'r' FROM 'bob'@'%'"], true],
    ['more members', { members: 'a@h', append_members: true }, there, ["GRANT 'r' TO 'a'@'h'"], true],
    ['fewer members', { members: 'a@h,bob@%', detach_members: true }, there, ["REVOKE 'r' FROM 'bob'@'%'"], true],
    ['the same members', { members: 'bob@%' }, there, [], false],
    ['the same privileges', { priv: 'd.*:SELECT' }, there, [], false],
    ['more privileges', { priv: 'd.*:INSERT', append_privs: true }, there, ["GRANT INSERT ON `d`.* TO 'r'"], false],
    [
      'fewer privileges',
      { priv: 'd.*:SELECT', subtract_privs: true },
      there,
      ["REVOKE SELECT ON `d`.* FROM 'r'"],
      false,
    ],
    ['no longer', { state: 'absent' }, there, ["DROP ROLE 'r'"], true],
    ['not there', { state: 'absent' }, none, [], true],
  ])('%s', (_name, given, look, statements, certain) => {
    expect(told(given, look)).toEqual({ statements, certain });
  });
});

it('takes members apart', () => {
  expect(normalMembers(['a', 'b@h'], false)).toEqual([
    { user: 'a', host: '%' },
    { user: 'b', host: 'h' },
  ]);
  expect(() => normalMembers(['@h'], true)).toThrow('cannot be empty');
  expect(() => normalMembers(['a@b@c'], true)).toThrow('must be in the format');
});

it('warns of another admin', () => {
  const admin = { user: 'a', host: 'h' };
  expect(adminWarning(none, admin)).toBeUndefined();
  expect(adminWarning({ ...there, admin }, admin)).toBeUndefined();
  expect(adminWarning(there, admin)).toContain('current roles admin (nobody)');
});
