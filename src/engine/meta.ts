// `meta`: statements that steer the run itself.
import { didYouMean, TsplayError } from '../ground/index.js';
import { keyText } from '../value/index.js';
import type { Task } from '../playbook/index.js';
import type { TaskInfo } from '../events/index.js';
import { conditionFailure, firstFalse } from './conditions.js';
import { flushHandlers } from './flush.js';
import { allLive, beside, following, type Outcome } from './outcome.js';
import { reachFor } from './reach.js';
import type { HostRecord } from './records.js';
import { scopeFor } from './scope.js';
import { announce } from './walk.js';
import type { PlayRun } from './types.js';

/** What is said of a host for which the condition does not hold; actions that are not listed have no condition. */
const SKIPPED: Readonly<Record<string, (host: string, role: string) => string>> = {
  flush_handlers: (host) => `, not running handlers for ${host}`,
  clear_facts: (host) => `, not clearing facts and fact cache for ${host}`,
  clear_host_errors: (host) => `, not clearing host error state for ${host}`,
  end_batch: () => ', continuing current batch',
  end_play: () => ', continuing play',
  end_host: (host) => `, continuing execution for ${host}`,
  end_role: (host, role) => `continuing role ${role} for ${host}`,
};
const UNCONDITIONAL = ['noop', 'reset_connection', 'refresh_inventory'];

/** The actions that are carried out. */
export const META_ACTIONS: readonly string[] = [...Object.keys(SKIPPED), ...UNCONDITIONAL];

/** `compat:` of these the first host's condition counts for all. */
const FOR_ALL = ['clear_facts', 'clear_host_errors', 'end_batch', 'end_play', 'refresh_inventory'];

export async function runMeta(run: PlayRun, task: Task, hosts: readonly HostRecord[]): Promise<Outcome> {
  const [first] = hosts;
  if (!first) return allLive(hosts);
  const action = keyText(task.args.get('_raw_params') ?? '');
  if (!META_ACTIONS.includes(action)) {
    throw new TsplayError('not-supported', `meta has no action '${action}' that tsplay carries out`, {
      span: task.actionSpan,
      hint: didYouMean(action, META_ACTIONS),
    });
  }
  const info = announce(run, task, first, 'meta');
  if (UNCONDITIONAL.includes(action)) {
    if (task.inherited.when.length > 0) warn(run, task, `${action} task does not support when conditional`);
    return unconditional(run, task, hosts, action);
  }
  const asked = FOR_ALL.includes(action) ? [first] : hosts;
  const chosen = asked.filter((host) => holds(run, task, info, host, action));
  if (chosen.length === 0) return allLive(hosts);
  switch (action) {
    case 'flush_handlers':
      return flush(run, task, hosts, chosen);
    case 'clear_facts':
      for (const host of run.allHosts) host.facts.forget();
      return allLive(hosts);
    case 'clear_host_errors':
      for (const host of run.allHosts) host.clearErrors();
      return allLive(hosts);
    case 'end_role':
      return endRole(task, hosts, chosen);
    case 'end_play':
      run.state.ended = true;
      return endingAll(run, hosts);
    case 'end_batch':
      return endingAll(run, hosts);
    default:
      return ending(hosts, chosen);
  }
}

async function unconditional(run: PlayRun, task: Task, hosts: readonly HostRecord[], action: string): Promise<Outcome> {
  if (action === 'refresh_inventory') {
    const { refreshInventory } = run.ports;
    if (!refreshInventory) {
      throw new TsplayError('not-supported', 'meta: refresh_inventory needs an inventory that can be read again', {
        span: task.actionSpan,
      });
    }
    await refreshInventory();
  }
  if (action === 'reset_connection') {
    for (const host of hosts) {
      const { view } = await reachFor({ run, task, host, scope: scopeFor(run, host, task) }, undefined);
      await view.reconnect();
    }
  }
  return allLive(hosts);
}

async function flush(
  run: PlayRun,
  task: Task,
  hosts: readonly HostRecord[],
  chosen: readonly HostRecord[],
): Promise<Outcome> {
  if (task.handler === true) {
    throw new TsplayError('bad-keyword', 'flush_handlers cannot be used as a handler', {
      span: task.actionSpan,
      hint: 'handlers that are notified by handlers run in their turn',
    });
  }
  const others = hosts.filter((host) => !chosen.includes(host));
  return beside([allLive(others), await flushHandlers(run, chosen)], hosts);
}

function endRole(task: Task, hosts: readonly HostRecord[], chosen: readonly HostRecord[]): Outcome {
  const { role } = task;
  if (!role) {
    throw new TsplayError('bad-keyword', "Cannot execute 'end_role' from outside of a role", { span: task.actionSpan });
  }
  for (const host of chosen) host.leaving = role;
  return ending(hosts, chosen);
}

/** Whether the condition holds; a host for which it does not is told as skipped, and not counted. */
function holds(run: PlayRun, task: Task, info: TaskInfo, host: HostRecord, action: string): boolean {
  const { when } = task.inherited;
  let broken;
  try {
    broken = firstFalse(when, run.ports.template, scopeFor(run, host, task));
  } catch (error) {
    const { message, diagnostic } = conditionFailure('when', error, when);
    throw new TsplayError(diagnostic.code, message, { span: diagnostic.span ?? task.span });
  }
  if (broken === undefined) return true;
  const reason = `${action} conditional evaluated to False${SKIPPED[action]?.(host.name, task.role?.name ?? '') ?? ''}`;
  const msg = action === 'end_host' ? reason.replace('False', 'false') : action;
  run.emit({
    type: 'task-finished',
    task: info,
    host: host.name,
    status: 'skipped',
    result: { msg, skipped: true, skip_reason: reason },
    looped: false,
    duration: 0,
  });
  return false;
}

function warn(run: PlayRun, task: Task, message: string): void {
  run.emit({
    type: 'warning',
    diagnostic: { code: 'bad-keyword', severity: 'warning', message, span: task.actionSpan },
  });
}

/** Also the hosts of the batch that are elsewhere in the play: they end before their next task. */
function endingAll(run: PlayRun, hosts: readonly HostRecord[]): Outcome {
  for (const host of run.batch) if (host.standing === 'live' && !hosts.includes(host)) host.summons = 'end';
  return ending(hosts, hosts);
}

function ending(hosts: readonly HostRecord[], chosen: readonly HostRecord[]): Outcome {
  const ended = hosts.filter((host) => chosen.includes(host));
  for (const host of ended) host.standing = 'ended';
  return following({ live: [], failed: [], unreachable: [], ended }, allLive(hosts.filter((h) => !ended.includes(h))));
}
