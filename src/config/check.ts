// What a configuration says that nobody listens to: unknown names, and settings that tsplay does not honour.
import { didYouMean, type Diagnostic } from '../ground/index.js';
import type { Configuration } from './configuration.js';
import { baseDefinitions, pluginDefinitions } from './table.js';
import { UNUSED, type Definition, type Resolved } from './types.js';

/** Sections and variables of tools that read the same file or names of their kind. */
const FOREIGN_SECTIONS = /^(?:galaxy_server\.|callback_profile_(?:tasks|roles)$)/;
const FOREIGN_VARIABLES = /^ANSIBLE_(?:CONFIG$|DEV_HOME$|TEST_|LINT_|GALAXY_SERVER_)/;

/** Every definition there is, plugins' options among them. */
export function allDefinitions(): Definition[] {
  const plugins = [...pluginDefinitions().values()].flatMap((kind) => [...kind.values()]);
  return [...baseDefinitions().values(), ...plugins.flatMap((options) => [...options.values()])];
}

/** Keys and sections of the configuration file that no setting has. */
export function unknownKeys(
  configuration: Configuration,
  definitions: readonly Definition[] = allDefinitions(),
): Diagnostic[] {
  if (!configuration.file) return [];
  const known = new Map<string, Set<string>>();
  for (const { section, key } of definitions.flatMap((d) => d.ini)) {
    known.set(section, (known.get(section) ?? new Set()).add(key));
  }
  known.set('tsplay', new Set(['redact_vault']));
  const { path, ini } = configuration.file;
  return [...ini.sections].flatMap(([name, section]): Diagnostic[] => {
    if (FOREIGN_SECTIONS.test(name)) return [];
    const keys = known.get(name);
    if (!keys) {
      const hint = didYouMean(name, known.keys()) || undefined;
      return [
        {
          code: 'bad-config',
          severity: 'warning',
          message: `Found unknown section '${name}' in '${path}'.`,
          span: section.span,
          hint,
        },
      ];
    }
    return [...section.keys, ...ini.defaults].flatMap(([key, { span }]): Diagnostic[] => {
      if (keys.has(key)) return [];
      const hint = didYouMean(key, keys) || elsewhere(key, known);
      return [
        {
          code: 'bad-config',
          severity: 'warning',
          message: `Found unknown key '${key}' in section '${name}' in '${path}'.`,
          span,
          hint,
        },
      ];
    });
  });
}

function elsewhere(key: string, known: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  const section = [...known].find(([, keys]) => keys.has(key))?.[0];
  return section === undefined ? undefined : `it belongs into the section [${section}]`;
}

/** Variables named ANSIBLE_… that no setting has. */
export function unknownVariables(
  configuration: Configuration,
  definitions: readonly Definition[] = allDefinitions(),
): Diagnostic[] {
  const known = new Set(definitions.flatMap((d) => d.env));
  const names = Object.keys(configuration.surroundings.env).filter(
    (n) => n.startsWith('ANSIBLE_') && !FOREIGN_VARIABLES.test(n),
  );
  return names
    .filter((name) => !known.has(name))
    .map((name) => ({
      code: 'bad-config',
      severity: 'warning',
      message: `Found unknown environment variable '${name}'.`,
      hint: didYouMean(name, known) || undefined,
    }));
}

/** Settings that somebody has given and tsplay does nothing with, each once. */
function unusedSettings(configuration: Configuration): Resolved[] {
  const seen = new Set<string>();
  const options = [...pluginDefinitions()].flatMap(([kind, plugins]) =>
    [...plugins].flatMap(([plugin, names]) =>
      [...names.keys()].map((name) => optionOf(configuration, kind, plugin, name)),
    ),
  );
  return [...configuration.all(), ...options].filter((resolved): resolved is Resolved => {
    if (!resolved || resolved.definition.unused === undefined) return false;
    const { origin } = resolved;
    if (origin.kind !== 'env' && origin.kind !== 'file') return false;
    // What is set to the default asks for nothing.
    if (configuration.isDefault(resolved)) return false;
    const source = origin.kind === 'env' ? origin.name : `${origin.span.line}`;
    return !seen.has(source) && seen.add(source) !== undefined;
  });
}

function optionOf(configuration: Configuration, kind: string, plugin: string, name: string): Resolved | undefined {
  try {
    return configuration.option(kind, plugin, name);
  } catch {
    return undefined; // whoever uses the option reports it
  }
}

/** The one line that names what is given and not honoured; undefined when there is nothing. */
export function unusedLine(configuration: Configuration): string | undefined {
  const unused = unusedSettings(configuration);
  if (unused.length === 0) return undefined;
  const named = unused.map(({ definition, origin }) => {
    const where =
      origin.kind === 'env' ? origin.name : origin.kind === 'file' ? `${origin.span.file}:${origin.span.line}` : '';
    return `${definition.name} (${where}: ${definition.unused ? UNUSED[definition.unused] : ''})`;
  });
  return `settings that tsplay does nothing with: ${named.join(', ')}`;
}
