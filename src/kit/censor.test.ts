import { describe, expect, it } from 'vitest';
import { dict, list, secret, str } from './args.js';
import { censored, secretTexts } from './censor.js';
import * as z from './zod.js';

const schema = z.strictObject({
  name: str(),
  password: secret(str()).optional().describe('A password.'),
  tokens: list(secret(str())).optional(),
  login: z.strictObject({ user: str(), key: secret(str()).optional() }).optional(),
  logins: list(z.strictObject({ key: secret(str()) })).optional(),
  headers: secret(dict(str())).optional(),
});

describe('secretTexts', () => {
  it('finds what is marked at any depth, longest first', () => {
    const args = schema.parse({
      name: 'n',
      password: 'abc',
      tokens: ['t1', 't22'],
      login: { user: 'u', key: 'k333' },
      logins: [{ key: 'l4444' }],
      headers: { x: 'h55555' },
    });
    expect(secretTexts(schema, args)).toEqual(['h55555', 'l4444', 'k333', 'abc', 't22', 't1']);
  });

  it('finds nothing in what was not given', () => {
    expect(secretTexts(schema, schema.parse({ name: 'n', password: '' }))).toEqual([]);
  });
});

describe('censored', () => {
  it('replaces whole values and parts of them, and numbers that hold one', () => {
    const result = { a: 'abc', b: ['x abc y'], c: { abc: 1 }, d: 5, e: 15, f: true, g: null };
    expect(censored(result, ['abc', '5'])).toEqual({
      a: 'VALUE_SPECIFIED_IN_NO_LOG_PARAMETER',
      b: ['x ******** y'],
      c: { abc: 1 },
      d: 'VALUE_SPECIFIED_IN_NO_LOG_PARAMETER',
      e: 'VALUE_SPECIFIED_IN_NO_LOG_PARAMETER',
      f: true,
      g: null,
    });
  });
});
