// What `command` and `shell` have in common: creates/removes, working directory, running, the result.
import {
  bool,
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
} from '../../src/kit/index.js';
import { matchesAnything } from './glob.js';
import { formatDuration, formatTime, outputOf } from './output.js';

export const commandArgs = {
  chdir: path().optional().describe('Directory to change into before the command runs.'),
  creates: path().optional().describe('A path or glob pattern; when something matches, the command is not run.'),
  removes: path().optional().describe('A path or glob pattern; when nothing matches, the command is not run.'),
  executable: path().optional().describe('Absolute path of the shell that reads the command.'),
  stdin: str().optional().describe('What the command reads on its standard input.'),
  stdin_add_newline: bool().default(true).describe('Whether a newline is added to `stdin`.'),
  strip_empty_ends: bool().default(true).describe('Whether newlines at the end of stdout and stderr are dropped.'),
  warn: bool()
    .optional()
    .describe('Removed in ansible-core 2.14; taken with a warning so that older playbooks run, means nothing.'),
};

export const commandReturns = z.object({
  cmd: z.unknown().describe('The command as it was run: words for `command`, text for `shell`.'),
  rc: z.int().nullable().describe('The exit code.'),
  stdout: z.string().describe('What it printed.'),
  stderr: z.string().describe('What it printed as errors.'),
  stdout_lines: z.array(z.string()).describe('`stdout` line by line.'),
  stderr_lines: z.array(z.string()).describe('`stderr` line by line.'),
  start: z.string().nullable().describe("When it started, by the controller's clock."),
  end: z.string().nullable().describe("When it ended, by the controller's clock."),
  delta: z.string().nullable().describe('How long it took.'),
  msg: z.string().describe('Why it was not run or failed.'),
});

interface CommandArgs {
  readonly chdir?: string | undefined;
  readonly creates?: string | undefined;
  readonly removes?: string | undefined;
  readonly stdin?: string | undefined;
  readonly stdin_add_newline: boolean;
  readonly strip_empty_ends: boolean;
  readonly warn?: boolean | undefined;
}

export interface Command {
  /** As `cmd` in the result. */
  readonly cmd: string | readonly string[];
  readonly script: Script;
  /** The program that is started, to say why it could not be when rc is 126 or 127; undefined when a shell reports that. */
  readonly program?: string | undefined;
}

const NOT_RUN = { start: null, end: null, delta: null };

export function noCommand(message: string): ModuleFailure {
  return new ModuleFailure(message, { cmd: null, rc: 256, ...outputOf('', ''), ...NOT_RUN });
}

/** Runs a command as the arguments say. In check mode `creates` and `removes` decide; without them it is skipped. */
export async function runCommand(context: RunContext<CommandArgs>, command: Command): Promise<ModuleReturn> {
  const { args, checkMode, host, task } = context;
  const { cmd } = command;
  if (args.warn !== undefined) context.warn("'warn' means nothing, and ansible-core refuses it since 2.14: drop it");
  const reason = await reasonNotToRun(context, cmd);
  if (reason) {
    const msg = `${checkMode ? 'Would' : 'Did'} not run command since ${reason.quoted}`;
    return { changed: false, cmd, rc: 0, ...outputOf(`skipped, since ${reason.plain}`, ''), ...NOT_RUN, msg };
  }
  if (checkMode) {
    const decided = args.creates !== undefined || args.removes !== undefined;
    const msg = 'Command would have run if not in check mode';
    const result = { changed: decided, cmd, rc: 0, ...outputOf('', ''), ...NOT_RUN, msg };
    return decided ? result : { ...result, skipped: true };
  }
  const start = task.now();
  const stdin = args.stdin === undefined ? undefined : args.stdin + (args.stdin_add_newline ? '\n' : '');
  const summary = `run ${typeof cmd === 'string' ? cmd : cmd.join(' ')}`;
  const ran = await context.change({ summary }, (hands) => hands.run(command.script, { stdin, cwd: args.chdir }));
  const end = task.now();
  const { rc, stdout, stderr } = ran as ScriptResult;
  if (command.program !== undefined && (rc === 126 || rc === 127)) {
    const failure = await startFailure(host.probe.bind(host), command.program, args.chdir);
    if (failure) {
      const cmdText = typeof cmd === 'string' ? cmd : cmd.join(' ');
      throw new ModuleFailure(failure.msg, { changed: false, cmd: cmdText, rc: failure.rc, ...outputOf('', '') });
    }
  }
  const strip = (text: string): string => (args.strip_empty_ends ? text.replace(/[\r\n]+$/, '') : text);
  const times = { start: formatTime(start), end: formatTime(end), delta: formatDuration(end - start) };
  const result = { changed: true, cmd, rc, ...outputOf(strip(stdout), strip(stderr)), ...times };
  if (rc !== 0) throw new ModuleFailure('non-zero return code', result);
  return { ...result, msg: '' };
}

