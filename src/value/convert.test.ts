import { describe, expect, it } from 'vitest';
import {
  Float,
  float,
  fromJs,
  isEvaluated,
  keySpan,
  keyText,
  OmitValue,
  setSpans,
  spansOf,
  TemplateText,
  toJs,
  tuple,
  Tuple,
  Undefined,
  valueSpan,
  type Value,
} from './index.js';

const SPAN = { file: 'f', line: 1, col: 1 };

describe('fromJs', () => {
  it('keeps scalars and makes None of null and undefined', () => {
    for (const value of ['', 'x', 0, -0, 1.5, true, false, 10n, NaN]) expect(fromJs(value)).toBe(value);
    expect(fromJs(null)).toBeNull();
    expect(fromJs(undefined)).toBeNull();
  });

  it('makes dicts of objects, in order, without undefined ones', () => {
    expect(fromJs({ b: 1, a: undefined, c: [{ d: null }] })).toEqual(
      new Map<Value, Value>([
        ['b', 1],
        ['c', [new Map([['d', null]])]],
      ]),
    );
  });

  it('sees an own key __proto__ and no inherited ones', () => {
    const object = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as object;
    expect([...(fromJs(object) as Map<Value, Value>).keys()]).toEqual(['__proto__', 'constructor']);
    expect(fromJs(Object.create({ inherited: 1 }))).toEqual(new Map());
  });

  it('hands values of ours through, inside Maps too', () => {
    const text = new TemplateText('{{ x }}', SPAN);
    const missing = new Undefined("'x' is undefined");
    for (const value of [text, missing, new Float(1), OmitValue.instance]) expect(fromJs(value)).toBe(value);
    expect(fromJs(new Map<unknown, unknown>([[1, { a: text }]]))).toEqual(new Map([[1, new Map([['a', text]])]]));
  });

  it('refuses what no value is', () => {
    expect(() => fromJs(() => 1)).toThrow(TypeError);
    expect(() => fromJs({ a: Symbol('x') })).toThrow('no value for a symbol');
  });
});

describe('toJs', () => {
  it('gives objects with the keys as JSON writes them', () => {
    const map = new Map<Value, Value>([
      [true, 1],
      [null, 2],
      [7, 3],
      [new Float(1), 4],
      [10n ** 20n, 5],
      ['', 6],
    ]);
    expect(toJs(map)).toEqual({ true: 1, null: 2, '7': 3, '1.0': 4, '100000000000000000000': 5, '': 6 });
  });

  it('keeps __proto__ an ordinary key', () => {
    const object = toJs(new Map<Value, Value>([['__proto__', new Map([['polluted', 1]])]])) as object;
    expect(Object.keys(object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(fromJs(object)).toEqual(new Map([['__proto__', new Map([['polluted', 1]])]]));
  });

  it('makes numbers of floats, arrays of tuples', () => {
    expect(toJs([new Float(2), tuple([1, tuple([])])])).toEqual([2, [1, []]]);
    expect(Array.isArray(toJs(tuple([1])))).toBe(true);
    expect(toJs(tuple([1]))).not.toBeInstanceOf(Tuple);
  });

  it('prints other objects', () => expect(toJs(OmitValue.instance)).toBe('<<Omit>>'));

  it('refuses what was to be resolved before, at any depth', () => {
    expect(() => toJs([new Map([['a', new TemplateText('{{ x }}', SPAN)]])])).toThrow("unresolved template '{{ x }}'");
    expect(() => toJs([new Undefined("'x' is undefined")])).toThrow("'x' is undefined");
    expect(() => toJs(new Map<Value, Value>([[[1], 2]]))).toThrow('a list stands where a text is needed');
  });
});

describe('numbers and tuples', () => {
  it('are Floats only where a number would lose the point', () => {
    expect(float(1.5)).toBe(1.5);
    expect(float(2)).toEqual(new Float(2));
    expect(float(Infinity)).toBe(Infinity);
    expect(float(NaN)).toBeNaN();
  });
  it('do not fall for the one-number form of Array', () => {
    expect([...tuple([3])]).toEqual([3]);
    expect(tuple([1, 2]).map((v) => v)).not.toBeInstanceOf(Tuple);
  });
  it('print as keys', () => {
    expect(keyText(1.5)).toBe('1.5');
    expect(keyText(new Float(-3))).toBe('-3.0');
    expect(keyText(false)).toBe('false');
  });
});

describe('spans', () => {
  it('are known for containers that were told of, and only those', () => {
    const map = new Map<Value, Value>([['a', 1]]);
    const at = { file: 'f', line: 2, col: 3 };
    setSpans(map, { self: SPAN, keys: new Map([['a', SPAN]]), values: new Map([['a', at]]) });
    expect(spansOf(map)?.self).toBe(SPAN);
    expect(keySpan(map, 'a')).toBe(SPAN);
    expect(valueSpan(map, 'a')).toBe(at);
    expect(valueSpan(map, 'b')).toBeUndefined();
    expect(valueSpan(new Map(map), 'a')).toBeUndefined();
    expect(valueSpan('text', 0)).toBeUndefined();
    expect(keySpan(undefined, 'a')).toBeUndefined();
    expect(spansOf(null)).toBeUndefined();
  });
  it('leave plain dicts unmarked', () => expect(isEvaluated(new Map())).toBe(false));
});
