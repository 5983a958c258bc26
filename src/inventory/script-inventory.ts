// What the JSON of an inventory script means: groups as mappings or lists of hosts, and `_meta.hostvars`.
import { TsplayError, type Span } from '../ground/index.js';
import { keyText, type Value, type ValueMap } from '../value/index.js';
import { withTemplates } from './data-values.js';
import type { Host, Inventory, SourceOrigin } from './model.js';

/** Gives the variables of a host that `--list` did not tell. */
type ScriptHostVars = (host: string) => Value;

interface ScriptOptions {
  readonly origin: SourceOrigin;
  /** The script, for messages. */
  readonly span: Span;
  /** Asked for each host when there is no `_meta.hostvars`. */
  readonly hostVars: ScriptHostVars;
  readonly vault?: ((ciphertext: string, span: Span) => Value) | undefined;
}

/** Adds what a script's `--list` printed to `inventory`. @throws TsplayError bad-inventory; what came before stays */
export function readScriptInventory(inventory: Inventory, listed: Value, options: ScriptOptions): void {
  new ScriptReader(inventory, options).read(listed);
}

class ScriptReader {
  private readonly hosts = new Set<Host>();

  constructor(
    private readonly inventory: Inventory,
    private readonly options: ScriptOptions,
  ) {}

  read(listed: Value): void {
    if (!(listed instanceof Map)) throw this.bad('the output of --list is not a JSON object of groups');
    let meta: Value | undefined;
    for (const [name, data] of listed) {
      if (name === '_meta') meta = data instanceof Map ? data.get('hostvars') : undefined;
      else this.group(keyText(name), data);
    }
    for (const host of this.hosts) {
      const vars = meta === undefined ? this.options.hostVars(host.name) : this.metaOf(meta, host.name);
      if (!(vars instanceof Map)) throw this.bad(`the variables of the host '${host.name}' are not a JSON object`);
      this.variables(host, vars);
    }
  }

  private metaOf(meta: Value, host: string): Value {
    if (!(meta instanceof Map)) throw this.bad("'hostvars' in '_meta' is not a JSON object of hosts");
    return meta.get(host) ?? new Map();
  }

  private group(written: string, given: Value): void {
    const { span } = this.options;
    if (written === '') throw this.bad('a group has an empty name');
    const group = this.inventory.addGroup(written, span);
    const data = sections(group.name, given);
    const hosts = data.get('hosts');
    if (data.has('hosts')) {
      if (!Array.isArray(hosts)) throw this.bad(`the hosts of the group '${written}' are not a list`);
      for (const name of hosts) {
        if (typeof name !== 'string' || name === '') {
          throw this.bad(`a host of the group '${written}' has a name that is no text`);
        }
        this.hosts.add(this.inventory.addHost(name, group, { span, origin: this.options.origin }));
      }
    }
    const vars = data.get('vars');
    if (data.has('vars')) {
      if (!(vars instanceof Map)) throw this.bad(`the variables of the group '${written}' are not a JSON object`);
      this.variables(group, vars);
    }
    const children = data.get('children');
    if (!data.has('children')) return;
    if (!Array.isArray(children)) throw this.bad(`the children of the group '${written}' are not a list`);
    for (const child of children) {
      if (typeof child !== 'string' || child === '') {
        throw this.bad(`a child of the group '${written}' has a name that is no text`);
      }
      this.inventory.addChild(group, this.inventory.addGroup(child, span), span);
    }
  }

  private variables(owner: Parameters<Inventory['setVariable']>[0], vars: ValueMap): void {
    const { span, vault } = this.options;
    for (const [name, value] of vars) {
      this.inventory.setVariable(owner, keyText(name), withTemplates(value, span, vault), span, span);
    }
  }

  private bad(message: string): TsplayError {
    const { span } = this.options;
    return new TsplayError('bad-inventory', `${span.file}: ${message}`, {
      span,
      hint: 'the script prints {"group": {"hosts": […], "vars": {…}, "children": […]}, "_meta": {"hostvars": {…}}}',
    });
  }
}

/** compat: a list is the group's hosts; an object with none of the known keys is the variables of a host of that name. */
function sections(name: string, given: Value): ValueMap {
  if (!(given instanceof Map)) return new Map([['hosts', given]]);
  if (['hosts', 'vars', 'children'].some((key) => given.has(key))) return given;
  return new Map<Value, Value>([
    ['hosts', [name]],
    ['vars', given],
  ]);
}
