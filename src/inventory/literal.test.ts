import { describe, expect, it } from 'vitest';
import { Float, Tuple, type Value } from '../value/index.js';
import { parsePythonLiteral } from './literal.js';
import { QuoteError, splitWords } from './shlex.js';

describe('Python literals', () => {
  it.each<[string, Value | undefined]>([
    ['1', 1],
    ['-1', -1],
    ['12345678901234567890', 12345678901234567890n],
    ['1.5', 1.5],
    ['1.0', new Float(1)],
    ['0x1F', 31],
    ['0644', undefined],
    ['True', true],
    ['true', undefined],
    ['None', null],
    ['\'a\' "b"', 'ab'],
    ["r'\\n'", '\\n'],
    ["'\\n\\x41\\q'", '\nA\\q'],
    ["'''a'''", 'a'],
    ["'a", undefined],
    ["f'a'", undefined],
    ['[1, [2]]', [1, [2]]],
    ['[1 2]', undefined],
    ['[', undefined],
    ['{}', new Map()],
    ["{'a': 1}", new Map([['a', 1]])],
    ['{[]: 1}', undefined],
    ['{1: 2, 3}', undefined],
    ['{1, 2}', [1, 2]],
    ['(1)', 1],
    ['{{ x }}', undefined],
    ['1 # c', 1],
    ['', undefined],
    ['a', undefined],
    ['5-3', undefined],
    ['1.2.3', undefined],
    ['...', undefined],
    ['['.repeat(50_000), undefined],
  ])('%j', (text, value) => expect(parsePythonLiteral(text)).toEqual(value));

  it('tells tuples from lists', () => {
    expect(parsePythonLiteral('1, 2')).toBeInstanceOf(Tuple);
    expect(parsePythonLiteral('()')).toBeInstanceOf(Tuple);
    expect(parsePythonLiteral('[1]')).not.toBeInstanceOf(Tuple);
  });
});

describe('words', () => {
  it('know where each character stood', () => {
    const [, word] = splitWords('h  a="x y"z # c');
    expect(word).toEqual({ text: 'a=x yz', at: [3, 4, 6, 7, 8, 10, 11] });
  });
  it.each([
    ["''", ['']],
    ['a#b', ['a']],
    ['a\\ b', ['a b']],
    ['"a\\"b\\c"', ['a"b\\c']],
    ["'a\\b'", ['a\\b']],
  ])('%j', (line, texts) => expect(splitWords(line).map((w) => w.text)).toEqual(texts));
  it.each(['"a', "'a", 'a\\'])('%j is refused', (line) => expect(() => splitWords(line)).toThrow(QuoteError));
});
