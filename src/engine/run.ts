// A whole run: playbooks and their plays in order, from the first event to the recap.
import pLimit from 'p-limit';
import { dirname } from 'node:path';
import { count, exitCode, type EventBody, type HostStats } from '../events/index.js';
import type { Playbook } from '../playbook/index.js';
import { runPlay } from './play.js';
import { HostRecord } from './records.js';
import type { RunPorts } from './types.js';

export interface RunSummary {
  readonly stats: Readonly<Record<string, Readonly<HostStats>>>;
  /** Ansible's: 0, 2 with failed hosts, 4 with unreachable ones. */
  readonly exitCode: number;
}

/** Runs loaded playbooks. Failures of tasks and hosts are events and counts; only our own bugs are thrown. */
export async function runPlaybooks(given: RunPorts, playbooks: readonly Playbook[]): Promise<RunSummary> {
  const stats = new Map<string, HostStats>();
  const emit = (event: EventBody): void => {
    count(stats, event);
    given.emit(event);
  };
  const ports: RunPorts = { ...given, emit };
  const limit = pLimit(Math.max(1, ports.options.forks));
  const state = { taskId: 0, startAt: ports.options.startAtTask, ended: false };
  emit({ type: 'run-started', checkMode: ports.options.checkMode, verbosity: ports.options.verbosity });
  for (const playbook of playbooks) {
    const playbookDir = dirname(playbook.path);
    const records = new Map<string, HostRecord>();
    const record = (host: string): HostRecord => {
      let known = records.get(host);
      if (!known) records.set(host, (known = new HostRecord(host, ports.inventoryVars(host, playbookDir))));
      return known;
    };
    emit({ type: 'playbook-started', path: playbook.path });
    for (const play of playbook.plays) {
      const goOn = await runPlay({ ports, playbook, playbookDir, record, limit, state }, play);
      if (!goOn) break;
    }
  }
  const final = Object.fromEntries(stats);
  emit({ type: 'run-finished', stats: final });
  return { stats: final, exitCode: exitCode(stats.values()) };
}
