// JSON text as Python's `json.dumps` writes it by default: blanks after `,` and `:`, ASCII only.

const escapeUnicode = (text: string): string =>
  text.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** @param value plain data; what JSON cannot express is null, as in JSON.stringify */
export function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (typeof value === 'bigint') return String(value);
  if (value !== null && typeof value === 'object') {
    const pairs = Object.entries(value).filter(([, v]) => v !== undefined);
    return `{${pairs.map(([k, v]) => `${pythonJson(k)}: ${pythonJson(v)}`).join(', ')}}`;
  }
  return escapeUnicode(JSON.stringify(value) ?? 'null').replaceAll('\\u007f', '\x7f');
}
