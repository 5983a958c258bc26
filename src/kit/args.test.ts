import { describe, expect, it } from 'vitest';
import { alias, bool, choice, dict, int, list, mode, num, path, raw, str, type z } from './index.js';

/** What the schema makes of a value, or its first complaint. */
function read(schema: z.ZodType, value: unknown): unknown {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : `! ${parsed.error.issues[0]?.message}`;
}

describe('bool', () => {
  it.each([true, 1, 'yes', 'Yes', 'YES', 'on', 'true', 'True', 't', 'T', 'y', 'Y', '1', ' true ', 'on\n'])(
    '%j is true',
    (v) => {
      expect(read(bool(), v)).toBe(true);
    },
  );
  it.each([false, 0, 'no', 'No', 'NO', 'off', 'false', 'False', 'f', 'n', 'N', '0', ' off '])('%j is false', (v) => {
    expect(read(bool(), v)).toBe(false);
  });
  it.each([2, -1, 0.5, '', 'maybe', '2', 'yess', null, undefined, [], {}, [true], NaN])('%j is neither', (v) => {
    expect(read(bool(), v)).toMatch(/^! is not a boolean: use one of yes, no/);
  });
});

describe('int', () => {
  it.each([
    [5, 5],
    [-3, -3],
    ['5', 5],
    [' 5 ', 5],
    ['+5', 5],
    ['-05', -5],
    ['5.0', 5],
    ['5.', 5],
    [5.0, 5],
  ])('%j is %j', (v, n) => expect(read(int(), v)).toBe(n));
  it.each(['', ' ', '5.5', 5.5, '0x10', '1e3', 'five', null, undefined, [], '5 5', NaN, Infinity, '1'.repeat(30)])(
    '%j is not',
    (v) => expect(read(int(), v)).toBe('! is not a whole number'),
  );
});

describe('num', () => {
  it.each([
    [1.5, 1.5],
    ['1.5', 1.5],
    [' -2 ', -2],
    ['1e3', 1000],
    ['.5', 0.5],
  ])('%j is %j', (v, n) => expect(read(num(), v)).toBe(n));
  it.each(['', '  ', 'x', null, [], '1,5'])('%j is not', (v) => expect(read(num(), v)).toBe('! is not a number'));
});

describe('str and path', () => {
  it.each([
    ['', ''],
    ['x', 'x'],
    [1, '1'],
    [1.5, '1.5'],
    [true, 'True'],
    [false, 'False'],
  ])('%j is %j, as Python prints it', (v, text) => {
    expect(read(str(), v)).toBe(text);
    expect(read(path(), v)).toBe(text);
  });
  it.each([[null], [undefined], [['x']], [{ a: 1 }]])('%j is no text', (v) => expect(read(str(), v)).toMatch(/^!/));
});

describe('list', () => {
  it.each([
    [[], []],
    [
      ['a,b', 'c'],
      ['a,b', 'c'],
    ],
    ['', []],
    ['a', ['a']],
    ['a,b , c', ['a', 'b', 'c']],
    ['a,,b', ['a', '', 'b']],
    [5, ['5']],
    [true, ['True']],
    [
      [1, true],
      ['1', 'True'],
    ],
  ])('of texts: %j is %j', (v, expected) => expect(read(list(str()), v)).toEqual(expected));
  it('of numbers', () => expect(read(list(int()), '1, 2')).toEqual([1, 2]));
  it.each([[null], [undefined], [{ a: 1 }], [[['nested']]], [[null]]])('refuses %j', (v) => {
    expect(read(list(str()), v)).toMatch(/^!/);
  });
  it('names the element that is wrong', () => {
    expect(list(int()).safeParse(['1', 'x']).error?.issues[0]).toMatchObject({
      path: [1],
      message: 'is not a whole number',
    });
  });
});

describe('dict', () => {
  it.each([
    [{ a: 1 }, { a: '1' }],
    [{}, {}],
    ['a=1', { a: '1' }],
    ['a=1, b=2', { a: '1', b: '2' }],
    ['a=1,b=2', { a: '1', b: '2' }],
    ['a=1 b=2', { a: '1', b: '2' }],
    ['a=', { a: '' }],
    ['url=http://x/?q=1', { url: 'http://x/?q=1' }],
    ['a="x y", b=\'p, q\'', { a: 'x y', b: 'p, q' }],
    ['{"a": 1, "b": "x=y"}', { a: '1', b: 'x=y' }],
    [' {"a": 1} ', { a: '1' }],
  ])('%j is %j', (v, expected) => expect(read(dict(str()), v)).toEqual(expected));
  it.each(['', 'a', 'a=1 b', '=1', 'a="x', '{"a": }', '[1]', 5, true, null, undefined])('refuses %j', (v) => {
    expect(read(dict(str()), v)).toMatch(/^!/);
  });
});

describe('choice', () => {
  const schema = choice('present', 'absent', '2', 'True');
  it.each([
    ['present', 'present'],
    [2, '2'],
    [true, 'True'],
  ])('%j is %j', (v, expected) => expect(read(schema, v)).toBe(expected));
  it.each(['Present', ' present', '', 'gone', false, null, undefined, ['present']])(
    'refuses %j and says what there is',
    (v) => {
      expect(read(schema, v)).toBe('! must be one of: present, absent, 2, True');
    },
  );
});

describe('mode', () => {
  const bits = (n: number): unknown => ({ kind: 'bits', bits: n });
  it.each([
    ['0644', bits(0o644)],
    ['644', bits(0o644)],
    ['0o644', bits(0o644)],
    ['04755', bits(0o4755)],
    ['7777', bits(0o7777)],
    [' 0600 ', bits(0o600)],
    ['0', bits(0)],
    [0o644, bits(0o644)],
    [0, bits(0)],
    ['preserve', { kind: 'preserve' }],
    ...['u=rw,g=r,o=', 'u+x', '+x', 'a-w', 'ug=rwX,o-rwx', 'u=rwxs,o+t', 'g=u', 'u=rw-x+s', 'go='].map(
      (text): [string, unknown] => [text, { kind: 'symbolic', text }],
    ),
  ])('%j', (v, expected) => expect(read(mode(), v)).toEqual(expected));
  it.each(['', '0888', '77777', 'rw-r--r--', 'u=rw,', ',', 'x=r', 'u=z', '-1', -1, 0o10000, '0x1ff'])(
    'refuses %j',
    (v) => {
      expect(read(mode(), v)).toBe(
        `! '${v}' is not a file mode: use octal in quotes ('0644'), symbolic (u=rw,g=r) or preserve`,
      );
    },
  );
  it.each([[1.5], [true], [null], [undefined], [['0644']]])('refuses %j', (v) => expect(read(mode(), v)).toMatch(/^!/));
});

it('raw takes all there is, alias keeps what a schema says of itself', () => {
  for (const v of [null, 'x', [1], { a: 1 }]) expect(read(raw(), v)).toEqual(v);
  expect(alias(path().describe('A path.'), 'dest', 'name').meta()).toMatchObject({
    aliases: ['dest', 'name'],
    description: 'A path.',
    kind: 'path',
  });
});
