// Installs and removes Python packages with the pip of the host.
import {
  argvScript,
  bool,
  choice,
  defineModule,
  list,
  ModuleFailure,
  path,
  script,
  sh,
  str,
  z,
  type ModuleReturn,
  type RunContext,
  type Script,
  type ScriptResult,
} from '../../../src/kit/index.js';
import { outputOf } from '../../_shared/output.js';
import { splitWords } from '../../_shared/words.js';
import { hasChanged, judge, pipArguments, type Wanted } from './decide.js';
import { lookAtPip, type PipLook, type PipPlace } from './find.js';
import { parseRequirement, rejoin } from './requirement.js';

const args = z.strictObject({
  name: list(str()).optional().describe('Packages with versions and extras, URLs, or paths on the host.'),
  version: str().optional().describe('The version of the one package in `name`.'),
  requirements: str().optional().describe('A requirements file on the host.'),
  state: choice('absent', 'forcereinstall', 'latest', 'present').default('present').describe('What shall be.'),
  virtualenv: path().optional().describe('A virtual environment to install into; made when it is not there.'),
  virtualenv_command: path().default('virtualenv').describe('What makes it: virtualenv, `python3 -m venv` …'),
  virtualenv_python: str().optional().describe('The Python virtualenv shall use.'),
  virtualenv_site_packages: bool()
    .default(false)
    .describe("Whether a new environment also sees the system's packages."),
  executable: path().optional().describe('The pip to use: a name or an absolute path.'),
  extra_args: str().optional().describe('Further arguments for pip.'),
  editable: bool().default(false).describe('Install as editable (`-e`).'),
  chdir: path().optional().describe('Directory to run pip in.'),
  umask: str().optional().describe("Umask for the installation, an octal text such as '0022'."),
  break_system_packages: bool().default(false).describe("Install even where the system's packages are in charge."),
});
type Args = z.output<typeof args>;
type Context = RunContext<Args>;

/** The packages that bring pip, and virtualenv. */
const PACKAGES: Readonly<Record<string, readonly [string, string]>> = {
  Debian: ['python3-pip', 'python3-virtualenv'],
  RedHat: ['python3-pip', 'python3-virtualenv'],
  Suse: ['python3-pip', 'python3-virtualenv'],
  Archlinux: ['python-pip', 'python-virtualenv'],
  Alpine: ['py3-pip', 'py3-virtualenv'],
};

function rules(a: Args): string[] {
  const broken: string[] = [];
  const names = rejoin(a.name ?? []);
  if (names.length === 0 && a.requirements === undefined)
    broken.push('one of the following is required: name, requirements');
  if (a.name !== undefined && a.requirements !== undefined)
    broken.push('parameters are mutually exclusive: name|requirements');
  if (a.executable !== undefined && a.virtualenv !== undefined) {
    broken.push('parameters are mutually exclusive: executable|virtualenv');
  }
  if (a.umask !== undefined && !/^[0-7]{1,4}$/.test(a.umask))
    broken.push("'umask' must be octal digits in quotes, like '0022'");
  if (a.version !== undefined) {
    if (a.state === 'latest') broken.push('version is incompatible with state=latest');
    if (names.length > 1) broken.push("'version' is ambiguous with several packages: write name==version for each");
    const [only] = names.map(parseRequirement);
    if (only && (only.kind === 'location' || only.specifiers !== '')) {
      broken.push("'version' conflicts with the version in 'name': give one of them");
    }
  }
  const usesVenv = /\s-m\s+venv\b|pyvenv/.test(a.virtualenv_command);
  if (a.virtualenv_python !== undefined && usesVenv) {
    broken.push("'virtualenv_python' means nothing to `-m venv` and pyvenv: name that Python in virtualenv_command");
  }
  return broken;
}