interface Reason {
  readonly quoted: string;
  readonly plain: string;
}

/** Looks at the working directory, `creates` and `removes` in one round trip, none when there is nothing to look at. */
async function reasonNotToRun(
  { args, host }: RunContext<CommandArgs>,
  cmd: Command['cmd'],
): Promise<Reason | undefined> {
  const { chdir, creates, removes } = args;
  if (chdir === undefined && creates === undefined && removes === undefined) return undefined;
  const steps: string[] = [];
  if (chdir !== undefined) {
    const dir = sh`${chdir}`.text;
    steps.push(`if ! [ -e ${dir} ]; then echo missing; exit 0; elif ! [ -d ${dir} ]; then echo nodir; exit 0`);
    steps.push(`elif ! cd -- ${dir}; then echo denied; exit 0; fi`);
  }
  if (creates !== undefined) steps.push(`if ${matchesAnything(creates).text}; then echo creates; exit 0; fi`);
  if (removes !== undefined) steps.push(`if ! ${matchesAnything(removes).text}; then echo removes; exit 0; fi`);
  const found = (await host.probe(script(`(${steps.join('\n')}) 2>/dev/null`))).stdout.trim();
  if (found === 'creates') return { quoted: `'${creates}' exists`, plain: `${creates} exists` };
  if (found === 'removes') return { quoted: `'${removes}' does not exist`, plain: `${removes} does not exist` };
  const problem = CHDIR_PROBLEMS[found];
  if (problem === undefined) return undefined;
  throw new ModuleFailure(`Unable to change directory before execution: '${chdir}' ${problem}`, {
    changed: false,
    cmd,
    rc: null,
    ...outputOf('', ''),
    ...NOT_RUN,
  });
}

const CHDIR_PROBLEMS: Readonly<Record<string, string>> = {
  missing: 'does not exist',
  nodir: 'is not a directory',
  denied: 'may not be entered by this user',
};

/**
 * `compat:` a program that cannot be started is told with the number and text of the system's error, not with the
 * shell's 126 or 127. Undefined when the program did start and gave that code itself.
 */
async function startFailure(
  probe: (script: Script, options: { cwd: string | undefined }) => Promise<ScriptResult>,
  program: string,
  cwd: string | undefined,
): Promise<{ rc: number; msg: string } | undefined> {
  const look = sh`p=${program}
case $p in
  */*) if [ ! -e "$p" ]; then echo missing; elif [ -d "$p" ] || [ ! -x "$p" ]; then echo denied; fi ;;
  *) found=missing; IFS=:; set -f
     for d in $PATH; do
       if [ -f "$d/$p" ]; then if [ -x "$d/$p" ]; then found=; break; else found=denied; fi; fi
     done
     echo "$found" ;;
esac`;
  const found = (await probe(sh`(${look})`, { cwd })).stdout.trim();
  if (found === 'missing') return { rc: 2, msg: `[Errno 2] No such file or directory: b'${program}'` };
  if (found === 'denied') return { rc: 13, msg: `[Errno 13] Permission denied: b'${program}'` };
  return undefined;
}
