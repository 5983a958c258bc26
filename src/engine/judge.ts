// Whether an attempt counts as changed or failed: changed_when, failed_when, until.
import { TsplayError, type Diagnostic } from '../ground/index.js';
import type { ModuleResult } from '../kit/index.js';
import { fromJs, mapFromObject, type ValueMap } from '../value/index.js';
import type { LayeredScope } from '../vars/index.js';
import { conditionFailure, firstFalse } from './conditions.js';
import type { Frame } from './types.js';

export interface Judged {
  readonly result: ModuleResult;
  readonly diagnostic?: Diagnostic | undefined;
}

/** The scope in which a result is judged: the task's, with the result under its register name and its facts. */
function judgingScope(frame: Frame, result: ModuleResult): LayeredScope {
  const vars: ValueMap = new Map();
  const facts = result['ansible_facts'];
  if (facts !== null && typeof facts === 'object')
    for (const [key, value] of mapFromObject(facts)) vars.set(key, value);
  if (frame.task.register !== undefined) vars.set(frame.task.register, fromJs(result));
  return vars.size === 0 ? frame.scope : frame.scope.with({ rank: 'loop and magic variables', vars });
}

/** Applies `changed_when` and `failed_when`. `compat:` a non-zero rc fails unless failed_when says otherwise. */
export function judge(frame: Frame, result: ModuleResult, diagnostic?: Diagnostic): Judged {
  if (result.skipped) return { result };
  const { task } = frame;
  const { template } = frame.run.ports;
  const judged: ModuleResult = { ...result };
  if (judged.failed === undefined && isNonZero(judged['rc'])) judged.failed = true;
  let what = 'changed_when';
  let conditions = task.changedWhen;
  try {
    if (task.changedWhen?.length)
      judged.changed = firstFalse(task.changedWhen, template, judgingScope(frame, judged)) === undefined;
    what = 'failed_when';
    conditions = task.failedWhen;
    if (task.failedWhen?.length) {
      const failed = firstFalse(task.failedWhen, template, judgingScope(frame, judged)) === undefined;
      judged.failed = failed;
      judged['failed_when_result'] = failed;
    }
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
    const failure = conditionFailure(what, error, conditions ?? []);
    return {
      result: { ...judged, failed: true, [`${what}_result`]: failure.message, msg: judged.msg ?? failure.message },
      diagnostic: failure.diagnostic,
    };
  }
  return { result: judged, diagnostic: judged.failed ? diagnostic : undefined };
}

function isNonZero(rc: unknown): boolean {
  return rc !== undefined && rc !== 0 && rc !== '0' && rc !== null;
}

/** Whether a task with `until` (or bare `retries`) may stop. @throws TsplayError */
export function isSettled(frame: Frame, result: ModuleResult): boolean {
  const { until } = frame.task;
  if (!until) return result.failed !== true;
  return firstFalse(until, frame.run.ports.template, judgingScope(frame, result)) === undefined;
}
