// Brings the objects of manifests to the state a task wants: what others need first, the rest in the order given.
import type { ModuleFailure } from '../../src/kit/index.js';
import type { Manifest } from '../../src/kit/kube.js';
import { absent } from './kube-absent.js';
import { manifestFailure } from './kube-failure.js';
import { look, type Look } from './kube-look.js';
import { filtered, isFilteredOut, present } from './kube-present.js';
import { namespaceOf, type ObjectResult, type Session } from './kube-session.js';

/** Kinds that the objects of others refer to already when they are made. */
const FIRST = ['Namespace', 'CustomResourceDefinition', 'PriorityClass', 'ServiceAccount'];

/** The positions of the manifests in the order in which they are made. */
function makingOrder(kinds: readonly (string | undefined)[]): number[] {
  const rank = (i: number): number => {
    const at = FIRST.indexOf(kinds[i] ?? '');
    return at < 0 ? FIRST.length : at;
  };
  return kinds.map((_, i) => i).sort((a, b) => rank(a) - rank(b) || a - b);
}

/** One result for each manifest, in their order. @throws ModuleFailure unless the task goes on after errors */
export async function runObjects(session: Session, manifests: readonly Manifest[]): Promise<ObjectResult[]> {
  if (session.context.args.state !== 'absent') return presentAll(session, manifests);
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
  const order = makingOrder(manifests.map((m) => m.object.kind));
  const isForeseen = context.checkMode && manifests.some((m) => m.object.kind === 'CustomResourceDefinition');
  const ahead = manifests.map((manifest, i) => {
    if (!wanted[i] || (isForeseen && i !== order[0])) return undefined;
    const promise = look(session, manifest);
    promise.catch(() => undefined);
    return promise;
  });
  const seenNames = new Set<string>();
  const results: ObjectResult[] = [];
  let touched = false;
  for (const i of order) {
    const manifest = manifests[i] as Manifest;
    const { object } = manifest;
    const { apiVersion, kind, metadata } = object;
    const identity = JSON.stringify([apiVersion, kind, namespaceOf(session, object), metadata?.name]);
    const isRepeated = seenNames.has(identity);
    seenNames.add(identity);
    if (!wanted[i]) {
      results[i] = filtered(session, object);
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
    results[i] = result;
  }
  return results;
}

/** Names the manifest in every error; with `continue_on_error` the error becomes a part of the result. */
export async function guarded(
  session: Session,
  manifest: Manifest,
  act: () => Promise<ObjectResult>,
): Promise<ObjectResult> {
  try {
    return await act();
  } catch (error) {
    const failure = explained(manifest, error);
    if (!failure || !session.context.args.continue_on_error) throw failure ?? error;
    return { changed: false, result: {}, error: { msg: failure.message, ...failure.extra } };
  }
}

function explained(manifest: Manifest, error: unknown): ModuleFailure | undefined {
  const where = ['definition', 'parameters'].includes(manifest.place) ? '' : `${manifest.place}: `;
  return manifestFailure(manifest.object, where, error);
}
