// Puts together the layers of variables for one host and task, in Ansible's ranks.
import { TsplayError } from '../ground/index.js';
import { LayeredScope, LazyMap, ENGINE_RANK, type Layer, type Variables } from '../vars/index.js';
import { TemplateText, Undefined, type Value, type ValueMap } from '../value/index.js';
import type { RoleInstance, Task } from '../playbook/index.js';
import { hostMagic, magicVars, runMagic } from './magic-vars.js';
import type { HostRecord } from './records.js';
import type { Frame, ScopeRun } from './types.js';

/**
 * The scope of a host outside of any task, or of `task` on it.
 * @param loopVars the loop's variables
 * @param carried what earlier items of the loop have registered and set
 */
export function scopeFor(
  run: ScopeRun,
  host: HostRecord,
  task?: Task,
  loopVars?: ValueMap,
  carried?: ValueMap,
): LayeredScope {
  const role = task?.role;
  const layers: Layer[] = [];
  const add = (rank: Layer['rank'], vars: Variables | undefined, of?: string): void => {
    if (vars) layers.push({ rank, vars, of });
  };
  add(ENGINE_RANK, loopVars);
  const at = layers.length;
  add('extra vars', run.ports.options.extraVars);
  if (task) {
    for (const vars of [...task.inherited.includeVars].reverse()) add('include params', vars);
    for (const r of role ? [role, ...[...role.parents].reverse()] : []) add('role params', r.params, roleName(r));
  }
  add('set_fact and registered vars', carried);
  add('set_fact and registered vars', host.ownVars);
  add('include_vars', host.includeVars);
  if (task) addTaskVars(layers, task);
  const own = role ? visibleRoles(role) : [];
  const roles = [...own, ...[...run.roles].reverse().filter((r) => isPublic(run, r))];
  for (const r of roles) for (const vars of [...r.vars].reverse()) add('role vars', vars, roleName(r));
  for (const vars of [...(run.varsFiles.get(host.name) ?? [])].reverse()) add('play vars_files', vars);
  add('play vars', run.play.vars);
  for (const vars of [...run.play.inherited.vars].reverse()) add('play vars', vars);
  add('facts and cached set_fact', host.facts.vars);
  addInventoryVars(layers, run, host, task);
  for (const r of roles) for (const vars of [...r.defaults].reverse()) add('role defaults', vars, roleName(r));
  const scope: LayeredScope = new LayeredScope(layers, run.ports.options.hashBehaviour === 'merge');
  const vars = magicVars(run, task, {
    hostvars: () => hostvars(run),
    vars: () => varsDict(run, scope),
  });
  layers.splice(at, 0, { rank: ENGINE_RANK, vars });
  return scope;
}

const roleName = (role: RoleInstance): string => `role '${role.name}'`;

/** The task's own variables, then those of the blocks around it, innermost first. */
function addTaskVars(layers: Layer[], task: Task): void {
  const outside = task.around.vars.length;
  for (let i = task.inherited.vars.length - 1; i >= 0; i--) {
    const vars = task.inherited.vars[i];
    if (vars) layers.push({ rank: i >= outside ? 'task vars' : 'block vars', vars });
  }
}

/** `compat:` `inventory_hostname` and its kin are variables of the host, which all higher ranks may override. */
function addInventoryVars(layers: Layer[], run: ScopeRun, host: HostRecord, task?: Task): void {
  const known = task && run.ports.inventoryVarsAt ? run.ports.inventoryVarsAt(host.name, task) : host.inventoryVars;
  let magic = false;
  for (const { rank, vars, of } of [...known].reverse()) {
    if (!magic && !FILE_RANKS.has(rank)) {
      layers.push({ rank: 'inventory file host vars', vars: hostMagic(run, host) });
      magic = true;
    }
    layers.push({ rank, vars, of });
  }
  if (!magic) layers.push({ rank: 'inventory file host vars', vars: hostMagic(run, host) });
}

const FILE_RANKS: ReadonlySet<string> = new Set(['inventory host_vars/*', 'playbook host_vars/*']);

/** Whether the whole play sees a role's variables: a dependency's are seen with those of the role that needs it. */
function isPublic(run: ScopeRun, role: RoleInstance): boolean {
  const needing = role.isDependency ? role.parents.at(-1) : undefined;
  if (needing) return isPublic(run, needing);
  // An included role is here because its include said so.
  return role.public ?? (run.includedRoles.includes(role) || run.ports.options.privateRoleVars !== true);
}

