// Taints nodes, so that only pods which tolerate it are scheduled there, and takes taints away.
import { bool, choice, defineModule, list, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { connectKube, type KubeWrite } from '../../../src/kit/kube.js';
import { authArgs, authRules } from '../../_shared/kube-args.js';
import { changeNote } from '../../_shared/kube-diff.js';
import { underHeading } from '../../_shared/kube-failure.js';
import { NODE, readNode } from '../../_shared/kube-node.js';
import { pythonObject } from '../../_shared/kube-python.js';
import { decide, type NodeTaint } from './decide.js';

export default defineModule({
  name: 'kubernetes.core.k8s_taint',
  aliases: ['k8s_taint'],
  summary: 'Adds taints to a node of a Kubernetes cluster or takes them away.',
  args: z.strictObject({
    ...authArgs,
    name: str().describe('The node.'),
    state: choice('present', 'absent').default('present').describe('`present` adds, `absent` takes away.'),
    taints: list(
      z.strictObject({
        key: str().optional().describe("The taint's key."),
        value: str().optional().describe('Its value.'),
        effect: choice('NoSchedule', 'NoExecute', 'PreferNoSchedule')
          .optional()
          .describe('What becomes of pods that do not tolerate it; needed with `state: present`.'),
      }),
    ).describe('The taints. To take one away its key is enough.'),
    replace: bool().default(false).describe('New taints take the place of all others.'),
  }),
  returns: z.object({
    result: z.unknown().describe("The node, with Python's names of its fields; empty when taints were taken away."),
  }),
  check: 'full',
  diff: true,
  rules: authRules,
  examples: [
    {
      name: 'Only for the database',
      task: 'kubernetes.core.k8s_taint:\n  name: node3\n  taints:\n    - key: dedicated\n      value: database\n      effect: NoSchedule',
    },
    {
      name: 'For all again',
      task: 'kubernetes.core.k8s_taint:\n  name: node3\n  state: absent\n  taints:\n    - key: dedicated',
    },
  ],
  async run(context) {
    const { args: a, host, task } = context;
    const { client } = await connectKube(host, a, (ms) => task.sleep(ms));
    const node = await readNode(client, a.name);
    if (!node) throw new ModuleFailure(`Node '${a.name}' has not been found.`);
    const spec = (node['spec'] ?? {}) as { taints?: NodeTaint[] };
    const taints = decide(spec.taints ?? [], a.taints, a.state, a.replace);
    if (!taints) {
      // compat: the node is told where it has no taint at all, or when it has those that are wanted.
      const isTold = a.state === 'present' || (spec.taints ?? []).length === 0;
      return { result: isTold ? pythonObject(node) : {} };
    }
    const after = { ...node, spec: { ...spec, taints } };
    const note = changeNote('taint', { ...node, kind: 'Node' }, false, context.diffMode, { before: node, after });
    const write: KubeWrite = {
      verb: 'patch',
      type: 'merge',
      resource: NODE,
      namespace: '',
      name: a.name,
      object: { spec: { taints } },
    };
    // What the server refuses, check mode is told too.
    if (context.checkMode) await underHeading('Failed to patch node due to: ', () => client.dryRun(write));
    const written = await context.change(note, (hands) =>
      underHeading('Failed to patch node due to: ', () => client.perform(hands, write)),
    );
    return { result: written && a.state === 'present' ? pythonObject(written.object) : {} };
  },
});
