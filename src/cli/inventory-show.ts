// The inventory as data to be printed: what `ansible-inventory --list` and `--graph` show of it.
import type { Group, Host, Inventory } from '../inventory/index.js';
import { isUnsafeFact } from '../engine/facts.js';
import type { HostVariables } from '../project/index.js';
import { keyText, TemplateText, Tuple, tuple, VaultedText, type Value, type ValueMap } from '../value/index.js';

/** Variables the engine gives, which are no part of an inventory. Specified by ansible-core. */
const INTERNAL: ReadonlySet<string> = new Set([
  'ansible_async_path',
  'ansible_collection_name',
  'ansible_config_file',
  'ansible_dependent_role_names',
  'ansible_diff_mode',
  'ansible_facts',
  'ansible_forks',
  'ansible_inventory_sources',
  'ansible_limit',
  'ansible_play_batch',
  'ansible_play_hosts',
  'ansible_play_hosts_all',
  'ansible_play_role_names',
  'ansible_playbook_python',
  'ansible_role_name',
  'ansible_role_names',
  'ansible_run_tags',
  'ansible_skip_tags',
  'ansible_verbosity',
  'ansible_version',
  'group_names',
  'groups',
  'hostvars',
  'inventory_dir',
  'inventory_file',
  'inventory_hostname',
  'inventory_hostname_short',
  'omit',
  'play_hosts',
  'playbook_dir',
  'role_name',
  'role_names',
  'role_path',
  'role_uuid',
]);

export interface ShowOptions {
  readonly inventory: Inventory;
  /** Everything a host has, and what it or a group has by itself. */
  readonly variables: HostVariables;
  /** The same for `--export`: files beside the playbook count only when its directory was named. */
  readonly ownVariables: HostVariables;
  readonly extraVars: ValueMap;
  /** What a fact cache has kept of a host. */
  readonly facts: (host: string) => ValueMap | undefined;
  /** `--export`: variables stay with the group or host that has them. */
  readonly exported: boolean;
  /** `compat:` whether vaulted values, and text that looks like a template and is none, are marked as JSON of Ansible does. */
  readonly markUnsafe: boolean;
  /** The hosts within the limit. */
  readonly hosts: readonly Host[];
}

export class Shown {
  private readonly allowed: ReadonlySet<Host>;
  private readonly plainOf = new Map<object, Value>();

  constructor(private readonly options: ShowOptions) {
    this.allowed = new Set(options.hosts);
  }

  /** A host's variables as they are written, templates included. */
  hostVars(host: Host): ValueMap {
    const { exported, variables, ownVariables, extraVars, facts } = this.options;
    if (exported) return this.external(ownVariables.ofHostAlone(host));
    const vars = this.external(new Map([...variables.flat(host.name), ...extraVars]));
    for (const [name, value] of facts(host.name) ?? []) {
      if (!extraVars.has(name) && !(typeof name === 'string' && isUnsafeFact(name))) vars.set(name, this.fact(value));
    }
    return vars;
  }

  groupVars(group: Group): ValueMap {
    const vars = this.external(this.options.ownVariables.ofGroup(group));
    if (group.priority !== 1) vars.set('ansible_group_priority', group.priority);
    return vars;
  }

  /** `--list` as an inventory script prints it. */
  json(): ValueMap {
    const out: ValueMap = new Map();
    const seen = new Set<Group>();
    const add = (group: Group): void => {
      const entry: ValueMap = new Map();
      if (group.name !== 'all')
        entry.set(
          'hosts',
          this.hostsOf(group).map((h) => h.name),
        );
      entry.set(
        'children',
        group.children.map((g) => g.name),
      );
      for (const child of group.children) {
        if (seen.has(child)) continue;
        add(child);
        seen.add(child);
      }
      if (this.options.exported) entry.set('vars', this.groupVars(group));
      put(out, group.name, entry);
    };
    add(this.all());
    const hostvars: ValueMap = new Map();
    for (const host of this.options.hosts) {
      const vars = this.hostVars(host);
      if (vars.size > 0) hostvars.set(host.name, vars);
    }
    return out.set('_meta', new Map([['hostvars', hostvars]]));
  }

  /** `--list --yaml`: groups within groups. */
  yaml(): ValueMap {
    const seenGroups = new Set<Group>();
    const seenHosts = new Set<Host>();
    const format = (group: Group): ValueMap => {
      const children: ValueMap = new Map();
      for (const child of group.children) {
        if (seenGroups.has(child)) children.set(child.name, new Map());
        else for (const [name, entry] of format(child)) children.set(name, entry);
        seenGroups.add(child);
      }
      const hosts: ValueMap = new Map();
      for (const host of this.hostsOf(group)) {
        hosts.set(host.name, seenHosts.has(host) ? new Map() : this.hostVars(host));
        seenHosts.add(host);
      }
      const entry: ValueMap = new Map<Value, Value>([
        ['children', children],
        ['hosts', hosts],
      ]);
      if (this.options.exported) entry.set('vars', this.groupVars(group));
      const out: ValueMap = new Map();
      put(out, group.name, entry);
      return out;
    };
    return format(this.all());
  }

