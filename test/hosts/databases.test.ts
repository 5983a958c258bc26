// Modules of databases and their kin against the real servers of Debian, without Python, over SSH and sudo: PostgreSQL
// by peer authentication and by password, MariaDB, RabbitMQ, Apache and its password files.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import apache2 from '../../modules/community.general/apache2_module/index.js';
import htpasswd from '../../modules/community.general/htpasswd/index.js';
import redis from '../../modules/community.general/redis/index.js';
import redisData from '../../modules/community.general/redis_data/index.js';
import redisInfo from '../../modules/community.general/redis_info/index.js';
import mysqlDb from '../../modules/community.mysql/mysql_db/index.js';
import mysqlUser from '../../modules/community.mysql/mysql_user/index.js';
import db from '../../modules/community.postgresql/postgresql_db/index.js';
import ext from '../../modules/community.postgresql/postgresql_ext/index.js';
import ping from '../../modules/community.postgresql/postgresql_ping/index.js';
import privs from '../../modules/community.postgresql/postgresql_privs/index.js';
import query from '../../modules/community.postgresql/postgresql_query/index.js';
import schema from '../../modules/community.postgresql/postgresql_schema/index.js';
import role from '../../modules/community.postgresql/postgresql_user/index.js';
import mysqlVariables from '../../modules/community.mysql/mysql_variables/index.js';
import rabbitPlugin from '../../modules/community.rabbitmq/rabbitmq_plugin/index.js';
import rabbitPolicy from '../../modules/community.rabbitmq/rabbitmq_policy/index.js';
import rabbitUser from '../../modules/community.rabbitmq/rabbitmq_user/index.js';
import rabbitVhost from '../../modules/community.rabbitmq/rabbitmq_vhost/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let root: OnHost;
let postgres: OnHost;

beforeAll(async () => {
  target = await startTarget();
  await target.exec(`export DEBIAN_FRONTEND=noninteractive
apt-get update >/dev/null
apt-get install -y --no-install-recommends postgresql mariadb-server rabbitmq-server redis-server apache2 >/dev/null 2>&1
# RabbitMQ's package brings one along.
rm -f /usr/bin/python3*
redis-cli ping >/dev/null 2>&1 || redis-server --daemonize yes >/dev/null
rabbitmqctl -q await_startup`);
  const host = target.host({ user: 'ops' });
  root = { host, become: sudo() };
  postgres = { host, become: sudo('postgres') };
}, 600_000);
afterAll(() => target.stop());

