// A rolling reboot of a cluster's nodes, as a play; and the lookups of kubernetes.core. The API server, controllers and
// scheduler are real; the three nodes are doubles (lab-kubelet), and a reboot is their end and new start.
/* eslint-disable @typescript-eslint/no-unsafe-member-access -- the API's answers */
import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { useCommand, type Ran } from '../support/command.js';
import { askServer, eventually, isNodeReady, startNodes, type KubeNodes } from './support/kube-nodes.js';
import { startKubeServer, type KubeServer } from './support/kube-server.js';

type Data = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
const NODES = ['n1', 'n2', 'n3'];
const cli = useCommand();
let server: KubeServer;
let nodes: KubeNodes;
let rebooting: NodeJS.Timeout;
const reboots: string[] = [];
/** Nodes that do not come back. */
const lost = new Set<string>();

const WEB = `
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: web, namespace: default}
  spec:
    replicas: 3
    selector: {matchLabels: {app: web}}
    template:
      metadata: {labels: {app: web}}
      spec:
        terminationGracePeriodSeconds: 0
        containers: [{name: main, image: "web:1"}]
- apiVersion: policy/v1
  kind: PodDisruptionBudget
  metadata: {name: web, namespace: default}
  spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
- apiVersion: apps/v1
  kind: DaemonSet
  metadata: {name: agent, namespace: default}
  spec:
    selector: {matchLabels: {app: agent}}
    template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: main, image: "agent:1"}]}}
`;

beforeAll(async () => {
  server = await startKubeServer();
  nodes = await startNodes(server, NODES);
  const flag = (node: string): string => cli.path(`reboot-${node}`);
  cli.write({
    hosts: `[nodes]\n${NODES.join('\n')}\n`,
    'rolling.yml': readFileSync(join(import.meta.dirname, 'kube-rolling-update.yml'), 'utf8'),
    'vars.yml': JSON.stringify({
      kubeconfig: server.kubeconfig,
      reboot_command: `f=${cli.path('reboot')}-{{ inventory_hostname }}; touch $f; while [ -e $f ]; do sleep 0.1; done`,
    }),
  });
  const reboot = async (node: string): Promise<void> => {
    reboots.push(node);
    await nodes.kill(node);
    nodes.boot(node, lost.has(node) ? 600 : 2);
    await eventually(`${node} is down`, async () => !(await isNodeReady(server, node)));
    rmSync(flag(node));
  };
  const busy = new Set<string>();
  rebooting = setInterval(() => {
    for (const node of NODES) {
      if (busy.has(node) || !existsSync(flag(node))) continue;
      busy.add(node);
      void reboot(node).finally(() => busy.delete(node));
    }
  }, 100);
}, 120_000);
afterAll(async () => {
  clearInterval(rebooting);
  await server?.stop();
});

const roll = (...args: string[]): Promise<Ran> => cli.run(['rolling.yml', '-i', 'hosts', '-e', '@vars.yml', ...args]);
const items = async (path: string): Promise<Data[]> => (await askServer(server, 'GET', path)).body['items'] as Data[];
const cordoned = async (): Promise<string[]> =>
  (await items('/api/v1/nodes'))
    .filter((node) => node['spec'].unschedulable)
    .map((node) => String(node['metadata'].name));
const readyPods = async (): Promise<number> =>
  (await items('/api/v1/namespaces/default/pods?labelSelector=app=web')).filter(
    (pod) =>
      !pod['metadata'].deletionTimestamp &&
      (pod['status'].conditions as Data[] | undefined)?.some((c) => c['type'] === 'Ready' && c['status'] === 'True'),
  ).length;

it('makes what it runs on: the manifests of the lookup kustomize', async () => {
  symlinkSync(server.program, cli.path('kubectl'));
  cli.write({
    'base/kustomization.yaml': 'resources: [web.yaml]\nnamePrefix: ""\nlabels: [{pairs: {made: here}}]\n',
    'base/web.yaml': WEB.replaceAll(/^- /gm, '---\n  ').replaceAll(/^ {2}/gm, ''),
    'make.yml': `
- hosts: localhost
  gather_facts: false
  vars: {config: "{{ kubeconfig }}"}
  tasks:
    - kubernetes.core.k8s:
        kubeconfig: "{{ kubeconfig }}"
        definition: "{{ lookup('kubernetes.core.kustomize', dir='${cli.path('base')}', binary_path='${cli.path('kubectl')}') }}"
        wait: true
        wait_timeout: 60
    - debug: {msg: "{{ query('kubernetes.core.k8s', kind='Deployment', namespace='default', label_selector='made=here', kubeconfig=config) | map(attribute='metadata.name') }}"}
    - debug: {msg: "{{ (lookup('kubernetes.core.k8s', kind='Node', resource_name='n2', kubeconfig=config)).metadata.name }}"}
    - debug: {msg: "{{ query('kubernetes.core.k8s', kind='Node', resource_name='none', kubeconfig=config) }}"}
    - debug: {msg: "{{ lookup('k8s', cluster_info='version', kubeconfig=config).kubernetes.major }}"}
`,
  });
  const made = await cli.run(['make.yml', '-i', 'hosts', '-e', '@vars.yml']);
  expect(made.code, made.out + made.err).toBe(0);
  expect(made.out).toMatch(/"msg": \[\s*"web"\s*\]/);
  expect(made.out).toContain('"msg": "n2"');
  expect(made.out).toContain('"msg": []');
  expect(made.out).toMatch(/"msg": "?1"?/);
  const again = await cli.run(['make.yml', '-i', 'hosts', '-e', '@vars.yml']);
  expect(again.out).toMatch(/changed=0/);
}, 120_000);

it('reboots each node once, with two of three pods ready at any time', async () => {
  let least = 3;
  const watching = setInterval(() => void readyPods().then((count) => (least = Math.min(least, count))), 150);
  const rolled = await roll();
  clearInterval(watching);
  expect(rolled.code, rolled.out + rolled.err).toBe(0);
  expect(reboots).toEqual(NODES);
  expect(least).toBeGreaterThanOrEqual(2);
  expect(await cordoned()).toEqual([]);
}, 240_000);

it('stops where a budget is against it, and puts the node back into service', async () => {
  reboots.length = 0;
  const path = '/apis/policy/v1/namespaces/default/poddisruptionbudgets/web';
  const budget = (minAvailable: number): Promise<unknown> =>
    askServer(server, 'PATCH', path, { spec: { minAvailable } }, 'application/merge-patch+json');
  await budget(3);
  await eventually('the budget is seen', async () => {
    const { body } = await askServer(server, 'GET', path);
    return (body as Data)['status'].disruptionsAllowed === 0;
  });
  const blocked = await roll('-e', 'drain_seconds=2');
  expect(blocked.code).toBe(2);
  expect(blocked.out + blocked.err).toContain("would violate the pod's disruption budget");
  const tried = NODES.filter((node) => blocked.out.includes(`[${node}`));
  expect(reboots.length).toBeLessThan(3);
  expect(tried.length).toBeGreaterThan(0);
  expect(await cordoned()).toEqual([]);
  await budget(2);
}, 120_000);

it('stops when a node does not come back, and leaves the others alone', async () => {
  reboots.length = 0;
  lost.add('n1');
  const stopped = await roll('-e', 'boot_seconds=3');
  expect(stopped.code).toBe(2);
  expect(stopped.out + stopped.err).toContain('Node "n1" is not ready');
  expect(reboots).toEqual(['n1']);
  expect(await cordoned()).toEqual([]);
}, 120_000);
