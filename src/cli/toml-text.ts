// Writes an inventory as TOML, in the layout of the library that ansible-inventory uses (tomli-w).
import { TsplayError } from '../ground/index.js';
import { floatRepr, isFloat, toNumber } from '../template/python/numbers.js';
import { keyText, type Value, type ValueMap } from '../value/index.js';

const INDENT = '    ';
const LONGEST_INLINE = 100;
const ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** @throws TsplayError template-value for what TOML cannot hold */
export function tomlText(value: ValueMap): string {
  return table(value, '', false).join('');
}

function table(map: ValueMap, name: string, inArray: boolean): string[] {
  const literals: [string, Value][] = [];
  const tables: [string, ValueMap, boolean][] = [];
  for (const [key, value] of map) {
    const part = keyPart(key);
    if (value instanceof Map) tables.push([part, value, false]);
    else if (isLongArrayOfTables(value)) for (const item of value) tables.push([part, item, true]);
    else literals.push([part, value]);
  }
  const out: string[] = [];
  if (inArray || (name !== '' && (literals.length > 0 || tables.length === 0))) {
    out.push(inArray ? `[[${name}]]\n` : `[${name}]\n`);
  }
  for (const [key, value] of literals) out.push(`${key} = ${literal(value, 0)}\n`);
  for (const [key, value, many] of tables) {
    if (out.length > 0) out.push('\n');
    out.push(...table(value, name === '' ? key : `${name}.${key}`, many));
  }
  return out;
}

function isLongArrayOfTables(value: Value): value is ValueMap[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  const maps = value.filter((v): v is ValueMap => v instanceof Map);
  if (maps.length !== value.length) return false;
  return !maps.every((map) => {
    const text = `${INDENT}${inlineTable(map)},`;
    return text.length <= LONGEST_INLINE && !text.includes('\n');
  });
}

function literal(value: Value, level: number): string {
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Map) return inlineTable(value);
  if (Array.isArray(value)) return inlineArray(value, level);
  if (value !== null && typeof value !== 'object' && isFloat(value)) return floatRepr(value);
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (isFloat(value)) return floatRepr(toNumber(value));
  if (value !== null && typeof value === 'object' && 'str' in value) return value.str();
  throw new TsplayError(
    'template-value',
    'The source inventory contains a value that cannot be represented in TOML: null',
    { hint: 'use --yaml or JSON' },
  );
}

function inlineTable(map: ValueMap): string {
  if (map.size === 0) return '{}';
  return `{ ${[...map].map(([k, v]) => `${keyPart(k)} = ${literal(v, 0)}`).join(', ')} }`;
}

function inlineArray(items: readonly Value[], level: number): string {
  if (items.length === 0) return '[]';
  const pad = INDENT.repeat(level + 1);
  return `[\n${items.map((v) => pad + literal(v, level + 1)).join(',\n')},\n${INDENT.repeat(level)}]`;
}

function keyPart(key: Value): string {
  const name = keyText(key);
  return /^[A-Za-z0-9_-]+$/.test(name) ? name : quoted(name);
}

function quoted(text: string): string {
  const body = text.replace(/["\\\u0000-\u001f\u007f]/g, (c) => {
    return ESCAPES[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
  return `"${body}"`;
}
