// Brings Deployments and DaemonSets back to the revision before the present one.
import { defineModule, list, ModuleFailure, str, z, type RunContext } from '../../../src/kit/index.js';
import {
  connectKube,
  type KubeClient,
  type KubeObject,
  type KubeResource,
  type KubeWrite,
} from '../../../src/kit/kube.js';
import { authArgs, authRules, objectArgs } from '../../_shared/kube-args.js';
import { changeNote } from '../../_shared/kube-diff.js';
import { underHeading } from '../../_shared/kube-failure.js';
import { decide } from './decide.js';

const args = z.strictObject({
  ...authArgs,
  ...objectArgs,
  kind: str().optional().describe('`Deployment` or `DaemonSet`.'),
  label_selectors: list(str()).default([]).describe('Only objects whose labels meet all of these.'),
  field_selectors: list(str()).default([]).describe('Only objects whose fields meet all of these.'),
});

const HISTORY: Readonly<Record<string, string>> = { Deployment: 'ReplicaSet', DaemonSet: 'ControllerRevision' };

export default defineModule({
  name: 'kubernetes.core.k8s_rollback',
  aliases: ['k8s_rollback', 'community.kubernetes.k8s_rollback'],
  summary: 'Rolls Deployments and DaemonSets of Kubernetes back to the revision before.',
  args,
  returns: z.object({
    rollback_info: z
      .array(z.unknown())
      .describe(
        'For each object `changed`, `method`, `body` (the patch) and `resources` (the object); `warnings` without a revision before.',
      ),
  }),
  check: 'full',
  diff: true,
  rules: authRules,
  examples: [
    {
      name: 'The last version again',
      task: 'kubernetes.core.k8s_rollback:\n  api_version: apps/v1\n  kind: Deployment\n  name: web\n  namespace: shop',
    },
  ],
  async run(context) {
    const { args: a, host, task } = context;
    const { client } = await connectKube(host, a, (ms) => task.sleep(ms));
    return underHeading('', async () => {
      const resource = await client.resource(a.api_version, a.kind ?? '');
      const found = await objects(client, resource, a);
      const infos: unknown[] = [];
      for (const object of found) infos.push(await rollBack(context, client, resource, object));
      return { rollback_info: infos };
    });
  },
});

type Args = z.output<typeof args>;

async function objects(client: KubeClient, resource: KubeResource, a: Args): Promise<KubeObject[]> {
  if (a.name !== undefined) {
    const one = await client.get(resource, a.namespace ?? client.namespace, a.name);
    return one ? [one] : [];
  }
  const joined = (list: readonly string[]): string | undefined => (list.length > 0 ? list.join(',') : undefined);
  const [labelSelector, fieldSelector] = [joined(a.label_selectors), joined(a.field_selectors)];
  return client.list(resource, { namespace: a.namespace, labelSelector, fieldSelector });
}

async function rollBack(
  context: RunContext<Args>,
  client: KubeClient,
  resource: KubeResource,
  object: KubeObject,
): Promise<Record<string, unknown>> {
  const { kind } = resource;
  const { name = '', namespace = client.namespace } = object.metadata ?? {};
  const history = HISTORY[kind];
  if (history === undefined) throw new ModuleFailure(`Cannot perform rollback on resource of kind ${kind}`);
  const spec = object['spec'] as { selector?: { matchLabels?: Record<string, string> } };
  const labelSelector = Object.entries(spec.selector?.matchLabels ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const past = await client.list(await client.resource('apps/v1', history), { namespace, labelSelector });
  const patch = decide({ ...object, kind }, past);
  if (!patch) {
    return { changed: false, warnings: [`No rollout history found for resource ${kind}/${name}`] };
  }
  const where = { resource, namespace, name };
  const write: KubeWrite =
    patch.kind === 'json'
      ? { ...where, verb: 'json-patch', operations: patch.operations }
      : { ...where, verb: 'patch', type: 'strategic-merge', object: patch.object };
  const tried = await client.dryRun(write);
  const states = { before: object, after: tried.object };
  const note = changeNote('roll back', { ...object, kind }, true, context.diffMode, states);
  const written = await context.change(note, (hands) => client.perform(hands, write));
  const body = patch.kind === 'json' ? patch.operations : patch.object;
  // compat: in check mode the object as it is.
  return { changed: true, method: 'patch', body, resources: written?.object ?? object };
}
