// The modules about workloads, nodes and pods against a real API server with the real controllers and scheduler. The nodes
// are doubles (lab-kubelet): pods run by word only, and commands in them run in a Docker container the pod names.
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-assignment,
   @typescript-eslint/no-unsafe-return -- answers of the API are taken apart as they come */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Host } from '../../src/host/index.js';
import { openHere, type Here } from '../support/here.js';
import { askServer, eventually, startNodes } from './support/kube-nodes.js';
import { startKubeServer, type KubeServer } from './support/kube-server.js';
import { runTask, type TaskOutcome, type TaskRun } from './support/kube-task.js';

type Data = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
type Outcome = TaskOutcome & { result: Data };

let server: KubeServer;
let here: Here;
let host: Host;
let dir: string;
/** The Docker container in which commands for pods run. */
const box = `kube-modules-pod-${process.pid}`;

beforeAll(async () => {
  here = openHere('kube-modules');
  ({ host, dir } = here);
  const image = execFileSync(join(import.meta.dirname, '../lab/target/make-busybox.sh'), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  execFileSync('docker', [
    'run',
    '-d',
    '--rm',
    '--name',
    box,
    '--entrypoint',
    'sleep',
    image.toString().trim(),
    '3600',
  ]);
  server = await startKubeServer();
  await startNodes(server, ['n1', 'n2', 'n3']);
}, 120_000);
afterAll(async () => {
  execFileSync('docker', ['rm', '-f', box], { stdio: 'ignore' });
  await here?.close();
  await server?.stop();
});

const run = async (module: string, args: object, how?: TaskRun): Promise<Outcome> => {
  const text = JSON.stringify({ kubeconfig: server.kubeconfig, ...args });
  return (await runTask(host, `kubernetes.core.${module}`, text, how)) as Outcome;
};
/** In check mode, for real and again: foretold, changed, then nothing to do. */
const thrice = async (module: string, args: object): Promise<Outcome> => {
  const foretold = await run(module, args, { check: true, diff: true });
  expect(foretold, String(foretold.msg)).toMatchObject({ changed: true });
  const first = await run(module, args);
  expect(first, String(first.msg)).toMatchObject({ changed: true });
  const again = await run(module, args);
  expect(again, String(again.msg)).toMatchObject({ changed: false });
  return first;
};

const web = { api_version: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'default' };
const template = (app: string, more: Data = {}, annotations: Data = {}): Data => ({
  metadata: { labels: { app }, annotations },
  spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image: 'web:1' }], ...more },
});
const workload = (kind: string, app: string, replicas: number, pods = template(app)): Data => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: app, namespace: 'default' },
  spec: {
    ...(kind === 'DaemonSet' ? {} : { replicas }),
    ...(kind === 'StatefulSet' ? { serviceName: app } : {}),
    selector: { matchLabels: { app } },
    template: pods,
  },
});
const make = async (definition: Data | Data[], more: Data = {}): Promise<Outcome> => {
  const made = await run('k8s', { definition, ...more });
  expect(made.failed, String(made.msg)).toBeUndefined();
  return made;
};
const pod = (name: string, node: string, more: Data = {}, metadata: Data = {}): Data => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', ...metadata },
  spec: { nodeName: node, terminationGracePeriodSeconds: 0, containers: [{ name: 'main', image: 'x' }], ...more },
});
const podsOf = async (app: string): Promise<Data[]> => {
  const { body } = await askServer(server, 'GET', `/api/v1/namespaces/default/pods?labelSelector=app=${app}`);
  return body['items'] as Data[];
};
const running = (name: string): Promise<void> =>
  eventually(`pod ${name} runs`, async () => {
    const { body } = await askServer(server, 'GET', `/api/v1/namespaces/default/pods/${name}`);
    return (body as Data)['status']?.phase === 'Running';
  });

