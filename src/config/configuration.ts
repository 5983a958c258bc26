// The values of all settings by name: what ansible.cfg and the environment make them.
import { TsplayError, type Diagnostic } from '../ground/index.js';
import { Float, keyText, type Value } from '../value/index.js';
import { expandPath } from './coerce.js';
import type { ConfigFile, FoundConfig } from './find.js';
import { iniEntry } from './ini.js';
import { resolveSetting, type ResolveContext } from './resolve.js';
import { baseDefinitions, pluginDefinitions } from './table.js';
import { originText, type Definition, type Resolved, type Surroundings } from './types.js';

/** Settings by name, with what they are and where they come from. */
export class Configuration {
  /** The configuration file that is used; undefined when there is none. */
  readonly file: ConfigFile | undefined;
  readonly warnings: readonly Diagnostic[];
  private readonly context: ResolveContext;
  private readonly base = new Map<string, Resolved>();
  private readonly plugins = new Map<string, Resolved>();

  /** @throws TsplayError bad-config when a setting that belongs to no plugin has a value it cannot have */
  constructor(
    found: FoundConfig,
    readonly surroundings: Surroundings,
  ) {
    this.file = found.file;
    this.warnings = found.warnings;
    const home = baseDefinitions().get('ANSIBLE_HOME') as Definition;
    const start: ResolveContext = { ...surroundings, file: found.file, ansibleHome: '' };
    this.context = { ...start, ansibleHome: keyText(resolveSetting(home, start).value) };
    for (const definition of baseDefinitions().values()) {
      this.base.set(definition.name, resolveSetting(definition, this.context));
    }
    this.base.set('CONFIG_FILE', {
      definition: baseDefinitions().get('CONFIG_FILE') as Definition,
      value: found.file?.path ?? null,
      origin: { kind: 'found' },
    });
  }

  /** Every setting that belongs to no plugin, sorted by name. */
  all(): Iterable<Resolved> {
    return this.base.values();
  }

  /** A setting by its name, such as DEFAULT_FORKS; undefined when there is none. */
  find(name: string): Resolved | undefined {
    return this.base.get(name);
  }

  /**
   * An option of a plugin; undefined when tsplay does not know it.
   * @throws TsplayError bad-config when it has a value it cannot have
   */
  option(kind: string, plugin: string, name: string): Resolved | undefined {
    const definition = pluginDefinitions().get(kind)?.get(plugin)?.get(name);
    if (!definition) return undefined;
    const key = `${kind}/${plugin}/${name}`;
    let known = this.plugins.get(key);
    if (!known) this.plugins.set(key, (known = resolveSetting(definition, this.context)));
    return known;
  }

  /** Whether a value that somebody has given is the one the setting would have anyway. */
  isDefault({ definition, value }: Resolved): boolean {
    const bare = resolveSetting(definition, { ...this.context, env: {}, file: undefined });
    return canonical(bare.value) === canonical(value);
  }

  /** The text of an entry of the configuration file that is no setting of ansible-core. */
  entry(section: string, key: string): string | undefined {
    return this.file && iniEntry(this.file.ini, section, key)?.value;
  }

  /** A path as settings write them: `~`, variables and the working directory filled in. */
  path(text: string): string {
    return expandPath(text, this.surroundings);
  }

  flag(name: string): boolean {
    return this.value(name) === true;
  }

  /** A whole or real number. */
  number(name: string): number {
    return this.optionalNumber(name) ?? 0;
  }

  optionalNumber(name: string): number | undefined {
    return asNumber(this.value(name));
  }

  /** A text; undefined when it is None. */
  text(name: string): string | undefined {
    return asText(this.value(name));
  }

  list(name: string): readonly string[] {
    return asList(this.value(name));
  }

  /** One of the words that the table allows. */
  choice<T extends string>(name: string): T {
    return this.text(name) as T;
  }

  /** Whether somebody has set it, in the environment or in ansible.cfg. */
  isSet(name: string): boolean {
    return this.base.get(name)?.origin.kind !== 'default';
  }

  /** An option of a plugin as text; undefined when it is None. */
  optionText(kind: string, plugin: string, name: string): string | undefined {
    return asText(this.optionValue(kind, plugin, name));
  }

  optionFlag(kind: string, plugin: string, name: string): boolean {
    return this.optionValue(kind, plugin, name) === true;
  }

  optionNumber(kind: string, plugin: string, name: string): number | undefined {
    return asNumber(this.optionValue(kind, plugin, name));
  }

  optionList(kind: string, plugin: string, name: string): readonly string[] {
    return asList(this.optionValue(kind, plugin, name));
  }

  /** A setting, or the option of a plugin, as the lookup `config` tells it. */
  lookup(
    name: string,
    plugin?: { readonly kind: string; readonly name: string },
  ): { readonly value: Value; readonly origin: string } | undefined {
    const found = plugin ? this.option(plugin.kind, plugin.name, name) : this.find(name);
    return found && { value: found.value, origin: originText(found.origin) };
  }

  isOptionSet(kind: string, plugin: string, name: string): boolean {
    return this.option(kind, plugin, name)?.origin.kind !== 'default';
  }

  /** An option of a plugin as somebody has set it; undefined when nobody has, or there is no such plugin. */
  setOption(kind: string, plugin: string, name: string): string | undefined {
    const resolved = this.option(kind, plugin, name);
    return resolved && resolved.origin.kind !== 'default' ? asText(resolved.value) : undefined;
  }

  private value(name: string): Value {
    const resolved = this.base.get(name);
    if (!resolved) throw new TsplayError('bad-config', `there is no setting '${name}'`);
    return resolved.value;
  }

  private optionValue(kind: string, plugin: string, name: string): Value {
    const resolved = this.option(kind, plugin, name);
    if (!resolved) throw new TsplayError('bad-config', `there is no setting '${name}' of ${kind} ${plugin}`);
    return resolved.value;
  }
}

/** Text that is the same for equal values. */
function canonical(value: Value): string {
  return JSON.stringify(value, (_key, part: unknown) => (part instanceof Map ? [...part] : part));
}

function asNumber(value: Value): number | undefined {
  if (value instanceof Float) return value.value;
  return value === null ? undefined : Number(value);
}

function asText(value: Value): string | undefined {
  return value === null ? undefined : keyText(value);
}

function asList(value: Value): string[] {
  if (Array.isArray(value)) return value.map((v) => keyText(v));
  // compat: some lists have no type in Ansible's table and are texts when they are given
  return value === null || value === ''
    ? []
    : keyText(value)
        .split(',')
        .map((part) => part.trim());
}
