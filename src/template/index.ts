// The template room: evaluates Jinja2 with Python's meaning and Ansible's additions.
export { createTemplateEngine, Engine, type TemplateEngineOptions } from './engine.js';
export type * from './types.js';
export { pythonRegex } from './python-regex.js';
