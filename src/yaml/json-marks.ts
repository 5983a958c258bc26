// What Ansible's JSON says of a text by a dict around it: that it is no template, or that it is encrypted.
import type { Span } from '../ground/index.js';
import { spansOf, TemplateText, type Value } from '../value/index.js';
import type { LoadOptions } from './types.js';

const UNSAFE = '__ansible_unsafe';
const VAULT = '__ansible_vault';

/** Whether the text is JSON with such dicts in it. compat: in YAML that is no JSON they are dicts like others. */
export function hasMarks(text: string): boolean {
  if (!text.includes('"__ansible_')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The value with each such dict in place of itself what it says; containers are changed where they are. */
export function readMarks(value: Value, options: LoadOptions, at: Span): Value {
  if (Array.isArray(value)) {
    value.forEach((item, i) => (value[i] = readMarks(item, options, at)));
    return value;
  }
  if (!(value instanceof Map)) return value;
  const here = spansOf(value)?.self ?? at;
  for (const [key, item] of value) {
    if (key === UNSAFE) return plain(item);
    const text = plain(item);
    if (key === VAULT && options.vault && typeof text === 'string') return options.vault(text, here);
    value.set(key, readMarks(item, options, here));
  }
  return value;
}

/** The value without a template in it. */
function plain(value: Value): Value {
  if (value instanceof TemplateText) return value.source;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return new Map([...value].map(([k, v]) => [plain(k), plain(v)]));
  return value;
}
