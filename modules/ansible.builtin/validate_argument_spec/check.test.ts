import { describe, expect, it } from 'vitest';
import { argumentErrors } from './check.js';

describe('arguments against a specification', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>, string[]]>([
    ['nothing wanted', {}, {}, []],
    ['missing', { b: { required: true }, a: { required: true } }, {}, ['missing required arguments: a, b']],
    ['a default is given', { a: { required: true, default: 1 } }, {}, []],
    ['text is of any type', { a: {} }, { a: { b: 1 } }, []],
    ['unknown', { a: {} }, { z: 1 }, ['z. Supported parameters include: a.']],
    ['an alias', { a: { aliases: ['b'], required: true } }, { b: 1 }, []],
    ['numbers', { a: { type: 'int' }, b: { type: 'float' } }, { a: '5', b: '1.5' }, []],
    [
      'no number',
      { a: { type: 'int' } },
      { a: '1.5' },
      [
        "argument 'a' is of type <class 'str'> and we were unable to convert to int: \"'1.5'\" cannot be converted to an int",
      ],
    ],
    [
      'elements',
      { a: { type: 'list', elements: 'int' } },
      { a: '1,x' },
      [
        "Elements value for option 'a' is of type <class 'str'> and we were unable to convert to int: \"'x'\" cannot be converted to an int",
      ],
    ],
    ['choices', { a: { choices: ['x', 'y'] } }, { a: 'z' }, ['value of a must be one of: x, y, got: z']],
    ['choices that YAML made boolean', { a: { choices: ['yes', 'maybe'] } }, { a: true }, []],
    [
      'choices of a list',
      { a: { type: 'list', choices: ['x'] } },
      { a: ['x', 'q'] },
      ['value of a must be one or more of: x. Got no match for: q'],
    ],
    ['null of an optional one', { a: { type: 'int' } }, { a: null }, []],
  ])('%s', (_, spec, given, errors) => {
    expect(argumentErrors(spec, given)).toEqual(errors);
  });

  const nested = (more: object): Record<string, unknown> => ({
    o: { type: 'dict', options: { a: { type: 'int' }, b: {}, c: {} }, ...more },
  });
  it.each<[string, object, Record<string, unknown>, string[]]>([
    ['unknown inside', {}, { z: 1 }, ['o.z. Supported parameters include: a, b, c.']],
    [
      'mutually exclusive',
      { mutually_exclusive: [['a', 'b']] },
      { a: 1, b: 2 },
      ['parameters are mutually exclusive: a|b found in o'],
    ],
    [
      'required together',
      { required_together: [['a', 'b']] },
      { a: 1 },
      ['parameters are required together: a, b found in o'],
    ],
    ['one of', { required_one_of: [['a', 'b']] }, { c: 1 }, ['one of the following is required: a, b found in o']],
    [
      'required if',
      { required_if: [['c', 'x', ['a', 'b']]] },
      { c: 'x', a: 1 },
      ['c is x but all of the following are missing: b found in o'],
    ],
    ['required if, any', { required_if: [['c', 'x', ['a', 'b'], true]] }, { c: 'x', a: 1 }, []],
    ['required by', { required_by: { a: 'b' } }, { a: 1 }, ["missing parameter(s) required by 'a': b found in o"]],
  ])('in options of options: %s', (_, more, given, errors) => {
    expect(argumentErrors(nested(more), { o: given })).toEqual(errors);
  });
});
