// Handlers: which of them a notification means, in which order they stand, and which wait to be run on a host.
import { TsplayError } from '../ground/index.js';
import type { Node, Task } from '../playbook/index.js';
import { keyText, OmitValue, type Value } from '../value/index.js';
import { scopeFor } from './scope.js';
import { text } from './settings.js';
import type { HostRecord } from './records.js';
import type { HostVerdict } from './run-task.js';
import type { PlayRun } from './types.js';

/** The names a task notifies on a host, resolved. */
export function notifiedNames(
  run: PlayRun,
  task: Task,
  host: HostRecord,
  { parts }: Pick<HostVerdict, 'parts'>,
): string[] {
  const { notify } = task;
  if (notify === undefined) return [];
  // `compat:` in a loop of which an item changed something all items notify that were not skipped.
  const items = parts.filter((part) => part.vars !== undefined && part.status !== 'skipped');
  const scopes = items.length === 0 ? [undefined] : items.map((part) => part.vars);
  const names = scopes.flatMap((vars) => {
    const resolved: Value = run.ports.template.resolve(notify, scopeFor(run, host, task, vars));
    const list = Array.isArray(resolved) ? resolved.flat() : [resolved];
    return list.filter((v) => v !== null && !(v instanceof OmitValue)).map((v) => keyText(v));
  });
  return [...new Set(names)];
}

/**
 * Handlers by the lists they stand in, in order of definition: of the roles in `roles:`, the play's own, of imported
 * roles, of included roles.
 */
function handlerLists(run: PlayRun): readonly (readonly Task[])[] {
  const { roles, handlers } = run.play;
  return [
    ...roles.filter((r) => !r.byTask).map((r) => flatten(r.handlers)),
    flatten(handlers),
    ...roles.filter((r) => r.byTask).map((r) => flatten(r.handlers)),
    ...run.addedHandlers,
  ].filter((list) => list.length > 0);
}

/** All handlers in order of definition: the order they run in. */
export function handlersInOrder(run: PlayRun): Task[] {
  return handlerLists(run).flat();
}

/** The tasks of nodes with blocks taken apart. */
export function flatten(nodes: readonly Node[]): Task[] {
  return nodes.flatMap((node) =>
    node.kind === 'task' ? [node] : flatten([...node.body, ...node.rescue, ...node.always]),
  );
}

/**
 * Makes the handlers of a role that was just included known; those of the same role included before are replaced.
 * `compat:` those that listen without a name are not: each of them runs.
 */
export function addHandlers(run: PlayRun, nodes: readonly Node[]): void {
  const list = flatten(nodes);
  if (list.length === 0) return;
  const known = run.addedHandlers.find((handlers) => handlers.at(-1)?.span === list.at(-1)?.span);
  const nameless = known?.filter((handler) => handler.name === undefined && handler.listen.length > 0) ?? [];
  if (known) run.addedHandlers.splice(run.addedHandlers.indexOf(known), 1);
  run.addedHandlers.push([...nameless, ...list]);
}

function nameOf(run: PlayRun, handler: Task, host: HostRecord): string | undefined {
  if (typeof handler.name === 'string' || handler.name === undefined) return handler.name;
  try {
    return text(run, handler.name, scopeFor(run, host, handler));
  } catch (error) {
    // A handler whose name cannot be templated cannot be notified by name; its topics still work.
    if (error instanceof TsplayError) return undefined;
    throw error;
  }
}

/** Whether a topic is one of the handler's, which may be notified with its role in front too. */
function listens({ listen, role }: Task, notification: string): boolean {
  if (listen.includes(notification)) return true;
  return (
    role !== undefined && listen.some((t) => [role.name, role.shortName].some((r) => `${r} : ${t}` === notification))
  );
}

/**
 * The handlers that one notification means: one by its name, and all that listen to it.
 * `compat:` of one name the list that was loaded last wins, and in it the handler that stands first; of listeners of
 * one name the one found first.
 */
function handlersFor(run: PlayRun, notification: string, host: HostRecord): Task[] {
  const lists = handlerLists(run).toReversed();
  const named = lists.flat().find((handler) => {
    const name = nameOf(run, handler, host);
    if (name === undefined) return false;
    const { role } = handler;
    if (name === notification) return true;
    return role !== undefined && [role.name, role.shortName].some((r) => `${r} : ${name}` === notification);
  });
  const seen = new Set<string>();
  const listening = lists.flat().filter((handler) => {
    if (!listens(handler, notification)) return false;
    const name = nameOf(run, handler, host);
    if (name === undefined) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
  return named && !listening.includes(named) ? [named, ...listening] : listening;
}

/** Turns the notifications of a host into the handlers that wait to be run on it. */
export function takeNotifications(run: PlayRun, host: HostRecord): void {
  for (const notification of host.notified)
    for (const handler of handlersFor(run, notification, host)) host.pendingHandlers.add(handler);
  host.notified.clear();
}

/** @throws TsplayError handler-missing when a notification means no handler: that ends the run */
export function checkNotified(run: PlayRun, task: Task, host: HostRecord, verdict: HostVerdict): void {
  for (const name of notifiedNames(run, task, host, verdict)) {
    if (host.notified.has(name) || handlersFor(run, name, host).length > 0) continue;
    const names = handlersInOrder(run)
      .map((h) => nameOf(run, h, host) ?? '')
      .filter(Boolean);
    const message = `The requested handler '${name}' was not found in either the main handlers list nor in the listening handlers list`;
    const hint = `handlers are: ${names.join(', ') || 'none'}`;
    if (run.ports.options.errorOnMissingHandler !== false) {
      throw new TsplayError('handler-missing', message, { span: task.span, hint });
    }
    run.emit({
      type: 'warning',
      diagnostic: { code: 'handler-missing', severity: 'warning', message, span: task.span, hint },
    });
  }
}