/** The role itself, what it depends on, then the roles that use it: in the order in which their variables win. */
function visibleRoles(role: RoleInstance): RoleInstance[] {
  return [role, ...[...role.dependencies].reverse(), ...[...role.parents].reverse()];
}

/**
 * What the host a task is delegated to says of itself, its connection variables among it.
 * `compat:` in it `inventory_hostname` stays that of the task's own host.
 */
export function delegateScope({ run, task, host }: Frame, delegate: string): LayeredScope {
  const name = new Map<Value, Value>([['inventory_hostname', host.name]]);
  return scopeFor(run, run.record(delegate), task).with({ rank: ENGINE_RANK, vars: name });
}

/** The task's scope with `ansible_delegated_vars`: the variables of the host it is delegated to, under its name. */
export function withDelegate(frame: Frame, delegate: string): LayeredScope {
  const { run, scope } = frame;
  const variables = (): Value => {
    const known = delegateScope(frame, delegate);
    // `compat:` its address is there also when nobody says it.
    const address = (name: string): Value | undefined =>
      name === 'ansible_host' ? (known.lookup('ansible_ssh_host') ?? delegate) : undefined;
    return varsDict(run, known.withFallback(address));
  };
  const delegated = new LazyMap(
    () => [delegate],
    (key) => (key === delegate ? variables() : undefined),
  );
  return scope.with({
    rank: ENGINE_RANK,
    vars: new Map<Value, Value>([['ansible_delegated_vars', delegated]]),
  });
}

/** What other hosts see of a host: what is its own, nothing of plays, roles and tasks. */
function ownScope(run: ScopeRun, host: HostRecord): LayeredScope {
  const layers: Layer[] = [
    { rank: ENGINE_RANK, vars: runMagic(run) },
    { rank: 'extra vars', vars: run.ports.options.extraVars },
    { rank: 'set_fact and registered vars', vars: host.ownVars },
    { rank: 'include_vars', vars: host.includeVars },
    { rank: 'facts and cached set_fact', vars: host.facts.vars },
  ];
  addInventoryVars(layers, run, host);
  // Not among its names, and still there for templates that ask for other hosts.
  layers.push({
    rank: ENGINE_RANK,
    vars: { get: (n) => (n === 'hostvars' ? hostvars(run) : undefined), keys: () => [] },
  });
  return new LayeredScope(layers, run.ports.options.hashBehaviour === 'merge');
}

/** The variables of all hosts, each evaluated in that host's own scope. `compat:` asking for a host that is none is no key error. */
function hostvars(run: ScopeRun): Value {
  const { inventory } = run.ports;
  const isHost = (key: Value): key is string => typeof key === 'string' && inventory.host(key) !== undefined;
  const listed = (): string[] => [...new Set([...inventory.hosts.keys(), 'localhost'])];
  return new LazyMap(
    listed,
    (key) =>
      isHost(key)
        ? varsDict(run, ownScope(run, run.record(key)))
        : new Undefined(`"hostvars['${typeof key === 'object' ? '…' : String(key)}']" is undefined`),
    isHost,
  );
}

function varsDict(run: ScopeRun, scope: LayeredScope): Value {
  return new LazyMap(
    // Not among the names, so that printing everything comes to an end.
    () => [...scope.names()].filter((name) => name !== 'vars' && name !== 'hostvars'),
    (key) => {
      const raw = typeof key === 'string' && key !== 'vars' ? scope.lookup(key) : undefined;
      return raw === undefined ? undefined : resolveOrUndefined(run, raw, scope);
    },
    undefined,
    (key) => {
      const raw = typeof key === 'string' && key !== 'vars' ? scope.lookup(key) : undefined;
      if (typeof raw === 'string') return scope.textKind(key as string, raw);
      return raw instanceof TemplateText ? run.ports.template.textKind(raw, scope) : undefined;
    },
  );
}

/** An undefined part makes the whole value undefined, so that `default` can catch it. */
function resolveOrUndefined(run: ScopeRun, raw: Value, scope: LayeredScope): Value {
  try {
    return run.ports.template.resolve(raw, scope);
  } catch (error) {
    if (error instanceof TsplayError && error.code === 'undefined-variable')
      return new Undefined(error.message, error.span);
    throw error;
  }
}
