// Finds out for one object what would change: reads and dry runs only.
import { ModuleFailure } from '../../src/kit/index.js';
import {
  isRefusal,
  KubeRefusal,
  sameObject,
  withHash,
  type KubeClient,
  type KubeObject,
  type KubeResource,
  type KubeWrite,
  type Manifest,
  type Written,
} from '../../src/kit/kube.js';
import { decide, type Method } from './kube-decide.js';
import { namespaceOf, type Session } from './kube-session.js';

export interface Look {
  readonly object: KubeObject;
  readonly resource: KubeResource;
  readonly existing: KubeObject | undefined;
  readonly verdict: 'same' | 'change' | 'skip';
  readonly method: Method;
  /** What to send; there when the verdict is `change`. */
  readonly write: KubeWrite | undefined;
  /** How it will be; for something new outside check mode the definition itself. */
  readonly after: KubeObject;
  readonly warnings: readonly string[];
}

/** Kinds that answered that they know no strategic merge, per client. */
const noStrategicMerge = new WeakMap<KubeClient, Set<string>>();

function usable(client: KubeClient, resource: KubeResource, writes: readonly KubeWrite[]): readonly KubeWrite[] {
  if (!noStrategicMerge.get(client)?.has(`${resource.apiVersion} ${resource.kind}`)) return writes;
  const rest = writes.filter((write) => write.verb !== 'patch' || write.type !== 'strategic-merge');
  return rest.length > 0 ? rest : writes;
}

/** What the server cannot do with one kind of patch and maybe with another. */
const NEXT_TYPE: readonly number[] = [400, 415, 422, 500];

/** Tries the writes in turn, the next kind of patch when the server could not take one; of all refusals the first tells. */
async function tryDry(client: KubeClient, resource: KubeResource, writes: readonly KubeWrite[]): Promise<Tried> {
  let first: KubeRefusal | undefined;
  for (const write of usable(client, resource, writes)) {
    try {
      return { write, ...(await client.dryRun(write)) };
    } catch (error) {
      if (!(error instanceof KubeRefusal) || !NEXT_TYPE.includes(error.status)) throw error;
      if (error.status !== 415) first ??= error;
      else {
        const known = noStrategicMerge.get(client) ?? new Set();
        noStrategicMerge.set(client, known.add(`${resource.apiVersion} ${resource.kind}`));
        first ??= writes.length === 1 ? error : undefined;
      }
    }
  }
  throw first ?? new ModuleFailure(`the server takes no patch of ${resource.kind}`);
}

interface Tried extends Written {
  readonly write: KubeWrite;
}

/** The object as it is sent: under its hashed name, with the kind's proper name, without a namespace it cannot have. */
function prepared(object: KubeObject, resource: KubeResource, appendHash: boolean): KubeObject {
  const named = { ...object, kind: resource.kind, apiVersion: resource.apiVersion };
  const hashed = appendHash ? withHash(named) : named;
  if (resource.namespaced || hashed.metadata?.namespace === undefined) return hashed;
  const { namespace: _namespace, ...metadata } = hashed.metadata;
  return { ...hashed, metadata };
}

/** @throws TsplayError kube-unknown-kind */
export async function resourceFor(
  session: Session,
  object: KubeObject,
): Promise<{ resource: KubeResource; isForeseen: boolean }> {
  const [apiVersion, kind] = [object.apiVersion ?? 'v1', object.kind ?? ''];
  const foreseen = session.context.checkMode ? session.foreseen.kind(apiVersion, kind) : undefined;
  const found = foreseen && (await session.client.findResource(apiVersion, kind));
  if (foreseen && !found) return { resource: foreseen, isForeseen: true };
  return { resource: found ?? (await session.client.resource(apiVersion, kind)), isForeseen: false };
}

export async function look(session: Session, manifest: Manifest): Promise<Look> {
  const { client, context } = session;
  const { args } = context;
  const { resource, isForeseen } = await resourceFor(session, manifest.object);
  const object = prepared(manifest.object, resource, args.append_hash);
  const namespace = namespaceOf(session, object);
  const name = object.metadata?.name;
  if (name === undefined && args.apply) {
    throw new ModuleFailure(`${manifest.place}: apply needs metadata.name, this ${object.kind} has none`);
  }

  const serverSide = args.apply && args.server_side_apply !== undefined && !isForeseen;
  const step = decide(undefined, object, resource, namespace, args);
  // Server-side apply is one question whatever is there: it need not wait for the answer to the other.
  const ahead = serverSide && step.do === 'write' ? tryDry(client, resource, step.writes) : undefined;
  ahead?.catch(() => undefined);
  const existing = name === undefined || isForeseen ? undefined : await client.get(resource, namespace, name);
  const decided = existing ? decide(existing, object, resource, namespace, args) : step;
  const common = { object, resource, existing, warnings: [] as readonly string[] };
  if (decided.do === 'skip') return { ...common, verdict: 'skip', method: 'update', write: undefined, after: object };
  if (decided.do === 'nothing') {
    return { ...common, verdict: 'same', method: decided.method, write: undefined, after: existing ?? object };
  }
  if (!existing && (!context.checkMode || isForeseen)) {
    return { ...common, verdict: 'change', method: decided.method, write: decided.writes[0], after: object };
  }
  if (!existing)
    return lookAtNew(session, {
      ...common,
      verdict: 'change',
      method: decided.method,
      write: decided.writes[0],
      after: object,
    });
  const tried = await (ahead ?? tryDry(client, resource, decided.writes));
  const same = sameObject(existing, tried.object, decided.compare);
  return {
    ...common,
    warnings: tried.warnings,
    verdict: same ? 'same' : 'change',
    method: decided.method,
    write: same ? undefined : tried.write,
    after: same ? existing : tried.object,
  };
}

/** Check mode on something that is not there: the server says whether it would take it. */
async function lookAtNew(session: Session, planned: Look): Promise<Look> {
  if (!planned.write) return planned;
  const namespace = namespaceOf(session, planned.object);
  try {
    const { object, warnings } = await session.client.dryRun(planned.write);
    return { ...planned, after: object, warnings };
  } catch (error) {
    if (!isRefusal(error, 404) || error.details.subject.kind !== 'namespaces') throw error;
    if (session.foreseen.namespace(namespace)) return planned;
    return {
      ...planned,
      warnings: [`${planned.object.kind} cannot be checked: namespace "${namespace}" does not exist yet`],
    };
  }
}
