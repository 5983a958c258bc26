// Makes, changes and deletes Kubernetes objects through the target's API server.
import { defineModule, z } from '../../../src/kit/index.js';
import { k8sArgs, k8sRules } from './args.js';
import { runK8s } from './run.js';

export default defineModule({
  name: 'kubernetes.core.k8s',
  aliases: ['k8s', 'community.kubernetes.k8s'],
  summary: 'Makes, changes and deletes Kubernetes objects; the target needs nothing but its API server.',
  args: k8sArgs,
  returns: z.object({
    result: z
      .unknown()
      .describe('The object as the server has it; `results` with one entry per object when there are several.'),
    method: z.string().optional().describe('`create`, `update`, `replace`, `apply` or `delete`.'),
    duration: z.number().optional().describe('Seconds waited, with `wait`.'),
    error: z.unknown().optional().describe("The server's answer when it refused."),
    status: z.number().optional().describe("The answer's HTTP status when the server refused."),
    reason: z.string().optional().describe("The answer's reason when the server refused."),
  }),
  check: 'full',
  diff: true,
  rules: k8sRules,
  examples: [
    {
      name: 'A namespace',
      task: 'kubernetes.core.k8s:\n  name: shop\n  api_version: v1\n  kind: Namespace\n  state: present',
    },
    {
      name: 'All objects of a manifest on the target',
      task: 'kubernetes.core.k8s:\n  src: /srv/shop/deployment.yml\n  wait: true',
    },
    {
      name: 'Fields another manager set stay',
      task: 'kubernetes.core.k8s:\n  template: config.yml.j2\n  apply: true\n  server_side_apply:\n    field_manager: tsplay',
    },
  ],
  run: runK8s,
});
