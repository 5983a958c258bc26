// Running the handlers that were notified, at the end of a section or where `meta: flush_handlers` says so.
import { handlersInOrder, takeNotifications } from './handlers.js';
import { allLive, following, type Outcome } from './outcome.js';
import type { HostRecord } from './records.js';
import type { PlayRun } from './types.js';
import { scopeFor } from './scope.js';
import { truth } from './settings.js';
import { runTask } from './walk.js';

/** Whether a handler waits to be run on the host. */
export function hasNotified(host: HostRecord): boolean {
  return host.notified.size > 0 || host.pendingHandlers.size > 0;
}

/** Whether handlers run on hosts that failed too: `force_handlers`, or `--force-handlers`. */
export function forcesHandlers(run: PlayRun): boolean {
  const [first] = run.batch;
  const { forceHandlers } = run.ports.options;
  return first ? truth(run, run.play.forceHandlers, scopeFor(run, first), forceHandlers) : forceHandlers;
}

/**
 * Runs the handlers that were notified on the hosts, in order of definition, each once. One that a handler notifies runs
 * in its turn; when that is over it waits for the next flush. A host on which a handler fails is done with this flush.
 */
export async function flushHandlers(run: PlayRun, hosts: readonly HostRecord[]): Promise<Outcome> {
  let outcome = allLive(hosts);
  const guards = hosts.map((host) => host.guards);
  // `compat:` the failure of a handler is not counted as rescued by the outermost block that holds the flush, unless
  // handlers are forced.
  const forced = forcesHandlers(run);
  for (const host of hosts) {
    host.guards = Math.max(0, host.guards - (forced ? 0 : 1));
    takeNotifications(run, host);
  }
  for (const handler of handlersInOrder(run)) {
    const ready = outcome.live.filter((host) => host.pendingHandlers.has(handler));
    if (ready.length === 0) continue;
    for (const host of ready) host.pendingHandlers.delete(handler);
    const result = await runTask(run, handler, ready);
    for (const host of ready) takeNotifications(run, host);
    outcome = {
      ...following({ ...outcome, live: [] }, result),
      live: outcome.live.filter((host) => !ready.includes(host) || result.live.includes(host)),
    };
  }
  for (const [i, host] of hosts.entries()) host.guards = guards[i] ?? 0;
  return outcome;
}
