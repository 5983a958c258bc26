// The parameters of helm.
import { alias, bool, choice, dict, int, list, path, str, z } from '../../../src/kit/index.js';
import { helmArgs, helmRules } from '../../_shared/helm.js';

export const args = z.strictObject({
  ...helmArgs,
  chart_ref: path().optional().describe('The chart: repository/name, an archive or directory of the host, or a URL.'),
  chart_repo_url: str().optional().describe('Address of the repository the chart is in.'),
  chart_version: str().optional().describe('Version of the chart; default the latest.'),
  dependency_update: alias(bool().default(false), 'dep_up').describe('Fetch the charts this one depends on first.'),
  release_name: alias(str(), 'name').describe('The release.'),
  release_namespace: alias(str(), 'namespace').describe('The namespace it is installed in.'),
  release_state: alias(choice('present', 'absent').default('present'), 'state').describe('Whether it shall be there.'),
  release_values: alias(dict(z.unknown()).default({}), 'values').describe('Values for the chart.'),
  values_files: list(str()).default([]).describe('Files of the host with values, read before `release_values`.'),
  set_values: list(
    z.strictObject({
      value: str().describe('`name=value`.'),
      value_type: choice('raw', 'string', 'json', 'file').default('raw').describe('How the value is read.'),
    }),
  )
    .optional()
    .describe('Single values.'),
  update_repo_cache: bool().default(false).describe('Run `helm repo update` first; not in check mode.'),
  disable_hook: bool().default(false).describe('Run no hooks.'),
  force: bool().default(false).describe('Replace objects that cannot be changed; runs every time.'),
  purge: bool().default(true).describe('Keep no history of a release that is removed.'),
  wait: bool().default(false).describe('Wait until everything is ready, or gone.'),
  wait_timeout: str().optional().describe('How long `wait` waits, as Go writes durations: 5m0s.'),
  timeout: str().optional().describe('How long helm waits for any single operation.'),
  atomic: bool().default(false).describe('Take everything back when it fails.'),
  create_namespace: bool().default(false).describe('Make the namespace if it is not there.'),
  post_renderer: str().optional().describe('A program that changes the manifests before they are applied.'),
  replace: bool().default(false).describe('Use the name of a removed release again.'),
  skip_crds: bool().default(false).describe('Leave out custom resource definitions.'),
  history_max: int().optional().describe('How many revisions are kept.'),
  reset_values: bool().default(true).describe("An upgrade begins with the chart's own values."),
  reuse_values: bool().optional().describe("An upgrade begins with the last release's values."),
  reset_then_reuse_values: bool()
    .default(false)
    .describe("An upgrade begins with the chart's values and then the last release's."),
  insecure_skip_tls_verify: alias(bool().default(false), 'skip_tls_certs_check').describe(
    'Do not check certificates when the chart is fetched.',
  ),
});
export type ReleaseArgs = z.output<typeof args>;

export function rules(a: ReleaseArgs): string[] {
  const both = (one: unknown, other: unknown, names: string): string[] =>
    one && other !== undefined ? [`parameters are mutually exclusive: ${names}`] : [];
  return [
    ...helmRules(a),
    ...(a.release_state === 'present' && a.chart_ref === undefined
      ? ['release_state is present but all of the following are missing: chart_ref']
      : []),
    ...both(a.replace, a.history_max, 'replace|history_max'),
    ...both(a.wait_timeout, a.timeout, 'wait_timeout|timeout'),
  ];
}