describe('rollouts', () => {
  it('are waited for: Deployment, StatefulSet, DaemonSet, Job, Node', async () => {
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet']) {
      const app = kind === 'Deployment' ? 'web' : kind.toLowerCase();
      const task = { definition: workload(kind, app, 2), wait: true, wait_timeout: 40 };
      const made = await thrice('k8s', task);
      expect(made['duration'], kind).toBeTypeOf('number');
    }
    const job = {
      ...{ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'once', namespace: 'default' } },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'x' }] } } },
    };
    const done = await make(job, { wait: true, wait_timeout: 40 });
    expect(done.result['status'].succeeded).toBe(1);
    expect(await run('k8s', { kind: 'Node', name: 'n1', state: 'patched', wait: true })).toMatchObject({
      changed: false,
    });
    const condition = { type: 'Available', status: 'True' };
    expect(await run('k8s_info', { ...web, wait: true, wait_condition: condition })).toMatchObject({ api_found: true });
  }, 120_000);

  it('end early when a pod cannot start, with events and the log', async () => {
    const crashing = template('crash', {}, { 'lab.tsplay/behaviour': 'crash', 'lab.tsplay/log': 'no database\n' });
    const began = Date.now();
    const task = {
      definition: workload('Deployment', 'crash', 1, crashing),
      wait: true,
      wait_timeout: 300,
      wait_sleep: 1,
    };
    const absent = { image: 'registry.invalid/x:1', name: 'main' };
    const missing = workload('StatefulSet', 'missing', 1, template('missing', { containers: [absent] }));
    const [failed, pulled] = await Promise.all([run('k8s', task), run('k8s', { ...task, definition: missing })]);
    expect(failed.failed).toBe(true);
    expect(failed.msg).toMatch(
      /waiting longer is in vain: container crash-\S+\/main cannot start \(CrashLoopBackOff\)/,
    );
    expect(failed.msg).toContain('no database');
    expect(failed.msg).toMatch(/event Warning BackOff/);
    expect(pulled.msg).toMatch(/missing-0\/main cannot start \((?:ImagePullBackOff|ErrImagePull)\)/);
    expect(Date.now() - began).toBeLessThan(120_000);
    await run('k8s', { definition: [task.definition, missing], state: 'absent' });
  }, 180_000);
});

describe('k8s_scale', () => {
  it('scales, waits, and is unchanged the second time', async () => {
    const scaled = await thrice('k8s_scale', { ...web, replicas: 3 });
    expect(scaled.result['status'].readyReplicas).toBe(3);
    const passed = await run('k8s_scale', { ...web, replicas: 4, current_replicas: 7 });
    expect(passed).toMatchObject({
      changed: false,
      result: {},
      warning: 'current replicas 7 does not match with actual 3 for object kind=Deployment name=web namespace=default.',
    });
    const version = await run('k8s_scale', { ...web, replicas: 4, resource_version: '1' });
    expect(version['warning']).toMatch(/^expected resource version 1 does not match with actual \d+ for object/);
    expect((await run('k8s_scale', { ...web, name: 'nope', replicas: 1 })).msg).toMatch(
      /Failed to retrieve requested object/,
    );
    const map = { kind: 'ConfigMap', name: 'kube-root-ca.crt', namespace: 'default', replicas: 1 };
    expect((await run('k8s_scale', map)).msg).toMatch(
      /^Failed to retrieve the available count for object kind=ConfigMap/,
    );
  });
  it('several at once, by labels', async () => {
    const set = (name: string): Data => {
      const made = workload('Deployment', name, 1);
      made['metadata'].labels = { tier: 'many' };
      return made;
    };
    await make([set('one'), set('two')]);
    const task = {
      api_version: 'apps/v1',
      kind: 'Deployment',
      namespace: 'default',
      label_selectors: ['tier=many'],
      replicas: 0,
    };
    const first = await thrice('k8s_scale', task);
    expect(first['results']).toMatchObject([{ changed: true, duration: expect.any(Number) }, { changed: true }]);
  });
});

