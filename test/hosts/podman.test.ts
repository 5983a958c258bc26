// Podman modules against the podman of Debian 12 in a target: storage vfs, host network, no control groups.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import container from '../../modules/containers.podman/podman_container/index.js';
import containerInfo from '../../modules/containers.podman/podman_container_info/index.js';
import image from '../../modules/containers.podman/podman_image/index.js';
import imageInfo from '../../modules/containers.podman/podman_image_info/index.js';
import network from '../../modules/containers.podman/podman_network/index.js';
import networkInfo from '../../modules/containers.podman/podman_network_info/index.js';
import play from '../../modules/containers.podman/podman_play/index.js';
import secret from '../../modules/containers.podman/podman_secret/index.js';
import volume from '../../modules/containers.podman/podman_volume/index.js';
import volumeInfo from '../../modules/containers.podman/podman_volume_info/index.js';
import { openWire } from '../../src/connection/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';
import { wireContract } from './support/wire-contract.js';

/** `pass word`, as htpasswd keeps it. */
const PASSWORD = '$2b$05$du7lAgmS3ifYliftq17a.ul9.6E5.9SABKomLcbe4qEilMrr0.3Ki';
let target: Target;
let root: OnHost;
let ops: OnHost;

beforeAll(async () => {
  target = await startTarget();
  root = { host: target.host() };
  ops = { host: target.host({ user: 'ops' }), become: sudo() };
  await target.exec(
    'apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -qqy --no-install-recommends podman crun netavark busybox-static docker-registry catatonit catatonit',
  );
  await target.exec(
    `mkdir -p /etc/containers /srv/ctx/bin; printf '[storage]\\ndriver = "vfs"\\nrunroot = "/run/containers/storage"\\ngraphroot = "/var/lib/containers/storage"\\n' > /etc/containers/storage.conf
printf '[containers]\\ncgroups = "disabled"\\nnetns = "host"\\nlog_driver = "k8s-file"\\n[engine]\\ncgroup_manager = "cgroupfs"\\nevents_logger = "file"\\n' > /etc/containers/containers.conf
cp /bin/busybox /srv/ctx/bin/; for a in sh sleep cat echo; do ln -s busybox /srv/ctx/bin/$a; done
printf 'FROM scratch\\nCOPY bin /bin\\nENV PATH=/bin\\nLABEL from=image\\nCMD ["sleep", "1000"]\\n' > /srv/ctx/Dockerfile
printf 'version: 0.1\\nstorage: {filesystem: {rootdirectory: /var/lib/docker-registry}}\\nhttp: {addr: "127.0.0.1:5000"}\\nauth: {htpasswd: {realm: here, path: /etc/docker/registry/passwords}}\\n' > /etc/docker/registry/config.yml
printf '%s\\n' 'me:${PASSWORD}' > /etc/docker/registry/passwords; chmod 644 /etc/docker/registry/*; systemctl restart docker-registry`,
  );
}, 600_000);

afterAll(() => target.stop());

/** What a run came to: failure, message, changed. */
const brief = ({ result }: Awaited<ReturnType<typeof runOn>>) => [result.failed, result.msg, result.changed];

/** For modules that have no dry run: the run does, the second run does nothing. */
async function settles(on: OnHost, module: Parameters<typeof runOn>[1], args: Record<string, unknown>): Promise<void> {
  const real = await runOn(on, module, args);
  const again = await runOn(on, module, args);
  expect([real, again].map(brief)).toEqual([
    [undefined, undefined, true],
    [undefined, undefined, false],
  ]);
  expect(again.probes).toBe(1);
}

it('builds an image from a directory, again when its Containerfile changes, and from text', async () => {
  const args = { name: 'localhost/app', tag: '1', path: '/srv/ctx' };
  const { real } = await converge(ops, image, args);
  expect(real.result).toMatchObject({
    actions: ['Built image localhost/app:1 from /srv/ctx'],
    podman_actions: [
      expect.stringMatching(/\/podman build -t localhost\/app:1 --format oci --rm --label containerfile.hash=/),
    ],
    image: [{ RepoTags: ['localhost/app:1'] }],
  });
  await target.exec('echo LABEL more=yes >> /srv/ctx/Dockerfile');
  await converge(root, image, args);
  const build = { container_file: 'FROM localhost/app:1\nENV A=b\n' };
  await converge(root, image, { name: 'localhost/text:2', state: 'build', build });
  const none = await runOn(root, image, { name: 'localhost:9/none' });
  expect(none.result).toMatchObject({ failed: true, msg: 'Failed to pull image localhost:9/none:latest' });
  const found = await runOn(root, imageInfo, { name: ['localhost/app:1', 'nope'] });
  expect(found.result['images']).toMatchObject([{ RepoTags: ['localhost/app:1'] }]);
}, 60_000);

