// The settings of the template engine.
import type { TemplatePlugins } from './types.js';

/** Settings of the engine. */
export interface TemplateEngineOptions {
  /**
   * Whether text that looks like a list, a dict or a boolean becomes one. On by default.
   * `compat:` ansible-core before 2.19.
   */
  readonly literals?: boolean;
  /** What the project brings besides the built-in filters, tests and lookups. */
  readonly plugins?: TemplatePlugins;
}
