// Results as YAML; the expected texts are those of ansible-core 2.18.
import { describe, expect, it } from 'vitest';
import { yamlResult } from './yaml-result.js';

const RESULT = {
  stdout: 'a\nb  \n c',
  stdout_lines: ['a', 'b  ', ' c'],
  m: { a: [1, [2, 3], { x: 'y', z: [] }], e: 'l1\nl2\n', n: null, s: 'yes', em: {}, tab: 'a\tb\nc' },
};

describe('a result as YAML', () => {
  it('is for readers', () => {
    expect(yamlResult(RESULT)).toBe(`    m:
        a:
        - 1
        -   - 2
            - 3
        -   x: y
            z: []
        e: |-
            l1
            l2
        em: {}
        n: null
        s: 'yes'
        tab: |-
            a       b
            c
    stdout: |-
        a
        b
         c
    stdout_lines: <omitted>`);
  });

  it('may be exact', () => {
    expect(yamlResult(RESULT, true)).toBe(`    m:
      a:
      - 1
      - - 2
        - 3
      - x: y
        z: []
      e: |
        l1
        l2
      em: {}
      n: null
      s: 'yes'
      tab: "a\\tb\\nc"
    stdout: "a\\nb  \\n c"
    stdout_lines:
    - a
    - 'b  '
    - ' c'`);
  });

  it('quotes what YAML cannot hold as it is', () => {
    expect(yamlResult({ x: 'a\n\u0007', y: '' })).toBe(`    x: "a\\n\\a"\n    y: ''`);
  });
});
