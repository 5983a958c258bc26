// Why an object is not getting ready: its conditions, events, failing containers and their last log lines.
import type { KubeClient } from './client.js';
import { conditionsOf } from './ready.js';
import { isObject, type KubeObject } from './types.js';

const MAX_EVENTS = 6;
const MAX_PODS = 3;
const LOG_LINES = 5;

interface Container {
  readonly pod: string;
  readonly name: string;
  readonly problem: string;
  /** Whether it has ended and was started again, so that its log is the previous one's. */
  readonly restarted: boolean;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** Containers of a pod that wait or ended badly. */
export function failingContainers(pod: KubeObject): Container[] {
  const status = isObject(pod['status']) ? pod['status'] : {};
  const all = ['initContainerStatuses', 'containerStatuses'].flatMap((f) =>
    Array.isArray(status[f]) ? (status[f] as unknown[]) : [],
  );
  return all.filter(isObject).flatMap((container): Container[] => {
    const state = isObject(container['state']) ? container['state'] : {};
    const { waiting, terminated } = state;
    const restarted = Number(container['restartCount'] ?? 0) > 0;
    const make = (problem: string): Container[] => [
      { pod: pod.metadata?.name ?? '', name: text(container['name']), problem, restarted },
    ];
    if (isObject(waiting)) {
      return make(`waiting: ${[text(waiting['reason']), text(waiting['message'])].filter(Boolean).join(': ')}`);
    }
    if (isObject(terminated) && terminated['exitCode'] !== 0) {
      return make(`ended: ${text(terminated['reason'])}, exit code ${text(terminated['exitCode'])}`);
    }
    if (container['ready'] === false && isObject(state['running'])) return make('running, not ready');
    return [];
  });
}

/** The lines for an object's conditions that are not as they should be; with none of those, all. */
export function conditionLines(object: KubeObject): string[] {
  const all = conditionsOf(object);
  const unmet = all.filter((c) => c.status !== 'True');
  return (unmet.length > 0 ? unmet : all).map((c) => {
    const why = [c.reason, c.message].filter(Boolean).join(': ');
    return `condition ${c.type} is ${c.status}${why === '' ? '' : ` (${why})`}`;
  });
}

/** How far the replicas of a workload are. */
export function progress(object: KubeObject): string[] {
  const status = isObject(object['status']) ? object['status'] : {};
  const spec = isObject(object['spec']) ? object['spec'] : {};
  const wanted = spec['replicas'] ?? status['desiredNumberScheduled'];
  if (typeof wanted !== 'number') return [];
  const ready = status['availableReplicas'] ?? status['readyReplicas'] ?? status['numberReady'] ?? 0;
  if (status['observedGeneration'] === undefined) return ['no controller has looked at it yet'];
  return [`${text(ready)} of ${wanted} replicas are ready`];
}

function time(event: KubeObject): string {
  return text(event['lastTimestamp']) || text(event['eventTime']) || text(event.metadata?.['creationTimestamp']);
}

function eventLine(event: KubeObject): string {
  const about = isObject(event['involvedObject']) ? event['involvedObject'] : {};
  const count = Number(event['count'] ?? 1);
  const times = count > 1 ? ` (${count} times)` : '';
  return `event ${text(event['type'])} ${text(event['reason'])} of ${text(about['kind'])}/${text(about['name'])}: ${text(event['message']).trim()}${times}`;
}

async function eventsOf(client: KubeClient, objects: readonly KubeObject[]): Promise<KubeObject[]> {
  const resource = await client.findResource('v1', 'Event');
  if (!resource) return [];
  const lists = await Promise.all(
    objects.map(({ metadata }) =>
      client.list(resource, {
        namespace: metadata?.namespace ?? 'default',
        fieldSelector: `involvedObject.name=${metadata?.name ?? ''}${metadata?.uid ? `,involvedObject.uid=${metadata.uid}` : ''}`,
      }),
    ),
  );
  const all = lists.flat().sort((a, b) => time(a).localeCompare(time(b)));
  const warnings = all.filter((event) => event['type'] !== 'Normal');
  return (warnings.length > 0 ? warnings : all).slice(-MAX_EVENTS);
}

async function podsOf(client: KubeClient, object: KubeObject): Promise<KubeObject[]> {
  if (object.kind === 'Pod') return [object];
  const spec = isObject(object['spec']) ? object['spec'] : {};
  const selector = isObject(spec['selector']) ? spec['selector']['matchLabels'] : undefined;
  const resource = isObject(selector) ? await client.findResource('v1', 'Pod') : undefined;
  if (!resource || !isObject(selector)) return [];
  const labelSelector = Object.entries(selector)
    .map(([key, value]) => `${key}=${text(value)}`)
    .join(',');
  const pods = await client.list(resource, { namespace: object.metadata?.namespace, labelSelector });
  return pods
    .filter((pod) => failingContainers(pod).length > 0 || conditionsOf(pod).some((c) => c.status === 'False'))
    .slice(0, MAX_PODS);
}

async function logLines(client: KubeClient, namespace: string, container: Container): Promise<string[]> {
  const log = await client.logs(namespace, container.pod, container.name, LOG_LINES, container.restarted);
  if (log.trim() === '') return [];
  const lines = log.trimEnd().split('\n').slice(-LOG_LINES);
  return [`last lines of the log of ${container.pod}/${container.name}:`, ...lines.map((line) => `  ${line}`)];
}

/** Lines that say why; what cannot be had (no right to read events, say) is left out. Reads only. */
export async function explainNotReady(client: KubeClient, object: KubeObject): Promise<string[]> {
  const quietly = <T>(promise: Promise<T[]>): Promise<T[]> => promise.catch(() => []);
  const pods = await quietly(podsOf(client, object));
  const containers = pods.flatMap(failingContainers);
  const [events, logs] = await Promise.all([
    quietly(eventsOf(client, [object, ...pods.filter((pod) => pod !== object)])),
    Promise.all(containers.map((c) => quietly(logLines(client, object.metadata?.namespace ?? 'default', c)))),
  ]);
  return [
    ...progress(object),
    ...conditionLines(object),
    ...pods
      .filter((pod) => pod !== object)
      .flatMap((pod) => conditionLines(pod).map((line) => `pod ${pod.metadata?.name}: ${line}`)),
    ...containers.map((c) => `container ${c.pod}/${c.name} ${c.problem}`),
    ...events.map(eventLine),
    ...logs.flat(),
  ];
}
