// The text of `tsplay config init`: a configuration file, or a file of environment variables, with all defaults.
import { pythonText } from '../template/index.js';
import { Tuple, type Value } from '../value/index.js';
import type { Definition } from '../config/index.js';

/** An ansible.cfg with every setting under its section. @param disabled every setting is a comment */
export function initIni(definitions: readonly Definition[], disabled: boolean): string {
  const sections = new Map<string, Map<string, string>>();
  for (const { ini, type, about, fallback } of definitions) {
    const place = ini.at(-1);
    if (!place) continue;
    const keys = sections.get(place.section) ?? new Map<string, string>();
    sections.set(place.section, keys);
    if (keys.has(place.key)) continue;
    // What has no default is a comment: an empty number would be a mistake, an empty path this directory.
    const line = `${disabled || fallback === undefined ? ';' : ''}${place.key}=${plain(fallback, ', ')}`;
    keys.set(place.key, `# (${type || 'string'}) ${about}\n${line}\n`);
  }
  return [...sections].map(([name, keys]) => [`[${name}]`, ...keys.values(), ''].join('\n')).join('\n');
}

/** Every variable with its default, as a shell reads them. */
export function initEnv(definitions: readonly Definition[], disabled: boolean): string {
  const seen = new Set<string>();
  const out: string[] = [];
  for (const { name, env, type, about, fallback } of definitions) {
    const variable = env.at(-1);
    if (variable === undefined || variable.startsWith('_') || seen.has(variable)) continue;
    seen.add(variable);
    const value = type === 'boolean' ? (fallback === true ? '1' : '0') : quoted(plain(fallback, ', '));
    out.push(`# ${name}(${type || 'string'}): ${about}\n${disabled ? '#' : ''}${variable}=${value}\n`);
  }
  return out.join('\n');
}

function plain(value: Value | undefined, separator: string): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value.replace('{{ANSIBLE_HOME}}', '~/.ansible').replaceAll(':{{', ':~');
  if (Array.isArray(value) && !(value instanceof Tuple)) return value.map((v) => pythonText(v)).join(separator);
  return pythonText(value instanceof Tuple ? [...value] : value);
}

function quoted(text: string): string {
  return text === '' || /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`;
}
