// Applies the operations of a JSON patch (RFC 6902) to an object that is there.
import { defineModule, list, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { connectKube, nameObject, sameObject, type KubeWrite } from '../../../src/kit/kube.js';
import { authArgs, authRules, objectArgs, waitArgs } from '../../_shared/kube-args.js';
import { changeNote } from '../../_shared/kube-diff.js';
import { underHeading } from '../../_shared/kube-failure.js';
import { sessionWith } from '../../_shared/kube-session.js';
import { waitReady } from '../../_shared/kube-waiting.js';

const args = z.strictObject({
  ...authArgs,
  ...waitArgs,
  ...objectArgs,
  kind: str().describe('The kind of the object.'),
  name: str().describe("The object's name."),
  patch: list(z.record(z.string(), z.unknown())).describe(
    'The operations: each a dict with `op`, `path` and, as it needs, `value` or `from`.',
  ),
});

export default defineModule({
  name: 'kubernetes.core.k8s_json_patch',
  aliases: ['k8s_json_patch'],
  summary: 'Changes a Kubernetes object by a JSON patch.',
  args,
  returns: z.object({
    result: z.unknown().describe('The object as it is then.'),
    duration: z.number().optional().describe('Seconds waited, with `wait`.'),
    error: z.unknown().optional().describe("The answer's HTTP status when the server refused."),
    status: z.unknown().optional().describe('The same.'),
    reason: z.string().optional().describe("The server's reason."),
  }),
  check: 'full',
  diff: true,
  rules: authRules,
  examples: [
    {
      name: 'Another image',
      task: 'kubernetes.core.k8s_json_patch:\n  api_version: apps/v1\n  kind: Deployment\n  name: web\n  namespace: shop\n  patch:\n    - op: replace\n      path: /spec/template/spec/containers/0/image\n      value: nginx:1.29',
    },
  ],
  async run(context) {
    const { args: a, host, task } = context;
    const { client } = await connectKube(host, a, (ms) => task.sleep(ms));
    const resource = await underHeading('', () => client.resource(a.api_version, a.kind));
    const namespace = a.namespace ?? client.namespace;
    const heading = `${a.kind} ${a.name}: Failed to retrieve requested object: `;
    const existing = await refused(heading, () => client.get(resource, namespace, a.name));
    if (!existing) {
      const what = `${nameObject({ kind: resource.kind, metadata: { name: a.name, namespace } }, resource.namespaced)} does not exist`;
      throw new ModuleFailure(heading + what, { error: 404, status: 404, reason: 'Not Found' });
    }
    const write: KubeWrite = { verb: 'json-patch', resource, namespace, name: a.name, operations: a.patch };
    const tried = await refused('Failed to patch existing object: ', () => client.dryRun(write));
    let object = tried.object;
    const changed = !sameObject(existing, object, { status: true });
    if (changed) {
      const note = changeNote('patch', existing, resource.namespaced, context.diffMode, {
        before: existing,
        after: object,
      });
      const written = await context.change(note, (hands) =>
        refused('Failed to patch existing object: ', () => client.perform(hands, write)),
      );
      object = written?.object ?? object;
    }
    const result = { changed, result: object };
    if (!a.wait || context.checkMode) return result;
    const session = sessionWith(context, client, a);
    const waited = await waitReady(session, resource, object, result);
    return { changed, result: waited.object, duration: waited.duration };
  },
});

/** compat: `error` is the status here. */
async function refused<T>(heading: string, act: () => Promise<T>): Promise<T> {
  try {
    return await underHeading(heading, act);
  } catch (error) {
    if (!(error instanceof ModuleFailure)) throw error;
    throw new ModuleFailure(error.message, { ...error.extra, error: error.extra['status'] ?? '' });
  }
}
