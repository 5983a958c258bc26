// Does our YAML mean what Ansible's loader says it means? Replays values recorded from it (yaml/record.py).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Float, PyDate, PyDateTime, TemplateText, type Value } from '../../src/value/index.js';
import { loadYamlDocument } from '../../src/yaml/index.js';

interface Case {
  text: string;
  value?: unknown;
  error?: string;
}

const cases = JSON.parse(readFileSync(new URL('yaml/recorded.json', import.meta.url), 'utf8')) as Case[];

/** Python's repr of a float, as far as the recorded cases need it. */
function floatRepr(n: number): string {
  if (Number.isNaN(n)) return 'nan';
  if (!Number.isFinite(n)) return n > 0 ? 'inf' : '-inf';
  if (Object.is(n, -0)) return '-0.0';
  const shortest = Math.abs(n) >= 1e16 ? n.toExponential() : String(n);
  return /[.e]/.test(shortest) ? shortest : `${shortest}.0`;
}

function plain(value: Value): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return { str: value };
  if (value instanceof TemplateText) return { str: value.source };
  if (value instanceof Float) return { float: floatRepr(value.value) };
  if (typeof value === 'bigint') return { int: String(value) };
  if (typeof value === 'number') return Number.isInteger(value) ? { int: String(value) } : { float: floatRepr(value) };
  if (Array.isArray(value)) return { list: value.map(plain) };
  if (value instanceof Map) return { dict: [...value].map(([k, v]) => [plain(k), plain(v)]) };
  if (value instanceof PyDate || value instanceof PyDateTime) return { time: value.repr() };
  throw new Error('unexpected value');
}

describe('YAML as Ansible reads it', () => {
  it.each(cases.map((c) => [JSON.stringify(c.text), c] as const))('%s', (_name, { text, value, error }) => {
    const loaded = loadYamlDocument(text, 'case.yml', { trust: 'templates' });
    const errors = loaded.diagnostics.filter((d) => d.severity === 'error');
    const actual = errors.length > 0 ? 'refused' : plain(loaded.value);
    const expected = error === undefined ? value : 'refused';
    expect(actual).toEqual(expected);
  });
});
