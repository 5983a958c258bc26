// `async`: tasks that go on while the play does, are waited for or are asked for later. See src/decisions/async.md.
import { isUnreachable, runModule, type ModuleResult, type ModuleRun } from '../kit/index.js';
import { TsplayError } from '../ground/index.js';
import type { JobWanted } from '../host/types.js';
import { within } from './deadline.js';
import { asyncDirectory, detach, lookAt } from './detached.js';
import { NO_REACH, reachFor } from './reach.js';
import { number } from './settings.js';
import { taskView } from './task-view.js';
import { TIMED_OUT, unfinished, type JobState } from './job-result.js';
import type { Resolved } from './resolve.js';
import type { Frame, Reach } from './types.js';

/** Jobs that this process runs: those whose module thinks here. */
export class Jobs {
  private readonly all = new Map<string, { state: JobState; readonly done: Promise<unknown> }>();
  private count = 0;

  /** The state of a job; undefined when it is none of this process. */
  get(jid: string): JobState | undefined {
    return this.all.get(jid)?.state;
  }

  add(jid: string, work: Promise<ModuleResult>): void {
    const job: { state: JobState; done: Promise<unknown> } = {
      state: { result: undefined, timedOut: false },
      done: Promise.resolve(),
    };
    job.done = work.then((result) => (job.state = { result, timedOut: result === TIMED_OUT }));
    // Whoever asks for the job is told; until then nobody listens.
    job.done.catch(() => undefined);
    this.all.set(jid, job);
  }

  forget(jid: string): boolean {
    return this.all.delete(jid);
  }

  /** A few shells beside the tasks' own: sshd lets only some be open at once. */
  nextShell(): string {
    return `job ${this.count++ % SHELLS}`;
  }

  /** Waits for all jobs; each ends at its time limit at the latest. */
  async finished(signal: AbortSignal): Promise<void> {
    if (this.all.size === 0) return;
    const stopped = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([Promise.allSettled([...this.all.values()].map((job) => job.done)), stopped]);
  }
}

const SHELLS = 4;

/** compat: actions whose work Ansible does on the controller cannot be jobs. */
const NO_JOBS = new Set(
  (
    'add_host assemble assert async_status copy debug fail fetch group_by include_vars pause raw reboot script ' +
    'set_fact set_stats template unarchive validate_argument_spec wait_for_connection'
  ).split(' '),
);

export interface AsyncWanted {
  /** Seconds the job may take. */
  readonly limit: number;
  /** Seconds between two looks; 0: it is not waited for. */
  readonly poll: number;
}

/** What the task says of `async` and `poll`; undefined when it is no job. @throws TsplayError bad-keyword */
export function asyncOf({ run, task, scope }: Frame): AsyncWanted | undefined {
  const limit = Math.trunc(number(run, task.async, scope, 'async') ?? 0);
  const poll = Math.trunc(number(run, task.poll, scope, 'poll') ?? run.ports.options.pollInterval ?? 15);
  for (const [keyword, value] of Object.entries({ async: limit, poll })) {
    if (value >= 0) continue;
    throw new TsplayError('bad-keyword', `'${keyword}' must be a number of seconds, not ${value}`, {
      span: task.span,
      hint: '0 is the least',
    });
  }
  return limit === 0 ? undefined : { limit, poll };
}

/** The result of a task that cannot be a job; undefined when it can. */
export function refusal({ task }: Frame): ModuleResult | undefined {
  if (!NO_JOBS.has(task.action.replace(/^ansible\.(?:builtin|legacy)\./, ''))) return undefined;
  return { changed: false, failed: true, msg: `This action (${task.action}) does not support async.` };
}

export interface JobTask {
  readonly frame: Frame;
  readonly resolved: Resolved;
  readonly delegatedTo: string | undefined;
  readonly reach: Reach;
  readonly run: ModuleRun;
  readonly taskName: string;
  /** A job that is waited for: looked at and running, or how it ended. */
  readonly tell: (jid: string, state: 'runs' | 'ok' | 'failed') => void;
}

