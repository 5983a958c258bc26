// Puts together the layers of variables for one host and task, in Ansible's ranks.
import { TsplayError } from '../ground/index.js';
import { fromJs, Undefined, type Value, type ValueMap } from '../value/index.js';
import { LayeredScope, LazyMap, type Layer, type Variables } from '../vars/index.js';
import { searchPath } from '../project/index.js';
import type { RoleInstance, Task } from '../playbook/index.js';
import type { HostRecord } from './records.js';
import type { Frame, PlayRun } from './types.js';

/**
 * The scope of a host outside of any task, or of `task` on it.
 * @param loopVars the loop's variables
 * @param carried what earlier items of the loop have registered and set
 */
export function scopeFor(
  run: PlayRun,
  host: HostRecord,
  task?: Task,
  loopVars?: ValueMap,
  carried?: ValueMap,
): LayeredScope {
  const role = task?.role;
  const layers: Layer[] = [];
  const add = (rank: Layer['rank'], vars: Variables | undefined): void => {
    if (vars) layers.push({ rank, vars });
  };
  add('loop and magic variables', loopVars);
  const at = layers.length;
  add('extra vars', run.ports.options.extraVars);
  if (task) {
    for (const vars of [...task.inherited.includeVars].reverse()) add('include params', vars);
    for (const r of role ? [role, ...[...role.parents].reverse()] : []) add('role params', r.params);
  }
  add('set_fact and registered vars', carried);
  add('set_fact and registered vars', host.ownVars);
  add('include_vars', host.includeVars);
  if (task) for (const vars of [...task.inherited.vars].reverse()) add('task vars', vars);
  const own = role ? visibleRoles(role) : [];
  for (const r of [...own, ...[...run.roles].reverse()])
    for (const vars of [...r.vars].reverse()) add('role vars', vars);
  for (const vars of [...(run.varsFiles.get(host.name) ?? [])].reverse()) add('play vars_files', vars);
  add('play vars', run.play.vars);
  for (const vars of [...run.play.inherited.vars].reverse()) add('play vars', vars);
  add('facts', host.injected);
  for (const { rank, vars } of [...host.inventoryVars].reverse()) add(INVENTORY_RANK[rank], vars);
  for (const r of [...own, ...[...run.roles].reverse()]) {
    for (const vars of [...r.defaults].reverse()) add('role defaults', vars);
  }
  const scope: LayeredScope = new LayeredScope(layers);
  layers.splice(at, 0, { rank: 'loop and magic variables', vars: magicVars(run, host, task, () => scope) });
  return scope;
}

const INVENTORY_RANK = {
  all: 'inventory group_vars/all',
  group: 'inventory group vars',
  host: 'inventory host vars',
} as const;

/** The role itself, what it depends on, then the roles that use it: in the order in which their variables win. */
function visibleRoles(role: RoleInstance): RoleInstance[] {
  return [role, ...[...role.dependencies].reverse(), ...[...role.parents].reverse()];
}

