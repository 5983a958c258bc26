// Reads what the containers of a pod have written.
import { bool, defineModule, int, list, ModuleFailure, str, z } from '../../../src/kit/index.js';
import {
  connectKube,
  KubeRefusal,
  type KubeClient,
  type KubeObject,
  type KubeResource,
} from '../../../src/kit/kube.js';
import { authArgs, authRules, objectArgs } from '../../_shared/kube-args.js';
import { refusalFailure, underHeading } from '../../_shared/kube-failure.js';
import { podSelector } from '../../_shared/kube-pod-selector.js';
import { POD } from '../../_shared/kube-pods.js';

const args = z.strictObject({
  ...authArgs,
  ...objectArgs,
  kind: str().default('Pod').describe('The kind; of one that has no log itself, a pod that its selector finds.'),
  name: str().optional().describe('The name; or `label_selectors`.'),
  label_selectors: list(str()).default([]).describe('The first pod whose labels meet all of these.'),
  container: str().optional().describe('Which container, when the pod has several.'),
  since_seconds: str().optional().describe('Only what was written in the last so many seconds.'),
  previous: bool().default(false).describe('The log of the container before it was started anew.'),
  tail_lines: int().optional().describe('Only so many lines from the end.'),
  all_containers: bool().optional().describe('The logs of all containers, one after the other.'),
});

type Args = z.output<typeof args>;

export default defineModule({
  name: 'kubernetes.core.k8s_log',
  aliases: ['k8s_log', 'community.kubernetes.k8s_log'],
  summary: 'Reads the log of a pod of Kubernetes.',
  args,
  returns: z.object({
    log: z.string().describe('The log.'),
    log_lines: z.array(z.string()).describe('Its lines.'),
  }),
  check: 'full',
  diff: false,
  rules: (a) => [
    ...authRules(a),
    ...(a.container !== undefined && a.all_containers !== undefined
      ? ['parameters are mutually exclusive: container|all_containers']
      : []),
    ...(a.name !== undefined && a.label_selectors.length > 0
      ? ['Only one of name or label_selectors can be provided']
      : []),
  ],
  examples: [
    {
      name: 'Of one pod',
      task: 'kubernetes.core.k8s_log:\n  name: web-1\n  namespace: shop\n  tail_lines: 20\nregister: log',
    },
    {
      name: 'Of a pod of a Deployment',
      task: 'kubernetes.core.k8s_log:\n  api_version: apps/v1\n  kind: Deployment\n  name: web\n  namespace: shop\nregister: log',
    },
  ],
  async run({ args: a, host, task }) {
    const { client } = await connectKube(host, a, (ms) => task.sleep(ms));
    const namespace = a.namespace ?? client.namespace;
    const name = await underHeading('', () => podOf(client, a, namespace));
    const containers = a.all_containers ? await containersOf(client, namespace, name) : [a.container];
    let log = '';
    for (const container of containers) {
      log += await client
        .log(namespace, name, {
          container,
          sinceSeconds: a.since_seconds,
          previous: a.previous ? 'true' : undefined,
          tailLines: a.tail_lines === undefined ? undefined : String(a.tail_lines),
        })
        .catch((error: unknown) => {
          if (!(error instanceof KubeRefusal)) throw error;
          const gone = error.status === 404 ? `Pod ${namespace}/${name} not found.` : undefined;
          const why = gone ?? `Unable to retrieve log from Pod due to: ${error.details.message}`;
          throw new ModuleFailure(why, refusalFailure(error)?.extra);
        });
    }
    return { log, log_lines: log.split('\n') };
  },
});

/** The pod whose log is meant. @throws ModuleFailure */
async function podOf(client: KubeClient, a: Args, namespace: string): Promise<string> {
  const resource: KubeResource = a.kind === 'Pod' ? POD : await client.resource(a.api_version, a.kind);
  let selector = a.label_selectors.join(',');
  if (resource.kind !== 'Pod' && !resource.subresources?.includes('log')) {
    if (a.name === undefined) {
      throw new ModuleFailure('name must be provided for resources that do not support the log subresource');
    }
    const object = await client.get(resource, namespace, a.name);
    if (!object) throw new ModuleFailure(`${resource.kind} ${namespace}/${a.name} not found.`);
    selector = selectorOf(resource, object);
  }
  if (selector === '') {
    if (a.name !== undefined) return a.name;
    throw new ModuleFailure('name must be provided for resources that do not support namespaced base url');
  }
  const [first] = await client.list(POD, { namespace, labelSelector: selector });
  if (!first) throw new ModuleFailure(`No pods in namespace ${namespace} matched selector ${selector}`);
  return first.metadata?.name ?? '';
}

function selectorOf(resource: KubeResource, object: KubeObject): string {
  const found = podSelector(object['spec']);
  if (!found) {
    throw new ModuleFailure(
      `${resource.apiVersion} ${resource.kind} does not support the log subresource directly, and no Pod selector was found on the object`,
    );
  }
  if (found.unknown === undefined) return found.text;
  throw new ModuleFailure(
    `The k8s_log module does not support the ${found.unknown.toLowerCase()} matchExpression operator`,
  );
}

async function containersOf(client: KubeClient, namespace: string, name: string): Promise<string[]> {
  const heading = 'Unable to retrieve log from Pod due to: ';
  const pod = await underHeading(heading, () => client.get(POD, namespace, name));
  if (!pod) throw new ModuleFailure(`${heading}pods "${name}" not found`);
  const { containerStatuses } = (pod['status'] ?? {}) as { containerStatuses?: { name: string }[] };
  return (containerStatuses ?? []).map((container) => container.name);
}
