// `include_tasks` and `include_role`: worked out per host (and item), then run once for hosts that include the same.
import { LoadErrors, TsplayError, type Diagnostic } from '../ground/index.js';
import { fromJs, keyText, OmitValue, type Value, type ValueMap } from '../value/index.js';
import { includedContext, loadTasks, roleRequest, useRole, type Block, type Task } from '../playbook/index.js';
import { conditionFailure, firstFalse } from './conditions.js';
import { flatten } from './handlers.js';
import { itemsOf, labelOf, type Item } from './loop.js';
import { allLive, beside, following, type Outcome } from './outcome.js';
import type { HostRecord } from './records.js';
import { scopeFor } from './scope.js';
import { truth } from './settings.js';
import { announce, runNodes } from './walk.js';
import type { PlayRun } from './types.js';
import type { TaskInfo } from '../events/index.js';

/** One inclusion on one host. */
interface Inclusion {
  readonly host: HostRecord;
  /** Arguments, resolved. */
  readonly args: ValueMap;
  /** Loop variables the children see. */
  readonly vars: ValueMap;
  readonly label: string | undefined;
}

export async function runInclude(run: PlayRun, task: Task, hosts: readonly HostRecord[]): Promise<Outcome> {
  const [first] = hosts;
  if (!first) return allLive(hosts);
  const info = announce(run, task, first, 'include');
  const once = truth(run, task.inherited.runOnce, scopeFor(run, first, task));
  let outcome = allLive(hosts);
  const rounds: Inclusion[][] = [];
  const failed: HostRecord[] = [];
  for (const host of once ? [first] : hosts) {
    const found = inclusionsOf(run, task, host, info);
    if (found === 'failed') failed.push(host);
    else found.forEach((inclusion, i) => (rounds[i] ??= []).push(inclusion));
  }
  if (failed.length > 0) outcome = { ...outcome, live: hosts.filter((h) => !failed.includes(h)), failed };
  for (const round of rounds) {
    for (const group of groupsOf(round)) {
      const live = group.filter((inclusion) => outcome.live.includes(inclusion.host));
      if (live.length > 0) outcome = await runGroup(run, task, info, live, outcome, once ? hosts : undefined);
    }
  }
  return outcome;
}

function inclusionsOf(run: PlayRun, task: Task, host: HostRecord, info: TaskInfo): Inclusion[] | 'failed' {
  const base = scopeFor(run, host, task);
  try {
    const items: readonly Item[] = task.loop ? itemsOf(run, task, base).items : [{ value: null, vars: new Map() }];
    const found = items.flatMap((item): Inclusion[] => {
      const scope = scopeFor(run, host, task, item.vars);
      if (firstFalse(task.inherited.when, run.ports.template, scope)) return [];
      const args: ValueMap = new Map();
      for (const [key, value] of task.args) {
        const settled = run.ports.template.resolve(value, scope);
        if (key !== 'apply' && !(settled instanceof OmitValue)) args.set(key, settled);
        if (key === 'apply') args.set(key, value);
      }
      return [{ host, args, vars: item.vars, label: task.loop ? labelOf(run, task, scope, item) : undefined }];
    });
    if (found.length === 0)
      finish(run, task, info, host, 'skipped', { skipped: true, skip_reason: 'Conditional result was False' });
    return found;
  } catch (error) {
    return failHost(run, task, info, host, error);
  }
}

function failHost(run: PlayRun, task: Task, info: TaskInfo, host: HostRecord, error: unknown): 'failed' {
  const diagnostics = error instanceof LoadErrors ? error.diagnostics : undefined;
  const failure = diagnostics ? undefined : conditionFailure(task.action, error, task.inherited.when);
  const diagnostic: Diagnostic | undefined =
    diagnostics?.[0] ?? (error instanceof TsplayError ? error.toDiagnostic() : failure?.diagnostic);
  const msg = diagnostics ? diagnostics.map((d) => d.message).join('; ') : (diagnostic?.message ?? '');
  host.standing = 'failed';
  host.failureTold = true;
  host.ownVars.set('ansible_failed_result', fromJs({ failed: true, msg }));
  finish(
    run,
    task,
    info,
    host,
    'failed',
    { failed: true, msg },
    diagnostic && (diagnostic.span ? diagnostic : { ...diagnostic, span: task.span }),
  );
  return 'failed';
}