/** Variables the engine itself gives; each is worked out when it is asked for. */
function magicVars(run: PlayRun, host: HostRecord, task: Task | undefined, scope: () => LayeredScope): Variables {
  const { ports } = run;
  const role = task?.role;
  const names = (hosts: readonly HostRecord[]): Value[] => hosts.map((h) => h.name);
  const entry = ports.inventory.host(host.name);
  const table: Record<string, () => Value | undefined> = {
    inventory_hostname: () => host.name,
    inventory_hostname_short: () => host.name.split('.')[0] ?? host.name,
    group_names: () => ports.groupNames(host.name),
    groups: () => groupsOf(run),
    hostvars: () => hostvars(run),
    vars: () => varsDict(run, scope()),
    playbook_dir: () => run.playbookDir,
    ansible_search_path: () => searchPath(role, task?.file ?? run.play.file, run.playbookDir),
    inventory_dir: () => entry?.vars.get('inventory_dir') ?? null,
    inventory_file: () => entry?.vars.get('inventory_file') ?? null,
    play_hosts: () => names(run.batch.filter((h) => h.standing === 'live')),
    ansible_play_hosts: () => names(run.allHosts.filter((h) => h.standing === 'live')),
    ansible_play_hosts_all: () => names(run.allHosts),
    ansible_play_batch: () => names(run.batch.filter((h) => h.standing === 'live')),
    ansible_play_name: () => run.playName,
    ansible_play_role_names: () => playRoleNames(run),
    ansible_role_names: () => [...new Set([...run.roles, ...(role ? [role] : [])].map((r) => r.name))],
    ansible_role_name: () => role?.name,
    role_name: () => role?.shortName ?? role?.name,
    ansible_collection_name: () => role?.collection,
    role_names: () => playRoleNames(run),
    role_path: () => role?.path,
    ansible_parent_role_names: () => includersOf(role)?.map((r) => r.name),
    ansible_parent_role_paths: () => includersOf(role)?.map((r) => r.path),
    ansible_dependent_role_names: () => (role ? [...new Set(role.dependencyNames)] : undefined),
    ansible_check_mode: () => ports.options.checkMode,
    ansible_diff_mode: () => ports.options.diffMode,
    ansible_forks: () => ports.options.forks,
    ansible_verbosity: () => ports.options.verbosity,
    ansible_run_tags: () => [...ports.options.tags],
    ansible_skip_tags: () => [...ports.options.skipTags],
    ansible_limit: () => ports.options.limit,
    ansible_inventory_sources: () => [...ports.magic.inventorySources],
    ansible_version: () => versionDict(ports.magic.version),
    ansible_playbook_python: () => '',
  };
  return {
    get: (name) => (Object.hasOwn(table, name) ? table[name]?.() : undefined),
    keys: () => Object.keys(table),
  };
}

/** `compat:` a role is named as often as it is used; those that others only depend on are not. */
function playRoleNames(run: PlayRun): Value[] {
  return [...run.play.roles, ...run.includedRoles].filter((r) => !r.isDependency).map((r) => r.name);
}

/** The roles that include or import this one, nearest first. `compat:` one that merely depends on it is none of them. */
function includersOf(role: RoleInstance | undefined): RoleInstance[] | undefined {
  if (!role || role.isDependency || role.parents.length === 0) return undefined;
  const nearestFirst = [...role.parents].reverse();
  return nearestFirst.filter((_, i) => nearestFirst[i - 1]?.isDependency !== true);
}

/** `ansible_version` as a mapping. */
export function versionDict(version: string): Value {
  const [major, minor, revision] = version.split('.').map(Number);
  return fromJs({ full: version, major, minor, revision, string: version });
}

function groupsOf(run: PlayRun): Value {
  const groups: ValueMap = new Map();
  for (const name of run.ports.inventory.groups.keys()) groups.set(name, [...run.ports.groupHosts(name)]);
  return groups;
}

/** The task's scope with `ansible_delegated_vars`: the variables of the host it is delegated to, under its name. */
export function withDelegate({ run, scope }: Frame, delegate: string): LayeredScope {
  const delegated = new LazyMap(
    () => [delegate],
    (key) => (key === delegate ? varsDict(run, scopeFor(run, run.record(delegate))) : undefined),
  );
  return scope.with({
    rank: 'loop and magic variables',
    vars: new Map<Value, Value>([['ansible_delegated_vars', delegated]]),
  });
}

/** Another host's variables, each evaluated in that host's own scope. */
function hostvars(run: PlayRun): Value {
  const known = (): string[] => [...run.ports.inventory.hosts.keys()];
  return new LazyMap(known, (key) => {
    if (typeof key !== 'string' || !run.ports.inventory.host(key)) return undefined;
    return varsDict(run, scopeFor(run, run.record(key)));
  });
}

function varsDict(run: PlayRun, scope: LayeredScope): Value {
  return new LazyMap(
    // Not among the names, so that printing everything comes to an end.
    () => [...scope.names()].filter((name) => name !== 'vars' && name !== 'hostvars'),
    (key) => {
      const raw = typeof key === 'string' && key !== 'vars' ? scope.lookup(key) : undefined;
      return raw === undefined ? undefined : resolveOrUndefined(run, raw, scope);
    },
  );
}

/** An undefined part makes the whole value undefined, so that `default` can catch it. */
function resolveOrUndefined(run: PlayRun, raw: Value, scope: LayeredScope): Value {
  try {
    return run.ports.template.resolve(raw, scope);
  } catch (error) {
    if (error instanceof TsplayError && error.code === 'undefined-variable')
      return new Undefined(error.message, error.span);
    throw error;
  }
}
