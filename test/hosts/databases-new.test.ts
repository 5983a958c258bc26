// Tables, sequences and pg_hba.conf of PostgreSQL, queues, exchanges and limits of RabbitMQ, and what the servers tell of
// themselves: the real servers of Debian, without Python, over SSH and sudo.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mysqlInfo from '../../modules/community.mysql/mysql_info/index.js';
import mysqlRole from '../../modules/community.mysql/mysql_role/index.js';
import hba from '../../modules/community.postgresql/postgresql_pg_hba/index.js';
import info from '../../modules/community.postgresql/postgresql_info/index.js';
import sequence from '../../modules/community.postgresql/postgresql_sequence/index.js';
import table from '../../modules/community.postgresql/postgresql_table/index.js';
import binding from '../../modules/community.rabbitmq/rabbitmq_binding/index.js';
import exchange from '../../modules/community.rabbitmq/rabbitmq_exchange/index.js';
import featureFlag from '../../modules/community.rabbitmq/rabbitmq_feature_flag/index.js';
import globalParameter from '../../modules/community.rabbitmq/rabbitmq_global_parameter/index.js';
import parameter from '../../modules/community.rabbitmq/rabbitmq_parameter/index.js';
import queue from '../../modules/community.rabbitmq/rabbitmq_queue/index.js';
import userLimits from '../../modules/community.rabbitmq/rabbitmq_user_limits/index.js';
import type { AnyModule } from '../../src/kit/index.js';
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
rabbitmq-plugins -q enable rabbitmq_management rabbitmq_federation >/dev/null
su postgres -c 'psql -qc "CREATE ROLE alice"'`);
  const host = target.host({ user: 'ops' });
  root = { host, become: sudo() };
  postgres = { host, become: sudo('postgres') };
}, 600_000);
afterAll(() => target.stop());

describe('PostgreSQL', () => {
  it('makes, changes and drops tables', async () => {
    const made = await converge(postgres, table, {
      name: 'T "odd"',
      columns: ['id int primary key', 'body text'],
      storage_params: ['fillfactor=70'],
      owner: 'alice',
    });
    expect(made.real.result).toMatchObject({ owner: 'alice', storage_params: ['fillfactor=70'], state: 'present' });
    await converge(postgres, table, { name: 'T "odd"', storage_params: ['fillfactor=80'], owner: 'postgres' });
    await converge(postgres, table, { name: 'copy', like: 'T "odd"', including: 'all', unlogged: true });
    expect((await runOn(postgres, table, { name: 'copy', truncate: true })).result).toMatchObject({ changed: true });
    const wrong = await runOn(postgres, table, { name: 'nosuch.t' }, { check: true });
    expect(wrong.result).toMatchObject({
      failed: true,
      msg: expect.stringContaining('"nosuch" does not exist') as string,
    });
    await converge(postgres, table, { name: 'T "odd"', state: 'absent', cascade: true });
  });
  it('makes, gives away and drops sequences', async () => {
    const made = await converge(postgres, sequence, { name: 's', start: 4, increment: 2, cycle: true, owner: 'alice' });
    expect(made.dry.result).toMatchObject({ start: '4', increment: '2', cycle: 'YES', data_type: 'bigint' });
    expect(made.real.result).toMatchObject({ start: '4', owner: 'postgres' });
    expect((await runOn(postgres, sequence, { name: 's', rename_to: 'r' })).result).toMatchObject({ newname: 'r' });
    await converge(postgres, sequence, { name: 'r', state: 'absent' });
  });
  it('edits the file of who may log in, which the server then understands', async () => {
    const dest = '/etc/postgresql/15/main/pg_hba.conf';
    const rule = {
      dest,
      contype: 'hostssl',
      users: 'alice,"odd one"',
      address: '2001:db8::/32',
      method: 'scram-sha-256',
    };
    await converge(postgres, hba, { ...rule, users: 'alice', comment: 'why not', mode: '0640' });
    await converge(postgres, hba, { ...rule, users: '"odd, one"', databases: 'a,b', backup: true });
    const check = `su postgres -c "psql -Atc 'SELECT count(*), count(error) FROM pg_hba_file_rules WHERE type = \\$\\$hostssl\\$\\$'"`;
    expect(await target.exec(check)).toBe('3|0\n');
    await converge(postgres, hba, { ...rule, users: 'alice', state: 'absent' });
    expect(await target.exec(check)).toBe('2|0\n');
  });
  it('tells of itself', async () => {
    const { result, trips } = await runOn(postgres, info, {});
    expect(result).toMatchObject({
      changed: false,
      in_recovery: false,
      version: { major: 15 },
      databases: { postgres: { languages: { plpgsql: {} }, extensions: { plpgsql: { extversion: { major: 1 } } } } },
      roles: { alice: { canlogin: false, member_of: [] } },
      settings: { max_connections: { setting: '100', pending_restart: false } },
    });
    expect(trips).toBeGreaterThan(1);
    expect((await runOn(postgres, info, { filter: 'version' })).trips).toBe(1);
  });
});

it('MariaDB tells of itself', async () => {
  const { result } = await runOn(root, mysqlInfo, { return_empty_dbs: true });
  expect(result).toMatchObject({
    server_engine: 'MariaDB',
    version: { major: 10, minor: 11 },
    settings: { port: 3306 },
    engines: { InnoDB: { Support: 'DEFAULT' } },
    databases: { mysql: { tables: 31 } },
    users: { localhost: { root: { Select_priv: 'Y' } } },
    slave_status: {},
  });
});

it('MariaDB has roles', async () => {
  await target.exec(`mariadb -e "CREATE USER u@localhost; CREATE USER \\\`o'o\\\`@'%'; CREATE DATABASE app"`);
  const role = { name: "r'1", column_case_sensitive: true };
  await converge(root, mysqlRole, { ...role, members: ['u@localhost'], priv: 'app.*:SELECT,INSERT' });
  await converge(root, mysqlRole, { ...role, members: ["o'o@%"], priv: { 'app.*': 'SELECT' } });
  await converge(root, mysqlRole, { ...role, members: ['u@localhost'], append_members: true });
  await converge(root, mysqlRole, {
    ...role,
    members: ["o'o@%", 'no@h'],
    members_must_exist: false,
    detach_members: true,
  });
  await converge(root, mysqlRole, { ...role, priv: 'app.*:UPDATE', append_privs: true });
  await converge(root, mysqlRole, { ...role, priv: 'app.*:SELECT', subtract_privs: true });
  await converge(root, mysqlRole, { name: 'r2', admin: 'u@localhost', column_case_sensitive: true });
  const mapping = await target.exec('mariadb -NBe "SELECT Role, User FROM mysql.roles_mapping ORDER BY 1, 2"');
  expect(mapping).toBe("r'1\troot\nr'1\tu\nr2\tu\n");
  const { result } = await runOn(root, mysqlInfo, { filter: 'users_info' });
  expect(result['users_info']).toContainEqual(expect.objectContaining({ name: "r'1", host: '', priv: 'app.*:UPDATE' }));
  await converge(root, mysqlRole, { ...role, state: 'absent' });
});

describe('RabbitMQ', () => {
  it('makes queues, exchanges and bindings over its HTTP interface', async () => {
    // Each run reads the host's proxies and asks once.
    const settled = async (module: AnyModule, args: Record<string, unknown>): Promise<void> => {
      const runs = [
        await runOn(root, module, args, { check: true }),
        await runOn(root, module, args),
        await runOn(root, module, args),
      ];
      expect(runs.map(({ result }) => result.msg ?? result.changed)).toEqual([true, true, false]);
    };
    await settled(exchange, { name: 'e x', type: 'topic' });
    await settled(queue, { name: 'q/"1"', max_length: 5, arguments: { 'x-queue-mode': 'lazy' } });
    const bound = { name: 'e x', destination: 'q/"1"', destination_type: 'queue', routing_key: '*.a b/#' };
    await settled(binding, { ...bound, arguments: { a: 1 } });
    await settled(binding, { ...bound, arguments: { a: 1 }, state: 'absent' });
    const other = await runOn(root, queue, { name: 'q/"1"', max_length: 6 });
    expect(other.result).toMatchObject({ failed: true, msg: expect.stringContaining("from '5' to '6'") as string });
    await settled(queue, { name: 'q/"1"', state: 'absent' });
    await settled(exchange, { name: 'e x', state: 'absent' });
    const plugin = await runOn(root, exchange, { name: 'r', type: 'x-random' });
    expect(plugin.result).toMatchObject({ failed: true, status: 400 });
    const wrong = await runOn(root, queue, { name: 'q', login_password: 'wrongword' });
    expect(wrong.result).toMatchObject({ failed: true, msg: expect.stringContaining('Invalid response') as string });
  });
  it('sets values that no list of processes shows, in two round trips', async () => {
    const upstream = { component: 'federation-upstream', name: 'ü "odd"', value: '{"uri": "amqp://u:s3cret@h"}' };
    const { real } = await converge(root, parameter, upstream);
    expect(real.trips).toBe(2);
    const wrong = await runOn(root, parameter, { ...upstream, name: 'n', value: '{"uri": 5}' });
    expect(wrong.result).toMatchObject({ failed: true, msg: expect.stringContaining('Validation failed') as string });
    await converge(root, globalParameter, { name: 'odd', value: '{"a": ["é", 1.5]}' });
    await converge(root, globalParameter, { name: 'odd', state: 'absent' });
  });
  it('limits users and knows its flags', async () => {
    await converge(root, userLimits, { user: 'guest', max_connections: 5 });
    await converge(root, userLimits, { user: 'guest', max_channels: 7 });
    await converge(root, userLimits, { user: 'guest', state: 'absent' });
    expect((await runOn(root, featureFlag, { name: 'quorum_queue' })).result).toMatchObject({ changed: false });
    const none = await runOn(root, featureFlag, { name: 'nosuch' });
    expect(none.result).toMatchObject({ failed: true, msg: 'nosuch feature flag is not available' });
  });
});
