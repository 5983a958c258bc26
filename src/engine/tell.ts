// What is told of a task: its name when it begins, each host's result when it has one.
import type { TaskInfo } from '../events/index.js';
import { TsplayError } from '../ground/index.js';
import type { Task } from '../playbook/index.js';
import { keyText, TemplateText, type Value } from '../value/index.js';
import { writtenText } from './conditions.js';
import type { HostRecord } from './records.js';
import type { HostVerdict } from './run-task.js';
import { scopeFor } from './scope.js';
import { plainText, resolved } from './settings.js';
import { isHidden, shown } from './show.js';
import type { PlayRun } from './types.js';

export interface TimedVerdict {
  readonly verdict: HostVerdict;
  /** Milliseconds. */
  readonly duration: number;
}

/** The name to show: templated when it can be, without the role. */
export function bareName(run: PlayRun, task: Task, host: HostRecord | undefined): string {
  let name: string | undefined;
  try {
    const value = host && resolved(run, task.name, scopeFor(run, host, task));
    // `compat:` a name that is no text (a number, a lone variable that holds a mapping) is none.
    if (value !== undefined && isNoName(task.name, value)) return unnamed(task);
    name = value === undefined || value === null ? undefined : plainText(value);
  } catch (error) {
    // `compat:` a name that cannot be templated is shown as it is written.
    if (!(error instanceof TsplayError)) throw error;
  }
  return name ?? writtenName(task);
}

function isNoName(written: Value | undefined, value: Value): boolean {
  if (typeof value === 'string') return value === '';
  const alone = !(written instanceof TemplateText) || /^\{\{\s*\w+\s*\}\}$/.test(written.source);
  return alone || typeof value !== 'number';
}

/** The name as it is written. */
export function writtenName(task: Task): string {
  return task.name === undefined || task.name === '' ? unnamed(task) : writtenText(task.name);
}

/** A task without a name is called by its action; include_role by its role too. */
function unnamed(task: Task): string {
  if (task.statement !== 'include_role') return task.action;
  return `${task.action} : ${writtenText(task.args.get('name') ?? task.args.get('role') ?? null)}`;
}

/** The name with the role before it. */
export function taskName(run: PlayRun, task: Task, host: HostRecord | undefined): string {
  const name = bareName(run, task, host);
  // `compat:` the name of an include_role has no role before it.
  if (task.statement === 'include_role') return name;
  return task.role ? `${task.role.name} : ${name}` : name;
}

export function announce(run: PlayRun, task: Task, host: HostRecord, kind: TaskInfo['kind']): TaskInfo {
  const info: TaskInfo = {
    id: ++run.state.taskId,
    name: taskName(run, task, host),
    action: task.action,
    span: task.span,
    kind,
    ...(task.handler === true ? { handler: true } : {}),
    ...(task.role ? { role: task.role.name } : {}),
    ...(run.ports.options.tellArguments === true ? { arguments: argumentsOf(run, task, host) } : {}),
  };
  run.emit({ type: 'task-started', task: info });
  return info;
}

/** The parameters as they are written, in Ansible's form. */
function argumentsOf(run: PlayRun, task: Task, host: HostRecord): string | undefined {
  if (task.args.size === 0 || isHidden({ run, task, host, scope: scopeFor(run, host, task) })) return undefined;
  const written = [...task.args].map(([name, value]) => `${keyText(name)}=${writtenText(value)}`);
  return run.ports.secrets.redact(written.join(', '));
}

export function report(
  run: PlayRun,
  task: Task,
  host: HostRecord,
  { verdict, duration }: TimedVerdict,
  info: TaskInfo,
): void {
  const frame = { run, task, host, scope: scopeFor(run, host, task) };
  run.emit({
    type: 'task-finished',
    task: info,
    host: host.name,
    delegatedTo: verdict.delegatedTo,
    status: verdict.ignored ? 'ignored' : verdict.status,
    result: shown(frame, verdict.result),
    looped: verdict.looped,
    duration,
    diagnostic: isHidden(frame) ? undefined : verdict.diagnostic,
  });
}
