import { describe, expect, it } from 'vitest';
import { runLocally, type RunOptions } from '../../../test/support/run-module.js';
import { TemplateText, Undefined } from '../../../src/kit/index.js';
import assertModule from '../assert/index.js';
import fail from '../fail/index.js';
import debug from './index.js';

const span = { file: 'x.yml', line: 1, col: 1 };
const template = (source: string): TemplateText => new TemplateText(source, span);

/** A task that knows a few variables and evaluates nothing but their names. */
function knowing(vars: Record<string, unknown>, verbosity = 0): RunOptions {
  const evaluate = (expression: string): never =>
    (expression.trim() in vars
      ? vars[expression.trim()]
      : new Undefined(`'${expression.trim()}' is undefined`)) as never;
  return {
    task: {
      verbosity,
      evaluate,
      renderText: (text) => text.replace(/\{\{ (\w+) \}\}/g, (_all, name: string) => String(vars[name])),
      condition: (c) => (typeof c === 'string' ? vars[c] === true : c instanceof TemplateText ? false : c === true),
    },
  };
}

describe('debug', () => {
  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{}, { changed: false, msg: 'Hello world!' }],
    [{ msg: null }, { changed: false, msg: null }],
    [{ msg: 'a b' }, { changed: false, msg: 'a b' }],
    [{ msg: { a: [1] } }, { changed: false, msg: { a: [1] } }],
    [{ var: 'x' }, { changed: false, x: 5 }],
    [{ var: template('{{ name }}') }, { changed: false, x: 5 }],
    [{ var: template('x{{ empty }}') }, { changed: false, x: 5 }],
    [{ var: 'nope' }, { changed: false, nope: 'VARIABLE IS NOT DEFINED!' }],
    [{ var: template('{{ list }}') }, { changed: false, "<class 'list'>": [1, 2] }],
    [
      { var: 'x', verbosity: 1 },
      { changed: false, skipped: true, skipped_reason: 'Verbosity threshold not met.' },
    ],
  ])('%j', async (args, expected) => {
    expect(await runLocally(debug, args, knowing({ x: 5, name: 'x', empty: '', list: [1, 2] }))).toEqual(expected);
  });
  it('shows from its verbosity on, and says why a variable is not there', async () => {
    expect(await runLocally(debug, { var: 'nope', verbosity: '2' }, knowing({}, 2))).toEqual({
      changed: false,
      nope: "VARIABLE IS NOT DEFINED!: 'nope' is undefined",
    });
  });
  it('fails when the name itself is not defined', async () => {
    expect(await runLocally(debug, { var: template('{{ nope }}') }, knowing({}))).toMatchObject({
      failed: true,
      msg: "'nope' is undefined",
    });
  });
  it('takes msg or var', async () => {
    expect((await runLocally(debug, { var: 'x', msg: 'y' })).msg).toMatch(/mutually exclusive: msg\|var/);
  });
});

/** compat: the mark by which a result is shown without -v. */
const SHOWN = { _ansible_verbose_always: true };

describe('assert', () => {
  const run = (args: Record<string, unknown>) =>
    runLocally(assertModule, args, knowing({ yes1: true, no1: false, conditions: ['yes1', 'no1'] }));

  it('passes', async () => {
    expect(await run({ that: ['yes1', true] })).toEqual({ changed: false, msg: 'All assertions passed', ...SHOWN });
    expect(await run({ that: 'yes1', success_msg: 'fine', quiet: 'yes' })).toEqual({ changed: false, msg: 'fine' });
    expect(await run({ that: [] })).toMatchObject({ changed: false });
  });
  it('tells the first condition that does not hold', async () => {
    const failed = { changed: false, failed: true, evaluated_to: false, ...SHOWN };
    expect(await run({ that: ['yes1', 'no1', 'no2'] })).toEqual({
      ...failed,
      assertion: 'no1',
      msg: 'Assertion failed',
    });
    expect(await run({ that: 'no1', msg: ['a', 'b'] })).toEqual({ ...failed, assertion: 'no1', msg: ['a', 'b'] });
    expect(await run({ that: false, fail_msg: 'bad' })).toEqual({ ...failed, assertion: false, msg: 'bad' });
  });
  it('takes a list from a template', async () => {
    expect(await run({ that: template('{{ conditions }}') })).toMatchObject({ failed: true, assertion: 'no1' });
  });
  it('names a template that does not hold', async () => {
    expect(await run({ that: [template('{{ x }} == 5')] })).toMatchObject({ assertion: '{{ x }} == 5' });
  });
  it('refuses messages that are neither text nor a list, and no condition', async () => {
    expect((await run({ that: 'yes1', msg: { a: 1 } })).msg).toMatch(/'fail_msg' must be text or a list of texts/);
    expect((await run({})).msg).toMatch(/needs the parameter 'that'/);
  });
});

describe('fail', () => {
  it.each<[Record<string, unknown>, unknown]>([
    [{}, 'Failed as requested from task'],
    [{ msg: 'x y' }, 'x y'],
    [{ msg: ['a', 'b'] }, ['a', 'b']],
  ])('%j', async (args, msg) => expect(await runLocally(fail, args)).toEqual({ changed: false, failed: true, msg }));
});
