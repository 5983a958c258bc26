// The statistics that `set_stats` notes, for the run and for its hosts.
import type { ModuleResult } from '../kit/index.js';

type Stats = Record<string, unknown>;

/** The name under which what is of no host stands. compat: as Ansible's callbacks see it. */
const RUN = '_run';

export class CustomStats {
  private readonly noted = new Map<string, Stats>();

  /** Takes the `ansible_stats` of a result. */
  take(result: ModuleResult, hosts: readonly string[]): void {
    const stats = result['ansible_stats'];
    if (!isDict(stats) || !isDict(stats['data'])) return;
    for (const owner of stats['per_host'] === true ? hosts : [RUN]) {
      for (const [name, value] of Object.entries(stats['data']))
        this.note(owner, name, value, stats['aggregate'] === true);
    }
  }

  /** By host, what is of none under `_run`; undefined when nothing was noted. */
  all(): Readonly<Record<string, Stats>> | undefined {
    return this.noted.size === 0 ? undefined : Object.fromEntries(this.noted);
  }

  private note(owner: string, name: string, value: unknown, aggregate: boolean): void {
    let stats = this.noted.get(owner);
    if (!stats) this.noted.set(owner, (stats = {}));
    stats[name] = aggregate && Object.hasOwn(stats, name) ? added(stats[name], value) : value;
  }
}

/** compat: what is of another type than the value before is dropped. Booleans are numbers, as in Python. */
function added(before: unknown, value: unknown): unknown {
  if (isNumber(before) && isNumber(value)) {
    if (typeof before === 'boolean' && typeof value !== 'boolean') return before;
    return Number(before) + Number(value);
  }
  if (typeof before === 'string' && typeof value === 'string') return before + value;
  if (Array.isArray(before) && Array.isArray(value)) return [...(before as unknown[]), ...(value as unknown[])];
  if (isDict(before) && isDict(value)) return merged(before, value);
  return before;
}

function merged(before: Stats, value: Stats): Stats {
  const out = { ...before };
  for (const [key, v] of Object.entries(value)) {
    const old = out[key];
    out[key] = isDict(old) && isDict(v) ? merged(old, v) : v;
  }
  return out;
}

function isNumber(value: unknown): value is number | boolean {
  return typeof value === 'number' || typeof value === 'boolean';
}

function isDict(value: unknown): value is Stats {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
