// Jobs on the host: a module's run is cut at its one script, which goes on there; the result is formed when it is asked for,
// by running the module again with the answers it got before and what the script came to.
import type { HostJobs, JobLook, JobWanted, ScriptResult } from '../host/types.js';
import { runModule, type AnyModule, type ModuleResult, type ModuleRun, type TaskJobs } from '../kit/index.js';
import { TsplayError } from '../ground/index.js';
import { erased, finished, missing, TIMED_OUT, unfinished, type JobSeen } from './job-result.js';
import { text, truth } from './settings.js';
import type { Frame, Reach } from './types.js';

/** What is remembered on the host beside the script. */
interface Recipe {
  readonly module: string;
  readonly args: unknown;
  /** What the host answered before the script was started, in order. */
  readonly answers: readonly Answer[];
}

interface Answer {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Ends a module's run at the script that was started. */
class Started extends Error {
  constructor(readonly path: string) {
    super('the script goes on on the host');
  }
}

/** Where jobs keep their state: the variable `ansible_async_dir`, else the setting. */
export function asyncDirectory({ run, scope }: Frame): string {
  const written = scope.lookup('ansible_async_dir');
  return text(run, written, scope) ?? run.ports.options.asyncDir ?? '~/.ansible_async';
}

/** @returns the path of the job, or the module's result when it did not come to run anything */
export async function detach(
  run: ModuleRun,
  jobs: HostJobs,
  job: Omit<JobWanted, 'recipe'>,
): Promise<string | ModuleResult> {
  const answers: Answer[] = [];
  const host: ModuleRun['host'] = {
    ...run.host,
    async probe(script, options) {
      const answer = await run.host.probe(script, options);
      const { rc, stdout, stderr } = answer;
      answers.push({ rc, stdout, stderr });
      return answer;
    },
  };
  const hands: ModuleRun['hands'] = {
    ...run.hands,
    async run(script, options = {}) {
      const recipe: Recipe = { module: run.module.name, args: run.args, answers };
      throw new Started(await jobs.start(script, options, { ...job, recipe: JSON.stringify(recipe) }));
    },
  };
  try {
    return (await runModule({ ...run, host, hands })).result;
  } catch (error) {
    if (error instanceof Started) return error.path;
    throw error;
  }
}

/** The jobs that a task may ask for: those of this process first, then those on its host. */
export function taskJobs(frame: Frame, reach: Reach, task: () => ModuleRun['task']): TaskJobs {
  const { jobs } = frame.run.state;
  const { options } = frame.run.ports;
  return {
    status: async (jid) => (await lookAt(frame, reach, task(), jid)).result,
    async cleanup(jid) {
      const directory = asyncDirectory(frame);
      const path = `${directory}/${jid}`;
      if (truth(frame.run, frame.task.inherited.checkMode, frame.scope, options.checkMode)) {
        if (jobs.get(jid) !== undefined) return erased(jid, path);
        const seen = await reach.jobs.look(jid, directory);
        return seen.state === 'missing' ? missing(jid, { erased: seen.path }) : erased(jid, seen.path);
      }
      if (jobs.forget(jid)) return erased(jid, path);
      const gone = await reach.jobs.forget(jid, directory);
      return gone.found ? erased(jid, gone.path) : missing(jid, { erased: gone.path });
    },
  };
}

/** @throws TsplayError unreachable */
export async function lookAt(frame: Frame, reach: Reach, task: ModuleRun['task'], jid: string): Promise<JobSeen> {
  const directory = asyncDirectory(frame);
  const here = frame.run.state.jobs.get(jid);
  if (here) {
    const path = `${directory}/${jid}`;
    const result = here.result === undefined ? unfinished(jid, path) : finished(jid, path, here.result);
    return { result, timedOut: here.timedOut };
  }
  const look = await reach.jobs.look(jid, directory);
  if (look.state === 'missing') return { result: missing(jid, { results_file: look.path }), timedOut: false };
  if (look.state === 'running') return { result: unfinished(jid, look.path), timedOut: false };
  const result = finished(jid, look.path, await resultOf(frame, reach, task, look));
  return { result, timedOut: look.state === 'over' };
}

type Ended = Exclude<JobLook, { readonly state: 'missing' } | { readonly state: 'running' }>;

async function resultOf(frame: Frame, reach: Reach, task: ModuleRun['task'], look: Ended): Promise<ModuleResult> {
  const failed = (msg: string, extra: object = {}): ModuleResult => ({ changed: false, failed: true, msg, ...extra });
  if (look.state === 'lost')
    return failed('the job ended without a result: was the host restarted, or the job killed?');
  if (look.state === 'over') return { ...TIMED_OUT, child_pid: look.pid };
  const recipe = JSON.parse(look.recipe) as Recipe;
  let module: AnyModule | undefined;
  try {
    module = await frame.run.ports.loadModule(recipe.module);
  } catch (error) {
    if (!(error instanceof TsplayError)) throw error;
  }
  if (!module) {
    const { rc, stdout, stderr } = look.ran;
    return failed(`the job was started with the module '${recipe.module}', which is not known here`, {
      rc,
      stdout,
      stderr,
    });
  }
  return replay(module, recipe, reach, task, look);
}

async function replay(
  module: AnyModule,
  recipe: Recipe,
  reach: Reach,
  task: ModuleRun['task'],
  look: Extract<JobLook, { readonly state: 'finished' }>,
): Promise<ModuleResult> {
  const answers = [...recipe.answers];
  const times = [look.begun, look.ended];
  const host: ModuleRun['host'] = {
    ...reach.view,
    async probe(script, options) {
      const known = answers.shift();
      return known ? withBytes(known) : reach.view.probe(script, options);
    },
  };
  const hands: ModuleRun['hands'] = { ...reach.hands, run: () => Promise.resolve(look.ran) };
  const then: ModuleRun['task'] = { ...task, now: () => times.shift() ?? look.ended };
  const run = { module, args: recipe.args, host, hands, task: then, checkMode: false, diffMode: false };
  return (await runModule(run)).result;
}

function withBytes({ rc, stdout, stderr }: Answer): ScriptResult {
  return { rc, stdout, stderr, stdoutBytes: Buffer.from(stdout) };
}
