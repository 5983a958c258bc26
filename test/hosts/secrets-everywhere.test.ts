// Every module with an argument that is a secret, in one go, watched all the while: nothing of a secret is in a command line,
// in an environment of another user than the one who works, or in a file that others may read.
//
// Databases and the broker are real. Of the other programs (podman, helm, keytool, svn …) there are stand-ins that write
// down how they were called: a sampling watcher could miss them, their own notes cannot.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../modules/registry.generated.js';
import { argumentsOf } from '../../src/kit/index.js';
import { runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

/** All secrets begin so; private keys are known by their first line. */
const PIECE = 'Zq9secret';
/** What the watcher must find in a command line, an environment and a file, so that it is known to have looked. */
const CONTROL = 'Zq9control';
const STAND_INS = 'podman helm keytool supervisorctl svn ldapsearch ldapmodify ldapwhoami ldappasswd'.split(' ');
const PACKAGES =
  'postgresql mariadb-server redis-server rabbitmq-server apache2-utils openssl git whois netcat-openbsd acl openssh-client';

const local = { login_host: '127.0.0.1', login_user: 'tsp' };
const postgres = { ...local, login_password: `${PIECE}pg` };
const mysql = { ...local, login_password: `${PIECE}my`, check_hostname: false };
const redis = { login_password: `${PIECE}redis`, tls: false };
const rabbit = { ...local, login_password: `${PIECE}rabbit`, vhost: '/' };
const nowhere = 'http://127.0.0.1:1/';
const ldap = { server_uri: 'ldap://127.0.0.1', bind_dn: 'cn=admin', bind_pw: `${PIECE}bind`, dn: 'cn=x,dc=y' };
const acme = {
  acme_directory: 'http://127.0.0.1:1/dir',
  acme_version: 2,
  account_key_src: '/etc/k.pem',
  account_key_passphrase: `${PIECE}acme`,
};
const order = { ...acme, order_uri: 'http://127.0.0.1:1/order' };
const signer = { privatekey_path: '/etc/k.pem', privatekey_passphrase: `${PIECE}key` };
const kube = { host: 'http://127.0.0.1:1', api_key: `${PIECE}token`, validate_certs: false };

/** Arguments by module; in the order in which they are run: some make what others need. */
const CASES: Readonly<Record<string, Record<string, unknown>>> = {
  'community.crypto.openssl_privatekey': {
    path: '/etc/k.pem',
    type: 'ECC',
    curve: 'secp256r1',
    passphrase: `${PIECE}key`,
    cipher: 'auto',
  },
  'community.crypto.openssl_csr': { path: '/etc/k.csr', common_name: 'x', ...signer },
  'community.crypto.openssl_csr_pipe': { common_name: 'x', ...signer },
  'community.crypto.x509_certificate': {
    path: '/etc/k.crt',
    csr_path: '/etc/k.csr',
    provider: 'selfsigned',
    ...signer,
  },
  'community.crypto.x509_certificate_pipe': { csr_path: '/etc/k.csr', provider: 'selfsigned', ...signer },
  'community.crypto.x509_crl': {
    path: '/etc/k.crl',
    issuer: { CN: 'x' },
    last_update: '+0s',
    next_update: '+1d',
    revoked_certificates: [],
    ...signer,
  },
  'community.crypto.openssl_pkcs12': {
    path: '/etc/k.p12',
    friendly_name: 'x',
    certificate_path: '/etc/k.crt',
    passphrase: `${PIECE}p12`,
    ...signer,
  },
  'community.crypto.openssl_privatekey_convert': {
    src_path: '/etc/k.pem',
    src_passphrase: `${PIECE}key`,
    dest_path: '/etc/k8.pem',
    dest_passphrase: `${PIECE}key8`,
    format: 'pkcs8',
  },
  'community.crypto.openssl_privatekey_info': { path: '/etc/k.pem', passphrase: `${PIECE}key` },
  'community.crypto.openssl_privatekey_pipe': {
    type: 'Ed25519',
    passphrase: `${PIECE}pipe`,
    cipher: 'auto',
  },
  'community.crypto.openssl_publickey': { path: '/etc/k.pub', ...signer },
  'community.crypto.openssl_signature': { path: '/etc/hostname', ...signer },
  'community.crypto.openssh_keypair': {
    path: '/etc/k.ssh',
    type: 'ed25519',
    passphrase: `${PIECE}pair`,
    backend: 'opensshbin',
  },
  'community.crypto.acme_account': { ...acme, state: 'present', terms_agreed: true },
  'community.crypto.acme_account_info': acme,
  'community.crypto.acme_certificate': { ...acme, csr: '/etc/k.csr', dest: '/etc/acme.crt' },
  'community.crypto.acme_certificate_deactivate_authz': order,
  'community.crypto.acme_certificate_order_create': { ...acme, csr: '/etc/k.csr' },
  'community.crypto.acme_certificate_order_finalize': { ...order, csr: '/etc/k.csr' },
  'community.crypto.acme_certificate_order_info': order,
  'community.crypto.acme_certificate_order_validate': { ...order, challenge: 'http-01' },
  'community.crypto.acme_certificate_revoke': { ...acme, certificate: '/etc/k.crt' },
  'community.crypto.acme_challenge_cert_helper': {
    challenge: 'tls-alpn-01',
    challenge_data: { resource_value: 'x', resource_original: 'dns:x' },
    private_key_src: '/etc/k.pem',
    private_key_passphrase: `${PIECE}key`,
  },
  'community.crypto.acme_inspect': { ...acme, method: 'get', url: 'http://127.0.0.1:1/x' },
  'ansible.builtin.user': {
    name: 'app',
    password: `$6$${PIECE}$${PIECE}hash`,
    generate_ssh_key: true,
    ssh_key_passphrase: `${PIECE}userkey`,
  },
  'ansible.builtin.uri': { url: nowhere, url_username: 'u', url_password: `${PIECE}uri`, force_basic_auth: true },
  'ansible.builtin.get_url': { url: nowhere, dest: '/tmp/x', url_username: 'u', url_password: `${PIECE}get` },
  'ansible.builtin.subversion': {
    repo: 'http://127.0.0.1:1/svn',
    dest: '/srv/svn',
    username: 'u',
    password: `${PIECE}svn`,
  },
  'ansible.builtin.yum_repository': {
    name: 'r',
    description: 'r',
    baseurl: nowhere,
    username: 'u',
    password: `${PIECE}yum`,
    mode: '0600',
  },
  'community.docker.docker_login': { username: 'u', password: `${PIECE}docker`, registry_url: nowhere },
  'community.general.github_deploy_key': {
    owner: 'o',
    repo: 'r',
    name: 'n',
    key: 'ssh-ed25519 A',
    token: `${PIECE}hub`,
    github_url: nowhere,
  },
  'community.general.github_key': { name: 'n', pubkey: 'ssh-ed25519 A', token: `${PIECE}hub` },
  'community.general.github_release': { user: 'o', repo: 'r', action: 'latest_release', token: `${PIECE}hub` },
  'community.general.htpasswd': { path: '/etc/ht', name: 'app', password: `${PIECE}ht`, mode: '0640' },
  'community.general.java_cert': {
    cert_path: '/etc/k.crt',
    cert_alias: 'x',
    keystore_path: '/etc/k.jks',
    keystore_create: true,
    keystore_pass: `${PIECE}jks`,
  },
  'community.general.java_keystore': {
    name: 'x',
    certificate_path: '/etc/k.crt',
    private_key_path: '/etc/k.pem',
    private_key_passphrase: `${PIECE}key`,
    dest: '/etc/k2.jks',
    password: `${PIECE}jks2`,
  },
  'community.general.ldap_attrs': { ...ldap, attributes: { x: 'y' } },
  'community.general.ldap_entry': { ...ldap, objectClass: 'x' },
  'community.general.ldap_passwd': { ...ldap, passwd: `${PIECE}passwd` },
  'community.general.ldap_search': ldap,
  'community.general.mail': {
    host: '127.0.0.1',
    port: 1,
    subject: 'x',
    username: 'u',
    password: `${PIECE}mail`,
    secure: 'never',
    timeout: 2,
  },
  'community.general.redis': { command: 'flush', ...redis },
  'community.general.redis_data': { key: 'k', value: 'v', ...redis },
  'community.general.redis_data_incr': { key: 'n', ...redis },
  'community.general.redis_data_info': { key: 'k', ...redis },
  'community.general.redis_info': redis,
  'community.general.supervisorctl': {
    name: 'x',
    state: 'started',
    server_url: nowhere,
    username: 'u',
    password: `${PIECE}super`,
  },
  'community.mysql.mysql_db': { name: 'shop', ...mysql },
  'community.mysql.mysql_info': mysql,
  'community.mysql.mysql_query': { query: 'select sleep(0.5)', ...mysql },
  'community.mysql.mysql_replication': {
    mode: 'changeprimary',
    primary_host: 'localhost',
    primary_user: 'shop',
    primary_password: `${PIECE}primary`,
    ...mysql,
  },
  'community.mysql.mysql_role': { name: 'r', ...mysql },
  'community.mysql.mysql_user': { name: 'shop', password: `${PIECE}myuser`, priv: 'shop.*:ALL', ...mysql },
  'community.mysql.mysql_variables': { variable: 'max_connections', ...mysql },
  'community.postgresql.postgresql_db': { name: 'shop', ...postgres },
  'community.postgresql.postgresql_ext': { name: 'plpgsql', login_db: 'shop', ...postgres },
  'community.postgresql.postgresql_info': postgres,
  'community.postgresql.postgresql_user': { name: 'shop', password: `${PIECE}pguser`, ...postgres },
  'community.postgresql.postgresql_membership': { groups: ['pg_monitor'], target_roles: ['shop'], ...postgres },
  'community.postgresql.postgresql_owner': {
    login_db: 'shop',
    obj_name: 'shop',
    obj_type: 'database',
    new_owner: 'shop',
    ...postgres,
  },
  'community.postgresql.postgresql_ping': postgres,
  'community.postgresql.postgresql_privs': {
    login_db: 'shop',
    roles: 'shop',
    type: 'database',
    privs: 'ALL',
    objs: 'shop',
    ...postgres,
  },
  'community.postgresql.postgresql_query': { query: 'select pg_sleep(0.5)', login_db: 'shop', ...postgres },
  'community.postgresql.postgresql_schema': { name: 's', login_db: 'shop', ...postgres },
  'community.postgresql.postgresql_sequence': { sequence: 'q', login_db: 'shop', ...postgres },
  'community.postgresql.postgresql_set': { name: 'work_mem', value: '8MB', ...postgres },
  'community.postgresql.postgresql_tablespace': { tablespace: 'nowhere', state: 'absent', ...postgres },
  'community.postgresql.postgresql_table': { table: 't', columns: ['a int'], login_db: 'shop', ...postgres },
  'community.rabbitmq.rabbitmq_user': { user: 'shop', password: `${PIECE}rabbituser`, update_password: 'always' },
  'community.rabbitmq.rabbitmq_exchange': { name: 'x', ...rabbit },
  'community.rabbitmq.rabbitmq_queue': { name: 'q', ...rabbit },
  'community.rabbitmq.rabbitmq_binding': { name: 'x', destination: 'q', destination_type: 'queue', ...rabbit },
  'containers.podman.podman_image': { name: 'example.com/x', username: 'u', password: `${PIECE}podman` },
  'containers.podman.podman_play': {
    state: 'started',
    kube_file: '/etc/hostname',
    username: 'u',
    password: `${PIECE}play`,
  },
  'containers.podman.podman_secret': { name: 's', data: `${PIECE}data` },
  'kubernetes.core.helm': { release_name: 'r', release_namespace: 'n', chart_ref: 'c', ...kube },
  'kubernetes.core.helm_info': { release_name: 'r', release_namespace: 'n', ...kube },
  'kubernetes.core.helm_plugin': { state: 'present', plugin_path: 'https://example.com/p', ...kube },
  'kubernetes.core.helm_repository': {
    repo_name: 'r',
    repo_url: 'https://example.com',
    repo_username: 'u',
    repo_password: `${PIECE}helm`,
    ...kube,
  },
  'kubernetes.core.k8s': { kind: 'ConfigMap', name: 'c', namespace: 'n', ...kube },
  'kubernetes.core.k8s_cluster_info': kube,
  'kubernetes.core.k8s_cp': { namespace: 'n', pod: 'p', content: 'x', remote_path: '/tmp/x', ...kube },
  'kubernetes.core.k8s_drain': { name: 'n', ...kube },
  'kubernetes.core.k8s_exec': { namespace: 'n', pod: 'p', command: 'true', ...kube },
  'kubernetes.core.k8s_info': { kind: 'Pod', ...kube },
  'kubernetes.core.k8s_json_patch': { kind: 'Pod', name: 'p', patch: [{ op: 'remove', path: '/x' }], ...kube },
  'kubernetes.core.k8s_log': { name: 'p', ...kube },
  'kubernetes.core.k8s_rollback': { kind: 'Deployment', name: 'd', namespace: 'n', ...kube },
  'kubernetes.core.k8s_scale': { kind: 'Deployment', name: 'd', namespace: 'n', replicas: 1, ...kube },
  'kubernetes.core.k8s_service': { name: 's', namespace: 'n', ...kube },
  'kubernetes.core.k8s_taint': { name: 'n', taints: [{ key: 'k', effect: 'NoSchedule' }], ...kube },
};

/** Those that do their work here and must not fail: the others reach no server and are to try. */
const WORKS = /^community\.(?:postgresql|mysql|rabbitmq)|redis|htpasswd|openssl_(?!pkcs12)|builtin\.user$/;

let target: Target;
let on: OnHost;
const results = new Map<string, Record<string, unknown>>();

beforeAll(async () => {
  target = await startTarget({ hostname: 'secrets' });
  await target.exec(
    `(apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${PACKAGES}) >/tmp/apt.log 2>&1 || { tail /tmp/apt.log; exit 1; }`,
  );
  await target.exec(`systemctl start postgresql mariadb rabbitmq-server
su postgres -c "psql -q" <<'EOF'
create role tsp superuser login password '${PIECE}pg';
create database tsp;
EOF
mariadb <<'EOF'
create user tsp@'%' identified by '${PIECE}my'; grant all on *.* to tsp@'%' with grant option;
create user tsp@localhost identified by '${PIECE}my'; grant all on *.* to tsp@localhost with grant option;
EOF
systemctl stop redis-server; (umask 077; printf 'requirepass ${PIECE}redis\\ndaemonize yes\\ndir /run\\n' > /etc/redis/own.conf); redis-server /etc/redis/own.conf
rabbitmq-plugins enable rabbitmq_management >/dev/null 2>&1
printf '%s\\n' '${PIECE}rabbit' | rabbitmqctl add_user tsp >/dev/null; rabbitmqctl set_user_tags tsp administrator >/dev/null
rabbitmqctl set_permissions tsp '.*' '.*' '.*' >/dev/null
for i in 1 2 3 4 5 6 7 8 9; do nc -z 127.0.0.1 15672 && break; sleep 2; done; :`);
  // A stand-in notes how it was called, reads what it is given and fails after a moment.
  await target.exec(`for name in ${STAND_INS.join(' ')}; do cat > /usr/local/bin/$name <<'EOF'
#!/bin/sh
{ printf 'argv '; printf '%s ' "$0" "$@"; echo; } >> /run/stand-ins
timeout 1 cat >/dev/null
sleep 0.3
case $0 in *whoami) [ -e /run/asked ] && exit 49; : > /run/asked; exit 0 ;; *ldap*) exit 0 ;; esac
exit 1
EOF
chmod 755 /usr/local/bin/$name; done`);
  // One process a round, so that hardly anything is too short to be seen.
  await target.exec(`cat > /watch.sh <<'EOF'
w='Zq9[a-z][A-Za-z0-9]*\\|BEGIN [A-Z ]*PRIVATE KEY'
while :; do
  find /tmp /var/tmp /dev/shm /run /etc /srv /root /home -xdev -type f -newer /watch.sh -perm /o=r ! -path /run/watched ! -path /run/stand-ins \\
    -exec grep -aHo "$w" {} + 2>/dev/null | sed 's/^/file /'
  sleep 0.2
done >> /run/watched &
while :; do
  grep -aHso "$w" /proc/[0-9]*/cmdline /proc/[0-9]*/environ | while IFS=: read -r f found; do
    case $f in */cmdline) echo "cmdline $found" ;; *) echo "environ $(stat -c %U $f 2>/dev/null || echo gone) $found" ;; esac
  done
  sleep 0.02
done >> /run/watched
EOF
sleep 1
setsid sh /watch.sh </dev/null >/dev/null 2>&1 & echo $! > /run/watcher`);
  on = { host: target.host({ user: 'ops' }), become: sudo('root') };
}, 900_000);
afterAll(() => target.stop());

it('all modules with a secret are tried', async () => {
  const secret: string[] = [];
  for (const [name, load] of Object.entries(registry)) {
    const { default: module } = await load();
    if (module.name === name && [...argumentsOf(module).values()].some((a) => a.secret)) secret.push(name);
  }
  expect(Object.keys(CASES).sort()).toEqual(secret.sort());
});

describe('while they run', () => {
  it('the servers and files are what they should be', async () => {
    await target.exec(
      `sh -c 'sleep 9; : ${CONTROL}' & X=${CONTROL} sleep 9 & echo ${CONTROL} > /tmp/control; chmod 644 /tmp/control; wait; rm /tmp/control`,
    );
    for (const [name, args] of Object.entries(CASES)) {
      const load = registry[name];
      if (!load) throw new Error(`there is no module ${name}`);
      const { result } = await runOn(on, (await load()).default, args);
      results.set(name, result);
    }
    const failed = [...results].filter(([name, result]) => result['failed'] === true && WORKS.test(name));
    expect(failed.map(([name, result]) => `${name}: ${String(result['msg'])}`)).toEqual([]);
    // None was turned away because of its arguments.
    const refused = [...results.values()]
      .map(({ msg }) => String(msg))
      .filter((msg) => /required|mutually|unsupported|must be one of/i.test(msg));
    expect(refused).toEqual([]);
  }, 900_000);

  it('no secret is in a command line, in the environment of anybody else, or readable by others', async () => {
    await target.exec('kill -- -$(cat /run/watcher)');
    const seen = (await target.exec('sort -u /run/watched')).split('\n').filter((line) => line !== '');
    expect(seen).toEqual(
      expect.arrayContaining([`cmdline ${CONTROL}`, `environ root ${CONTROL}`, `file /tmp/control:${CONTROL}`]),
    );
    // The task works as root: what is in the environment of its own processes only root can read (libpq's PGPASSWORD, helm's token).
    const leaks = seen.filter((line) => !line.includes(CONTROL) && !/^environ (?:root|gone) /.test(line));
    expect(leaks).toEqual([]);
  });

  it('no program was called with one', async () => {
    const notes = await target.exec('cat /run/stand-ins');
    // Each was called, so that there was something to see.
    expect(STAND_INS.filter((name) => !notes.includes(`/${name} `))).toEqual([]);
    expect(notes.split('\n').filter((line) => line.includes(PIECE))).toEqual([]);
  });
});
