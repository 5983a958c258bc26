// Installs, updates and removes plugins of helm.
import { choice, defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { helmArgs, helmRules, lookWithHelm, shownCommand, tryHelm } from '../../_shared/helm.js';

const args = z.strictObject({
  ...helmArgs,
  state: choice('absent', 'present', 'latest')
    .default('present')
    .describe('present: it is installed; latest: it is brought up to date when it is there; absent: it is removed.'),
  plugin_name: str().optional().describe('The plugin, for absent and latest.'),
  plugin_path: str()
    .optional()
    .describe('Where it is installed from: a directory of the host or the URL of a repository.'),
  plugin_version: str().optional().describe('The version to install; default the newest.'),
});

export default defineModule({
  name: 'kubernetes.core.helm_plugin',
  summary: 'Manages plugins of helm.',
  args,
  returns: z.object({
    command: z.string().describe('The helm command.'),
    msg: z.string().describe('What was done.'),
    rc: z.number().describe('Its code.'),
    stdout: z.string().describe('What it printed.'),
    stderr: z.string().describe('What it printed as errors.'),
  }),
  requires: ['helm'],
  // Whether what is at `plugin_path` is installed already is only known when helm installs it.
  check: 'full',
  diff: false,
  rules: (a) => {
    const needed = a.state === 'present' ? 'plugin_path' : 'plugin_name';
    return [
      ...helmRules(a),
      ...(a[needed] === undefined ? [`state is ${a.state} but all of the following are missing: ${needed}`] : []),
      ...(a.plugin_name !== undefined && a.plugin_path !== undefined
        ? ['parameters are mutually exclusive: plugin_name|plugin_path']
        : []),
    ];
  },
  examples: [
    {
      name: 'What shows differences',
      task: 'kubernetes.core.helm_plugin:\n  plugin_path: https://github.com/databus23/helm-diff',
    },
  ],
  async run({ args: a, host, change }) {
    const list = ['plugin', 'list'];
    const look = await lookWithHelm(host, a, [list]);
    const listed = look.ran[0] ?? { rc: 1, stdout: '', stderr: '' };
    const name = a.plugin_name ?? '';
    if (a.state !== 'present' && !pluginsOf(listed.stdout).includes(name)) {
      const msg = a.state === 'absent' ? 'Plugin not found or is already uninstalled' : 'Plugin not found';
      const { rc, stdout, stderr } = listed;
      return { msg, command: shownCommand(look.helm, list), rc, stdout, stderr };
    }
    const { words, done, failure } = STEPS[a.state](name, a.plugin_path ?? '', a.plugin_version);
    const command = shownCommand(look.helm, words);
    const ran = await change({ summary: `run ${command}` }, (hands) => tryHelm(host, hands, a, words));
    const { rc, stdout, stderr } = ran ?? { rc: 0, stdout: '', stderr: '' };
    const told = { command, rc, stdout, stderr };
    if (rc === 0) return { msg: done, ...told };
    if (a.state === 'present' && stderr.includes('plugin already exists')) {
      return { changed: false, msg: 'Plugin already exists', ...told };
    }
    throw new ModuleFailure(failure, told);
  },
});

interface Step {
  readonly words: readonly string[];
  readonly done: string;
  readonly failure: string;
}

const STEPS: Readonly<
  Record<'absent' | 'present' | 'latest', (name: string, from: string, version: string | undefined) => Step>
> = {
  present: (_name, from, version) => ({
    words: ['plugin', 'install', from, ...(version === undefined ? [] : [`--version=${version}`])],
    done: 'Plugin installed successfully',
    failure: 'Failure when executing Helm command.',
  }),
  latest: (name) => ({
    words: ['plugin', 'update', name],
    done: 'Plugin updated successfully',
    failure: 'Failed to get Helm plugin update',
  }),
  absent: (name) => ({
    words: ['plugin', 'uninstall', name],
    done: 'Plugin uninstalled successfully',
    failure: 'Failed to get Helm plugin uninstall',
  }),
};

/** The names in what `helm plugin list` printed. */
export const pluginsOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.includes('\t') && !line.startsWith('NAME'))
    .map((line) => line.slice(0, line.indexOf('\t')).trim());
