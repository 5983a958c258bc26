// The Kubernetes modules beside kubernetes.core's own: the same steps on a real API server, with the same results.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toJs } from '../../src/value/index.js';
import { loadYamlDocument } from '../../src/yaml/index.js';
import { openHere, type Here } from '../support/here.js';
import { startKubeServer, type KubeServer } from './support/kube-server.js';
import { runTask } from './support/kube-task.js';

const FOLDER = join(import.meta.dirname, '../compat/kube');
const RECORDED = join(FOLDER, 'recorded.json');
const playbook = process.env['TSPLAY_KUBE_ANSIBLE'];

interface Step {
  readonly module: string;
  readonly args: Record<string, unknown>;
  readonly check?: boolean;
}

const yaml = readFileSync(join(FOLDER, 'cases.yml'), 'utf8');
const steps = toJs(loadYamlDocument(yaml, 'cases.yml', { trust: 'data' }).value) as Step[];
const read = (path: string): unknown => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);
/** By the number of the step: why the results differ. */
const differences = (read(join(FOLDER, 'differences.json')) ?? {}) as Record<string, string>;

let server: KubeServer;
let here: Here;
beforeAll(async () => {
  server = await startKubeServer();
  here = openHere('kube-compare');
}, 120_000);
afterAll(async () => {
  await here?.close();
  await server?.stop();
});

/** Keys that say when, who and where, or that Ansible puts around a result. */
const LEFT_OUT = new Set([
  ...['uid', 'resourceVersion', 'resource_version', 'creationTimestamp', 'creation_timestamp', 'managedFields'],
  ...['managed_fields', 'clusterIP', 'clusterIPs', 'time', 'exception', 'invocation', 'action', 'warnings', 'diff'],
  ...['duration', 'deletionTimestamp', 'notes', 'resourceID', 'status', 'error', 'errors', 'reason', 'msg'],
]);
const isNoise = (key: string): boolean => LEFT_OUT.has(key) || key.startsWith('_ansible') || key.startsWith('ansible_');

/** What is compared. None and what is not there are the same where Python tells every field. */
function plain(value: unknown, isTop = false): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item));
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(
    ([key, inner]) => !isNoise(key) && inner !== null && inner !== undefined,
  );
  if (!isTop) return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
  const { failed, skipped } = value as { failed?: boolean; skipped?: boolean };
  // The words of failures are our own, and so is what is told beside them.
  if (failed) return { failed };
  if (skipped) return { skipped };
  return Object.fromEntries(entries.filter(([key]) => key !== 'failed').map(([key, inner]) => [key, plain(inner)]));
}

function record(): unknown[] {
  const python = process.env['TSPLAY_KUBE_PYTHON'] ?? 'python3';
  const tasks = steps.map(({ module, args, check }) => ({
    [`kubernetes.core.${module}`]: { ...args, kubeconfig: server.kubeconfig },
    check_mode: check === true,
    ignore_errors: true,
  }));
  const vars = { ansible_python_interpreter: python };
  const file = join(here.dir, 'play.yml');
  writeFileSync(file, JSON.stringify([{ hosts: 'localhost', connection: 'local', gather_facts: false, vars, tasks }]));
  const env = { ...process.env, ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json', ANSIBLE_LOCALHOST_WARNING: '0' };
  const out = execFileSync(playbook ?? '', [file], { env, encoding: 'utf8', maxBuffer: 1 << 28 });
  const told = JSON.parse(out.slice(out.indexOf('{'))) as {
    plays: { tasks: { hosts: { localhost: Record<string, unknown> } }[] }[];
  };
  return (told.plays[0]?.tasks ?? []).map((task) => plain(task.hosts.localhost, true));
}

it('has the results of the collection', async () => {
  if (playbook !== undefined) return writeFileSync(RECORDED, `${JSON.stringify(record(), undefined, 1)}\n`);
  const recorded = read(RECORDED) as unknown[];
  expect(recorded).toHaveLength(steps.length);
  const wrong: unknown[] = [];
  for (const [i, { module, args, check }] of steps.entries()) {
    const text = JSON.stringify({ kubeconfig: server.kubeconfig, ...args });
    const { notes: _notes, ...result } = await runTask(here.host, `kubernetes.core.${module}`, text, {
      check: check === true,
    });
    const ours = JSON.parse(JSON.stringify(plain(result, true))) as unknown;
    const isSame = JSON.stringify(sorted(ours)) === JSON.stringify(sorted(recorded[i]));
    if (isSame !== (differences[i + 1] === undefined)) {
      wrong.push({
        step: i + 1,
        module,
        args,
        ours,
        theirs: recorded[i],
        msg: result['msg'],
        explained: differences[i + 1],
      });
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
