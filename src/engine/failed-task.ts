// `ansible_failed_task`: a failed task as a mapping of its keywords, for the rescue that asks what failed.
import { TsplayError } from '../ground/index.js';
import type { TaskInfo } from '../events/index.js';
import type { Condition, Task } from '../playbook/index.js';
import { mapFromObject, OmitValue, TemplateText, type Value, type ValueMap } from '../value/index.js';
import { writtenText } from './conditions.js';
import type { HostRecord } from './records.js';
import { scopeFor } from './scope.js';
import { becomeOf } from './settings.js';
import type { PlayRun } from './types.js';

/** The task's name without its role, its action, its arguments, and its keywords as they apply to the host. */
export function failedTask(run: PlayRun, task: Task, host: HostRecord, info: TaskInfo): Value {
  const scope = scopeFor(run, host, task);
  /** What cannot be evaluated is shown as it is written: the task may have failed by it. */
  const settled = (value: Value | undefined): Value => {
    if (value === undefined) return null;
    try {
      const resolved = run.ports.template.resolve(value, scope);
      return resolved instanceof OmitValue ? null : resolved;
    } catch (error) {
      if (error instanceof TsplayError) return writtenText(value);
      throw error;
    }
  };
  const { inherited, loop } = task;
  const args: ValueMap = new Map([...task.args].map(([key, value]): [Value, Value] => [key, settled(value)]));
  const conditions = (list: readonly Condition[] | undefined): Value[] => (list ?? []).map((c) => writtenText(c.value));
  const named = task.role && info.name.startsWith(`${task.role.name} : `);
  const name = task.name === undefined ? '' : info.name.slice(named ? (task.role?.name.length ?? 0) + 3 : 0);
  return mapFromObject({
    name,
    action: task.action,
    args,
    any_errors_fatal: settled(inherited.anyErrorsFatal) ?? false,
    ...becomeKeywords(run, task, host),
    changed_when: conditions(task.changedWhen),
    check_mode: settled(inherited.checkMode) ?? run.ports.options.checkMode,
    collections: [...inherited.collections],
    connection: settled(inherited.connection) ?? run.ports.options.connection ?? 'ssh',
    delay: settled(task.delay) ?? 5,
    delegate_facts: settled(inherited.delegateFacts),
    delegate_to: settled(inherited.delegateTo),
    diff: settled(inherited.diff) ?? run.ports.options.diffMode,
    environment: inherited.environment.map((value) => settled(value)),
    failed_when: conditions(task.failedWhen),
    ignore_errors: settled(inherited.ignoreErrors),
    ignore_unreachable: settled(inherited.ignoreUnreachable),
    loop: loop === undefined ? null : settled(loop.value),
    loop_with: loop?.lookup ?? null,
    module_defaults: inherited.moduleDefaults.map((value) => settled(value)),
    no_log: settled(inherited.noLog) ?? false,
    notify: settled(task.notify),
    port: settled(inherited.port),
    register: task.register ?? null,
    remote_user: settled(inherited.remoteUser),
    retries: settled(task.retries),
    run_once: settled(inherited.runOnce),
    tags: [...inherited.tags],
    until: conditions(task.until),
    vars: asWritten(new Map(inherited.vars.slice(task.around.vars.length).flatMap((vars) => [...vars]))),
    when: conditions(inherited.when),
  });
}

/** A value in which templates are nothing but text. */
function asWritten(value: Value): Value {
  if (value instanceof TemplateText) return value.source;
  if (Array.isArray(value)) return value.map(asWritten);
  if (value instanceof Map) return new Map([...value].map(([k, v]): [Value, Value] => [asWritten(k), asWritten(v)]));
  return value;
}

function becomeKeywords(run: PlayRun, task: Task, host: HostRecord): Record<string, Value> {
  const scope = scopeFor(run, host, task);
  try {
    const become = becomeOf(run, task, scope, (name) => scope.lookup(name));
    return {
      become: become !== undefined,
      become_exe: become?.exe ?? null,
      become_flags: become?.flags ?? null,
      become_method: become?.method ?? 'sudo',
      become_user: become?.user ?? null,
    };
  } catch (error) {
    if (error instanceof TsplayError) return { become: false };
    throw error;
  }
}
