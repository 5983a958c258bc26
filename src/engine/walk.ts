// The one recursive walk: nodes are run for a set of hosts and give back a partition of it.
import type { TaskInfo } from '../events/index.js';
import { TsplayError } from '../ground/index.js';
import { fromJs, mapFromObject } from '../value/index.js';
import type { Block, Node, RoleInstance, Task } from '../playbook/index.js';
import { applyEffects } from './effects.js';
import { checkNotified, takeNotified } from './handlers.js';
import { runInclude } from './include.js';
import { runMeta } from './meta.js';
import { debugTask, wantsDebugger } from './debug-task.js';
import { heedSummons, stopIfFatal } from './fatal.js';
import { allLive, beside, following, type Outcome } from './outcome.js';
import type { HostRecord } from './records.js';
import { failedWhole, forgives, runOnHost, type HostVerdict } from './run-task.js';
import { scopeFor } from './scope.js';
import { truth } from './settings.js';
import { isStepTaken } from './step.js';
import { isFree } from './strategy.js';
import { withoutStragglers } from './stragglers.js';
import { isSelected } from './tags.js';
import { announce, bareName, report, taskName, type TimedVerdict } from './tell.js';
import type { PlayRun } from './types.js';

export { announce } from './tell.js';

/** Runs nodes one after the other; only live hosts pass on. */
export async function runNodes(run: PlayRun, nodes: readonly Node[], hosts: readonly HostRecord[]): Promise<Outcome> {
  let outcome = allLive(hosts);
  for (const node of nodes) {
    outcome = heedSummons(outcome);
    if (outcome.live.length === 0) break;
    run.ports.signal.throwIfAborted();
    const next = await (node.kind === 'block' ? runBlock(run, node, outcome.live) : runTask(run, node, outcome.live));
    outcome = following(outcome, next);
  }
  return outcome;
}

/** A block; when it is the use of a role that runs once, only for the hosts on which it did not run to its end yet. */
async function runBlock(run: PlayRun, block: Block, hosts: readonly HostRecord[]): Promise<Outcome> {
  const role = block.roleUse;
  if (!role) return runSections(run, block, hosts);
  const outcome = await runRole(run, block, role, hosts);
  const back = outcome.ended.filter((h) => h.leaving === role);
  if (back.length === 0) return outcome;
  for (const host of back) {
    host.leaving = undefined;
    host.standing = 'live';
  }
  const ended = outcome.ended.filter((h) => !back.includes(h));
  return beside([{ ...outcome, ended }, allLive(back)], hosts);
}

async function runRole(run: PlayRun, block: Block, role: RoleInstance, hosts: readonly HostRecord[]): Promise<Outcome> {
  const { key } = role;
  if (key === undefined) return runSections(run, block, hosts);
  const done = hosts.filter((h) => h.doneRoles.has(key));
  const outcome = await runSections(
    run,
    block,
    hosts.filter((h) => !done.includes(h)),
  );
  for (const host of outcome.live) if (host.begunRoles.has(key)) host.doneRoles.add(key);
  return beside([allLive(done), outcome], hosts);
}

/** Body, then rescue for the failed (who rejoin), then always for all who can still be reached. */
async function runSections(run: PlayRun, block: Block, hosts: readonly HostRecord[]): Promise<Outcome> {
  const rescues = block.rescue.length > 0;
  const always = block.always.length > 0;
  const before = new Map(rescues ? hosts.map((h) => [h, h.unrescued]) : []);
  let outcome = await sheltered(rescues || always, run, block.body, hosts);
  const lost = outcome.failed.filter((h) => h.beyondRescue);
  for (const host of lost) host.beyondRescue = false;
  const toRescue = outcome.failed.filter((h) => !lost.includes(h));
  if (rescues && toRescue.length > 0) {
    for (const host of toRescue) takeBack(run, host, before.get(host) ?? 0);
    const rescue = await sheltered(always, run, block.rescue, toRescue);
    outcome = beside([{ ...outcome, failed: lost }, rescue], hosts);
  }
  if (!always) return outcome;
  if (rescues || lost.length === 0) return runAlways(run, block, hosts, outcome);
  const others = { ...outcome, failed: toRescue };
  const left = hosts.filter((h) => !lost.includes(h));
  return beside([{ ...allLive([]), failed: lost }, await runAlways(run, block, left, others)], hosts);
}

/** A failure that is rescued is none any more. */
function takeBack(run: PlayRun, host: HostRecord, before: number): void {
  host.standing = 'live';
  host.counted = false;
  // A host that only shares the failure of another (run_once, any_errors_fatal) has none of its own to take back.
  const own = Math.max(host.unrescued - before, host.failureTold ? 1 : 0);
  for (let i = 0; i < own; i++) run.emit({ type: 'rescued', host: host.name });
  host.unrescued = before;
  host.failureTold = false;
}