function finish(
  run: PlayRun,
  task: Task,
  info: TaskInfo,
  host: HostRecord,
  status: 'ok' | 'skipped' | 'failed',
  result: Record<string, unknown>,
  diagnostic?: Diagnostic,
): void {
  run.emit({
    type: 'task-finished',
    task: info,
    host: host.name,
    status,
    result: { changed: false, ...result },
    looped: false,
    duration: 0,
    diagnostic,
  });
  if (task.register !== undefined)
    host.ownVars.set(task.register, fromJs({ changed: false, failed: false, ...result }));
}

/** Hosts whose inclusion has the same arguments and variables go together. */
function groupsOf(round: readonly Inclusion[]): Inclusion[][] {
  const groups = new Map<string, Inclusion[]>();
  for (const inclusion of round) {
    const key = JSON.stringify([comparable(inclusion.args), comparable(inclusion.vars)]);
    const group = groups.get(key);
    if (group) group.push(inclusion);
    else groups.set(key, [inclusion]);
  }
  return [...groups.values()];
}

function comparable(value: Value): unknown {
  if (value instanceof Map) return [...value].map(([k, v]) => [comparable(k), comparable(v)]);
  if (Array.isArray(value)) return value.map(comparable);
  return typeof value === 'bigint' ? String(value) : value;
}

async function runGroup(
  run: PlayRun,
  task: Task,
  info: TaskInfo,
  group: readonly Inclusion[],
  before: Outcome,
  everybody: readonly HostRecord[] | undefined,
): Promise<Outcome> {
  const [sample] = group;
  if (!sample) return before;
  const hosts = everybody ?? group.map((g) => g.host);
  let block: Block;
  try {
    block = blockFor(run, task, sample);
  } catch (error) {
    for (const host of hosts) failHost(run, task, info, host, error);
    return { ...before, live: before.live.filter((h) => !hosts.includes(h)), failed: [...before.failed, ...hosts] };
  }
  run.emit({ type: 'included', task: info, path: block.file, hosts: hosts.map((h) => h.name), label: sample.label });
  for (const host of hosts) finish(run, task, info, host, 'ok', { include: block.file });
  const others = before.live.filter((h) => !hosts.includes(h));
  const ran = await runNodes(run, [block], hosts);
  const joined = beside([allLive(others), ran], before.live);
  return following({ ...before, live: [] }, joined);
}

/** Loads what is included. @throws LoadErrors with all that is wrong in it */
function blockFor(run: PlayRun, task: Task, inclusion: Inclusion): Block {
  const context = { ...run.parseContext(task), problems: [] as Diagnostic[] };
  const apply = inclusion.args.get('apply');
  const inner = includedContext(context, task, apply instanceof Map ? apply : undefined);
  const withItem =
    inclusion.vars.size > 0
      ? { ...inner, inherited: { ...inner.inherited, includeVars: [...inner.inherited.includeVars, inclusion.vars] } }
      : inner;
  let block: Block | undefined;
  if (task.statement === 'include_tasks') {
    const name = inclusion.args.get('_raw_params') ?? inclusion.args.get('file');
    if (name === undefined || name === null) {
      throw new TsplayError('missing-argument', 'include_tasks needs the name of a file', { span: task.actionSpan });
    }
    block = loadTasks(withItem, keyText(name), task.actionSpan);
  } else {
    const args: ValueMap = new Map([...inclusion.args].filter(([k]) => k !== 'apply'));
    const request = roleRequest(withItem, args, task.actionSpan, 'include_role');
    block = request && useRole(withItem, { ...request, params: new Map(), span: task.actionSpan, once: undefined });
    if (block?.role) {
      run.addedHandlers.push(
        ...flatten(block.role.handlers).filter((h) => !run.addedHandlers.some((a) => a.span === h.span)),
      );
      if (args.get('public') === true) run.roles.push(block.role);
      run.includedRoles.push(block.role);
    }
  }
  if (context.problems.length > 0 || !block) throw new LoadErrors(context.problems);
  return block;
}
