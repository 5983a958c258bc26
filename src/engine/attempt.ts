// One task on one host for one item: resolved, reached, tried until it is settled, judged.
import { TsplayError, type Diagnostic } from '../ground/index.js';
import { isUnreachable, runModule, type ModuleResult } from '../kit/index.js';
import { conditionFailure, conditionText, firstFalse } from './conditions.js';
import { includeVars } from './include-vars.js';
import { inclusionResult } from './inclusion.js';
import { isSettled, judge, type Judged } from './judge.js';
import { delegateOf, NO_REACH, reachFor } from './reach.js';
import { withDelegate } from './scope.js';
import { resolveTask } from './resolve.js';
import { number, truth } from './settings.js';
import { makeContact } from './stragglers.js';
import { taskView } from './task-view.js';
import type { Frame, Verdict } from './types.js';

/** Never throws for what a user or a host did wrong: that is a verdict. */
export async function attemptItem(
  frame: Frame,
  taskName: string,
  onRetry: (attempt: number, left: number, result: ModuleResult) => void,
): Promise<Verdict> {
  let delegatedTo: string | undefined;
  try {
    const skip = skipReason(frame);
    if (skip) return skip;
    delegatedTo = delegateOf(frame);
    const seeing = delegatedTo === undefined ? frame : { ...frame, scope: withDelegate(frame, delegatedTo) };
    const judged = await tryUntilSettled(seeing, taskName, delegatedTo, onRetry);
    return { ...verdictOf(judged), delegatedTo };
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const diagnostic = located(error.toDiagnostic(), frame);
    if (isUnreachable(error)) {
      return {
        status: 'unreachable',
        result: { changed: false, unreachable: true, msg: withHint(diagnostic) },
        diagnostic,
        delegatedTo,
      };
    }
    return {
      status: 'failed',
      result: { changed: false, failed: true, msg: error.message },
      diagnostic,
      delegatedTo,
      unevaluated: true,
    };
  }
}

function withHint(diagnostic: Diagnostic): string {
  return diagnostic.hint === undefined ? diagnostic.message : `${diagnostic.message} (${diagnostic.hint})`;
}

/** A failure without a place of its own is shown at the task. */
function located(diagnostic: Diagnostic, frame: Frame): Diagnostic {
  return diagnostic.span ? diagnostic : { ...diagnostic, span: frame.task.span };
}

function skipReason(frame: Frame): Verdict | undefined {
  const { when } = frame.task.inherited;
  try {
    const broken = firstFalse(when, frame.run.ports.template, frame.scope);
    if (!broken) return undefined;
    const result = {
      changed: false,
      skipped: true,
      skip_reason: 'Conditional result was False',
      // compat: a bare true or false stays one.
      false_condition: typeof broken.value === 'boolean' ? broken.value : conditionText(broken),
    };
    return { status: 'skipped', result };
  } catch (error) {
    const failure = conditionFailure('when', error, when);
    return {
      status: 'failed',
      result: { changed: false, failed: true, msg: failure.message },
      diagnostic: located(failure.diagnostic, frame),
      unevaluated: true,
    };
  }
}

function verdictOf(judged: Judged): Verdict {
  const { result, diagnostic } = judged;
  const status = result.failed ? 'failed' : result.skipped ? 'skipped' : result.changed ? 'changed' : 'ok';
  return { status, result, diagnostic };
}

/** `compat:` `retries: n` means n further tries after the first; without it `until` tries three times in all. */
function triesOf(frame: Frame): number {
  const { task, run, scope } = frame;
  const retries = number(run, task.retries, scope, 'retries');
  if (retries === undefined) return task.until ? 3 : 1;
  return retries <= 0 ? 1 : retries + 1;
}

async function tryUntilSettled(
  frame: Frame,
  taskName: string,
  delegatedTo: string | undefined,
  onRetry: (attempt: number, left: number, result: ModuleResult) => void,
): Promise<Judged> {
  const tries = triesOf(frame);
  const delay = Math.max(0, number(frame.run, frame.task.delay, frame.scope, 'delay') ?? 5);
  for (let attempt = 1; ; attempt++) {
    frame.run.ports.signal.throwIfAborted();
    const judged = await once(frame, taskName, delegatedTo);
    if (tries === 1 || judged.result.skipped) return judged;
    judged.result['attempts'] = attempt;
    judged.result['retries'] = tries;
    if (isSettled(frame, judged.result)) return judged;
    if (attempt === tries) {
      judged.result['attempts'] = tries - 1;
      judged.result.failed = true;
      return judged;
    }
    onRetry(attempt, tries - attempt, judged.result);
    await frame.run.ports.clock.sleep(delay * 1000, frame.run.ports.signal);
  }
}

async function once(frame: Frame, taskName: string, delegatedTo: string | undefined): Promise<Judged> {
  if (frame.task.statement === 'include_vars') {
    const { result, diagnostic } = includeVars(frame);
    return judge(frame, result, diagnostic);
  }
  if (frame.task.statement === 'include_tasks' || frame.task.statement === 'include_role') {
    return judge(frame, inclusionResult(frame));
  }
  const { module, args } = await resolveTask(frame);
  const reach = module.onController ? NO_REACH : await reachFor(frame, delegatedTo);
  if (delegatedTo === undefined && !module.onController && !module.connectsItself) {
    await makeContact(frame.run, frame.host, reach);
  }
  const { options } = frame.run.ports;
  const { result, diagnostic } = await runModule({
    module,
    args,
    host: reach.view,
    hands: reach.hands,
    task: taskView(frame, reach, taskName),
    checkMode: truth(frame.run, frame.task.inherited.checkMode, frame.scope, options.checkMode),
    diffMode: truth(frame.run, frame.task.inherited.diff, frame.scope, options.diffMode),
  });
  for (const stream of ['stdout', 'stderr']) {
    const value = result[stream];
    if (typeof value === 'string' && result[`${stream}_lines`] === undefined)
      result[`${stream}_lines`] = splitLines(value);
  }
  return judge(frame, result, diagnostic && located(diagnostic, frame));
}

/** Python's splitlines for the line ends that output has. */
function splitLines(value: string): string[] {
  const parts = value.split(/\r\n|\n|\r/);
  if (parts.at(-1) === '') parts.pop();
  return parts;
}
