// Copies files and directories between the target and a container of a pod.
import { bool, choice, defineModule, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { connectKube, KubeRefusal, type KubeClient } from '../../../src/kit/kube.js';
import { exclusive, needsOne, neededWhen } from '../../_shared/argument-rules.js';
import { authArgs, authRules } from '../../_shared/kube-args.js';
import type { Place } from '../../_shared/kube-exec.js';
import { refusalFailure, underHeading } from '../../_shared/kube-failure.js';
import { containerStates, POD } from '../../_shared/kube-pods.js';
import { fromPod } from './from-pod.js';
import { toPod } from './to-pod.js';

const args = z.strictObject({
  ...authArgs,
  namespace: str().describe('The namespace of the pod.'),
  pod: str().describe('The pod.'),
  container: str().optional().describe('The container, when the pod has several.'),
  remote_path: str().describe('The file or directory in the container.'),
  local_path: path().optional().describe('The file or directory on the target.'),
  content: str().optional().describe('What the file in the container shall hold, instead of `local_path`.'),
  state: choice('to_pod', 'from_pod').default('to_pod').describe('In which direction.'),
  no_preserve: bool().default(false).describe('Leave owner and permissions to the container.'),
});

export type CpArgs = z.output<typeof args>;

export default defineModule({
  name: 'kubernetes.core.k8s_cp',
  aliases: ['k8s_cp'],
  summary: 'Copies files and directories to and from a pod of Kubernetes; the container needs tar.',
  args,
  returns: z.object({
    result: z.string().optional().describe('What was copied, in words.'),
    warning: z.string().optional().describe('Said when the directory in the pod has no files.'),
  }),
  check: 'full',
  diff: false,
  rules: (a) => [
    ...authRules(a),
    ...exclusive(a, 'local_path', 'content'),
    ...neededWhen(a, a.state === 'from_pod', 'state is from_pod', 'local_path'),
    ...needsOne(a, 'local_path', 'content'),
  ],
  examples: [
    {
      name: 'A directory into a pod',
      task: 'kubernetes.core.k8s_cp:\n  namespace: shop\n  pod: web-0\n  local_path: /srv/pages\n  remote_path: /usr/share/nginx/html',
    },
    {
      name: 'A log out of a pod',
      task: 'kubernetes.core.k8s_cp:\n  namespace: shop\n  pod: web-0\n  state: from_pod\n  remote_path: /var/log/app.log\n  local_path: /tmp/app.log',
    },
  ],
  async run(context) {
    const { args: a, host, task } = context;
    const { client } = await connectKube(host, a, (ms) => task.sleep(ms));
    const place = await placeIn(client, a);
    try {
      return await (a.state === 'to_pod' ? toPod(context, client, place) : fromPod(context, client, place));
    } catch (error) {
      if (!(error instanceof KubeRefusal)) throw error;
      throw new ModuleFailure(`Failed to copy object due to: ${error.details.message}`, refusalFailure(error)?.extra);
    }
  },
});

/** The container that is meant, which must have been started. @throws ModuleFailure */
async function placeIn(client: KubeClient, a: CpArgs): Promise<Place> {
  const { namespace, pod, container } = a;
  const heading = `Namespace=${namespace} Kind=Pod Name=${pod}: Failed requested object: `;
  const object = await underHeading(heading, () => client.get(POD, namespace, pod));
  if (!object) throw new ModuleFailure(`${heading}pods "${pod}" not found`, { status: 404, reason: 'Not Found' });
  const containers = containerStates(object);
  const chosen = containers.find(({ name }) => name === container);
  if (container !== undefined && !chosen) throw new ModuleFailure(`Pod has no container ${container}`);
  if (chosen && !chosen.started) throw new ModuleFailure(`Pod container ${container} is not started`);
  if (container === undefined && containers.length > 1) {
    throw new ModuleFailure("Pod contains more than 1 container, option 'container' should be set");
  }
  return { namespace, pod, container };
}
