// `meta`: statements that steer the run itself.
import { didYouMean, TsplayError } from '../ground/index.js';
import { keyText } from '../value/index.js';
import type { Task } from '../playbook/index.js';
import { firstFalse } from './conditions.js';
import { allLive, beside, type Outcome } from './outcome.js';
import { reachFor } from './reach.js';
import type { HostRecord } from './records.js';
import { scopeFor } from './scope.js';
import { flushHandlers } from './walk.js';
import type { PlayRun } from './types.js';

/** The actions that are carried out. */
export const META_ACTIONS: readonly string[] = [
  'flush_handlers',
  'noop',
  'clear_facts',
  'clear_host_errors',
  'end_play',
  'end_host',
  'end_batch',
  'end_role',
  'reset_connection',
];

export async function runMeta(run: PlayRun, task: Task, hosts: readonly HostRecord[]): Promise<Outcome> {
  const action = keyText(task.args.get('_raw_params') ?? '');
  switch (action) {
    case 'noop':
      return allLive(hosts);
    case 'flush_handlers':
      return flushHandlers(run, hosts, false);
    case 'clear_facts':
    case 'clear_host_errors': {
      // `compat:` the first host's condition counts for all.
      const [first] = hosts;
      if (!first || !holds(run, task, first)) return allLive(hosts);
      for (const host of run.allHosts) {
        if (action === 'clear_facts') host.facts.forget();
        else if (host.standing === 'failed' || host.standing === 'unreachable') host.standing = 'live';
      }
      return allLive(hosts);
    }
    case 'reset_connection':
      for (const host of hosts) {
        const frame = { run, task, host, scope: scopeFor(run, host, task) };
        const { view } = await reachFor(frame, undefined);
        await view.reconnect();
      }
      return allLive(hosts);
    case 'end_host':
      return ending(hosts, (host) => holds(run, task, host));
    case 'end_role': {
      const { role } = task;
      if (!role) {
        throw new TsplayError('bad-keyword', 'meta: end_role ends a role, and this task is in none', {
          span: task.actionSpan,
        });
      }
      return ending(hosts, (host) => {
        const ends = holds(run, task, host);
        if (ends) host.leaving = role;
        return ends;
      });
    }
    case 'end_play':
    case 'end_batch': {
      const [first] = hosts;
      const all = first !== undefined && holds(run, task, first);
      if (all && action === 'end_play') run.state.ended = true;
      return ending(hosts, () => all);
    }
    default:
      throw new TsplayError('not-supported', `meta has no action '${action}' that tsplay carries out`, {
        span: task.actionSpan,
        hint: didYouMean(action, META_ACTIONS),
      });
  }
}

function holds(run: PlayRun, task: Task, host: HostRecord): boolean {
  return firstFalse(task.inherited.when, run.ports.template, scopeFor(run, host, task)) === undefined;
}

function ending(hosts: readonly HostRecord[], ends: (host: HostRecord) => boolean): Outcome {
  return beside(
    hosts.map((host): Outcome => {
      if (!ends(host)) return allLive([host]);
      host.standing = 'ended';
      return { live: [], failed: [], unreachable: [], ended: [host] };
    }),
    hosts,
  );
}
