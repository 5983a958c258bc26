// Docker modules against a real daemon, from a target that has its socket: as root, and by become for who may not use it.
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import container from '../../modules/community.docker/docker_container/index.js';
import exec from '../../modules/community.docker/docker_container_exec/index.js';
import image from '../../modules/community.docker/docker_image/index.js';
import network from '../../modules/community.docker/docker_network/index.js';
import volume from '../../modules/community.docker/docker_volume/index.js';
import { runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

const CLIENT = execFileSync('sh', ['-c', 'readlink -f "$(command -v docker)"'], { encoding: 'utf8' }).trim();
const NAME = `tsplay-docker-${process.pid}`;
const IMAGE = `${NAME}:1`;
let target: Target;
let root: OnHost;
let ops: OnHost;

const docker = (...args: string[]): string => execFileSync('docker', args, { encoding: 'utf8' });

beforeAll(async () => {
  target = await startTarget({ binds: { '/var/run/docker.sock': '/srv/docker.sock', [CLIENT]: '/srv/docker-client' } });
  root = { host: target.host(), environment: { DOCKER_HOST: 'unix:///srv/docker.sock' } };
  ops = { ...root, host: target.host({ user: 'ops' }), become: sudo() };
  await target.exec(
    'apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -qqy busybox-static socat netcat-openbsd',
  );
  await target.exec(
    'mkdir -p /srv/ctx/bin; cp /bin/busybox /srv/ctx/bin/; for a in sh sleep cat echo; do ln -s busybox /srv/ctx/bin/$a; done; ' +
      'printf "FROM scratch\\nCOPY bin /bin\\nENV PATH=/bin\\nCMD [\\"sleep\\", \\"1000\\"]\\n" > /srv/ctx/Dockerfile; ' +
      'echo no > /srv/ctx/bin/left.log; echo "**/*.log" > /srv/ctx/.dockerignore',
  );
}, 240_000);

afterAll(async () => {
  for (const words of [
    ['rm', '-f', '-v', NAME],
    ['network', 'rm', NAME],
    ['volume', 'rm', NAME],
    ['rmi', IMAGE],
  ]) {
    try {
      execFileSync('docker', words, { stdio: 'ignore' });
    } catch {
      // It may not have come to be.
    }
  }
  await target.stop();
});

/** A dry run foresees, the run does, the second run changes nothing, in so many looks. */
async function settles(
  on: OnHost,
  module: Parameters<typeof runOn>[1],
  args: Record<string, unknown>,
  looks = 1,
): Promise<void> {
  const dry = await runOn(on, module, args, { check: true });
  const real = await runOn(on, module, args);
  const again = await runOn(on, module, args);
  expect([dry, real, again].map(({ result }) => [result.failed, result.msg, result.changed])).toEqual([
    [undefined, undefined, true],
    [undefined, undefined, true],
    [undefined, undefined, false],
  ]);
  expect(again.probes).toBe(looks);
}

it('builds an image from a directory of the host, by a program that passes bytes on', async () => {
  await settles(ops, image, { name: IMAGE, source: 'build', build: { path: '/srv/ctx' } });
}, 20_000);

it('makes networks, volumes and containers that stay as they are', async () => {
  await settles(root, network, { name: NAME, labels: { made: 'here' } });
  await settles(ops, volume, { name: NAME });
  const args = { name: NAME, image: IMAGE, networks: [{ name: NAME }], volumes: [`${NAME}:/data`], env: { A: 'b c' } };
  await settles(ops, container, { ...args, restart_policy: 'always', stop_timeout: 1 });
  expect(docker('inspect', '-f', '{{.State.Running}} {{.HostConfig.RestartPolicy.Name}}', NAME)).toBe('true always\n');
}, 20_000);

const MAKE_PROGRAM_FIRST = {
  nc: 'mv /usr/bin/socat /usr/bin/socat.away',
  socat: 'mv /usr/bin/socat.away /usr/bin/socat',
  docker: 'ln -s /srv/docker-client /usr/bin/docker',
};

it.each(['nc', 'socat', 'docker'] as const)(
  'runs commands with both outputs and an input, passed on by %s',
  async (program) => {
    await target.exec(MAKE_PROGRAM_FIRST[program]);
    const argv = ['sh', '-c', 'cat; sleep 1; echo "$PWD"; echo oh >&2; exit 3'];
    for (const on of [root, ops]) {
      const { result } = await runOn(on, exec, { container: NAME, argv, stdin: 'in', chdir: '/data' });
      expect(result).toMatchObject({ changed: true, rc: 3, stdout: 'in\n/data', stderr: 'oh' });
    }
    const { result } = await runOn(ops, exec, { container: NAME, argv: ['cat', '/bin/left.log'] });
    expect(result['rc']).toBe(1);
  },
  30_000,
);

it('saves an image into a file of the host and loads it again, as another user', async () => {
  const path = '/root/image file.tar';
  await settles(ops, image, { name: IMAGE, source: 'local', archive_path: path }, 2);
  const loading = { name: `${NAME}-again:1`, source: 'load', load_path: path };
  const other = await runOn(ops, image, loading);
  expect(other.result.msg).toMatch(/The archive did not contain image '.*-again:1'. Instead, found '.*:1'/);
  const unread = await runOn({ ...root, host: target.host({ user: 'ops' }) }, image, loading);
  expect(unread.result.msg).toMatch(/may not use|does not exist/);
  await runOn(ops, container, { name: NAME, state: 'absent' });
  docker('rmi', IMAGE);
  await settles(ops, image, { name: IMAGE, source: 'load', load_path: path });
  await settles(ops, image, { name: IMAGE, state: 'absent' });
  const none = await runOn(ops, image, { name: 'localhost:9/none:1', source: 'pull' });
  expect(none.result.msg).toMatch(/^Error pulling image localhost:9\/none:1 - .*connection refused/);
}, 30_000);

it('says what is missing where the socket cannot be used', async () => {
  const nobody = { ...root, host: target.host({ user: 'nosudo' }) };
  const refused = await runOn(nobody, volume, { name: NAME });
  expect(refused.result.msg).toMatch(/the user 'nosudo' may not use \/srv\/docker.sock: become root/);
  const elsewhere = await runOn(root, volume, { name: NAME, docker_host: 'unix:///nowhere.sock' });
  expect(elsewhere.result.msg).toMatch(/no socket \/nowhere.sock on the host/);
});
