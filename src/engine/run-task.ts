// One task on one host: its items one after the other, folded into one result.
import { TsplayError, type Diagnostic } from '../ground/index.js';
import type { TaskInfo } from '../events/index.js';
import type { ModuleResult } from '../kit/index.js';
import { fromJs, keyText, mapFromObject, toJs, type Value, type ValueMap } from '../value/index.js';
import { attemptItem } from './attempt.js';
import { inclusionIn } from './inclusion.js';
import { itemsOf, labelOf, type Item } from './loop.js';
import { scopeFor } from './scope.js';
import { isHidden, shown } from './show.js';
import { number, truth } from './settings.js';
import type { HostRecord } from './records.js';
import type { Frame, PlayRun, Verdict } from './types.js';
import type { Task } from '../playbook/index.js';

type Retry = (attempt: number, left: number, result: ModuleResult) => void;

export interface HostVerdict extends Verdict {
  readonly looped: boolean;
  /** Each item's verdict in order, for effects; a task without a loop has one. */
  readonly parts: readonly Verdict[];
}

/** Never throws for what a user or a host did wrong: that is a verdict. */
export async function runOnHost(run: PlayRun, task: Task, host: HostRecord, info: TaskInfo): Promise<HostVerdict> {
  const frame: Frame = { run, task, host, scope: scopeFor(run, host, task) };
  try {
    return await runItems(frame, info);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    return failedWhole(frame, error.toDiagnostic());
  }
}

/** Whether `ignore_errors` forgives a failure, `ignore_unreachable` a lost host; what cannot be evaluated does not. */
export function forgives({ run, task, scope }: Frame, status: Verdict['status']): boolean {
  const { ignoreErrors, ignoreUnreachable } = task.inherited;
  try {
    if (status === 'failed') return truth(run, ignoreErrors, scope);
    return status === 'unreachable' && truth(run, ignoreUnreachable, scope);
  } catch (error) {
    if (error instanceof TsplayError) return false;
    throw error;
  }
}

/** A task that failed as a whole, before or beside its items. */
export function failedWhole(frame: Frame, diagnostic: Diagnostic): HostVerdict {
  const verdict: Verdict = {
    status: 'failed',
    result: { changed: false, failed: true, msg: diagnostic.message },
    diagnostic: diagnostic.span ? diagnostic : { ...diagnostic, span: frame.task.span },
    ignored: forgives(frame, 'failed'),
  };
  return { ...verdict, looped: false, parts: [verdict] };
}

async function runItems(frame: Frame, info: TaskInfo): Promise<HostVerdict> {
  const { run, task, host } = frame;
  const retry = (attempt: number, retriesLeft: number, result: ModuleResult): void =>
    run.emit({
      type: 'task-retrying',
      task: info,
      host: host.name,
      attempt,
      retriesLeft,
      result: shown(frame, result),
    });
  if (!task.loop) {
    const verdict = weighed(frame, await attemptItem(frame, info.name, retry));
    return { ...verdict, looped: false, parts: [verdict] };
  }
  let loop: ReturnType<typeof itemsOf>;
  try {
    loop = itemsOf(run, task, frame.scope);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    return loopFailure(frame, info, error, retry);
  }
  const parts: Verdict[] = [];
  const carried: ValueMap = new Map();
  const pause = number(run, task.loop.control.pause, frame.scope, 'loop_control.pause') ?? 0;
  for (const [index, item] of loop.items.entries()) {
    if (index > 0 && pause > 0) await run.ports.clock.sleep(pause * 1000, run.ports.signal);
    const itemFrame: Frame = { ...frame, item, scope: scopeFor(run, host, task, item.vars, carried) };
    const verdict = weighed(itemFrame, await attemptItem(itemFrame, info.name, retry));
    const part = { ...verdict, result: withItem(judgedResult(verdict), item, loop.loopVar) };
    parts.push(part);
    // `compat:` an item whose templates cannot be evaluated ends the loop, and the task has no results.
    if (verdict.unevaluated) return { ...verdict, looped: false, parts };
    reportItem(itemFrame, info, part, item);
    carry(task, part.result, carried);
    if (part.status === 'unreachable') break;
  }
  return { ...foldItems(parts), looped: true, parts };
}

