// Hosts that do not answer are left behind: the others go on, and the play comes back for them afterwards.
import pLimit from 'p-limit';
import type { HostRecord } from './records.js';
import { scopeFor } from './scope.js';
import { number, truth } from './settings.js';
import { isFree } from './strategy.js';
import type { PlayRun, Reach } from './types.js';
import type { Task } from '../playbook/index.js';

/** How long a first connection may take while others wait for it; milliseconds. */
const PATIENCE = 2000;
const LOOK_EVERY = 100;

/** Ends the work of a host that was left behind before it had a connection: nothing of the task was done. */
class LeftBehind extends Error {}

/** Opens the connection to a host before its first task there. Throws when the play went on without the host. */
export async function makeContact(run: PlayRun, host: HostRecord, reach: Reach): Promise<void> {
  if (host.contact === 'made') return;
  const { visit } = host;
  host.contact = 'connecting';
  host.connectingSince = run.ports.clock.now();
  const failure = await reach.connect().then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  if (visit.leftBehind) throw new LeftBehind(host.name);
  host.contact = failure ? 'none' : 'made';
  if (failure) throw failure.error;
}

/**
 * Whether a set may go on without hosts that do not answer: not where a failure must stop the others (serial,
 * any_errors_fatal, max_fail_percentage), since an unanswered connection may become one.
 */
function mayLeaveBehind(run: PlayRun, task: Task): boolean {
  const { play } = run;
  return (
    play.serial === undefined && play.maxFailPercentage === undefined && task.inherited.anyErrorsFatal === undefined
  );
}

/**
 * Waits for the work of all hosts of a task, but not for a first connection when only such are left to wait for. A host
 * that is silent holds no place among the forks, also where it has to be waited for.
 */
export async function withoutStragglers<T>(
  run: PlayRun,
  task: Task,
  hosts: readonly HostRecord[],
  places: Places,
  work: (host: HostRecord) => Promise<T>,
): Promise<(T | 'left behind')[]> {
  const leave = new Map<HostRecord, () => void>();
  const quiet = new Map<HostRecord, () => void>();
  const mayLeave = hosts.length > 1 && mayLeaveBehind(run, task);
  const look = (): void => {
    for (const [host, giveUp] of quiet) if (isSilent(run, host)) giveUp();
    if (!mayLeave || hosts.every((other) => other.contact === 'connecting')) return;
    for (const [host, go] of leave) {
      if (!isSilent(run, host)) continue;
      host.visit.leftBehind = true;
      host.visit = { leftBehind: false };
      host.contact = 'none';
      go();
    }
  };
  const timer = hosts.some((host) => host.contact !== 'made') ? setInterval(look, LOOK_EVERY) : undefined;
  const inPlace = async (host: HostRecord): Promise<T | 'left behind'> => {
    const running: { work?: Promise<T | 'left behind'> } = {};
    await places(() => {
      running.work = orLeave(host, work(host), leave);
      const silent = new Promise<void>((resolve) => quiet.set(host, resolve));
      return Promise.race([running.work, silent]).finally(() => quiet.delete(host));
    });
    return running.work ?? 'left behind';
  };
  try {
    const settled = await Promise.allSettled(hosts.map(inPlace));
    return settled.map((s) => {
      if (s.status === 'rejected') throw s.reason;
      return s.value;
    });
  } finally {
    clearInterval(timer);
  }
}

function isSilent(run: PlayRun, host: HostRecord): boolean {
  return host.contact === 'connecting' && run.ports.clock.now() - host.connectingSince >= PATIENCE;
}

/** Who may work at the same time. */
type Places = PlayRun['limit'];

/**
 * The places among the forks, fewer of them where the task says `throttle`. `compat:` not for a task that runs once.
 * @throws TsplayError a throttle that is no number
 */
export function placesFor(run: PlayRun, task: Task, hosts: readonly HostRecord[]): Places {
  const [first] = hosts;
  if (task.inherited.throttle === undefined || !first) return run.limit;
  const scope = scopeFor(run, first, task);
  const throttle = Math.trunc(number(run, task.inherited.throttle, scope, 'throttle') ?? 0);
  if (throttle <= 0 || (!isFree(run) && truth(run, task.inherited.runOnce, scope))) return run.limit;
  let own = run.throttles.get(task);
  if (!own) run.throttles.set(task, (own = pLimit(throttle)));
  const limit = own;
  return (work) => limit(() => run.limit(work));
}

/** The work's result, or that the host was left behind first. */
async function orLeave<T>(
  host: HostRecord,
  work: Promise<T>,
  leave: Map<HostRecord, () => void>,
): Promise<T | 'left behind'> {
  const left = new Promise<'left behind'>((resolve) => leave.set(host, () => resolve('left behind')));
  const first = await Promise.race([work, left]).finally(() => leave.delete(host));
  // Nobody waits for this work any more: it ends as left behind, and anything else is a bug that must show.
  if (first === 'left behind') {
    work.catch((error: unknown) => {
      if (!(error instanceof LeftBehind)) throw error;
    });
  }
  return first;
}