describe('k8s_service', () => {
  it('makes, changes and deletes', async () => {
    const task = {
      name: 'web',
      namespace: 'default',
      selector: { app: 'web' },
      ports: [{ port: 80, protocol: 'TCP' }],
    };
    const made = await thrice('k8s_service', task);
    expect(made).toMatchObject({ method: 'create', result: { kind: 'Service', spec: { type: 'ClusterIP' } } });
    await thrice('k8s_service', { ...task, type: 'NodePort', definition: { metadata: { labels: { a: 'b' } } } });
    const now = (await askServer(server, 'GET', '/api/v1/namespaces/default/services/web')).body as Data;
    expect(now).toMatchObject({
      metadata: { labels: { a: 'b' } },
      spec: { type: 'NodePort', selector: { app: 'web' } },
    });
    await thrice('k8s_service', { name: 'web', namespace: 'default', state: 'absent' });
  });
});

describe('k8s_json_patch', () => {
  it('patches, and is unchanged the second time', async () => {
    const patch = [{ op: 'add', path: '/metadata/labels', value: { 'a/b': 'c' } }];
    const patched = await thrice('k8s_json_patch', { ...web, patch });
    expect(patched.result['metadata'].labels).toEqual({ 'a/b': 'c' });
    const bad = await run('k8s_json_patch', { ...web, patch: [{ op: 'remove', path: '/metadata/nope' }] });
    expect(bad).toMatchObject({
      failed: true,
      status: 422,
      error: 422,
      msg: expect.stringContaining('Failed to patch existing object'),
    });
    const none = await run('k8s_json_patch', { ...web, name: 'nope', patch });
    expect(none).toMatchObject({ failed: true, status: 404, reason: 'Not Found' });
    const image = [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'web:2' }];
    const rolled = await run('k8s_json_patch', { ...web, patch: image, wait: true, wait_timeout: 40 });
    expect(rolled).toMatchObject({
      changed: true,
      duration: expect.any(Number),
      result: { status: { updatedReplicas: 3 } },
    });
  });
});

describe('k8s_rollback', () => {
  it('brings the revision before back, Deployments and DaemonSets', async () => {
    const before = await run('k8s_rollback', web, { check: true });
    expect(before['rollback_info']).toMatchObject([{ changed: true, method: 'patch' }]);
    const back = await run('k8s_rollback', web);
    expect(back.changed).toBe(true);
    const image = async (path: string): Promise<string> =>
      ((await askServer(server, 'GET', path)).body as Data)['spec'].template.spec.containers[0].image;
    expect(await image('/apis/apps/v1/namespaces/default/deployments/web')).toBe('web:1');
    const daemon = { api_version: 'apps/v1', kind: 'DaemonSet', name: 'daemonset', namespace: 'default' };
    const none = await run('k8s_rollback', daemon);
    const warnings = ['No rollout history found for resource DaemonSet/daemonset'];
    expect(none).toMatchObject({ changed: false, rollback_info: [{ changed: false, warnings }] });
    const patch = [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'web:2' }];
    await run('k8s_json_patch', { ...daemon, patch, wait: true, wait_timeout: 40 });
    expect(await run('k8s_rollback', daemon)).toMatchObject({ changed: true });
    expect(await image('/apis/apps/v1/namespaces/default/daemonsets/daemonset')).toBe('web:1');
    expect((await run('k8s_rollback', { ...web, kind: 'StatefulSet', name: 'statefulset' })).msg).toBe(
      'Cannot perform rollback on resource of kind StatefulSet',
    );
  });
});

