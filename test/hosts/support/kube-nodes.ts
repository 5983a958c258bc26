// Makes a cluster of the lab's API server: the real controller manager and scheduler, and lab-kubelets in the place of
// kubelets (doubles: they tell what a kubelet would, run commands in a Docker container if a pod names one, nothing else).
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:https';
import { join } from 'node:path';
import { freePort, type KubeServer } from './kube-server.js';

export interface KubeNodes {
  /** Kills a node's kubelet, as if the machine were switched off. */
  kill(node: string): Promise<void>;
  /** Starts it again; the node is not Ready for `seconds`. */
  boot(node: string, seconds: number): void;
}

/** Any answer of the API server, for arranging and looking past what is tested. */
export function askServer(
  server: KubeServer,
  method: string,
  path: string,
  body?: object,
  type = 'application/json',
): Promise<{ status: number; body: Record<string, unknown> }> {
  return new Promise((done, fail) => {
    const headers = { authorization: `Bearer ${server.adminToken}`, 'content-type': type };
    const options = { host: '127.0.0.1', port: server.port, path, method, headers, rejectUnauthorized: false };
    const sent = request(options, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        const json = (answer.headers['content-type'] ?? '').includes('json');
        done({ status: answer.statusCode ?? 0, body: json ? (JSON.parse(text) as Record<string, unknown>) : { text } });
      });
    });
    sent.on('error', fail);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Waits until `met` gives true. @throws when it does not in time (seconds) */
export async function eventually(what: string, met: () => Promise<boolean>, seconds = 60): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await met())) {
    if (Date.now() > deadline) throw new Error(`${what}: not after ${seconds} s`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

type Listed = Record<string, { conditions?: { type: string; status: string }[] }>;

/** Whether a node is Ready and can be scheduled to as far as its conditions go. */
export async function isNodeReady(server: KubeServer, node: string): Promise<boolean> {
  const { body } = await askServer(server, 'GET', `/api/v1/nodes/${node}`);
  const conditions = (body as Listed)['status']?.conditions ?? [];
  const taints = ((body['spec'] ?? {}) as { taints?: { key: string }[] }).taints ?? [];
  return (
    conditions.some((c) => c.type === 'Ready' && c.status === 'True') &&
    !taints.some((taint) => taint.key === 'node.kubernetes.io/not-ready')
  );
}

/** @param nodes names of the nodes; returns when all are Ready */
export async function startNodes(server: KubeServer, nodes: readonly string[]): Promise<KubeNodes> {
  const file = (name: string): string => join(server.directory, name);
  const config = `--kubeconfig=${server.kubeconfig}`;
  const quiet = ['--leader-elect=false', '--secure-port=0', '--profiling=false'];
  server.start('kube-controller-manager', server.program, [
    ...['kube-controller-manager', config, ...quiet],
    `--service-account-private-key-file=${file('service.key')}`,
    `--root-ca-file=${file('ca.crt')}`,
  ]);
  server.start('kube-scheduler', server.program, ['kube-scheduler', config, ...quiet]);
  const running = new Map<string, ChildProcess>();
  const ports = new Map<string, number>();
  const begin = (node: string, seconds: number, isBooting: boolean): void => {
    const child = server.start(
      `kubelet-${node}`,
      server.program,
      [
        ...['lab-kubelet', config, `--admin-kubeconfig=${server.kubeconfig}`, `--node-name=${node}`],
        ...['--node-ip=127.0.0.1', `--port=${ports.get(node)}`, '--disable=servicelb,local-storage'],
        ...[`--tls-cert-file=${file('server.crt')}`, `--tls-private-key-file=${file('server.key')}`],
        ...[`--client-ca-file=${file('ca.crt')}`, `--storage=${file('storage')}`, ...(isBooting ? ['--booting'] : [])],
      ],
      { LAB_NODE_READY_SECONDS: String(seconds) },
    );
    running.set(node, child);
  };
  for (const node of nodes) {
    ports.set(node, await freePort());
    begin(node, 0, false);
  }
  for (const node of nodes) await eventually(`node ${node} is Ready`, () => isNodeReady(server, node));
  return {
    async kill(node) {
      const child = running.get(node);
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    boot: (node, seconds) => begin(node, seconds, true),
  };
}
