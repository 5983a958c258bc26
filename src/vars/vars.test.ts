import { describe, expect, it } from 'vitest';
import { fromJs, isEvaluated, keyText, toJs, type Value } from '../value/index.js';
import { ItemVars, LayeredScope, LazyMap, type Layer } from './index.js';

const layer = (rank: Layer['rank'], vars: Record<string, Value>): Layer => ({
  rank,
  vars: new Map(Object.entries(vars)),
});

describe('LazyMap', () => {
  const asked: Value[] = [];
  const lazy = new LazyMap(
    () => ['a', 'b', 'gone', '__proto__'],
    (key) => {
      asked.push(key);
      return key === 'gone' || key === 'never' ? undefined : `${keyText(key)}!`;
    },
  );

  it('works out what is asked for, when it is', () => {
    expect(asked).toEqual([]);
    expect(lazy.get('b')).toBe('b!');
    expect(asked).toEqual(['b']);
    expect(lazy.get('unlisted')).toBe('unlisted!');
    expect(lazy.has('never')).toBe(false);
    expect([...lazy.keys()]).toEqual(['a', 'b', 'gone', '__proto__']);
  });

  it('goes over what exists, however it is gone over', () => {
    const all = [
      ['a', 'a!'],
      ['b', 'b!'],
      ['__proto__', '__proto__!'],
    ];
    expect([...lazy]).toEqual(all);
    expect([...lazy.entries()]).toEqual(all);
    expect([...lazy.values()]).toEqual(['a!', 'b!', '__proto__!']);
    const seen: Value[] = [];
    lazy.forEach((value, key, map) => {
      expect(map).toBe(lazy);
      seen.push(`${keyText(key)}=${keyText(value)}`);
    });
    expect(seen).toEqual(['a=a!', 'b=b!', '__proto__=__proto__!']);
  });

  it('is a dict to conversions and says it holds no templates', () => {
    expect(lazy).toBeInstanceOf(Map);
    expect(isEvaluated(lazy)).toBe(true);
    expect(Object.keys(toJs(lazy) as object)).toEqual(['a', 'b', '__proto__']);
    expect(fromJs(lazy)).toEqual(new Map([...lazy]));
  });

  it('cannot be written to', () => {
    const map: Map<Value, Value> = lazy;
    expect(() => map.set('a', 1)).toThrow(TypeError);
    expect(() => map.delete('a')).toThrow(TypeError);
    expect(() => map.clear()).toThrow(TypeError);
  });
});

describe('LayeredScope', () => {
  const scope = new LayeredScope([
    layer('extra vars', { a: 1, nothing: null }),
    layer('play vars', { a: 2, b: false, nothing: 3 }),
    layer('role defaults', { b: true, c: '' }),
  ]);

  it('gives the value of the highest layer that has the name, also None, false and empty ones', () => {
    expect(['a', 'b', 'c', 'nothing', 'd'].map((n) => scope.lookup(n))).toEqual([1, false, '', null, undefined]);
    expect(scope.origin('b')?.rank).toBe('play vars');
    expect(scope.origin('nothing')?.rank).toBe('extra vars');
    expect(scope.origin('toString')).toBeUndefined();
  });

  it('lists each name once', () => expect([...scope.names()]).toEqual(['a', 'nothing', 'b', 'c']));

  it('stays as it is when a layer is put on top', () => {
    const more = scope.with(layer('task vars', { a: 0 }));
    expect([more.lookup('a'), scope.lookup('a')]).toEqual([0, 1]);
  });

  it('says what no host had a say in', () => {
    const item = (name: string, fromProject: boolean): Layer => ({
      rank: 'include params',
      vars: new ItemVars([[name, 'x']], fromProject),
    });
    const one = scope
      .with(layer('set_fact and registered vars', { r: 1 }))
      .with(item('i', true))
      .with(item('j', false));
    expect(['a', 'r', 'i', 'j', 'nope'].map((n) => one.isFromProject(n))).toEqual([true, false, true, false, false]);
    const layers = [
      layer('play vars', { d: fromJs({ a: 1 }) }),
      layer('facts and cached set_fact', { d: fromJs({ b: 2 }) }),
    ];
    expect(new LayeredScope(layers).isFromProject('d')).toBe(true);
    expect(new LayeredScope(layers, true).isFromProject('d')).toBe(false);
  });
});
