// The words of the helm commands that install, change, compare and remove a release.
import type { ReleaseArgs } from './args.js';

const option = (given: unknown, ...words: string[]): string[] => (given ? words : []);
/** As Python writes it; Go reads it. */
const bool = (value: boolean): string => (value ? 'True' : 'False');

/** What says which chart, the same for showing and installing it. */
export const chartWords = (a: ReleaseArgs): string[] => [
  ...(a.chart_version === undefined ? [] : [`--version=${a.chart_version}`]),
  ...(a.chart_repo_url === undefined ? [] : [`--repo=${a.chart_repo_url}`]),
];

export const showWords = (a: ReleaseArgs): string[] => [
  ...chartWords(a),
  'show',
  'chart',
  a.chart_ref ?? '',
  ...option(a.insecure_skip_tls_verify, '--insecure-skip-tls-verify'),
];

/** Values in the order helm weighs them; those of the task come on its standard input. */
function valueWords(a: ReleaseArgs): string[] {
  return [
    ...a.values_files.map((file) => `--values=${file}`),
    ...option(Object.keys(a.release_values).length > 0, '-f=-'),
  ];
}

const setWords = (a: ReleaseArgs): string[] =>
  (a.set_values ?? []).flatMap(({ value, value_type: type }) => [type === 'raw' ? '--set' : `--set-${type}`, value]);

/** What helm reads on its standard input: JSON is YAML. */
export const valuesInput = (a: ReleaseArgs): string | undefined =>
  Object.keys(a.release_values).length > 0 ? JSON.stringify(a.release_values) : undefined;

/** @param installed whether the release is there: then `force` counts */
export function deployWords(a: ReleaseArgs, installed: boolean, updateDependencies: boolean): string[] {
  return [
    ...chartWords(a),
    ...(a.replace
      ? ['install', ...option(updateDependencies, '--dependency-update')]
      : ['upgrade', '-i', ...option(a.reset_values, '--reset-values')]),
    ...(a.reuse_values === undefined ? [] : [`--reuse-values=${bool(a.reuse_values)}`]),
    ...option(a.reset_then_reuse_values, '--reset-then-reuse-values'),
    ...option(a.wait, '--wait'),
    ...option(a.wait && a.wait_timeout !== undefined, '--timeout', a.wait_timeout ?? ''),
    ...option(a.atomic, '--atomic'),
    ...option(a.timeout, '--timeout', a.timeout ?? ''),
    ...option(a.force && installed, '--force'),
    ...option(a.replace, '--replace'),
    ...option(a.disable_hook, '--no-hooks'),
    ...option(a.create_namespace, '--create-namespace'),
    ...option(a.insecure_skip_tls_verify, '--insecure-skip-tls-verify'),
    ...valueWords(a),
    ...option(a.post_renderer, `--post-renderer=${a.post_renderer}`),
    ...option(a.skip_crds, '--skip-crds'),
    ...(a.history_max === undefined ? [] : [`--history-max=${a.history_max}`]),
    ...setWords(a),
    a.release_name,
    a.chart_ref ?? '',
  ];
}

/** What helm's plugin `diff` is asked. */
export const diffWords = (a: ReleaseArgs): string[] => [
  'diff',
  'upgrade',
  a.release_name,
  a.chart_ref ?? '',
  ...(a.chart_repo_url === undefined ? [] : [`--repo=${a.chart_repo_url}`]),
  ...(a.chart_version === undefined ? [] : [`--version=${a.chart_version}`]),
  ...option(!a.replace, `--reset-values=${bool(a.reset_values)}`),
  ...option(a.post_renderer, `--post-renderer=${a.post_renderer}`),
  ...valueWords(a),
  ...setWords(a),
  ...option(a.reuse_values, '--reuse-values'),
  ...option(a.reset_then_reuse_values, '--reset-then-reuse-values'),
  ...option(a.insecure_skip_tls_verify, '--insecure-skip-tls-verify'),
];

export const removeWords = (a: ReleaseArgs, wait: boolean): string[] => [
  'uninstall',
  ...option(!a.purge, '--keep-history'),
  ...option(a.disable_hook, '--no-hooks'),
  ...option(wait, '--wait'),
  ...(a.wait_timeout === undefined ? [] : ['--timeout', a.wait_timeout]),
  a.release_name,
];
