// Reads Kubernetes objects from the target's API server.
import { defineModule, list, ModuleFailure, str, z } from '../../../src/kit/index.js';
import {
  connectKube,
  explainNotReady,
  hideFields,
  isReady,
  isRefusal,
  KubeRefusal,
  nameObject,
  waitUntil,
  type KubeObject,
} from '../../../src/kit/kube.js';
import { authArgs, authRules, hiddenFields, objectArgs, waitArgs } from '../../_shared/kube-args.js';

export default defineModule({
  name: 'kubernetes.core.k8s_info',
  aliases: ['k8s_info', 'k8s_facts', 'community.kubernetes.k8s_info', 'kubernetes.core.k8s_facts'],
  summary: 'Reads Kubernetes objects; can wait until they are there and ready.',
  args: z.strictObject({
    ...authArgs,
    ...waitArgs,
    ...objectArgs,
    kind: str().describe('The kind: its name, plural or short name.'),
    label_selectors: list(str()).default([]).describe('Only objects whose labels meet all of these.'),
    field_selectors: list(str()).default([]).describe('Only objects whose fields meet all of these.'),
    hidden_fields: hiddenFields,
  }),
  returns: z.object({
    resources: z.array(z.unknown()).describe('The objects.'),
    api_found: z.boolean().describe('Whether the server serves the kind.'),
    msg: z.string().optional().describe('Said when it does not.'),
  }),
  check: 'full',
  diff: false,
  rules: authRules,
  examples: [
    {
      name: 'All pods of an application',
      task: 'kubernetes.core.k8s_info:\n  kind: Pod\n  label_selectors:\n    - app = web\n    - tier in (dev, test)',
    },
  ],
  async run({ args, host, task }) {
    const { client } = await connectKube(host, args, (ms) => task.sleep(ms));
    const resource = await client.findResource(args.api_version, args.kind);
    if (!resource) {
      const msg = `Failed to find API for resource with apiVersion "${args.api_version}" and kind "${args.kind}"`;
      return { resources: [], msg, api_found: false };
    }
    const { name } = args;
    const selector = (list: readonly string[]): string | undefined => (list.length > 0 ? list.join(',') : undefined);
    const ask = async (): Promise<KubeObject[]> => {
      if (name !== undefined) {
        const one = await client.get(resource, args.namespace ?? client.namespace, name);
        return one ? [one] : [];
      }
      return client.list(resource, {
        namespace: args.namespace,
        labelSelector: selector(args.label_selectors),
        fieldSelector: selector(args.field_selectors),
      });
    };
    const hidden = (objects: readonly KubeObject[]) => objects.map((o) => hideFields(o, args.hidden_fields));
    const options = {
      timeout: args.wait_timeout,
      interval: args.wait_sleep,
      now: () => task.now(),
      sleep: (ms: number) => task.sleep(ms),
    };
    try {
      if (!args.wait) return { resources: hidden(await ask()), api_found: true };
      const condition = args.wait_condition;
      const wanted = condition?.type === undefined ? undefined : { ...condition, type: condition.type };
      const all = (objects: readonly KubeObject[]): boolean =>
        objects.length > 0 && objects.every((o) => isReady(o, wanted));
      const waited = await waitUntil(ask, all, options);
      const last = waited.last ?? [];
      if (!waited.met && waited.error instanceof Error) throw waited.error;
      const late = last.find((o) => !isReady(o, wanted));
      if (late) {
        const why = await explainNotReady(client, late);
        const head = `Failed to gather information about ${resource.kind}(s) even after waiting for ${waited.elapsed} seconds`;
        throw new ModuleFailure(
          [`${head}: ${nameObject(late)} is not ready`, ...why.map((line) => `  ${line}`)].join('\n'),
        );
      }
      return { resources: hidden(last), api_found: true };
    } catch (error) {
      // compat: a question the server cannot make sense of (a field selector the kind does not have) finds nothing.
      if (isRefusal(error, 400)) return { resources: [], api_found: true };
      if (error instanceof KubeRefusal)
        throw new ModuleFailure(error.message, { status: error.status, error: error.body });
      throw error;
    }
  },
});