describe('k8s_taint', () => {
  it('adds, changes, replaces and takes away', async () => {
    const taint = { key: 'only', value: 'db', effect: 'NoSchedule' };
    const made = await thrice('k8s_taint', { name: 'n3', taints: [taint] });
    expect(made.result['spec'].taints).toEqual([{ ...taint, time_added: null }]);
    expect(made.result['metadata']).toMatchObject({ resource_version: expect.any(String), owner_references: null });
    await thrice('k8s_taint', { name: 'n3', taints: [{ ...taint, value: 'web' }] });
    await thrice('k8s_taint', { name: 'n3', taints: [{ key: 'b', effect: 'PreferNoSchedule' }], replace: true });
    await thrice('k8s_taint', { name: 'n3', taints: [{ key: 'b' }], state: 'absent' });
    expect((await run('k8s_taint', { name: 'nope', taints: [taint] })).msg).toBe("Node 'nope' has not been found.");
    expect((await run('k8s_taint', { name: 'n3', taints: [{ key: 'x' }] }, { check: true })).msg).toMatch(
      /Failed to patch node due to: .*effect/s,
    );
  });
});

describe('k8s_cluster_info', () => {
  it('tells versions and kinds', async () => {
    const told = (await run('k8s_cluster_info', {})) as Data;
    expect(told['version'].server.kubernetes).toMatchObject({ major: '1', gitVersion: expect.stringMatching(/^v1\./) });
    expect(told['apis'].v1.Pod).toEqual({
      ...{ categories: ['all'], name: 'pods', namespaced: true, preferred: true },
      ...{ short_names: ['po'], singular_name: 'pod' },
    });
    expect(told['apis']['autoscaling/v1'].HorizontalPodAutoscaler.preferred).toBe(false);
    expect(told['connection']).toMatchObject({
      host: `https://127.0.0.1:${server.port}`,
      verify_ssl: true,
      proxy: null,
    });
  });
});