  /** `--list --toml`: all groups beside each other. */
  toml(): ValueMap {
    const out: ValueMap = new Map();
    const seen = new Set<Host>();
    const empty = this.options.inventory.addGroup('ungrouped').hosts.length === 0;
    const add = (group: Group): void => {
      const entry: ValueMap = new Map();
      const children: Value[] = [];
      out.set(group.name, entry);
      for (const child of group.children) {
        if (child.name === 'ungrouped' && empty) continue;
        if (group.name !== 'all') children.push(child.name);
        add(child);
      }
      entry.set('children', children);
      const hosts: ValueMap = new Map();
      for (const host of this.hostsOf(group)) {
        hosts.set(host.name, seen.has(host) ? new Map() : this.hostVars(host));
        seen.add(host);
      }
      entry.set('hosts', hosts);
      if (this.options.exported) entry.set('vars', this.groupVars(group));
      dropEmpty(entry);
      if (entry.size === 0) out.delete(group.name);
    };
    add(this.all());
    return out;
  }

  /** `--graph`: one line for each group and host below `group`. */
  graph(group: Group, withVars: boolean, text: (value: Value) => string, depth = 0): string[] {
    const lines = [indented(`@${group.name}:`, depth)];
    const vars = (map: ValueMap, at: number): string[] =>
      withVars ? [...map].sort(byName).map(([name, value]) => indented(`{${keyText(name)} = ${text(value)}}`, at)) : [];
    for (const child of group.children) lines.push(...this.graph(child, withVars, text, depth + 1));
    if (group.name !== 'all') {
      for (const host of group.hosts) {
        lines.push(indented(host.name, depth + 1), ...(withVars ? vars(this.hostVars(host), depth + 2) : []));
      }
    }
    return [...lines, ...(withVars ? vars(this.groupVars(group), depth + 1) : [])];
  }

  private all(): Group {
    return this.options.inventory.addGroup('all');
  }

  /** `compat:` hosts that stand directly in `all` are listed where they stand otherwise. */
  private hostsOf(group: Group): Host[] {
    return group.name === 'all' ? [] : group.hosts.filter((h) => this.allowed.has(h));
  }

  private external(vars: ValueMap): ValueMap {
    const kept = [...vars].filter(([name]) => !(typeof name === 'string' && INTERNAL.has(name)));
    return new Map(kept.map(([name, value]) => [name, this.plain(value)]));
  }

  /** Templates as their text; the same container stays the same, for the references of YAML. */
  private plain(value: Value): Value {
    if (value instanceof TemplateText) return value.source;
    // compat: as it is encrypted; YAML has a tag for it.
    if (value instanceof VaultedText && this.options.markUnsafe)
      return new Map([['__ansible_vault', value.ciphertext]]);
    if (typeof value === 'string' && this.options.markUnsafe && /\{[{%#]/.test(value)) {
      return new Map([['__ansible_unsafe', value]]);
    }
    if (value === null || typeof value !== 'object') return value;
    const known = this.plainOf.get(value);
    if (known !== undefined) return known;
    const made = this.copied(value);
    this.plainOf.set(value, made);
    return made;
  }

  /** compat: in JSON all text of facts is marked. */
  private fact(value: Value): Value {
    if (typeof value === 'string') return this.options.markUnsafe ? new Map([['__ansible_unsafe', value]]) : value;
    if (Array.isArray(value)) return value.map((v) => this.fact(v));
    return value instanceof Map ? new Map([...value].map(([k, v]) => [k, this.fact(v)])) : value;
  }

  private copied(value: Value & object): Value {
    if (value instanceof Tuple) return tuple(value.map((v) => this.plain(v)));
    if (Array.isArray(value)) return value.map((v) => this.plain(v));
    if (value instanceof Map) return new Map([...value].map(([k, v]) => [this.plain(k), this.plain(v)]));
    return value;
  }
}

function put(out: ValueMap, name: string, entry: ValueMap): void {
  dropEmpty(entry);
  if (entry.size > 0) out.set(name, entry);
}

function dropEmpty(entry: ValueMap): void {
  for (const [key, value] of entry) {
    if (Array.isArray(value) ? value.length === 0 : value instanceof Map && value.size === 0) entry.delete(key);
  }
}

function byName([a]: [Value, Value], [b]: [Value, Value]): number {
  return keyText(a) < keyText(b) ? -1 : 1;
}

function indented(name: string, depth: number): string {
  return depth === 0 ? name : `${'  |'.repeat(depth)}--${name}`;
}
