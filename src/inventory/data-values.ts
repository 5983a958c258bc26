// Makes variables of data that a program or a TOML file gave: text with markers becomes a template.
import type { Span } from '../ground/index.js';
import { TemplateText, Tuple, tuple, type Value } from '../value/index.js';

/** How JSON of Ansible marks text that must never be a template. */
const UNSAFE = '__ansible_unsafe';
const VAULT = '__ansible_vault';

/**
 * `value` with every text that has template markers as a template of `span`. `{"__ansible_unsafe": text}` stays text,
 * `{"__ansible_vault": text}` is what `vault` makes of it.
 */
export function withTemplates(value: Value, span: Span, vault?: (ciphertext: string, span: Span) => Value): Value {
  if (typeof value === 'string') return /\{[{%#]/.test(value) ? new TemplateText(value, span) : value;
  if (value instanceof Tuple) return tuple(value.map((v) => withTemplates(v, span, vault)));
  if (Array.isArray(value)) return value.map((v) => withTemplates(v, span, vault));
  if (!(value instanceof Map)) return value;
  const unsafe = value.get(UNSAFE);
  if (typeof unsafe === 'string') return unsafe;
  const encrypted = value.get(VAULT);
  if (typeof encrypted === 'string' && vault) return vault(encrypted, span);
  return new Map([...value].map(([k, v]) => [k, withTemplates(v, span, vault)]));
}
