// `--step`: asks before each task whether to run it.
import type { Task } from '../playbook/index.js';
import { TemplateText } from '../value/index.js';

/**
 * @param ask asks at the terminal; undefined when nothing can be answered
 * @returns whether to run a task. `compat:` no is the default; after `c` all the rest runs unasked.
 */
export function createStepper(ask: (text: string) => Promise<string | undefined>): (task: Task) => Promise<boolean> {
  let isAsking = true;
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    // Hosts of a free strategy ask one after the other.
    const answer = last.then(async () => {
      if (!isAsking) return true;
      const given = (await ask(`Perform task: TASK: ${nameOf(task)} (N)o/(y)es/(c)ontinue: `))?.toLowerCase();
      if (given === 'c' || given === 'continue') isAsking = false;
      return !isAsking || given === 'y' || given === 'yes';
    });
    last = answer;
    return answer;
  };
}

function nameOf({ name, action, role }: Task): string {
  const written = name instanceof TemplateText ? name.source : typeof name === 'string' ? name : action;
  return role ? `${role.name} : ${written}` : written;
}
