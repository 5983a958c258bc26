// What tasks of databases and brokers cost when nothing is to be done: one round trip, or the reason why not.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { registry } from '../../modules/registry.generated.js';
import { runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

const PACKAGES =
  'postgresql mariadb-server redis-server rabbitmq-server apache2 apache2-utils acl git ufw netcat-openbsd libcap2-bin openssl';

let target: Target;
let on: OnHost;

beforeAll(async () => {
  target = await startTarget({ hostname: 'trips' });
  await target.exec(
    `(apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${PACKAGES}) >/tmp/apt.log 2>&1 || { tail /tmp/apt.log; exit 1; }`,
  );
  await target.exec(`systemctl start postgresql mariadb rabbitmq-server
redis-cli ping >/dev/null 2>&1 || redis-server --daemonize yes >/dev/null
for i in 1 2 3 4 5 6 7 8 9; do su postgres -c 'psql -qc "select 1"' >/dev/null 2>&1 && break; sleep 1; done
su postgres -c 'psql -q' <<'X'
create role tsp superuser login password 'tsp-password'
X
mariadb -e "create user tsp@localhost identified by 'tsp-password'; grant all on *.* to tsp@localhost with grant option"
rabbitmq-plugins enable rabbitmq_management >/dev/null 2>&1
for i in 1 2 3 4 5 6 7 8 9; do nc -z 127.0.0.1 15672 && break; sleep 2; done
git init -q --bare /srv/repo.git; git -C /srv clone -q repo.git work 2>/dev/null
cd /srv/work; git -c user.name=t -c user.email=t@t commit -q --allow-empty -m one; git push -q origin HEAD; touch /srv/acl; cp /bin/true /srv/true`);
  on = { host: target.host({ user: 'ops' }), become: sudo('root') };
}, 900_000);
afterAll(() => target.stop());

const sql = { login_host: '127.0.0.1', login_user: 'tsp', login_password: 'tsp-password' };
const mysql = { ...sql, check_hostname: false };

/** With the number of round trips where it is not one, and why. */
const CASES: readonly (readonly [string, Record<string, unknown>, number?])[] = [
  ['community.postgresql.postgresql_db', { name: 'shop', ...sql }],
  ['community.postgresql.postgresql_ext', { name: 'plpgsql', login_db: 'shop', ...sql }],
  ['community.postgresql.postgresql_schema', { name: 's', login_db: 'shop', ...sql }],
  ['community.postgresql.postgresql_table', { table: 't', columns: ['a int'], login_db: 'shop', ...sql }],
  ['community.postgresql.postgresql_sequence', { sequence: 'q', login_db: 'shop', ...sql }],
  ['community.postgresql.postgresql_ping', sql],
  ['community.postgresql.postgresql_query', { query: 'select 1', login_db: 'shop', ...sql }],
  [
    'community.postgresql.postgresql_pg_hba',
    { dest: '/etc/postgresql/15/main/pg_hba.conf', contype: 'local', users: 'shop', databases: 'shop', method: 'peer' },
  ],
  ['community.mysql.mysql_db', { name: 'shop', ...mysql }],
  ['community.mysql.mysql_user', { name: 'shop', password: 'shop-password', priv: 'shop.*:ALL', ...mysql }],
  ['community.mysql.mysql_role', { name: 'r', ...mysql }],
  ['community.mysql.mysql_variables', { variable: 'max_connections', value: '150', ...mysql }],
  ['community.mysql.mysql_query', { query: 'select 1', ...mysql }],
  // Privileges are asked of each account that the first answer names.
  ['community.mysql.mysql_info', mysql, 2],
  ['community.general.redis_data', { key: 'k', value: 'v', tls: false }],
  ['community.general.redis_data_info', { key: 'k', tls: false }],
  ['community.general.redis_info', { tls: false }],
  ['community.rabbitmq.rabbitmq_user', { user: 'shop', password: 'shop-password', vhost: '/', configure_priv: '.*' }],
  ['community.rabbitmq.rabbitmq_vhost', { name: '/shop' }],
  ['community.rabbitmq.rabbitmq_policy', { name: 'p', pattern: '.*', tags: { 'max-length': 3 } }],
  ['community.rabbitmq.rabbitmq_plugin', { names: 'rabbitmq_management', new_only: true }],
  // By HTTP: what the host says of proxies is the one look, the broker is asked over the connection.
  ['community.rabbitmq.rabbitmq_exchange', { name: 'x' }, 2],
  ['community.rabbitmq.rabbitmq_queue', { name: 'q' }, 2],
  ['community.rabbitmq.rabbitmq_binding', { name: 'x', destination: 'q', destination_type: 'queue' }, 2],
  ['community.general.htpasswd', { path: '/etc/ht', name: 'app', password: 'app-password' }],
  ['community.general.apache2_module', { name: 'headers' }],
  ['community.general.capabilities', { path: '/srv/true', capability: 'cap_net_raw=ep', state: 'present' }],
  ['community.general.git_config', { name: 'user.name', value: 'ops', scope: 'global' }],
  ['community.general.ufw', { rule: 'allow', port: '2222', proto: 'tcp' }],
  ['ansible.posix.acl', { path: '/srv/acl', entity: 'ops', etype: 'user', permissions: 'rw', state: 'present' }],
  ['ansible.builtin.git', { repo: '/srv/repo.git', dest: '/srv/clone' }],
  ['ansible.builtin.iptables', { chain: 'INPUT', protocol: 'tcp', destination_port: '2223', jump: 'ACCEPT' }],
];

it.each(CASES.map(([name, args, trips = 1]) => ({ name, args, trips })))(
  '$name $args',
  async ({ name, args, trips }) => {
    const load = registry[name];
    if (!load) throw new Error(`no module ${name}`);
    const { default: module } = await load();
    const first = await runOn(on, module, args);
    expect(first.result.failed, String(first.result.msg)).not.toBe(true);
    expect(await runOn(on, module, args)).toMatchObject({ result: { changed: false }, trips });
  },
);
