// The plugin `constructed`: variables and groups worked out from the variables the hosts have so far.
import { TsplayError, type Span } from '../../ground/index.js';
import { groupsOf, safeGroupName, type Group, type Host } from '../../inventory/index.js';
import type { Scope } from '../../template/types.js';
import { keyText, TemplateText, Undefined, valueSpan, type Value, type ValueMap } from '../../value/index.js';
import { extensionOf, isReadable, readConfig, wholeSource, YAML_EXTENSIONS, type PluginConfig } from './files.js';
import { VarsStore } from '../group_vars.js';
import { keyedGroupNames, readKeyedGroups, type KeyedGroup } from './keyed-groups.js';
import type { InventoryPlugin, InventorySource } from './types.js';

const OPTIONS = [
  'strict',
  'compose',
  'groups',
  'keyed_groups',
  'use_extra_vars',
  'leading_separator',
  'use_vars_plugins',
];

export const constructed: InventoryPlugin = {
  name: 'constructed',
  wants: (source) => isReadable(source) && ['', '.config', ...YAML_EXTENSIONS].includes(extensionOf(source)),
  parse(source) {
    new Constructed(source, readConfig(source, 'constructed', OPTIONS)).run();
    return [];
  },
};

class Constructed {
  private readonly strict: boolean;
  private readonly useExtraVars: boolean;
  private readonly leadingSeparator: boolean;
  private readonly compose: ValueMap;
  private readonly groups: ValueMap;
  private readonly keyed: readonly KeyedGroup[];
  private readonly files: VarsStore | undefined;

  constructor(
    private readonly source: InventorySource,
    config: PluginConfig,
  ) {
    this.strict = config.flag('strict', false);
    this.useExtraVars = config.flag('use_extra_vars', source.settings.useExtraVars);
    this.leadingSeparator = config.flag('leading_separator', true);
    this.compose = config.mapping('compose');
    this.groups = config.mapping('groups');
    this.keyed = readKeyedGroups(config);
    this.files = config.flag('use_vars_plugins', false)
      ? new VarsStore({
          files: source.files,
          vault: source.vault,
          extensions: source.settings.varsExtensions,
        })
      : undefined;
  }

  run(): void {
    const { inventory } = this.source;
    inventory.countDepths();
    for (const host of [...inventory.hosts.values()]) {
      this.composeVars(host, this.scopeOf(host));
      const vars = this.variables(host);
      this.addToGroups(host, this.scopeOf(host, vars));
      this.addToKeyedGroups(
        host,
        this.scopeOf(host, this.useExtraVars ? new Map([...vars, ...this.source.extraVars]) : vars),
      );
    }
  }

  private composeVars(host: Host, scope: Scope): void {
    for (const [name, expression] of this.compose) {
      const span = valueSpan(this.compose, name) ?? wholeSource(this.source);
      const value = this.attempt(`Could not set ${keyText(name)} for host ${host.name}`, span, () =>
        this.expression(expression, span, scope),
      );
      if (value !== undefined) this.source.inventory.setVariable(host, keyText(name), value.value, span, span);
    }
  }

  private addToGroups(host: Host, scope: Scope): void {
    const { inventory, template } = this.source;
    for (const [name, condition] of this.groups) {
      const span = valueSpan(this.groups, name) ?? wholeSource(this.source);
      const holds = this.attempt(`Could not add host ${host.name} to group ${keyText(name)}`, span, () => {
        const text = `{% if ${this.written(condition)} %}True{% else %}False{% endif %}`;
        return template.text(template.evaluate(new TemplateText(text, span), scope)) === 'True';
      });
      if (holds?.value === true) inventory.join(host, this.group(keyText(name), span));
    }
  }

