// What `content` means as text: strings as they are, lists and dicts as JSON in Python's layout.
import { ModuleFailure } from '../../../src/kit/index.js';

/** compat: Python's `json.dumps` spacing and escapes for containers, `str()` for other scalars. */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (typeof content === 'boolean') return content ? 'True' : 'False';
  if (typeof content === 'number' || typeof content === 'bigint') return String(content);
  return pythonJson(content);
}

function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, inner]) => `${asciiText(key)}: ${pythonJson(inner)}`)
      .join(', ')}}`;
  }
  if (typeof value === 'string') return asciiText(value);
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'null');
}

function asciiText(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** @throws ModuleFailure for a vault-encrypted source that is to be decrypted */
export function refuseVault(given: { readonly decrypt: boolean }, content: Buffer, source: string): void {
  if (given.decrypt && content.subarray(0, 15).toString('latin1') === '$ANSIBLE_VAULT;') {
    throw new ModuleFailure(
      `${source} is vault-encrypted, which tsplay does not decrypt yet: copy a decrypted file, or set decrypt: false to copy it as it is`,
    );
  }
}
