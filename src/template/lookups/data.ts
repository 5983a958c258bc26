// Lookups on values: env, vars, items, dict, nested and their kin.
import type { Lookup } from '../types.js';
import { str } from '../python/text.js';
export const DATA_LOOKUPS: [string, Lookup][] = [
  ['env', (call) => call.terms.map((t) => call.port.env(str(t)) ?? call.options.get('default') ?? '')],
];
