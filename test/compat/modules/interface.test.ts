// Holds every module against what ansible-doc says of its parameters and return values, and against its own sources.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '../../../modules/registry.generated.js';
import { argumentsOf, fromJs, parseArguments, type AnyModule, type ValueMap } from '../../../src/kit/index.js';
import { folderOf } from '../../support/module-page.js';
import { parameterDifferences, returnDifferences, type Difference, type Documented } from './support.js';
import { mentionsIn, sourcesOf } from './usage.js';

const root = join(import.meta.dirname, '..', '..', '..');

/** What `modules/NAME/differences.json` says of a module; `*` stands for all fields of a value. */
interface Deviations {
  /** By difference, as `support.ts` words it: why it is meant. */
  readonly documented?: Readonly<Record<string, string>>;
  /** Parameters no code of the module reads, and why there is nothing to read. */
  readonly unread?: Readonly<Record<string, string>>;
  /** The file that puts the return values together, when it is not the module's. */
  readonly returned_by?: string;
  /** Values that are refused although the parameter is there: arguments, and a pattern of the message. */
  readonly refused_values?: readonly { readonly args: Record<string, unknown>; readonly message: string }[];
}

/** A file of JSON, or undefined where there is none. */
const read = (path: string): unknown => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

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
  const folder = join(root, 'modules', folderOf(module));
  const deviations = (read(join(folder, 'differences.json')) ?? {}) as Deviations;
  const listed = deviations.documented ?? {};
  const record = read(join(import.meta.dirname, 'interface', `${name}.json`)) as Documented | undefined;
  const found: readonly Difference[] = record
    ? [...parameterDifferences(module, record.parameters), ...returnDifferences(module, record.returns)]
    : [];

  it('is in the record (record.sh NAME makes it)', () => {
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

  const mentions = sourcesOf(folder).map(mentionsIn);

  it('reads every parameter', () => {
    const unread = [...argumentsOf(module).keys()].filter((key) => !mentions.some(({ read }) => read.has(key)));
    expect(unread).toEqual(Object.keys(deviations.unread ?? {}));
  });

  it('gives every declared return value', () => {
    const elsewhere = deviations.returned_by;
    const all = elsewhere === undefined ? mentions : [...mentions, mentionsIn(join(root, elsewhere))];
    const never = Object.keys(module.returns.shape).filter((key) => !all.some(({ written }) => written.has(key)));
    expect(never).toEqual([]);
  });

  it.each(deviations.refused_values ?? [])('refuses $args', ({ args, message }) => {
    const given = fromJs(args) as ValueMap;
    const parsed = parseArguments(module, given, given, undefined);
    const messages = 'diagnostics' in parsed ? parsed.diagnostics.map((d) => `${d.message} ${d.hint ?? ''}`) : [];
    expect(messages.join('\n')).toMatch(new RegExp(message));
  });
});

it('differences are told of modules that are there', () => {
  const folders = readdirSync(join(root, 'modules'), { recursive: true, encoding: 'utf8' });
  const told = folders.filter((path) => path.endsWith('/differences.json')).map((path) => path.split('/'));
  expect(told.filter(([collection, name]) => !modules.has(`${collection}.${name}`))).toEqual([]);
});
