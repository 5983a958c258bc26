// The settings of the template engine.
import type { Diagnostic } from '../ground/index.js';
import type { TemplateText, Value } from '../value/index.js';
import type { TemplatePlugins } from './types.js';

/** Settings of the engine. */
export interface TemplateEngineOptions {
  /**
   * Whether text that looks like a list, a dict or a boolean becomes one. On by default.
   * `compat:` ansible-core before 2.19.
   */
  readonly literals?: boolean;
  /**
   * Ansible's `jinja2_native`: any text that reads as a Python literal becomes its value, and None prints as `None`.
   * Off by default. Template files are text either way.
   */
  readonly native?: boolean;
  /** The filters whose text stays text (`dont_type_filters`). */
  readonly textFilters?: readonly string[];
  /** Ansible's `error_on_undefined_vars`: when false, a value in which something is undefined stays the text it is written as. */
  readonly undefinedIsError?: boolean;
  /** Ansible's setting `ansible_managed`, with its `{file}`, `{host}`, `{uid}` and `%Y` still in it. */
  readonly managed?: string;
  /** Told of what ansible-core 2.19 and later refuse. */
  readonly warn?: (diagnostic: Diagnostic) => void;
  /** Told of what a template comes to. */
  readonly evaluated?: ((text: TemplateText, value: Value) => void) | undefined;
  /** Told of what a lookup passes over because it was asked to warn only (`errors='warn'` and its kin). */
  readonly tell?: (diagnostic: Diagnostic) => void;
  /** What the project brings besides the built-in filters, tests and lookups. */
  readonly plugins?: TemplatePlugins;
}

/** Those of Jinja2's extensions that a template can always use, as `jinja2_extensions` names them. */
const EXTENSIONS = ['do', 'loopcontrols', 'with_', 'autoescape'].flatMap((name) => [name, `jinja2.ext.${name}`]);

/** The names in `jinja2_extensions` that tsplay does not have. */
export function unknownExtensions(names: readonly string[]): string[] {
  return names.filter((name) => name !== '' && !EXTENSIONS.includes(name));
}
