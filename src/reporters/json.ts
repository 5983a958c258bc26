// Results as JSON text the way Ansible prints it: sorted keys, on one line or indented by four.
import { Float } from '../value/index.js';

/** @returns JSON on one line, `, ` and `: ` between the parts, keys sorted */
export function jsonLine(value: unknown): string {
  return render(value, undefined, '');
}

/** @returns JSON on one line, only the keys set off: `{"a": 1,"b": [2,3]}`, as Ansible's one-line output has it */
export function jsonPacked(value: unknown): string {
  return render(value, '', '').replaceAll('\n', '');
}

/** @returns JSON on lines of their own, each level indented (by four spaces), keys sorted */
export function jsonIndented(value: unknown, indent = '    '): string {
  return render(value, indent, '');
}

function render(value: unknown, indent: string | undefined, margin: string): string {
  if (Array.isArray(value)) return wrap('[', ']', value.map(item), indent, margin);
  if (value !== null && typeof value === 'object' && !(value instanceof Float)) {
    const entries: [string, unknown][] = value instanceof Map ? [...value].map(stringKey) : Object.entries(value);
    const shown = entries.filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return wrap(
      '{',
      '}',
      shown.map(([k, v]) => `${quoted(k)}: ${item(v)}`),
      indent,
      margin,
    );
  }
  return scalar(value);

  function item(v: unknown): string {
    return render(v, indent, margin + (indent ?? ''));
  }
}

function wrap(
  open: string,
  close: string,
  parts: readonly string[],
  indent: string | undefined,
  margin: string,
): string {
  if (parts.length === 0) return open + close;
  if (indent === undefined) return open + parts.join(', ') + close;
  const inner = margin + indent;
  return `${open}\n${parts.map((p) => inner + p).join(',\n')}\n${margin}${close}`;
}

function scalar(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (value instanceof Float) return `${value.value}.0`;
  switch (typeof value) {
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      return Number.isNaN(value) ? 'NaN' : String(value);
    case 'string':
      return quoted(value);
    default:
      // Functions and symbols: never in a result, and nothing that could be shown.
      return quoted(typeof value);
  }
}

/** C1 controls and DEL pass through JSON.stringify; a terminal may act on them. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function stringKey([key, value]: [unknown, unknown]): [string, unknown] {
  return [typeof key === 'string' ? key : scalar(key), value];
}
