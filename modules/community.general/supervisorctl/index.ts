// Starts, stops, adds and removes programs that supervisord watches over.
import {
  argvScript,
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  path,
  quote,
  script,
  secret,
  str,
  z,
  type HostHands,
  type Script,
} from '../../../src/kit/index.js';
import { noProgram, programFailure, PLAIN } from '../../_shared/program.js';
import { answerOf, QUERY } from '../../_shared/query.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask, type Told } from '../../_shared/told.js';
import { loginScript } from './login.js';

const args = z.strictObject({
  name: str().describe('The program, or the group when a colon stands at its end; `all` means all there are.'),
  state: choice('present', 'started', 'stopped', 'restarted', 'absent', 'signalled').describe(
    'present and absent add and remove a program of the configuration; the others are about its processes.',
  ),
  config: path().optional().describe("supervisor's configuration file."),
  server_url: str().optional().describe('Where supervisord listens; default what the configuration says.'),
  username: str().optional().describe('The user to log in as.'),
  password: secret(str().optional()).describe('The password of that user; it is on no command line.'),
  stop_before_removing: bool().default(false).describe('With `state: absent`: stop it first.'),
  signal: str().optional().describe('The signal to send, with `state: signalled`.'),
  supervisorctl_path: path().optional().describe('The supervisorctl to use.'),
});
export type SupervisorArgs = z.output<typeof args>;

export default defineModule({
  name: 'community.general.supervisorctl',
  summary: 'Manages programs that supervisord watches over.',
  args,
  returns: z.object({}),
  requires: ['supervisorctl'],
  check: 'full',
  diff: false,
  rules: (a) =>
    a.state === 'signalled' && a.signal === undefined
      ? ['state is signalled but all of the following are missing: signal']
      : [],
  examples: [
    { name: 'A program runs', task: 'community.general.supervisorctl:\n  name: queue-worker\n  state: started' },
    { name: 'A group starts anew', task: "community.general.supervisorctl:\n  name: 'workers:'\n  state: restarted" },
  ],
  async run({ args: a, host, change, checkMode }) {
    const told = await ask(host, statusScript(a), { env: PLAIN });
    requireProgram(a, told);
    const name = a.name.replace(/:+$/, '');
    const processes = matching(a.name, statusOf(told));
    const step = decide(a, processes);
    const kept = { name, state: a.state };
    if (step.kind === 'nothing') return kept;
    const made = await change({ summary: `${step.kind} ${a.name}` }, (hands) => carryOut(hands, a, step, name));
    return checkMode ? {} : { ...kept, ...made };
  },
});

export interface Process {
  /** `program` or `group:program`. */
  readonly name: string;
  readonly status: string;
}

type Step =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'restart' }
  | { readonly kind: 'add' }
  | { readonly kind: 'remove'; readonly stop: readonly string[] }
  | { readonly kind: 'start' | 'stop' | 'signal'; readonly processes: readonly string[] };

const RUNS = ['RUNNING', 'STARTING'];

/** @param name as in the task: a group's has a colon at its end */
export function matching(name: string, all: readonly Process[]): Process[] {
  const plain = name.replace(/:+$/, '');
  if (name.endsWith(':')) return all.filter((one) => one.name.includes(':') && one.name.split(':')[0] === plain);
  return all.filter((one) => name === 'all' || one.name === name);
}

/** What is to be done; pure. @throws ModuleFailure when there is no such program */
export function decide(
  a: Pick<SupervisorArgs, 'name' | 'state' | 'stop_before_removing'>,
  found: readonly Process[],
): Step {
  const named = (wanted: (status: string) => boolean): string[] =>
    found.filter(({ status }) => wanted(status)).map((one) => one.name);
  const running = named((status) => RUNS.includes(status));
  switch (a.state) {
    case 'present':
      return found.length > 0 ? { kind: 'nothing' } : { kind: 'add' };
    case 'absent':
      if (found.length === 0) return { kind: 'nothing' };
      return { kind: 'remove', stop: a.stop_before_removing ? running : [] };
    case 'restarted':
      // What is new in the configuration is only seen by the update that comes first.
      return { kind: 'restart' };
    default:
  }
  if (found.length === 0) throw noProcess(a.name);
  if (a.state === 'started')
    return some(
      'start',
      named((status) => !RUNS.includes(status)),
    );
  if (a.state === 'stopped') return some('stop', running);
  return some(
    'signal',
    named((status) => status === 'RUNNING'),
  );
}

