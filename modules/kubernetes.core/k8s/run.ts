// One k8s task from its parameters to its result: objects in the order given, looked at ahead of their turn.
import { ModuleFailure, TsplayError, type ModuleReturn, type RunContext } from '../../../src/kit/index.js';
import { connectKube, KubeRefusal, nameObject, type Manifest } from '../../../src/kit/kube.js';
import { absent, remove } from './absent.js';
import type { K8sArgs } from './args.js';
import { definitionsOf, sourcePath } from './definitions.js';
import { look, type Look } from './look.js';
import { filtered, isFilteredOut, present } from './present.js';
import { Foreseen, namespaceOf, type ObjectResult, type Session } from './session.js';

export async function runK8s(context: RunContext<K8sArgs>): Promise<ModuleReturn> {
  const { args, task } = context;
  const src = args.src === undefined ? undefined : sourcePath(context, args.src);
  const connected = await connectKube(context.host, args, (ms) => task.sleep(ms), src === undefined ? [] : [src]);
  const session: Session = { context, client: connected.client, foreseen: new Foreseen() };
  const isDeleteAll =
    args.delete_all && args.state === 'absent' && !args.name && !src && !args.resource_definition && !args.template;
  if (isDeleteAll) return deleteAll(session);
  const manifests = definitionsOf(context, connected.reading, src);
  const results = args.state === 'absent' ? await absentAll(session, manifests) : await presentAll(session, manifests);
  const [only] = results;
  if (only && results.length === 1) return only;
  return { changed: results.some((r) => r.changed), result: { results } };
}

async function absentAll(session: Session, manifests: readonly Manifest[]): Promise<ObjectResult[]> {
  const results: ObjectResult[] = [];
  for (const manifest of manifests) results.push(await guarded(session, manifest, () => absent(session, manifest)));
  return results;
}

/**
 * All objects are looked at side by side before the first is written. Once something was written, what was found to
 * be as wanted still is; the rest is looked at again when its turn comes.
 */
async function presentAll(session: Session, manifests: readonly Manifest[]): Promise<ObjectResult[]> {
  const { context } = session;
  const wanted = manifests.map((m) => !isFilteredOut(session, m.object));
  const needsOrder = context.checkMode && manifests.some((m) => m.object.kind === 'CustomResourceDefinition');
  const ahead = manifests.map((manifest, i) => {
    if (!wanted[i] || (needsOrder && i > 0)) return undefined;
    const promise = look(session, manifest);
    promise.catch(() => undefined);
    return promise;
  });
  const seenNames = new Set<string>();
  const results: ObjectResult[] = [];
  let touched = false;
  for (const [i, manifest] of manifests.entries()) {
    const { object } = manifest;
    const identity = JSON.stringify([
      object.apiVersion,
      object.kind,
      namespaceOf(session, object),
      object.metadata?.name,
    ]);
    const isRepeated = seenNames.has(identity);
    seenNames.add(identity);
    if (!wanted[i]) {
      results.push(filtered(session, object));
      continue;
    }
    const result = await guarded(session, manifest, async () => {
      const fresh = (): Promise<Look> => look(session, manifest);
      const early = ahead[i];
      let seen: Look;
      if (!early) seen = await fresh();
      else if (!touched) seen = await early;
      else {
        const before = await early.catch(() => undefined);
        seen = before?.verdict === 'same' && !isRepeated ? before : await fresh();
      }
      return present(session, manifest, seen);
    });
    touched ||= result.changed && !context.checkMode;
    results.push(result);
  }
  return results;
}

async function deleteAll(session: Session): Promise<ModuleReturn> {
  const { args } = session.context;
  if (args.kind === undefined) throw new ModuleFailure("'delete_all' needs 'kind': it says what is deleted");
  const resource = await session.client.resource(args.api_version, args.kind);
  if (resource.namespaced && args.namespace === undefined) {
    throw new ModuleFailure(
      `'delete_all' needs 'namespace': ${resource.kind} objects of all namespaces are not deleted at once`,
    );
  }
  const selectors = args.label_selectors ?? [];
  const objects = await session.client.list(resource, {
    namespace: args.namespace,
    labelSelector: selectors.length > 0 ? selectors.join(',') : undefined,
  });
  const results: ObjectResult[] = [];
  for (const object of objects) {
    const manifest = { object, place: nameObject(object, resource.namespaced) };
    results.push(await guarded(session, manifest, () => remove(session, resource, [object])));
  }
  const [only] = results;
  if (only && results.length === 1) return only;
  return { changed: results.some((r) => r.changed), result: { results } };
}

/** Names the manifest in every error; with `continue_on_error` the error becomes a part of the result. */
async function guarded(session: Session, manifest: Manifest, act: () => Promise<ObjectResult>): Promise<ObjectResult> {
  try {
    return await act();
  } catch (error) {
    const failure = explained(manifest, error);
    if (!failure || !session.context.args.continue_on_error) throw failure ?? error;
    return { changed: false, result: {}, error: { msg: failure.message, ...failure.extra } };
  }
}

function explained(manifest: Manifest, error: unknown): ModuleFailure | undefined {
  if (error instanceof ModuleFailure) return error;
  const where = ['definition', 'parameters'].includes(manifest.place) ? '' : `${manifest.place}: `;
  if (error instanceof KubeRefusal) {
    const hint = error.hint === undefined ? '' : `\n  (${error.hint})`;
    const { reason } = error.details;
    return new ModuleFailure(`${where}${error.message}${hint}`, {
      status: error.status,
      ...(reason === undefined ? {} : { reason }),
      ...(error.body === undefined ? {} : { error: error.body }),
    });
  }
  if (error instanceof TsplayError && error.code === 'kube-unknown-kind') {
    const hint = error.hint === undefined ? '' : `\n  (${error.hint})`;
    return new ModuleFailure(`${where}${nameObject(manifest.object)}: ${error.message}${hint}`, { reason: 'NotFound' });
  }
  return undefined;
}
