// The plugin `generator`: hosts from all combinations of layers, with the groups they belong to.
import { TsplayError, type Span } from '../../ground/index.js';
import type { Group, Host } from '../../inventory/index.js';
import type { Scope } from '../../template/types.js';
import { keyText, valueSpan, type Value, type ValueMap } from '../../value/index.js';
import { extensionOf, isReadable, readConfig, wholeSource, YAML_EXTENSIONS, type PluginConfig } from './files.js';
import type { InventoryPlugin, InventorySource } from './types.js';

/** More combinations than this are a slip. */
const MAX_HOSTS = 100_000;

export const generator: InventoryPlugin = {
  name: 'generator',
  wants: (source) => isReadable(source) && ['', '.config', ...YAML_EXTENSIONS].includes(extensionOf(source)),
  parse(source) {
    const config = readConfig(source, 'generator', ['layers', 'hosts']);
    new Generator(source, config).run();
    return [];
  },
};

class Generator {
  private readonly whole: Span;

  constructor(
    private readonly source: InventorySource,
    private readonly config: PluginConfig,
  ) {
    this.whole = wholeSource(source);
  }

  run(): void {
    const layers = this.layers();
    const hosts = this.config.mapping('hosts');
    const name = hosts.get('name');
    if (name === undefined || name === null) {
      throw bad("'hosts' of the generator has no 'name'", this.config.placeOf('hosts'));
    }
    const { inventory, origin } = this.source;
    for (const chosen of product(layers)) {
      const made = this.text(name, chosen, valueSpan(hosts, 'name'));
      const host = inventory.addHost(made, undefined, { span: valueSpan(hosts, 'name') ?? this.whole, origin });
      this.parents(host, hosts.get('parents') ?? null, chosen, valueSpan(hosts, 'parents'));
    }
  }

  private layers(): (readonly [string, Value])[][] {
    const layers = this.config.mapping('layers');
    if (layers.size === 0) {
      throw bad("the generator has no 'layers'", this.config.placeOf('layers'));
    }
    let count = 1;
    return [...layers].map(([key, values]) => {
      if (!Array.isArray(values)) {
        throw bad(`the layer '${keyText(key)}' must be a list`, valueSpan(layers, key) ?? this.whole);
      }
      count *= values.length;
      if (count > MAX_HOSTS) throw bad(`the layers make more than ${MAX_HOSTS} hosts`, this.config.placeOf('layers'));
      return values.map((value) => [keyText(key), value] as const);
    });
  }

  private parents(child: Host | Group, listed: Value, vars: ValueMap, place: Span | undefined): void {
    if (listed === null) return;
    const span = place ?? this.whole;
    if (!Array.isArray(listed)) throw bad(`the parents of '${child.name}' must be a list`, span);
    const { inventory } = this.source;
    for (const parent of listed) {
      const name = parent instanceof Map ? (parent.get('name') ?? null) : null;
      if (!(parent instanceof Map) || name === null) {
        throw bad(`an entry of the parents of '${child.name}' has no 'name'`, span);
      }
      const group = inventory.addGroup(this.text(name, vars, valueSpan(parent, 'name')), span);
      const groupVars = parent.get('vars') ?? null;
      if (groupVars !== null && !(groupVars instanceof Map))
        throw bad(`the vars of '${group.name}' must be a mapping`, span);
      for (const [key, value] of groupVars ?? []) {
        const at = valueSpan(groupVars, key) ?? span;
        inventory.setVariable(group, keyText(key), this.value(value, vars), at, at);
      }
      if ('parents' in child) inventory.addChild(group, child, span);
      else inventory.join(child, group);
      this.parents(group, parent.get('parents') ?? null, vars, valueSpan(parent, 'parents'));
    }
  }

  private value(written: Value, vars: ValueMap): Value {
    const scope: Scope = { lookup: (name) => vars.get(name), names: () => [...vars.keys()].map((k) => keyText(k)) };
    return this.source.template.resolve(written, scope);
  }

  private text(written: Value, vars: ValueMap, place: Span | undefined): string {
    try {
      const text = this.source.template.text(this.value(written, vars));
      if (text !== '') return text;
    } catch (error) {
      if (!(error instanceof TsplayError) || error.span) throw error;
      throw new TsplayError(error.code, error.message, { span: place ?? this.whole, hint: error.hint, cause: error });
    }
    throw bad('a name made by the generator is empty', place ?? this.whole);
  }
}

/** All combinations, the last layer the fastest. */
function* product(layers: readonly (readonly (readonly [string, Value])[])[]): IterableIterator<ValueMap> {
  const [first, ...rest] = layers;
  if (!first) {
    yield new Map();
    return;
  }
  for (const pair of first) for (const others of product(rest)) yield new Map<Value, Value>([pair, ...others]);
}

function bad(message: string, span: Span): TsplayError {
  return new TsplayError('bad-inventory', message, {
    span,
    hint: "see the generator's documentation: layers: {name: [values]}, hosts: {name: template, parents: [{name: …}]}",
  });
}