describe('PostgreSQL', () => {
  it('makes a database, a role and a schema', async () => {
    await converge(postgres, role, { name: 'app', password: "s3'c\\ret", role_attr_flags: 'CREATEDB', conn_limit: 5 });
    await converge(postgres, db, {
      name: 'app',
      owner: 'app',
      encoding: 'UTF-8',
      template: 'template0',
      comment: "it's",
    });
    await converge(postgres, db, { name: 'an "odd" one', conn_limit: '3' });
    await converge(postgres, schema, { name: 'rep', login_db: 'app', owner: 'app' });
    await converge(postgres, ext, { name: 'hstore', login_db: 'app', schema: 'rep' }).catch((error: unknown) => {
      // Without contrib there is none: the module says so.
      expect(String(error)).toContain('Extension hstore is not available');
    });
    expect(await target.exec(`su postgres -c "psql -Atc 'select datname from pg_database order by 1'"`)).toContain(
      'an "odd" one\n',
    );
  });
  it('logs in by password, which no list of processes shows, and knows it again', async () => {
    const login = { login_host: '127.0.0.1', login_user: 'app', login_db: 'app' };
    const answer = await runOn(root, ping, { ...login, login_password: "s3'c\\ret" });
    expect(answer.result).toMatchObject({ is_available: true, server_version: { major: 15 } });
    const wrong = await runOn(root, ping, { ...login, login_password: 'wrong' });
    expect(wrong.result).toMatchObject({
      is_available: false,
      conn_err_msg: expect.stringContaining('password authentication failed') as string,
    });
    await converge(postgres, role, { name: 'app', password: 'new', expires: '2031-01-01', comment: 'c' });
    const odd = { name: 'md5', password: 'x' };
    await converge({ ...postgres, environment: { PGOPTIONS: '-c password_encryption=md5' } }, role, odd);
  });
  it('grants and revokes, and predicts both', async () => {
    await converge(postgres, role, { name: 'reader', configuration: { application_name: "a'b", work_mem: '8MB' } });
    await runOn(postgres, query, { login_db: 'app', query: 'CREATE TABLE t (a int, b text); CREATE TABLE u (a int)' });
    for (const args of [
      { objs: 'ALL_IN_SCHEMA', privs: 'SELECT,INSERT', roles: 'reader' },
      { objs: 't', privs: 'INSERT', roles: 'reader', state: 'absent' },
      { type: 'database', privs: 'CONNECT,TEMP', roles: 'PUBLIC,reader', grant_option: false },
      { type: 'group', objs: 'app', roles: 'reader', admin_option: true },
      { type: 'default_privs', objs: 'TABLES', privs: 'SELECT', roles: 'reader' },
    ]) {
      await converge(postgres, privs, { login_db: 'app', ...args });
    }
    const denied = await runOn(postgres, privs, { login_db: 'app', objs: 't', privs: 'SELECT', roles: 'nobody' });
    expect(denied.result).toMatchObject({ failed: true, msg: "Role 'nobody' does not exist" });
  });
  it('asks and tells by SQL', async () => {
    const values = { positional_args: [1, 'it\'s 50% \\ ; "x"'] };
    const insert = { login_db: 'app', query: 'INSERT INTO t VALUES (%s, %s)', ...values };
    expect((await runOn(postgres, query, insert, { check: true })).result).toMatchObject({
      changed: true,
      rowcount: 1,
    });
    expect((await runOn(postgres, query, insert)).result).toMatchObject({ changed: true, statusmessage: 'INSERT 0 1' });
    const select = 'SELECT a, b, NULL AS n, true AS t, ARRAY[1,2] AS l, \'{"k":1}\'::jsonb AS j, 1.5 AS f FROM t';
    expect((await runOn(postgres, query, { login_db: 'app', query: select })).result).toMatchObject({
      changed: false,
      query_result: [{ a: 1, b: 'it\'s 50% \\ ; "x"', n: null, t: true, l: [1, 2], j: { k: 1 }, f: 1.5 }],
    });
  });
  it('dumps and restores', async () => {
    await target.exec('install -d -o postgres /srv/dumps');
    for (const ending of ['sql', 'sql.gz', 'tar', 'pgc']) {
      const dumped = await runOn(postgres, db, { name: 'app', state: 'dump', target: `/srv/dumps/x.${ending}` });
      expect(dumped.result, ending).toMatchObject({ changed: true, rc: 0 });
    }
    const restored = await runOn(postgres, db, {
      name: 'an "odd" one',
      state: 'restore',
      target: '/srv/dumps/x.sql.gz',
    });
    expect(restored.result).toMatchObject({ changed: true, rc: 0 });
    const failed = await runOn(postgres, db, { name: 'nosuch', state: 'dump', target: '/srv/dumps/n.sql.gz' });
    expect(failed.result).toMatchObject({ failed: true, msg: expect.stringContaining('does not exist') as string });
    await converge(postgres, db, { name: 'an "odd" one', state: 'absent', force: true });
  });
});

