// When the failure of some hosts stops the others: any_errors_fatal, run_once, max_fail_percentage.
import type { Task } from '../playbook/index.js';
import { percentExceeded, type Outcome } from './outcome.js';
import type { HostRecord } from './records.js';
import { scopeFor } from './scope.js';
import { number, truth } from './settings.js';
import { isFree } from './strategy.js';
import type { PlayRun } from './types.js';

/** Whose failure a task's failure is. */
export interface Blame {
  /** It was for all hosts at once. */
  readonly once: boolean;
  /** By the keyword, so that its result is that of all hosts. */
  readonly shared: boolean;
  /** `compat:` a host was lost although it was forgiven: any_errors_fatal counts it all the same. */
  readonly lost: boolean;
}

/** What a task came to once its failures have had their say over hosts on which nothing failed. */
export function stopIfFatal(run: PlayRun, task: Task, outcome: Outcome, { once, shared, lost }: Blame): Outcome {
  const [host] = run.batch;
  if (!host || isFree(run)) return outcome;
  const trouble = lost || outcome.failed.length + outcome.unreachable.length > 0;
  const stopped = trouble && isFatal(run, task, host, once) ? failOthers(run, outcome) : outcome;
  if (shared && stopped !== outcome && outcome.failed.length > 0) for (const h of outcome.live) h.failedTwice = true;
  const limit = number(run, run.play.maxFailPercentage, scopeFor(run, host), 'max_fail_percentage');
  if (limit === undefined) return stopped;
  const counted = (): number => run.batch.filter((h) => h.counted).length;
  if (!percentExceeded(counted(), run.batchSize, limit)) return stopped;
  const all = failOthers(run, stopped);
  run.state.broken = true;
  run.emit({ type: 'play-skipped', name: run.playName, reason: 'no-hosts-remaining' });
  const reachable = run.batch.filter((h) => h.standing !== 'unreachable');
  if (counted() < reachable.length) return all;
  // `compat:` nobody is left: that is said once more, and the play is over, without rescue, always or handlers.
  run.emit({ type: 'play-skipped', name: run.playName, reason: 'no-hosts-remaining' });
  for (const h of run.batch) if (h.summons === 'fail') h.summons = 'stop';
  return { ...all, failed: [], ended: [...all.ended, ...all.failed] };
}

function isFatal(run: PlayRun, task: Task, host: HostRecord, once: boolean): boolean {
  const scope = scopeFor(run, host, task);
  const { anyErrorsFatal, ignoreErrors } = task.inherited;
  const asked = once || truth(run, anyErrorsFatal, scope, run.ports.options.anyErrorsFatal ?? false);
  return asked && !truth(run, ignoreErrors, scope);
}

/** Hosts that share the failure of another have none of their own to report, nor to be rescued from. */
function failOthers(run: PlayRun, outcome: Outcome): Outcome {
  const here = new Set(outcome.live);
  for (const host of run.batch) {
    if (host.standing !== 'live') continue;
    host.counted = true;
    if (here.has(host)) {
      host.standing = 'failed';
      // `compat:` a rescue brings it back to this play, not to those that follow.
      host.barred = true;
    } else host.summons = 'fail';
  }
  return { ...outcome, live: [], failed: [...outcome.failed, ...outcome.live] };
}

/** Hosts whose play was ended or failed elsewhere leave before their next task. */
export function heedSummons(outcome: Outcome): Outcome {
  if (outcome.live.every((h) => h.summons === undefined)) return outcome;
  const failed = [...outcome.failed];
  const ended = [...outcome.ended];
  for (const host of outcome.live) {
    if (host.summons === undefined) continue;
    host.standing = host.summons === 'end' ? 'ended' : 'failed';
    if (host.summons === 'fail') host.barred = true;
    (host.summons === 'fail' ? failed : ended).push(host);
  }
  const live = outcome.live.filter((h) => h.summons === undefined);
  for (const host of [...failed, ...ended]) host.summons = undefined;
  return { ...outcome, live, failed, ended };
}