  private addToKeyedGroups(host: Host, scope: Scope): void {
    const { inventory, template } = this.source;
    for (const keyed of this.keyed) {
      const { span } = keyed;
      const key = this.attempt(
        `Could not generate group for host ${host.name} from ${this.written(keyed.key)} entry`,
        span,
        () => this.expression(keyed.key, span, scope),
      );
      if (key === undefined) continue;
      const names = keyedGroupNames(keyed, key.value, this.leadingSeparator, (v) => template.text(v));
      if (names === undefined) {
        if (!this.strict || isEmptyContainer(key.value)) continue;
        throw new TsplayError(
          'bad-inventory',
          `No key or key resulted empty for ${this.written(keyed.key)} in host ${host.name}, invalid entry`,
          { span, hint: 'give a default_value, or leave out strict' },
        );
      }
      const parent = this.attempt(`Could not generate the parent group of ${names.join(', ')}`, span, () =>
        keyed.parentGroup === undefined ? '' : template.text(template.resolve(keyed.parentGroup, scope)),
      );
      if (parent === undefined) continue;
      for (const name of names) {
        const group = this.group(name, span);
        inventory.join(host, group);
        if (parent.value !== '') inventory.addChild(this.group(parent.value, span), group, span);
      }
    }
  }

  /** compat: names made here are always made valid, whatever the setting. */
  private group(name: string, span: Span): Group {
    return this.source.inventory.addGroup(safeGroupName(name, 'silently').name, span);
  }

  /** The value of an expression. `compat:` lookups are not allowed in it. @throws TsplayError */
  private expression(expression: Value, span: Span, scope: Scope): Value {
    const { template } = this.source;
    const text = this.written(expression);
    if (/\b(?:lookup|query|q)\s*\(/.test(text)) {
      throw new TsplayError('unsupported-template', 'lookups are not allowed in expressions of the inventory', {
        span,
      });
    }
    const value = template.evaluate(new TemplateText(`{{ ${text} }}`, { ...span, col: span.col - 3 }), scope);
    if (value instanceof Undefined) throw new TsplayError('undefined-variable', value.message, { span });
    return template.resolve(value, scope);
  }

  private written(expression: Value): string {
    return expression instanceof TemplateText ? expression.source : this.source.template.text(expression);
  }

  /** What `work` gives; undefined when it fails and nobody asked to be strict. @throws TsplayError with `strict` */
  private attempt<T>(what: string, span: Span, work: () => T): { readonly value: T } | undefined {
    try {
      return { value: work() };
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
      if (!this.strict) return undefined;
      throw new TsplayError('bad-inventory', `${what}: ${error.message}`, { span, hint: error.hint, cause: error });
    }
  }

  private scopeOf(host: Host, known?: ValueMap): Scope {
    const vars = known ?? this.variables(host);
    const extra: ValueMap = this.useExtraVars && !known ? this.source.extraVars : new Map<Value, Value>();
    return {
      lookup: (name) => extra.get(name) ?? vars.get(name),
      names: () => [...vars.keys(), ...extra.keys()].map((k) => keyText(k)),
    };
  }

  /** `compat:` the groups a host has before the inventory is complete: `all` only when something says so. */
  private variables(host: Host): ValueMap {
    const { inventory, dirsSoFar } = this.source;
    const groups = groupsOf(inventory, host);
    const names = groups.filter((g) => g.name !== 'all').map((g) => g.name);
    const vars: ValueMap = new Map(groups.flatMap((g) => [...g.vars]));
    const put = (more: ValueMap): void => more.forEach((value, name) => vars.set(name, value));
    const files = this.files;
    if (files) {
      for (const dir of dirsSoFar)
        for (const g of groups) files.of(dir, 'group_vars', g.name).forEach((f) => put(f.vars));
    }
    put(host.vars);
    put(
      new Map<Value, Value>([
        ['inventory_hostname', host.name],
        ['inventory_hostname_short', host.name.split('.')[0] ?? host.name],
        ['group_names', names.sort()],
      ]),
    );
    if (files) for (const dir of dirsSoFar) files.of(dir, 'host_vars', host.name).forEach((f) => put(f.vars));
    this.source.cachedFacts(host.name)?.forEach((value, name) => vars.set(name, value));
    const broken = files?.takeDiagnostics().find((d) => d.severity === 'error');
    if (broken) throw new TsplayError(broken.code, broken.message, { span: broken.span, hint: broken.hint });
    return vars;
  }
}

function isEmptyContainer(value: Value): boolean {
  return (Array.isArray(value) && value.length === 0) || (value instanceof Map && value.size === 0);
}
