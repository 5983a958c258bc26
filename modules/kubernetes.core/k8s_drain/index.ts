// Takes a node out of service: no new pods, and those that are there are evicted; and puts it back.
import {
  alias,
  bool,
  choice,
  defineModule,
  int,
  list,
  ModuleFailure,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { connectKube, type KubeClient, type KubeObject, type KubeWrite } from '../../../src/kit/kube.js';
import { authArgs, authRules } from '../../_shared/kube-args.js';
import { changeNote } from '../../_shared/kube-diff.js';
import { underHeading } from '../../_shared/kube-failure.js';
import { NODE, readNode } from '../../_shared/kube-node.js';
import { POD } from '../../_shared/kube-pods.js';
import { choose, type Choice } from './choose.js';
import { evictAll } from './evict.js';

const args = z.strictObject({
  ...authArgs,
  name: str().describe('The node.'),
  state: choice('cordon', 'drain', 'uncordon')
    .default('drain')
    .describe(
      '`cordon` lets no new pods come, `drain` evicts those that are there too, `uncordon` lets pods come again.',
    ),
  pod_selectors: alias(list(str()), 'label_selectors')
    .optional()
    .describe('Only pods whose labels meet all of these; for `state: drain`.'),
  delete_options: z
    .strictObject({
      terminate_grace_period: int()
        .optional()
        .describe('Seconds a pod is given to end, 0 for none; default what the pod says.'),
      force: bool().default(false).describe('Evict pods that no controller makes anew.'),
      ignore_daemonsets: bool().default(false).describe('Leave pods of DaemonSets where they are.'),
      delete_emptydir_data: bool().default(false).describe('Evict pods whose emptyDir volumes are lost by that.'),
      disable_eviction: bool().default(false).describe('Delete instead of evict, past all PodDisruptionBudgets.'),
      wait_timeout: int()
        .optional()
        .describe(
          'Seconds in which evictions that a PodDisruptionBudget is against are tried again, and until the pods are gone; ' +
            '0 without end. Without it each is tried once and nothing is waited for.',
        ),
      wait_sleep: int().default(5).describe('Seconds between two tries or looks, at most.'),
    })
    .prefault({})
    .describe('How pods are evicted; for `state: drain`.'),
});

type Args = z.output<typeof args>;

export default defineModule({
  name: 'kubernetes.core.k8s_drain',
  aliases: ['k8s_drain'],
  summary: 'Drains, cordons and uncordons nodes of Kubernetes.',
  args,
  returns: z.object({
    result: z.string().optional().describe('What was done to the node, and how many pods were evicted.'),
  }),
  check: 'none',
  diff: true,
  rules: authRules,
  examples: [
    {
      name: 'Empty the node before it is rebooted',
      task: 'kubernetes.core.k8s_drain:\n  name: node1\n  delete_options:\n    ignore_daemonsets: true\n    delete_emptydir_data: true\n    wait_timeout: 300',
    },
    { name: 'Back into service', task: 'kubernetes.core.k8s_drain:\n  name: node1\n  state: uncordon' },
  ],
  async run(context) {
    const { args: a, host, task } = context;
    const { client } = await connectKube(host, a, (ms) => task.sleep(ms));
    const node = await readNode(client, a.name);
    if (!node) throw new ModuleFailure(`Node ${a.name} not found.`);
    if (a.state === 'drain') return drain(context, client, node);
    const word = a.state === 'cordon' ? 'unschedulable' : 'schedulable';
    if (isCordoned(node) === (a.state === 'cordon')) return { result: `node ${a.name} already marked ${word}.` };
    await mark(context, client, node, a.state === 'cordon');
    return { result: `node ${a.name} marked ${word}.` };
  },
});

const isCordoned = (node: KubeObject): boolean =>
  (node['spec'] as { unschedulable?: boolean } | undefined)?.unschedulable === true;

async function mark(context: RunContext<Args>, client: KubeClient, node: KubeObject, cordon: boolean): Promise<void> {
  const { name } = context.args;
  const spec = node['spec'] as object | undefined;
  const after = { ...node, spec: { ...spec, unschedulable: cordon } };
  const verb = cordon ? 'cordon' : 'uncordon';
  const note = changeNote(verb, { ...node, kind: 'Node' }, false, context.diffMode, { before: node, after });
  const object = { spec: { unschedulable: cordon } };
  const write: KubeWrite = { verb: 'patch', type: 'merge', resource: NODE, namespace: '', name, object };
  await context.change(note, (hands) =>
    underHeading('Failed to patch node due to: ', () => client.perform(hands, write)),
  );
}

async function podsOn(client: KubeClient, a: Args): Promise<Choice> {
  const selectors = a.pod_selectors ?? [];
  const pods = await underHeading(`Failed to list pod from node ${a.name} due to: `, () =>
    client.list(POD, {
      fieldSelector: `spec.nodeName=${a.name}`,
      labelSelector: selectors.length > 0 ? selectors.join(',') : undefined,
    }),
  );
  return choose(pods, a.delete_options);
}

async function drain(
  context: RunContext<Args>,
  client: KubeClient,
  node: KubeObject,
): Promise<Record<string, unknown>> {
  const { args: a, task } = context;
  const refuse = ({ errors }: Choice): void => {
    if (errors.length > 0) throw new ModuleFailure(`Pod deletion errors: ${errors.join(' ')}`);
  };
  // First a look, so that a node whose pods may not be touched is not even cordoned; pods may come until it is.
  const before = await podsOn(client, a);
  refuse(before);
  const wasCordoned = isCordoned(node);
  if (!wasCordoned) await mark(context, client, node, true);
  const chosen = wasCordoned ? before : await podsOn(client, a);
  refuse(chosen);
  const said = [`node ${a.name} ${wasCordoned ? 'already ' : ''}marked unschedulable.`];
  const warnings = [...chosen.warnings];
  const { evicted } = chosen;
  if (evicted.length > 0) {
    const { delete_options: how } = a;
    const verb = how.disable_eviction ? 'delete' : 'evict';
    const summary = `${verb} ${evicted.length} pods from node ${a.name}`;
    const way = { node: a.name, byDelete: how.disable_eviction, gracePeriod: how.terminate_grace_period };
    const patience = {
      timeout: how.wait_timeout,
      pause: how.wait_sleep,
      now: () => task.now(),
      sleep: (ms: number) => task.sleep(ms),
    };
    const outcome = await context.change({ summary }, (hands) => evictAll(client, hands, evicted, way, patience));
    // compat: a warning, and no failure.
    if (outcome && outcome.remaining.length > 0) {
      const names = outcome.remaining.map((pod) => `${pod.namespace}/${pod.name}`).join(', ');
      warnings.push(`timeout reached while pods were still running. (${names})`);
    }
    said.push(`${evicted.length} Pod(s) deleted from node.`);
  }
  warnings.forEach((warning) => context.warn(warning));
  return { result: said.join(' ') };
}
