// The template engine of a run, as the settings want it.
import type { Settings } from '../config/index.js';
import { createTemplatePort, type Files } from '../controller/index.js';
import type { Diagnostic } from '../ground/index.js';
import { createTemplateEngine, type Scope, type TemplateEngine } from '../template/index.js';
import type { TemplatePlugins } from '../template/types.js';
import { keyText } from '../value/index.js';
import type { SecretFiles } from './secret-files.js';

/**
 * @param warn is told what lookups warn of and what is deprecated, the latter unless settings hide it
 * @param hidden is told of what no output may show
 */
export function openTemplates(
  settings: Settings,
  files: Files,
  plugins: TemplatePlugins,
  warn: (diagnostic: Diagnostic) => void,
  hidden?: SecretFiles,
): TemplateEngine {
  const port = createTemplatePort({
    searchPath: searchPathOf,
    files,
    setting: (name, plugin) => settings.configuration.lookup(name, plugin),
    onUnsealed: hidden?.revealed,
  });
  return createTemplateEngine(port, {
    plugins,
    native: settings.run.jinja2Native,
    textFilters: settings.run.textFilters,
    literals: settings.run.textLiterals,
    undefinedIsError: settings.run.errorOnUndefined,
    managed: settings.run.managedText,
    evaluated: hidden?.evaluated,
    warn: (diagnostic) => {
      if (settings.display.deprecationWarnings) warn(diagnostic);
    },
    tell: warn,
  });
}

/** Templates look for files where the task that evaluates them does; the engine says where in `ansible_search_path`. */
function searchPathOf(scope: Scope): string[] {
  const value = scope.lookup('ansible_search_path');
  return Array.isArray(value) ? value.map((v) => keyText(v)) : [process.cwd()];
}
