import { describe, expect, it } from 'vitest';
import { TsplayError } from '../ground/index.js';
import type { ModuleResult } from '../kit/index.js';
import type { Condition, Task } from '../playbook/index.js';
import { createTemplateEngine, type TemplatePort } from '../template/index.js';
import { TemplateText, type Value } from '../value/index.js';
import { LayeredScope } from '../vars/index.js';
import { conditionText, firstFalse } from './conditions.js';
import { isSettled, judge } from './judge.js';
import { allLive, beside, following, percentExceeded, type Outcome } from './outcome.js';
import { batchSizes } from './order.js';
import { HostRecord } from './records.js';
import type { Frame } from './types.js';

describe('serial', () => {
  it.each<[readonly (number | string)[], number, number[]]>([
    [[2], 5, [2, 2, 1]],
    [[1, 2], 6, [1, 2, 2, 1]],
    [[1, 5, 10], 3, [1, 2]],
    [['30%'], 10, [3, 3, 3, 1]],
    [['30%'], 2, [1, 1]],
    [['0%'], 2, [1, 1]],
    [['100%'], 4, [4]],
    [[' 50 % '], 4, [2, 2]],
    [['1', '50%', 1], 5, [1, 2, 1, 1]],
    [[0], 3, [3]],
    [[-1], 3, [3]],
    [[1, 0], 3, [1, 2]],
    [[10], 3, [3]],
    [[], 3, [3]],
    [[2], 0, []],
  ])('%j of %d hosts', (serial, hosts, sizes) => expect(batchSizes(serial, hosts)).toEqual(sizes));

  it.each([['lots'], ['x%'], [Number.NaN]])('refuses %j', (size) => {
    expect(() => batchSizes([size], 3)).toThrow(TsplayError);
  });
});

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => new HostRecord(name, () => [])) as [
  HostRecord,
  HostRecord,
  HostRecord,
  HostRecord,
];
const outcome = (more: Partial<Outcome>): Outcome => ({ live: [], failed: [], unreachable: [], ended: [], ...more });

describe('outcomes', () => {
  it('follow one another: only what is live goes on', () => {
    const first = outcome({ live: [a, b], failed: [c], ended: [d] });
    const next = outcome({ live: [b], unreachable: [a] });
    expect(following(first, next)).toEqual(outcome({ live: [b], failed: [c], unreachable: [a], ended: [d] }));
    expect(following(first, allLive(first.live))).toEqual(first);
    expect(following(allLive([a]), outcome({ failed: [a] }))).toEqual(outcome({ failed: [a] }));
  });

  it('stand side by side in the order the hosts had', () => {
    const joined = beside([outcome({ live: [d], failed: [c] }), outcome({ live: [b, a] }), outcome({})], [a, b, c, d]);
    expect(joined).toEqual(outcome({ live: [a, b, d], failed: [c] }));
    expect(beside([], [a])).toEqual(outcome({}));
  });

  it.each([
    [1, 4, 25, false],
    [2, 4, 25, true],
    [1, 100, 0, true],
    [0, 100, 0, false],
    [3, 3, 100, false],
    [1, 3, 33, true],
    [1, 3, 34, false],
  ])('%d failed of %d are more than %d %%: %s', (failed, size, percentage, exceeded) => {
    expect(percentExceeded(failed, size, percentage)).toBe(exceeded);
  });
});

const engine = createTemplateEngine({} as TemplatePort);
const SPAN = { file: 'site.yml', line: 7, col: 3 };
const conditions = (...values: Value[]): Condition[] => values.map((value) => ({ value, span: SPAN }));

function frame(task: Partial<Task>, vars: Record<string, Value> = {}): Frame {
  const scope = new LayeredScope([{ rank: 'play vars', vars: new Map(Object.entries(vars)) }]);
  return {
    task: { register: undefined, ...task },
    scope,
    run: { ports: { template: engine } },
    host: a,
  } as unknown as Frame;
}

const judged = (task: Partial<Task>, result: ModuleResult, vars?: Record<string, Value>) =>
  judge(frame(task, vars), result);

