// Projects of Docker Compose on a host: how they are named on the command line, run, and told of.
import {
  bool,
  dict,
  lines,
  list,
  ModuleFailure,
  path,
  quote,
  script,
  sh,
  str,
  z,
  type HostView,
  type ModuleReturn,
  type RunContext,
  type Script,
} from '../../src/kit/index.js';
import {
  actionsOf,
  failureOf,
  hasChanges,
  jsonEvents,
  textEvents,
  warningsOf,
  type ComposeEvent,
  type Ignored,
} from './compose-events.js';
import {
  captured,
  cliAnswer,
  dockerCli,
  dockerCliArgs,
  dockerCliRules,
  jsonLines,
  needDocker,
  type CliAnswer,
  type DockerCliArgs,
} from './docker-cli.js';
import { Told } from './told.js';
import { isOlder } from './versions.js';

export const composeArgs = {
  ...dockerCliArgs,
  project_src: path().optional().describe("The project's directory on the host."),
  project_name: str().optional().describe("The project's name; by default that of its directory."),
  files: list(path()).optional().describe('Compose files, relative to the directory, in the order they are merged.'),
  definition: dict(z.unknown())
    .optional()
    .describe('The project itself, instead of a directory; it is in a temporary one while the command runs.'),
  env_files: list(path()).optional().describe('Files with the environment, instead of `.env` in the directory.'),
  profiles: list(str()).optional().describe('Profiles that are enabled.'),
  check_files_existing: bool()
    .default(true)
    .describe('Without `files`, fail when the directory has no Compose file of a usual name.'),
};

/** What modules return of what compose did. */
export const composeActions = z
  .array(
    z.object({
      what: z.string().describe('Kind of what was changed.'),
      id: z.string().nullable().describe('Its name.'),
      status: z.string().describe('What was done.'),
    }),
  )
  .describe('What was done or, in a dry run, would be.');

export interface ComposeArgs extends DockerCliArgs {
  readonly project_src?: string | undefined;
  readonly project_name?: string | undefined;
  readonly files?: readonly string[] | undefined;
  readonly definition?: Readonly<Record<string, unknown>> | undefined;
  readonly env_files?: readonly string[] | undefined;
  readonly profiles?: readonly string[] | undefined;
  readonly check_files_existing: boolean;
}

export function composeRules(a: ComposeArgs): string[] {
  const both = (one: string, other: string): string => `parameters are mutually exclusive: ${one}|${other}`;
  return [
    ...dockerCliRules(a),
    ...(a.definition !== undefined && a.project_src !== undefined ? [both('definition', 'project_src')] : []),
    ...(a.definition !== undefined && a.files !== undefined ? [both('definition', 'files')] : []),
    ...(a.definition === undefined && a.project_src === undefined
      ? ['one of the following is required: definition, project_src']
      : []),
    ...(a.definition !== undefined && a.project_name === undefined
      ? ["missing parameter(s) required by 'definition': project_name"]
      : []),
  ];
}

const USUAL = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const LEAST = '2.18.0';

/** A project whose command and directory have been looked at. */
export interface Project {
  readonly a: ComposeArgs;
  /** Path of the docker command. */
  readonly cli: string;
  readonly version: string;
  readonly json: boolean;
}

/** Stands for a temporary directory of the project, whose path only the script knows: `$p`. */
const TEMPORARY = '\u0001';

/** The words after `docker`, up to the subcommand. @param plain whether progress is told as text in any version */
export function baseWords({ a, version, json }: Project, plain = false): string[] {
  return [
    'compose',
    '--ansi',
    'never',
    ...(json && !plain ? ['--progress', 'json'] : isOlder(version, '2.19.0') ? [] : ['--progress', 'plain']),
    '--project-directory',
    a.project_src ?? TEMPORARY,
    ...(a.project_name === undefined || a.project_name === '' ? [] : ['--project-name', a.project_name]),
    ...(a.files ?? []).flatMap((file) => ['--file', file]),
    ...(a.env_files ?? []).flatMap((file) => ['--env-file', file]),
    ...(a.profiles ?? []).flatMap((profile) => ['--profile', profile]),
  ];
}

