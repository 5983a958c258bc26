// A whole run: playbooks and their plays in order, from the first event to the recap.
import { redacting } from './redact-events.js';
import pLimit from 'p-limit';
import { dirname } from 'node:path';
import { Jobs } from './async.js';
import { count, exitCode, type EventBody, type EventSink, type HostStats } from '../events/index.js';
import type { Playbook } from '../playbook/index.js';
import { CustomStats } from './custom-stats.js';
import { DebuggerQuit } from './debug-task.js';
import { runPlay } from './play.js';
import { HostRecord } from './records.js';
import type { PlayRun, RunOptions, RunPorts, RunState } from './types.js';

export interface RunSummary {
  readonly stats: Readonly<Record<string, Readonly<HostStats>>>;
  /** Ansible's: 0, 2 with failed hosts, 4 with unreachable ones, 99 when the debugger was quit or the run was asked to stop. */
  readonly exitCode: 0 | 2 | 4 | 99;
}

/** A loaded playbook with the ports it is run through; options, inventory and templates are the same for all. */
export interface Plan {
  readonly playbook: Playbook;
  readonly ports: RunPorts;
}

/** Runs loaded playbooks. Failures of tasks and hosts are events and counts; only our own bugs are thrown. */
export async function runPlaybooks(plans: readonly Plan[], options: RunOptions, sink: EventSink): Promise<RunSummary> {
  const stats = new Map<string, HostStats>();
  const secrets = plans[0]?.ports.secrets;
  const told = secrets ? redacting(sink, secrets) : sink;
  const emit = (event: EventBody): void => {
    count(stats, event);
    told(event);
  };
  const limit = pLimit(Math.max(1, options.forks));
  const customStats = new CustomStats();
  // What is known of a host (facts, registered results) is known to the playbooks that follow too.
  const records = new Map<string, HostRecord>();
  const state: RunState = {
    taskId: 0,
    startAt: options.startAtTask,
    startFound: false,
    ended: false,
    broken: false,
    stepping: options.step ?? false,
    asking: Promise.resolve(),
    jobs: new Jobs(),
  };
  let code: RunSummary['exitCode'] = 0;
  emit({ type: 'run-started', checkMode: options.checkMode, verbosity: options.verbosity });
  for (const [at, { playbook, ports: given }] of plans.entries()) {
    const ports: RunPorts = { ...given, emit, customStats };
    // `compat:` a playbook that lost hosts is the last one.
    if (code !== 0) break;
    const before = plans[at - 1];
    if (before) {
      const { path } = before.playbook;
      emit({
        type: 'playbook-finished',
        path,
        stats: structuredClone(Object.fromEntries(stats)),
        custom: customStats.all(),
      });
    }
    try {
      code = await runPlaybook(playbook, ports, limit, state, records);
    } catch (error) {
      // The run was asked to stop: it ends here, with what was done.
      if (ports.signal.aborted && error === ports.signal.reason) {
        code = 99;
        break;
      }
      // `compat:` who quits the debugger ends the run on the spot.
      if (!(error instanceof DebuggerQuit)) throw error;
      return { stats: Object.fromEntries(stats), exitCode: 99 };
    }
  }
  // What goes on in this process ends with it; jobs on the hosts go on.
  await state.jobs.finished(plans[0]?.ports.signal ?? new AbortController().signal);
  if (state.startAt !== undefined) {
    const message = `no task is named '${state.startAt}': nothing was run`;
    const hint = '--list-tasks shows the names; tasks of dynamic includes cannot be started at';
    emit({ type: 'warning', diagnostic: { code: 'bad-option', severity: 'error', message, hint } });
  }
  const final = Object.fromEntries(stats);
  emit({ type: 'run-finished', stats: final, custom: customStats.all() });
  return { stats: final, exitCode: code };
}

async function runPlaybook(
  playbook: Playbook,
  ports: RunPorts,
  limit: ReturnType<typeof pLimit>,
  state: PlayRun['state'],
  records: Map<string, HostRecord>,
): Promise<RunSummary['exitCode']> {
  let here = ports;
  const facts = { inject: ports.options.injectFacts, cache: ports.factCache };
  const record = (host: string): HostRecord => {
    let known = records.get(host);
    if (!known) records.set(host, (known = new HostRecord(host, () => here.inventoryVars(host), facts)));
    return known;
  };
  ports.emit({ type: 'playbook-started', path: playbook.path });
  for (const play of playbook.plays) {
    const playbookDir = dirname(play.file);
    here = { ...ports.at(playbookDir), emit: ports.emit, customStats: ports.customStats };
    const goOn = await runPlay({ ports: here, playbook, playbookDir, record, limit, state }, play);
    if (!goOn) break;
  }
  return exitCode(
    [...records.values()].map((host) => host.standing),
    state.broken,
  );
}
