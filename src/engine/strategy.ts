// How the hosts of a batch move through a play: in step, or each by itself.
import pLimit from 'p-limit';
import { didYouMean, TsplayError } from '../ground/index.js';
import { keyText, OmitValue, type Value } from '../value/index.js';
import { allLive, beside, type Outcome } from './outcome.js';
import type { HostRecord } from './records.js';
import type { PlayRun } from './types.js';

/** `linear` waits for all hosts after each task; `debug` is linear with the debugger on. */
export type Strategy = 'linear' | 'free' | 'host_pinned' | 'debug';

const STRATEGIES: readonly string[] = ['linear', 'free', 'host_pinned', 'debug'];

/** The strategy a play or a setting names, resolved. @throws TsplayError bad-keyword */
export function strategyNamed(value: Value | undefined, span: TsplayError['span']): Strategy {
  if (value === undefined || value === null || value instanceof OmitValue) return 'linear';
  const name = keyText(value).replace(/^ansible\.(?:builtin|legacy)\./, '');
  if (STRATEGIES.includes(name)) return name as Strategy;
  throw new TsplayError('bad-keyword', `there is no strategy '${keyText(value)}'`, {
    span,
    hint: didYouMean(name, STRATEGIES) || `the strategies are: ${STRATEGIES.join(', ')}`,
  });
}

/** Whether each host walks the play by itself, so that no task is one task for all of them. */
export function isFree(run: PlayRun): boolean {
  return run.strategy === 'free' || run.strategy === 'host_pinned';
}

/**
 * Does the work of a play for a batch. Freely, every host does it alone, as fast as forks allow; pinned, only as many
 * hosts as there are forks are in the play at a time.
 */
export async function byStrategy(
  run: PlayRun,
  hosts: readonly HostRecord[],
  work: (hosts: readonly HostRecord[]) => Promise<Outcome>,
): Promise<Outcome> {
  if (!isFree(run)) return work(hosts);
  const places = run.strategy === 'host_pinned' ? Math.max(1, run.ports.options.forks) : Infinity;
  const limit = pLimit(places);
  const settled = await Promise.allSettled(hosts.map((host) => limit(() => work([host]))));
  const outcomes = settled.map((s) => {
    if (s.status === 'rejected') throw s.reason;
    return s.value;
  });
  return hosts.length === 0 ? allLive(hosts) : beside(outcomes, hosts);
}
