// Checks that conditions hold.
import {
  alias,
  bool,
  defineModule,
  raw,
  TemplateText,
  TsplayError,
  toJs,
  z,
  type TaskView,
  type Value,
} from '../../../src/kit/index.js';
import { evaluateRaw } from '../../_shared/raw-template.js';

const message = () => z.union([z.string(), z.array(z.string())], { error: () => 'must be text or a list of texts' });

export default defineModule({
  name: 'ansible.builtin.assert',
  summary: 'Fails when one of the conditions does not hold.',
  args: z.strictObject({
    that: raw().describe('Conditions as in `when`: one or a list.'),
    fail_msg: alias(message().optional().describe('What to say when a condition does not hold.'), 'msg'),
    success_msg: message().optional().describe('What to say when all hold.'),
    quiet: bool().default(false).describe('Show no result unless a condition does not hold.'),
  }),
  returns: z.object({
    msg: z.unknown().describe('The message.'),
    assertion: z.unknown().optional().describe('The condition that does not hold.'),
    evaluated_to: z.boolean().optional().describe('What it gave: false.'),
  }),
  check: 'full',
  diff: false,
  onController: true,
  raw: ['that'],
  nullable: ['that'],
  examples: [
    {
      name: 'Enough memory?',
      task: 'ansible.builtin.assert:\n  that: ansible_facts.memtotal_mb > 900\n  fail_msg: too small',
    },
  ],
  async run({ args, task }) {
    // compat: the mark by which a result is shown without -v.
    const shown = args.quiet ? {} : { _ansible_verbose_always: true };
    for (const condition of conditionsOf(args.that as Value, task)) {
      if (holds(condition, task)) continue;
      return {
        changed: false,
        failed: true,
        evaluated_to: false,
        assertion: written(condition),
        msg: args.fail_msg ?? 'Assertion failed',
        ...shown,
      };
    }
    return { changed: false, msg: args.success_msg ?? 'All assertions passed', ...shown };
  },
});

/** The conditions one by one; `that: "{{ conditions }}"` may itself give the list. */
function conditionsOf(that: Value, task: TaskView): readonly Value[] {
  if (Array.isArray(that)) return that;
  if (that === null || that === '') return [];
  if (!(that instanceof TemplateText)) return [that];
  const value = evaluateRaw(that, task, 'that');
  // compat: nothing is asserted.
  if (value === '' || value === null) return [];
  if (!Array.isArray(value)) return [that];
  return task.isWritten(that) ? value : value.map(withoutText);
}

function written(condition: Value): unknown {
  return condition instanceof TemplateText ? condition.source : toJs(condition);
}

/** Whether it holds. @throws TsplayError that names the condition when it cannot be evaluated */
function holds(condition: Value, task: TaskView): boolean {
  try {
    return task.condition(condition);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const { code, span, hint, notes } = error;
    throw new TsplayError(code, `${failure(condition)} ${error.message}`, { span, hint, notes, cause: error });
  }
}

const failure = (condition: Value): string =>
  `The conditional check '${String(written(condition))}' failed. The error was:`;

/** What a list that may have come from a host holds, when it is a truth value of its own. @throws TsplayError for text */
function withoutText(element: Value): Value {
  if (typeof element !== 'string' && !Array.isArray(element)) return element;
  throw new TsplayError(
    'template-value',
    `${failure(element)} its text may have come from a host, and is not read as a condition`,
    { hint: 'write the conditions into the task, or into a variable of the project' },
  );
}
