import { describe, expect, it } from 'vitest';
import type { TsplayError } from '../../ground/index.js';
import { tuple, type Value } from '../../value/index.js';
import { createTemplateEngine } from '../engine.js';
import { engineWith, evaluate, scopeOf, template } from '../testing.js';

const files = {
  '/play/files/a.txt': 'text {{ n }}\n\n',
  '/play/templates/t.j2': '{{ n }} {{ extra | default("-") }}\n',
  '/play/templates/l.j2': '[{{ n }}, 2]',
  '/play/files/x.ini': '[one]\nKey = v1\n[two]\nkey: v2\n',
  '/play/files/x.csv': 'a,1,"x, y"\nb,2,z\n',
};
const scope = scopeOf({ n: 5, my_a: 1, my_b: 2, groups: { web: ['h1', 'h2'] }, tpl: 'plain' });
const ask = (source: string): Value => engineWith(files).expression(source, undefined, scope);

describe('lookup and query', () => {
  it('reads files, and what they say is data', () => {
    expect(ask("lookup('file', 'a.txt')")).toBe('text {{ n }}');
    expect(ask("lookup('file', 'a.txt', rstrip=false)")).toBe('text {{ n }}\n\n');
    expect(ask("lookup('ansible.builtin.env', 'HOME')")).toBe('/home/me');
    expect(ask("lookup('env', 'NOPE')")).toBe('');
    expect(ask("lookup('pipe', 'date')")).toBe('ran date');
  });
  it('renders templates', () => {
    expect(ask("lookup('template', 't.j2')")).toBe('5 -\n');
    expect(ask("lookup('template', 't.j2', template_vars={'extra': 'e'})")).toBe('5 e\n');
    expect(ask("lookup('template', 'l.j2')")).toEqual([5, 2]);
    expect(ask("lookup('template', 'l.j2', convert_data=false)")).toBe('[5, 2]');
  });
  it('finds variables', () => {
    expect(ask("lookup('vars', 'my_' ~ 'a')")).toBe(1);
    expect(ask("lookup('vars', 'nope', default=7)")).toBe(7);
    expect(ask("query('varnames', '^my_')")).toEqual(['my_a', 'my_b']);
    expect(() => ask("lookup('vars', 'nope')")).toThrow('nope');
  });
  it('handles errors= and wantlist=', () => {
    expect(() => ask("lookup('file', 'none')")).toThrow('not found');
    expect(ask("lookup('file', 'none', errors='ignore')")).toBe(null);
    expect(ask("query('file', 'none', errors='ignore')")).toEqual([]);
    const told: string[] = [];
    const engine = createTemplateEngine(engineWith(files).port, { tell: (d) => void told.push(d.message) });
    for (let i = 0; i < 2; i++)
      expect(engine.expression("lookup('file', 'none', errors='warn')", undefined, scope)).toBe(null);
    expect(told).toEqual([expect.stringContaining("Lookup failed but the error is being ignored: the file 'none'")]);
    expect(ask("lookup('items', [1, 2], wantlist=true)")).toEqual([1, 2]);
    expect(ask("lookup('items', ['a', 'b'])")).toBe('a,b');
  });
  it('reads ini and csv', () => {
    expect(ask("lookup('ini', 'key', section='two', file='x.ini')")).toBe('v2');
    expect(ask("lookup('ini', 'key', section='one', file='x.ini')")).toBe('v1');
    expect(ask("lookup('csvfile', 'a', file='x.csv', delimiter=',', col=2)")).toBe('x, y');
  });
  it('refuses what it does not have, by name', () => {
    for (const name of ['nosuch']) {
      try {
        ask(`lookup('${name}', 'x')`);
        expect.unreachable();
      } catch (error) {
        expect((error as TsplayError).code).toBe('unsupported-template');
      }
    }
    expect(() => ask("lookup('file', 'a.txt', colour='red')")).toThrow('colour');
  });
});

describe('loops', () => {
  const loop = (name: string, terms: Value[]): Value[] => engineWith(files).runLookup(name, terms, new Map(), scope);
  it('serves with_<lookup>', () => {
    expect(
      loop('nested', [
        ['a', 'b'],
        [1, 2],
      ]),
    ).toEqual([
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['b', 2],
    ]);
    expect(loop('together', [['a', 'b'], [1]])).toEqual([
      ['a', 1],
      ['b', null],
    ]);
    expect(loop('indexed_items', [['x', 'y']])).toEqual([tuple([0, 'x']), tuple([1, 'y'])]);
    expect(loop('sequence', ['start=1 end=3 format=h%02d'])).toEqual(['h01', 'h02', 'h03']);
    expect(loop('sequence', ['4-8/2'])).toEqual(['4', '6', '8']);
    expect(loop('dict', [new Map([['k', 1]])])).toEqual([
      new Map<string, Value>([
        ['key', 'k'],
        ['value', 1],
      ]),
    ]);
    expect(loop('first_found', [['none', 'a.txt']])).toEqual(['/play/files/a.txt']);
    expect(() => loop('first_found', [['none']])).toThrow('none of these');
    expect(loop('inventory_hostnames', ['web'])).toEqual(['h1', 'h2']);
    const users = [new Map<string, Value>([['g', [1, 2]]])];
    expect(loop('subelements', [users, 'g']).length).toBe(2);
  });
});

it('does not keep impure results', () => {
  let t = 0;
  const engine = engineWith();
  (engine.port as { now: () => number }).now = () => (t += 1000);
  const s = scopeOf({ a: template("{{ now(utc=true, fmt='%s') }}") });
  expect(engine.evaluate(template('{{ a }}{{ "" }}'), s)).not.toBe(engine.evaluate(template('{{ a }}{{ " " }}'), s));
  expect(evaluate('1')).toBe(1);
});