/** A script that stands in the project's directory. A definition is the first line of its standard input. */
function inProject(a: ComposeArgs, body: Script): Script {
  const enter =
    a.project_src === undefined
      ? script(
          'p=$t/project; mkdir "$p" && IFS= read -r y && printf "%s\\n" "$y" > "$p/compose.yaml" && cd "$p" || exit',
        )
      : sh`p=${a.project_src}; cd "$p" 2>/dev/null || { say lost yes; exit 0; }`;
  return dockerCli(a, lines([enter, body]));
}

const definitionText = (a: ComposeArgs): string | undefined =>
  a.definition === undefined ? undefined : `${JSON.stringify(a.definition)}\n`;

/** One round trip. @throws ModuleFailure when there is no such command, plugin, directory or file */
export async function openProject(host: HostView, a: ComposeArgs): Promise<Project> {
  const named = (a.files ?? []).map((file) => sh`[ -e ${file} ] || say missing ${file}`);
  const { stdoutBytes } = await host.probe(
    inProject(
      a,
      lines([
        captured('version', ['compose', 'version', '--format', 'json']),
        ...named,
        sh`for f in ${USUAL}; do [ ! -e "$f" ] || say usual "$f"; done`,
      ]),
    ),
    { stdin: definitionText(a) },
  );
  const told = new Told(stdoutBytes);
  const cli = needDocker(told);
  if (told.value('lost') !== undefined) throw new ModuleFailure(`"${a.project_src}" is not a directory`);
  const version = versionOf(cliAnswer(told, 'version'));
  if (version === undefined) throw new ModuleFailure(`Docker CLI ${cli} does not have the compose plugin installed`);
  if (isOlder(version, LEAST))
    throw new ModuleFailure(
      `Docker CLI ${cli} has the compose plugin with version ${version}; need version ${LEAST} or later`,
    );
  const missing = told.value('missing');
  if (missing !== undefined)
    throw new ModuleFailure(`Cannot find Compose file "${missing}" relative to project directory "${a.project_src}"`);
  const needed = a.definition === undefined && (a.files ?? []).length === 0 && a.check_files_existing;
  if (needed && told.value('usual') === undefined) {
    const last = USUAL.at(-1) ?? '';
    throw new ModuleFailure(`"${a.project_src}" does not contain ${USUAL.slice(0, -1).join(', ')}, or ${last}`);
  }
  return { a, cli, version, json: !isOlder(version, '2.29.0') };
}

function versionOf(answer: CliAnswer | undefined): string | undefined {
  if (answer?.rc !== 0) return undefined;
  try {
    const { version } = JSON.parse(answer.out) as { version?: string };
    return version?.replace(/^v/, '');
  } catch {
    return undefined;
  }
}

/** Commands run one after the other in the project's directory, by name. */
export type Commands = Readonly<Record<string, readonly string[]>>;

/** Words of a command line in the project's directory. */
const shellWords = (words: readonly string[]): string =>
  words.map((word) => (word === TEMPORARY ? '"$p"' : quote(word))).join(' ');

/** The script that runs them, and what it reads. */
function projectScript(project: Project, commands: Commands): { readonly text: Script; readonly stdin?: string } {
  const { a } = project;
  const each = Object.entries(commands);
  const text = inProject(
    a,
    lines(each.map(([name, words]) => script(`capture ${quote(name)} dk ${shellWords(words)}`))),
  );
  const stdin = definitionText(a);
  return stdin === undefined ? { text } : { text, stdin };
}

export type Answers = (name: string) => CliAnswer;

/** What commands said. @throws ModuleFailure when one of them was not run */
function answersOf(stdoutBytes: Buffer): Answers {
  const told = new Told(stdoutBytes);
  return (name) => {
    const answer = cliAnswer(told, name);
    if (!answer) throw new ModuleFailure(`docker compose was not run on the host: ${told.value('path') ?? name}`);
    return answer;
  };
}

/** The words that list a project's containers and images. */
export const listWords = (project: Project): Commands => ({
  ps: [
    ...baseWords(project),
    'ps',
    '--format',
    'json',
    '--all',
    ...(isOlder(project.version, '2.23.0') ? [] : ['--no-trunc']),
  ],
  images: [...baseWords(project), 'images', '--format', 'json'],
});

