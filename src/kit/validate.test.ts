import { describe, expect, it } from 'vitest';
import { formatSpan } from '../ground/index.js';
import { Float, fromJs, type ValueMap, type Value } from '../value/index.js';
import { loadYamlDocument } from '../yaml/index.js';
import {
  alias,
  argumentDefault,
  argumentsOf,
  bool,
  checkArguments,
  choice,
  defineModule,
  int,
  list,
  parseArguments,
  path,
  raw,
  str,
  takesAnyArgument,
  z,
  type AnyModule,
} from './index.js';

function moduleWith(args: z.ZodType, more: Partial<AnyModule> = {}): AnyModule {
  return defineModule({
    name: 'test.test.thing',
    summary: '',
    args,
    returns: z.object({}),
    check: 'full',
    diff: false,
    examples: [],
    run: async () => ({}),
    ...more,
  });
}

const THING = moduleWith(
  z.strictObject({
    path: alias(path().describe('Where it is.'), 'dest', 'name'),
    state: choice('present', 'absent').default('present').describe('Whether it shall be.'),
    size: int().optional(),
    tags: list(int()).optional(),
    owner: z.strictObject({ user: str(), uid: int().optional() }).optional(),
    that: raw().optional(),
    force: alias(bool().default(false), 'thirsty'),
  }),
  { raw: ['that'], refused: { selevel: 'run chcon with ansible.builtin.command' } },
);
const ANY = moduleWith(z.looseObject({ cacheable: bool().default(false) }), { keepsValues: true });

/** Arguments as they stand in a file; the module's name is at task.yml:1:1. */
const TASK = { file: 'task.yml', line: 1, col: 1 };
const yaml = (text: string): ValueMap => loadYamlDocument(text, 'task.yml', { trust: 'templates' }).value as ValueMap;

const check = (text: string, module = THING): string[] =>
  checkArguments(module, yaml(text), TASK).map(
    (d) => `${d.span ? formatSpan(d.span) : '?'} ${d.code}: ${d.message}${d.hint ? ` (${d.hint})` : ''}`,
  );

function parse(resolved: string | ValueMap, module = THING, written?: string): unknown {
  const values = typeof resolved === 'string' ? yaml(resolved) : resolved;
  const parsed = parseArguments(module, values, written === undefined ? values : yaml(written), TASK);
  if ('args' in parsed) return parsed.args;
  return parsed.diagnostics.map(
    (d) => `${d.span?.line}:${d.span?.col} ${d.code}: ${d.message}${d.hint ? ` (${d.hint})` : ''}`,
  );
}

describe('schemas', () => {
  it('tell names, aliases, kinds, descriptions and what is required', () => {
    const infos = argumentsOf(THING);
    expect([...infos.keys()]).toEqual(['path', 'state', 'size', 'tags', 'owner', 'that', 'force']);
    expect(infos.get('path')).toMatchObject({
      aliases: ['dest', 'name'],
      kind: 'path',
      description: 'Where it is.',
      required: true,
    });
    expect(infos.get('state')).toMatchObject({ aliases: [], kind: undefined, required: false });
    expect(infos.get('force')).toMatchObject({ aliases: ['thirsty'], required: false });
    expect(argumentsOf(THING)).toBe(infos);
  });

  it('see through optional and default to what is inside', () => {
    const wrapped = moduleWith(
      z.strictObject({ a: path().optional(), b: alias(path(), 'c').default('/x').describe('B.') }),
    );
    expect(argumentsOf(wrapped).get('a')?.kind).toBe('path');
    expect(argumentsOf(wrapped).get('b')).toMatchObject({ kind: 'path', aliases: ['c'], description: 'B.' });
  });

  it('say whether they take any name', () => {
    expect(takesAnyArgument(THING)).toBe(false);
    expect(takesAnyArgument(ANY)).toBe(true);
    expect(takesAnyArgument(moduleWith(z.record(z.string(), z.unknown())))).toBe(true);
    expect(argumentsOf(moduleWith(z.record(z.string(), z.unknown()))).size).toBe(0);
  });
});

