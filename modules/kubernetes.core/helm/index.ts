// Installs, changes and removes releases of charts in a Kubernetes cluster, by the helm of the host.
import { isDeepStrictEqual } from 'node:util';
import { defineModule, ModuleFailure, z, type ModuleReturn, type RunContext } from '../../../src/kit/index.js';
import {
  isOlder,
  listWords,
  lookWithHelm,
  mustHelm,
  needs,
  releaseOf,
  runHelm,
  shownCommand,
  valuesWords,
  yamlDocuments,
  type HelmLook,
  type Release,
} from '../../_shared/helm.js';
import { args, rules, type ReleaseArgs } from './args.js';
import { chartWords, deployWords, diffWords, removeWords, showWords, valuesInput } from './commands.js';

type Context = RunContext<ReleaseArgs>;

export default defineModule({
  name: 'kubernetes.core.helm',
  summary: 'Manages Kubernetes packages with helm.',
  args,
  returns: z.object({
    command: z.string().describe('The helm command.'),
    stdout: z.string().describe('What it printed.'),
    stderr: z.string().describe('What it printed as errors.'),
    status: z
      .object({
        appversion: z.string().describe('Version of what the chart installs; helm tells it as `app_version`.'),
        chart: z.string().describe('Name and version of the chart.'),
        name: z.string().describe('Name of the release.'),
        namespace: z.string().describe('Its namespace.'),
        revision: z.string().describe('How often it was installed or changed.'),
        status: z.string().describe('Its state.'),
        updated: z.string().describe('When it was changed last.'),
        values: z.unknown().describe('The values it was given.'),
      })
      .describe('The release as it is now; null when there is none.'),
  }),
  check: 'full',
  diff: true,
  rules,
  examples: [
    {
      name: 'A chart with values',
      task: 'kubernetes.core.helm:\n  name: web\n  chart_ref: stable/nginx\n  release_namespace: shop\n  create_namespace: true\n  values:\n    replicas: 2',
    },
  ],
  run: (context) => manage(context),
});

async function manage(context: Context): Promise<ModuleReturn> {
  const { args: a, host, change, checkMode } = context;
  const present = a.release_state === 'present';
  if (a.update_repo_cache && !checkMode) {
    const words = ['repo', 'update'];
    await change({ summary: 'run helm repo update' }, (hands) =>
      runHelm(host, hands, a, words, shownCommand('helm', words)),
    );
  }
  const list = listWords(a.release_name, present ? [] : ['all']);
  const asked = [list, valuesWords(a.release_name), ...(present ? [showWords(a), ['plugin', 'list']] : [])];
  const look = await lookWithHelm(host, a, asked);
  const release = releaseOf(
    a.release_name,
    mustHelm(look.ran[0], shownCommand(look.helm, list)),
    look.ran[1],
    look.helm,
  );
  const { words, diff } = present ? await decidePresent(context, look, release) : decideAbsent(context, look, release);
  const quoted = present ? [a.chart_ref ?? ''] : [];
  const bare = shownCommand(look.helm, present ? chartWords(a) : []);
  const command = words ? shownCommand(look.helm, words, quoted) : bare;
  if (!words) {
    const status = checkMode ? foreseen(release) : release;
    return { changed: false, status, stdout: '', stderr: '', command };
  }
  const note = { summary: `run ${command}`, diff };
  const stdin = present ? valuesInput(a) : undefined;
  const ran = await change(note, (hands) => runHelm(host, hands, a, words, command, stdin));
  if (!ran) return { changed: true, command, status: foreseen(release), stdout: '', stderr: '' };
  const again = await lookWithHelm(host, a, [listWords(a.release_name, ['all']), valuesWords(a.release_name)]);
  const status = releaseOf(a.release_name, mustHelm(again.ran[0], command), again.ran[1], look.helm);
  return { changed: true, stdout: ran.stdout, stderr: ran.stderr, status, command };
}

/** `compat:` what check mode tells as status. */
const foreseen = (release: Release | null): Record<string, unknown> => ({
  values: { current: release ? release.values : {}, declared: release ?? {} },
});

interface Decision {
  /** The command to run; undefined when all is as it shall be. */
  readonly words?: readonly string[];
  readonly diff?: { readonly before: string; readonly after: string };
}

function decideAbsent({ args: a, warn }: Context, look: HelmLook, release: Release | null): Decision {
  if (!release || release.status.startsWith('uninstall')) return {};
  if (a.replace) throw new ModuleFailure('replace is not applicable when state is absent');
  const old = a.wait && isOlder(look.version, '3.7.0');
  if (old) warn('helm uninstall support option --wait for helm release >= 3.7.0');
  return { words: removeWords(a, a.wait && !old) };
}

