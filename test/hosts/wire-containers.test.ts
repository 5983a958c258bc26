// Containers, directories and machines through their programs on the controller: the contract of wires, and tasks.
//
// docker runs on this machine. chroot and systemd-nspawn need root: they are left out where this is not root, and nspawn
// where the kernel gives it no namespaces. podman and kubectl are put in place of docker by programs of their names that
// read the same command line: their own words are tested in src/connection/container-settings.test.ts.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWirePool, openWire, type ContainerSettings } from '../../src/connection/index.js';
import { script, Secrets, systemClock } from '../../src/ground/index.js';
import { createHost } from '../../src/host/index.js';
import { wireContract } from './support/wire-contract.js';

const IMAGE = process.env['TSPLAY_LAB_IMAGE'] ?? 'tsplay-lab-target:bookworm';
const name = `wires7-${process.pid}`;
const dir = mkdtempSync(join(tmpdir(), 'tsplay-containers-'));
const root = join(dir, 'root');
const isRoot = process.getuid?.() === 0;
const docker = (...args: string[]): string =>
  execFileSync('docker', args, { stdio: ['ignore', 'pipe', 'inherit'] }).toString();

beforeAll(() => {
  docker('run', '-d', '--rm', '--name', name, '--entrypoint', 'sleep', IMAGE, '3600');
  mkdirSync(root);
  // A root of a file system for chroot and nspawn, from the same image.
  execFileSync('sh', ['-c', `docker export ${name} | tar -x -C ${root} --exclude 'dev/*' --exclude 'proc/*'`]);
  mkdirSync(join(root, 'dev'), { recursive: true });
  execFileSync('sh', [
    '-c',
    `[ -e ${root}/dev/null ] || { mknod -m 666 ${root}/dev/null c 1 3 && mknod -m 444 ${root}/dev/urandom c 1 9; } || true`,
  ]);
  // Stand-ins that hand the command on to docker: what is real is the process, its streams and its end.
  const stand = (program: string, text: string): void => {
    writeFileSync(join(dir, program), `#!/bin/sh\n${text}\n`);
    chmodSync(join(dir, program), 0o755);
  };
  stand('kubectl', 'shift 3\n[ "$1" = -- ] && shift\nexec docker exec -i ' + name + ' "$@"');
}, 120_000);
afterAll(() => {
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
wireContract('kubectl (its exec stands in)', () =>
  openWire(settings('kubectl', [join(dir, 'kubectl'), 'exec', '-i', 'pod', '--'])),
);
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
