// The variables a host has from inventory and group_vars/host_vars, in Ansible's ranks, lowest first.
import type { Files } from '../controller/index.js';
import { LoadErrors, type Diagnostic, type Span } from '../ground/index.js';
import { groupsOf, type Group, type Host, type Inventory } from '../inventory/index.js';
import { setSpans, spansOf, type Value, type ValueMap } from '../value/index.js';
import type { Rank } from '../vars/index.js';
import type { LoadOptions } from '../yaml/index.js';
import { VarsStore, type VarsKind } from './group_vars.js';
import { DEFAULT_INVENTORY_SETTINGS, DEFAULT_PRECEDENCE, type InventorySettings } from './inventory-settings.js';

export interface RankedVars {
  readonly rank: Rank;
  readonly vars: ValueMap;
  /** Whose variables they are, when they are one group's. */
  readonly of?: string | undefined;
}

/** One mapping a host has variables from, and of which group it is, when it is one's. */
export interface VarsSource extends RankedVars {
  readonly group?: string | undefined;
  /** The vars file; undefined for what the inventory itself says. */
  readonly file?: string | undefined;
}

export interface HostVariablesOptions {
  readonly files: Files;
  readonly inventory: Inventory;
  /** The directories of the inventory sources, in their order. */
  readonly inventoryDirs: readonly string[];
  /** The playbook's directory, or the one group_vars of a command without a playbook are looked for in. */
  readonly playbookDir: string | undefined;
  readonly settings?: InventorySettings | undefined;
  /** Whether files count although the settings say they do not for tasks: `ansible-inventory` reads all of them. */
  readonly everyStage?: boolean | undefined;
  readonly vault?: LoadOptions['vault'];
}

/** Merged variables of hosts for one playbook directory. What they are is worked out anew when the inventory changes. */
export class HostVariables {
  readonly diagnostics: readonly Diagnostic[];
  private readonly store: VarsStore;
  private readonly settings: InventorySettings;
  private readonly inventory: Inventory;
  private readonly playDirs: readonly string[];
  private readonly readsFiles: boolean;
  private merged = new Map<string, readonly RankedVars[]>();
  private unions = new Map<string, ValueMap>();
  private revision: number;

  constructor(private readonly options: HostVariablesOptions) {
    this.inventory = options.inventory;
    this.settings = options.settings ?? DEFAULT_INVENTORY_SETTINGS;
    const { files, vault } = options;
    this.store = new VarsStore({ files, vault, extensions: this.settings.varsExtensions });
    // Files of the directory that is read last anyway are not read as the playbook's again.
    const again = this.settings.precedence.join() === DEFAULT_PRECEDENCE.join() && options.inventoryDirs.at(-1);
    this.playDirs = options.playbookDir === undefined || options.playbookDir === again ? [] : [options.playbookDir];
    const stage = options.everyStage === true || this.settings.varsStage !== 'inventory';
    this.readsFiles = this.settings.hostGroupVars && stage;
    this.revision = this.inventory.revision;
    // All files of all groups and hosts, so that all mistakes are told before anything runs.
    for (const name of this.inventory.groups.keys()) this.filesOf('group_vars', name, this.allDirs());
    for (const name of this.inventory.hosts.keys()) this.filesOf('host_vars', name, this.allDirs());
    this.diagnostics = this.store.takeDiagnostics();
  }

  /**
   * The variables of a host, lowest rank first; none for a name that is no host.
   * @param playDirs where the playbook's group_vars and host_vars are looked for, when not beside the playbook
   * @throws TsplayError for the files of a host or group that was made at run time, and for one that cannot be decrypted
   */
  of(name: string, playDirs: readonly string[] = this.playDirs): readonly RankedVars[] {
    if (this.revision !== this.inventory.revision) {
      this.revision = this.inventory.revision;
      this.merged = new Map();
      this.unions = new Map();
    }
    const key = playDirs === this.playDirs ? name : `${name}\0${playDirs.join('\0')}`;
    let known = this.merged.get(key);
    if (known) return known;
    known = this.merge(this.sources(name, playDirs));
    const found = this.store.takeDiagnostics();
    if (found.some((d) => d.severity === 'error')) throw new LoadErrors(found).asOne();
    this.merged.set(key, known);
    return known;
  }

  /** The same as one mapping. */
  flat(name: string): ValueMap {
    return union(
      this.of(name).map((layer) => layer.vars),
      this.settings.mergeMappings,
    );
  }

  /** Every mapping the host has variables from, lowest first. */
  sources(name: string, playDirs: readonly string[] = this.playDirs): VarsSource[] {
    const host = this.inventory.host(name);
    if (!host) return [];
    const groups = groupsOf(this.inventory, host);
    const all = groups.filter((g) => g.name === 'all');
    const others = groups.filter((g) => g.name !== 'all');
    return [
      ...this.settings.precedence.flatMap((entry) => this.entry(entry, all, others, playDirs)),
      { rank: 'inventory file host vars', vars: host.vars },
      ...this.fileSources('inventory host_vars/*', 'host_vars', [host], this.options.inventoryDirs),
      ...this.fileSources('playbook host_vars/*', 'host_vars', [host], playDirs),
    ];
  }