/** Starts the job and, unless `poll` is 0, waits for it. @throws TsplayError unreachable while it is started */
export async function runAsync(job: JobTask, wanted: AsyncWanted, signal: AbortSignal): Promise<ModuleResult> {
  const { frame, run } = job;
  // Loading it costs every start some milliseconds, and few runs have jobs.
  const { randomInt } = await import('node:crypto');
  const jid = `j${randomInt(1e11, 1e12)}.${process.pid}`;
  const directory = asyncDirectory(frame);
  const detached = job.resolved.module.detaches === true && !run.checkMode;
  const wish = { jid, directory, seconds: wanted.limit, isAwaited: wanted.poll > 0 };
  const path = detached ? await startThere(job, wish) : undefined;
  if (path === undefined && !detached) startHere(job, jid, wanted.limit);
  const place = path ?? `${directory}/${jid}`;
  if (wanted.poll === 0) {
    return { changed: true, failed: 0, started: 1, finished: 0, ansible_job_id: jid, results_file: place };
  }
  return wait(job, wanted, jid, signal).finally(() => job.reach.jobs.release(jid));
}

/** @returns undefined when the module was done without a script: its result is a job of this process then */
async function startThere(job: JobTask, wish: Omit<JobWanted, 'recipe'>): Promise<string | undefined> {
  const started = await detach(job.run, job.reach.jobs, wish);
  if (typeof started === 'string') return started;
  job.frame.run.state.jobs.add(wish.jid, Promise.resolve(started));
  return undefined;
}

function startHere({ frame, resolved, delegatedTo, run, taskName }: JobTask, jid: string, limit: number): void {
  const { jobs } = frame.run.state;
  const shell = jobs.nextShell();
  const work = within(frame.run, limit, async ({ deadline, signal }) => {
    const reach = resolved.module.onController ? NO_REACH : await reachFor(frame, delegatedTo, deadline, shell);
    const task = taskView(frame, reach, taskName, signal);
    return (await runModule({ ...run, host: reach.view, hands: reach.hands, task })).result;
  });
  jobs.add(
    jid,
    work.then(
      (result) => (result === 'too late' ? TIMED_OUT : result),
      (error: unknown) => {
        if (!(error instanceof TsplayError)) throw error;
        return { changed: false, failed: true, msg: error.message };
      },
    ),
  );
}

/** compat: a look that does not reach the host counts as one that finds the job running. */
async function wait(job: JobTask, wanted: AsyncWanted, jid: string, signal: AbortSignal): Promise<ModuleResult> {
  const { clock, signal: stop } = job.frame.run.ports;
  const { jobs } = job.run.task;
  let seen: ModuleResult = unfinished(jid, `${asyncDirectory(job.frame)}/${jid}`);
  for (let left = wanted.limit; left > 0; left -= wanted.poll) {
    await clock.sleep(wanted.poll * 1000, signal).catch((error: unknown) => {
      // A run that was asked to stop waits for the tasks under way, and this is one.
      if (!stop.aborted) throw error;
      return clock.sleep(wanted.poll * 1000);
    });
    try {
      const { result, timedOut } = await lookAt(job.frame, job.reach, job.run.task, jid);
      // What was killed at its time did not complete in it, whoever saw that first.
      if (!timedOut) seen = result;
    } catch (error) {
      if (!(error instanceof TsplayError) || !isUnreachable(error)) throw error;
      if (left - wanted.poll <= 0) throw error;
      continue;
    }
    if (seen['finished'] === 1) break;
    job.tell(jid, 'runs');
  }
  if (seen['finished'] !== 1) {
    job.tell(jid, 'failed');
    const msg = `async task did not complete within the requested time - ${wanted.limit}s`;
    return { changed: false, failed: true, msg, async_result: seen };
  }
  job.tell(jid, seen.failed === true ? 'failed' : 'ok');
  await jobs.cleanup(jid);
  return seen;
}