describe('before the run', () => {
  it('is content with what is right, by any name', () => {
    expect(check('path: /x\nstate: absent\nsize: "3"\ntags: 1,2')).toEqual([]);
    expect(check('dest: /x\nthirsty: yes')).toEqual([]);
  });

  it('points at unknown names and suggests near ones', () => {
    expect(check('path: /x\nstat: absent')).toEqual([
      "task.yml:2:1 unknown-argument: test.test.thing has no parameter 'stat' (did you mean 'state'?)",
    ]);
    expect(check('path: /x\nfrobnicate: 1')).toEqual([
      "task.yml:2:1 unknown-argument: test.test.thing has no parameter 'frobnicate' (parameters are: force, owner, path, size, state, tags, that)",
    ]);
    expect(check('path: /x\n7: 1')[0]).toContain("has no parameter '7'");
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('knows no parameter %s', (name) => {
    expect(check(`path: /x\n${name}: 1`)).toHaveLength(1);
    expect(check(`path: /x\n${name}: 1`)[0]).toContain(`unknown-argument: test.test.thing has no parameter '${name}'`);
  });

  it('refuses what it does not carry out by name', () => {
    expect(check('path: /x\nselevel: s0')).toEqual([
      "task.yml:2:1 unsupported-argument: test.test.thing: parameter 'selevel' is not supported by tsplay (run chcon with ansible.builtin.command)",
    ]);
  });

  it('points at the module for what is missing, also when it is set to nothing', () => {
    const missing = "task.yml:1:1 missing-argument: test.test.thing needs the parameter 'path' (Where it is.)";
    expect(check('state: absent')).toEqual([missing]);
    expect(check('path:')).toEqual([missing]);
    expect(check('path: "{{ p }}"')).toEqual([]);
  });

  it('points at bad values, nested ones too', () => {
    expect(check('path: /x\nstate: gone\nsize: many')).toEqual([
      "task.yml:2:8 bad-argument: test.test.thing: parameter 'state' must be one of: present, absent",
      "task.yml:3:7 bad-argument: test.test.thing: parameter 'size' is not a whole number",
    ]);
    expect(check('path: /x\ntags: [1, two, 3]')).toEqual([
      "task.yml:2:11 bad-argument: test.test.thing: parameter 'tags.1' is not a whole number",
    ]);
    expect(check('path: /x\nowner:\n  user: me\n  uid: low\n')).toEqual([
      "task.yml:4:8 bad-argument: test.test.thing: parameter 'owner.uid' is not a whole number",
    ]);
    expect(check('path: /x\nowner: {user: me, gid: 1}')).toEqual([
      "task.yml:2:8 bad-argument: test.test.thing: parameter 'owner' has no key 'gid'",
    ]);
    expect(check('dest: [a, b]')).toEqual([
      expect.stringMatching(/^task.yml:1:7 bad-argument: test.test.thing: parameter 'path' expected string/),
    ]);
  });

  it('leaves templates, raw arguments and nulls for later', () => {
    expect(check('path: /x\nsize: "{{ n }}"\ntags: [1, "{{ n }}"]\nthat: [{x: "{{ y }}"}]\nstate:')).toEqual([]);
  });

  it('lets a module that takes anything have anything', () => {
    expect(check('x: 1\nconstructor: 2', ANY)).toEqual([]);
    expect(check('x: 1\ncacheable: perhaps', ANY)[0]).toContain(
      "2:12 bad-argument: test.test.thing: parameter 'cacheable'",
    );
  });

  it('knows what is meant where nothing is said', () => {
    const defaults = ['state', 'force', 'size', 'nothing'].map((name) => argumentDefault(THING, name));
    expect(defaults).toEqual(['present', false, undefined, undefined]);
  });
  it('falls back to the module where no place is known', () => {
    const [found] = checkArguments(THING, fromJs({ path: '/x', stat: 1 }) as ValueMap, TASK);
    expect(found?.span).toBe(TASK);
  });
});

describe('parsing', () => {
  it('gives defaults and plain data under the declared names', () => {
    expect(parse('dest: /x\nsize: 3.0\ntags: "1,2"')).toEqual({
      path: '/x',
      state: 'present',
      size: 3,
      tags: [1, 2],
      force: false,
    });
  });

  it('takes null for not given', () => {
    expect(parse('path: /x\nstate:\nsize: null\nforce: ~')).toEqual({ path: '/x', state: 'present', force: false });
  });

  it.each([
    ['path: /a\ndest: /b', '/b'],
    ['dest: /b\npath: /a', '/b'],
    ['dest: /b\npath:', '/b'],
    ['path: /a\ndest:', '/a'],
  ])('lets the alias win over the name: %j', (text, expected) => {
    expect(parse(text)).toMatchObject({ path: expected });
  });

  it.each(['state: absent', 'path:', 'path: null\nstate: absent'])('says what is missing: %j', (text) => {
    expect(parse(text)).toEqual(["1:1 missing-argument: test.test.thing needs the parameter 'path' (Where it is.)"]);
  });

  it('says so as well when a template left the parameter out', () => {
    const resolved = new Map<Value, Value>([['state', 'absent']]);
    expect(parse(resolved, THING, 'path: "{{ omit }}"\nstate: absent')).toEqual([
      "1:1 missing-argument: test.test.thing needs the parameter 'path' (Where it is.)",
    ]);
  });

  it('points at where a bad value was written', () => {
    const resolved = fromJs({ path: '/x', size: 'many' }) as ValueMap;
    expect(parse(resolved, THING, 'path: /x\nsize: "{{ n }}"')).toEqual([
      "2:7 bad-argument: test.test.thing: parameter 'size' is not a whole number",
    ]);
    expect(parse('path: /x\nstate: gone\nsize: x\nstat: 1')).toEqual([
      "4:1 unknown-argument: test.test.thing has no parameter 'stat' (did you mean 'state'?)",
    ]);
  });

  it('hands raw arguments over as Values', () => {
    const that = [new Map([['a', 1]])];
    expect(
      parse(
        new Map<Value, Value>([
          ['path', '/x'],
          ['that', that],
        ]),
      ),
    ).toMatchObject({ that });
  });

  it('keeps Values of undeclared arguments where the module wants them', () => {
    const one = new Float(1);
    expect(
      parse(
        new Map<Value, Value>([
          ['x', one],
          ['constructor', 2],
          ['cacheable', 'yes'],
        ]),
        ANY,
      ),
    ).toEqual({
      x: one,
      constructor: 2,
      cacheable: true,
    });
    expect(parse(new Map<Value, Value>([['x', one]]), moduleWith(z.looseObject({})))).toEqual({ x: 1 });
  });

  it('applies rules across parameters to what was parsed', () => {
    const ruled = moduleWith(z.strictObject({ a: int().optional(), b: int().optional() }), {
      rules: (args) => {
        const { a, b } = args as { a?: number; b?: number };
        return a !== undefined && b !== undefined ? [`a=${a} and b are mutually exclusive`] : [];
      },
    });
    expect(parse('a: "1"', ruled)).toEqual({ a: 1 });
    expect(parse('a: "1"\nb: 2', ruled)).toEqual([
      '1:1 bad-argument: test.test.thing: a=1 and b are mutually exclusive',
    ]);
  });
});
