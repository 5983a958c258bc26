// Which texts in a value are secret: in that of an encrypted file, a revealed `!vault` value, a result under `no_log`.
import type { Secrets } from '../ground/index.js';
import { keyText, TemplateText, type Value } from '../value/index.js';

/** What a result says about itself, and variables that say how a host is reached: nobody hides these. */
const TELLING_NOTHING = new Set(
  `changed failed skipped unreachable rc start end delta state mode owner group uid gid size attempts retries method
  encoding path dest src ansible_loop ansible_loop_var ansible_index_var skip_reason failed_when_result false_condition
  ansible_host ansible_port ansible_user ansible_connection ansible_ssh_host ansible_ssh_port ansible_ssh_user
  ansible_python_interpreter ansible_become ansible_become_user ansible_become_method ansible_become_exe
  ansible_shell_type ansible_shell_executable ansible_ssh_common_args ansible_ssh_extra_args ansible_network_os`
    .split(/\s+/)
    .filter((name) => name !== ''),
);
/** Far more than any value has; what is deeper is not looked into. */
const DEPTH = 50;
/** Text that is JSON is looked into up to this length. */
const LONGEST_JSON = 1 << 20;

/** Keeps every text and number in `value` secret. @param value of a template or as modules give results */
export function keepValue(secrets: Secrets, value: unknown, depth = 0): void {
  if (typeof value === 'string') return keepText(secrets, value, depth);
  if (typeof value === 'bigint' || Number.isInteger(value)) return secrets.addValue(String(value));
  if (value === null || typeof value !== 'object' || depth > DEPTH) return;
  // What it comes to is kept when it is evaluated; as it is written it may have a secret between its templates.
  if (value instanceof TemplateText) return hasOwnText(value) ? secrets.addValue(value.source) : undefined;
  if (Array.isArray(value)) for (const item of value) keepValue(secrets, item, depth + 1);
  else if (value instanceof Map) {
    for (const [key, item] of value as Map<Value, Value>) keepEntry(secrets, keyText(key), item, depth);
  } else if (isPlain(value)) for (const [key, item] of Object.entries(value)) keepEntry(secrets, key, item, depth);
}

function keepEntry(secrets: Secrets, key: string, value: unknown, depth: number): void {
  if (TELLING_NOTHING.has(key) || key.startsWith('_ansible_')) return;
  if (key === 'cmd' && Array.isArray(value)) keepCommand(secrets, value);
  else keepValue(secrets, value, depth + 1);
}

/** Of a command its arguments: not the program, not options, not words that a subcommand may be. */
function keepCommand(secrets: Secrets, words: readonly unknown[]): void {
  for (const word of words.slice(1)) {
    if (typeof word !== 'string' || /^[a-z-]{1,12}$/.test(word) || /^-[\w-]*$/.test(word)) continue;
    secrets.addValue(word);
    const [, value] = /^[\w-]+=([^]+)$/.exec(word) ?? [];
    if (value !== undefined) secrets.addValue(value);
  }
}

/** Whether a template has text of its own around what it puts in. */
export function hasOwnText({ source }: TemplateText): boolean {
  return source.replace(/\{\{[^]*?\}\}|\{%[^]*?%\}|\{#[^]*?#\}/g, '').trim() !== '';
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A text, its lines, and the values in it where it is JSON. */
export function keepText(secrets: Secrets, text: string, depth = 0): void {
  secrets.addValue(text);
  if (!/^\s*[[{]/.test(text) || text.length > LONGEST_JSON) return;
  try {
    keepValue(secrets, JSON.parse(text), depth + 1);
  } catch {
    // It only begins like JSON.
  }
}

/** The content of a result of `slurp` and its like: what was meant is what was read. */
export function keepResult(secrets: Secrets, result: Readonly<Record<string, unknown>>): void {
  keepValue(secrets, result);
  for (const part of [result, ...(Array.isArray(result['results']) ? (result['results'] as unknown[]) : [])]) {
    const { content, encoding } = (part ?? {}) as { content?: unknown; encoding?: unknown };
    if (encoding !== 'base64' || typeof content !== 'string') continue;
    keepText(secrets, new TextDecoder().decode(Uint8Array.from(atob(content), (c) => c.charCodeAt(0))));
  }
}