export default defineModule({
  name: 'ansible.builtin.pip',
  summary: 'Installs, updates and removes Python packages with pip, perhaps in a virtual environment.',
  args,
  returns: z.object({
    cmd: z.array(z.string()).describe('The pip command; when all was as it shall be, the one that was not needed.'),
    name: z.array(z.string()).nullable().describe('The packages.'),
    version: z.string().nullable().describe('The version that was given.'),
    requirements: z.string().nullable().describe('The requirements file.'),
    state: z.string().describe('The state that was asked for.'),
    virtualenv: z.string().nullable().describe('The virtual environment.'),
    stdout: z.string().describe('What pip printed.'),
    stderr: z.string().describe('What pip printed as errors.'),
  }),
  requires: ['python3', 'pip'],
  check: 'full',
  diff: false,
  rules,
  examples: [
    {
      name: 'Into an environment of its own',
      task: 'ansible.builtin.pip:\n  name: ["gunicorn>=22,<24", psycopg]\n  virtualenv: /srv/app/venv\n  virtualenv_command: python3 -m venv',
    },
  ],
  run: (context) => manage(context),
});

async function manage(context: Context): Promise<ModuleReturn> {
  const { args } = context;
  const place: PipPlace = { virtualenv: environmentPath(args), executable: args.executable, cwd: args.chdir };
  const names = rejoin(args.name ?? []);
  const wanted: Wanted = {
    state: args.state,
    requirements: names.map((n) => parseRequirement(args.version === undefined ? n : `${n}==${args.version}`)),
    file: args.requirements,
    editable: args.editable,
    extraArgs: splitWords(args.extra_args ?? ''),
  };
  let look = await lookAtPip(context.host, place);
  const making = place.virtualenv !== undefined && !look.environmentExists;
  const made = making ? await makeEnvironment(context, place.virtualenv ?? '', look) : '';
  if (making && !context.checkMode) look = await lookAtPip(context.host, place);
  const base = {
    name: args.name === undefined ? null : names,
    version: args.version ?? null,
    requirements: args.requirements ?? null,
    state: args.state,
    virtualenv: args.virtualenv ?? null,
  };
  const command = look.command ?? (making ? [`${place.virtualenv}/bin/pip3`] : undefined);
  if (!command) throw await noPip(context);
  const cmd = [...command, ...pipArguments(wanted)];
  const verdict = making ? ('change' as const) : judge(wanted, look.installed);
  if (verdict === 'nothing' && !making) return { changed: false, cmd, ...base, ...outputOf('', '') };
  if (context.checkMode) {
    const changes = verdict === 'change' || (await wouldChange(context, wanted, command, cmd));
    return { changed: changes, cmd, ...base, ...outputOf('', '') };
  }
  const ran = await context.change({ summary: `run ${cmd.join(' ')}` }, (hands) =>
    hands.run(pipScript(args, cmd), { cwd: args.chdir, env: pipEnvironment(args) }),
  );
  const { rc, stdout, stderr } = ran as ScriptResult;
  if (rc !== 0) throw pipFailure(cmd, stdout, stderr, rc);
  const changed =
    verdict === 'change' || hasChanged(args.state, stdout) || (await hasMoved(context, wanted, place, look));
  return { changed, cmd, ...base, ...outputOf(made + stdout, stderr) };
}

/** A pip that was told to be quiet (`-q`) does not say what it did: the list of packages does. */
async function hasMoved({ host }: Context, wanted: Wanted, place: PipPlace, before: PipLook): Promise<boolean> {
  if (!wanted.extraArgs.some((arg) => /^(?:-q+|--quiet)$/.test(arg))) return false;
  const after = await lookAtPip(host, place);
  const text = ({ installed }: PipLook): string =>
    installed
      .map((p) => `${p.name} ${p.version}`)
      .sort()
      .join('\n');
  return text(after) !== text(before);
}

/** `virtualenv` may be relative to `chdir`. */
function environmentPath({ virtualenv, chdir }: Args): string | undefined {
  if (virtualenv === undefined || virtualenv.startsWith('/') || chdir === undefined) return virtualenv;
  return `${chdir.replace(/\/+$/, '')}/${virtualenv}`;
}

