// Helpers for this room's tests: an engine on a fake controller and scopes made of plain data.
import { fromJs, TemplateText, type Value, type ValueMap } from '../value/index.js';
import {
  createTemplateEngine,
  type Engine,
  type Scope,
  type TemplateEngineOptions,
  type TemplatePort,
} from './index.js';

/** A port without a machine behind it: `files` is the whole disk. */
function fakePort(files: Record<string, string> = {}, more: Partial<TemplatePort> = {}): TemplatePort {
  return {
    env: (name) => (name === 'HOME' ? '/home/me' : undefined),
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw new Error(`no file ${path}`);
      return new TextEncoder().encode(text);
    },
    find: (kind, name) => [name, `/play/${kind}/${name}`, `/play/${name}`].find((p) => p in files),
    glob: (pattern) =>
      Object.keys(files)
        .filter((f) => new RegExp(`^${pattern.replace(/[.+]/g, '\\$&').replace(/\*/g, '[^/]*')}$`).test(f))
        .sort(),
    exists: (path) => (path in files ? 'file' : undefined),
    exec: (command) => ({ rc: 0, stdout: `ran ${command}\n`, stderr: '' }),
    now: () => Date.UTC(2024, 1, 29, 12, 30, 45),
    hash: () => undefined,
    digest: () => new Uint8Array(64),
    bcrypt: (_, settings) => settings,
    readSealed: (path) => new TextEncoder().encode(files[path] ?? ''),
    seal: (plain) => plain,
    unseal: (vaulted) => vaulted,
    writePrivate: (path, text) => void (files[path] = text),
    fromYaml: (text) => fromJs(JSON.parse(text)),
    fromYamlAll: (text) => [fromJs(JSON.parse(text))],
    ...more,
  };
}

/** A scope of these values. */
export function scopeOf(values: ValueMap | Record<string, unknown>): Scope {
  const map = values instanceof Map ? values : (fromJs(values) as ValueMap);
  return { lookup: (name) => map.get(name), names: () => [...map.keys()].map(String) };
}

/** Marks text as a template, as if it stood at line 10, column 5 of vars.yml. */
export function template(source: string): TemplateText {
  return new TemplateText(source, { file: 'vars.yml', line: 10, col: 5 });
}

export function engineWith(files: Record<string, string> = {}, options?: TemplateEngineOptions): Engine {
  return createTemplateEngine(fakePort(files), options);
}

/** Evaluates an expression on plain values. */
export function evaluate(source: string, values: Record<string, unknown> = {}): Value {
  return engineWith().expression(source, undefined, scopeOf(values));
}

/** Renders a template file's text. */
export function render(
  source: string,
  values: Record<string, unknown> = {},
  files: Record<string, string> = {},
): string {
  return engineWith(files).renderFile(source, '/play/templates/t.j2', scopeOf(values));
}
