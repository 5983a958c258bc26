// What an inventory is: hosts, groups of hosts and groups of groups, each with its variables and its places.
import { TsplayError, type Span } from '../ground/index.js';
import { setSpans, spansOf, type Value, type ValueMap } from '../value/index.js';

/** The names that mean the controller itself, also when no inventory lists them. */
export const LOCALHOST_NAMES: readonly string[] = ['localhost', '127.0.0.1', '::1'];

/** Where an inventory text came from: its values of `inventory_file` and `inventory_dir`, null when it is no file. */
export interface SourceOrigin {
  readonly file: string | null;
  readonly dir: string | null;
}

export interface Host {
  readonly name: string;
  readonly vars: ValueMap;
  /** The groups that list the host themselves, in the order in which they did. */
  readonly groups: Group[];
  /** Where it was first named; undefined for hosts made at run time and for the implicit localhost. */
  readonly span?: Span | undefined;
  /** True for the localhost that no inventory lists. */
  readonly implicit: boolean;
}

export interface Group {
  readonly name: string;
  readonly vars: ValueMap;
  readonly hosts: Host[];
  readonly children: Group[];
  readonly parents: Group[];
  /** `ansible_group_priority`: among groups of equal depth the greater one wins. */
  priority: number;
  /** The longest way down from `all`; right after `reconcile`. */
  depth: number;
  readonly span?: Span | undefined;
}

/** Hosts and groups. The groups `all` and `ungrouped` always exist. Call `reconcile` after a change. */
export class Inventory {
  readonly hosts = new Map<string, Host>();
  readonly groups = new Map<string, Group>();
  private implicit: Host | undefined;

  constructor() {
    const all = this.addGroup('all');
    this.addChild(all, this.addGroup('ungrouped'));
  }

  /** The host of that name; for a localhost name that nobody lists, the implicit localhost (connection local). */
  host(name: string): Host | undefined {
    const listed = this.hosts.get(name);
    if (listed || !LOCALHOST_NAMES.includes(name)) return listed;
    for (const other of LOCALHOST_NAMES) {
      const known = this.hosts.get(other);
      if (known) return known;
    }
    this.implicit ??= {
      name,
      vars: new Map<Value, Value>([['ansible_connection', 'local']]),
      groups: [],
      implicit: true,
    };
    return this.implicit;
  }

  /** The group of that name, made when there is none. */
  addGroup(name: string, span?: Span): Group {
    let group = this.groups.get(name);
    if (!group) {
      group = { name, vars: new Map(), hosts: [], children: [], parents: [], priority: 1, depth: 0, span };
      this.groups.set(name, group);
    }
    return group;
  }

  /** The host of that name, made when there is none, as a member of `group`. A port counts only for a new host. */
  addHost(name: string, group: Group, details: { port?: number; span?: Span; origin?: SourceOrigin } = {}): Host {
    let host = this.hosts.get(name);
    if (!host) {
      const vars: ValueMap = new Map();
      host = { name, vars, groups: [], span: details.span, implicit: false };
      vars.set('inventory_file', details.origin?.file ?? null);
      vars.set('inventory_dir', details.origin?.dir ?? null);
      if (details.port !== undefined) setVariable(host, 'ansible_port', details.port, details.span, details.span);
      this.hosts.set(name, host);
    }
    if (!host.groups.includes(group)) {
      host.groups.push(group);
      group.hosts.push(host);
    }
    return host;
  }

  /**
   * Makes `child` a child group of `parent`.
   * @throws TsplayError bad-inventory when that would close a circle.
   */
  addChild(parent: Group, child: Group, span?: Span): void {
    if (parent === child || ancestors(parent).has(child)) {
      throw new TsplayError(
        'bad-inventory',
        parent === child
          ? `the group '${child.name}' is made a child of itself`
          : `making '${child.name}' a child of '${parent.name}' closes a circle of groups`,
        { span, hint: 'remove it from this list of children' },
      );
    }
    if (parent.children.includes(child)) return;
    parent.children.push(child);
    child.parents.push(parent);
  }

  /** Puts every group below `all`, every host without a group into `ungrouped`, and counts the depths anew. */
  reconcile(): void {
    const all = this.addGroup('all');
    const ungrouped = this.addGroup('ungrouped');
    for (const group of this.groups.values()) {
      if (group !== all && group.parents.length === 0) this.addChild(all, group);
    }
    for (const host of this.hosts.values()) {
      const real = host.groups.some((g) => g !== all && g !== ungrouped);
      if (real && host.groups.includes(ungrouped)) {
        remove(host.groups, ungrouped);
        remove(ungrouped.hosts, host);
      } else if (!real && !host.groups.includes(ungrouped)) {
        host.groups.push(ungrouped);
        ungrouped.hosts.push(host);
      }
    }
    for (const group of this.groups.values()) group.depth = 0;
    this.deepen(all);
  }

  private deepen(group: Group): void {
    for (const child of group.children) {
      if (child.depth > group.depth) continue;
      child.depth = group.depth + 1;
      this.deepen(child);
    }
  }

  /** The groups and their hosts by name, children's hosts included: the variable `groups`. */
  groupNames(): Map<string, string[]> {
    return new Map([...this.groups.values()].map((g) => [g.name, hostsOf(g).map((h) => h.name)]));
  }
}

function remove<T>(list: T[], item: T): void {
  const i = list.indexOf(item);
  if (i !== -1) list.splice(i, 1);
}

/** All groups above `group`. */
function ancestors(group: Group): Set<Group> {
  const found = new Set<Group>();
  const queue = [...group.parents];
  for (let g = queue.pop(); g; g = queue.pop()) {
    if (found.has(g)) continue;
    found.add(g);
    queue.push(...g.parents);
  }
  return found;
}

/** All hosts of the group and of the groups below it, in inventory order: level by level, each host once. */
export function hostsOf(group: Group): Host[] {
  const groups = new Set([group]);
  for (const g of groups) for (const child of g.children) groups.add(child);
  return [...new Set([...groups].flatMap((g) => g.hosts))];
}

/**
 * All groups the host is in, from the one whose variables weigh least to the one whose weigh most: by depth, then
 * `ansible_group_priority`, then name. The implicit localhost has the variables of `all` only.
 */
export function groupsOf(inventory: Inventory, host: Host): Group[] {
  const found = new Set<Group>(host.implicit ? [inventory.addGroup('all')] : []);
  for (const group of host.groups) {
    found.add(group);
    for (const above of ancestors(group)) found.add(above);
  }
  return [...found].sort((a, b) => a.depth - b.depth || a.priority - b.priority || compare(a.name, b.name));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Sets a variable and remembers where it and its value stand. A group's `ansible_group_priority` is its priority. */
export function setVariable(owner: Host | Group, name: string, value: Value, keySpan?: Span, valueSpan?: Span): void {
  if (name === 'ansible_group_priority' && 'priority' in owner) {
    const priority = typeof value === 'string' && /^\s*[-+]?\d+\s*$/.test(value) ? Number(value) : value;
    if (typeof priority !== 'number' || !Number.isInteger(priority)) {
      throw new TsplayError('bad-inventory', `ansible_group_priority of '${owner.name}' is not an integer`, {
        span: valueSpan,
      });
    }
    owner.priority = priority;
    return;
  }
  owner.vars.set(name, value);
  if (!keySpan || !valueSpan) return;
  const known = spansOf(owner.vars);
  const keys = new Map(known?.keys).set(name, keySpan);
  const values = new Map(known?.values).set(name, valueSpan);
  setSpans(owner.vars, { self: known?.self ?? keySpan, keys, values });
}
