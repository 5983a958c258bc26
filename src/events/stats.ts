// The recap and the exit code as pure folds over events.
import type { EventBody, HostStats } from './types.js';

function emptyStats(): HostStats {
  return { ok: 0, changed: 0, unreachable: 0, failed: 0, skipped: 0, rescued: 0, ignored: 0 };
}

/** Counts one event into the recap. `compat:` changed and ignored tasks count as ok too, a rescued failure is not failed. */
export function count(stats: Map<string, HostStats>, event: EventBody): void {
  const of = (host: string): HostStats => {
    let found = stats.get(host);
    if (!found) stats.set(host, (found = emptyStats()));
    return found;
  };
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

/** Ansible's exit code for a finished run: 4 with unreachable hosts, else 2 with failed ones, else 0. */
export function exitCode(stats: Iterable<Readonly<HostStats>>): 0 | 2 | 4 {
  let code: 0 | 2 | 4 = 0;
  for (const s of stats) {
    if (s.unreachable > 0) return 4;
    if (s.failed > 0) code = 2;
  }
  return code;
}
