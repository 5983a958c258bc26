// The template room: evaluates Jinja2 with Python's meaning and Ansible's additions.
export { createTemplateEngine, Engine } from './engine.js';
export type { TemplateEngineOptions } from './options.js';
export type * from './types.js';
export { dumpJson } from './python-json.js';
export { str as pythonText } from './python/text.js';
export { dumpYaml } from './pyyaml/dump.js';
export { pythonRegex } from './python-regex.js';
export type { TemplateFile } from './file-variables.js';
export { unknownExtensions } from './options.js';
