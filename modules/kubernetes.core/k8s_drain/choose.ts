// Which pods of a node are evicted, and what is said of the others.
import { isPlain, type KubeObject } from '../../../src/kit/kube.js';

export interface PodName {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string | undefined;
}

export interface Allowed {
  readonly force: boolean;
  readonly ignore_daemonsets: boolean;
  readonly delete_emptydir_data: boolean;
}

export interface Choice {
  readonly evicted: readonly PodName[];
  readonly warnings: readonly string[];
  /** Why nothing may be done at all. */
  readonly errors: readonly string[];
}

type Group = 'mirror' | 'finished' | 'daemon' | 'storage' | 'unmanaged' | 'managed';

const nameOf = ({ metadata = {} }: KubeObject): PodName => ({
  namespace: metadata.namespace ?? 'default',
  name: metadata.name ?? '',
  uid: metadata.uid,
});

/** What a pod is to a drain; one with local data may be unmanaged too. */
function groupsOf(pod: KubeObject): readonly Group[] {
  const { metadata } = pod;
  if (metadata?.annotations && 'kubernetes.io/config.mirror' in metadata.annotations) return ['mirror'];
  const status = isPlain(pod['status']) ? pod['status'] : {};
  if (status['phase'] === 'Succeeded' || status['phase'] === 'Failed') return ['finished'];
  const owners = Array.isArray(metadata?.['ownerReferences']) ? metadata['ownerReferences'].filter(isPlain) : [];
  if (owners.some((owner) => owner['kind'] === 'DaemonSet')) return ['daemon'];
  const spec = isPlain(pod['spec']) ? pod['spec'] : {};
  const volumes = Array.isArray(spec['volumes']) ? spec['volumes'].filter(isPlain) : [];
  const hasData = volumes.some((volume) => isPlain(volume['emptyDir']));
  const groups: Group[] = [owners.length === 0 ? 'unmanaged' : 'managed'];
  return hasData ? [...groups, 'storage'] : groups;
}

export function choose(pods: readonly KubeObject[], allowed: Allowed): Choice {
  const grouped = pods.map((pod) => ({ pod: nameOf(pod), groups: groupsOf(pod) }));
  const inGroup = (group: Group): string =>
    grouped
      .filter(({ groups }) => groups.includes(group))
      .map(({ pod }) => `${pod.namespace}/${pod.name}`)
      .join(',');
  const [warnings, errors]: [string[], string[]] = [[], []];
  const judge = (names: string, isAllowed: boolean, error: string, warning: string): void => {
    if (names === '') return;
    if (isAllowed) warnings.push(`${warning}: ${names}.`);
    else errors.push(`${error}: ${names}.`);
  };
  const kinds = 'Pods not managed by ReplicationController, ReplicaSet, Job, DaemonSet or StatefulSet';
  judge(
    inGroup('unmanaged'),
    allowed.force,
    `cannot delete ${kinds} (use option force set to yes)`,
    `Deleting ${kinds}`,
  );
  judge(inGroup('mirror'), true, '', 'cannot delete mirror Pods using API server');
  judge(
    inGroup('storage'),
    allowed.delete_emptydir_data,
    'cannot delete Pods with local storage',
    'Deleting Pods with local storage',
  );
  judge(
    inGroup('daemon'),
    allowed.ignore_daemonsets,
    'cannot delete DaemonSet-managed Pods (use option ignore_daemonset set to yes)',
    'Ignoring DaemonSet-managed Pods',
  );
  const stays = (groups: readonly Group[]): boolean => groups.includes('mirror') || groups.includes('daemon');
  return { evicted: grouped.filter(({ groups }) => !stays(groups)).map(({ pod }) => pod), warnings, errors };
}
