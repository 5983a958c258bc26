// Sets variables of the host for the rest of the run.
import { bool, defineModule, isVariableName, ModuleFailure, z } from '../../../src/kit/index.js';

/** `compat:` text that spells yes/no/true/false becomes a boolean, as ansible-core does without native templates. */
function factValue(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const text = value.toLowerCase();
  return text === 'yes' || text === 'true' ? true : text === 'no' || text === 'false' ? false : value;
}

export default defineModule({
  name: 'ansible.builtin.set_fact',
  summary: 'Sets variables for the current host, for the rest of the run.',
  args: z.looseObject({
    cacheable: bool()
      .default(false)
      .describe('Whether the variables also count as facts of the host, and go into the fact cache when there is one.'),
  }),
  returns: z.object({ ansible_facts: z.record(z.string(), z.unknown()).describe('The variables that were set.') }),
  check: 'full',
  keepsValues: true,
  diff: false,
  onController: true,
  examples: [{ name: 'Two variables', task: 'ansible.builtin.set_fact:\n  port: 8080\n  paths: [/a, /b]' }],
  async run({ args }) {
    const { cacheable, ...given } = args;
    const names = Object.keys(given);
    if (names.length === 0) throw new ModuleFailure('set_fact needs at least one variable: give it as `name: value`');
    const invalid = names.find((name) => !isVariableName(name));
    if (invalid !== undefined) {
      throw new ModuleFailure(
        `'${invalid}' is not a valid variable name: use letters, digits and underscores, no digit first, and no keyword of Python`,
      );
    }
    const facts = Object.fromEntries(names.map((name) => [name, factValue(given[name])]));
    return {
      changed: false,
      ansible_facts: facts,
      // compat: the name under which Ansible tells that these facts go into the cache.
      ...(cacheable ? { _ansible_facts_cacheable: true } : {}),
    };
  },
});
