// Prints a message or the value of an expression.
import {
  defineModule,
  int,
  OmitValue,
  raw,
  toJs,
  TsplayError,
  Undefined,
  z,
  type TaskView,
  type Value,
} from '../../../src/kit/index.js';
import { evaluateRaw } from '../../_shared/raw-template.js';

export default defineModule({
  name: 'ansible.builtin.debug',
  summary: 'Prints a message or the value of a variable while the play runs.',
  args: z.strictObject({
    msg: raw().optional().describe('What to print, any value; default `Hello world!`.'),
    var: raw().optional().describe('A variable or an expression, written without `{{ }}`.'),
    verbosity: int().default(0).describe('Print only from this many `-v` on.'),
  }),
  returns: z.object({
    msg: z.unknown().describe('The message; with `var` the value stands under the name of the expression instead.'),
  }),
  check: 'full',
  diff: false,
  onController: true,
  raw: ['var'],
  nullable: ['msg'],
  rules: (args) =>
    args.msg !== undefined && args.var !== undefined ? ['parameters are mutually exclusive: msg|var'] : [],
  examples: [
    { name: 'A message', task: 'ansible.builtin.debug:\n  msg: "{{ inventory_hostname }} is there"' },
    { name: 'A value', task: 'ansible.builtin.debug:\n  var: ansible_facts.kernel' },
  ],
  async run({ args, task }) {
    if (task.verbosity < args.verbosity) {
      return { changed: false, skipped: true, skipped_reason: 'Verbosity threshold not met.' };
    }
    if (args.var === undefined) return { changed: false, msg: args.msg === undefined ? 'Hello world!' : args.msg };
    const named = evaluateRaw(args.var as Value, task, 'var');
    if (named instanceof OmitValue) return { changed: false, msg: 'Hello world!' };
    if (named instanceof Undefined) {
      throw new TsplayError('undefined-variable', named.message, { span: named.span, hint: named.hint });
    }
    if (named !== null && typeof named === 'object') return { changed: false, [typeLabel(named)]: toJs(named) };
    // compat: what may have come from a host is no name: it is shown as a template that nobody evaluates.
    const isName = task.isWritten(args.var as Value);
    return { changed: false, [String(named)]: isName ? shown(String(named), task) : `{{${String(named)}}}` };
  },
});

/** `compat:` a list or dict that was given instead of a name has no name; its Python type stands in. */
function typeLabel(value: object): string {
  return Array.isArray(value) ? "<class 'list'>" : "<class 'dict'>";
}

function shown(expression: string, task: TaskView): unknown {
  const missing = (why: string): string => `VARIABLE IS NOT DEFINED!${task.verbosity > 0 ? `: ${why}` : ''}`;
  try {
    const value = task.evaluate(expression);
    return value instanceof Undefined ? missing(value.message) : toJs(value);
  } catch (error) {
    if (error instanceof TsplayError && error.code === 'undefined-variable') return missing(error.message);
    throw error;
  }
}
