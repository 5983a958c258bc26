// Commands that run in containers of a project of Docker Compose: what both modules take, and how they are run and told of.
import { bool, ModuleFailure, str, type ModuleReturn, type RunContext } from '../../src/kit/index.js';
import { composeArgs, composeRules, openProject, runWithInput, type ComposeArgs, type Project } from './compose.js';
import { execArgs } from './docker-exec.js';
import { environmentTexts } from './docker-values.js';
import { outputOf } from './output.js';
import { splitWords } from './words.js';

export const composeCommandArgs = {
  ...composeArgs,
  service: str().describe('The service.'),
  ...execArgs,
  tty: bool().default(true).describe('Give it a terminal, where there is one: without `false` compose finds out.'),
};

export interface ComposeCommandArgs extends ComposeArgs {
  readonly service: string;
  readonly argv?: readonly string[] | undefined;
  readonly command?: string | undefined;
  readonly chdir?: string | undefined;
  readonly detach: boolean;
  readonly user?: string | undefined;
  readonly stdin?: string | undefined;
  readonly stdin_add_newline: boolean;
  readonly strip_empty_ends: boolean;
  readonly tty: boolean;
  readonly env?: Readonly<Record<string, unknown>> | undefined;
}

export function composeCommandRules(a: ComposeCommandArgs): string[] {
  return [
    ...composeRules(a),
    ...(a.argv !== undefined && a.command !== undefined ? ['parameters are mutually exclusive: argv|command'] : []),
    ...(a.detach && a.stdin !== undefined ? ['If detach=true, stdin cannot be provided.'] : []),
  ];
}

/** An option once for each of its values. */
export const eachOption = (flag: string, values: readonly string[] | undefined): string[] =>
  (values ?? []).flatMap((value) => [flag, value]);

/** An option that has a value when it is given. */
export const option = (flag: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [flag, String(value)];

export interface CommandWords {
  readonly env: readonly string[];
  readonly command: readonly string[];
}

/** What both subcommands have: the environment, and the service with its command. @throws ModuleFailure for an environment that is no text */
function commandWords(a: ComposeCommandArgs): CommandWords {
  const argv = a.command === undefined ? (a.argv ?? []) : splitWords(a.command);
  const env = Object.entries(a.env === undefined ? {} : environmentTexts(a.env));
  return {
    env: env.flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    command: ['--', a.service, ...argv],
  };
}

/**
 * Runs the command and tells of it.
 * @param words the words after `docker`, of the project
 * @throws ModuleFailure for a detached one that could not be started
 */
export async function runComposeCommand(
  context: RunContext<ComposeCommandArgs>,
  words: (project: Project, parts: CommandWords) => readonly string[],
  detached: (stdout: string) => ModuleReturn,
): Promise<ModuleReturn> {
  const { args: a, host } = context;
  const parts = commandWords(a);
  const project = await openProject(host, a);
  const stdin = a.stdin === undefined ? undefined : `${a.stdin}${a.stdin_add_newline ? '\n' : ''}`;
  const all = words(project, parts);
  const { rc, out, err } = await runWithInput(context, project, all, stdin, `run a command in service ${a.service}`);
  if (a.detach) {
    if (rc !== 0) throw new ModuleFailure(err.trim() || out.trim(), { rc, ...outputOf(out, err) });
    // `compat:` nothing is told to be changed.
    return { changed: false, ...detached(out) };
  }
  const text = (output: string): string => (a.strip_empty_ends ? output.replace(/[\r\n]+$/, '') : output);
  return { changed: true, rc, ...outputOf(text(out), text(err)) };
}
