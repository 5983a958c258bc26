// What an inventory is: hosts, groups of hosts and groups of groups, each with its variables and its places.
import { TsplayError, type Diagnostic, type Span } from '../ground/index.js';
import { safeGroupName, type GroupNames } from './group-names.js';
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

/** What settings say about how an inventory is put together. */
export interface InventoryRules {
  /** What becomes of group names that are no variable names (TRANSFORM_INVALID_GROUP_CHARS). */
  readonly groupNames?: GroupNames | undefined;
  /** Whether a mapping set on a mapping is merged with it (`hash_behaviour`). */
  readonly mergeMappings?: ((old: ValueMap, added: ValueMap) => ValueMap) | undefined;
}

/** Hosts and groups. The groups `all` and `ungrouped` always exist. Call `reconcile` after a change. */
export class Inventory {
  readonly hosts = new Map<string, Host>();
  readonly groups = new Map<string, Group>();
  private implicit: Host | undefined;
  private readonly findings: Diagnostic[] = [];
  private readonly told = new Set<string>();
  private membersKnown = new Map<string, readonly string[]>();
  private currentRevision = 0;

  constructor(readonly rules: InventoryRules = {}) {
    this.begin();
  }

  private begin(): void {
    const all = this.addGroup('all');
    this.addChild(all, this.addGroup('ungrouped'));
  }

  /** Grows whenever hosts, groups or their variables may have changed: what is derived from them is kept per revision. */
  get revision(): number {
    return this.currentRevision;
  }

  /** Forgets everything, to be read anew. */
  clear(): void {
    this.hosts.clear();
    this.groups.clear();
    this.implicit = undefined;
    this.begin();
    this.touch();
  }

  /** To be called when variables were set outside of a load. */
  touch(): void {
    this.currentRevision++;
    this.membersKnown = new Map();
  }

