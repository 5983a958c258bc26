import { expect, it } from 'vitest';
import { md5Crypt } from './md5-crypt.js';
import { comparePrivileges, parseGrants, privilegeStatements, unpackPrivileges } from './mysql-privileges.js';
import { mysql, mysqlIdent } from './mysql-sql.js';

const all = { append: false, subtract: false, root: false };

it('reads privileges of tasks and of servers alike', () => {
  const text = 'my db.*:SELECT, INSERT/base.t:SELECT(b, a),GRANT/FUNCTION base.f:EXECUTE';
  const wanted = unpackPrivileges(text, false, true, true);
  expect([...wanted]).toEqual([
    ['`my db`.*', ['SELECT', 'INSERT']],
    ['`base`.`t`', ['SELECT (a, b)', 'GRANT']],
    ['FUNCTION `base`.`f`', ['EXECUTE']],
    ['*.*', ['USAGE']],
  ]);
  const present = parseGrants([
    "GRANT USAGE ON *.* TO `u`@`%` IDENTIFIED BY PASSWORD '*AB'",
    'GRANT SELECT (`b`, `a`) ON `base`.`t` TO `u`@`%` WITH GRANT OPTION',
    'GRANT ALL PRIVILEGES ON `old`.* TO `u`@`%`',
    'GRANT `role` TO `u`@`%`',
  ]);
  expect(comparePrivileges(wanted, present, all)).toMatchObject([
    { on: '`old`.*', revoke: ['ALL'], kind: 'removed' },
    { on: '`my db`.*', grant: ['SELECT', 'INSERT'], kind: 'new' },
    { on: 'FUNCTION `base`.`f`', kind: 'new' },
  ]);
  expect(() => parseGrants(['what'])).toThrow('unable to parse');
  expect(() => unpackPrivileges('nothing', false, false, true)).toThrow('no colon');
});

it('grants what is missing and revokes what is too much', () => {
  const change = (wanted: string, present: string, mode = all) =>
    comparePrivileges(
      unpackPrivileges(wanted, false, true, false),
      new Map([['`d`.*', present.split(',')]]),
      mode,
    ).flatMap((one) => privilegeStatements(one, 'u'));
  expect(change('d.*:SELECT', 'SELECT,GRANT')).toEqual(['REVOKE GRANT OPTION ON `d`.* FROM u']);
  expect(change('d.*:SELECT,GRANT', 'SELECT')).toEqual(['GRANT USAGE ON `d`.* TO u WITH GRANT OPTION']);
  expect(change('d.*:ALL', 'SELECT')).toEqual(['GRANT ALL ON `d`.* TO u']);
  expect(change('d.*:INSERT', 'SELECT', { ...all, append: true })).toEqual(['GRANT INSERT ON `d`.* TO u']);
  expect(change('d.*:INSERT,SELECT', 'SELECT', { ...all, subtract: true })).toEqual(['REVOKE SELECT ON `d`.* FROM u']);
});

it('quotes for MySQL', () => {
  expect(mysql`${"a'\\\n"}@${mysqlIdent('b`c')}`.text).toBe("'a\\'\\\\\\n'@`b``c`");
});

it('makes the hashes that openssl makes', () => {
  expect(md5Crypt('password', 'saltsalt', '$apr1$')).toBe('$apr1$saltsalt$yAAkm4libquA.ZWLHbSBq/');
  expect(md5Crypt('password', 'saltsalt', '$1$')).toBe('$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/');
});
