// All settings of ansible-core 2.18, read from tables with one line each.
//
// The columns: name (`kind/plugin/option` for a plugin's), type, default (JSON, `(…)` a tuple, `!` required, empty None),
// environment variables, `section.key` of ansible.cfg (of both, later ones win), choices, `+` when tsplay honours it or
// why not (UNUSED), what it is.
import { float, tuple, type Value } from '../value/index.js';
import { CONNECTION } from './table/connection.js';
import { DISPLAY } from './table/display.js';
import { FACTS } from './table/facts.js';
import { GALAXY } from './table/galaxy.js';
import { INVENTORY } from './table/inventory.js';
import { PATHS } from './table/paths.js';
import { PLUGINS } from './table/plugins.js';
import { RUN } from './table/run.js';
import { VAULT } from './table/vault.js';
import type { Definition, Unused } from './types.js';

let base: ReadonlyMap<string, Definition> | undefined;
let plugins: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Definition>>> | undefined;

/** The settings that belong to no plugin, by name, sorted. */
export function baseDefinitions(): ReadonlyMap<string, Definition> {
  if (base) return base;
  const rows = [RUN, DISPLAY, PATHS, CONNECTION, FACTS, INVENTORY, VAULT, GALAXY].flatMap(read);
  rows.sort((a, b) => (a.name < b.name ? -1 : 1));
  return (base = new Map(rows.map((d) => [d.name, d])));
}

/** The options of plugins: by kind (`connection`), plugin (`ssh`) and option. */
export function pluginDefinitions(): ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Definition>>> {
  if (plugins) return plugins;
  const kinds = new Map<string, Map<string, Map<string, Definition>>>();
  for (const d of read(PLUGINS)) {
    if (!d.plugin) continue;
    const kind = kinds.get(d.plugin.kind) ?? new Map<string, Map<string, Definition>>();
    const options = kind.get(d.plugin.name) ?? new Map<string, Definition>();
    kinds.set(d.plugin.kind, kind.set(d.plugin.name, options.set(d.name, d)));
  }
  return (plugins = kinds);
}

function read(table: string): Definition[] {
  return table.trim().split('\n').map(readRow);
}

function readRow(line: string): Definition {
  const [path = '', type = '', fallback = '', env = '', ini = '', choices = '', use = '', about = ''] =
    line.split(' | ');
  const [name = '', pluginName, kind] = path.split('/').reverse();
  return {
    name,
    plugin: kind === undefined || pluginName === undefined ? undefined : { kind, name: pluginName },
    type,
    fallback: fallback === '' || fallback === '!' ? undefined : readDefault(fallback, type),
    required: fallback === '!',
    env: list(env),
    ini: list(ini).map((place) => {
      const dot = place.indexOf('.');
      return { section: place.slice(0, dot), key: place.slice(dot + 1) };
    }),
    choices: choices === '' ? undefined : list(choices),
    unused: use === '+' ? undefined : (use as Unused),
    about,
  };
}

function list(text: string): string[] {
  return text === '' ? [] : text.split(', ');
}

function readDefault(text: string, type: string): Value {
  if (text.startsWith('(')) return tuple(JSON.parse(`[${text.slice(1, -1)}]`) as string[]);
  const parsed = JSON.parse(text) as null | boolean | number | string | string[] | Record<string, string>;
  if (typeof parsed === 'number') return type === 'float' ? float(parsed) : parsed;
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) return parsed;
  return new Map<Value, Value>(Object.entries(parsed));
}
