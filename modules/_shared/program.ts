// Runs programs that manage things of their own (npm, gem, dnf …): never asked anything, in the C locale, failures told as documented.
import {
  argvScript,
  lines,
  ModuleFailure,
  type HostHands,
  type RunContext,
  type ScriptOptions,
  type ScriptResult,
} from '../../src/kit/index.js';
import { outputOf } from './output.js';
import { SBIN } from './sbin.js';

/** What is printed is read by us. */
export const PLAIN = { LC_ALL: 'C', LANG: 'C', LANGUAGE: '' };

type Printed = Pick<ScriptResult, 'rc' | 'stdout' | 'stderr'>;

/** @param message default what the program printed as errors, else what it printed */
export function programFailure(
  cmd: readonly string[] | string,
  { rc, stdout, stderr }: Printed,
  message?: string,
): ModuleFailure {
  const said = message ?? (stderr.trimEnd() || stdout.trimEnd() || `the command ended with code ${rc}`);
  return new ModuleFailure(said, { cmd, rc, ...outputOf(stdout, stderr) });
}

/** Runs a program with its words; its `rc` is for the caller to judge. */
export function runProgram(
  hands: HostHands,
  argv: readonly string[],
  options: ScriptOptions = {},
): Promise<ScriptResult> {
  return hands.run(lines([SBIN, argvScript(argv)]), { ...options, env: { ...PLAIN, ...options.env } });
}

/** @throws ModuleFailure with cmd, rc, stdout and stderr when the program did not end with 0 */
export async function mustRun(
  hands: HostHands,
  argv: readonly string[],
  options: ScriptOptions = {},
): Promise<ScriptResult> {
  const ran = await runProgram(hands, argv, options);
  if (ran.rc !== 0) throw programFailure(argv, ran);
  return ran;
}

/** The failure for a program that is not on the host. @param hint what brings it */
export function noProgram(name: string, path: string | undefined, hint: string): ModuleFailure {
  const where = path === undefined ? '' : ` in paths: ${path}`;
  return new ModuleFailure(`Failed to find required executable "${name}"${where}. ${hint}`);
}

/**
 * Tries again while another program holds a lock, at growing distances, until so many seconds have passed.
 * @returns the first result that is not about a lock, else the last one
 */
export async function whileLocked(
  task: RunContext<unknown>['task'],
  seconds: number,
  attempt: () => Promise<ScriptResult>,
  isLocked: (result: ScriptResult) => boolean,
): Promise<ScriptResult> {
  const deadline = task.now() + seconds * 1000;
  for (let wait = 500; ; wait = Math.min(wait * 2, 5000)) {
    const result = await attempt();
    const left = deadline - task.now();
    if (!isLocked(result) || left <= 0) return result;
    await task.sleep(Math.min(wait, left));
  }
}
