// A task that the program makes itself, beside those that are written.
import type { Task } from './model.js';

/** What such a task must say; all other keywords are those of a task that does not have them. */
export type Made = Pick<Task, 'name' | 'action' | 'args' | 'inherited' | 'around' | 'role' | 'file' | 'span'> &
  Partial<Task>;

export function madeTask(made: Made): Task {
  return {
    kind: 'task',
    actionSpan: made.span,
    statement: undefined,
    argsTemplate: undefined,
    loop: undefined,
    register: undefined,
    until: undefined,
    retries: undefined,
    delay: undefined,
    changedWhen: undefined,
    failedWhen: undefined,
    notify: undefined,
    listen: [],
    ...made,
  };
}
