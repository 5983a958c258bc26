// Helpers for this room's tests: playbooks parsed from a disk that is an object of texts.
import { formatSpan, TsplayError, type Diagnostic } from '../ground/index.js';
import { keyText, TemplateText, type Value, type ValueMap } from '../value/index.js';
import { loadYamlDocument } from '../yaml/index.js';
import { parsePlaybook, type Node, type Play, type Source, type Task } from './index.js';

const MODULES = ['debug', 'copy', 'file', 'command', 'shell', 'apt', 'set_fact', 'fail'];
const STATEMENTS = [
  'include_tasks',
  'include_role',
  'include_vars',
  'import_tasks',
  'import_role',
  'import_playbook',
  'meta',
];

const dirname = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.');
const join = (...parts: string[]): string => parts.filter((p) => p !== '.').join('/');

function sourceOf(files: Readonly<Record<string, string>>): Source {
  const load = (path: string): Value => {
    const text = files[path];
    if (text === undefined) throw new TsplayError('file-missing', `no file ${path}`);
    return loadYamlDocument(text, path, { trust: 'templates' }).value;
  };
  const mapping = (path: string): ValueMap[] => (path in files ? [load(path) as ValueMap] : []);
  return {
    load,
    findTasks: (name, _how, from) => {
      const places = [join(dirname(from.file), name), ...(from.role ? [join(from.role.path, 'tasks', name)] : [])];
      const path = places.find((p) => p in files);
      return path === undefined ? { searched: places } : { path };
    },
    findRole: ({ name, tasksFrom }) => {
      const path = `roles/${name}`;
      if (!Object.keys(files).some((f) => f.startsWith(`${path}/`))) return { searched: [path] };
      const file = (at: string) => (at in files ? { file: at, value: load(at) } : undefined);
      return {
        name,
        path,
        defaults: mapping(`${path}/defaults/main.yml`),
        vars: mapping(`${path}/vars/main.yml`),
        tasks: file(`${path}/tasks/${tasksFrom ?? 'main'}.yml`),
        handlers: file(`${path}/handlers/main.yml`),
        meta: `${path}/meta/main.yml` in files ? load(`${path}/meta/main.yml`) : null,
      };
    },
    findPlaybook: (name, from) => ({ path: join(dirname(from), name), source: sourceOf(files) }),
    staticValue: (value, vars) => {
      if (!(value instanceof TemplateText)) return value;
      const name = /^\{\{ (\w+) \}\}$/.exec(value.source)?.[1];
      const found = vars.findLast((v) => v.has(name ?? ''))?.get(name ?? '');
      if (found === undefined) throw new TsplayError('undefined-variable', `'${name}' is undefined`);
      return found;
    },
    isAction: (name) =>
      [...MODULES, ...STATEMENTS].includes(name.replace(/^ansible\.builtin\./, '')) || name === 'acme.tools.thing',
    actionNames: () => MODULES,
  };
}

/** The plays of `site.yml` (or of its text alone), and what was said about them. */
export function parse(files: Readonly<Record<string, string>> | string): {
  plays: readonly Play[];
  problems: string[];
} {
  const found: Diagnostic[] = [];
  const { plays } = parsePlaybook(
    sourceOf(typeof files === 'string' ? { 'site.yml': files } : files),
    'site.yml',
    found,
  );
  return { plays, problems: found.map((d) => `${d.span ? formatSpan(d.span) : '?'} ${d.message}`) };
}

/** A play of these tasks; the first task stands at line 3. */
export const withTasks = (tasks: string): string => `- hosts: all\n  tasks:\n${tasks.replace(/^/gm, '    ')}`;

export function tasksOf(nodes: readonly Node[]): Task[] {
  return nodes.flatMap((n) => (n.kind === 'task' ? [n] : tasksOf([...n.body, ...n.rescue, ...n.always])));
}

/** A value as a person would write it. */
export function shown(value: Value | undefined): unknown {
  if (value instanceof TemplateText) return value.source;
  if (value instanceof Map) return Object.fromEntries([...value].map(([k, v]) => [keyText(k), shown(v)]));
  return Array.isArray(value) ? value.map(shown) : value;
}
