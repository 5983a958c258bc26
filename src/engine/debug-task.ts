// Whether a finished task is looked at by a person, and what follows from that.
import { TsplayError } from '../ground/index.js';
import type { TaskInfo } from '../events/index.js';
import type { Task } from '../playbook/index.js';
import type { HostRecord } from './records.js';
import type { HostVerdict } from './run-task.js';
import { scopeFor } from './scope.js';
import { text, truth } from './settings.js';
import type { LayeredScope } from '../vars/index.js';
import type { PlayRun } from './types.js';

/** A task that came to an end on a host, for the debugger. */
export interface Debugged {
  readonly run: PlayRun;
  /** As it ran: maybe changed by an earlier session. */
  readonly task: Task;
  /** As it stands in the file. */
  readonly written: Task;
  readonly host: HostRecord;
  readonly info: TaskInfo;
  readonly verdict: HostVerdict;
}

/** The person left the debugger for good: the run is over. */
export class DebuggerQuit extends Error {
  constructor() {
    super('the run was ended in the debugger');
    this.name = 'DebuggerQuit';
  }
}

/** Specified by the page on debugging tasks: the keyword, else the strategy or the setting for all that fails. */
export function wantsDebugger(run: PlayRun, task: Task, host: HostRecord, verdict: HostVerdict): boolean {
  const { options } = run.ports;
  const everywhere = run.strategy === 'debug' || options.taskDebugger === true;
  const { debugger: written, ignoreErrors } = task.inherited;
  if (!everywhere && written === undefined) return false;
  const scope = scopeFor(run, host, task);
  const forgiven = options.debuggerIgnoresErrors !== false && truth(run, ignoreErrors, scope);
  const failed = verdict.status === 'failed' && !forgiven;
  switch (occasion(run, written, scope)) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'on_failed':
      return failed;
    case 'on_unreachable':
      return verdict.status === 'unreachable';
    case 'on_skipped':
      return verdict.status === 'skipped';
    default:
      return everywhere && (failed || verdict.status === 'unreachable');
  }
}

/** A keyword that cannot be evaluated has failed the task before it ran. */
function occasion(run: PlayRun, written: Task['inherited']['debugger'], scope: LayeredScope): string | undefined {
  try {
    return text(run, written, scope);
  } catch (error) {
    if (error instanceof TsplayError) return undefined;
    throw error;
  }
}

/** @returns the task to run again, or undefined to go on. @throws DebuggerQuit */
export async function debugTask(debugged: Debugged): Promise<Task | undefined> {
  const { state } = debugged.run;
  const session = state.asking.then(async () => {
    const { runDebugger } = await import('./debugger.js');
    return runDebugger(debugged);
  });
  state.asking = session.catch(() => undefined);
  return session;
}