  /** What one group has by itself: from the inventory, from the files beside it, from those beside the playbook. */
  ofGroup(group: Group): ValueMap {
    const files = this.fileSources('inventory group_vars/*', 'group_vars', [group], this.allDirs());
    return union([group.vars, ...files.map((f) => f.vars)], this.settings.mergeMappings);
  }

  /** What one host has by itself, without its groups. */
  ofHostAlone(host: Host): ValueMap {
    const files = this.fileSources('inventory host_vars/*', 'host_vars', [host], this.allDirs());
    return union([host.vars, ...files.map((f) => f.vars)], this.settings.mergeMappings);
  }

  private allDirs(): readonly string[] {
    return [...this.options.inventoryDirs, ...this.playDirs];
  }

  /** One entry of VARIABLE_PRECEDENCE. */
  private entry(
    entry: string,
    all: readonly Group[],
    others: readonly Group[],
    playDirs: readonly string[],
  ): VarsSource[] {
    const { inventoryDirs } = this.options;
    const own = (groups: readonly Group[]): VarsSource[] =>
      groups.map((g) => ({ rank: 'inventory file group vars', group: g.name, vars: g.vars, of: `group '${g.name}'` }));
    const files = (rank: VarsSource['rank'], groups: readonly Group[], dirs: readonly string[]): VarsSource[] =>
      this.fileSources(rank, 'group_vars', groups, dirs);
    switch (entry) {
      case 'all_inventory':
        return own(all);
      case 'groups_inventory':
        return own(others);
      case 'all_plugins_inventory':
        return files('inventory group_vars/all', all, inventoryDirs);
      case 'all_plugins_play':
        return files('playbook group_vars/all', all, playDirs);
      case 'groups_plugins_inventory':
        return files('inventory group_vars/*', others, inventoryDirs);
      case 'groups_plugins_play':
        return files('playbook group_vars/*', others, playDirs);
      case 'plugins_by_group':
        return others.flatMap((g) => [
          ...files('inventory group_vars/*', [g], inventoryDirs),
          ...files('playbook group_vars/*', [g], playDirs),
        ]);
      default:
        return [];
    }
  }

  /** `compat:` directory after directory, in each the groups from the weakest to the strongest. */
  private fileSources(
    rank: VarsSource['rank'],
    kind: VarsKind,
    owners: readonly { readonly name: string }[],
    dirs: readonly string[],
  ): VarsSource[] {
    return dirs.flatMap((dir) =>
      owners.flatMap((owner) =>
        this.filesOf(kind, owner.name, [dir]).map(({ file, vars, locked }) => {
          if (locked) throw locked;
          const group = kind === 'group_vars' ? { group: owner.name, of: `group '${owner.name}'` } : {};
          return { rank, file, vars, ...group };
        }),
      ),
    );
  }

  private filesOf(kind: VarsKind, name: string, dirs: readonly string[]) {
    return this.readsFiles ? dirs.flatMap((dir) => this.store.of(dir, kind, name)) : [];
  }

  /** Neighbours of one rank become one mapping; hosts of the same groups share those of their groups. */
  private merge(sources: readonly VarsSource[]): RankedVars[] {
    const runs: VarsSource[][] = [];
    for (const source of sources) {
      const last = runs.at(-1);
      if (last?.[0]?.rank === source.rank) last.push(source);
      else runs.push([source]);
    }
    return runs.map((run) => {
      const rank = run[0]?.rank ?? 'inventory file host vars';
      const of = run.length === 1 ? run[0]?.of : undefined;
      const vars = (): ValueMap =>
        union(
          run.map((s) => s.vars),
          this.settings.mergeMappings,
        );
      if (rank.includes('host')) return { rank, vars: vars() };
      const key = run.map((s) => `${s.group}\0${s.file ?? ''}`).join('\0\0');
      let known = this.unions.get(key);
      if (!known) this.unions.set(key, (known = vars()));
      return { rank, vars: known, of };
    });
  }
}

/** Later ones win; where the names and values stand is kept. */
function union(maps: readonly ValueMap[], mergeMappings: InventorySettings['mergeMappings']): ValueMap {
  const filled = maps.filter((map) => map.size > 0);
  if (filled.length === 1 && filled[0]) return filled[0];
  const merged: ValueMap = new Map();
  const keys = new Map<Value, Span>();
  const values = new Map<Value, Span>();
  for (const map of filled) {
    const spans = spansOf(map);
    for (const [name, value] of map) {
      const old = merged.get(name);
      const both = mergeMappings && old instanceof Map && value instanceof Map;
      merged.set(name, both ? mergeMappings(old, value) : value);
      const key = spans?.keys?.get(name);
      const place = spans?.values.get(name);
      if (key) keys.set(name, key);
      else keys.delete(name);
      if (place) values.set(name, place);
      else values.delete(name);
    }
  }
  const [self] = keys.values();
  if (self) setSpans(merged, { self, keys, values });
  return merged;
}
