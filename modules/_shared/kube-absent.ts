// Carries out `state: absent` for one object, or for those that the label selectors choose.
import {
  blockText,
  hideFields,
  isRefusal,
  nameObject,
  selects,
  shown,
  withHash,
  type KubeObject,
  type KubeResource,
  type KubeWrite,
  type Manifest,
} from '../../src/kit/kube.js';
import { resourceFor } from './kube-look.js';
import { namespaceOf, type ObjectResult, type Session } from './kube-session.js';
import { waitGone } from './kube-waiting.js';

async function found(session: Session, resource: KubeResource, object: KubeObject): Promise<KubeObject[]> {
  const { client, context } = session;
  const selectors = context.args.label_selectors ?? [];
  const name = object.metadata?.name;
  if (name !== undefined) {
    const one = await client.get(resource, namespaceOf(session, object), name);
    return one && (selectors.length === 0 || selects(selectors, one.metadata?.labels ?? {})) ? [one] : [];
  }
  if (selectors.length === 0) {
    context.warn(`nothing was deleted: the ${resource.kind} has no name and there are no label_selectors`);
    return [];
  }
  return client.list(resource, { namespace: namespaceOf(session, object), labelSelector: selectors.join(',') });
}

/** Deletes objects that are there; one whose deletion is under way already is left to it. */
export async function remove(
  session: Session,
  resource: KubeResource,
  objects: readonly KubeObject[],
): Promise<ObjectResult> {
  const { client, context } = session;
  const { args } = context;
  const answers: KubeObject[] = [];
  let changed = false;
  for (const object of objects) {
    if (object.metadata?.['deletionTimestamp'] !== undefined && !args.delete_options) continue;
    changed = true;
    const write: KubeWrite = {
      verb: 'delete',
      resource,
      namespace: namespaceOf(session, object),
      name: object.metadata?.name ?? '',
      options: args.delete_options ?? {},
    };
    const foretold = context.checkMode ? (await client.dryRun(write)).object : {};
    const title = nameObject({ ...object, kind: resource.kind }, resource.namespaced);
    const diff = context.diffMode
      ? { before: blockText(hideFields(shown(object), args.hidden_fields)), after: null, beforeHeader: title }
      : undefined;
    const answer = await context.change({ summary: `delete ${title}`, diff }, async (hands) => {
      try {
        return (await client.perform(hands, write)).object;
      } catch (error) {
        if (isRefusal(error, 404)) return {};
        throw error;
      }
    });
    answers.push(answer ?? foretold);
  }
  const shownAnswers = answers.map((answer) => hideFields(answer, args.hidden_fields));
  const result: ObjectResult = {
    changed,
    method: 'delete',
    result: shownAnswers.length > 1 ? shownAnswers : (shownAnswers[0] ?? {}),
  };
  if (args.wait && !context.checkMode) result['duration'] = await waitGone(session, resource, objects, result);
  return result;
}

export async function absent(session: Session, manifest: Manifest): Promise<ObjectResult> {
  const { resource, isForeseen } = await resourceFor(session, manifest.object);
  const object = session.context.args.append_hash ? withHash(manifest.object) : manifest.object;
  return remove(session, resource, isForeseen ? [] : await found(session, resource, object));
}
