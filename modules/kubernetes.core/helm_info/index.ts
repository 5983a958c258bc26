// Tells of a release that helm has installed in a cluster.
import { alias, bool, defineModule, list, str, z } from '../../../src/kit/index.js';
import {
  helmArgs,
  helmRules,
  listWords,
  lookWithHelm,
  mustHelm,
  releaseOf,
  shownCommand,
  valuesWords,
  yamlDocuments,
} from '../../_shared/helm.js';

const args = z.strictObject({
  ...helmArgs,
  release_name: alias(str(), 'name').describe('The release.'),
  release_namespace: alias(str(), 'namespace').describe('The namespace it is in.'),
  release_state: list(str())
    .default([])
    .describe(
      'The states a release is looked for in: all, deployed, failed, pending, superseded, uninstalled, uninstalling; default deployed and failed.',
    ),
  get_all_values: bool().default(false).describe("All values, the chart's own too, not only those that were given."),
});

const STATES = ['all', 'deployed', 'failed', 'pending', 'superseded', 'uninstalled', 'uninstalling'];

export default defineModule({
  name: 'kubernetes.core.helm_info',
  summary: 'Gets information about a release from helm.',
  args,
  returns: z.object({
    status: z
      .object({
        app_version: z.string().describe('Version of what the chart installs.'),
        chart: z.string().describe('Name and version of the chart.'),
        hooks: z.array(z.unknown()).describe('The hooks of the release.'),
        manifest: z.array(z.unknown()).describe('The objects of the release.'),
        name: z.string().describe('Name of the release.'),
        namespace: z.string().describe('Its namespace.'),
        notes: z.string().describe("The chart's notes."),
        revision: z.string().describe('How often it was installed or changed.'),
        status: z.string().describe('Its state.'),
        updated: z.string().describe('When it was changed last.'),
        values: z.unknown().describe('The values it was given.'),
      })
      .describe('The release; not there when there is none.'),
  }),
  requires: ['helm'],
  check: 'full',
  diff: false,
  rules: (a) => [
    ...helmRules(a),
    ...(a.context !== undefined && !a.validate_certs
      ? ['parameters are mutually exclusive: context|validate_certs']
      : []),
  ],
  examples: [{ name: 'A release', task: 'kubernetes.core.helm_info:\n  name: web\n  release_namespace: shop' }],
  async run({ args: a, host }) {
    const name = a.release_name;
    const states = a.release_state.filter((state) => STATES.includes(state));
    const words = listWords(name, states);
    const gets = ['manifest', 'notes', 'hooks'].map((what) => ['get', what, name]);
    const look = await lookWithHelm(host, a, [words, valuesWords(name, a.get_all_values), ...gets]);
    const [listed, values, ...got] = look.ran;
    const release = releaseOf(name, mustHelm(listed, shownCommand(look.helm, words)), values, look.helm);
    if (!release) return {};
    const [manifest = '', notes = '', hooks = ''] = gets.map(
      (get, i) => mustHelm(got[i], shownCommand(look.helm, get)).stdout,
    );
    const status = {
      ...release,
      manifest: await yamlDocuments(manifest, `manifest of ${name}`),
      notes,
      hooks: await yamlDocuments(hooks, `hooks of ${name}`),
    };
    return { status };
  },
});
