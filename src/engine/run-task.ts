// One task on one host: its items one after the other, folded into one result.
import { TsplayError, type Diagnostic } from '../ground/index.js';
import type { TaskInfo } from '../events/index.js';
import type { ModuleResult } from '../kit/index.js';
import { keyText, mapFromObject, toJs, type ValueMap } from '../value/index.js';
import { attemptItem, type Tell } from './attempt.js';
import { firstFalse } from './conditions.js';
import { liveOutput } from './live-output.js';
import { inclusionIn } from './inclusion.js';
import { itemsOf, labelOf, type Item } from './loop.js';
import { resultValue } from './result-value.js';
import { scopeFor } from './scope.js';
import { isHidden, shown } from './show.js';
import { number, truth } from './settings.js';
import type { HostRecord } from './records.js';
import type { Frame, PlayRun, Verdict } from './types.js';
import type { Task } from '../playbook/index.js';

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
    if (error instanceof TsplayError) return failedWhole(frame, error.toDiagnostic());
    if (!(error instanceof RangeError)) throw error;
    // What a host or a template gave is too much for text or for the stack: the task fails, other hosts go on.
    const message = `a value is too large or nested too deeply: ${error.message}`;
    return failedWhole(frame, { code: 'template-value', severity: 'error', message });
  }
}

/**
 * Whether `ignore_errors` forgives a failure, `ignore_unreachable` a lost host. `compat:` a failure is forgiven too by what
 * cannot be evaluated, and by an unevaluated template where nothing of the task could be.
 */
function forgives({ run, task, scope }: Frame, status: Verdict['status']): boolean {
  const { ignoreErrors, ignoreUnreachable } = task.inherited;
  try {
    if (status === 'failed') return truth(run, ignoreErrors, scope);
    return status === 'unreachable' && truth(run, ignoreUnreachable, scope);
  } catch (error) {
    if (error instanceof TsplayError) return status === 'failed';
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
    unevaluated: true,
  };
  return { ...verdict, looped: false, parts: [verdict] };
}

async function runItems(frame: Frame, info: TaskInfo): Promise<HostVerdict> {
  const { run, task, host } = frame;
  const tell: Tell = {
    retry: (attempt, retriesLeft, result) =>
      run.emit({
        type: 'task-retrying',
        task: info,
        host: host.name,
        attempt,
        retriesLeft,
        result: shown(frame, result),
      }),
    output(own) {
      const { clock, secrets, emit, options } = run.ports;
      if (options.tellOutput !== true || isHidden(frame)) return undefined;
      return liveOutput({ clock, secrets, own: own(), emit, task: info, host: host.name });
    },
    job: (jid, state) => run.emit({ type: 'job-polled', task: info, host: host.name, jid, state }),
    progress: (what, done, total) =>
      run.emit({ type: 'task-progress', task: info, host: host.name, what, done, total }),
  };
  if (!task.loop) {
    const verdict = weighed(frame, await attemptItem(frame, info.name, tell));
    return { ...verdict, looped: false, parts: [verdict] };
  }
  let loop: ReturnType<typeof itemsOf>;
  try {
    loop = itemsOf(run, task, frame.scope);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    return loopFailure(frame, info, error, tell);
  }
  warnOfShadow(frame, loop.loopVar);
  const parts: Verdict[] = [];
  const carried: ValueMap = new Map();
  const late: (() => void)[] = [];
  const pause = number(run, task.loop.control.pause, frame.scope, 'loop_control.pause') ?? 0;
  for (const [index, item] of loop.items.entries()) {
    if (index > 0 && pause > 0) {
      run.ports.reacher.disturb?.();
      await run.ports.clock.sleep(pause * 1000, run.ports.signal);
    }
    const turn = { items: loop.items, at: index };
    const itemFrame: Frame = { ...frame, item, turn, scope: scopeFor(run, host, task, item.vars, carried) };
    const verdict = lostBefore(parts) ?? weighed(itemFrame, await attemptItem(itemFrame, info.name, tell));
    const part = { ...verdict, vars: item.vars, result: withItem(judgedResult(verdict), item, loop.loopVar) };
    // `compat:` an item whose templates cannot be evaluated ends the loop, and the task has no results.
    if (verdict.unevaluated) return { ...verdict, looped: false, parts: [...parts, part] };
    carry(task, part.result, carried);
    const report = (): Verdict => reportItem(itemFrame, info, part, item);
    if (isToldLate(task, part)) {
      parts.push(part);
      late.push(() => (parts[index] = report()));
    } else parts.push(report());
    if (isBroken(itemFrame)) break;
  }
  for (const report of late) report();
  return { ...foldItems(parts), looped: true, parts };
}

/** `compat:` what changed the inventory is told when the whole task is done. */
function isToldLate({ statement }: Task, { status }: Verdict): boolean {
  return (statement === 'add_host' || statement === 'group_by') && (status === 'ok' || status === 'changed');
}

/** A host that was lost at one item is not waited for again at each of the others: they are told the same. */
function lostBefore(parts: readonly Verdict[]): Verdict | undefined {
  const last = parts.at(-1);
  return last?.status === 'unreachable' && last.delegatedTo === undefined ? last : undefined;
}

