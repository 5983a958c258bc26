// `--start-at-task`: where a run begins when it is not to begin at the beginning.
import type { Node, Task } from '../playbook/index.js';
import type { HostRecord } from './records.js';
import { isSelected } from './tags.js';
import { bareName, taskName, writtenName } from './tell.js';
import type { PlayRun } from './types.js';

/** Nothing runs on a host before the task of that name (or pattern) is met. */
export function hasStarted(run: PlayRun, task: Task, hosts: readonly HostRecord[]): boolean {
  const waiting = hosts.filter((h) => h.waitsForStart);
  const wanted = run.state.startAt;
  if (waiting.length === 0 || wanted === undefined) return true;
  if (!isStart(run, task, wanted, hosts[0])) return false;
  run.state.startFound = true;
  for (const host of waiting) host.waitsForStart = false;
  return true;
}

/** Whether the task stands in the play, so that its facts are wanted: `compat:` what a rescue or an include holds does not count. */
export function startsHere(run: PlayRun): boolean {
  const wanted = run.state.startAt;
  if (wanted === undefined) return true;
  const { preTasks, tasks, postTasks } = run.play;
  const holds = (node: Node): boolean =>
    node.kind === 'block'
      ? node.body.some(holds) || node.always.some(holds)
      : isSelected(node.inherited.tags, run.ports.options) && isStart(run, node, wanted, run.batch[0]);
  return [...preTasks, ...tasks, ...postTasks].some(holds);
}

function isStart(run: PlayRun, task: Task, wanted: string, host: HostRecord | undefined): boolean {
  const names = [taskName(run, task, host)];
  if (task.name !== undefined) names.push(bareName(run, task, host), writtenName(task));
  const pattern = asPattern(wanted);
  return names.some((name) => name === wanted || pattern.test(name));
}

/** A pattern of a shell: `*`, `?` and `[…]`. */
function asPattern(text: string): RegExp {
  const source = text.replace(/\[(!?)([^\]]+)\]|[\s\S]/g, (one, not: string | undefined, set: string | undefined) => {
    if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\\^[]/g, String.raw`\$&`)}]`;
    if (one === '*') return '.*';
    return one === '?' ? '.' : one.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source}$`, 's');
}