/** While the nodes run, a failure has somewhere to go. */
async function sheltered(
  shelter: boolean,
  run: PlayRun,
  nodes: readonly Node[],
  hosts: readonly HostRecord[],
): Promise<Outcome> {
  if (!shelter) return runNodes(run, nodes, hosts);
  for (const host of hosts) host.shelters++;
  try {
    return await runNodes(run, nodes, hosts);
  } finally {
    for (const host of hosts) host.shelters--;
  }
}

async function runAlways(run: PlayRun, block: Block, hosts: readonly HostRecord[], outcome: Outcome): Promise<Outcome> {
  const entering = hosts.filter((h) => outcome.live.includes(h) || outcome.failed.includes(h));
  const failedBefore = new Set(outcome.failed);
  const always = await runNodes(run, block.always, entering);
  const failed = [...always.failed, ...always.live.filter((h) => failedBefore.has(h))];
  for (const host of failed) host.standing = 'failed';
  return {
    live: always.live.filter((h) => !failedBefore.has(h)),
    failed,
    unreachable: [...outcome.unreachable, ...always.unreachable],
    ended: [...outcome.ended, ...always.ended],
  };
}

/** One task, or statement, for all hosts of the set. A keyword that cannot be evaluated fails it for all of them. */
export async function runTask(
  run: PlayRun,
  task: Task,
  hosts: readonly HostRecord[],
  kind: TaskInfo['kind'] = 'task',
): Promise<Outcome> {
  if (!isSelected(task.inherited.tags, run.ports.options)) return allLive(hosts);
  if (!hasStarted(run, task, hosts)) return allLive(hosts);
  try {
    return await runSelected(run, task, hosts, kind);
  } catch (error) {
    const [first] = hosts;
    if (!(error instanceof TsplayError) || !first) throw error;
    const info = announce(run, task, first, kind);
    const outcomes = hosts.map((host) => {
      const verdict = failedWhole({ run, task, host, scope: scopeFor(run, host, task) }, error.toDiagnostic());
      report(run, task, host, { verdict, duration: 0 }, info);
      return settle(run, task, host, { verdict, duration: 0 }, info, [host]);
    });
    return beside(outcomes, hosts);
  }
}

async function runSelected(
  run: PlayRun,
  task: Task,
  hosts: readonly HostRecord[],
  kind: TaskInfo['kind'],
): Promise<Outcome> {
  if (task.statement === 'meta') return runMeta(run, task, hosts);
  const [first] = hosts;
  if (!first || !(await isStepTaken(run, task, first))) return allLive(hosts);
  if (task.statement === 'include_tasks' || task.statement === 'include_role') return runInclude(run, task, hosts);
  const { working, spokesman, once } = await workersOf(run, task, hosts);
  const info = announce(run, task, first, kind);
  const verdicts = await withoutStragglers(run, task, working, (host) => timedRun(run, task, host, info));
  const outcomes = working.map((host, i) => {
    const timed = verdicts[i];
    if (timed === undefined || timed === 'left behind') return leaveBehind(host);
    return settle(run, task, host, timed, info, host === spokesman ? reachable(run, hosts) : [host]);
  });
  const idle = hosts.filter((h) => !working.includes(h));
  const lost = verdicts.some((v) => v !== 'left behind' && v.verdict.status === 'unreachable');
  const shared = spokesman !== undefined;
  return stopIfFatal(run, task, beside([...outcomes, allLive(idle)], hosts), { once, shared, lost });
}

interface Workers {
  readonly working: readonly HostRecord[];
  /** The host whose result counts for all. */
  readonly spokesman: HostRecord | undefined;
  /** Whether the task was for all hosts at once, so that its failure is everybody's. */
  readonly once: boolean;
}

/** The hosts that run a task: all, or up to the first that says `run_once`; only one where the module asks or waits. */
async function workersOf(run: PlayRun, task: Task, hosts: readonly HostRecord[]): Promise<Workers> {
  const module = task.statement === undefined ? await run.ports.loadModule(task.action) : undefined;
  const asks = (host: HostRecord): boolean => truth(run, task.inherited.runOnce, scopeFor(run, host, task));
  if (isFree(run)) {
    if (module?.onceForAll === true) {
      throw new TsplayError(
        'not-supported',
        `'${task.action}' is done once for all hosts, and with the strategy '${run.strategy}' each host goes alone`,
        {
          span: task.actionSpan,
          hint: 'use it in a play with the linear strategy',
        },
      );
    }
    if (task.inherited.runOnce !== undefined && hosts.some(asks)) {
      const message = `'run_once' has no effect with the strategy '${run.strategy}': the task runs on every host`;
      run.emit({
        type: 'warning',
        diagnostic: { code: 'not-supported', severity: 'warning', message, span: task.span },
      });
    }
    return { working: hosts, spokesman: undefined, once: false };
  }
  if (module?.onceForAll === true) {
    const [first] = hosts;
    return { working: hosts.slice(0, 1), spokesman: first && asks(first) ? first : undefined, once: true };
  }
  if (task.inherited.runOnce === undefined) return { working: hosts, spokesman: undefined, once: false };
  const at = hosts.findIndex(asks);
  if (at < 0) return { working: hosts, spokesman: undefined, once: false };
  return { working: hosts.slice(0, at + 1), spokesman: hosts[at], once: true };
}

