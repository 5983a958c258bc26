// More modules of databases against the real servers of Debian, without Python, over SSH and sudo.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mysqlQuery from '../../modules/community.mysql/mysql_query/index.js';
import query from '../../modules/community.postgresql/postgresql_query/index.js';
import membership from '../../modules/community.postgresql/postgresql_membership/index.js';
import owner from '../../modules/community.postgresql/postgresql_owner/index.js';
import set from '../../modules/community.postgresql/postgresql_set/index.js';
import rabbitParameter from '../../modules/community.rabbitmq/rabbitmq_parameter/index.js';
import rabbitLimits from '../../modules/community.rabbitmq/rabbitmq_vhost_limits/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let postgres: OnHost;
let root: OnHost;

beforeAll(async () => {
  target = await startTarget();
  await target.exec(`export DEBIAN_FRONTEND=noninteractive
apt-get update >/dev/null
apt-get install -y --no-install-recommends postgresql rabbitmq-server mariadb-server >/dev/null 2>&1
rm -f /usr/bin/python3*
rabbitmqctl -q await_startup
rabbitmq-plugins -q enable rabbitmq_federation >/dev/null`);
  const host = target.host({ user: 'ops' });
  root = { host, become: sudo() };
  postgres = { host, become: sudo('postgres') };
  await runOn(postgres, query, {
    query: [
      'CREATE ROLE alice',
      'CREATE ROLE bob',
      'CREATE ROLE "odd ""one"',
      'CREATE ROLE ro',
      'CREATE TABLE t (a int)',
      'CREATE VIEW v AS SELECT * FROM t',
      'CREATE MATERIALIZED VIEW mv AS SELECT * FROM t',
      'CREATE SEQUENCE s',
      'CREATE SCHEMA sc',
      'CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$SELECT 1$$',
      'CREATE PROCEDURE p(int) LANGUAGE sql AS $$SELECT 1$$',
      'CREATE DOMAIN d AS int',
      'CREATE TYPE ty AS (a int)',
      'CREATE FOREIGN DATA WRAPPER w',
      'CREATE SERVER srv FOREIGN DATA WRAPPER w',
      'CREATE FOREIGN TABLE ft (a int) SERVER srv',
      'CREATE PUBLICATION pub',
      'CREATE STATISTICS st (ndistinct) ON (a), (a + 1) FROM t',
      'CREATE COLLATION co FROM "C"',
      'CREATE TEXT SEARCH DICTIONARY di (TEMPLATE = simple)',
      'CREATE TEXT SEARCH CONFIGURATION cf (COPY = simple)',
      'SELECT lo_create(4711)',
    ],
  });
}, 600_000);
afterAll(() => target.stop());

describe('PostgreSQL', () => {
  it('makes roles members of others', async () => {
    await converge(postgres, membership, { group: 'ro', users: ['alice', 'odd "one'] });
    await converge(postgres, membership, { groups: 'ro,bob', target_role: 'alice', state: 'exact' });
    await converge(postgres, membership, { groups: [], target_role: 'alice', state: 'exact' });
    await converge(postgres, membership, { group: 'ro', target_roles: ['odd "one'], state: 'absent' });
    const circle = { group: 'ro', target_role: 'ro' };
    for (const check of [true, false]) {
      const refused = await runOn(postgres, membership, circle, { check });
      expect(refused.result).toMatchObject({
        failed: true,
        msg: expect.stringMatching(/^Cannot execute SQL 'GRANT "ro" TO "ro"': role "ro" is a member/) as string,
      });
    }
  });
  it.each([
    ['table', 't'],
    ['view', 'v'],
    ['matview', 'mv'],
    ['sequence', 's'],
    ['schema', 'sc'],
    ['function', 'f(int)'],
    ['procedure', 'p(int)'],
    ['domain', 'd'],
    ['type', 'ty'],
    ['server', 'srv'],
    ['foreign_table', 'ft'],
    ['publication', 'pub'],
    ['statistics', 'st'],
    ['collation', 'co'],
    ['text_search_dictionary', 'di'],
    ['text_search_configuration', 'cf'],
    ['large_object', '4711'],
    ['database', 'postgres'],
  ])('gives away a %s', async (obj_type, obj_name) => {
    await converge(postgres, owner, { login_db: 'postgres', new_owner: 'alice', obj_type, obj_name });
  });
  it('takes over what a role has', async () => {
    const all = { login_db: 'postgres', new_owner: 'bob', reassign_owned_by: ['alice', 'nobody'], fail_on_role: false };
    expect((await runOn(postgres, owner, all, { check: true })).result).toMatchObject({ changed: true });
    expect((await runOn(postgres, owner, all)).result).toMatchObject({
      queries: ['REASSIGN OWNED BY "alice" TO "bob"'],
    });
    expect(
      await target.exec(`su postgres -c "psql -Atc \\"select tableowner from pg_tables where tablename = 't'\\""`),
    ).toBe('bob\n');
  });
  it('sets parameters', async () => {
    await converge(postgres, set, { name: 'work_mem', value: '32mb' });
    await converge(postgres, set, { name: 'search_path', value: '"$user", public, sc' });
    await converge(postgres, set, { name: 'log_line_prefix', value: "it's, %m" });
    await converge(postgres, set, { name: 'log_connections', value: true });
    await converge(postgres, set, { name: 'log_min_duration_statement', value: '1s' });
    await converge(postgres, set, { name: 'work_mem', reset: true });
    const restart = { name: 'max_connections', value: '50' };
    const first = (await runOn(postgres, set, restart)).result;
    expect(first).toMatchObject({ changed: true, restart_required: true, prev_val_pretty: '100', value_pretty: '50' });
    const wrong = await runOn(postgres, set, { name: 'work_mem', value: 'much' });
    expect(wrong.result).toMatchObject({
      failed: true,
      msg: expect.stringMatching(/^Unable to set work_mem value due to : invalid value for parameter/) as string,
    });
  });
});

