// Checks that conditions hold.
import {
  alias,
  bool,
  defineModule,
  raw,
  TemplateText,
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
      if (task.condition(condition)) continue;
      return {
        changed: false,
        failed: true,
        evaluated_to: false,
        assertion: condition instanceof TemplateText ? condition.source : toJs(condition),
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
  if (!(that instanceof TemplateText)) return [that];
  const value = evaluateRaw(that, task, 'that');
  return Array.isArray(value) ? value : [that];
}