/** Whom the result of a task that ran once is given to: all of the batch that can be reached, also those that failed. */
function reachable(run: PlayRun, hosts: readonly HostRecord[]): HostRecord[] {
  return [...new Set([...hosts, ...run.batch])].filter((h) => h.standing !== 'unreachable');
}

/** The host is done with this batch; the play runs for it after the others. */
function leaveBehind(host: HostRecord): Outcome {
  host.standing = 'left behind';
  return { live: [], failed: [], unreachable: [], ended: [host] };
}

/** `--start-at-task`: nothing runs on a host before the task of that name (or pattern) is met. */
function hasStarted(run: PlayRun, task: Task, hosts: readonly HostRecord[]): boolean {
  const waiting = hosts.filter((h) => h.waitsForStart);
  const wanted = run.state.startAt;
  if (waiting.length === 0 || wanted === undefined) return true;
  const bare = bareName(run, task, hosts[0]);
  const names = [taskName(run, task, hosts[0]), ...(task.name === undefined ? [] : [bare])];
  const pattern = new RegExp(
    `^${wanted
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );
  if (!names.some((name) => name === wanted || pattern.test(name))) return false;
  run.state.startFound = true;
  for (const host of waiting) host.waitsForStart = false;
  return true;
}

async function timedRun(run: PlayRun, written: Task, host: HostRecord, info: TaskInfo): Promise<TimedVerdict> {
  for (let task = written; ;) {
    const start = run.ports.clock.now();
    const verdict = await runOnHost(run, task, host, info);
    const timed = { verdict: notifiable(run, task, host, verdict), duration: run.ports.clock.now() - start };
    report(run, task, host, timed, info);
    if (!wantsDebugger(run, task, host, timed.verdict)) return timed;
    const again = await debugTask({ run, task, written, host, info, verdict: timed.verdict });
    if (!again) return timed;
    task = again;
  }
}

/** A change that notifies a handler nobody defined is a failed task. */
function notifiable(run: PlayRun, task: Task, host: HostRecord, verdict: HostVerdict): HostVerdict {
  if (verdict.status !== 'changed' || task.notify === undefined) return verdict;
  try {
    checkNotified(run, task, host);
    return verdict;
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    return {
      ...verdict,
      status: 'failed',
      result: { ...verdict.result, failed: true, msg: error.message },
      diagnostic: error.toDiagnostic(),
      ignored: forgives({ run, task, host, scope: scopeFor(run, host, task) }, 'failed'),
    };
  }
}

/** Effects, then where the host stands. `targets` are the hosts that get what it registers and sets. */
function settle(
  run: PlayRun,
  task: Task,
  host: HostRecord,
  { verdict }: TimedVerdict,
  info: TaskInfo,
  targets: readonly HostRecord[],
): Outcome {
  applyEffects(run, task, verdict, targets);
  if (verdict.ignored) return allLive([host]);
  if (verdict.status === 'unreachable') {
    host.standing = 'unreachable';
    return { live: [], failed: [], unreachable: [host], ended: [] };
  }
  if (verdict.status !== 'failed') return allLive([host]);
  host.standing = 'failed';
  host.failureTold = true;
  host.unrescued++;
  if (host.shelters === 0) host.counted = true;
  rememberFailure(run, task, host, info, verdict);
  return { live: [], failed: [host], unreachable: [], ended: [] };
}

/** What a rescue may ask: `ansible_failed_task` and `ansible_failed_result`. */
function rememberFailure(run: PlayRun, task: Task, host: HostRecord, info: TaskInfo, verdict: HostVerdict): void {
  const told = { name: task.name === undefined ? '' : bareName(run, task, host), action: info.action };
  host.ownVars.set('ansible_failed_task', mapFromObject(told));
  host.ownVars.set('ansible_failed_result', fromJs(verdict.result));
}

/** Runs the handlers that were notified, in order of definition; a handler may notify others. */
export async function flushHandlers(run: PlayRun, hosts: readonly HostRecord[], force: boolean): Promise<Outcome> {
  let outcome = allLive(hosts);
  for (let round = 0; round < 100; round++) {
    const able = hosts.filter((h) => outcome.live.includes(h) || (force && h.standing === 'failed'));
    const notified = takeNotified(run, able);
    if (notified.length === 0) break;
    for (const { handler, hosts: wanted } of notified) {
      const ready = wanted.filter((h) => outcome.live.includes(h) || (force && h.standing === 'failed'));
      if (ready.length === 0) continue;
      const result = await runTask(run, handler, ready, 'handler');
      outcome = {
        ...following({ ...outcome, live: [] }, result),
        live: outcome.live.filter((h) => !ready.includes(h) || result.live.includes(h)),
      };
    }
  }
  return outcome;
}
