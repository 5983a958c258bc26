// What the tasks after the present one will look at first: each is rehearsed up to its first script, without any effect.
// See src/decisions/look-ahead.md.
import { Secrets, TsplayError } from '../ground/index.js';
import { rehearseModule, type AnyModule, type TaskView } from '../kit/index.js';
import type { Task } from '../playbook/index.js';
import { firstFalse } from './conditions.js';
import { withConnectionVars } from './connection-vars.js';
import { itemsOf, type Item } from './loop.js';
import { tasksAfter } from './place.js';
import { reachFor } from './reach.js';
import { resolveTask } from './resolve.js';
import { scopeFor } from './scope.js';
import { truth } from './settings.js';
import { isSelected } from './tags.js';
import { taskView } from './task-view.js';
import type { Foreseen, Frame, PlayRun } from './types.js';

/** Work on the controller alone that changes nothing there either. */
const HARMLESS = new Set(['assert', 'debug', 'fail', 'set_fact', 'set_stats'].map((name) => `ansible.builtin.${name}`));

/** Whether the host, and all other hosts, are after this module as before unless its hands were used. */
export function leavesInPeace({ foreseeable, name }: AnyModule): boolean {
  return foreseeable === true || HARMLESS.has(name);
}

/** So many tasks and items are thought of for each look that is wanted: most may say nothing. */
const PATIENCE = 4;

/** Makes the frame able to say what comes after it. */
export function lookingAhead(frame: Frame): Frame {
  const { options, template, reacher } = frame.run.ports;
  const isWatched = frame.run.state.stepping || options.taskDebugger === true;
  if (options.lookAhead === false || isWatched || !template.forGuesses || !reacher.rehearse) return frame;
  const coming: Foreseen = (most, shell) => scriptsAfter(frame, most, shell);
  return { ...frame, ahead: { coming } };
}

async function scriptsAfter(frame: Frame, most: number, shell: object): Promise<string[]> {
  const scripts: string[] = [];
  let left = most * PATIENCE + PATIENCE;
  for (const next of framesAfter(frame)) {
    if (next === 'unknown' || left-- === 0 || scripts.length >= most) break;
    if (next === 'nothing') continue;
    const guess = await guessOf(next, shell);
    if (!guess) break;
    if (guess.script !== undefined) scripts.push(guess.script);
  }
  return scripts;
}

/** What follows in order; `nothing` where no look is to be expected, `unknown` where nobody can say what follows. */
function* framesAfter({ run, host, task, turn }: Frame): Generator<Frame | 'nothing' | 'unknown'> {
  const guessed = forGuesses(run);
  const ofItem = (of: Task, item: Item): Frame => ({
    run: guessed,
    task: of,
    host,
    scope: scopeFor(guessed, host, of, item.vars),
    item,
  });
  if (turn) for (const item of turn.items.slice(turn.at + 1)) yield ofItem(task, item);
  for (const next of tasksAfter(host.place)) {
    if (!isForeseen(next) || !isSelected(next.inherited.tags, run.ports.options)) yield 'nothing';
    else if (!next.loop) yield { run: guessed, task: next, host, scope: scopeFor(guessed, host, next) };
    else for (const item of itemsFor(guessed, next, host)) yield item === 'nothing' ? item : ofItem(next, item);
  }
}

/** Of a loop that cannot be told yet nothing is. A loop of what needs no host is not even worked out. */
function itemsFor(run: PlayRun, task: Task, host: Frame['host']): readonly (Item | 'nothing')[] {
  if (HARMLESS.has(task.action) || HARMLESS.has(`ansible.builtin.${task.action}`)) return ['nothing'];
  try {
    return itemsOf(run, task, scopeFor(run, host, task)).items;
  } catch (error) {
    if (error instanceof TsplayError) return ['nothing'];
    throw error;
  }
}

/** Tasks that are done elsewhere, later, more than once or within a time are left to their turn. */
function isForeseen({ statement, inherited, ...task }: Task): boolean {
  const { delegateTo, timeout, runOnce } = inherited;
  const special = [statement, delegateTo, timeout, runOnce, task.async, task.until, task.retries];
  return special.every((keyword) => keyword === undefined || keyword === null);
}

/** The run with ports that have no effect. */
function forGuesses(run: PlayRun): PlayRun {
  const { ports } = run;
  const { forGuesses: template = ports.template } = ports.template;
  const silent = (): void => undefined;
  return { ...run, emit: silent, ports: { ...ports, emit: silent, template, secrets: new Secrets() } };
}

/** The script of a task's first look, or that it has none. */
interface Guess {
  readonly script?: string | undefined;
}

/** Undefined: the task may change something without looking first, so what comes after it is not to be looked at yet. */
async function guessOf(frame: Frame, shell: object): Promise<Guess | undefined> {
  try {
    return await rehearsed(withConnectionVars(frame), shell);
  } catch (error) {
    // What cannot be evaluated now may be when it is the task's turn; a bug is met there again.
    if (error instanceof Error) return {};
    throw error;
  }
}

async function rehearsed(frame: Frame, shell: object): Promise<Guess | undefined> {
  const { run, task, scope } = frame;
  if (firstFalse(task.inherited.when, run.ports.template, scope)) return {};
  const module = await run.ports.loadModule(task.action);
  if (module && HARMLESS.has(module.name)) return {};
  if (module?.foreseeable !== true) return undefined;
  const resolved = await resolveTask(frame);
  if ('refused' in resolved) return {};
  return new Promise((settle, fail) => {
    const heard = (script?: string, of?: object): void => settle({ script: of === shell ? script : undefined });
    const rehearse = async (): Promise<void> => {
      const reach = await reachFor({ ...frame, ahead: { heard } }, undefined);
      await rehearseModule({
        ...resolved,
        host: reach.view,
        task: withoutEffects(taskView(frame, reach, '', run.ports.signal), heard),
        checkMode: truth(run, task.inherited.checkMode, scope, run.ports.options.checkMode),
        diffMode: truth(run, task.inherited.diff, scope, run.ports.options.diffMode),
      });
    };
    rehearse().then(() => settle({}), fail);
  });
}

/** What a module is told of files and templates does not matter for where it looks; if it does, the look is made anew. */
function withoutEffects(view: TaskView, heard: () => void): TaskView {
  const never = (): Promise<never> => {
    heard();
    return new Promise(() => undefined);
  };
  return {
    ...view,
    render: () => '',
    renderText: () => '',
    files: { ...view.files, read: () => Buffer.alloc(0), digests: never, write: never },
    prompt: never,
    sleep: never,
    jobs: { status: never, cleanup: never },
    transfer: { ...view.transfer, connection: never, become: never, login: never, run: never },
  };
}
