// The recap and the exit code as pure folds over events.
import type { EventBody, HostStats } from './types.js';

function emptyStats(): HostStats {
  return { ok: 0, changed: 0, unreachable: 0, failed: 0, skipped: 0, rescued: 0, ignored: 0 };
}

/** Counts one event into the recap. `compat:` changed and ignored tasks count as ok too, a rescued failure is not failed, `meta` counts nothing. */
export function count(stats: Map<string, HostStats>, event: EventBody): void {
  const of = (host: string): HostStats => {
    let found = stats.get(host);
    if (!found) stats.set(host, (found = emptyStats()));
    return found;
  };
  if (event.type === 'task-finished' && event.task.kind === 'meta') return;
  if (event.type === 'task-finished') {
    const s = of(event.host);
    switch (event.status) {
      case 'ok':
        s.ok++;
        break;
      case 'changed':
        s.ok++;
        s.changed++;
        break;
      case 'ignored':
        s.ok++;
        s.ignored++;
        if (event.result['changed'] === true) s.changed++;
        break;
      case 'skipped':
        s.skipped++;
        break;
      case 'failed':
        s.failed++;
        break;
      case 'unreachable':
        s.unreachable++;
        break;
    }
  } else if (event.type === 'rescued') {
    const s = of(event.host);
    s.failed--;
    s.rescued++;
  }
}

/**
 * Ansible's exit code, by where the hosts stand when the run is over: 4 with unreachable ones, else 2 with failed ones,
 * else 0. `compat:` what was rescued or cleared does not count, whatever the recap says.
 */
export function exitCode(standings: readonly string[]): 0 | 2 | 4 {
  if (standings.includes('unreachable')) return 4;
  return standings.includes('failed') ? 2 : 0;
}
