// Fills --list-hosts, --list-tasks and --list-tags from the loaded playbooks.
import { hostsOfPlay, isSelected, type Plan } from '../engine/index.js';
import type { Node, Play, Task } from '../playbook/index.js';
import type { ListedPlay, ListedPlaybook, ListedTask } from '../reporters/index.js';
import { keyText, TemplateText, type Value } from '../value/index.js';

/** Static content only, as Ansible lists it: what includes bring is known when they run. */
export function listed(plans: readonly Plan[]): ListedPlaybook[] {
  return plans.map(({ playbook, ports }) => ({
    path: playbook.path,
    plays: playbook.plays.map((play) => listPlay(play, ports)),
  }));
}

function written(value: Value | undefined): string {
  if (value === undefined || value === null) return '';
  if (value instanceof TemplateText) return value.source;
  return Array.isArray(value) ? value.map(written).join(',') : keyText(value);
}

function listPlay(play: Play, ports: Plan['ports']): ListedPlay {
  const tasks = [...play.preTasks, ...play.tasks, ...play.postTasks].flatMap(tasksOf);
  return {
    name: written(play.name ?? play.hosts),
    hostsPattern: Array.isArray(play.hosts) ? play.hosts.map(written) : written(play.hosts),
    tags: play.inherited.tags,
    hosts: hostsOfPlay(ports, play).names,
    tasks: tasks.filter((task) => isSelected(task.inherited.tags, ports.options)).map(listTask),
  };
}

function tasksOf(node: Node): Task[] {
  if (node.kind === 'block') return [...node.body, ...node.rescue, ...node.always].flatMap(tasksOf);
  return node.statement === 'meta' ? [] : [node];
}

function listTask(task: Task): ListedTask {
  const name = task.name === undefined ? task.action : written(task.name);
  return { name: task.role ? `${task.role.name} : ${name}` : name, tags: task.inherited.tags };
}