/** `compat:` the items that follow see what this one registered, and the variables it set. */
function carry(task: Task, result: ModuleResult, carried: ValueMap): void {
  if (task.register !== undefined) carried.set(task.register, fromJs(result));
  const facts = result['ansible_facts'];
  if (facts === null || typeof facts !== 'object' || !SETTERS.has(task.action)) return;
  for (const [key, value] of facts instanceof Map ? (facts as ValueMap) : mapFromObject(facts)) carried.set(key, value);
}

const SETTERS = new Set(
  ['set_fact', 'include_vars'].flatMap((a) => [a, `ansible.builtin.${a}`, `ansible.legacy.${a}`]),
);

/** A loop that cannot be evaluated does not matter when the condition, asked without an item, says skip. */
async function loopFailure(frame: Frame, info: TaskInfo, error: TsplayError, retry: Retry): Promise<HostVerdict> {
  if (frame.task.inherited.when.length > 0) {
    const { loop: _loop, ...rest } = frame.task;
    const skipped = await attemptItem(
      { ...frame, task: { ...rest, loop: undefined, action: 'ansible.builtin.fail' } },
      info.name,
      retry,
    );
    if (skipped.status === 'skipped') return { ...skipped, looped: false, parts: [skipped] };
  }
  const diagnostic = error.toDiagnostic();
  return failedWhole(frame, { ...diagnostic, span: diagnostic.span ?? frame.task.loop?.span });
}

function weighed(frame: Frame, verdict: Verdict): Verdict {
  return { ...verdict, ignored: forgives(frame, verdict.status) };
}

/** `compat:` a result that was not skipped always says whether it failed. */
function judgedResult({ status, result }: Verdict): ModuleResult {
  if (inclusionIn(result)) return without(result, 'changed');
  return status === 'skipped' || result.failed !== undefined ? result : { ...result, failed: false };
}

function without(result: ModuleResult, left: string): ModuleResult {
  const { [left]: _left, ...rest } = result;
  return rest as ModuleResult;
}

function withItem(result: ModuleResult, item: Item, loopVar: string): ModuleResult {
  const extra = Object.fromEntries([...item.vars].map(([k, v]) => [keyText(k), plain(v)]));
  return { ...result, ...extra, [loopVar]: plain(item.value) };
}

function plain(value: Value): unknown {
  return toJs(value);
}

function reportItem(frame: Frame, info: TaskInfo, verdict: Verdict, item: Item): void {
  // What an item includes is told when it was loaded.
  if (inclusionIn(verdict.result) && verdict.status === 'ok') return;
  const { run, host } = frame;
  run.emit({
    type: 'item-finished',
    task: info,
    host: host.name,
    delegatedTo: verdict.delegatedTo,
    label: labelOf(run, frame.task, frame.scope, item),
    status: verdict.ignored ? 'ignored' : verdict.status,
    result: shown(frame, verdict.result),
    diagnostic: verdict.status === 'failed' && !isHidden(frame) ? verdict.diagnostic : undefined,
  });
}

/** `compat:` the words of `msg` are Ansible's; a loop is skipped when all its items are. */
function foldItems(parts: readonly Verdict[]): Verdict {
  const results = parts.map((p) => p.result);
  const last = parts.at(-1);
  if (last?.status === 'unreachable') return { ...last, result: { ...last.result, results } };
  const failed = parts.filter((p) => p.status === 'failed');
  const changed = results.some((r) => r.changed);
  const allSkipped = parts.every((p) => p.status === 'skipped');
  const result: ModuleResult = { changed, results };
  if (parts.length === 0)
    return {
      status: 'skipped',
      result: { changed: false, skipped: true, skipped_reason: 'No items in the list', results },
    };
  if (failed.length > 0) {
    return {
      status: 'failed',
      result: { ...result, failed: true, msg: 'One or more items failed' },
      diagnostic: failed[0]?.diagnostic,
      ignored: failed.every((p) => p.ignored),
      delegatedTo: failed[0]?.delegatedTo,
    };
  }
  if (allSkipped) return { status: 'skipped', result: { ...result, skipped: true, msg: 'All items skipped' } };
  return {
    status: changed ? 'changed' : 'ok',
    result: { ...result, msg: 'All items completed' },
    delegatedTo: last?.delegatedTo,
  };
}
