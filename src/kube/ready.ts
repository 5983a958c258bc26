// When an object counts as ready: the rules behind `wait`.
import { isObject, type KubeObject } from './types.js';

export interface WaitCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string | undefined;
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string | undefined;
  readonly message: string | undefined;
}

export function conditionsOf(object: KubeObject): Condition[] {
  const status = isObject(object['status']) ? object['status'] : {};
  const list = Array.isArray(status['conditions']) ? status['conditions'] : [];
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return list.filter(isObject).map((c) => ({
    type: text(c['type']) ?? '',
    status: text(c['status']) ?? '',
    reason: text(c['reason']),
    message: text(c['message']),
  }));
}

/** Whether the object's status has the condition asked for; a `reason` counts only when one is given. */
export function meets(object: KubeObject, wanted: WaitCondition): boolean {
  const found = conditionsOf(object).find((c) => c.type === wanted.type);
  if (!found) return false;
  // compat: every status but True and Unknown counts as False.
  const status = found.status === 'True' || found.status === 'Unknown' ? found.status : 'False';
  return status === wanted.status && (!wanted.reason || found.reason === wanted.reason);
}

type Numbers = (field: string) => number | undefined;

function part(object: KubeObject, name: 'spec' | 'status'): Record<string, unknown> | undefined {
  const value = object[name];
  return isObject(value) && Object.keys(value).length > 0 ? value : undefined;
}

function numbers(values: Record<string, unknown>): Numbers {
  return (field) => (typeof values[field] === 'number' ? values[field] : undefined);
}

function deployment(object: KubeObject): boolean {
  const status = part(object, 'status');
  if (!status) return false;
  const [spec, is] = [numbers(part(object, 'spec') ?? {}), numbers(status)];
  return (
    spec('replicas') === (is('replicas') ?? 0) &&
    (is('availableReplicas') ?? 0) === (is('replicas') ?? 0) &&
    is('observedGeneration') === object.metadata?.['generation'] &&
    !is('unavailableReplicas')
  );
}

function daemonSet(object: KubeObject): boolean {
  const status = part(object, 'status');
  if (!status) return false;
  const is = numbers(status);
  const wanted = is('desiredNumberScheduled');
  return (
    wanted !== undefined &&
    (is('updatedNumberScheduled') ?? 0) === wanted &&
    is('numberReady') === wanted &&
    is('observedGeneration') === object.metadata?.['generation'] &&
    !is('numberUnavailable')
  );
}

function statefulSet(object: KubeObject): boolean {
  const status = part(object, 'status');
  const spec = part(object, 'spec');
  if (!status || !spec) return false;
  const is = numbers(status);
  const wanted = numbers(spec)('replicas');
  const strategy = isObject(spec['updateStrategy']) ? spec['updateStrategy']['type'] : undefined;
  if (is('observedGeneration') !== (object.metadata?.['generation'] ?? 0) || (is('replicas') ?? 0) !== wanted)
    return false;
  if (strategy === 'OnDelete') return true;
  return (
    status['updateRevision'] === status['currentRevision'] &&
    (is('updatedReplicas') ?? 0) === wanted &&
    (is('readyReplicas') ?? 0) === wanted
  );
}

function pod(object: KubeObject): boolean {
  const containers = part(object, 'status')?.['containerStatuses'];
  return Array.isArray(containers) && containers.every((c) => isObject(c) && c['ready'] === true);
}

/** ReplicaSets and ReplicationControllers: as many ready as wanted. */
function replicas(object: KubeObject): boolean {
  const status = part(object, 'status');
  const spec = part(object, 'spec');
  if (!status || !spec) return false;
  const is = numbers(status);
  const wanted = numbers(spec)('replicas') ?? 1;
  return (
    is('observedGeneration') === object.metadata?.['generation'] &&
    (is('replicas') ?? 0) === wanted &&
    (is('readyReplicas') ?? 0) === wanted
  );
}

/** A Job is ready when it is done; one that is suspended does nothing, and is as it shall be. */
function job(object: KubeObject): boolean {
  if (part(object, 'spec')?.['suspend'] === true) return meets(object, { type: 'Suspended', status: 'True' });
  return meets(object, { type: 'Complete', status: 'True' });
}

function clusterOperator(object: KubeObject): boolean {
  const is = (type: string, status: 'True' | 'False'): boolean => meets(object, { type, status });
  return is('Degraded', 'False') && is('Progressing', 'False') && is('Available', 'True');
}

const RULES: Readonly<Record<string, (object: KubeObject) => boolean>> = {
  Deployment: deployment,
  DaemonSet: daemonSet,
  StatefulSet: statefulSet,
  ClusterOperator: clusterOperator,
  // Beyond kubernetes.core, to which these are ready once they exist.
  ReplicaSet: replicas,
  ReplicationController: replicas,
  Job: job,
  Node: (object) => meets(object, { type: 'Ready', status: 'True' }),
  Pod: pod,
  // A kind that is not established yet cannot be used, and it soon is.
  CustomResourceDefinition: (object) => meets(object, { type: 'Established', status: 'True' }),
};

/** Why an object can never be as wanted any more, by its own status; undefined while it can. */
export function isLost(object: KubeObject, wanted: WaitCondition | undefined): string | undefined {
  if (object.kind !== 'Job' || (wanted && !(wanted.type === 'Complete' && wanted.status === 'True'))) return undefined;
  const failed = conditionsOf(object).find((c) => c.type === 'Failed' && c.status === 'True');
  return failed && ['has failed', failed.reason, failed.message].filter(Boolean).join(': ');
}

/** Whether an object that exists is as `wait: true` wants it. compat: a kind without a rule is ready once it exists. */
export function isReady(object: KubeObject, wanted: WaitCondition | undefined): boolean {
  if (wanted) return meets(object, wanted);
  const rule = RULES[object.kind ?? ''];
  return rule === undefined || rule(object);
}
