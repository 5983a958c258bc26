// Handlers: which a notification means, and running those that were notified.
import { TsplayError } from '../ground/index.js';
import type { Node, RoleInstance, Task } from '../playbook/index.js';
import { keyText, OmitValue, type Value } from '../value/index.js';
import { scopeFor } from './scope.js';
import { text } from './settings.js';
import type { HostRecord } from './records.js';
import type { PlayRun } from './types.js';

/** The names a task notifies on a host, resolved. */
export function notifiedNames(run: PlayRun, task: Task, host: HostRecord): string[] {
  if (task.notify === undefined) return [];
  const resolved: Value = run.ports.template.resolve(task.notify, scopeFor(run, host, task));
  const list = Array.isArray(resolved) ? resolved.flat() : [resolved];
  return list.filter((v) => v !== null && !(v instanceof OmitValue)).map((v) => keyText(v));
}

/** Handler tasks with blocks taken apart, in order of definition: roles first, then the play's own. */
function handlersOf(run: PlayRun): Task[] {
  const roles = run.roles.flatMap((role: RoleInstance) => [...role.handlers]);
  return [...flatten(roles), ...run.addedHandlers, ...flatten(run.play.handlers)];
}

export function flatten(nodes: readonly Node[]): Task[] {
  return nodes.flatMap((node) =>
    node.kind === 'task' ? [node] : flatten([...node.body, ...node.rescue, ...node.always]),
  );
}

function nameOf(run: PlayRun, handler: Task, host: HostRecord): string | undefined {
  try {
    return text(run, handler.name, scopeFor(run, host, handler));
  } catch (error) {
    // A handler whose name cannot be templated cannot be notified by name; its topics still work.
    if (error instanceof TsplayError) return undefined;
    throw error;
  }
}

/** The handlers that one notification means: the last of that name, or all that listen to the topic. */
function handlersFor(run: PlayRun, notification: string, host: HostRecord): Task[] {
  const handlers = handlersOf(run);
  const named = handlers.findLast((h) => {
    const name = nameOf(run, h, host);
    return (
      name !== undefined &&
      (name === notification || (h.role !== undefined && `${h.role.name} : ${name}` === notification))
    );
  });
  const listening = handlers.filter((h) => h.listen.includes(notification));
  return named && !listening.includes(named) ? [named, ...listening] : listening;
}

/** For each handler, in order of definition, the hosts it is to run on; the notifications are taken off the hosts. */
export function takeNotified(run: PlayRun, hosts: readonly HostRecord[]): { handler: Task; hosts: HostRecord[] }[] {
  const wanted = new Map<Task, HostRecord[]>();
  for (const host of hosts) {
    for (const notification of host.notified) {
      for (const handler of handlersFor(run, notification, host)) {
        const list = wanted.get(handler) ?? [];
        if (!list.includes(host)) list.push(host);
        wanted.set(handler, list);
      }
    }
    host.notified.clear();
  }
  return handlersOf(run)
    .filter((handler) => wanted.has(handler))
    .map((handler) => ({ handler, hosts: wanted.get(handler) ?? [] }));
}

/** @throws TsplayError when a notification means no handler */
export function checkNotified(run: PlayRun, task: Task, host: HostRecord): void {
  for (const name of notifiedNames(run, task, host)) {
    if (handlersFor(run, name, host).length > 0) continue;
    throw new TsplayError(
      'handler-missing',
      `The requested handler '${name}' was not found in either the main handlers list nor in the listening handlers list`,
      {
        span: task.span,
        hint: `handlers are: ${
          handlersOf(run)
            .map((h) => nameOf(run, h, host) ?? '')
            .filter(Boolean)
            .join(', ') || 'none'
        }`,
      },
    );
  }
}