describe('pods with a container', () => {
  const place = { namespace: 'default', pod: 'box' };
  const exec = (command: string, more: Data = {}): Promise<Outcome> => run('k8s_exec', { ...place, command, ...more });

  beforeAll(async () => {
    const annotations = { 'lab.tsplay/docker': box, 'lab.tsplay/log': 'one\ntwo\nthree\n' };
    await make([
      pod('box', 'n1', {}, { annotations, labels: { app: 'box' } }),
      pod(
        'two',
        'n2',
        {
          containers: [
            { name: 'a', image: 'x' },
            { name: 'b', image: 'x' },
          ],
        },
        { annotations },
      ),
    ]);
    await running('box');
    await running('two');
  });

  it('k8s_log reads them', async () => {
    expect(await run('k8s_log', { name: 'box', namespace: 'default' })).toMatchObject({
      ...{ changed: false, log: 'one\ntwo\nthree\n', log_lines: ['one', 'two', 'three', ''] },
    });
    expect(await run('k8s_log', { label_selectors: ['app=box'], namespace: 'default', tail_lines: 1 })).toMatchObject({
      log: 'three\n',
    });
    const all = await run('k8s_log', { name: 'two', namespace: 'default', all_containers: true });
    expect(all['log']).toBe('one\ntwo\nthree\none\ntwo\nthree\n');
    expect((await run('k8s_log', { name: 'two', namespace: 'default' })).msg).toMatch(
      /a container name must be specified/,
    );
    expect(
      await run('k8s_log', { name: 'two', namespace: 'default', container: 'b', previous: true, since_seconds: '5' }),
    ).toMatchObject({ changed: false });
    expect((await run('k8s_log', { name: 'nope', namespace: 'default' })).msg).toBe('Pod default/nope not found.');
    expect((await run('k8s_log', { ...web })).failed).toBeUndefined();
    expect((await run('k8s_log', { label_selectors: ['app=nope'], namespace: 'default' })).msg).toBe(
      'No pods in namespace default matched selector app=nope',
    );
  });

  it('k8s_exec runs commands in them', async () => {
    expect(await exec('echo "two  words"')).toMatchObject({
      changed: true,
      stdout: 'two  words\n',
      stderr: '',
      rc: 0,
      return_code: 0,
    });
    expect(await exec(`sh -c 'echo out; echo err >&2; exit 7'`)).toMatchObject({
      changed: true,
      stdout: 'out\n',
      stderr: 'err\n',
      rc: 7,
    });
    const big = await exec(`sh -c 'i=0; while [ $i -lt 20000 ]; do echo "line $i äöü"; i=$((i+1)); done'`);
    expect(String(big['stdout']).split('\n')).toHaveLength(20_001);
    expect(await exec('touch /tmp/never', { container: 'main' })).toMatchObject({ rc: 0 });
    expect(await run('k8s_exec', { ...place, command: 'rm /tmp/never' }, { check: true })).toMatchObject({
      changed: true,
    });
    expect(await exec('test -e /tmp/never')).toMatchObject({ rc: 0 });
    expect((await exec('true', { pod: 'nope' })).msg).toMatch(
      /^Failed to execute on pod nope due to : pods "nope" not found/,
    );
    expect((await exec('true', { container: 'nope' })).msg).toMatch(/container nope is not valid for pod box/);
  });

  it('k8s_cp brings text, files and directories there', async () => {
    const cp = (args: Data, how?: TaskRun): Promise<Outcome> => run('k8s_cp', { ...place, ...args }, how);
    const text = "a 'b'\n$(c) ä";
    expect(await cp({ content: text, remote_path: '/tmp/new dir/text' }, { check: true })).toMatchObject({
      changed: true,
    });
    expect(await exec("test -e '/tmp/new dir'")).toMatchObject({ rc: 1 });
    expect(await cp({ content: text, remote_path: '/tmp/new dir/text' })).toMatchObject({
      ...{ changed: true, result: 'Content successfully copied into /tmp/new dir/text on remote Pod' },
    });
    expect((await exec("cat '/tmp/new dir/text'"))['stdout']).toBe(text);
    expect((await cp({ content: text, remote_path: '/tmp' })).msg).toMatch(
      /remote path should not be an existing directory/,
    );
    const big = join(dir, 'big');
    writeFileSync(big, Buffer.alloc(3_000_001, 'x'), { mode: 0o640 });
    expect((await cp({ local_path: big, remote_path: '/tmp' })).failed).toBeUndefined();
    expect((await exec('stat -c "%s %a" /tmp/big'))['stdout']).toBe('3000001 640\n');
    const tree = join(dir, 'tree');
    mkdirSync(join(tree, 'sub'), { recursive: true });
    writeFileSync(join(tree, 'sub', 'n l\n'), 'deep');
    writeFileSync(join(tree, '.dot'), 'dot');
    const copied = await cp({ local_path: tree, remote_path: '/tmp/there/' });
    expect(copied.result).toBe(`${tree} successfully copied into remote Pod into /tmp/there/`);
    expect((await cp({ local_path: tree, remote_path: '/tmp/there', no_preserve: true })).msg ?? '').toMatch(
      /^$|no-same/,
    );
    expect((await cp({ local_path: join(dir, 'none'), remote_path: '/tmp/x' })).msg).toMatch(
      /does not exist in local filesystem/,
    );
    const back = join(dir, 'back');
    const fetched = await cp({ state: 'from_pod', remote_path: '/tmp/there', local_path: back });
    expect(fetched, String(fetched.msg)).toMatchObject({
      changed: true,
      result: `/tmp/there successfully copied locally into ${back}`,
    });
    expect(readFileSync(join(back, 'sub', 'n l\n'), 'utf8')).toBe('deep');
    expect(readFileSync(join(back, '.dot'), 'utf8')).toBe('dot');
    await cp({ state: 'from_pod', remote_path: '/tmp/big', local_path: join(dir, 'big2') });
    expect(statSync(join(dir, 'big2')).size).toBe(3_000_001);
    await cp({ state: 'from_pod', remote_path: '/tmp/there', local_path: dir });
    expect(readFileSync(join(dir, 'there', '.dot'), 'utf8')).toBe('dot');
    expect((await cp({ state: 'from_pod', remote_path: '/nope', local_path: back })).msg).toBe(
      '/nope does not exist in remote pod filesystem',
    );
    await exec('mkdir -p /tmp/empty');
    expect(await cp({ state: 'from_pod', remote_path: '/tmp/empty', local_path: back })).toMatchObject({
      changed: false,
    });
    expect((await cp({ pod: 'two', content: 'x', remote_path: '/tmp/x' })).msg).toMatch(/more than 1 container/);
    expect((await cp({ container: 'nope', content: 'x', remote_path: '/tmp/x' })).msg).toBe(
      'Pod has no container nope',
    );
  });
});

