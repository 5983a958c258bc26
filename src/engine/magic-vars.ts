// The variables the engine itself gives ("special variables" of the documentation); each is worked out when it is asked for.
import { fromJs, type Value, type ValueMap } from '../value/index.js';
import { searchPath } from '../project/index.js';
import type { RoleInstance, Task } from '../playbook/index.js';
import type { Variables } from '../vars/index.js';
import type { HostRecord } from './records.js';
import type { ScopeRun } from './types.js';

type Table = Readonly<Record<string, () => Value | undefined>>;

function lazy(table: Table): Variables {
  return {
    get: (name) => (Object.hasOwn(table, name) ? table[name]?.() : undefined),
    keys: () => Object.keys(table).filter((name) => table[name]?.() !== undefined),
  };
}

/** What the inventory knows of a host by itself: ordinary variables of the host, which others may override. */
export function hostMagic(run: ScopeRun, host: HostRecord): Variables {
  return lazy({
    inventory_hostname: () => host.name,
    inventory_hostname_short: () => shortName(host.name),
    group_names: () => run.ports.groupNames(host.name),
  });
}

function isAddress(name: string): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(name) || /^[0-9a-f]*:[0-9a-f:.]*$/i.test(name);
}

/** `compat:` an address has no short form. */
function shortName(name: string): string {
  return isAddress(name) ? name : (name.split('.')[0] ?? name);
}

/** What nothing overrides. */
export function magicVars(
  run: ScopeRun,
  task: Task | undefined,
  dicts: { readonly hostvars: () => Value; readonly vars: () => Value },
): Variables {
  return lazy({ ...ofRun(run), ...ofPlay(run), ...ofTask(run, task), ...dicts });
}

/** What nothing overrides and every host has, whatever is running. */
export function runMagic(run: OfRun): Variables {
  return lazy(ofRun(run));
}

/** What of a play being run holds for all plays. */
type OfRun = Pick<ScopeRun, 'ports' | 'playbookDir'>;

function ofRun(run: OfRun): Table {
  const { options, magic } = run.ports;
  return {
    groups: () => groupsOf(run),
    playbook_dir: () => run.playbookDir,
    ansible_check_mode: () => options.checkMode,
    ansible_diff_mode: () => options.diffMode,
    ansible_forks: () => options.forks,
    ansible_verbosity: () => options.verbosity,
    // `compat:` without tags it is the tag that means all.
    ansible_run_tags: () => (options.tags.length === 0 ? ['all'] : [...options.tags]),
    ansible_skip_tags: () => [...options.skipTags],
    ansible_limit: () => options.limit,
    ansible_inventory_sources: () => [...magic.inventorySources],
    ansible_version: () => versionDict(magic.version),
    ansible_config_file: () => magic.configFile ?? null,
    ansible_playbook_python: () => magic.python?.() ?? '',
  };
}

function ofPlay(run: ScopeRun): Table {
  const names = (hosts: readonly HostRecord[]): Value[] => hosts.map((h) => h.name);
  // `compat:` one that shared the failure of another and was rescued goes on and is not among them.
  const live = (hosts: readonly HostRecord[]): Value[] =>
    names(hosts.filter((h) => h.standing === 'live' && !h.barred));
  const used = (): RoleInstance[] => [...run.roles, ...run.includedRoles];
  const playRoles = (): string[] => [...new Set(used().filter((r) => !r.isDependency))].map((r) => r.name);
  const dependencies = (): string[] => [...new Set(used().flatMap((r) => r.dependencyNames))];
  return {
    play_hosts: () => live(run.batch),
    ansible_play_batch: () => live(run.batch),
    // `compat:` a host that add_host has made counts until the batch ends, though the play does not run on it.
    ansible_play_hosts: () => live([...run.allHosts, ...run.addedHosts]),
    ansible_play_hosts_all: () => names([...run.allHosts, ...run.addedHosts]),
    ansible_play_name: () => run.playName,
    ansible_play_role_names: playRoles,
    role_names: playRoles,
    ansible_role_names: () => [...new Set([...dependencies(), ...playRoles()])],
    ansible_dependent_role_names: dependencies,
  };
}

function ofTask(run: ScopeRun, task: Task | undefined): Table {
  const role = task?.role;
  return {
    ansible_search_path: () => searchPath(role, task?.file ?? run.play.file, run.playbookDir),
    ansible_role_name: () => role?.name,
    role_name: () => role?.shortName ?? role?.name,
    role_path: () => role?.path,
    ansible_collection_name: () => role && (role.collection ?? null),
    ansible_parent_role_names: () => includersOf(role)?.map((r) => r.name),
    ansible_parent_role_paths: () => includersOf(role)?.map((r) => r.path),
    environment: () => task && [...task.inherited.environment],
  };
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
  return fromJs({ string: version, full: version, major, minor, revision });
}

function groupsOf(run: OfRun): Value {
  const groups: ValueMap = new Map();
  for (const name of run.ports.inventory.groups.keys()) groups.set(name, [...run.ports.groupHosts(name)]);
  return groups;
}
