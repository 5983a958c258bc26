// What `content` means as text: strings as they are, lists and dicts as JSON in Python's layout.

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
