// Asks and tells podman through its command on the host.
import {
  argvScript,
  bool,
  lines,
  ModuleFailure,
  script,
  sh,
  str,
  type HostHands,
  type HostView,
  type RunContext,
  type Script,
  type ScriptResult,
} from '../../src/kit/index.js';
import { outputOf } from './output.js';
import { noProgram, runProgram } from './program.js';
import { pythonRepr } from './python-repr.js';
import { answerOf, QUERY, type Answer } from './query.js';
import { SBIN } from './sbin.js';
import { TELL, Told } from './told.js';

export type Json = Readonly<Record<string, unknown>>;

export const podmanArgs = {
  executable: str().default('podman').describe('The podman to use: a name that is in PATH, or a path.'),
};
export const podmanDebug = {
  debug: bool().default(false).describe('Return `podman_version` too.'),
};

/** What podman says of something that is not there. */
const MISSING = /no such |image not known|not found|unable to find|does not exist/i;

export class PodmanLook {
  readonly version: string;
  constructor(readonly told: Told) {
    this.version = /version\s+(\S+)/.exec(this.answer('version').out)?.[1] ?? '';
  }

  answer(name: string): Answer {
    return answerOf(this.told, name) ?? { rc: 0, out: '', err: '' };
  }

  /** What was inspected; empty when it is not there. @throws ModuleFailure when podman could not tell */
  list(name: string): Json[] {
    const { rc, out, err } = this.answer(name);
    if (rc !== 0 && !MISSING.test(err)) throw new ModuleFailure(err.trim(), { rc, stdout: out, stderr: err });
    if (rc !== 0 || out.trim() === '') return [];
    const told: unknown = JSON.parse(out);
    return Array.isArray(told) ? (told as Json[]) : [];
  }

  /** The one thing that was inspected. */
  first(name: string): Json | undefined {
    return this.list(name)[0];
  }
}

/**
 * Asks podman several things in one round trip.
 * @param questions the words after `podman`, by name
 * @param more what else is looked at: may call `say` and `tell`; `$podman` is its path
 * @throws ModuleFailure when there is no podman
 */
export async function lookPodman(
  host: HostView,
  executable: string,
  questions: Readonly<Record<string, readonly string[]>>,
  more?: Script,
): Promise<PodmanLook> {
  const { stdoutBytes } = await host.probe(
    lines([
      SBIN,
      TELL,
      QUERY,
      script('('),
      sh`podman=$(command -v -- ${executable}) || { say path "$PATH"; exit 0; }`,
      script('say program "$podman"; query version "$podman" --version'),
      ...Object.entries(questions).map(([name, words]) => sh`query ${name} "$podman" ${argvScript(words)}`),
      ...(more ? [more] : []),
      script(')\n:'),
    ]),
  );
  const told = new Told(stdoutBytes);
  if (told.value('program') === undefined)
    throw noProgram(executable, told.value('path'), 'Install podman on the host, or name it with `executable`.');
  const look = new PodmanLook(told);
  if (look.version === '') throw new ModuleFailure(`${executable} run failed! ${look.answer('version').err}`.trim());
  return look;
}

/** Runs podman to its end. @param stdin read on standard input: secrets are on no command line */
export const tellPodman = (
  hands: HostHands,
  executable: string,
  words: readonly string[],
  stdin?: string,
): Promise<ScriptResult> => runProgram(hands, [executable, ...words], { stdin });

/** A command as the collection tells it. */
export const shown = (executable: string, words: readonly string[]): string => [executable, ...words].join(' ');

/** A command of a change. */
export interface PodmanStep {
  /** What the failure calls it. */
  readonly action: string;
  readonly words: readonly string[];
}

/**
 * Carries out a change, command after command; a dry run tells the commands only.
 * @param what of what kind it is, and its name
 * @returns the commands as the collection tells them, and what the last one printed
 * @throws ModuleFailure for the first that fails
 */
export async function runSteps(
  { args, change }: Pick<RunContext<{ readonly executable: string }>, 'args' | 'change'>,
  what: string,
  steps: readonly PodmanStep[],
): Promise<{ readonly commands: string[]; readonly stdout: string; readonly stderr: string }> {
  const commands: string[] = [];
  let [stdout, stderr] = ['', ''];
  for (const { action, words } of steps) {
    const command = shown(args.executable, words);
    commands.push(command);
    const ran = await change({ summary: command }, (hands) => tellPodman(hands, args.executable, words));
    if (!ran) continue;
    ({ stdout, stderr } = ran);
    if (ran.rc !== 0) throw new ModuleFailure(`Can't ${action} ${what}`, outputOf(stdout, stderr));
  }
  return { commands, stdout, stderr };
}

/** Whether podman is older. Missing parts count as 0. */
export function olderThan(version: string, least: string): boolean {
  const parts = (text: string): number[] => text.split(/[.\-+]/).map((part) => Number(part) || 0);
  const [a, b] = [parts(version), parts(least)];
  for (let i = 0; i < b.length; i++) if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) < (b[i] ?? 0);
  return false;
}

/** What of something is not as asked for, by parameter. */
export class PodmanDifferences {
  private readonly found = new Map<string, readonly [before: unknown, after: unknown]>();

  compare(name: string, before: unknown, after: unknown): void {
    if (canonical(before) !== canonical(after)) this.found.set(name, [before, after]);
  }

  get empty(): boolean {
    return this.found.size === 0;
  }

  get names(): string[] {
    return [...this.found.keys()];
  }

  /** A line for each parameter, sorted. */
  sides(): { readonly before: string; readonly after: string } {
    const side = (at: 0 | 1): string =>
      [...this.found]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, sides]) => `${name} - ${plain(sides[at])}\n`)
        .join('');
    return { before: side(0), after: side(1) };
  }
}

const plain = (value: unknown): string => (typeof value === 'string' ? value : pythonRepr(value));

/** Text that is the same for equal data, whatever the order of keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Text fields of what podman inspects. */
export const textMap = (value: unknown): Record<string, string> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]))
    : {};

export const objectOf = (value: unknown): Json =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {};

export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