describe('RabbitMQ', () => {
  it('sets and clears parameters', async () => {
    const upstream = { component: 'federation-upstream', name: 'an "odd" one' };
    await converge(root, rabbitParameter, { ...upstream, value: '{"uri": "amqp://h", "expires": 3600000}' });
    const same = { ...upstream, value: '{"expires": 3600000, "uri": "amqp://h"}' };
    expect((await runOn(root, rabbitParameter, same)).result).toMatchObject({ changed: false, vhost: '/' });
    await converge(root, rabbitParameter, { ...upstream, state: 'absent' });
    const wrong = await runOn(root, rabbitParameter, { component: 'nosuch', name: 'x', value: '1' });
    expect(wrong.result).toMatchObject({ failed: true, msg: expect.stringContaining('nosuch') as string });
  });
  it('limits virtual hosts', async () => {
    await converge(root, rabbitLimits, { max_connections: 64, max_queues: 256 });
    await converge(root, rabbitLimits, { max_connections: 32, node: 'rabbit' });
    await converge(root, rabbitLimits, { state: 'absent' });
  });
});

describe('MariaDB', () => {
  it('asks and tells by SQL', async () => {
    const ask = async (args: Record<string, unknown>) => (await runOn(root, mysqlQuery, args)).result;
    expect(await ask({ query: 'CREATE DATABASE q CHARACTER SET utf8mb4' })).toMatchObject({
      changed: true,
      rowcount: [1],
      query_result: [[]],
    });
    const create = 'CREATE TABLE t (a int, b varchar(30), c decimal(5,2), d datetime(6), e blob, f bit(3), g json);';
    expect(await ask({ login_db: 'q', query: create })).toMatchObject({ changed: true, rowcount: [0] });
    const insert = "INSERT INTO t VALUES (%s, %s, 1.5, '2026-01-02 03:04:05', x'616263', b'101', '{}')";
    const odd = 'it\'s "5%" | \\ ; 日本\n| x';
    const told = await ask({ login_db: 'q', query: insert, positional_args: [1, odd] });
    expect(told).toMatchObject({ changed: true, rowcount: [1] });
    await ask({ login_db: 'q', query: 'INSERT INTO t (b) VALUES (%(b)s)', named_args: { b: 'é' } });
    const rows = await ask({ login_db: 'q', query: ['SELECT * FROM t', 'SELECT a, t.a FROM t WHERE 1 = 0'] });
    expect(rows).toMatchObject({
      changed: false,
      rowcount: [2, 0],
      query_result: [
        [
          { a: 1, b: odd, c: 1.5, d: '2026-01-02T03:04:05', e: 'abc', f: '\u0005', g: '{}' },
          { a: null, b: 'é', c: null, d: null, e: null, f: null, g: null },
        ],
        [],
      ],
    });
    const none = await ask({ login_db: 'q', query: 'UPDATE t SET a = 1 WHERE a = 1' });
    expect(none).toMatchObject({ changed: false, rowcount: [0] });
  });
  it('does all of a transaction or nothing, and procedures', async () => {
    const broken = await runOn(root, mysqlQuery, {
      login_db: 'q',
      single_transaction: true,
      query: ['INSERT INTO t (a) VALUES (7)', 'INSERT INTO nosuch VALUES (1)'],
    });
    expect(broken.result).toMatchObject({
      failed: true,
      msg: `Cannot execute SQL 'INSERT INTO nosuch VALUES (1)' args [None]: (1146, "Table 'q.nosuch' doesn't exist")`,
    });
    const call = ['CREATE PROCEDURE p() BEGIN SELECT COUNT(*) AS n FROM t WHERE a = 7; SELECT 2; END', 'CALL p()'];
    const called = await runOn(root, mysqlQuery, { login_db: 'q', query: call, session_vars: { wait_timeout: 100 } });
    expect(called.result).toMatchObject({ query_result: [[], [{ n: 0 }]] });
  });
});
