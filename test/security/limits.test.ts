// Templates that would run for ever or fill the memory end in an error that says where.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTemplatePort } from '../../src/controller/index.js';
import { TsplayError } from '../../src/ground/index.js';
import { createTemplateEngine, type Scope } from '../../src/template/index.js';
import { TemplateText, type Value } from '../../src/value/index.js';
import { BOMBS, EVIL_PATTERNS, LAUGHS, MERGES } from './bombs.js';

/** On a machine that does other things too; alone each takes less than three seconds. */
const TIME = 120_000;

const dir = mkdtempSync(join(tmpdir(), 'tsplay-limits-'));
const engine = createTemplateEngine(createTemplatePort({ searchPath: () => [dir] }));
const variables = new Map<string, Value>([
  ['laughs', LAUGHS],
  ['merges', MERGES],
  ['x', new Map()],
]);
const scope: Scope = { lookup: (name) => variables.get(name), names: () => variables.keys() };

function errorOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

function expectRefusal(error: unknown): void {
  expect(error).toBeInstanceOf(TsplayError);
  expect((error as TsplayError).span?.file).toBeDefined();
}

describe('limits', () => {
  beforeAll(() => {
    mkdirSync(join(dir, 'templates'));
    writeFileSync(join(dir, 'templates/self.j2'), "{% include 'self.j2' %}{% import 'self.j2' as s %}");
    writeFileSync(join(dir, 'templates/loop.j2'), "{% extends 'loop.j2' %}");
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  it.each(Object.entries(BOMBS))(
    '%s',
    (_, source) => expectRefusal(errorOf(() => engine.renderFile(source, join(dir, 'templates/t.j2'), scope))),
    TIME,
  );

  it.each(EVIL_PATTERNS)(
    'the regular expression %s',
    (pattern, subject) => {
      const values = new Map<string, Value>([
        ['pattern', pattern],
        ['subject', subject],
      ]);
      const own: Scope = { lookup: (name) => values.get(name), names: () => values.keys() };
      const error = errorOf(() => engine.expression('subject | regex_search(pattern)', undefined, own));
      if (error !== undefined) expect(error).toBeInstanceOf(TsplayError);
    },
    TIME,
  );

  it('variables that mention each other are an error with the chain', () => {
    const at = { file: 'vars.yml', line: 1, col: 1 };
    const names = new Map<string, Value>([
      ['a', new TemplateText('{{ b }}', at)],
      ['b', new TemplateText('{{ c.x }}', at)],
      ['c', new Map<Value, Value>([['x', new TemplateText('{{ a }}', at)]])],
    ]);
    const own: Scope = { lookup: (name) => names.get(name), names: () => names.keys() };
    const error = errorOf(() => engine.evaluate(new TemplateText('{{ a }}', at), own)) as TsplayError;
    expect(error.code).toBe('variable-loop');
    expect(error.notes?.length).toBe(3);
  });

  it('a long chain of variables is evaluated or refused, never a crash', () => {
    const at = { file: 'vars.yml', line: 1, col: 1 };
    const names = new Map<string, Value>([['v0', 'end']]);
    for (let i = 1; i <= 10_000; i++) names.set(`v${i}`, new TemplateText(`{{ v${i - 1} }}`, at));
    const own: Scope = { lookup: (name) => names.get(name), names: () => names.keys() };
    expect(engine.evaluate(new TemplateText('{{ v20 }}', at), own)).toBe('end');
    expectRefusal(errorOf(() => engine.evaluate(new TemplateText('{{ v10000 }}', at), own)));
  });

  // None of these may take time that grows with the square of the text, or the file would run out of its time.
  it.each([
    ["('9' * 1000000) | int", 0],
    ["('z' * 1000000) | int(base=36)", 0],
    ["('f' * 1000000) | int(base=16) > 1", true],
    ["('a' * 1000000) | wordwrap(1) | length", 1_999_999],
    ["(('x: ' ~ '1:' * 300000 ~ '1') | from_yaml).x > 1", true],
  ])('%s', (source, expected) => expect(engine.expression(source, undefined, scope)).toEqual(expected), TIME);

  it(
    'many mistakes in one line of YAML are one',
    () => expect(errorOf(() => engine.expression("('!!str ' * 100000) | from_yaml", undefined, scope))).toBeDefined(),
    TIME,
  );

  it(
    'the budget begins anew with each evaluation',
    () => {
      const half = '{% for a in range(3000) %}{% for b in range(300) %}{% set c = a + b %}{% endfor %}{% endfor %}ok';
      for (let i = 0; i < 6; i++) expect(engine.renderFile(half, join(dir, 't.j2'), scope)).toBe('ok');
    },
    TIME,
  );
});
