// Answers pong when the host can run a script.
import { defineModule, ModuleFailure, sh, str, z } from '../../../src/kit/index.js';

export default defineModule({
  name: 'ansible.builtin.ping',
  summary: 'Checks that the host can be reached and runs scripts; returns pong.',
  args: z.strictObject({
    data: str().default('pong').describe('What to return; `crash` makes the module fail.'),
  }),
  returns: z.object({ ping: z.string().describe('The value of `data`.') }),
  check: 'full',
  diff: false,
  examples: [{ name: 'Is the host there?', task: 'ansible.builtin.ping:' }],
  async run({ args, host }) {
    if (args.data === 'crash') throw new ModuleFailure('boom');
    const { rc } = await host.probe(sh`:`);
    if (rc !== 0) throw new ModuleFailure('the shell of the host does nothing right', { rc });
    return { ping: args.data };
  },
});
