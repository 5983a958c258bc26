// Notes statistics of one's own, which are shown at the end of the run.
import { bool, defineModule, isVariableName, ModuleFailure, raw, z } from '../../../src/kit/index.js';

export default defineModule({
  name: 'ansible.builtin.set_stats',
  summary: 'Notes statistics of your own, for the run or for each host; they are told at its end.',
  args: z.strictObject({
    data: raw().default({}).describe('Names and values.'),
    per_host: bool().default(false).describe('Whether they are of the host, not of the run as a whole.'),
    aggregate: bool()
      .default(true)
      .describe('Whether a value is added to the one before (numbers, text, lists and dicts), or takes its place.'),
  }),
  returns: z.object({
    ansible_stats: z
      .object({ data: z.record(z.string(), z.unknown()), per_host: z.boolean(), aggregate: z.boolean() })
      .describe('What was noted, and how.'),
  }),
  check: 'full',
  diff: false,
  onController: true,
  examples: [{ name: 'Count', task: 'ansible.builtin.set_stats:\n  data:\n    upgraded: 1' }],
  async run({ args }) {
    const data: unknown = args.data;
    if (data === null || typeof data !== 'object' || Array.isArray(data))
      throw new ModuleFailure("The 'data' option needs to be a dictionary/hash");
    const invalid = Object.keys(data).find((name) => !isVariableName(name));
    if (invalid !== undefined) {
      throw new ModuleFailure(
        `'${invalid}' is not a valid variable name: use letters, digits and underscores, no digit first, and no keyword of Python`,
      );
    }
    return { changed: false, ansible_stats: { data, per_host: args.per_host, aggregate: args.aggregate } };
  },
});