describe('k8s_drain', () => {
  const drain = (args: Data, how?: TaskRun): Promise<Outcome> => run('k8s_drain', { name: 'n2', ...args }, how);
  const patient = { ignore_daemonsets: true, wait_timeout: 40, wait_sleep: 1 };

  beforeAll(async () => {
    await make(workload('DaemonSet', 'daemonset', 0), { wait: true, wait_timeout: 40 });
  });

  it('cordons and uncordons', async () => {
    expect(await drain({ state: 'cordon' }, { check: true })).toMatchObject({ skipped: true });
    expect(await drain({ state: 'cordon' })).toMatchObject({ changed: true, result: 'node n2 marked unschedulable.' });
    expect(await drain({ state: 'cordon' })).toMatchObject({
      changed: false,
      result: 'node n2 already marked unschedulable.',
    });
    expect(await drain({ state: 'uncordon' })).toMatchObject({ changed: true, result: 'node n2 marked schedulable.' });
    expect(await drain({ state: 'uncordon' })).toMatchObject({
      changed: false,
      result: 'node n2 already marked schedulable.',
    });
    expect((await drain({ name: 'nope' })).msg).toBe('Node nope not found.');
  });

  it('refuses what it may not evict, and leaves the node as it was', async () => {
    const annotations = { 'kubernetes.io/config.mirror': 'x' };
    await run('k8s', { kind: 'Pod', name: 'two', namespace: 'default', state: 'absent', wait: true });
    await make([
      pod('alone', 'n2'),
      pod('local', 'n2', { volumes: [{ name: 'v', emptyDir: {} }] }),
      pod('static', 'n2', {}, { annotations }),
    ]);
    await running('alone');
    const refused = await drain({});
    expect(refused.failed).toBe(true);
    expect(refused.msg).toMatch(
      /^Pod deletion errors: cannot delete Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet \(use option force set to yes\): default\/alone,default\/local\. /,
    );
    expect(refused.msg).toContain('cannot delete Pods with local storage: default/local.');
    expect(refused.msg).toMatch(
      /cannot delete DaemonSet-managed Pods \(use option ignore_daemonset set to yes\): default\/daemonset-/,
    );
    const { body } = await askServer(server, 'GET', '/api/v1/nodes/n2');
    expect((body as Data)['spec'].unschedulable).toBeUndefined();
    const options = { ...patient, force: true, delete_emptydir_data: true };
    const selected = await drain({ delete_options: options, pod_selectors: ['app=none'] });
    expect(selected).toMatchObject({ changed: true, result: 'node n2 marked unschedulable.' });
    const drained = await drain({ delete_options: { ...options, terminate_grace_period: 0 } });
    expect(drained, String(drained.msg)).toMatchObject({ changed: true });
    expect(drained.result).toMatch(/^node n2 already marked unschedulable\. \d+ Pod\(s\) deleted from node\.$/);
    expect((drained['warnings'] as string[]).join(' ')).toMatch(
      /cannot delete mirror Pods using API server: default\/static\..*Ignoring DaemonSet-managed Pods/,
    );
    const left = (await askServer(server, 'GET', '/api/v1/pods?fieldSelector=spec.nodeName=n2')).body[
      'items'
    ] as Data[];
    expect(left.map((p) => String(p['metadata'].name).replace(/-.*/, '')).sort()).toEqual(['daemonset', 'static']);
    expect(await drain({ delete_options: options })).toMatchObject({
      changed: false,
      result: 'node n2 already marked unschedulable.',
    });
    await run('k8s', { kind: 'Pod', name: 'static', namespace: 'default', state: 'absent' });
    await drain({ state: 'uncordon' });
  }, 90_000);

  it('respects budgets: one after the other, and not at all when the time is up', async () => {
    const guarded = template('guarded', { nodeSelector: { 'kubernetes.io/hostname': 'n2' } });
    const budget = (minAvailable: number): Data => ({
      ...{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'guarded', namespace: 'default' } },
      spec: { minAvailable, selector: { matchLabels: { app: 'guarded' } } },
    });
    const free = template('guarded', {
      nodeSelector: null,
      affinity: {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 100,
              preference: { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['n2'] }] },
            },
          ],
        },
      },
    });
    await make([workload('Deployment', 'guarded', 3, guarded), budget(3)], { wait: true, wait_timeout: 40 });
    const once = await drain({ delete_options: { ignore_daemonsets: true } });
    expect(once.failed).toBe(true);
    expect(once.msg).toMatch(
      /Failed to delete pod default\/guarded-\S+ due to: Cannot evict pod as it would violate the pod's disruption budget\./,
    );
    const late = await drain({ delete_options: { ...patient, wait_timeout: 2 } });
    expect(late.msg).toMatch(
      /The disruption budget guarded needs 3 healthy pods and has 3 currently.*tried for 2 seconds/s,
    );
    expect(await podsOf('guarded')).toHaveLength(3);
    // They may move now, two must be ready at any time.
    await drain({ state: 'uncordon' });
    await make([workload('Deployment', 'guarded', 3, free), budget(2)], { wait: true, wait_timeout: 40 });
    await eventually('the budget allows one', async () => {
      const { body } = await askServer(
        server,
        'GET',
        '/apis/policy/v1/namespaces/default/poddisruptionbudgets/guarded',
      );
      return (body as Data)['status']?.disruptionsAllowed === 1;
    });
    let least = 3;
    const watching = setInterval(() => {
      void podsOf('guarded').then((pods) => {
        const ready = pods.filter(
          (p) =>
            !p['metadata'].deletionTimestamp &&
            (p['status'].conditions as Data[] | undefined)?.some(
              (c) => c['type'] === 'Ready' && c['status'] === 'True',
            ),
        );
        least = Math.min(least, ready.length);
      });
    }, 100);
    const drained = await drain({ delete_options: patient });
    clearInterval(watching);
    expect(drained, String(drained.msg)).toMatchObject({ changed: true });
    expect(least).toBeGreaterThanOrEqual(2);
    expect((await podsOf('guarded')).filter((p) => p['spec'].nodeName === 'n2')).toEqual([]);
    const now = await run('k8s_drain', { name: 'n2', delete_options: patient });
    expect(now).toMatchObject({ changed: false });
    await drain({ state: 'uncordon' });
  }, 120_000);

  it('says when pods do not end in time, and deletes past budgets when told to', async () => {
    await make(
      pod('slow', 'n2', { terminationGracePeriodSeconds: 600 }, { annotations: { 'lab.tsplay/stop-seconds': '5' } }),
    );
    await running('slow');
    const options = { ...patient, force: true, disable_eviction: true, wait_timeout: 1, delete_emptydir_data: true };
    const late = await drain({ delete_options: options });
    expect(late.failed, String(late.msg)).toBeUndefined();
    expect((late['warnings'] as string[]).join(' ')).toContain(
      'timeout reached while pods were still running. (default/slow)',
    );
    const done = await drain({ delete_options: { ...options, wait_timeout: 0 } });
    expect(done, String(done.msg)).toMatchObject({ changed: true });
    await drain({ state: 'uncordon' });
  }, 60_000);
});
