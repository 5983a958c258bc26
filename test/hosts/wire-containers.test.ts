// Containers, directories and machines through their programs on the controller: the contract of wires, and tasks.
//
// docker runs on this machine. chroot needs root: it is left out where this is not root. kubectl is the real one, with a server
// that lets it into a container of Docker. podman is in podman.test.ts. systemd-nspawn needs a machine with systemd as
// its first process and control groups of its own: its words alone are tested, in src/connection/container-settings.test.ts.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWirePool, openWire, type ContainerSettings } from '../../src/connection/index.js';
import { script, Secrets, systemClock } from '../../src/ground/index.js';
import { createHost } from '../../src/host/index.js';
import { startKubeExec, type KubeExec } from './support/kube-exec.js';
import { wireContract } from './support/wire-contract.js';

const IMAGE = process.env['TSPLAY_LAB_IMAGE'] ?? 'tsplay-lab-target:bookworm';
const name = `wires7-${process.pid}`;
const dir = mkdtempSync(join(tmpdir(), 'tsplay-containers-'));
const root = join(dir, 'root');
let kube: KubeExec;
const isRoot = process.getuid?.() === 0;
const docker = (...args: string[]): string =>
  execFileSync('docker', args, { stdio: ['ignore', 'pipe', 'inherit'] }).toString();

beforeAll(async () => {
  docker('run', '-d', '--rm', '--name', name, '--entrypoint', 'sleep', IMAGE, '3600');
  mkdirSync(root);
  // A root of a file system for chroot and nspawn, from the same image.
  execFileSync('sh', ['-c', `docker export ${name} | tar -x -C ${root} --exclude 'dev/*' --exclude 'proc/*'`]);
  mkdirSync(join(root, 'dev'), { recursive: true });
  execFileSync('sh', [
    '-c',
    `[ -e ${root}/dev/null ] || { mknod -m 666 ${root}/dev/null c 1 3 && mknod -m 444 ${root}/dev/urandom c 1 9; } || true`,
  ]);
  kube = await startKubeExec(name);
}, 120_000);
afterAll(async () => {
  await kube.close();
  spawnSync('docker', ['rm', '-f', name]);
  rmSync(dir, { recursive: true, force: true });
});

const settings = (kind: string, argv: string[], changes: Partial<ContainerSettings> = {}): ContainerSettings => ({
  transport: 'container',
  kind,
  name: 'app',
  user: undefined,
  argv,
  terminalArgv: argv,
  connectTimeout: 20_000,
  ...changes,
});
const overDocker = (): ContainerSettings => settings('docker', ['docker', 'exec', '-i', name]);

wireContract('docker', () => openWire(overDocker()));
const overKubectl = (): ContainerSettings =>
  settings('kubectl', ['kubectl', '--server', kube.url, 'exec', '-i', 'app', '--']);
wireContract('kubectl', () => openWire(overKubectl()));
describe.runIf(isRoot)('as root', () => {
  wireContract('chroot', () => openWire(settings('chroot', ['chroot', root])));
});

describe('a host in a container', () => {
  const hostOver = (over: ContainerSettings): ReturnType<typeof createHost> =>
    createHost({ name: 'app', settings: over, pool: createWirePool(), clock: systemClock, secrets: new Secrets() });

  it('runs scripts, writes files and becomes others', async () => {
    const host = hostOver(overDocker());
    const { view, hands } = host.view({});
    expect((await view.probe(script('id -un; cat /etc/hostname'))).stdout).toBe(
      `root\n${docker('inspect', '-f', '{{.Config.Hostname}}', name)}`,
    );
    await hands.write('/tmp/made', 'text', { mode: 0o600 });
    expect((await view.read('/tmp/made')).toString()).toBe('text');
    const other = host.view({ become: { method: 'su', user: 'nobody', flags: '-s /bin/sh' } });
    expect((await other.view.probe(script('id -un'))).stdout).toBe('nobody\n');
    await host.close();
  });
  it('says that it is not there, or that the program is not', async () => {
    await expect(openWire(settings('docker', ['docker', 'exec', '-i', 'no-such-container']))).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/No such container/i) as string,
    });
    await expect(openWire(settings('podman', ['no-such-program', 'exec', '-i', 'x']))).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('no-such-program is not on the controller') as string,
    });
  });
  it('gives a terminal', async () => {
    const wire = await openWire({ ...overDocker(), terminalArgv: ['docker', 'exec', '-it', name] });
    const process = await wire.exec('[ -t 0 ] && echo terminal', { terminal: true });
    const out = await new Promise<string>((resolve) =>
      process.stdout.once('data', (c: Buffer) => resolve(c.toString())),
    );
    expect(out).toContain('terminal');
    await wire.close();
  });
});

describe('a connection that breaks in the middle', () => {
  const hostOver = (over: ContainerSettings): ReturnType<typeof createHost> =>
    createHost({ name: 'app', settings: over, pool: createWirePool(), clock: systemClock, secrets: new Secrets() });
  const inside = (command: string): string => docker('exec', name, 'sh', '-c', command);

  it('kubectl: the script is taken up again, and does not run twice', async () => {
    const host = hostOver(overKubectl());
    const { hands } = host.view({});
    await hands.run(script('true'));
    for (const round of [1, 2]) {
      const running = hands.run(script(`echo ${round} >> /tmp/kube-log; echo a; sleep 1.5; echo b; exit 4`));
      await new Promise((resolve) => setTimeout(resolve, 600));
      kube.cut();
      expect(await running).toMatchObject({ rc: 4, stdout: 'a\nb\n' });
    }
    expect(inside('cat /tmp/kube-log')).toBe('1\n2\n');
    await host.close();
    expect(inside('sleep 0.5; ls -A /dev/shm /tmp | grep ^.tsplay; true')).toBe('');
  });
  it('docker: so it is when its client is killed', async () => {
    const host = hostOver(overDocker());
    const { hands } = host.view({});
    await hands.run(script('true'));
    const running = hands.run(script('echo once >> /tmp/docker-log; sleep 1.5; echo b'));
    await new Promise((resolve) => setTimeout(resolve, 600));
    for (const pid of execFileSync('pgrep', ['-f', `docker exec -i ${name}`])
      .toString()
      .trim()
      .split('\n'))
      process.kill(Number(pid), 'SIGKILL');
    expect(await running).toMatchObject({ rc: 0, stdout: 'b\n' });
    expect(inside('cat /tmp/docker-log')).toBe('once\n');
    await host.close();
  });
  it('a server that stays away, and a container that is killed: it is unknown whether the script ran', async () => {
    const host = hostOver({ ...overKubectl(), connectTimeout: 1000 });
    const { hands } = host.view({});
    await hands.run(script('true'));
    const running = hands.run(script('sleep 1.5; echo b')).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 600));
    kube.refuse(true);
    kube.cut();
    const unknown = expect.stringContaining('it is unknown whether the script ran to its end') as string;
    expect(await running).toMatchObject({ code: 'unreachable', message: unknown });
    kube.refuse(false);
    await host.close();

    const other = `${name}-killed`;
    docker('run', '-d', '--rm', '--name', other, '--entrypoint', 'sleep', IMAGE, '3600');
    const killed = hostOver(settings('docker', ['docker', 'exec', '-i', other], { connectTimeout: 1000 }));
    await killed.view({}).hands.run(script('true'));
    const lost = killed
      .view({})
      .hands.run(script('sleep 30'))
      .catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 600));
    docker('kill', other);
    expect(await lost).toMatchObject({ code: 'unreachable', message: unknown });
    await killed.close();
  });
});
