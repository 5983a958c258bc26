// JSON as Ansible prints results.
import { describe, expect, it } from 'vitest';
import { Float } from '../value/index.js';
import { jsonIndented, jsonLine } from './json.js';

describe('jsonLine and jsonIndented', () => {
  it('sort keys and part with a space', () => {
    expect(jsonLine({ b: [1, 'x', null, true], a: {} })).toBe('{"a": {}, "b": [1, "x", null, true]}');
  });

  it('indent by four and leave what is empty on its line', () => {
    expect(jsonIndented({ msg: { b: [1, []], a: 'é\n' } })).toBe(
      '{\n    "msg": {\n        "a": "é\\n",\n        "b": [\n            1,\n            []\n        ]\n    }\n}',
    );
  });

  it('take numbers of all kinds, maps and what is missing', () => {
    expect(jsonLine([2n ** 60n, new Float(1), 1.5, NaN, Infinity, undefined])).toBe(
      '[1152921504606846976, 1.0, 1.5, NaN, Infinity, null]',
    );
    expect(
      jsonLine(
        new Map<unknown, unknown>([
          [2, 'b'],
          ['1', undefined],
        ]),
      ),
    ).toBe('{"2": "b"}');
  });

  it('escape what a terminal would act on', () => {
    expect(jsonLine('\u001b[2J\u009b')).toBe('"\\u001b[2J\\u009b"');
  });
});
