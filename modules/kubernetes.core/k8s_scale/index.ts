// Sets how many replicas a workload has, or how many pods of a Job run side by side.
import { alias, bool, defineModule, int, list, ModuleFailure, path, raw, str, z } from '../../../src/kit/index.js';
import { clone, type KubeObject, type KubeResource, type KubeWrite } from '../../../src/kit/kube.js';
import { authArgs, authRules, objectArgs } from '../../_shared/kube-args.js';
import { definitionsOf } from '../../_shared/kube-definitions.js';
import { changeNote } from '../../_shared/kube-diff.js';
import { underHeading } from '../../_shared/kube-failure.js';
import { openKube } from '../../_shared/kube-open.js';
import { namespaceOf, sessionWith, type Session } from '../../_shared/kube-session.js';
import { waitReady } from '../../_shared/kube-waiting.js';
import { decide } from './decide.js';

const args = z.strictObject({
  ...authArgs,
  ...objectArgs,
  kind: str().optional().describe('The kind, where no definition says it.'),
  replicas: int().describe('How many there shall be.'),
  current_replicas: int().optional().describe('Scale only what has this many now.'),
  resource_version: str().optional().describe('Scale only this version of the object.'),
  wait: bool().default(true).describe('Wait until as many are ready; not for a Job.'),
  wait_timeout: int().default(20).describe('Seconds to wait in all.'),
  wait_sleep: int().default(5).describe('Seconds between two looks, at most.'),
  resource_definition: alias(raw(), 'definition', 'inline')
    .optional()
    .describe('A definition that says which object is meant.'),
  src: path().optional().describe('A file on the target, or an address, with such a definition.'),
  label_selectors: list(str()).default([]).describe('Scale all objects of the kind whose labels meet all of these.'),
  continue_on_error: bool().default(false).describe('Go on with the next of several objects when one fails.'),
});

type Args = z.output<typeof args>;

interface Scaled extends Record<string, unknown> {
  readonly changed: boolean;
}

export default defineModule({
  name: 'kubernetes.core.k8s_scale',
  aliases: ['k8s_scale', 'community.kubernetes.k8s_scale'],
  summary:
    'Sets the number of replicas of a Deployment, ReplicaSet, StatefulSet or ReplicationController, or the parallelism of a Job.',
  args,
  returns: z.object({
    result: z.unknown().describe('The object as it is then; of several objects `results` has one entry each.'),
    results: z
      .array(z.unknown())
      .optional()
      .describe('One entry with `changed` and `result` for each of several objects.'),
    duration: z.number().optional().describe('Seconds waited, with `wait`.'),
    warning: z.string().optional().describe('Why the object was passed over.'),
    errors: z.array(z.unknown()).optional().describe('What failed of several objects, with `continue_on_error`.'),
  }),
  check: 'full',
  diff: true,
  rules: (a) => [
    ...authRules(a),
    ...(a.resource_definition !== undefined && a.src !== undefined
      ? ['parameters are mutually exclusive: resource_definition|src']
      : []),
  ],
  examples: [
    {
      name: 'Three of them',
      task: 'kubernetes.core.k8s_scale:\n  api_version: apps/v1\n  kind: Deployment\n  name: web\n  namespace: shop\n  replicas: 3\n  wait_timeout: 60',
    },
    {
      name: 'Two more side by side, if nobody changed it meanwhile',
      task: 'kubernetes.core.k8s_scale:\n  api_version: batch/v1\n  kind: Job\n  name: import\n  namespace: shop\n  replicas: 4\n  current_replicas: 2',
    },
  ],
  async run(context) {
    const { args: a } = context;
    const { client, source } = await openKube(context);
    const session = sessionWith(context, client, a);
    const [manifest] = definitionsOf(session.context, source);
    if (!manifest) throw new ModuleFailure('the definition is empty: there is no object to scale');
    const { apiVersion = a.api_version, kind = '', metadata = {} } = manifest.object;
    return underHeading('', async () => {
      const resource = await client.resource(apiVersion, kind);
      const namespace = metadata.namespace ?? (metadata.name === undefined ? undefined : client.namespace);
      const labelSelector = a.label_selectors.length > 0 ? a.label_selectors.join(',') : undefined;
      const found = await underHeading('Failed to retrieve requested object: ', () =>
        metadata.name === undefined
          ? client.list(resource, { namespace, labelSelector })
          : one(session, resource, namespace ?? '', metadata.name),
      );
      const empty: Record<string, unknown> = { result: {}, ...(a.wait ? { duration: 0 } : {}) };
      if (found.length <= 1) {
        const [only] = found;
        return only ? scaleOne(session, a, resource, only, empty) : { changed: false, ...empty };
      }
      const results: unknown[] = [];
      const errors: unknown[] = [];
      for (const object of found) {
        try {
          const { result, warning, changed, duration } = await scaleOne(session, a, resource, object, {});
          results.push(
            warning === undefined
              ? { changed, result, ...(a.wait ? { duration: duration ?? 0 } : {}) }
              : { warning, changed },
          );
        } catch (error) {
          if (!a.continue_on_error || !(error instanceof ModuleFailure)) throw error;
          errors.push({ error: error.message, failed: true });
        }
      }
      const changed = results.some((r) => (r as Scaled).changed);
      return { changed, results, ...(errors.length > 0 ? { errors } : {}) };
    });
  },
});

async function one(session: Session, resource: KubeResource, namespace: string, name: string): Promise<KubeObject[]> {
  const object = await session.client.get(resource, namespace, name);
  if (!object) throw new ModuleFailure(`Failed to retrieve requested object: ${resource.plural} "${name}" not found`);
  return [object];
}

async function scaleOne(
  session: Session,
  a: Args,
  resource: KubeResource,
  object: KubeObject,
  empty: Readonly<Record<string, unknown>>,
): Promise<Scaled> {
  const { context, client } = session;
  const { replicas } = a;
  const verdict = decide(object, {
    replicas,
    currentReplicas: a.current_replicas,
    resourceVersion: a.resource_version,
  });
  if (verdict.do === 'fail') throw new ModuleFailure(verdict.why, { ...empty });
  if (verdict.do === 'pass over') return { changed: false, ...empty, warning: verdict.why };
  const waits = a.wait && resource.kind !== 'Job';
  const waited = a.wait ? { duration: 0 } : {};
  if (verdict.do === 'nothing') return { changed: false, result: object, ...waited };
  const isJob = resource.kind === 'Job';
  if (!isJob && resource.subresources?.includes('scale') === false) {
    throw new ModuleFailure(`Cannot perform scale on resource of kind ${resource.kind}`);
  }
  const after = clone(object);
  after['spec'] = { ...(object['spec'] as object), [isJob ? 'parallelism' : 'replicas']: replicas };
  const where = { resource, namespace: namespaceOf(session, object), name: object.metadata?.name ?? '' };
  const write: KubeWrite = isJob
    ? { ...where, verb: 'patch', type: 'merge', object: { spec: { parallelism: replicas } } }
    : { ...where, verb: 'scale', replicas };
  const note = changeNote('scale', object, resource.namespaced, context.diffMode, { before: object, after });
  const written = await context.change(note, (hands) =>
    underHeading('Scale request failed: ', () => client.perform(hands, write)),
  );
  if (!written) return { changed: true, result: after, ...waited };
  const now = isJob ? written.object : ((await client.get(resource, where.namespace, where.name)) ?? after);
  const result = { changed: true, result: now };
  if (!waits) return { ...result, ...waited };
  const ready = await waitReady(session, resource, now, result);
  return { changed: true, result: ready.object, duration: ready.duration };
}