const some = (kind: 'start' | 'stop' | 'signal', processes: readonly string[]): Step =>
  processes.length === 0 ? { kind: 'nothing' } : { kind, processes };

const noProcess = (name: string): ModuleFailure =>
  new ModuleFailure('ERROR (no such process)', { name: name.replace(/:+$/, '') });

/** A call whose output, code and errors are told as NAME. */
const call = (name: string, ...words: readonly string[]): string => `query ${name} "$@" ${argvScript(words).text}`;

const statusScript = (a: SupervisorArgs): Script =>
  lines([
    SBIN,
    QUERY,
    script(`p=$(command -v -- ${quote(a.supervisorctl_path ?? 'supervisorctl')}) || exit 0
say program "$p"`),
    loginScript(a),
    script(call('status', 'status')),
  ]);

function requireProgram(a: SupervisorArgs, told: Told): void {
  if (told.value('program') !== undefined) return;
  const given = a.supervisorctl_path;
  if (given === undefined) throw noProgram('supervisorctl', undefined, 'On Debian it is in the package supervisor.');
  throw new ModuleFailure(`Provided path to supervisorctl does not exist or isn't executable: ${given}`);
}

/** `group:program STATUS …` each; what is no such line is not about a process. */
const parseStatus = (out: string): Process[] =>
  out
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([name = '', status = '']) => (/^[A-Z]+$/.test(status) ? [{ name, status }] : []));

/** @throws ModuleFailure when supervisord did not answer */
function statusOf(told: Told): Process[] {
  const { rc, out, err } = answerOf(told, 'status') ?? { rc: 1, out: '', err: '' };
  const found = parseStatus(out);
  const said = (out + err).trim();
  if (found.length === 0 && rc !== 0 && said !== '') throw new ModuleFailure(said, { rc, stdout: out, stderr: err });
  return found;
}

/** What a call answers when it did what was wanted. */
const DONE = { start: 'started', stop: 'stopped', signal: 'signalled', restart: 'started' } as const;

async function carryOut(
  hands: HostHands,
  a: SupervisorArgs,
  step: Step,
  name: string,
): Promise<{ readonly affected?: readonly string[] }> {
  const calls = callerOf(hands, a);
  const each = async (kind: keyof typeof DONE, processes: readonly string[]): Promise<void> => {
    for (const process of processes) {
      const out = await calls([kind === 'signal' ? `signal ${a.signal ?? ''}` : kind, process], true);
      if (!out.includes(`${process}: ${DONE[kind]}`)) throw new ModuleFailure(out);
    }
  };
  if (step.kind === 'add' || step.kind === 'remove') {
    if (step.kind === 'remove') await each('stop', step.stop);
    await calls(['reread'], true);
    const out = await calls([step.kind, name], false);
    const said = `${name}: ${step.kind === 'add' ? 'added' : 'removed'} process group`;
    if (!out.includes(said)) throw new ModuleFailure(out, { name, state: a.state });
    return {};
  }
  if (step.kind === 'restart') {
    await calls(['update'], true);
    const all = parseStatus(await calls(['status'], false));
    const processes = matching(a.name, all).map((one) => one.name);
    if (processes.length === 0) throw noProcess(a.name);
    await each('restart', processes);
    return { affected: processes };
  }
  if (step.kind === 'nothing') return {};
  await each(step.kind, step.processes);
  return { affected: step.processes };
}

/** Runs supervisorctl with some words; with `must` it fails the task when it ended with an error. */
const callerOf =
  (hands: HostHands, a: SupervisorArgs) =>
  async (words: readonly string[], must: boolean): Promise<string> => {
    const ran = await hands.run(
      lines([SBIN, script('('), loginScript(a), script(`"$@" ${argvScript(words).text} </dev/null\n)`)]),
      { env: PLAIN },
    );
    if (must && ran.rc !== 0) throw programFailure(['supervisorctl', ...words], ran);
    return ran.stdout;
  };
