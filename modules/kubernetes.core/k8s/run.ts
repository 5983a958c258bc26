// One k8s task from its parameters to its result.
import { ModuleFailure, type ModuleReturn, type RunContext } from '../../../src/kit/index.js';
import { nameObject } from '../../../src/kit/kube.js';
import { remove } from '../../_shared/kube-absent.js';
import { definitionsOf } from '../../_shared/kube-definitions.js';
import { guarded, runObjects } from '../../_shared/kube-objects.js';
import { openKube } from '../../_shared/kube-open.js';
import { Foreseen, type ObjectResult, type Session } from '../../_shared/kube-session.js';
import type { K8sArgs } from './args.js';

export async function runK8s(context: RunContext<K8sArgs>): Promise<ModuleReturn> {
  const { args } = context;
  const { client, source } = await openKube(context);
  const session: Session = { context, client, foreseen: new Foreseen() };
  const isDeleteAll =
    args.delete_all && args.state === 'absent' && !args.name && !source && !args.resource_definition && !args.template;
  if (isDeleteAll) return deleteAll(session, args.kind);
  return together(await runObjects(session, definitionsOf(context, source)));
}

/** compat: of one object the result is its own, of several it is a list below `result`. */
function together(results: readonly ObjectResult[]): ModuleReturn {
  const [only] = results;
  if (only && results.length === 1) return only;
  return { changed: results.some((r) => r.changed), result: { results } };
}

async function deleteAll(session: Session, kind: string | undefined): Promise<ModuleReturn> {
  const { args } = session.context;
  if (kind === undefined) throw new ModuleFailure("'delete_all' needs 'kind': it says what is deleted");
  const resource = await session.client.resource(args.api_version, kind);
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
  return together(results);
}
