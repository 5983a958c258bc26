// Docker by its command: Compose and buildx against this machine's daemon; and a daemon of the target's own, with TLS and a registry.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import compose from '../../modules/community.docker/docker_compose_v2/index.js';
import composePull from '../../modules/community.docker/docker_compose_v2_pull/index.js';
import container from '../../modules/community.docker/docker_container/index.js';
import build from '../../modules/community.docker/docker_image_build/index.js';
import image from '../../modules/community.docker/docker_image/index.js';
import hostInfo from '../../modules/community.docker/docker_host_info/index.js';
import login from '../../modules/community.docker/docker_login/index.js';
import pull from '../../modules/community.docker/docker_image_pull/index.js';
import push from '../../modules/community.docker/docker_image_push/index.js';
import remove from '../../modules/community.docker/docker_image_remove/index.js';
import tag from '../../modules/community.docker/docker_image_tag/index.js';
import { runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

const NAME = `tsplay-more-${process.pid}`;
/** `pass word`, as htpasswd keeps it. */
const PASSWORD = '$2b$05$du7lAgmS3ifYliftq17a.ul9.6E5.9SABKomLcbe4qEilMrr0.3Ki';
/** Where the target keeps the daemon of this machine, and its own. */
const OUTER = { docker_host: 'unix:///srv/docker.sock' };
let target: Target;
let root: OnHost;
let ops: OnHost;

beforeAll(async () => {
  target = await startTarget({ binds: { '/var/run/docker.sock': '/srv/docker.sock' } });
  root = { host: target.host() };
  ops = { host: target.host({ user: 'ops' }), become: sudo() };
  // Compose 2 and buildx are in Debian 13 only; they are plugins of one file each.
  await target.exec(
    `apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -qqy --no-install-recommends docker.io docker-registry openssl busybox-static iptables
sed 's/bookworm-security/trixie-security/; s/bookworm bookworm-updates/trixie/' /etc/apt/sources.list.d/*.sources > /tmp/trixie.sources
o='-o Dir::Etc::sourcelist=/tmp/trixie.sources -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists=/tmp/lists'; mkdir -p /tmp/lists/partial
apt-get $o update -qq; cd /tmp; apt-get $o download -qq docker-compose docker-buildx; for f in docker-*.deb; do dpkg -x "$f" /; done
mkdir -p /srv/ctx/bin /srv/proj; cp /bin/busybox /srv/ctx/bin/; for a in sh sleep cat; do ln -s busybox /srv/ctx/bin/$a; done
printf 'FROM scratch\\nARG V=1\\nCOPY bin /bin\\nENV PATH=/bin V=$V\\nCMD ["sleep", "1000"]\\n' > /srv/ctx/Dockerfile`,
  );
}, 600_000);

afterAll(async () => {
  for (const words of [
    ['rm', '-f', `${NAME}-web-1`, `${NAME}-back-1`],
    ['rmi', '-f', `${NAME}:1`],
  ]) {
    try {
      execFileSync('docker', words, { stdio: 'ignore' });
    } catch {
      // It may not have come to be.
    }
  }
  await target.stop();
});

const brief = ({ result }: Awaited<ReturnType<typeof runOn>>) => [result.failed, result.msg, result.changed];
const CHANGED = [undefined, undefined, true];
const SAME = [undefined, undefined, false];

/** A dry run foresees, the run does, the second run changes nothing. */
async function settles(on: OnHost, module: Parameters<typeof runOn>[1], args: Record<string, unknown>) {
  const dry = await runOn(on, module, args, { check: true });
  const real = await runOn(on, module, args);
  const again = await runOn(on, module, args);
  expect([dry, real, again].map(brief)).toEqual([CHANGED, CHANGED, SAME]);
  return { dry, real, again };
}

it('builds with buildx, with a secret that is on no command line', async () => {
  await target.exec(
    `printf 'RUN --mount=type=secret,id=token ["/bin/sh", "-c", "/bin/cat /run/secrets/token > /kept"]\\n' >> /srv/ctx/Dockerfile`,
  );
  const secrets = [{ id: 'token', type: 'value', value: 'hush\nhush' }];
  const args = { ...OUTER, name: `${NAME}:1`, path: '/srv/ctx', args: { V: 2 }, labels: { a: 'b c' }, secrets };
  const { real } = await settles(ops, build, args);
  expect(real.result).toMatchObject({
    image: { RepoTags: [`${NAME}:1`], Config: { Labels: { a: 'b c' } } },
    command: expect.arrayContaining(['buildx', '--build-arg', 'V=2']) as string[],
  });
  expect(JSON.stringify(real.result)).not.toContain('hush');
  const failed = await runOn(root, build, { ...args, dockerfile: 'none' });
  expect(failed.result.msg).toBe('"/srv/ctx/none" is not an existing file');
}, 60_000);

const SERVICE = { image: `${NAME}:1`, network_mode: 'none', stop_grace_period: '1s' };
const DEFINITION = {
  services: { web: { ...SERVICE, command: ['sleep', '500'] }, back: { ...SERVICE, command: ['sleep', '600'] } },
};

it('brings a project up, scales, stops, restarts and takes it down', async () => {
  await target.exec(`cat > /srv/proj/compose.yaml <<'E'\n${JSON.stringify(DEFINITION)}\nE`);
  const args = { ...OUTER, project_src: '/srv/proj', project_name: NAME };
  const { real, again } = await settles(ops, compose, args);
  expect(real.result['actions']).toContainEqual({ what: 'container', id: `${NAME}-web-1`, status: 'Starting' });
  expect(again.result).toMatchObject({
    actions: [],
    containers: expect.arrayContaining([expect.objectContaining({ Service: 'web', State: 'running' })]) as unknown[],
    images: expect.arrayContaining([expect.objectContaining({ Repository: NAME, Tag: '1' })]) as unknown[],
  });
  await settles(root, compose, { ...args, state: 'stopped', services: ['back'], timeout: 1 });
  expect(brief(await runOn(root, compose, { ...args, state: 'restarted', timeout: 1 }))).toEqual(CHANGED);
  await settles(root, compose, { ...args, state: 'absent', timeout: 1 });
  const none = await runOn(root, compose, { ...args, project_src: '/srv/ctx' });
  expect(none.result.msg).toBe(
    '"/srv/ctx" does not contain compose.yaml, compose.yml, docker-compose.yaml, or docker-compose.yml',
  );
}, 90_000);

it('brings up what the task defines, and says what compose says of what is wrong', async () => {
  const args = { ...OUTER, project_name: NAME, definition: DEFINITION, services: ['web'] };
  await settles(root, compose, args);
  await settles(root, compose, { ...args, services: [], state: 'absent', timeout: 1 });
  const services = { web: { image: 'localhost:9/none:1' } };
  const missing = await runOn(root, compose, { ...args, services: [], definition: { services } });
  expect(missing.result).toMatchObject({ failed: true, rc: expect.any(Number) as number });
  expect(missing.result.msg).toMatch(/refused|Error/);
  const pulled = await runOn(root, composePull, { ...args, services: [], definition: { services } });
  expect(pulled.result.msg).toMatch(/refused|Error/);
}, 90_000);

/** The daemon of the target, and a registry that asks for a name and a password. */
async function ownDaemon(): Promise<void> {
  await target.exec(
    `printf 'version: 0.1\\nstorage: {filesystem: {rootdirectory: /var/lib/docker-registry}, delete: {enabled: true}}\\nhttp: {addr: "127.0.0.1:5000"}\\nauth: {htpasswd: {realm: here, path: /etc/docker/registry/passwords}}\\n' > /etc/docker/registry/config.yml
printf '%s\\n' 'me:${PASSWORD}' > /etc/docker/registry/passwords; chmod 644 /etc/docker/registry/*
systemctl restart docker-registry docker`,
  );
}

it('logs in, pushes to a registry and pulls from it, over SSH', async () => {
  await ownDaemon();
  await runOn(root, image, { name: 'app:1', source: 'build', build: { path: '/srv/ctx', dockerfile: 'Simple' } });
  await target.exec("grep -v '^RUN' /srv/ctx/Dockerfile > /srv/ctx/Simple");
  expect(
    brief(
      await runOn(root, image, { name: 'app:1', source: 'build', build: { path: '/srv/ctx', dockerfile: 'Simple' } }),
    ),
  ).toEqual(CHANGED);
  const registry = { registry_url: 'localhost:5000', username: 'me' };
  const wrong = await runOn(root, login, { ...registry, password: 'wrong word' });
  expect(wrong.result).toMatchObject({ failed: true });
  await settles(root, login, { ...registry, password: 'pass word' });
  const full = 'localhost:5000/app:1';
  await settles(root, tag, { name: 'app:1', repository: ['localhost:5000/app:1'] });
  const pushed = await runOn(root, push, { name: full });
  expect(brief(pushed)).toEqual(CHANGED);
  expect(brief(await runOn(root, push, { name: full }))).toEqual(SAME);
  await settles(root, remove, { name: full });
  await settles(root, pull, { name: full, pull: 'not_present' });
  expect(brief(await runOn(root, pull, { name: full }))).toEqual(SAME);
  const none = await runOn(root, pull, { name: 'localhost:5000/none:1' });
  expect(none.result.msg).toMatch(/^Error pulling image localhost:5000\/none:1 - /);
}, 90_000);

it('speaks TLS to a daemon, and checks who answers', async () => {
  await target.exec(
    `mkdir -p /etc/docker/tls; cd /etc/docker/tls
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca-key.pem -out ca.pem -days 2 -subj /CN=own-ca 2>/dev/null
for n in server client; do openssl req -newkey rsa:2048 -nodes -keyout $n-key.pem -out $n.csr -subj /CN=$n 2>/dev/null
if [ $n = server ]; then printf 'subjectAltName=DNS:daemon.example\\nextendedKeyUsage=serverAuth\\n'; else printf 'extendedKeyUsage=clientAuth\\n'; fi > $n.ext
openssl x509 -req -in $n.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -out $n.pem -days 2 -extfile $n.ext 2>/dev/null; done
mkdir -p /etc/systemd/system/docker.service.d
printf '[Service]\\nExecStart=\\nExecStart=/usr/sbin/dockerd -H unix:///var/run/docker.sock -H tcp://127.0.0.1:2376 --tlsverify --tlscacert /etc/docker/tls/ca.pem --tlscert /etc/docker/tls/server.pem --tlskey /etc/docker/tls/server-key.pem\\n' > /etc/systemd/system/docker.service.d/tls.conf
systemctl daemon-reload; systemctl restart docker`,
  );
  const at = '/etc/docker/tls';
  const client = { client_cert: `${at}/client.pem`, client_key: `${at}/client-key.pem` };
  const checked = { docker_host: 'tcp://127.0.0.1:2376', ca_path: `${at}/ca.pem`, tls_verify: true, ...client };
  const named = { ...checked, tls_hostname: 'daemon.example' };
  const info = await runOn(root, hostInfo, named);
  expect(info.result).toMatchObject({ can_talk_to_docker: true, host_info: { Name: 'target' } });
  await settles(ops, container, { ...named, name: 'still', image: 'app:1', state: 'present' });
  const { ca_path, ...own } = named;
  expect((await runOn(root, hostInfo, own)).result.msg).toMatch(/certificate/i);
  expect((await runOn(root, hostInfo, checked)).result.msg).toMatch(/tls_hostname/);
  expect((await runOn(root, hostInfo, { docker_host: checked.docker_host, ca_path, tls: true })).result.failed).toBe(
    true,
  );
  const environment = {
    DOCKER_HOST: 'tcp://127.0.0.1:2376',
    DOCKER_TLS_VERIFY: '1',
    DOCKER_CERT_PATH: '/srv/certs',
    DOCKER_TLS_HOSTNAME: 'daemon.example',
  };
  await target.exec(
    'mkdir -p /srv/certs; cd /etc/docker/tls; cp ca.pem /srv/certs; cp client.pem /srv/certs/cert.pem; cp client-key.pem /srv/certs/key.pem',
  );
  expect((await runOn({ ...root, environment }, hostInfo, {})).result).toMatchObject({ can_talk_to_docker: true });
}, 60_000);
