// One task on one host for one item: resolved, reached, tried until it is settled, judged.
import { TsplayError, type Diagnostic } from '../ground/index.js';
import { secretTexts } from '../kit/censor.js';
import { isUnreachable, runModule, type ModuleOutcome, type ModuleResult, type ModuleRun } from '../kit/index.js';
import { TemplateText, toJs } from '../value/index.js';
import { addHost } from './add-host.js';
import { leavesInPeace, lookingAhead } from './ahead.js';
import { asyncOf, refusal, runAsync } from './async.js';
import { conditionFailure, conditionText, firstFalse } from './conditions.js';
import { groupBy } from './group-by.js';
import { within, type Bounds } from './deadline.js';
import { factModulesOf, gatherFrom } from './fact-modules.js';
import type { LiveOutput } from './live-output.js';
import { includeVars } from './include-vars.js';
import { inclusionResult } from './inclusion.js';
import { withConnectionVars } from './connection-vars.js';
import { isSettled, judge, type Judged } from './judge.js';
import { delegateOf, NO_REACH, reachFor } from './reach.js';
import { withDelegate } from './scope.js';
import { resolveTask } from './resolve.js';
import { number, text, truth } from './settings.js';
import { makeContact } from './stragglers.js';
import { taskView } from './task-view.js';
import type { Frame, Verdict } from './types.js';

/** What is told while a task is tried. */
export interface Tell {
  readonly retry: (attempt: number, left: number, result: ModuleResult) => void;
  /** Where what scripts say is told to; undefined when nobody wants it or nobody may see it. */
  readonly output: (secrets: () => readonly string[]) => LiveOutput | undefined;
  readonly job: (jid: string, state: 'runs' | 'ok' | 'failed') => void;
  readonly progress: (what: string, done: number, total: number) => void;
}

/** Never throws for what a user or a host did wrong: that is a verdict. */
export async function attemptItem(item: Frame, taskName: string, tell: Tell): Promise<Verdict> {
  const frame = lookingAhead(withConnectionVars(item));
  let delegatedTo: string | undefined;
  try {
    const skip = skipReason(frame);
    if (skip) return skip;
    delegatedTo = delegateOf(frame);
    checkTruths(frame);
    const seeing = delegatedTo === undefined ? frame : { ...frame, scope: withDelegate(frame, delegatedTo) };
    const judged = await tryUntilSettled(seeing, taskName, delegatedTo, tell);
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

/** Keywords that are asked only after the task ran, or not at all, are wrong before it runs. @throws TsplayError */
function checkTruths({ run, task, scope }: Frame): void {
  const { ignoreErrors, ignoreUnreachable, anyErrorsFatal, delegateFacts, diff, become } = task.inherited;
  for (const value of [ignoreErrors, ignoreUnreachable, anyErrorsFatal, delegateFacts, diff, become]) {
    if (value instanceof TemplateText) truth(run, value, scope);
  }
  const { becomeUser, becomeMethod, becomeFlags, becomeExe, remoteUser, connection } = task.inherited;
  for (const value of [becomeUser, becomeMethod, becomeFlags, becomeExe, remoteUser, connection]) {
    if (value instanceof TemplateText) run.ports.template.resolve(value, scope);
  }
  const { debugger: when } = task.inherited;
  if (when instanceof TemplateText) text(run, when, scope);
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
      // compat: what is no text stays what it is.
      false_condition: broken.value instanceof TemplateText ? conditionText(broken) : toJs(broken.value),
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
  // `compat:` where failed_when was asked its answer counts, also for a task that ran out of retries.
  const failed = 'failed_when_result' in result ? result['failed_when_result'] : result.failed;
  const status = failed ? 'failed' : result.skipped ? 'skipped' : result.changed ? 'changed' : 'ok';
  return { status, result, diagnostic };
}

/** `retries: n` means n further tries after the first; `until` without it means three. */
function triesOf(frame: Frame): number {
  const { task, run, scope } = frame;
  const retries = number(run, task.retries, scope, 'retries');
  if (retries === undefined) return task.until ? 4 : 1;
  return 1 + Math.max(0, Math.trunc(retries));
}

async function tryUntilSettled(
  frame: Frame,
  taskName: string,
  delegatedTo: string | undefined,
  tell: Tell,
): Promise<Judged> {
  const { run, task, scope } = frame;
  const tries = triesOf(frame);
  const wanted = number(run, task.delay, scope, 'delay') ?? 5;
  // `compat:` less than nothing is a second.
  const delay = wanted < 0 ? 1 : wanted;
  const seconds = number(run, task.inherited.timeout, scope, 'timeout') ?? run.ports.options.taskTimeout ?? 0;
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1) run.ports.signal.throwIfAborted();
    const counted = tries > 1 ? { attempts: attempt } : {};
    const tried = await within(run, seconds, (bounds) => once(frame, taskName, delegatedTo, bounds, counted, tell));
    // `compat:` what took too long is neither judged nor tried again.
    if (tried === 'too late') return tookTooLong(frame, seconds);
    if (tries === 1 || isSettled(frame, tried.result)) return tried;
    if (attempt === tries) {
      return { ...tried, result: { ...tried.result, attempts: tries - 1, failed: true } };
    }
    tell.retry(attempt, tries - attempt, { ...tried.result, retries: tries });
    run.ports.reacher.disturb?.();
    await run.ports.clock.sleep(delay * 1000, run.ports.signal);
  }
}