interface Chart {
  readonly name?: string;
  readonly version?: string;
  readonly appVersion?: unknown;
  readonly dependencies?: unknown;
}

async function decidePresent(context: Context, look: HelmLook, release: Release | null): Promise<Decision> {
  const { args: a, warn } = context;
  const shown = mustHelm(look.ran[2], shownCommand(look.helm, showWords(a), [a.chart_ref ?? '']));
  const [chart = {}] = (await yamlDocuments(shown.stdout, `Chart.yaml of ${a.chart_ref}`)) as Chart[];
  const updateDependencies = a.dependency_update && (await updatesDependencies(context, chart));
  if (a.set_values?.some((one) => one.value_type === 'json'))
    needs(look, '3.10.0', "set_values with value type 'json'");
  if (a.reset_then_reuse_values) needs(look, '3.14.0', 'reset_then_reuse_values');
  if (a.insecure_skip_tls_verify) needs(look, '3.16.0', 'insecure_skip_tls_verify');
  const words = deployWords(a, release !== null, updateDependencies);
  if (!release) return { words };
  const plugin = /^diff\s+v?(\d[\d.]*)/m.exec(look.ran[3]?.stdout ?? '')?.[1];
  if (plugin !== undefined && (a.chart_repo_url === undefined || !isOlder(plugin, '3.4.1'))) {
    if (a.reset_then_reuse_values && isOlder(plugin, '3.9.12')) {
      throw new ModuleFailure(`reset_then_reuse_values requires helm diff >= 3.9.12, current version is ${plugin}\n`);
    }
    const compared = await lookWithHelm(context.host, a, [diffWords(a)], valuesInput(a));
    const prepared = mustHelm(compared.ran[0], shownCommand(look.helm, diffWords(a))).stdout.trim();
    if (prepared === '') return a.force ? { words } : {};
    return { words, diff: { before: '', after: `${prepared}\n` } };
  }
  warn(
    'The default idempotency check can fail to report changes in certain cases. Install helm diff >= 3.4.1 for better results.',
  );
  return a.force || (await differs(context, chart, release)) ? { words } : {};
}

/** Without the plugin: values, chart and version of what it installs are compared. */
async function differs({ args: a, host }: Context, chart: Chart, release: Release): Promise<boolean> {
  let values: Record<string, unknown> = a.release_values;
  if (a.values_files.length > 0) {
    // `compat:` then `release_values` are not looked at.
    values = {};
    for (const file of a.values_files) {
      const [content] = await yamlDocuments((await host.read(await host.expand(file))).toString('utf8'), file);
      if (content !== null && typeof content === 'object' && !Array.isArray(content)) Object.assign(values, content);
    }
  }
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  const sameApp =
    chart.appVersion === release.app_version || (chart.appVersion === undefined && release.app_version === '');
  return (
    !isDeepStrictEqual(plain(release.values), plain(values)) ||
    `${chart.name}-${chart.version}` !== release.chart ||
    !sameApp
  );
}

/** Fetches charts this one depends on; true when the installation itself has to. @throws ModuleFailure when nothing can */
async function updatesDependencies(
  { args: a, host, change, checkMode, warn }: Context,
  chart: Chart,
): Promise<boolean> {
  const { dependencies } = chart;
  if (!Array.isArray(dependencies) || dependencies.length === 0) {
    warn(
      'There is no dependencies block defined in Chart.yaml. Dependency update will not be performed. ' +
        'Please consider add dependencies block or disable dependency_update to remove this warning.',
    );
    return true;
  }
  const chartRef = a.chart_ref ?? '';
  if (a.chart_repo_url === undefined && !/^https*:\/\/[\w.:/?&=-]+$/.test(chartRef)) {
    const words = ['dependency', 'update', chartRef];
    if (!checkMode) {
      await change({ summary: `run helm ${words.join(' ')}` }, (hands) =>
        runHelm(host, hands, a, words, shownCommand('helm', words, [chartRef])),
      );
    }
    return false;
  }
  warn(
    "This is a not stable feature with 'chart_repo_url'. Please consider to use dependency update with on-disk charts",
  );
  if (!a.replace) {
    throw new ModuleFailure(
      "'--dependency-update' hasn't been supported yet with 'helm upgrade'. " +
        "Please use 'helm install' instead by adding 'replace' option",
    );
  }
  return true;
}
