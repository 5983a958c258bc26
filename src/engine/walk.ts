// The one recursive walk: nodes are run for a set of hosts and give back a partition of it.
import type { TaskInfo } from '../events/index.js';
import { TsplayError } from '../ground/index.js';
import { fromJs } from '../value/index.js';
import type { Block, Node, RoleInstance, Task } from '../playbook/index.js';
import { applyEffects } from './effects.js';
import { failedTask } from './failed-task.js';
import { checkNotified } from './handlers.js';
import { runInclude } from './include.js';
import { runMeta } from './meta.js';
import { debugTask, wantsDebugger } from './debug-task.js';
import { heedSummons, stopIfFatal } from './fatal.js';
import { allLive, beside, following, type Outcome } from './outcome.js';
import { Passage } from './place.js';
import type { HostRecord } from './records.js';
import { failedWhole, runOnHost, type HostVerdict } from './run-task.js';
import { scopeFor } from './scope.js';
import { truth } from './settings.js';
import { hasStarted } from './start-at.js';
import { isStepTaken } from './step.js';
import { isFree } from './strategy.js';
import { placesFor, withoutStragglers } from './stragglers.js';
import { isSelected } from './tags.js';
import { announce, report, type TimedVerdict } from './tell.js';
import type { PlayRun } from './types.js';

export { stopIfFatal } from './fatal.js';
export { announce, report } from './tell.js';

/** Runs nodes one after the other; only live hosts pass on. */
export async function runNodes(run: PlayRun, nodes: readonly Node[], hosts: readonly HostRecord[]): Promise<Outcome> {
  let outcome = allLive(hosts);
  const passage = new Passage(hosts, nodes);
  for (const [at, node] of nodes.entries()) {
    outcome = heedSummons(outcome);
    if (outcome.live.length === 0) break;
    run.ports.signal.throwIfAborted();
    passage.reach(at);
    const next = await (node.kind === 'block' ? runBlock(run, node, outcome.live) : runTask(run, node, outcome.live));
    outcome = following(outcome, next);
  }
  passage.leave();
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
  const guard = block.rescue.length > 0 ? 1 : 0;
  const hasAlways = block.always.length > 0;
  for (const host of hosts) host.guards += guard;
  let outcome = await sheltered(guard === 1 || hasAlways, run, block.body, hosts);
  for (const host of hosts) host.guards -= guard;
  const lost = outcome.failed.filter((host) => host.failedTwice);
  for (const host of lost) host.failedTwice = false;
  const rescued = outcome.failed.filter((host) => !lost.includes(host));
  if (guard === 1 && rescued.length > 0) {
    for (const host of rescued) {
      host.standing = 'live';
      host.counted = false;
    }
    const rescue = await sheltered(hasAlways, run, block.rescue, rescued);
    outcome = beside([{ ...outcome, failed: lost }, rescue], hosts);
  }
  if (!hasAlways) return outcome;
  const barred = guard === 0 ? lost : [];
  const entering = hosts.filter((h) => (outcome.live.includes(h) || outcome.failed.includes(h)) && !barred.includes(h));
  const failedBefore = new Set(outcome.failed);
  const always = await runNodes(run, block.always, entering);
  outcome = {
    live: always.live.filter((h) => !failedBefore.has(h)),
    failed: [...barred, ...always.failed, ...always.live.filter((h) => failedBefore.has(h))],
    unreachable: [...outcome.unreachable, ...always.unreachable],
    ended: [...outcome.ended, ...always.ended],
  };
  for (const host of outcome.failed) host.standing = 'failed';
  return outcome;
}

/** While the nodes run, a failure has somewhere to go if there is a `shelter`. */
export async function sheltered(
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

/** One task, or statement, for all hosts of the set. A keyword that cannot be evaluated fails it for all of them. */
export async function runTask(run: PlayRun, task: Task, hosts: readonly HostRecord[]): Promise<Outcome> {
  const isHandler = task.handler === true;
  const kind: TaskInfo['kind'] = isHandler ? 'handler' : 'task';
  // `compat:` tags choose which tasks may notify, not which handlers run.
  if (!isHandler && !isSelected(task.inherited.tags, run.ports.options)) return allLive(hosts);
  if (!hasStarted(run, task, hosts)) return allLive(hosts);
  try {
    return await runSelected(run, task, hosts, kind);
  } catch (error) {
    const [first] = hosts;
    if (!(error instanceof TsplayError) || !first || endsRun(error)) throw error;
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
  if (!first) return allLive(hosts);
  if (run.state.stepping && !(await isStepTaken(run, task, first))) return allLive(hosts);
  if (task.statement === 'include_tasks' || task.statement === 'include_role') return runInclude(run, task, hosts);
  const { working, spokesman, once } = await workersOf(run, task, hosts);
  const places = placesFor(run, task, working);
  const info = announce(run, task, first, kind);
  const verdicts = await withoutStragglers(run, task, working, places, (host) => timedRun(run, task, host, info));
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
  // A module that cannot be loaded is a failure of each host's attempt.
  const module =
    task.statement === undefined ? await run.ports.loadModule(task.action)?.catch(() => undefined) : undefined;
  const alone = module?.onceForAll === true || task.statement === 'add_host';
  const asks = (host: HostRecord): boolean => truth(run, task.inherited.runOnce, scopeFor(run, host, task));
  if (isFree(run)) {
    if (alone) {
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
  // `compat:` what works once by itself counts for the first host only, `run_once` for all.
  if (alone) {
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

async function timedRun(run: PlayRun, written: Task, host: HostRecord, info: TaskInfo): Promise<TimedVerdict> {
  for (let task = written; ;) {
    const start = run.ports.clock.now();
    if (run.ports.options.tellHosts === true) run.emit({ type: 'host-started', task: info, host: host.name });
    const verdict = await runOnHost(run, task, host, info);
    if (verdict.status === 'changed') checkNotified(run, task, host, verdict);
    const timed = { verdict, duration: run.ports.clock.now() - start };
    report(run, task, host, timed, info);
    if (!wantsDebugger(run, task, host, timed.verdict)) return timed;
    const again = await debugTask({ run, task, written, host, info, verdict: timed.verdict });
    if (!again) return timed;
    task = again;
  }
}

/** `compat:` a notification that means no handler ends the run for all hosts. */
function endsRun(error: TsplayError): boolean {
  return error.code === 'handler-missing';
}

/** Effects, then where the host stands. `targets` are the hosts that get what it registers and sets. */
export function settle(
  run: PlayRun,
  task: Task,
  host: HostRecord,
  { verdict }: TimedVerdict,
  info: TaskInfo,
  targets: readonly HostRecord[],
): Outcome {
  applyEffects(run, task, verdict, host, targets);
  if (verdict.ignored) return allLive([host]);
  if (verdict.status === 'unreachable') {
    host.standing = 'unreachable';
    return { live: [], failed: [], unreachable: [host], ended: [] };
  }
  if (verdict.status !== 'failed') return allLive([host]);
  host.standing = 'failed';
  if (host.shelters === 0) host.counted = true;
  if (host.guards > 0) {
    run.emit({ type: 'rescued', host: host.name });
    rememberFailure(run, task, host, info, verdict);
  }
  return { live: [], failed: [host], unreachable: [], ended: [] };
}

/** What a rescue may ask: `ansible_failed_task` and `ansible_failed_result`. */
function rememberFailure(run: PlayRun, task: Task, host: HostRecord, info: TaskInfo, verdict: HostVerdict): void {
  host.ownVars.set('ansible_failed_task', failedTask(run, task, host, info));
  host.ownVars.set('ansible_failed_result', fromJs(verdict.result));
}