it('pushes to a registry and pulls from it, with a password that is on no command line', async () => {
  const login = { validate_certs: false, username: 'me', password: 'pass word' };
  const args = { name: 'localhost/app:1', push: true, push_args: { dest: 'localhost:5000/app:1' } };
  const wrong = await runOn(root, image, { ...args, ...login, password: 'other word' });
  expect(wrong.result).toMatchObject({ failed: true, msg: 'Failed to push image localhost/app:1' });
  const pushed = await runOn(root, image, { ...args, ...login });
  expect(pushed.result).toMatchObject({
    changed: true,
    actions: [
      'push --tls-verify=false --creds me:******** localhost/app:1 localhost:5000/app:1',
      'Pushed image localhost/app:1',
    ],
  });
  await converge(root, image, { name: 'localhost:5000/app:1', ...login });
  await converge(root, image, { name: 'localhost:5000/app:1', state: 'absent' });
}, 60_000);

it('makes volumes and networks that stay as they are', async () => {
  await settles(ops, volume, { name: 'data', label: { a: 'b c' }, options: ['type=tmpfs', 'device=tmpfs'] });
  const changed = await runOn(root, volume, { name: 'data', label: { a: 'd' } });
  expect(changed.result).toMatchObject({
    actions: ['recreated data'],
    diff: {
      before: "label - {'a': 'b c'}\noptions - ['device=tmpfs', 'type=tmpfs']\n",
      after: "label - {'a': 'd'}\noptions - []\n",
    },
  });
  expect((await runOn(root, volume, { name: 'data', state: 'mounted' })).result).toMatchObject({
    mount_point: expect.stringMatching(/volumes\/data\/_data$/) as string,
    changed: true,
  });
  expect((await runOn(root, volumeInfo, { name: 'nope' })).result.msg).toMatch(/^Unable to gather info for nope: /);
  expect((await runOn(root, volumeInfo, {})).result['volumes']).toMatchObject([{ Name: 'data' }]);
  await settles(root, volume, { name: 'data', state: 'absent' });

  const net = {
    name: 'back',
    subnet: '10.99.0.0/24',
    gateway: '10.99.0.1',
    internal: true,
    disable_dns: true,
    opt: { mtu: 1400 },
  };
  await settles(ops, network, net);
  const other = await runOn(root, network, { ...net, gateway: '10.99.0.2' });
  expect(other.result).toMatchObject({ actions: ['recreated back'], diff: { before: 'gateway - 10.99.0.1\n' } });
  expect((await runOn(root, networkInfo, { name: 'back' })).result['networks']).toMatchObject([{ name: 'back' }]);
  await settles(root, network, { name: 'back', state: 'absent' });
}, 60_000);

const WEB = {
  name: 'web',
  image: 'localhost/app:1',
  env: { A: 'b c', N: 5 },
  label: { tier: 'front' },
  volume: ['/srv/ctx/:/ctx:ro'],
  etc_hosts: { there: '10.0.0.1' },
  cap_drop: ['chown'],
  command: ['sleep', '500'],
  hostname: 'inside',
  uts: 'private',
  stop_timeout: 1,
  read_only: true,
};

it('runs a container that stays as it is, and makes it anew when it is to be another', async () => {
  const { real, again } = await converge(ops, container, WEB);
  expect(real.result).toMatchObject({
    actions: ['started web'],
    container: { State: { Running: true } },
    podman_systemd: { 'container-web': expect.stringContaining('ExecStart=') as string },
    podman_quadlet: expect.stringContaining('ContainerName=web\n') as string,
  });
  expect(again.result['container']).toMatchObject({ Id: (real.result['container'] as { Id: string }).Id });
  const { env, ...rest } = WEB;
  const other = await converge(root, container, { ...rest, env: { ...env, A: 'c' } });
  expect(other.real.result).toMatchObject({
    actions: ['recreated web'],
    diff: { before: 'env - a=b c,n=5\n', after: 'env - a=c,n=5\n' },
  });
  await converge(root, container, { name: 'web', image: 'localhost/app:1', state: 'stopped' });
  await converge(root, container, { ...WEB, env: { A: 'c', N: 5 } });
  const all = await runOn(root, containerInfo, {});
  expect(all.result['containers']).toMatchObject([{ Name: 'web' }]);
  await converge(root, container, { name: 'web', state: 'absent' });
}, 150_000);