describe('judging a result', () => {
  it('leaves it as it is without conditions, and does not write to it', () => {
    const result: ModuleResult = Object.freeze({ changed: true, x: 1 });
    expect(judged({}, result)).toEqual({ result: { changed: true, x: 1 }, diagnostic: undefined });
    expect(judged({ failedWhen: conditions(true) }, result).result).toMatchObject({ failed: true });
  });

  it.each<[unknown, boolean | undefined]>([
    [0, undefined],
    ['0', undefined],
    [null, undefined],
    [undefined, undefined],
    [1, true],
    [-1, true],
    ['2', true],
  ])('rc %j fails: %j', (rc, failed) => {
    expect(judged({}, { changed: false, rc }).result.failed).toBe(failed);
  });

  it('knows the result under its name, and its facts', () => {
    const task = { register: 'r', changedWhen: conditions('r.n == 3', 'color == "red"') };
    const result = { changed: false, n: 3, ansible_facts: { color: 'red' } };
    expect(judged(task, result).result.changed).toBe(true);
    expect(judged({ ...task, register: undefined }, result, { r: new Map([['n', 3]]) }).result.changed).toBe(true);
  });

  it('all conditions of a list must hold', () => {
    expect(judged({ failedWhen: conditions(true, false) }, { changed: false }).result).toMatchObject({
      failed: false,
      failed_when_result: false,
    });
    // `compat:` an empty list says nothing
    expect(judged({ changedWhen: conditions() }, { changed: false }).result.changed).toBe(false);
  });

  it('failed_when has the last word on rc and on failed', () => {
    expect(judged({ failedWhen: conditions(false) }, { changed: false, rc: 1 }).result.failed).toBe(false);
    expect(judged({ failedWhen: conditions(false) }, { changed: false, failed: true, msg: 'm' })).toMatchObject({
      result: { failed: false, msg: 'm' },
      diagnostic: undefined,
    });
    const sees = { register: 'r', failedWhen: conditions('r.changed'), changedWhen: conditions(false) };
    expect(judged(sees, { changed: true }).result).toMatchObject({ changed: false, failed: false });
  });

  it('a skipped result is not judged', () => {
    const result = { changed: false, skipped: true };
    expect(judged({ failedWhen: conditions(true) }, result)).toEqual({ result });
  });

  it('a condition that breaks fails the task and says which and where', () => {
    const { result, diagnostic } = judged({ changedWhen: conditions('nowhere.x', 'y') }, { changed: false, rc: 0 });
    expect(result).toMatchObject({ failed: true, rc: 0 });
    expect(result.msg).toMatch(/^The conditional check 'nowhere.x and y' failed. The error was: .*nowhere/);
    expect(result['changed_when_result']).toBe(result.msg);
    expect(diagnostic).toMatchObject({ span: SPAN });
    expect(diagnostic?.message).toMatch(/^changed_when: /);
  });

  it('passes the diagnostic of a failure on', () => {
    const diagnostic = new TsplayError('write-failed', 'disk full').toDiagnostic();
    expect(judge(frame({}), { changed: false, failed: true }, diagnostic).diagnostic).toBe(diagnostic);
    expect(judge(frame({}), { changed: false }, diagnostic).diagnostic).toBeUndefined();
  });
});

describe('retrying', () => {
  it('ends when all of until holds, or without it when nothing failed', () => {
    const settled = (task: Partial<Task>, result: ModuleResult): boolean => isSettled(frame(task), result);
    expect(settled({}, { changed: false })).toBe(true);
    expect(settled({}, { changed: false, failed: true })).toBe(false);
    const until = { register: 'r', until: conditions('r.n > 1', 'r is not failed') };
    expect(settled(until, { changed: false, n: 2 })).toBe(true);
    expect(settled(until, { changed: false, n: 2, failed: true })).toBe(false);
    expect(settled(until, { changed: false, n: 1 })).toBe(false);
    expect(() => settled({ until: conditions('r.n') }, { changed: false })).toThrow(TsplayError);
  });
});

describe('conditions', () => {
  it('are asked in order until one does not hold', () => {
    const scope = new LayeredScope([]);
    const [yes, no] = conditions('1 == 1', 'false') as [Condition, Condition];
    expect(firstFalse([yes, yes], engine, scope)).toBeUndefined();
    expect(firstFalse([], engine, scope)).toBeUndefined();
    expect(firstFalse([yes, no, { value: 'nowhere', span: SPAN }], engine, scope)).toBe(no);
  });
  it('are told as they are written', () => {
    const text = (value: Value): string => conditionText({ value, span: undefined });
    expect([true, false, null, 1, 'x > 1', new TemplateText('{{ x }}', SPAN)].map(text)).toEqual([
      'True',
      'False',
      'None',
      '1',
      'x > 1',
      '{{ x }}',
    ]);
  });
});

describe('facts of a host', () => {
  it('are known with and without their prefix', () => {
    const host = new HostRecord('h', () => []);
    host.facts.add(
      new Map<Value, Value>([
        ['ansible_os_family', 'Debian'],
        ['mine', 1],
        ['ansible_local', 2],
        [7, 'no'],
      ]),
    );
    expect([...host.facts.named]).toEqual([
      ['os_family', 'Debian'],
      ['mine', 1],
      ['ansible_local', 2],
    ]);
    expect([...host.facts.vars.keys()]).toEqual(['ansible_facts', 'ansible_os_family', 'mine', 'ansible_local']);
    expect(host.facts.vars.get('ansible_facts')).toBe(host.facts.named);
    host.facts.forget();
    expect([...host.facts.vars]).toEqual([['ansible_facts', new Map()]]);
  });
});
