// Holds every module against what ansible-doc says of its parameters and return values, and against its own sources.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../../../modules/registry.generated.js';
import { argumentsOf, fromJs, parseArguments, type AnyModule, type ValueMap } from '../../../src/kit/index.js';
import { DIFFERENCES, REFUSED_VALUES, RETURNED_BY, UNREAD } from './differences.js';
import { parameterDifferences, returnDifferences, type Difference, type Documented } from './support.js';
import { mentionsIn, sourcesOf } from './usage.js';

const root = join(import.meta.dirname, '..', '..', '..');
const { modules: documented } = JSON.parse(readFileSync(join(import.meta.dirname, 'interface.json'), 'utf8')) as {
  modules: Readonly<Record<string, Documented>>;
};
const modules = new Map<string, AnyModule>();
for (const load of Object.values(registry)) {
  const { default: module } = await load();
  modules.set(module.name, module);
}
const all = [...modules.values()].map((module) => ({ name: module.name, module }));

/** The difference a listed one covers: itself, or all of its kind. */
const covers = (listed: string, key: string): boolean =>
  listed === key || (listed.endsWith(' *') && key.startsWith(listed.slice(0, -1)));

describe.each(all)('$name', ({ name, module }) => {
  const listed = DIFFERENCES[name] ?? {};
  const record = documented[name];
  const found: readonly Difference[] = record
    ? [...parameterDifferences(module, record.parameters), ...returnDifferences(module, record.returns)]
    : [];

  it('is in the record (record.sh makes it anew)', () => {
    expect(record).toBeDefined();
  });

  it('has the documented parameters and return values', () => {
    const surprising = found.filter(([key]) => !Object.keys(listed).some((one) => covers(one, key)));
    expect(surprising.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
  });

  it('has no listed difference that is none any more', () => {
    expect(Object.keys(listed).filter((one) => !found.some(([key]) => covers(one, key)))).toEqual([]);
  });

  it('says what to use instead of what it refuses', () => {
    for (const [parameter, text] of Object.entries(module.refused ?? {})) {
      expect(text, parameter).toMatch(/\w+ \w+ \w+/);
      const parsed = parseArguments(module, fromJs({ [parameter]: 'x' }) as ValueMap, new Map(), undefined);
      const codes = 'diagnostics' in parsed ? parsed.diagnostics.map((d) => d.code) : [];
      expect(codes, parameter).toContain('unsupported-argument');
    }
  });

  const mentions = sourcesOf(join(root, 'modules', ...splitName(name))).map(mentionsIn);

  it('reads every parameter', () => {
    const unread = [...argumentsOf(module).keys()].filter((key) => !mentions.some(({ read }) => read.has(key)));
    expect(unread).toEqual(Object.keys(UNREAD[name] ?? {}));
  });

  it('gives every declared return value', () => {
    const elsewhere = RETURNED_BY[name];
    const all = elsewhere === undefined ? mentions : [...mentions, mentionsIn(join(root, elsewhere))];
    const never = Object.keys(module.returns.shape).filter((key) => !all.some(({ written }) => written.has(key)));
    expect(never).toEqual([]);
  });
});

function splitName(name: string): [string, string] {
  const dot = name.lastIndexOf('.');
  return [name.slice(0, dot), name.slice(dot + 1)];
}

describe('values that are refused', () => {
  it.each(REFUSED_VALUES)('%s %j', (name, args, message) => {
    const module = modules.get(name);
    if (!module) throw new Error(`no module ${name}`);
    const given = fromJs(args) as ValueMap;
    const parsed = parseArguments(module, given, given, undefined);
    const messages = 'diagnostics' in parsed ? parsed.diagnostics.map((d) => `${d.message} ${d.hint ?? ''}`) : [];
    expect(messages.join('\n')).toMatch(message);
  });
});

describe('the lists of exceptions', () => {
  it('name modules that are there', () => {
    const names = [...Object.keys(DIFFERENCES), ...Object.keys(UNREAD)];
    expect(names.filter((name) => !modules.has(name))).toEqual([]);
  });
});