describe('MariaDB', () => {
  it('makes databases and accounts', async () => {
    await converge(root, mysqlDb, { name: ['app', 'a `b'], encoding: 'utf8mb4' });
    const account = { name: "o'app", host: '%', password: "pä's\\s", column_case_sensitive: true };
    await converge(root, mysqlUser, { ...account, priv: 'app.*:SELECT,INSERT/a b.*:ALL,GRANT', locked: true });
    await converge(root, mysqlUser, { ...account, priv: 'app.*:SELECT', tls_requires: { SSL: null }, locked: false });
    await converge(root, mysqlUser, {
      ...account,
      priv: { 'app.*': 'DELETE' },
      append_privs: true,
      tls_requires: { SSL: null },
    });
    expect(await target.exec(`mariadb -Ne "show grants for 'o''app'@'%'"`)).toMatch(/GRANT SELECT, DELETE ON `app`/);
    await converge(root, mysqlUser, {
      name: 'sock',
      plugin: 'unix_socket',
      resource_limits: { MAX_USER_CONNECTIONS: 2 },
    });
  });
  it('logs in by password and says why not', async () => {
    await converge(root, mysqlUser, { name: 'adm', password: 'a"d\\m', priv: '*.*:ALL,GRANT' });
    const login = { name: 'other', login_user: 'adm', login_host: '127.0.0.1' };
    await converge(root, mysqlDb, { ...login, login_password: 'a"d\\m' });
    const refused = await runOn(root, mysqlDb, { ...login, login_password: 'wrong' });
    expect(refused.result).toMatchObject({
      failed: true,
      msg: expect.stringMatching(/^unable to connect to database.*\(1045, "Access denied for user 'adm'/) as string,
    });
  });
  it('dumps and imports', async () => {
    await target.exec('mariadb app -e "create table t (a int); insert into t values (7)"');
    const dumped = await runOn(root, mysqlDb, { name: 'app', state: 'dump', target: '/srv/app.sql.gz' });
    expect(dumped.result).toMatchObject({ changed: true, db: 'app' });
    const loaded = await runOn(root, mysqlDb, { name: 'copy', state: 'import', target: '/srv/app.sql.gz' });
    expect(loaded.result).toMatchObject({ changed: true });
    expect(await target.exec('mariadb -Ne "select a from copy.t"')).toBe('7\n');
    await converge(root, mysqlDb, { name: ['copy', 'other'], state: 'absent' });
    await converge(root, mysqlUser, { name: "o'app", host_all: true, state: 'absent' });
  });
});

describe('MariaDB and Redis', () => {
  it('sets variables', async () => {
    const args = { variable: 'max_connections', value: '99' };
    expect((await runOn(root, mysqlVariables, args)).result).toMatchObject({ changed: true });
    expect((await runOn(root, mysqlVariables, args)).result).toMatchObject({ changed: false });
  });
  it('configures Redis and keeps what it is given', async () => {
    await converge(root, redis, { command: 'config', name: 'maxmemory', value: '100MB' });
    const key = { key: 'a "k"', value: 'line\n"x" \\ ä', tls: false };
    await converge(root, redisData, key);
    expect((await runOn(root, redisInfo, {})).result).toMatchObject({ info: { role: 'master', db0: { keys: 1 } } });
    await target.exec('redis-cli config set requirepass "s3 cret"');
    expect((await runOn(root, redisData, key)).result).toMatchObject({ failed: true });
    await converge(root, redisData, { ...key, login_password: 's3 cret', state: 'absent' });
  });
});

describe('RabbitMQ', () => {
  it('makes virtual hosts, users, policies and enables plugins', async () => {
    await converge(root, rabbitVhost, { name: '/app' });
    const user = { user: 'app', password: "p'w", vhost: '/app', write_priv: '.* x', tags: 'monitoring' };
    for (const [args, changed] of [
      [user, true],
      [user, false],
      [{ ...user, password: 'new', update_password: 'always' }, true],
      [{ ...user, password: 'new', update_password: 'always' }, false],
    ] as const) {
      expect((await runOn(root, rabbitUser, args)).result).toMatchObject({ changed, user: 'app' });
    }
    expect(await target.exec('rabbitmqctl authenticate_user app new')).toContain('Success');
    await converge(root, rabbitPolicy, { name: 'e', pattern: '^t', tags: { expires: 6000 }, apply_to: 'queues' });
    await converge(root, rabbitPlugin, { names: 'rabbitmq_shovel', broker_state: 'offline' });
    await converge(root, rabbitVhost, { name: '/app', state: 'absent' });
  }, 300_000);
});

describe('Apache', () => {
  it('enables and disables modules', async () => {
    await converge(root, apache2, { name: 'rewrite' });
    await converge(root, apache2, { name: 'status', state: 'absent', force: true });
  });
  it.each(['apr_md5_crypt', 'md5_crypt', 'ldap_sha1', 'sha512_crypt'])(
    'keeps passwords as %s',
    async (hash_scheme) => {
      const file = `/srv/pw-${hash_scheme}`;
      await converge(root, htpasswd, { path: file, name: 'bob', password: "p'w $x", hash_scheme, mode: '0640' });
      // Apache's own program reads them, but for those of the system's crypt.
      const verified = await target.exec(
        `apt-get install -y apache2-utils >/dev/null 2>&1; htpasswd -vb ${file} bob "p'w \\$x" 2>&1`,
      );
      expect(verified).toContain('correct');
    },
    120_000,
  );
});
