// Runs a command in a container of a pod.
import { defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { connectKube, KubeRefusal } from '../../../src/kit/kube.js';
import { authArgs, authRules } from '../../_shared/kube-args.js';
import { runInPod } from '../../_shared/kube-exec.js';
import { refusalFailure } from '../../_shared/kube-failure.js';
import { POD } from '../../_shared/kube-pods.js';
import { splitWords } from '../../_shared/words.js';

export default defineModule({
  name: 'kubernetes.core.k8s_exec',
  aliases: ['k8s_exec', 'community.kubernetes.k8s_exec'],
  summary: 'Runs a command in a pod of Kubernetes; how it ends is told by `rc` and fails nothing.',
  args: z.strictObject({
    ...authArgs,
    namespace: str().describe('The namespace of the pod.'),
    pod: str().describe('The pod.'),
    container: str().optional().describe('The container; default the first of the pod.'),
    command: str().describe('The command; split into words as a shell does, and not run by one.'),
  }),
  returns: z.object({
    stdout: z.string().optional().describe('What it printed.'),
    stderr: z.string().optional().describe('What it printed as errors.'),
    rc: z.number().optional().describe('How it ended.'),
    return_code: z.number().optional().describe('The same, by an older name.'),
  }),
  check: 'full',
  diff: false,
  rules: (a) => [
    ...authRules(a),
    ...(splitWords(a.command).length === 0 ? ['command: there is no command in it'] : []),
  ],
  examples: [
    {
      name: 'Who is there',
      task: "kubernetes.core.k8s_exec:\n  namespace: shop\n  pod: database-0\n  command: psql -c 'select * from users'\nregister: asked\nfailed_when: asked.rc != 0",
    },
  ],
  async run(context) {
    const { args: a, host, task } = context;
    const { client } = await connectKube(host, a, (ms) => task.sleep(ms));
    const { namespace, pod } = a;
    const failed = (why: string, extra = {}): ModuleFailure =>
      new ModuleFailure(`Failed to execute on pod ${pod} due to : ${why}`, extra);
    try {
      const container = a.container ?? (await firstContainer(() => client.get(POD, namespace, pod)));
      const summary = `run a command in pod ${namespace}/${pod}`;
      const ran = await context.change({ summary }, () =>
        runInPod(client, { namespace, pod, container }, splitWords(a.command)),
      );
      if (!ran) return {};
      const { rc, message, stdout, stderr } = ran;
      if (rc === undefined) throw failed(message, { stderr });
      return { stdout: stdout.toString('utf8'), stderr, rc, return_code: rc };
    } catch (error) {
      if (!(error instanceof KubeRefusal)) throw error;
      throw failed(error.details.message, refusalFailure(error)?.extra);
    }
  },
});

/** Of a pod that cannot be read the server chooses. */
async function firstContainer(read: () => Promise<object | undefined>): Promise<string | undefined> {
  const pod = (await read().catch((error: unknown) => {
    if (error instanceof KubeRefusal) return undefined;
    throw error;
  })) as { spec?: { containers?: { name: string }[] } } | undefined;
  return pod?.spec?.containers?.[0]?.name;
}