/** `loop_control.break_when`, asked after each item. @throws TsplayError */
function isBroken({ run, task, scope }: Frame): boolean {
  const conditions = task.loop?.control.breakWhen ?? [];
  return conditions.length > 0 && firstFalse(conditions, run.ports.template, scope) === undefined;
}

function warnOfShadow({ run, task, scope }: Frame, loopVar: string): void {
  if (scope.lookup(loopVar) === undefined) return;
  const message = `the loop variable '${loopVar}' is already in use: the loop hides the other value`;
  const hint = "name the loop's own with 'loop_control: {loop_var: …}'";
  run.emit({
    type: 'warning',
    diagnostic: { code: 'bad-keyword', severity: 'warning', message, span: task.loop?.span ?? task.span, hint },
  });
}

/** `compat:` the items that follow see what this one registered, and the variables it set. */
function carry(task: Task, result: ModuleResult, carried: ValueMap): void {
  if (task.register !== undefined) carried.set(task.register, resultValue(result));
  const facts = result['ansible_facts'];
  if (facts === null || typeof facts !== 'object' || !SETTERS.has(task.action)) return;
  for (const [key, value] of facts instanceof Map ? (facts as ValueMap) : mapFromObject(facts)) carried.set(key, value);
}

const SETTERS = new Set(
  ['set_fact', 'include_vars'].flatMap((a) => [a, `ansible.builtin.${a}`, `ansible.legacy.${a}`]),
);

/** A loop that cannot be evaluated does not matter when the condition, asked without an item, says skip. */
async function loopFailure(frame: Frame, info: TaskInfo, error: TsplayError, tell: Tell): Promise<HostVerdict> {
  if (frame.task.inherited.when.length > 0) {
    const { loop: _loop, ...rest } = frame.task;
    const skipped = await attemptItem(
      { ...frame, task: { ...rest, loop: undefined, action: 'ansible.builtin.fail' } },
      info.name,
      tell,
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
  // `compat:` what was lost or took too long does not say whether it changed anything.
  if (status === 'unreachable' || 'timedout' in result) return without(result, 'changed');
  return status === 'skipped' || result.failed !== undefined ? result : { ...result, failed: false };
}

function without(result: ModuleResult, left: string): ModuleResult {
  const { [left]: _left, ...rest } = result;
  return rest as ModuleResult;
}

function withItem(result: ModuleResult, item: Item, loopVar: string): ModuleResult {
  const extra = Object.fromEntries(
    // What extended loops tell of all items is shared by the results, not copied into each.
    [...item.vars].map(([k, v]) => [keyText(k), k === 'ansible_loop' ? v : toJs(v)]),
  );
  return { ...result, ...extra, [loopVar]: toJs(item.value) };
}

/** Tells of an item. @returns its verdict: failed when its label cannot be evaluated */
function reportItem(frame: Frame, info: TaskInfo, verdict: Verdict, item: Item): Verdict {
  // What an item includes is told when it was loaded.
  if (inclusionIn(verdict.result) && verdict.status === 'ok') return verdict;
  const { run, host } = frame;
  let told = verdict;
  let label = run.ports.template.text(item.value);
  try {
    label = labelOf(run, frame.task, frame.scope, item);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const msg = `Failed to template loop_control.label: ${error.message}`;
    const failed: Verdict = {
      ...verdict,
      status: 'failed',
      result: { ...verdict.result, failed: true, msg },
      diagnostic: error.toDiagnostic(),
    };
    told = weighed(frame, failed);
  }
  run.emit({
    type: 'item-finished',
    task: info,
    host: host.name,
    delegatedTo: told.delegatedTo,
    label,
    status: told.ignored ? 'ignored' : told.status,
    result: shown(frame, told.result),
    diagnostic: told.status === 'failed' && !isHidden(frame) ? told.diagnostic : undefined,
  });
  return told;
}

/** `compat:` the words of `msg` are Ansible's; a loop is skipped when all its items are. */
function foldItems(parts: readonly Verdict[]): Verdict {
  const results = parts.map((p) => p.result);
  if (parts.length === 0)
    return {
      status: 'skipped',
      result: { changed: false, skipped: true, skipped_reason: 'No items in the list', results },
    };
  const changed = results.some((r) => r.changed);
  const result: ModuleResult = { changed, results };
  const saysFailed = results.some((r) => r.failed === true);
  const failed = parts.filter((p) => p.status === 'failed');
  const lost = parts.filter((p) => p.status === 'unreachable');
  if (saysFailed) Object.assign(result, { failed: true, msg: 'One or more items failed' });
  else result.msg = 'All items completed';
  if (lost.length > 0) result['unreachable'] = true;
  const [culprit] = failed.length > 0 ? failed : lost;
  if (culprit) {
    return {
      status: culprit.status,
      result,
      diagnostic: culprit.diagnostic,
      ignored: (failed.length > 0 ? failed : lost).every((p) => p.ignored),
      delegatedTo: culprit.delegatedTo,
    };
  }
  if (parts.every((p) => p.status === 'skipped'))
    return { status: 'skipped', result: { ...result, skipped: true, msg: 'All items skipped' } };
  return { status: changed ? 'changed' : 'ok', result, delegatedTo: parts.at(-1)?.delegatedTo };
}
