import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module, { wantedSubsets } from './index.js';
import { collect, converted, versionOf } from './subsets.js';
import { grantQuestions, usersInfo } from './users.js';

runCases(module, join(import.meta.dirname, 'cases'));

describe('the filter', () => {
  it.each([
    [['version', '!settings'], ['version']],
    [['nosuch', 'engines'], ['engines']],
    [['version '.trim()], ['version']],
  ])('%j tells %j', (filter, names) => {
    expect([...wantedSubsets(filter, () => undefined)]).toEqual(names);
  });
  it('warns of what it does not know', () => {
    const unknown: string[] = [];
    expect(wantedSubsets(['!nosuch', '!users'], (one) => unknown.push(one)).has('users')).toBe(false);
    expect(unknown).toEqual(['!nosuch']);
  });
});

it.each([
  ['a', '12', 12],
  ['a', '-1', -1],
  ['a', '1.50', '1.50'],
  ['a', 'ON', 'ON'],
  ['a', '', ''],
  ['a', '18446744073709551615', 18446744073709551615n],
  ['a', null, null],
  ['password_last_changed', '2026-01-02 03:04:05', '2026-01-02T03:04:05'],
])('converts %s of %s', (name, value, wanted) => {
  expect(converted(name, value)).toEqual(wanted);
});

it.each([
  ['10.11.6-MariaDB-1', { major: 10, minor: 11, release: 6, suffix: 'MariaDB-1' }],
  ['8.4.0', { major: 8, minor: 4, release: 0, suffix: '' }],
  ['5.7.44-log.1', { major: 5, minor: 7, release: 44, suffix: 'log' }],
])('reads the version %s', (full, parts) => {
  expect(versionOf(full)).toEqual({ ...parts, full });
});

it('puts replication below its primary', () => {
  const row = { Master_Host: 'h', Master_Port: '3306', Master_User: 'r', Seconds_Behind_Master: null, Last_Errno: '0' };
  const fields = { size: true, tables: true, empty: false };
  expect(collect('slave_status', [[row]], fields)).toEqual({
    h: { '3306': { r: { Seconds_Behind_Master: null, Last_Errno: 0 } } },
  });
});

it('tells accounts in the words of mysql_user', () => {
  const accounts = [
    {
      User: 'u',
      Host: '%',
      is_role: 'N',
      plugin: 'p',
      authentication_string: '*A',
      ssl_type: 'ANY',
      max_questions: '5',
    },
    { User: 'r', Host: '', is_role: 'Y', plugin: '', authentication_string: '' },
    { User: "o'o", Host: 'h', plugin: 'p', authentication_string: '' },
  ];
  expect(grantQuestions(accounts, true).map(([one]) => one)).toEqual([
    "SHOW GRANTS FOR 'u'@'%'",
    "SHOW CREATE USER 'u'@'%'",
    "SHOW GRANTS FOR 'r'",
    'SELECT 1',
    "SHOW GRANTS FOR 'o\\'o'@'h'",
    "SHOW CREATE USER 'o\\'o'@'h'",
  ]);
  const warned: string[] = [];
  const told = usersInfo(
    accounts,
    [
      [
        { g: "GRANT USAGE ON *.* TO `u`@`%` IDENTIFIED BY PASSWORD '*A'" },
        { g: 'GRANT SELECT (`b`, `a`), INSERT ON `d`.`t` TO `u`@`%` WITH GRANT OPTION' },
      ],
      [{ c: 'CREATE USER `u`@`%` ACCOUNT LOCK' }],
      [{ g: 'GRANT USAGE ON *.* TO `r`' }, { g: 'GRANT `x` TO `r`' }],
      [{ '1': '1' }],
      [{ '1': '1' }],
      [],
    ],
    true,
    (message) => warned.push(message),
  );
  expect(told).toEqual([
    {
      name: 'u',
      host: '%',
      priv: 'd.t:SELECT (a, b),INSERT,GRANT',
      resource_limits: { MAX_QUERIES_PER_HOUR: 5 },
      tls_requires: { SSL: null },
      plugin: 'p',
      plugin_auth_string: '*A',
      plugin_hash_string: '*A',
      locked: true,
    },
    { name: 'r', host: '', priv: '*.*:USAGE', plugin: '', plugin_auth_string: '', plugin_hash_string: '' },
  ]);
  expect(warned).toEqual(["No privileges found for o'o on host h"]);
});
