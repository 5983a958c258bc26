// Installs, updates and removes node.js packages with the npm of the host.
import {
  argvScript,
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  path,
  script,
  sh,
  str,
  z,
  type RunContext,
  type Script,
} from '../../../src/kit/index.js';
import { mustRun, noProgram } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';
import { compare, npmArguments } from './decide.js';

const args = z.strictObject({
  name: str().optional().describe('The package; without it the dependencies of package.json in `path`.'),
  path: path().optional().describe('Directory to install in; made when it is not there. Needed unless `global`.'),
  version: str().optional().describe('The version to install.'),
  global: bool().default(false).describe('Install for the whole host.'),
  executable: path().optional().describe('The npm to use, e.g. that of a version manager; words are split at blanks.'),
  ignore_scripts: bool().default(false).describe('Run no scripts of packages.'),
  unsafe_perm: bool().default(false).describe('Run scripts of packages as root.'),
  ci: bool().default(false).describe('Install exactly what the lock file says (`npm ci`).'),
  production: bool().default(false).describe('Leave out what is only needed for development.'),
  registry: str().optional().describe('The registry to install from.'),
  state: choice('present', 'absent', 'latest').default('present').describe('What shall be.'),
  no_optional: bool().default(false).describe('Leave out optional dependencies.'),
  no_bin_links: bool().default(false).describe('Make no links to programs of packages.'),
  force: bool().default(false).describe('Fetch again and overwrite, whatever is there.'),
});
export type NpmArgs = z.output<typeof args>;

export default defineModule({
  name: 'community.general.npm',
  summary: 'Installs, updates and removes node.js packages with npm.',
  args,
  returns: z.object({}),
  requires: ['npm'],
  check: 'full',
  diff: false,
  rules: (a) => [
    ...(a.state === 'absent' && a.name === undefined
      ? ['state is absent but all of the following are missing: name']
      : []),
    ...(a.path === undefined && !a.global ? ['path must be specified when not using global'] : []),
  ],
  examples: [
    { name: "An application's dependencies", task: 'community.general.npm:\n  path: /srv/app\n  ci: true' },
    { name: 'A program for all users', task: 'community.general.npm:\n  name: yarn\n  global: true' },
  ],
  run: async (context) => ({ changed: await manage(context) }),
});

async function manage({ args: a, host, change }: RunContext<NpmArgs>): Promise<boolean> {
  const npm = a.executable === undefined ? ['npm'] : a.executable.split(' ');
  const told = await ask(host, lookScript(a, npm));
  if (told.value('program') === undefined) {
    throw noProgram(npm[0] ?? 'npm', told.value('path'), 'Install npm, or name it with `executable`.');
  }
  if (told.value('kind') === 'other') throw new ModuleFailure(`path ${a.path} is not a directory`);
  const steps = compare(a, told.value('list'), told.value('outdated'));
  for (const verb of steps) {
    const argv = [...npm, ...npmArguments(a, verb)];
    await change({ summary: `run ${argv.join(' ')}` }, async (hands) => {
      if (a.path !== undefined) await hands.must(sh`mkdir -p -- ${a.path}`);
      await mustRun(hands, argv, { cwd: a.path });
    });
  }
  return steps.length > 0;
}

/** One look: where npm is, what is installed and, for the latest, what is outdated. */
function lookScript(a: NpmArgs, npm: readonly string[]): Script {
  const [program = 'npm'] = npm;
  // What npm says is only asked where it decides.
  const asks = a.ci ? [] : a.state === 'latest' ? ['list', 'outdated'] : ['list'];
  return lines([
    SBIN,
    sh`p=$(command -v -- ${program}) && say program "$p"; say path "$PATH"`,
    ...(a.path === undefined
      ? []
      : [
          sh`d=${a.path}; if [ -d "$d" ]; then cd -- "$d" || exit; elif [ -e "$d" ]; then say kind other; exit; else exit; fi`,
        ]),
    script('[ -n "$p" ] || exit 0'),
    ...asks.map((verb) => {
      const command = argvScript([...npm, ...npmArguments(a, verb as 'list' | 'outdated')]).text;
      return script(`say ${verb} "$(${command} 2>/dev/null </dev/null)"`);
    }),
  ]);
}
