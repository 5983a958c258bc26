import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../src/kit/kube.js';
import { choose } from './choose.js';

const nothing = { force: false, ignore_daemonsets: false, delete_emptydir_data: false };
const everything = { force: true, ignore_daemonsets: true, delete_emptydir_data: true };
const owner = (kind: string): object => ({ ownerReferences: [{ kind }] });
const pod = (name: string, metadata: object = {}, more: object = {}): KubeObject => ({
  metadata: { name, namespace: 'ns', uid: `u-${name}`, ...metadata },
  ...more,
});
const emptyDir = { spec: { volumes: [{ name: 'v', emptyDir: {} }] } };
const names = (pods: readonly { name: string }[]): string[] => pods.map(({ name }) => name);

describe('choose', () => {
  it('takes what a controller makes anew, and what is over', () => {
    const pods = [
      pod('set', owner('ReplicaSet')),
      pod('state', owner('StatefulSet')),
      pod('done', {}, { status: { phase: 'Succeeded' }, ...emptyDir }),
      pod('failed', owner('DaemonSet'), { status: { phase: 'Failed' } }),
      pod('volume', owner('ReplicaSet'), { spec: { volumes: [{ name: 'c', configMap: { name: 'c' } }] } }),
    ];
    expect(choose(pods, nothing)).toEqual({
      evicted: pods.map((p) => ({ namespace: 'ns', name: p.metadata?.name, uid: p.metadata?.uid })),
      warnings: [],
      errors: [],
    });
  });
  const odd = [
    pod('mirror', { annotations: { 'kubernetes.io/config.mirror': 'x' } }, emptyDir),
    pod('daemon', owner('DaemonSet'), emptyDir),
    pod('alone'),
    pod('data', owner('ReplicaSet'), emptyDir),
    pod('both', {}, emptyDir),
  ];
  it('refuses what would be lost, each kind by its own sentence', () => {
    const { errors, warnings } = choose(odd, nothing);
    expect(errors).toEqual([
      'cannot delete Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet (use option force set to yes): ns/alone,ns/both.',
      'cannot delete Pods with local storage: ns/data,ns/both.',
      'cannot delete DaemonSet-managed Pods (use option ignore_daemonset set to yes): ns/daemon.',
    ]);
    expect(warnings).toEqual(['cannot delete mirror Pods using API server: ns/mirror.']);
    expect(choose(odd, { ...everything, force: false }).errors).toHaveLength(1);
    expect(choose(odd, { ...everything, delete_emptydir_data: false }).errors).toHaveLength(1);
  });
  it('leaves mirror pods and those of DaemonSets where they are, with emptyDir too', () => {
    const { evicted, errors, warnings } = choose(odd, everything);
    expect(errors).toEqual([]);
    expect(names(evicted)).toEqual(['alone', 'data', 'both']);
    expect(warnings).toHaveLength(4);
  });
  it('has nothing to do on an empty node', () => {
    expect(choose([], nothing)).toEqual({ evicted: [], warnings: [], errors: [] });
  });
});
