// Checks variables and parameters against a specification of arguments, as roles have it in meta/argument_specs.yml.
import { defineModule, toJs, Undefined, z, type TaskView } from '../../../src/kit/index.js';
import { argumentErrors } from './check.js';
import type { Plain, PlainMap } from './types.js';

const mapping = (): z.ZodType<PlainMap> => z.record(z.string(), z.unknown());

export default defineModule({
  name: 'ansible.builtin.validate_argument_spec',
  summary: 'Fails when variables do not fit a specification of arguments.',
  args: z.strictObject({
    argument_spec: mapping().describe('The arguments by name, each with type, required, choices, elements, options …'),
    provided_arguments: mapping().default({}).describe('Values that win over variables of the same names.'),
    validate_args_context: z.unknown().optional().describe('What is checked, to be handed back in the result.'),
  }),
  returns: z.object({
    msg: z.string().describe('That all fit, or all that does not.'),
    argument_errors: z.array(z.string()).optional().describe('All that does not fit.'),
    argument_spec_data: z.unknown().optional().describe('The specification, when something does not fit.'),
    validate_args_context: z.unknown().describe('The parameter of that name.'),
  }),
  check: 'full',
  diff: false,
  onController: true,
  examples: [
    {
      name: 'Before the first task that needs them',
      task: 'ansible.builtin.validate_argument_spec:\n  argument_spec:\n    port: {type: int, required: true}',
    },
  ],
  async run({ args, task }) {
    const context = { validate_args_context: args.validate_args_context ?? {} };
    const given = { ...variables(Object.keys(args.argument_spec), task), ...args.provided_arguments };
    const errors = argumentErrors(args.argument_spec, given);
    if (errors.length === 0) return { changed: false, msg: 'The arg spec validation passed', ...context };
    return {
      changed: false,
      failed: true,
      msg: `Validation of arguments failed:\n${errors.join('\n')}`,
      argument_spec_data: args.argument_spec,
      argument_errors: errors,
      ...context,
    };
  },
});

/** The variables that are defined, of those named. */
function variables(names: readonly string[], task: TaskView): PlainMap {
  const found: [string, Plain][] = [];
  for (const name of names) {
    if (!/^[A-Za-z_]\w*$/.test(name) || !task.condition(`${name} is defined`)) continue;
    const value = task.evaluate(name);
    if (!(value instanceof Undefined)) found.push([name, toJs(value)]);
  }
  return Object.fromEntries(found);
}
