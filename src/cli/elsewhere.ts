// Which modules there are that tsplay does not have.
import { MODULE_NAMES } from './module-names.js';

/**
 * The full name of a module that ansible-core has or sends to a collection, and that of any other collection's: what
 * collections hold is not known here. Undefined for a name that can only be a mistake.
 */
export function moduleElsewhere(action: string): string | undefined {
  const name = action.replace(/^ansible\.(?:builtin|legacy)\./, '');
  if (name.includes('.')) return name;
  if (name === '') return undefined;
  const collection = Object.keys(MODULE_NAMES).find((c) => MODULE_NAMES[c]?.split(/\s+/).includes(name));
  return collection === undefined ? undefined : `${collection}.${name}`;
}
