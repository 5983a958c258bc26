// `--step`: whether the person wants a task to run.
import type { Task } from '../playbook/index.js';
import type { HostRecord } from './records.js';
import { isFree } from './strategy.js';
import { taskName } from './tell.js';
import type { PlayRun } from './types.js';

/** Asks before a task; `continue` ends the asking. Where nobody answers the task is left out. */
export async function isStepTaken(run: PlayRun, task: Task, host: HostRecord): Promise<boolean> {
  const answered = run.state.asking.then(async () => {
    if (!run.state.stepping) return true;
    const who = isFree(run) ? ` on ${host.name}` : '';
    const question = `Perform task: TASK: ${taskName(run, task, host)}${who} (N)o/(y)es/(c)ontinue: `;
    const answer = (await run.ports.person?.ask(question))?.trim().toLowerCase();
    if (answer === 'c' || answer === 'continue') run.state.stepping = false;
    return answer === 'y' || answer === 'yes' || !run.state.stepping;
  });
  run.state.asking = answered;
  return answered;
}
