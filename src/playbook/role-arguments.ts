// The task that checks a role's arguments before its first task, when the role says what they are.
import type { Span } from '../ground/index.js';
import { keyText, spansOf, type Value, type ValueMap } from '../value/index.js';
import { problem, type Context, type RoleFiles, type RoleRequest } from './context.js';
import { madeTask } from './made-task.js';
import type { Task } from './model.js';

/** The validating task of the entry point that is used, if the role specifies its arguments; `context` is the role's own. */
export function validationOf(
  context: Context,
  files: RoleFiles,
  use: RoleRequest & { readonly params: ValueMap; readonly span: Span | undefined },
): Task[] {
  const specs = files.argumentSpecs;
  if (use.validate === false || specs === undefined || specs === null) return [];
  const entry = use.tasksFrom ?? 'main';
  const spec = specs instanceof Map ? specs.get(entry) : undefined;
  if (!(specs instanceof Map) || (spec !== undefined && spec !== null && !(spec instanceof Map))) {
    const message = `the argument_specs of role '${use.name}' must be a mapping of entry points to specifications`;
    problem(context, 'bad-keyword', message, spansOf(specs)?.self ?? use.span);
    return [];
  }
  if (!(spec instanceof Map) || spec.size === 0) return [];
  const described = spec.get('short_description');
  const description = described === undefined || described === null ? '' : ` - ${keyText(described)}`;
  const about = new Map<Value, Value>([
    ['type', 'role'],
    ['name', use.name],
    ['argument_spec_name', entry],
    ['path', files.path],
  ]);
  const { inherited } = context;
  const span = spansOf(spec)?.self ?? use.span;
  return [
    madeTask({
      name: `Validating arguments against arg spec '${entry}'${description}`,
      action: 'ansible.builtin.validate_argument_spec',
      args: new Map<Value, Value>([
        ['argument_spec', spec.get('options') ?? new Map<Value, Value>()],
        ['provided_arguments', use.params],
        ['validate_args_context', about],
      ]),
      inherited: { ...inherited, tags: [...new Set([...inherited.tags, 'always'])] },
      around: inherited,
      role: context.role,
      file: context.file,
      span,
      notify: inherited.notify,
    }),
  ];
}
