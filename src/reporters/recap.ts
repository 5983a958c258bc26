// The PLAY RECAP table.
import type { HostStats } from '../events/index.js';
import type { Paint, Tone } from './colour.js';
import { displayWidth } from './width.js';

const HOST_WIDTH = 26;

const COLUMNS: readonly (readonly [keyof HostStats, Tone])[] = [
  ['ok', 'ok'],
  ['changed', 'changed'],
  ['unreachable', 'unreachable'],
  ['failed', 'failed'],
  ['skipped', 'skipped'],
  ['rescued', 'ok'],
  ['ignored', 'warning'],
];

/** One line per host, sorted by name. `compat:` Ansible's columns, their padding and the spaces at the end. */
export function recapLines(stats: Readonly<Record<string, Readonly<HostStats>>>, paint: Paint): string[] {
  return Object.entries(stats)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([host, s]) => {
      const pad = ' '.repeat(Math.max(0, HOST_WIDTH - displayWidth(host)));
      const counts = COLUMNS.map(([name, tone]) => {
        const text = `${name}=${String(s[name]).padEnd(4)}`;
        return s[name] === 0 ? text : paint(tone, text);
      });
      return `${paint(hostTone(s), host)}${pad} : ${counts.join(' ')}`;
    });
}

function hostTone(s: Readonly<HostStats>): Tone {
  if (s.failed > 0 || s.unreachable > 0) return 'failed';
  return s.changed > 0 ? 'changed' : 'ok';
}
