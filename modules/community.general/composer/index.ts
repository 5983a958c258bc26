// Runs composer for a PHP project on the host; composer itself decides what is to be done.
import {
  alias,
  argvScript,
  bool,
  defineModule,
  lines,
  ModuleFailure,
  path,
  script,
  sh,
  str,
  z,
  type ModuleReturn,
  type RunContext,
  type ScriptResult,
} from '../../../src/kit/index.js';
import { splitLines } from '../../_shared/output.js';
import { noProgram, PLAIN, runProgram } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';
import { splitWords } from '../../_shared/words.js';

const args = z.strictObject({
  command: str().default('install').describe('What composer shall do: install, update, require …'),
  arguments: str().default('').describe('Further arguments of the command, such as packages with versions.'),
  executable: alias(path().optional(), 'php_path').describe('The PHP that runs composer; default that in PATH.'),
  working_dir: path().optional().describe('Directory of the project; needed unless `global_command`.'),
  global_command: bool().default(false).describe("Work on the user's own packages instead of a project."),
  prefer_source: bool().default(false).describe('Install packages from their sources where possible.'),
  prefer_dist: bool().default(false).describe('Install packages from archives, versions in development too.'),
  no_dev: bool().default(true).describe('Leave out what only development needs.'),
  no_scripts: bool().default(false).describe('Run no scripts of composer.json.'),
  no_plugins: bool().default(false).describe('Load no plugins.'),
  apcu_autoloader: bool().default(false).describe('Remember found classes with APCu.'),
  optimize_autoloader: bool().default(true).describe('Make a map of classes, which loads faster.'),
  classmap_authoritative: bool().default(false).describe('Load classes from the map only.'),
  ignore_platform_reqs: bool().default(false).describe("Do not check PHP's version and extensions."),
  composer_executable: path().optional().describe('The composer to use; default that in PATH.'),
});
type Args = z.output<typeof args>;

/** Only what a command of this composer knows is passed on. */
const ALWAYS = ['no-ansi', 'no-interaction', 'no-progress'];
const OPTIONS = [
  ['prefer_source', 'prefer-source'],
  ['prefer_dist', 'prefer-dist'],
  ['no_dev', 'no-dev'],
  ['no_scripts', 'no-scripts'],
  ['no_plugins', 'no-plugins'],
  ['apcu_autoloader', 'apcu-autoloader'],
  ['optimize_autoloader', 'optimize-autoloader'],
  ['classmap_authoritative', 'classmap-authoritative'],
  ['ignore_platform_reqs', 'ignore-platform-reqs'],
] as const;

export default defineModule({
  name: 'community.general.composer',
  summary: 'Manages the libraries of PHP projects with composer.',
  args,
  returns: z.object({}),
  requires: ['php, composer'],
  check: 'full',
  diff: false,
  rules: (a) => [
    ...(!a.global_command && a.working_dir === undefined
      ? ['global_command is False but all of the following are missing: working_dir']
      : []),
    ...(/\s/.test(a.command) ? ["Use the 'arguments' param for passing arguments with the 'command'"] : []),
  ],
  examples: [
    { name: "A project's libraries", task: 'community.general.composer:\n  working_dir: /srv/app' },
    {
      name: 'One more library',
      task: 'community.general.composer:\n  command: require\n  arguments: monolog/monolog:^3\n  working_dir: /srv/app',
    },
  ],
  run: (context) => manage(context),
});

async function manage(context: RunContext<Args>): Promise<ModuleReturn> {
  const { args: a, checkMode, host, change } = context;
  const help = await lookAtHelp(context);
  const words = [...help.program, ...(a.global_command ? ['global'] : []), a.command, ...optionsOf(a, help.options)];
  if (checkMode && !help.options.has('dry-run')) {
    return { changed: false, skipped: true, msg: `command '${a.command}' does not support check mode, skipping` };
  }
  const argv = [...words, ...(checkMode ? ['--dry-run'] : []), ...place(a), ...splitWords(a.arguments)];
  const note = { summary: `run ${argv.slice(1).join(' ')}` };
  const ran = checkMode
    ? await host.probe(lines([SBIN, argvScript(argv)]), { env: PLAIN })
    : ((await change(note, (hands) => runProgram(hands, argv))) as ScriptResult);
  const { rc, stdout, stderr } = ran;
  if (rc !== 0) throw failure(stderr);
  const msg = oneLine(stdout + stderr);
  const changed = !/Nothing to install or update|Nothing to install, update or remove/.test(msg);
  return { changed, msg, stdout: stdout + stderr, stdout_lines: splitLines(stdout + stderr) };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const failure = (stderr: string): ModuleFailure =>
  new ModuleFailure(oneLine(stderr), { stdout: stderr, stdout_lines: splitLines(stderr) });

const place = (a: Args): string[] => (a.global_command ? [] : ['--working-dir', a.working_dir ?? '']);

/** The options for this command, of those the host's composer knows. */
export function optionsOf(a: Args, known: ReadonlySet<string>): string[] {
  const wanted: string[] = OPTIONS.flatMap(([argument, name]) => (a[argument] ? [name] : []));
  return [...ALWAYS, ...wanted].filter((name) => known.has(name)).map((name) => `--${name}`);
}

/** Where PHP and composer are, and which options the command has; one round trip. */
async function lookAtHelp({ args: a, host }: RunContext<Args>): Promise<{ program: string[]; options: Set<string> }> {
  const help = ['help', a.command, '--no-interaction', '--format=json', ...place(a)];
  const { stdout, stderr } = await host.probe(
    lines([
      SBIN,
      sh`php=${a.executable ?? ''} composer=${a.composer_executable ?? ''}; PATH="$PATH:/usr/local/bin"`,
      script(`[ -n "$php" ] || php=$(command -v php) || { echo "php $PATH"; exit 0; }
[ -n "$composer" ] || composer=$(command -v composer) || { echo "composer $PATH"; exit 0; }
printf '\\n%s\\n%s\\n' "$php" "$composer"`),
      sh`"$php" "$composer" ${script(a.global_command ? 'global' : '')} ${help} && echo || echo "failed $?"`,
    ]),
    { env: PLAIN },
  );
  const [missing = '', php = '', composer = '', ...rest] = stdout.split('\n');
  if (missing !== '') {
    const [name = '', path] = missing.split(/ (.*)/s);
    throw noProgram(
      name,
      path,
      `Install ${name}, or name it with \`${name === 'php' ? 'executable' : 'composer_executable'}\`.`,
    );
  }
  const printed = rest.join('\n');
  if (/^failed \d+$/m.test(printed.trimEnd().split('\n').at(-1) ?? '')) throw failure(stderr || printed);
  return { program: [php, composer], options: readHelp(printed) };
}

/** @throws ModuleFailure when it is not what `composer help --format=json` prints */
function readHelp(printed: string): Set<string> {
  try {
    const help = JSON.parse(printed.slice(printed.indexOf('{'))) as {
      readonly definition: { readonly options: Readonly<Record<string, unknown>> };
    };
    return new Set(Object.keys(help.definition.options));
  } catch (cause) {
    const failed = new ModuleFailure(`composer's help cannot be read: ${oneLine(printed).slice(0, 200)}`);
    failed.cause = cause;
    throw failed;
  }
}
