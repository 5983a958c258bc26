// How plugins look at a source that is a file: whether it can be read, its extension, its text.
import { extname } from 'node:path';
import { TsplayError, type Span } from '../../ground/index.js';
import { keySpan, keyText, spansOf, valueSpan, type Value, type ValueMap } from '../../value/index.js';
import { loadYamlDocument, type YamlDocument } from '../../yaml/index.js';
import type { InventorySource } from './types.js';

export const YAML_EXTENSIONS: readonly string[] = ['.yml', '.yaml', '.json'];

/** Whether it is a file that can be read. */
export function isReadable({ files, path }: InventorySource): boolean {
  if (files.exists(path) === undefined || files.exists(path) === 'directory') return false;
  try {
    files.readBytes(path);
    return true;
  } catch (error) {
    if (error instanceof TsplayError) return false;
    throw error;
  }
}

/** Python's os.path.splitext of the source: with the dot, empty when there is none. */
export function extensionOf({ path }: InventorySource): string {
  return extname(path);
}

/** The whole source: where messages without a better place point. */
export function wholeSource({ shown }: InventorySource): Span {
  return { file: shown, line: 1, col: 1 };
}

export function readYaml(source: InventorySource): YamlDocument {
  const { files, path, shown, vault } = source;
  return loadYamlDocument(files.readText(path), shown, { trust: 'templates', vault });
}

/** The configuration of an inventory plugin. */
export interface PluginConfig {
  readonly map: ValueMap;
  option(name: string): Value | undefined;
  /** A yes or no. @throws TsplayError bad-inventory */
  flag(name: string, fallback: boolean): boolean;
  /** A mapping, empty when the option is not there. @throws TsplayError bad-inventory */
  mapping(name: string): ValueMap;
  /** A list, empty when the option is not there. @throws TsplayError bad-inventory */
  list(name: string): Value[];
  placeOf(name: string): Span;
}

/** @throws TsplayError, LoadErrors when it is not the configuration of `plugin` */
export function readConfig(source: InventorySource, plugin: string, options: readonly string[]): PluginConfig {
  const { value, diagnostics } = readYaml(source);
  const whole = wholeSource(source);
  const [broken] = diagnostics.filter((d) => d.severity === 'error');
  if (broken) throw new TsplayError(broken.code, broken.message, { span: broken.span, hint: broken.hint });
  if (!(value instanceof Map)) {
    throw new TsplayError('bad-inventory', `the configuration of the inventory plugin ${plugin} must be a mapping`, {
      span: spansOf(value)?.self ?? whole,
      hint: `begin with 'plugin: ${plugin}'`,
    });
  }
  const named = value.get('plugin');
  if (named !== plugin && named !== `ansible.builtin.${plugin}`) {
    throw new TsplayError('bad-inventory', `this is no configuration of the inventory plugin ${plugin}`, {
      span: keySpan(value, 'plugin') ?? whole,
      hint: `write 'plugin: ${plugin}'`,
    });
  }
  for (const key of value.keys()) {
    if (options.includes(keyText(key)) || key === 'plugin') continue;
    source.inventory.note({
      message: `the inventory plugin ${plugin} has no option '${keyText(key)}'; it is skipped`,
      span: keySpan(value, key) ?? whole,
      hint: `its options are ${options.join(', ')}`,
    });
  }
  return configOf(value, plugin, whole);
}

function configOf(map: ValueMap, plugin: string, whole: Span): PluginConfig {
  const placeOf = (name: string): Span => valueSpan(map, name) ?? keySpan(map, name) ?? whole;
  const bad = (name: string, wanted: string): TsplayError =>
    new TsplayError('bad-inventory', `'${name}' of the inventory plugin ${plugin} must be ${wanted}`, {
      span: placeOf(name),
    });
  return {
    map,
    placeOf,
    option: (name) => map.get(name) ?? undefined,
    flag(name, fallback) {
      const value = map.get(name) ?? null;
      if (value === null) return fallback;
      if (typeof value === 'boolean') return value;
      const word = keyText(value).toLowerCase();
      if (['y', 'yes', 'on', '1', 'true', 't'].includes(word)) return true;
      if (['n', 'no', 'off', '0', 'false', 'f'].includes(word)) return false;
      throw bad(name, 'true or false');
    },
    mapping(name) {
      const value = map.get(name) ?? null;
      if (value === null) return new Map();
      if (value instanceof Map) return value;
      throw bad(name, 'a mapping');
    },
    list(name) {
      const value = map.get(name) ?? null;
      if (value === null) return [];
      if (Array.isArray(value)) return value;
      throw bad(name, 'a list');
    },
  };
}
