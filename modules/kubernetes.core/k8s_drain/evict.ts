// Evicts pods side by side, again and again while a disruption budget is against it, and waits until they are gone.
import { ModuleFailure, type HostHands } from '../../../src/kit/index.js';
import { isRefusal, type KubeClient, type KubeRefusal } from '../../../src/kit/kube.js';
import { refusalFailure } from '../../_shared/kube-failure.js';
import { POD } from '../../_shared/kube-pods.js';
import type { PodName } from './choose.js';

export interface Patience {
  /** Seconds until it is given up; 0 means never, undefined that nothing is waited for. */
  readonly timeout: number | undefined;
  /** Seconds between two tries. */
  readonly pause: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export interface Way {
  readonly node: string;
  /** Delete instead of evict, past all budgets. */
  readonly byDelete: boolean;
  readonly gracePeriod: number | undefined;
}

/** The first pauses are short: what is quick need not wait. */
const FIRST_PAUSE = 250;

/** What has become of the pods. */
export interface Outcome {
  /** Pods that are still there though they were told to go. */
  readonly remaining: readonly PodName[];
}

/** @throws ModuleFailure when pods cannot be evicted, with what is against it */
export async function evictAll(
  client: KubeClient,
  hands: HostHands,
  pods: readonly PodName[],
  way: Way,
  patience: Patience,
): Promise<Outcome> {
  const deadline =
    patience.timeout === undefined || patience.timeout === 0 ? Infinity : patience.now() + patience.timeout * 1000;
  const waits = patience.timeout !== undefined;
  let pause = FIRST_PAUSE;
  /** False when the time is up. */
  const rest = async (): Promise<boolean> => {
    const left = deadline - patience.now();
    if (left <= 0) return false;
    const most = Math.max(patience.pause * 1000, 50);
    await patience.sleep(Math.min(pause, most, left));
    pause = Math.min(pause * 1.6, most);
    return true;
  };
  let blocked = await tryAll(client, hands, pods, way);
  let there: readonly PodName[] = pods;
  while (blocked.length > 0 && waits && (await rest())) {
    blocked = await tryAll(
      client,
      hands,
      blocked.map(({ pod }) => pod),
      way,
    );
  }
  if (blocked.length > 0) throw notEvicted(blocked, patience.timeout);
  if (!waits) return { remaining: [] };
  for (;;) {
    there = await stillThere(client, there, way.node);
    if (there.length === 0 || !(await rest())) return { remaining: there };
  }
}

interface Blocked {
  readonly pod: PodName;
  readonly refusal: KubeRefusal;
}

/** All at once; those a budget is against come back. The first other refusal fails, when all were tried. */
async function tryAll(
  client: KubeClient,
  hands: HostHands,
  pods: readonly PodName[],
  way: Way,
): Promise<readonly Blocked[]> {
  const tried = await Promise.allSettled(pods.map((pod) => evictOne(client, hands, pod, way)));
  const failed = tried.find((t) => t.status === 'rejected');
  if (failed) throw failed.reason;
  return tried.flatMap((t, i): Blocked[] => {
    const pod = pods[i];
    return t.status === 'fulfilled' && t.value && pod ? [{ pod, refusal: t.value }] : [];
  });
}

async function evictOne(
  client: KubeClient,
  hands: HostHands,
  pod: PodName,
  { byDelete, gracePeriod }: Way,
): Promise<KubeRefusal | undefined> {
  const { namespace, name, uid } = pod;
  const options = {
    ...(gracePeriod === undefined ? {} : { gracePeriodSeconds: gracePeriod }),
    // A new pod of the same name (a StatefulSet's, elsewhere) is not meant.
    ...(uid === undefined ? {} : { preconditions: { uid } }),
  };
  try {
    if (!byDelete) return await client.evict(hands, { namespace, name }, options);
    await client.perform(hands, { verb: 'delete', resource: POD, namespace, name, options });
  } catch (error) {
    if (isRefusal(error, 404) || isRefusal(error, 409)) return undefined;
    const told = refusalFailure(error);
    if (!told) throw error;
    throw new ModuleFailure(`Failed to delete pod ${namespace}/${name} due to: ${told.message}`, told.extra);
  }
  return undefined;
}

function notEvicted(blocked: readonly Blocked[], timeout: number | undefined): ModuleFailure {
  const why = blocked.map(({ pod, refusal }) => {
    const { message, causes } = refusal.details;
    const detail = causes.map((cause) => cause.message).filter((text) => text !== '');
    return `Failed to delete pod ${pod.namespace}/${pod.name} due to: ${[message, ...detail].join(' ')}`;
  });
  const tried = timeout === undefined ? [] : [`tried for ${timeout} seconds`];
  const [first] = blocked;
  return new ModuleFailure([...why, ...tried].join('\n'), { ...(first ? { status: first.refusal.status } : {}) });
}

/** Of the pods those that are on the node yet. */
async function stillThere(client: KubeClient, pods: readonly PodName[], node: string): Promise<readonly PodName[]> {
  const asked = await Promise.all(pods.map(({ namespace, name }) => client.get(POD, namespace, name)));
  return pods.filter((pod, i) => {
    const now = asked[i];
    const spec = (now?.['spec'] ?? {}) as { nodeName?: string };
    return now !== undefined && spec.nodeName === node && (pod.uid === undefined || now.metadata?.uid === pod.uid);
  });
}
