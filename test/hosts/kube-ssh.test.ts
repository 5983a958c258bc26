// The Kubernetes modules over SSH: kubeconfig read with sudo, TLS over forwarded streams, nothing of Kubernetes on the target.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src/host/index.js';
import { startNodes } from './support/kube-nodes.js';
import { startKubeServer, type KubeServer } from './support/kube-server.js';
import { runTask, type TaskOutcome, type TaskRun } from './support/kube-task.js';
import { runOn } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

/** The Docker container in which commands for a pod run. */
const box = `kube-ssh-pod-${process.pid}`;
let server: KubeServer;
let target: Target;
let host: Host;

beforeAll(async () => {
  // First, for Docker's bridge is up only while a container runs.
  target = await startTarget();
  const gateway = networkInterfaces()['docker0']?.find((a) => a.family === 'IPv4')?.address;
  if (gateway === undefined) throw new Error('there is no docker0: the target could not reach the API server');
  server = await startKubeServer(gateway);
  host = target.host({ user: 'ops' });
  // As k3s leaves it: for root only.
  const config = readFileSync(server.kubeconfig, 'utf8').replace('127.0.0.1', gateway);
  const base64 = Buffer.from(config).toString('base64');
  await target.exec(
    `mkdir -p /etc/rancher/k3s && echo ${base64} | base64 -d > /etc/rancher/k3s/k3s.yaml && chmod 600 /etc/rancher/k3s/k3s.yaml`,
  );
});
afterAll(async () => {
  spawnSync('docker', ['rm', '-f', box], { stdio: 'ignore' });
  await target?.stop();
  await server?.stop();
});

const asRoot: TaskRun = { view: { become: sudo('root') } };
const k8s = (args: string, run: TaskRun = asRoot): Promise<TaskOutcome> =>
  runTask(host, 'kubernetes.core.k8s', args, run);

describe('k8s over SSH', () => {
  it('has neither kubectl nor Python on the target', async () => {
    expect(await target.exec('command -v kubectl python3 || echo none')).toContain('none');
  });
  it('finds the kubeconfig k3s leaves, and only with become', async () => {
    const task = 'name: shop\nkind: Namespace\n';
    const denied = await k8s(task, {});
    expect(denied).toMatchObject({
      failed: true,
      msg: expect.stringContaining('/etc/rancher/k3s/k3s.yaml cannot be read') as string,
    });
    expect(await k8s(task, { ...asRoot, check: true })).toMatchObject({ changed: true });
    expect(await k8s(task)).toMatchObject({ changed: true, method: 'create' });
    expect(await k8s(task)).toMatchObject({ changed: false });
  });
  it('applies a manifest that stands on the target, many objects side by side', async () => {
    const objects = Array.from(
      { length: 40 },
      (_, i) =>
        `---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: c${i}, namespace: shop}, data: {n: "${i}", big: "${'x'.repeat(5000)}"}}\n`,
    );
    const base64 = Buffer.from(objects.join('')).toString('base64');
    for (let i = 0; i < base64.length; i += 60_000) {
      await target.exec(`printf %s '${base64.slice(i, i + 60_000)}' >> /root/m.b64`);
    }
    await target.exec('base64 -d /root/m.b64 > /root/m.yml');
    const first = await k8s('src: ~/m.yml\n');
    expect(first, String(first.msg)).toMatchObject({ changed: true });
    expect(first.notes).toHaveLength(40);
    const second = await k8s('src: ~/m.yml\n');
    expect(second).toMatchObject({ changed: false });
  });
  it('asks the host once, the API server for the rest', async () => {
    const on = { host, become: sudo('root') };
    const namespace = { api_version: 'v1', kind: 'Namespace', name: 'shop' };
    const { default: k8sModule } = await import('../../modules/kubernetes.core/k8s/index.js');
    const { default: infoModule } = await import('../../modules/kubernetes.core/k8s_info/index.js');
    expect(await runOn(on, k8sModule, namespace)).toMatchObject({ result: { changed: false }, probes: 1 });
    expect(await runOn(on, infoModule, namespace)).toMatchObject({ result: { changed: false }, probes: 1 });
  });
  it('runs commands in pods and copies files of the target there, over the same forwarded streams', async () => {
    await startNodes(server, ['n1']);
    const image = execFileSync(join(import.meta.dirname, '../lab/target/make-busybox.sh'), {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const run = ['run', '-d', '--rm', '--name', box, '--entrypoint', 'sleep', image.toString().trim(), '600'];
    execFileSync('docker', run);
    const pod = {
      ...{ apiVersion: 'v1', kind: 'Pod' },
      metadata: { name: 'box', namespace: 'shop', annotations: { 'lab.tsplay/docker': box } },
      spec: { nodeName: 'n1', terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image: 'x' }] },
    };
    const made = await k8s(JSON.stringify({ definition: pod, wait: true }));
    expect(made, String(made.msg)).toMatchObject({ changed: true });
    const task = (module: string, args: object): Promise<TaskOutcome> =>
      runTask(host, `kubernetes.core.${module}`, JSON.stringify({ namespace: 'shop', pod: 'box', ...args }), asRoot);
    await target.exec('head -c 2000000 /dev/urandom > /root/bytes; mkdir -p /root/d; echo deep > "/root/d/a b"');
    const copied = await task('k8s_cp', { local_path: '/root/bytes', remote_path: '/tmp' });
    expect(copied, String(copied.msg)).toMatchObject({ changed: true });
    expect(await task('k8s_cp', { local_path: '/root/d', remote_path: '/tmp/e' })).toMatchObject({ changed: true });
    expect(await task('k8s_exec', { command: "cat '/tmp/e/a b'" })).toMatchObject({ stdout: 'deep\n', rc: 0 });
    const back = { state: 'from_pod', remote_path: '/tmp/bytes', local_path: '/root/back' };
    expect(await task('k8s_cp', back)).toMatchObject({ changed: true });
    expect(await target.exec('cmp /root/bytes /root/back && echo same')).toContain('same');
  }, 90_000);
  it('works on a new connection after the old one went', async () => {
    const { view } = host.view({});
    await view.reconnect();
    expect(await k8s('name: shop\nkind: Namespace\n')).toMatchObject({ changed: false });
  });
  it('says that the API server is down', async () => {
    const down = await k8s('host: https://127.0.0.1:6443\napi_key: x\nkind: Namespace\nname: a\n');
    expect(down.failed).toBe(true);
    expect(down.msg).toMatch(/127\.0\.0\.1.*6443/);
  });
});
