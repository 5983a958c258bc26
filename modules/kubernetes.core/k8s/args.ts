// The parameters of kubernetes.core.k8s and the combinations it refuses.
import { alias, bool, choice, int, list, path, raw, str, z } from '../../../src/kit/index.js';
import { authArgs, authRules, hiddenFields, objectArgs, waitArgs } from '../../_shared/kube-args.js';

export const k8sArgs = z.strictObject({
  ...authArgs,
  ...waitArgs,
  ...objectArgs,
  state: choice('present', 'absent', 'patched')
    .default('present')
    .describe('`present` creates or updates, `absent` deletes, `patched` updates only what exists.'),
  resource_definition: alias(raw(), 'definition', 'inline')
    .optional()
    .describe('The object or objects: a dict, a list, or text of one or more YAML documents.'),
  src: path().optional().describe('A manifest file on the target, or the address (http, https) of one.'),
  template: raw()
    .optional()
    .describe(
      'A template on the controller, or a list of them: a path, or a dict with `path`, `newline_sequence`, ' +
        '`variable_start_string`, `variable_end_string`, `block_start_string`, `block_end_string`, `trim_blocks`, `lstrip_blocks`.',
    ),
  kind: str().optional().describe('The kind, where the definition does not say it.'),
  generate_name: str().optional().describe('Start of a name that the server completes.'),
  label_selectors: list(str()).optional().describe('Only objects whose labels meet all of these.'),
  force: bool().default(false).describe('Replace an existing object instead of patching it.'),
  apply: bool()
    .default(false)
    .describe('Apply: fields that were applied before and are no longer written are removed.'),
  server_side_apply: z
    .strictObject({
      field_manager: str().describe('Who manages the fields.'),
      force_conflicts: bool().default(false).describe('Take fields over that others manage.'),
    })
    .optional()
    .describe('Let the server apply; needs `apply: true`.'),
  merge_type: list(choice('merge', 'strategic-merge'))
    .optional()
    .describe('Kinds of patch to try in turn; default strategic-merge, then merge.'),
  append_hash: bool().default(false).describe("Append a hash of the content to a ConfigMap's or Secret's name."),
  validate: z
    .strictObject({
      fail_on_error: bool().default(false).describe('Fail on unknown fields instead of warning.'),
      strict: bool().default(true).describe('Whether unknown fields count.'),
      version: z
        .undefined({ error: () => 'is not supported by tsplay: the API server validates by its own version' })
        .optional()
        .describe('Refused: the API server validates by its own version.'),
    })
    .optional()
    .describe('Have the API server check the definition for fields it does not know.'),
  delete_options: z
    .strictObject({
      propagationPolicy: choice('Foreground', 'Background', 'Orphan')
        .optional()
        .describe('What happens to dependents.'),
      gracePeriodSeconds: int().optional().describe('Seconds until it is ended by force.'),
      preconditions: z
        .strictObject({
          resourceVersion: str().optional().describe('Delete only this version.'),
          uid: str().optional().describe('Delete only this object.'),
        })
        .optional()
        .describe('What must hold for the deletion.'),
    })
    .optional()
    .describe('How to delete; only with `state: absent`.'),
  delete_all: alias(bool(), 'all')
    .default(false)
    .describe('With `state: absent` and `kind`: delete all objects of the kind in the namespace.'),
  continue_on_error: bool().default(false).describe('Go on with the next object when one fails.'),
  hidden_fields: hiddenFields,
});

export type K8sArgs = z.output<typeof k8sArgs>;

const EXCLUSIVE: readonly (readonly [keyof K8sArgs, keyof K8sArgs])[] = [
  ['resource_definition', 'src'],
  ['merge_type', 'apply'],
  ['template', 'resource_definition'],
  ['template', 'src'],
  ['name', 'generate_name'],
];

function given(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false;
}

export function k8sRules(args: K8sArgs): string[] {
  const broken = authRules(args);
  for (const [a, b] of EXCLUSIVE) {
    if (given(args[a]) && given(args[b])) broken.push(`'${a}' and '${b}' cannot be used together`);
  }
  return broken;
}
