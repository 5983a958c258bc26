// What `ansible_host`, `ansible_user` and their kin are in a task where no variable says it: what the connection will use.
import type { Value } from '../value/index.js';
import { delegateOf } from './reach.js';
import { text } from './settings.js';
import type { Frame } from './types.js';

/** Names of one thing, the one that counts first. */
const NAMES: readonly (readonly [string, ...string[]])[] = [
  ['ansible_host', 'ansible_ssh_host'],
  ['ansible_user', 'ansible_ssh_user'],
  ['ansible_port', 'ansible_ssh_port'],
  ['ansible_ssh_private_key_file', 'ansible_private_key_file'],
  ['ansible_timeout', 'ansible_ssh_timeout'],
  ['ansible_connection'],
  ['ansible_shell_executable'],
];

/** The frame in which a task's condition and arguments see these variables. `compat:` its loop, its name, `vars` and other hosts do not. */
export function withConnectionVars(frame: Frame): Frame {
  const { scope } = frame;
  const fallback = (name: string): Value | undefined => {
    const names = NAMES.find((all) => all.includes(name));
    if (!names) return undefined;
    for (const other of names) {
      const said = scope.lookup(other);
      if (said !== undefined) return said;
    }
    return used(frame, names[0]);
  };
  return { ...frame, scope: scope.withFallback(fallback) };
}

function used(frame: Frame, name: string): Value | undefined {
  const { run, task, host, scope } = frame;
  const { connectionDefaults, connection } = run.ports.options;
  if (name === 'ansible_host') return delegateOf(frame) ?? host.name;
  if (name === 'ansible_connection') return text(run, task.inherited.connection, scope) ?? connection ?? 'ssh';
  const keyword = name === 'ansible_user' ? text(run, task.inherited.remoteUser, scope) : undefined;
  return keyword ?? connectionDefaults?.[name];
}
