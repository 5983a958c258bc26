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
  } else if (event.type === 'task-undone') {
    const s = of(event.host);
    // `compat:` a task that the debugger runs again is taken off `ok` too, also when it was not ok.
    const less = (what: keyof HostStats): number => (s[what] = Math.max(0, s[what] - 1));
    if (event.status === 'failed' || event.status === 'ignored') less('failed');
    if (event.status === 'unreachable') less('unreachable');
    if (event.status === 'skipped') less('skipped');
    if (event.changed) less('changed');
    less('ok');
  } else if (event.type === 'rescued') {
    const s = of(event.host);
    s.failed--;
    s.rescued++;
  }
}

/**
 * Ansible's exit code for a playbook: 4 with unreachable hosts, else 2 with failed ones, else 0. `compat:` where the hosts
 * stand in the end counts, not what the recap counts: errors that were cleared are none.
 * @param broken max_fail_percentage was exceeded
 */
export function exitCode(standings: Iterable<string>, broken = false): 0 | 2 | 4 {
  const all = new Set(standings);
  if (broken) return 2;
  if (all.has('unreachable')) return 4;
  return all.has('failed') ? 2 : 0;
}
