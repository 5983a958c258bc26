// Gathers the facts of the host.
import { bool, defineModule, int, list, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { selectFacts } from './select.js';

export default defineModule({
  name: 'ansible.builtin.setup',
  aliases: ['ansible.builtin.gather_facts'],
  summary: 'Gathers facts about the host: system, network, mounts, local facts.',
  args: z.strictObject({
    gather_subset: list(str())
      .default(['all'])
      .describe('Which kinds of facts: all, min, hardware, network, virtual …; `!` in front leaves a kind out.'),
    filter: list(str()).default([]).describe('Only facts whose name matches one of these shell patterns.'),
    fact_path: path().default('/etc/ansible/facts.d').describe('Directory of local facts (`*.fact`).'),
    parallel: bool()
      .optional()
      .describe('Of gather_facts: whether the modules that the setting facts_modules names run side by side.'),
    gather_timeout: int().default(10).describe('Seconds to wait for the numbers of one mount.'),
  }),
  returns: z.object({ ansible_facts: z.record(z.string(), z.unknown()).describe('The facts, `ansible_` in front.') }),
  check: 'full',
  diff: false,
  examples: [{ name: 'Only the network', task: 'ansible.builtin.setup:\n  gather_subset: ["!all", network]' }],
  async run({ args, host, warn }) {
    // gather_facts has taken it out before it comes here.
    if (args.parallel !== undefined)
      throw new ModuleFailure("setup has no parameter 'parallel': it is one of gather_facts");
    const facts = await host.gatherFacts({
      subset: args.gather_subset,
      factPath: args.fact_path,
      timeout: args.gather_timeout,
      warn,
    });
    return { changed: false, ansible_facts: selectFacts(facts, args.gather_subset, args.filter) };
  },
});
