// Carries out `state: present` and `patched` for one object.
import type { ChangeNote, HostHands } from '../../src/kit/index.js';
import {
  blockText,
  hideFields,
  isRefusal,
  nameObject,
  selects,
  shown,
  type KubeObject,
  type Manifest,
  type Written,
} from '../../src/kit/kube.js';
import { look, type Look } from './kube-look.js';
import type { ObjectResult, Session } from './kube-session.js';
import { namespaceOf } from './kube-session.js';
import { waitReady } from './kube-waiting.js';

/** How often a write is repeated that met another one. */
const ATTEMPTS = 5;

/** Whether the task's label selectors leave the object out. */
export function isFilteredOut(session: Session, object: KubeObject): boolean {
  const selectors = session.context.args.label_selectors ?? [];
  return selectors.length > 0 && !selects(selectors, object.metadata?.labels);
}

export function filtered(session: Session, object: KubeObject): ObjectResult {
  const { name } = object.metadata ?? {};
  const which = `kind=${object.kind},name=${name},namespace=${namespaceOf(session, object)}`;
  return { changed: false, result: {}, msg: `resource '${which}' filtered by label_selectors.` };
}

function noteOf(session: Session, seen: Look): ChangeNote {
  const { existing, after, method } = seen;
  const named = { ...seen.object, metadata: { namespace: namespaceOf(session, seen.object), ...seen.object.metadata } };
  const title = nameObject(named, seen.resource.namespaced);
  const words = {
    create: 'create',
    update: 'patch',
    replace: 'replace',
    apply: existing ? 'apply' : 'create',
    delete: 'delete',
  };
  const note = { summary: `${words[method]} ${title}` };
  if (!session.context.diffMode) return note;
  const hidden = session.context.args.hidden_fields;
  return {
    ...note,
    diff: {
      before: existing ? blockText(hideFields(shown(existing), hidden)) : null,
      after: blockText(hideFields(shown(after, existing), hidden)),
      beforeHeader: title,
      afterHeader: title,
    },
  };
}

/** Writes; when another writer came in between, looks again and writes what is then needed. */
async function write(session: Session, manifest: Manifest, first: Look, hands: HostHands): Promise<Written> {
  let seen = first;
  for (let attempt = 1; ; attempt++) {
    if (!seen.write) return { object: seen.after, warnings: [] };
    try {
      return await session.client.perform(hands, seen.write);
    } catch (error) {
      const met = isRefusal(error, 409) && error.details.causes.length === 0;
      if (!met || attempt === ATTEMPTS) throw error;
      seen = await look(session, manifest);
      if (error.details.reason === 'AlreadyExists' && !seen.existing) {
        // compat: kinds whose creation makes something else (ProjectRequest) are unchanged with a warning.
        const warning = `${error.message}: it was not found, but creating it says that it is there`;
        return { object: {}, warnings: [warning] };
      }
    }
  }
}

/** @param seen what was found out; the caller keeps it fresh */
export async function present(session: Session, manifest: Manifest, seen: Look): Promise<ObjectResult> {
  const { context } = session;
  const { args } = context;
  const warn = (warnings: readonly string[]): void => warnings.forEach((warning) => context.warn(warning));
  if (seen.verdict === 'skip') {
    const { kind, metadata } = seen.object;
    warn([
      `resource 'kind=${kind},name=${metadata?.name}' was not found but will not be created as 'state' parameter has been set to 'patched'`,
    ]);
    return { changed: false, result: {} };
  }
  let object = seen.after;
  const changed = seen.verdict === 'change';
  if (changed) {
    const written = await context.change(noteOf(session, seen), (hands) => write(session, manifest, seen, hands));
    if (context.checkMode) session.foreseen.note(object);
    warn(written?.warnings ?? seen.warnings);
    object = written?.object ?? object;
  } else {
    warn(seen.warnings);
  }
  const result: ObjectResult = { changed, method: seen.method, result: object };
  if (args.wait && !context.checkMode) {
    const waited = await waitReady(session, seen.resource, object, result);
    result['duration'] = waited.duration;
    result.result = waited.object;
  }
  result.result = hideFields(result.result, args.hidden_fields);
  return result;
}