it('writes units of systemd and Quadlet files', async () => {
  const systemd = { path: '/srv/units', restart_policy: 'always', stop_timeout: 5 };
  await converge(root, container, {
    name: 'unit',
    image: 'localhost/app:1',
    state: 'created',
    generate_systemd: systemd,
  });
  expect(await target.exec('cat /srv/units/container-unit.service')).toMatch(/Restart=always\n/);
  await converge(root, container, { name: 'unit', state: 'absent', generate_systemd: systemd });
  expect(await target.exec('ls /srv/units')).toBe('');
  const args = { ...WEB, state: 'quadlet', quadlet_options: ['[Install]', 'WantedBy=default.target'] };
  await converge(ops, container, args);
  expect(
    await target.exec('stat -c %a /etc/containers/systemd/web.container; cat /etc/containers/systemd/web.container'),
  ).toBe(
    "640\n[Container]\nContainerName=web\nDropCapability=chown\nEnvironment='A=b c'\nEnvironment=N=5\nAddHost=there:10.0.0.1\nExec=sleep 500\n" +
      'HostName=inside\nImage=localhost/app:1\nLabel=tier=front\nReadOnly=true\nStopTimeout=1\nVolume=/srv/ctx/:/ctx:ro\n' +
      'PodmanArgs=--uts private\n[Install]\nWantedBy=default.target\n',
  );
  await converge(root, container, { ...args, quadlet_file_mode: '0600' });
}, 60_000);

it('says what went wrong as podman says it', async () => {
  const failed = await runOn(root, container, { name: 'bad', image: 'localhost/app:1', command: ['/nothing'] });
  expect(failed.result).toMatchObject({
    failed: true,
    msg: expect.stringMatching(/^Container bad exited with code \d+ when runed$/) as string,
  });
  await runOn(root, container, { name: 'bad', state: 'absent' });
  const missing = await runOn(root, container, { name: 'bad', executable: '/opt/podman', state: 'absent' });
  expect(missing.result.msg).toMatch(/Failed to find required executable "\/opt\/podman"/);
});

it('keeps secrets', async () => {
  const args = { name: 'db', data: "it's a $(secret)\n" };
  expect(brief(await runOn(ops, secret, args))).toEqual([undefined, undefined, true]);
  expect(brief(await runOn(root, secret, { ...args, skip_existing: true }))).toEqual([undefined, undefined, false]);
  const used = await runOn(root, container, {
    name: 'reader',
    image: 'localhost/app:1',
    secrets: ['db'],
    command: ['cat', '/run/secrets/db'],
    detach: false,
    rm: true,
  });
  expect(used.result).toMatchObject({ stdout: "it's a $(secret)\n" });
  await settles(root, secret, { name: 'db', state: 'absent' });
}, 30_000);

it('plays Kubernetes YAML as far as podman does without control groups, and removes what it made', async () => {
  await target.exec(`cat > /srv/kube.yaml <<'E'
apiVersion: v1
kind: Pod
metadata: {name: shop}
spec:
  hostNetwork: true
  containers:
    - {name: web, image: localhost/app:1, command: [sleep, '300']}
E`);
  const args = { kube_file: '/srv/kube.yaml', state: 'started' };
  const refused = await runOn(ops, play, args);
  expect(refused.result).toMatchObject({
    failed: true,
    msg: expect.stringMatching(/^Output: .*Error=.*cgroup is not set/s) as string,
  });
  // The pod was made all the same.
  expect(brief(await runOn(root, play, { ...args, state: 'created' }))).toEqual([undefined, undefined, false]);
  const content = await target.exec('cat /srv/kube.yaml');
  const { real } = await converge(root, play, { kube_file_content: content, state: 'absent' });
  expect(real.result).toMatchObject({ changed: true, actions: ['/usr/bin/podman kube play --down -'] });
  expect(await target.exec("podman pod ps --format '{{.Name}}'")).toBe('');
  const unit = { kube_file: '/srv/kube.yaml', state: 'quadlet', quadlet_filename: 'shop', userns: 'host' };
  await converge(root, play, unit);
  expect(await target.exec('cat /etc/containers/systemd/shop.kube')).toBe('[Kube]\nYaml=/srv/kube.yaml\nUserNS=host\n');
}, 90_000);

describe('the connection podman', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tsplay-podman-'));
  const program = join(dir, 'podman');
  beforeAll(async () => {
    await target.exec(
      "printf 'FROM scratch\\nCOPY bin /bin\\nENV PATH=/bin\\n' > /srv/ctx/Wire; podman build -q -t localhost/wire:1 -f /srv/ctx/Wire /srv/ctx; podman run -d --name wire localhost/wire:1 sleep 3000",
    );
    // The real one, of the target.
    writeFileSync(program, `#!/bin/sh\nexec docker exec -i ${target.container.getId()} podman "$@"\n`, { mode: 0o755 });
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  wireContract('podman', () =>
    openWire({
      transport: 'container',
      kind: 'podman',
      name: 'wire',
      user: undefined,
      argv: [program, 'exec', '-i', 'wire'],
      terminalArgv: [program, 'exec', '-i', 'wire'],
      connectTimeout: 20_000,
    }),
  );
});
