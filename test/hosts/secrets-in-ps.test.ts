// No secret argument is in a command line or an environment of the host, at any moment of a run, and none is left behind in a
// file others may read.
//
// Root watches /proc all the while the modules run, which sees more than any other user would.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../modules/registry.generated.js';
import { runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

/** All secrets begin so. */
const PIECE = 'Zq9secret';
/** What the watcher must find, so that it is known to have looked. */
const CONTROL = 'Zq9control';

let target: Target;
let on: OnHost;

beforeAll(async () => {
  target = await startTarget({ hostname: 'secrets' });
  await target.exec(
    '(apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends apache2-utils openssl debconf-utils git netcat-openbsd redis-server) >/tmp/apt.log 2>&1 || { tail /tmp/apt.log; exit 1; }',
  );
  await target.exec(`cat > /watch.sh <<'EOF'
while :; do
  for p in /proc/[0-9]*; do
    for f in cmdline environ; do tr '\\0' ' ' < $p/$f 2>/dev/null | grep -o 'Zq9[A-Za-z0-9]*' | sed "s|^|$f |"; done
  done
done > /run/watched
EOF
setsid sh /watch.sh </dev/null >/dev/null 2>&1 & echo $! > /run/watcher`);
  on = { host: target.host({ user: 'ops' }), become: sudo('root') };
}, 400_000);
afterAll(async () => {
  await target.stop();
});

/** Every case gives a secret to a module of which the work takes processes. */
const CASES: readonly (readonly [string, Record<string, unknown>])[] = [
  ['ansible.builtin.user', { name: 'app', password: `$6$${PIECE}$${PIECE}hash` }],
  ['community.general.htpasswd', { path: '/etc/ht', name: 'app', password: `${PIECE}ht` }],
  ['ansible.builtin.debconf', { name: 'x', question: 'x/password', vtype: 'password', value: `${PIECE}debconf` }],
  [
    'ansible.builtin.uri',
    { url: 'http://127.0.0.1:1/', url_username: 'u', url_password: `${PIECE}uri`, force_basic_auth: true },
  ],
  [
    'ansible.builtin.get_url',
    { url: 'http://127.0.0.1:1/', dest: '/tmp/x', url_username: 'u', url_password: `${PIECE}get` },
  ],
  [
    'ansible.builtin.expect',
    { command: "sh -c 'stty -echo; printf Word:; read x; sleep 1'", responses: { 'Word:': `${PIECE}answer` } },
  ],
  ['community.general.redis_data', { key: 'k', value: 'v', login_password: `${PIECE}redis`, tls: false }],
  [
    'community.crypto.openssl_privatekey',
    { path: '/etc/k.pem', type: 'ECC', curve: 'secp256r1', passphrase: `${PIECE}key`, cipher: 'auto' },
  ],
  [
    'community.crypto.openssh_keypair',
    { path: '/etc/k.ssh', type: 'ed25519', passphrase: `${PIECE}pair`, backend: 'cryptography' },
  ],
  ['ansible.builtin.git', { repo: `http://u:${PIECE}git@127.0.0.1:1/x`, dest: '/srv/git' }],
  ['ansible.builtin.copy', { content: `password=${PIECE}copy\n`, dest: '/etc/secret.conf', mode: '0600' }],
  [
    'ansible.builtin.lineinfile',
    { path: '/etc/secret.conf', line: `more=${PIECE}line`, validate: 'sleep 1; test -s %s' },
  ],
  [
    'ansible.builtin.apt_repository',
    { repo: `deb https://u:${PIECE}apt@example.com/ x main`, update_cache: false, mode: '0600' },
  ],
];

describe('while the modules run', () => {
  it('nothing of a secret is in /proc', async () => {
    await target.exec(`sh -c 'sleep 3; : ${CONTROL}'`);
    const failures: string[] = [];
    for (const [name, args] of CASES) {
      const load = registry[name];
      if (!load) throw new Error(`there is no module ${name}`);
      const { result, changes } = await runOn(on, (await load()).default, args);
      if (result.failed === true) failures.push(`${name}: ${String(result.msg)}`);
      // What is shown of changes has none either.
      expect(JSON.stringify(changes), name).not.toContain(`${PIECE}ht`);
    }
    // Those that reach no server fail; they were to try.
    expect(failures.map((line) => line.split(':')[0])).toEqual(
      expect.not.arrayContaining(['ansible.builtin.user', 'community.general.htpasswd', 'ansible.builtin.copy']),
    );
    await target.exec('kill $(cat /run/watcher)');
    const seen = (await target.exec('sort -u /run/watched')).split('\n').filter((line) => line !== '');
    expect(seen).toContain(`cmdline ${CONTROL}`);
    // What a user writes into the address of a repository, git shows to its own processes.
    expect(seen.filter((line) => line.includes(PIECE) && !line.endsWith(`${PIECE}git`))).toEqual([]);
  });

  it('no file that others may read has one', async () => {
    const readable = await target.exec(
      `su nobody -s /bin/sh -c "grep -rslF ${PIECE} /tmp /var/tmp /run /etc /srv /home /root 2>/dev/null" || :`,
    );
    // What debconf keeps of passwords is closed; the list of who was watched is the test's own.
    expect(readable.split('\n').filter((path) => path !== '' && path !== '/run/watched')).toEqual([]);
  });
});
