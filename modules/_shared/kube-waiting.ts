// `wait`: until an object is ready or gone; when time is up, or a pod cannot start, says why.
import { ModuleFailure } from '../../src/kit/index.js';
import {
  explainNotReady,
  hideFields,
  isLost,
  isReady,
  nameObject,
  stuckPods,
  waitUntil,
  type Hopeless,
  type KubeObject,
  type KubeResource,
} from '../../src/kit/kube.js';
import { namespaceOf, type ObjectResult, type Session, type WaitFor } from './kube-session.js';

/** `wait_condition`, complete. */
type Wanted = WaitFor & { readonly type: string };

function options(session: Session) {
  const { args, task } = session.context;
  return {
    timeout: args.wait_timeout,
    interval: args.wait_sleep,
    now: () => task.now(),
    sleep: (ms: number) => task.sleep(ms),
  };
}

function timedOut(
  session: Session,
  object: KubeObject,
  what: string,
  lines: readonly string[],
  result: ObjectResult,
  given?: string,
): never {
  const { args } = session.context;
  const head =
    given === undefined
      ? `${nameObject(object)} ${what} after ${args.wait_timeout} seconds: Timed out waiting on resource`
      : `${nameObject(object)} ${what}, and waiting longer is in vain: ${given}`;
  throw new ModuleFailure([head, ...lines.map((line) => `  ${line}`)].join('\n'), {
    ...result,
    result: hideFields(result.result, args.hidden_fields),
  });
}

/** Seconds waited and the object as it is then. @throws ModuleFailure when time is up */
export async function waitReady(session: Session, resource: KubeResource, object: KubeObject, result: ObjectResult) {
  const { client, context } = session;
  const condition = context.args.wait_condition;
  const wanted = condition?.type === undefined ? undefined : { ...condition, type: condition.type };
  const [namespace, name] = [namespaceOf(session, object), object.metadata?.name ?? ''];
  const waited = await waitUntil(
    () => client.get(resource, namespace, name),
    (is) => is !== undefined && isReady(is, wanted),
    options(session),
    hopeless(session, wanted),
  );
  if (waited.met) return { object: waited.last ?? object, duration: waited.elapsed };
  const last = waited.last ?? object;
  const target = wanted
    ? `does not have the condition ${wanted.type}=${wanted.status}${wanted.reason ? ` (${wanted.reason})` : ''}`
    : 'is not ready';
  const failure = waited.error instanceof Error ? [`the last question failed: ${waited.error.message}`] : [];
  const gone = waited.last === undefined && failure.length === 0 ? ['it does not exist any more'] : [];
  const lines = [...failure, ...gone, ...(waited.last ? await explainNotReady(client, waited.last) : [])];
  return timedOut(
    session,
    { ...last, kind: resource.kind },
    target,
    lines,
    {
      ...result,
      result: last,
      duration: waited.elapsed,
    },
    waited.given,
  );
}

/** Milliseconds for which an image cannot be had before that is believed: a registry may not answer once. */
const PATIENCE = 12_000;

/** Ends the waiting when the object has failed for good or a pod of it cannot start; what the scheduler lacks may still come. */
function hopeless(session: Session, wanted: Wanted | undefined): Hopeless<KubeObject | undefined> {
  const since = new Map<string, number>();
  return async (is, elapsed) => {
    if (!is) return undefined;
    const lost = isLost(is, wanted);
    if (lost !== undefined || wanted) return lost;
    const stuck = await stuckPods(session.client, is);
    for (const { pod, container, reason, isCertain } of stuck) {
      const key = `${pod} ${container}`;
      const first = since.get(key) ?? elapsed;
      since.set(key, first);
      if (isCertain || elapsed - first >= PATIENCE) return `container ${pod}/${container} cannot start (${reason})`;
    }
    for (const key of since.keys()) if (!stuck.some((s) => key === `${s.pod} ${s.container}`)) since.delete(key);
    return undefined;
  };
}

/** Seconds until none of the objects is there any more. @throws ModuleFailure when time is up */
export async function waitGone(
  session: Session,
  resource: KubeResource,
  objects: readonly KubeObject[],
  result: ObjectResult,
): Promise<number> {
  const { client } = session;
  const remaining = async (): Promise<KubeObject[]> => {
    const asked = objects.map((o) => client.get(resource, namespaceOf(session, o), o.metadata?.name ?? ''));
    return (await Promise.all(asked)).filter((o, i) => o !== undefined && isSame(o, objects[i])) as KubeObject[];
  };
  const waited = await waitUntil(remaining, (left) => left.length === 0, options(session));
  if (waited.met) return waited.elapsed;
  const left = waited.last ?? objects;
  const finalizers = left.flatMap((o) => {
    const list = o.metadata?.['finalizers'];
    return Array.isArray(list) && list.length > 0
      ? [`${nameObject(o)} is held by its finalizers: ${list.join(', ')}`]
      : [];
  });
  const failure = waited.error instanceof Error ? [`the last question failed: ${waited.error.message}`] : [];
  return timedOut(session, { ...left[0], kind: resource.kind }, 'is not gone', [...failure, ...finalizers], {
    ...result,
    duration: waited.elapsed,
  });
}

/** Whether it is still the object that was deleted, not a new one of the same name (a StatefulSet's pod). */
function isSame(now: KubeObject, deleted: KubeObject | undefined): boolean {
  const uid = deleted?.metadata?.uid;
  return uid === undefined || now.metadata?.uid === uid;
}