/** The containers as compose lists them. @throws ModuleFailure when it could not */
export function containersOf(project: Project, { rc, out, err }: CliAnswer): Record<string, unknown>[] {
  if (rc !== 0)
    throw new ModuleFailure(
      failureOf(
        eventsOf(project, err, true, () => undefined),
        rc,
      ),
      { rc, stderr: err },
    );
  const all = isOlder(project.version, '2.21.0')
    ? (JSON.parse(out || '[]') as Record<string, unknown>[] | null)
    : jsonLines(out);
  return (all ?? []).map((container) => {
    const text = (key: string): string => (typeof container[key] === 'string' ? container[key] : '');
    const labels =
      text('Labels') === ''
        ? []
        : text('Labels')
            .split(',')
            .map((part) => part.split('='));
    return {
      ...container,
      Labels: Object.fromEntries(labels.map(([key = '', ...value]) => [key, value.join('=')])),
      Names: (text('Names') || text('Name')).split(','),
      Networks: text('Networks').split(','),
      Publishers: container['Publishers'] ?? [],
    };
  });
}

/** The images as compose lists them. */
export function imagesOf({ rc, out }: CliAnswer): unknown[] {
  if (rc !== 0 || out.trim() === '') return [];
  const told: unknown = JSON.parse(out);
  return Array.isArray(told) ? (told as unknown[]) : Object.values(told ?? {});
}

function eventsOf(project: Project, stderr: string, failed: boolean, warn: (message: string) => void): ComposeEvent[] {
  return project.json ? jsonEvents(stderr, warn) : textEvents(stderr, failed, warn);
}

const joined = (one: unknown, other: string): string =>
  [typeof one === 'string' ? one : '', other].filter((text) => text !== '').join('\n');

/** Adds what a command did to a result. @returns whether it went well */
export function addTo(
  result: ModuleReturn,
  context: Pick<RunContext<unknown>, 'warn'>,
  project: Project,
  words: readonly string[],
  { rc, out, err }: CliAnswer,
  ignored: Ignored,
): boolean {
  const events = eventsOf(project, err, rc !== 0, context.warn);
  for (const warning of warningsOf(events)) context.warn(warning);
  result['changed'] = result['changed'] === true || hasChanges(events, ignored);
  result['actions'] = [...((result['actions'] as unknown[] | undefined) ?? []), ...actionsOf(events)];
  result['stdout'] = joined(result['stdout'], out);
  result['stderr'] = joined(result['stderr'], err);
  if (rc === 0) return true;
  const cmd = [project.cli, ...words].map((word) => quote(word === TEMPORARY ? '(temporary)' : word)).join(' ');
  Object.assign(result, { failed: true, msg: failureOf(events, rc), cmd, stdout: out, stderr: err, rc });
  return false;
}

/** `compat:` empty output is not returned, unless the command failed. */
export function cleaned(result: ModuleReturn): ModuleReturn {
  if (result['failed'] !== true)
    for (const key of ['stdout', 'stderr']) if (result[key] === '') Reflect.deleteProperty(result, key);
  return result;
}

/** Runs commands: a dry run as a look, the real one as a change. */
export async function runProject(
  { host, change, checkMode }: Pick<RunContext<unknown>, 'host' | 'change' | 'checkMode'>,
  project: Project,
  commands: Commands,
  summary: string,
): Promise<Answers> {
  const { text, stdin } = projectScript(project, commands);
  if (checkMode) return answersOf((await host.probe(text, { stdin })).stdoutBytes);
  const ran = await change({ summary }, (hands) => hands.run(text, { stdin }));
  return answersOf(ran?.stdoutBytes ?? Buffer.alloc(0));
}

/** Runs one command, a change, that may read what it is given. */
export async function runWithInput(
  { change }: Pick<RunContext<unknown>, 'change'>,
  project: Project,
  words: readonly string[],
  input: string | undefined,
  summary: string,
): Promise<CliAnswer> {
  const from = input === undefined ? ' </dev/null' : '';
  const run = script(`dk ${shellWords(words)} > "$t/out" 2> "$t/err"${from}; told main $?`);
  const stdin = `${definitionText(project.a) ?? ''}${input ?? ''}`;
  const ran = await change({ summary }, (hands) => hands.run(inProject(project.a, run), { stdin }));
  return answersOf(ran?.stdoutBytes ?? Buffer.alloc(0))('main');
}
