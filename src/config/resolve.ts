// The value of a setting and where it comes from: environment, then ansible.cfg, then the default.
import { TsplayError } from '../ground/index.js';
import { keyText, type Value } from '../value/index.js';
import { coerce, WrongType } from './coerce.js';
import type { ConfigFile } from './find.js';
import { iniEntry } from './ini.js';
import type { Definition, Origin, Resolved, Surroundings } from './types.js';

export interface ResolveContext extends Surroundings {
  readonly file: ConfigFile | undefined;
  /** The value of ANSIBLE_HOME, which defaults of paths begin with. */
  readonly ansibleHome: string;
}

/** @throws TsplayError bad-config when the text is not of the setting's type or none of its choices */
export function resolveSetting(definition: Definition, context: ResolveContext): Resolved {
  const { value, origin } = given(definition, context);
  if (definition.required && origin.kind === 'default')
    return { definition, value: null, origin: { kind: 'required' } };
  const result = typed(definition, value, origin, context);
  checkChoice(definition, result);
  return result;
}

function given(definition: Definition, context: ResolveContext): { value: Value; origin: Origin } {
  for (const name of [...definition.env].reverse()) {
    const value = context.env[name];
    if (value !== undefined) return { value, origin: { kind: 'env', name } };
  }
  const { file } = context;
  if (file) {
    for (const { section, key } of [...definition.ini].reverse()) {
      const entry = iniEntry(file.ini, section, key);
      if (entry) return { value: entry.value, origin: { kind: 'file', path: file.path, span: entry.span } };
    }
  }
  return { value: fallback(definition, context), origin: { kind: 'default' } };
}

function fallback({ fallback: value }: Definition, context: ResolveContext): Value {
  if (value === undefined) return null;
  return typeof value === 'string' ? value.replace('{{ANSIBLE_HOME}}', context.ansibleHome) : value;
}

function typed(definition: Definition, value: Value, origin: Origin, context: ResolveContext): Resolved {
  const { env, cwd, home } = context;
  const file = origin.kind === 'file' ? origin.path : undefined;
  try {
    return { definition, value: coerce(value, definition.type, { env, cwd, home, file }), origin };
  } catch (error) {
    if (!(error instanceof WrongType)) throw error;
    // compat: a variable that is set to nothing counts as not set where nothing is no value
    if (origin.kind === 'env' && value === '') {
      return {
        definition,
        value: coerce(fallback(definition, context), definition.type, { env, cwd, home }),
        origin: { kind: 'default' },
      };
    }
    const from = origin.kind === 'env' ? `env: ${origin.name}` : (file ?? 'default');
    throw new TsplayError(
      'bad-config',
      `Invalid type for configuration option ${entryName(definition)} (from ${from}): ${error.message || `'${keyText(value)}' is no ${definition.type}`}`,
      { span: origin.kind === 'file' ? origin.span : undefined },
    );
  }
}

function checkChoice(definition: Definition, { value, origin }: Resolved): void {
  const { choices } = definition;
  if (!choices || value === null) return;
  const values = Array.isArray(value) ? value : [value];
  const wrong = values.find((v) => !choices.includes(keyText(v)));
  if (wrong === undefined) return;
  throw new TsplayError(
    'bad-config',
    `Invalid value "${keyText(wrong)}" for configuration option "${entryName(definition)} ", valid values are: ${choices.join(', ')}`,
    {
      span: origin.kind === 'file' ? origin.span : undefined,
      hint: origin.kind === 'env' ? `it comes from ${origin.name}` : undefined,
    },
  );
}

function entryName({ name, plugin }: Definition): string {
  return plugin ? `plugin_type: ${plugin.kind} plugin: ${plugin.name} setting: ${name}` : `setting: ${name}`;
}
