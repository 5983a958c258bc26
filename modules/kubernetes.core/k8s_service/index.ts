// Makes, changes and deletes Services from a few parameters or a definition.
import { alias, bool, choice, defineModule, dict, list, path, raw, str, z } from '../../../src/kit/index.js';
import { authArgs, authRules } from '../../_shared/kube-args.js';
import { definitionsOf } from '../../_shared/kube-definitions.js';
import { runObjects } from '../../_shared/kube-objects.js';
import { openKube } from '../../_shared/kube-open.js';
import { sessionWith } from '../../_shared/kube-session.js';
import { mergedService } from './decide.js';

export default defineModule({
  name: 'kubernetes.core.k8s_service',
  aliases: ['k8s_service', 'community.kubernetes.k8s_service'],
  summary: 'Makes, changes and deletes Services of Kubernetes.',
  args: z.strictObject({
    ...authArgs,
    state: choice('present', 'absent').default('present').describe('`present` creates or updates, `absent` deletes.'),
    force: bool().default(false).describe('Replace an existing Service instead of patching it.'),
    name: str().describe("The Service's name."),
    namespace: str().describe('The namespace it is in.'),
    type: choice('NodePort', 'ClusterIP', 'LoadBalancer', 'ExternalName').optional().describe('Which type of Service.'),
    ports: list(z.record(z.string(), z.unknown())).optional().describe('The ports, each a dict as the API has it.'),
    selector: dict(z.unknown()).optional().describe('Labels of the pods behind it.'),
    resource_definition: alias(raw(), 'definition', 'inline')
      .optional()
      .describe('The rest of its definition; the other parameters win.'),
    src: path().optional().describe('A file on the target, or an address, with such a definition.'),
    merge_type: list(choice('json', 'merge', 'strategic-merge'))
      .optional()
      .describe('Kinds of patch to try in turn; default strategic-merge, then merge.'),
    apply: bool()
      .default(false)
      .describe('Apply: fields that were applied before and are no longer written are removed.'),
  }),
  returns: z.object({
    result: z.unknown().describe('The Service as the server has it.'),
    method: z.string().optional().describe('`create`, `update`, `replace`, `apply` or `delete`.'),
  }),
  check: 'full',
  diff: true,
  rules: (a) => [
    ...authRules(a),
    ...(a.resource_definition !== undefined && a.src !== undefined
      ? ['parameters are mutually exclusive: resource_definition|src']
      : []),
    ...(a.apply && a.merge_type ? ['parameters are mutually exclusive: merge_type|apply'] : []),
    ...(a.merge_type?.includes('json')
      ? ["merge_type 'json': a definition is no JSON patch; use kubernetes.core.k8s_json_patch"]
      : []),
  ],
  examples: [
    {
      name: 'A port on every node',
      task: 'kubernetes.core.k8s_service:\n  name: web\n  namespace: shop\n  type: NodePort\n  ports:\n    - port: 80\n      protocol: TCP\n  selector:\n    app: web',
    },
  ],
  async run(context) {
    const { args: a } = context;
    const { client, source } = await openKube(context);
    const types = a.merge_type?.filter((type) => type !== 'json');
    const { selector, ports, type, name, namespace, state, force, apply, resource_definition } = a;
    const common = { state, force, apply, ...(types ? { merge_type: types } : {}) };
    const given = sessionWith(context, client, { ...common, kind: 'Service', name, namespace, resource_definition });
    const [manifest] = definitionsOf(given.context, source);
    const object = mergedService(manifest?.object ?? {}, { name, namespace, type, ports, selector });
    const [result] = await runObjects(sessionWith(context, client, common), [{ object, place: 'parameters' }]);
    return { ...result };
  },
});
