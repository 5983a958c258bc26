// The variables a host has from inventory and group_vars/host_vars, in Ansible's ranks, lowest first.
import type { Diagnostic } from '../ground/index.js';
import { groupsOf, type Inventory } from '../inventory/index.js';
import type { Value, ValueMap } from '../value/index.js';
import type { Files } from '../controller/index.js';
import { loadGroupVars, type DirectoryVars, type VarsFile } from './group_vars.js';

export interface RankedVars {
  readonly rank: 'all' | 'group' | 'host';
  readonly vars: ValueMap;
}

/** Merged variables of hosts for one playbook directory. */
export class HostVariables {
  private readonly merged = new Map<string, readonly RankedVars[]>();
  readonly diagnostics: readonly Diagnostic[];
  private readonly besideInventory: readonly DirectoryVars[];
  private readonly besidePlaybook: readonly DirectoryVars[];

  constructor(
    files: Files,
    private readonly inventory: Inventory,
    inventoryDirs: readonly string[],
    playbookDir: string,
  ) {
    const beside = loadGroupVars(files, inventoryDirs, inventory);
    const playbook = inventoryDirs.includes(playbookDir)
      ? { dirs: [], diagnostics: [] }
      : loadGroupVars(files, [playbookDir], inventory);
    this.besideInventory = beside.dirs;
    this.besidePlaybook = playbook.dirs;
    this.diagnostics = [...beside.diagnostics, ...playbook.diagnostics];
  }

  /** @throws TsplayError vault-variables when a file that has variables of the host cannot be decrypted */
  of(name: string): readonly RankedVars[] {
    let known = this.merged.get(name);
    if (!known) this.merged.set(name, (known = this.merge(name)));
    return known;
  }

  /** Forgets a host whose groups changed. */
  forget(name: string): void {
    this.merged.delete(name);
  }

  private merge(name: string): RankedVars[] {
    const host = this.inventory.host(name);
    if (!host) return [];
    const groups = groupsOf(this.inventory, host);
    const all = groups.filter((g) => g.name === 'all');
    const others = groups.filter((g) => g.name !== 'all');
    const fromFiles = (dirs: readonly DirectoryVars[], names: readonly string[]): ValueMap[] =>
      names.flatMap((n) => dirs.flatMap((d) => filesOf(d.groups.get(n))));
    const groupVars = (set: typeof groups): ValueMap => {
      const names = set.map((g) => g.name);
      return union([
        ...set.map((g) => g.vars),
        ...fromFiles(this.besideInventory, names),
        ...fromFiles(this.besidePlaybook, names),
      ]);
    };
    const hostFiles = [...this.besideInventory, ...this.besidePlaybook].flatMap((d) => filesOf(d.hosts.get(name)));
    return [
      { rank: 'all', vars: groupVars(all) },
      { rank: 'group', vars: groupVars(others) },
      { rank: 'host', vars: union([host.vars, ...hostFiles]) },
    ];
  }
}

function filesOf(files: readonly VarsFile[] | undefined): ValueMap[] {
  return (files ?? []).map(({ vars, locked }) => {
    if (locked) throw locked;
    return vars;
  });
}

function union(maps: readonly ValueMap[]): ValueMap {
  return new Map<Value, Value>(maps.flatMap((m) => [...m]));
}
