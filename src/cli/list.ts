// Fills --list-hosts, --list-tasks and --list-tags from the loaded playbooks.
import { hostPatterns, isSelected, playName, unaskedHosts, type Plan } from '../engine/index.js';
import type { Diagnostic } from '../ground/index.js';
import type { Node, Play, Task } from '../playbook/index.js';
import type { ListedPlay, ListedPlaybook, ListedTask } from '../reporters/index.js';
import { keyText, TemplateText, type Value } from '../value/index.js';

export interface Listed {
  readonly playbooks: readonly ListedPlaybook[];
  /** Patterns that match nothing. */
  readonly warnings: readonly Diagnostic[];
}

/**
 * Static content only, as Ansible lists it: what includes bring is known when they run.
 * @param paths the playbooks as they were named on the command line
 */
export function listed(plans: readonly Plan[], paths: readonly string[], options: { listTags: boolean }): Listed {
  const warnings: Diagnostic[] = [];
  const playbooks = plans.map(({ playbook, ports }, i) => ({
    path: paths[i] ?? playbook.path,
    plays: playbook.plays.map((play) => listPlay(play, ports, options.listTags, warnings)),
  }));
  const once = warnings.filter((w, i) => warnings.findIndex((other) => other.message === w.message) === i);
  return { playbooks, warnings: once };
}

function written(value: Value | undefined): string {
  if (value === undefined || value === null) return '';
  if (value instanceof TemplateText) return value.source;
  return Array.isArray(value) ? value.map(written).join(',') : keyText(value);
}

function listPlay(play: Play, ports: Plan['ports'], listTags: boolean, warnings: Diagnostic[]): ListedPlay {
  const { tags, skipTags } = ports.options;
  const hosts = unaskedHosts(ports, play);
  const patterns = hostPatterns(hosts, play.hostsSpan);
  const selected = ports.hostsOf(hosts, play.hostsSpan);
  warnings.push(...selected.warnings);
  // `compat:` all tags there are, also those of `never`, unless some are asked for.
  const filter =
    listTags && tags.length === 0 && skipTags.length === 0
      ? { ...ports.options, tags: ['all', 'never'] }
      : ports.options;
  return {
    name: play.name === undefined || play.name === '' ? patterns.join(',') : playName(ports, play),
    hostsPattern: Array.isArray(hosts) ? patterns : patterns.join(','),
    tags: play.inherited.tags,
    hosts: selected.names,
    tasks: [...play.preTasks, ...play.tasks, ...play.postTasks]
      .flatMap(tasksOf)
      .filter((task) => isSelected(task.inherited.tags, filter))
      .map(listTask),
  };
}

/** `compat:` what stands under rescue and always is not listed; neither is a role's name before a task without one. */
function tasksOf(node: Node): Task[] {
  return node.kind === 'block' ? node.body.flatMap(tasksOf) : [node];
}

function listTask(task: Task): ListedTask {
  const { tags } = task.inherited;
  const name = written(task.name);
  if (name === '') return { name: task.action, tags };
  // compat: the name of an include of a role stands for itself.
  const prefix = task.role && task.statement !== 'include_role' ? `${task.role.name} : ` : '';
  return { name: prefix + name, tags };
}