function tookTooLong({ task }: Frame, seconds: number): Judged {
  const message = `The ${task.action} action failed to execute in the expected time frame (${seconds}) and was terminated`;
  return {
    result: { changed: false, failed: true, msg: message, timedout: { frame: task.action, period: seconds } },
    diagnostic: {
      code: 'timeout',
      severity: 'error',
      message,
      span: task.span,
      hint: "give the task a longer 'timeout', or run what takes long in the background with async",
    },
  };
}

async function once(
  frame: Frame,
  taskName: string,
  delegatedTo: string | undefined,
  bounds: Bounds,
  counted: Readonly<Record<string, unknown>>,
  tell: Tell,
): Promise<Judged> {
  const wanted = asyncOf(frame);
  const refused = wanted && refusal(frame);
  if (refused) return judge(frame, refused);
  if (frame.task.statement === 'include_vars') {
    const { result, diagnostic } = includeVars(frame);
    return judge(frame, { ...result, ...counted }, diagnostic);
  }
  if (frame.task.statement === 'add_host') return judge(frame, addHost(frame));
  if (frame.task.statement === 'group_by') return judge(frame, groupBy(frame));
  if (frame.task.statement === 'include_tasks' || frame.task.statement === 'include_role') {
    return judge(frame, inclusionResult(frame));
  }
  const how = { taskName, delegatedTo, bounds, wanted, tell };
  const modules = factModulesOf(frame);
  const { result, diagnostic } = modules
    ? await gatherFrom(frame, modules, (one) => outcomeOf(one, how))
    : await outcomeOf(frame, how);
  // `compat:` of `pause`, which runs on the controller, no lines are told.
  const streams = /^(?:ansible\.(?:builtin|legacy)\.)?pause$/.test(frame.task.action) ? [] : ['stdout', 'stderr'];
  for (const stream of streams) {
    const value = result[stream];
    if (typeof value === 'string' && result[`${stream}_lines`] === undefined)
      result[`${stream}_lines`] = splitLines(value);
  }
  return judge(frame, { ...result, ...counted }, diagnostic && located(diagnostic, frame));
}

interface How {
  readonly taskName: string;
  readonly delegatedTo: string | undefined;
  readonly bounds: Bounds;
  readonly wanted: ReturnType<typeof asyncOf>;
  readonly tell: Tell;
}

/** The module of a task, run once. */
async function outcomeOf(frame: Frame, { taskName, delegatedTo, bounds, wanted, tell }: How): Promise<ModuleOutcome> {
  const resolved = await resolveTask(frame);
  if ('refused' in resolved) return resolved.refused;
  const { module, args } = resolved;
  const live = module.onController || wanted ? undefined : tell.output(() => secretTexts(module.args, args));
  const { deadline } = bounds;
  const reach = module.onController
    ? NO_REACH
    : await reachFor(frame, delegatedTo, deadline, undefined, true, live?.feed);
  if (delegatedTo === undefined && !module.onController && !module.connectsItself) {
    await makeContact(frame.run, frame.host, reach);
  }
  const { options } = frame.run.ports;
  const moduleRun: ModuleRun = {
    module,
    args,
    host: reach.view,
    hands: reach.hands,
    task: taskView(frame, reach, taskName, bounds.signal, tell.progress),
    checkMode: truth(frame.run, frame.task.inherited.checkMode, frame.scope, options.checkMode),
    diffMode: truth(frame.run, frame.task.inherited.diff, frame.scope, options.diffMode),
  };
  const job = { frame, resolved, delegatedTo, reach, run: moduleRun, taskName, tell: tell.job };
  const settled = (): Promise<ModuleOutcome> => runModule(moduleRun).finally(() => live?.end());
  if (leavesInPeace(module) && !wanted) return settled();
  const { reacher } = frame.run.ports;
  reacher.disturb?.();
  try {
    return wanted ? { result: await runAsync(job, wanted, bounds.signal) } : await settled();
  } finally {
    reacher.disturb?.();
  }
}

/** Python's splitlines for the line ends that output has. */
function splitLines(value: string): string[] {
  const parts = value.split(/\r\n|\n|\r/);
  if (parts.at(-1) === '') parts.pop();
  return parts;
}
