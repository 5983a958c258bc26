// How the plugins of a collection come by their full names.
import type { FilterDefinition } from '../definitions.js';
import { define, type Table } from './define.js';

/** Definitions under `<collection>.<name>`. compat: a collection's plugins have no short names, except the old ones. */
export function inCollection(collection: string, table: Table): [string, FilterDefinition][] {
  return define(Object.fromEntries(Object.entries(table).map(([name, run]) => [`${collection}.${name}`, run])));
}

/** The same plugins under other names: what ansible-core and the collections redirect. */
export function redirects(table: Table, prefix: string, names: readonly string[]): [string, FilterDefinition][] {
  return define(Object.fromEntries(names.flatMap((name) => (table[name] ? [[prefix + name, table[name]]] : []))));
}