function pipEnvironment(args: Args): Record<string, string> {
  return {
    LC_ALL: 'C',
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    // A variable and not the option: a pip that is too old for the option does not stumble over it.
    ...(args.break_system_packages ? { PIP_BREAK_SYSTEM_PACKAGES: '1' } : {}),
  };
}

const pipScript = (args: Args, cmd: readonly string[]): Script =>
  args.umask === undefined ? argvScript(cmd) : sh`(umask ${args.umask}; ${argvScript(cmd)})`;

function pipFailure(cmd: readonly string[], stdout: string, stderr: string, rc: number): ModuleFailure {
  const managed = /externally-managed-environment/.test(stderr + stdout)
    ? "\nThe system's package manager owns this Python: use `virtualenv`, or set break_system_packages: true."
    : '';
  const text = `${stdout === '' ? '' : `stdout: ${stdout}\n`}:stderr: ${stderr}${managed}`;
  return new ModuleFailure(text, { changed: false, cmd, rc, ...outputOf(stdout, stderr) });
}

async function noPip({ args, host }: Context): Promise<ModuleFailure> {
  const { osFamily } = await host.platform();
  const [pip] = PACKAGES[osFamily] ?? ['python3-pip'];
  if (args.executable !== undefined) {
    return new ModuleFailure(`Unable to find ${args.executable} to use: install it, or correct 'executable'`);
  }
  return new ModuleFailure(
    `Unable to find any of pip3, pip to use. pip needs to be installed: install the package ${pip} first`,
  );
}

/** Asks pip for a rehearsal; one that is too old for that leaves us with "perhaps", which counts as a change. */
async function wouldChange(
  context: Context,
  wanted: Wanted,
  command: readonly string[],
  cmd: readonly string[],
): Promise<boolean> {
  if (wanted.state === 'absent') return true;
  const words = [...command, 'install', '--dry-run', ...cmd.slice(command.length + 1)];
  const { args, host } = context;
  const { rc, stdout, stderr } = await host.probe(argvScript(words), { cwd: args.chdir, env: pipEnvironment(args) });
  if (rc === 0) return /^Would install /m.test(stdout);
  if (/no such option: --dry-run/.test(stderr)) return true;
  throw pipFailure(words, stdout, stderr, rc);
}

/** Makes the virtual environment; gives what was printed. */
async function makeEnvironment(context: Context, directory: string, look: PipLook): Promise<string> {
  const { args, host } = context;
  const words = splitWords(args.virtualenv_command);
  const usesVenv = /\s-m\s+venv\b|pyvenv/.test(args.virtualenv_command);
  const [program = 'virtualenv'] = words;
  const options = args.virtualenv_site_packages ? ['--system-site-packages'] : [];
  const python = args.virtualenv_python ?? look.python;
  if (!usesVenv && python !== undefined) options.push(`-p${python}`);
  const there = (await host.probe(sh`command -v -- ${program} >/dev/null`, { cwd: args.chdir })).rc === 0;
  if (!there && !context.checkMode) {
    const { osFamily } = await host.platform();
    const [, package_] = PACKAGES[osFamily] ?? ['', 'virtualenv'];
    throw new ModuleFailure(
      `Failed to find '${program}': install the package ${package_}, or set virtualenv_command: python3 -m venv` +
        (osFamily === 'Debian' ? ' (which needs the package python3-venv)' : ''),
    );
  }
  const cmd = [...words, ...options, directory];
  const ran = await context.change({ summary: `make the virtual environment ${directory}` }, (hands) =>
    hands.run(pipScript(args, cmd), { cwd: args.chdir, env: { LC_ALL: 'C' } }),
  );
  if (!ran) return '';
  if (ran.rc !== 0) {
    // Python's venv leaves half an environment behind, which the next run would take for a whole one.
    await context.change({ summary: `remove what is left of ${directory}` }, (hands) =>
      hands.run(script(`${sh`d=${directory}`.text}; [ -e "$d/bin/pip" ] || rm -f -- "$d/bin/activate"`), {
        cwd: args.chdir,
      }),
    );
    throw pipFailure(cmd, ran.stdout, ran.stderr, ran.rc);
  }
  return ran.stdout;
}