  /** What was odd while it was put together, each time since the last call. */
  takeFindings(): Diagnostic[] {
    return this.findings.splice(0);
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

  /** The name a group gets that is written so. */
  safeName(written: string, span?: Span): string {
    const { name, warning } = safeGroupName(written, this.rules.groupNames ?? 'never');
    if (warning !== undefined) {
      const hint = `'${written}' is the first of them; letters, digits and _ make a group name, and no digit begins it`;
      this.note({ message: warning, span, hint });
    }
    return name;
  }

  /** Remembers what is odd and still works; each message is told once. */
  note(finding: Pick<Diagnostic, 'message' | 'span' | 'hint'>): void {
    if (this.told.has(finding.message)) return;
    this.told.add(finding.message);
    this.findings.push({ code: 'bad-inventory', severity: 'warning', ...finding });
  }

  /** The group of that name, made when there is none. `rules.groupNames` may change the name. */
  addGroup(written: string, span?: Span): Group {
    let group = this.groups.get(written);
    if (group) return group;
    const name = this.safeName(written, span);
    group = this.groups.get(name);
    if (!group) {
      group = { name, vars: new Map(), hosts: [], children: [], parents: [], priority: 1, depth: 0, span };
      this.groups.set(name, group);
    }
    return group;
  }

  /** The host of that name, made when there is none, as a member of `group` when one is given. A port counts only for a new host. */
  addHost(name: string, group?: Group, details: { port?: number; span?: Span; origin?: SourceOrigin } = {}): Host {
    let host = this.hosts.get(name);
    if (!host) {
      const vars: ValueMap = new Map();
      host = { name, vars, groups: [], span: details.span, implicit: false };
      vars.set('inventory_file', details.origin?.file ?? null);
      vars.set('inventory_dir', details.origin?.dir ?? null);
      if (details.port !== undefined) setVariable(host, 'ansible_port', details.port, details.span, details.span);
      this.hosts.set(name, host);
      this.noteLocalhost(name, details.span);
    }
    if (group) this.join(host, group);
    return host;
  }

  /** Makes the host a member of the group itself. @returns whether it was none */
  join(host: Host, group: Group): boolean {
    if (host.groups.includes(group)) return false;
    host.groups.push(group);
    group.hosts.push(host);
    return true;
  }

  /** compat: of several names for the controller the first is the one that is meant; Ansible warns about the others. */
  private noteLocalhost(name: string, span: Span | undefined): void {
    if (!LOCALHOST_NAMES.includes(name)) return;
    const first = [...this.hosts.keys()].find((other) => other !== name && LOCALHOST_NAMES.includes(other));
    if (first === undefined) return;
    const message = `A duplicate localhost-like entry was found (${name}). First found localhost was ${first}`;
    this.note({ message, span });
  }

  /**
   * Makes `child` a child group of `parent`.
   * @returns whether it was none
   * @throws TsplayError bad-inventory when that would close a circle.
   */
  addChild(parent: Group, child: Group, span?: Span): boolean {
    if (child.parents.includes(parent)) return false;
    if (parent === child || ancestors(parent).has(child)) {
      throw new TsplayError(
        'bad-inventory',
        parent === child
          ? `the group '${child.name}' is made a child of itself`
          : `making '${child.name}' a child of '${parent.name}' closes a circle of groups`,
        { span, hint: 'remove it from this list of children' },
      );
    }
    parent.children.push(child);
    child.parents.push(parent);
    return true;
  }

  /** Puts every group below `all`, every host without a group into `ungrouped`, and counts the depths anew. */
  reconcile(): void {
    const all = this.addGroup('all');
    const ungrouped = this.addGroup('ungrouped');
    for (const group of this.groups.values()) {
      if (group !== all && group.parents.length === 0) this.addChild(all, group);
    }
    const misplaced = new Set<Host>();
    for (const host of this.hosts.values()) {
      const real = host.groups.some((g) => g !== all && g !== ungrouped);
      if (!real) this.join(host, ungrouped);
      else if (host.groups.includes(ungrouped)) {
        host.groups.splice(host.groups.indexOf(ungrouped), 1);
        misplaced.add(host);
      }
      if (this.groups.has(host.name)) this.noteConflict(host);
    }
    if (misplaced.size > 0) ungrouped.hosts.splice(0, Infinity, ...ungrouped.hosts.filter((h) => !misplaced.has(h)));
    this.countDepths();
    this.touch();
  }

  /** Counts how deep each group is: the longest way down from a group without parents. */
  countDepths(): void {
    const waiting = new Map<Group, number>();
    for (const group of this.groups.values()) {
      group.depth = 0;
      waiting.set(group, group.parents.length);
    }
    const ready = [...this.groups.values()].filter((group) => group.parents.length === 0);
    for (let group = ready.pop(); group; group = ready.pop()) {
      for (const child of group.children) {
        child.depth = Math.max(child.depth, group.depth + 1);
        const left = (waiting.get(child) ?? 1) - 1;
        waiting.set(child, left);
        if (left === 0) ready.push(child);
      }
    }
  }

  private noteConflict(host: Host): void {
    const message = `Found both group and host with same name: ${host.name}`;
    const hint = 'a pattern with that name selects the host; rename one of them';
    this.note({ message, span: host.span, hint });
  }

  /** The names of the hosts of a group and the groups below it; none for a group that is not there. */
  members(name: string): readonly string[] {
    let known = this.membersKnown.get(name);
    if (known) return known;
    const group = this.groups.get(name);
    known = group ? hostsOf(group).map((h) => h.name) : [];
    this.membersKnown.set(name, known);
    return known;
  }

  /** Sets a variable and remembers where it and its value stand. A group's `ansible_group_priority` is its priority. */
  setVariable(entity: Host | Group, name: string, value: Value, keySpan?: Span, valueSpan?: Span): void {
    // compat: what is set for a host counts for the group of the same name, when there is one.
    const owner = this.groups.get(entity.name) ?? entity;
    const old = owner.vars.get(name);
    const { mergeMappings } = this.rules;
    const merged = mergeMappings && old instanceof Map && value instanceof Map ? mergeMappings(old, value) : value;
    setVariable(owner, name, merged, keySpan, valueSpan);
  }
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
  // compat: the implicit localhost is in `all` only when a task put it into another group, and not even then.
  return [...new Set([...groups].flatMap((g) => g.hosts))].filter((h) => group.name !== 'all' || !h.implicit);
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

/** Sets a variable whatever was there; `Inventory.setVariable` also merges. @throws TsplayError bad-inventory */
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
