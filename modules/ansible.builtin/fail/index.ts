// Fails with a message.
import { defineModule, raw, z } from '../../../src/kit/index.js';

export default defineModule({
  name: 'ansible.builtin.fail',
  summary: 'Fails the task, with a message of yours; used with `when`.',
  args: z.strictObject({
    msg: raw().default('Failed as requested from task').describe('What to say.'),
  }),
  returns: z.object({ msg: z.unknown().describe('The message.') }),
  check: 'full',
  diff: false,
  onController: true,
  examples: [{ name: 'Stop here', task: 'ansible.builtin.fail:\n  msg: not on this system' }],
  async run({ args }) {
    return { changed: false, failed: true, msg: args.msg };
  },
});
