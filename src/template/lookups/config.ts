// The lookup `config`: what the settings of ansible.cfg and the environment are.
import { tuple, Undefined, type Value } from '../../value/index.js';
import type { Engine } from '../engine.js';
import { truthy } from '../python/compare.js';
import { fail } from '../python/errors.js';
import { str, typeName } from '../python/text.js';
import type { Lookup, LookupCall } from '../types.js';
import { checkOptions } from './options.js';

const OPTIONS = ['on_missing', 'plugin_type', 'plugin_name', 'show_origin'];
const ON_MISSING = ['error', 'warn', 'skip'];

function textOption(call: LookupCall, name: string): string | undefined {
  const value = call.options.get(name);
  return value === undefined || value === null || value instanceof Undefined ? undefined : str(value);
}

function config(call: LookupCall): Value[] {
  checkOptions(call, 'config', OPTIONS);
  const missing = textOption(call, 'on_missing') ?? 'error';
  if (!ON_MISSING.includes(missing)) fail(`on_missing must be error, warn or skip, not '${missing}'`);
  const kind = textOption(call, 'plugin_type');
  const name = textOption(call, 'plugin_name');
  if ((kind === undefined) !== (name === undefined)) {
    fail('Both plugin_type and plugin_name are required, cannot use one without the other');
  }
  const plugin =
    kind === undefined || name === undefined ? undefined : { kind, name: name.replace(/^ansible\.builtin\./, '') };
  const showOrigin = truthy(call.options.get('show_origin') ?? false);
  return call.terms.flatMap((term): Value[] => {
    if (typeof term !== 'string') {
      return fail(`Invalid setting identifier, "${str(term)}" is not a string, its a ${typeName(term)}`);
    }
    const found = call.port.setting?.(term, plugin);
    if (!found) {
      if (missing === 'error') fail(`Unable to find setting ${term}`, 'tsplay config dump lists them');
      if (missing === 'warn') (call.engine as Engine).tell(`Skipping, did not find setting ${term}`);
      return [];
    }
    // compat: the origin of a setting that belongs to no plugin is never told
    return showOrigin ? [tuple([found.value, plugin ? found.origin : null])] : [found.value];
  });
}

export const CONFIG_LOOKUPS: [string, Lookup][] = [['config', config]];
