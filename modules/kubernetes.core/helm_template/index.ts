// Renders the manifests of a chart, as text or into files.
import { alias, bool, choice, defineModule, dict, list, path, str, z } from '../../../src/kit/index.js';
import { lookWithHelm, needs, runHelm, shownCommand } from '../../_shared/helm.js';

const args = z.strictObject({
  binary_path: path().optional().describe('The helm to use; default that in PATH.'),
  chart_ref: path().describe('The chart: repository/name, an archive or directory of the host, or a URL.'),
  chart_repo_url: str().optional().describe('Address of the repository the chart is in.'),
  chart_version: str().optional().describe('Its version; default the newest.'),
  dependency_update: alias(bool().default(false), 'dep_up').describe('Fetch the charts this one depends on first.'),
  disable_hook: bool().default(false).describe('Leave out hooks.'),
  include_crds: bool().default(false).describe('Render custom resource definitions too.'),
  output_dir: path()
    .optional()
    .describe('Directory of the host to write the manifests into; default: they are returned.'),
  insecure_registry: bool().default(false).describe('Do not check certificates when the chart is fetched.'),
  release_name: alias(str().optional(), 'name').describe('The name of the release in the manifests.'),
  release_namespace: str().optional().describe('The namespace in the manifests.'),
  release_values: alias(dict(z.unknown()).default({}), 'values').describe('Values for the chart.'),
  show_only: list(str()).default([]).describe('Only the manifests of these templates.'),
  values_files: list(str()).default([]).describe('Files of the host with values, read before `release_values`.'),
  update_repo_cache: bool().default(false).describe('Run `helm repo update` first.'),
  set_values: list(
    z.strictObject({
      value: str().describe('`name=value`.'),
      value_type: choice('raw', 'string', 'json', 'file').default('raw').describe('How the value is read.'),
    }),
  )
    .optional()
    .describe('Single values.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'kubernetes.core.helm_template',
  summary: 'Renders the manifests of a chart with helm.',
  args,
  returns: z.object({
    command: z.string().describe('The helm command.'),
    stdout: z.string().describe('What it printed: the manifests, without `output_dir`.'),
    stderr: z.string().describe('What it printed as errors.'),
  }),
  requires: ['helm'],
  check: 'full',
  diff: false,
  examples: [
    {
      name: 'Manifests with values of our own',
      task: 'kubernetes.core.helm_template:\n  chart_ref: stable/web\n  release_name: shop\n  values:\n    replicas: 2\nregister: manifests',
    },
  ],
  async run({ args: a, host, change }) {
    const login = { binary_path: a.binary_path, validate_certs: true };
    const look = await lookWithHelm(host, login, []);
    if (a.set_values?.some((one) => one.value_type === 'json')) {
      needs(look, '3.10.0', "set_values with value type 'json'");
    }
    const words = templateWords(a);
    const command = shownCommand(look.helm, words);
    const stdin = Object.keys(a.release_values).length > 0 ? JSON.stringify(a.release_values) : undefined;
    // `compat:` each run counts as a change.
    const ran = await change({ summary: `run ${command}` }, async (hands) => {
      const update = ['repo', 'update'];
      if (a.update_repo_cache) await runHelm(host, hands, login, update, shownCommand(look.helm, update));
      return runHelm(host, hands, login, words, command, stdin);
    });
    return { command, stdout: ran?.stdout ?? '', stderr: ran?.stderr ?? '', rc: 0 };
  },
});

const option = (given: unknown, ...words: string[]): string[] => (given ? words : []);

/** @returns the words behind `helm`; the values of the task come on its standard input */
export function templateWords(a: Args): string[] {
  return [
    'template',
    ...option(a.release_name, a.release_name ?? ''),
    a.chart_ref,
    ...option(a.dependency_update, '--dependency-update'),
    ...option(a.chart_repo_url, `--repo=${a.chart_repo_url}`),
    ...option(a.chart_version, `--version=${a.chart_version}`),
    ...option(a.disable_hook, '--no-hooks'),
    ...option(a.output_dir, `--output-dir=${a.output_dir}`),
    ...option(a.insecure_registry, '--insecure-skip-tls-verify'),
    ...a.show_only.flatMap((template) => ['-s', template]),
    ...a.values_files.map((file) => `-f=${file}`),
    ...option(a.release_namespace, '-n', a.release_namespace ?? ''),
    ...option(Object.keys(a.release_values).length > 0, '-f=-'),
    ...option(a.include_crds, '--include-crds'),
    ...(a.set_values ?? []).flatMap(({ value, value_type: type }) => [
      type === 'raw' ? '--set' : `--set-${type}`,
      value,
    ]),
  ];
}
