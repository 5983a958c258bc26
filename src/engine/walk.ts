// The one recursive walk: nodes are run for a set of hosts and give back a partition of it.
import type { TaskInfo } from '../events/index.js';
import { TsplayError } from '../ground/index.js';
import { fromJs } from '../value/index.js';
import type { Block, Node, RoleInstance, Task } from '../playbook/index.js';
import { writtenText } from './conditions.js';
import { applyEffects } from './effects.js';
import { failedTask } from './failed-task.js';
import { checkNotified } from './handlers.js';
import { runInclude } from './include.js';
import { runMeta } from './meta.js';
import { allLive, beside, isFatal, following, type Outcome } from './outcome.js';
import type { HostRecord } from './records.js';
import { failedWhole, runOnHost, type HostVerdict } from './run-task.js';
import { scopeFor } from './scope.js';
import { number, text, truth } from './settings.js';
import { isHidden, shown } from './show.js';
import { withoutStragglers } from './stragglers.js';
import { isSelected } from './tags.js';
import type { PlayRun } from './types.js';

/** Runs nodes one after the other; only live hosts pass on. */
export async function runNodes(run: PlayRun, nodes: readonly Node[], hosts: readonly HostRecord[]): Promise<Outcome> {
  let outcome = allLive(hosts);
  for (const node of nodes) {
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
  const guard = block.rescue.length > 0 ? 1 : 0;
  for (const host of hosts) host.guards += guard;
  let outcome = await runNodes(run, block.body, hosts);
  for (const host of hosts) host.guards -= guard;
  const lost = outcome.failed.filter((host) => host.failedTwice);
  for (const host of lost) host.failedTwice = false;
  const rescued = outcome.failed.filter((host) => !lost.includes(host));
  if (block.rescue.length > 0 && rescued.length > 0) {
    for (const host of rescued) host.standing = 'live';
    const rescue = await runNodes(run, block.rescue, rescued);
    outcome = beside([{ ...outcome, failed: lost }, rescue], hosts);
  }
  if (block.always.length === 0) return outcome;
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

/** One task, or statement, for all hosts of the set. A keyword that cannot be evaluated fails it for all of them. */
export async function runTask(run: PlayRun, task: Task, hosts: readonly HostRecord[]): Promise<Outcome> {
  const isHandler = task.handler === true;
  const kind: TaskInfo['kind'] = isHandler ? 'handler' : 'task';
  // `compat:` tags choose which tasks may notify, not which handlers run.
  if (!isHandler && !isSelected(task.inherited.tags, run.ports.options)) return allLive(hosts);
  if (!hasStarted(run, task, hosts)) return allLive(hosts);
  if (task.statement !== 'meta' && (await run.ports.confirm?.(task)) === false) return allLive(hosts);
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
  if (task.statement === 'include_tasks' || task.statement === 'include_role') return runInclude(run, task, hosts);
  const [first] = hosts;
  if (!first) return allLive(hosts);
  const asked = truth(run, task.inherited.runOnce, scopeFor(run, first, task));
  // A module that cannot be loaded is a failure of each host's attempt.
  const module = await run.ports.loadModule(task.action)?.catch(() => undefined);
  const once = asked || module?.onceForAll === true;
  const info = announce(run, task, first, kind);
  const working = once ? [first] : hosts;
  const verdicts = await withoutStragglers(run, task, working, (host) => timedRun(run, task, host, info));
  const outcomes = working.map((host, i) => {
    const verdict = verdicts[i];
    if (verdict === undefined || verdict === 'left behind') return leaveBehind(host);
    return settle(run, task, host, verdict, info, once ? hosts : [host]);
  });
  const outcome = beside(outcomes, hosts);
  return stopIfFatal(run, task, outcome, once);
}

/** The host is done with this batch; the play runs for it after the others. */
function leaveBehind(host: HostRecord): Outcome {
  host.standing = 'left behind';
  return { live: [], failed: [], unreachable: [], ended: [host] };
}

/** `--start-at-task`: nothing runs before the task of that name (or pattern) is met. */
function hasStarted(run: PlayRun, task: Task, hosts: readonly HostRecord[]): boolean {
  const wanted = run.state.startAt;
  if (wanted === undefined) return true;
  const name = taskName(run, task, hosts[0]);
  const pattern = new RegExp(
    `^${wanted
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );
  const bare = name.replace(/^.* : /, '');
  if (name !== wanted && bare !== wanted && !pattern.test(name) && !pattern.test(bare)) return false;
  run.state.startAt = undefined;
  return true;
}

/** The name to show: templated when it can be, with the role before it. */
function taskName(run: PlayRun, task: Task, host: HostRecord | undefined): string {
  let name: string | undefined;
  try {
    name = host && text(run, task.name, scopeFor(run, host, task));
  } catch (error) {
    // `compat:` a name that cannot be templated is shown as it is written.
    if (!(error instanceof TsplayError)) throw error;
  }
  name ??= task.name === undefined ? unnamed(task) : writtenText(task.name);
  // `compat:` the name of an include_role has no role before it.
  if (task.statement === 'include_role') return name;
  return task.role ? `${task.role.name} : ${name}` : name;
}

/** A task without a name is called by its action; include_role by its role too. */
function unnamed(task: Task): string {
  if (task.statement !== 'include_role') return task.action;
  return `${task.action} : ${writtenText(task.args.get('name') ?? task.args.get('role') ?? null)}`;
}

export function announce(run: PlayRun, task: Task, host: HostRecord, kind: TaskInfo['kind']): TaskInfo {
  const info: TaskInfo = {
    id: ++run.state.taskId,
    name: taskName(run, task, host),
    action: task.action,
    span: task.span,
    kind,
    ...(task.handler === true ? { handler: true } : {}),
  };
  run.emit({ type: 'task-started', task: info });
  return info;
}

/** `compat:` a notification that means no handler ends the run for all hosts. */
function endsRun(error: TsplayError): boolean {
  return error.code === 'handler-missing';
}

export interface TimedVerdict {
  readonly verdict: HostVerdict;
  readonly duration: number;
}

async function timedRun(run: PlayRun, task: Task, host: HostRecord, info: TaskInfo): Promise<TimedVerdict> {
  const start = run.ports.clock.now();
  const verdict = await runOnHost(run, task, host, info);
  if (verdict.status === 'changed') checkNotified(run, task, host);
  const timed = { verdict, duration: run.ports.clock.now() - start };
  report(run, task, host, timed, info);
  return timed;
}

export function report(
  run: PlayRun,
  task: Task,
  host: HostRecord,
  { verdict, duration }: TimedVerdict,
  info: TaskInfo,
): void {
  const frame = { run, task, host, scope: scopeFor(run, host, task) };
  run.emit({
    type: 'task-finished',
    task: info,
    host: host.name,
    delegatedTo: verdict.delegatedTo,
    status: verdict.ignored ? 'ignored' : verdict.status,
    result: shown(frame, verdict.result),
    looped: verdict.looped,
    duration,
    diagnostic: isHidden(frame) ? undefined : verdict.diagnostic,
  });
}

/** Effects, then where the host stands. */
export function settle(
  run: PlayRun,
  task: Task,
  host: HostRecord,
  { verdict }: TimedVerdict,
  info: TaskInfo,
  targets: readonly HostRecord[],
): Outcome {
  applyEffects(run, task, verdict, targets);
  if (verdict.ignored) return allLive(targets);
  if (verdict.status === 'unreachable') {
    for (const h of targets) h.standing = 'unreachable';
    return { live: [], failed: [], unreachable: targets, ended: [] };
  }
  if (verdict.status !== 'failed') return allLive(targets);
  for (const h of targets) {
    h.standing = 'failed';
    // `compat:` with run_once the others are failed twice: the block they are in does not rescue them.
    h.failedTwice = h !== host;
    h.barred ||= h !== host;
  }
  if (host.guards > 0) {
    run.emit({ type: 'rescued', host: host.name });
    rememberFailure(run, task, host, info, verdict);
  }
  return { live: [], failed: targets, unreachable: [], ended: [] };
}

/** What a rescue may ask: `ansible_failed_task` and `ansible_failed_result`. */
function rememberFailure(run: PlayRun, task: Task, host: HostRecord, info: TaskInfo, verdict: HostVerdict): void {
  host.ownVars.set('ansible_failed_task', failedTask(run, task, host, info));
  host.ownVars.set('ansible_failed_result', fromJs(verdict.result));
}

export function stopIfFatal(run: PlayRun, task: Task, outcome: Outcome, once: boolean): Outcome {
  const [host] = run.batch;
  const fatal = host !== undefined && truth(run, task.inherited.anyErrorsFatal, scopeFor(run, host, task));
  const limit = host && number(run, run.play.maxFailPercentage, scopeFor(run, host), 'max_fail_percentage');
  const failedBefore =
    run.batch.filter((h) => h.standing === 'failed' || h.standing === 'unreachable').length -
    outcome.failed.length -
    outcome.unreachable.length;
  if (!isFatal(outcome, run.batch.length, fatal || once, limit, failedBefore)) return outcome;
  // `compat:` a rescue brings them back to this play, not to those that follow.
  for (const h of outcome.live) {
    h.standing = 'failed';
    h.barred = true;
  }

  return { ...outcome, live: [], failed: [...outcome.failed, ...outcome.live] };
}
