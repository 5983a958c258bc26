import { describe, expect, it } from 'vitest';
import type { Span } from '../ground/index.js';
import { keySpan, spansOf, PyDate, TemplateText, valueSpan, type Value, type ValueMap } from '../value/index.js';
import { loadYaml, loadYamlDocument } from './index.js';

const at = (span: Span | undefined): string =>
  span ? `${span.line}:${span.col}-${span.endLine}:${span.endCol}` : 'nowhere';
const load = (text: string, trust: 'templates' | 'data' = 'templates') => loadYamlDocument(text, 'f.yml', { trust });
const mapOf = (text: string): ValueMap => load(text).value as ValueMap;
const problems = (text: string): string[] =>
  loadYamlDocument(text, 'f.yml', { trust: 'templates' }).diagnostics.map(
    (d) => `${d.severity} ${d.span?.line}:${d.span?.col} ${d.message}`,
  );

describe('places', () => {
  it('knows keys, values and containers exactly', () => {
    const map = mapOf('# c\na: 1\nlist:\n  - x\n  - {k: "v"}\n\n# end\n');
    expect(at(spansOf(map)?.self)).toBe('2:1-5:13');
    expect(at(keySpan(map, 'a'))).toBe('2:1-2:2');
    expect(at(valueSpan(map, 'a'))).toBe('2:4-2:5');
    const list = map.get('list') as Value[];
    expect(at(keySpan(map, 'list'))).toBe('3:1-3:5');
    expect(at(spansOf(list)?.self)).toBe('4:3-5:13');
    expect(at(valueSpan(map, 'list'))).toBe('4:3-5:13');
    expect(at(valueSpan(list, 0))).toBe('4:5-4:6');
    expect(at(valueSpan(list, 1))).toBe('5:5-5:13');
    expect(at(valueSpan(list[1], 'k'))).toBe('5:9-5:12');
    expect(spansOf(map)?.self.file).toBe('f.yml');
  });

  it('gives empty values a place and keeps columns right behind a byte order mark and CRLF', () => {
    const map = mapOf('\uFEFFa:\r\nb: x\r\n');
    expect(map.get('a')).toBeNull();
    expect(valueSpan(map, 'a')?.line).toBe(1);
    expect(at(valueSpan(map, 'b'))).toBe('2:4-2:5');
  });

  it('says of merged keys where they were really written', () => {
    const map = mapOf('base: &b\n  k: 1\nx:\n  <<: *b\n  l: 2\n').get('x') as ValueMap;
    expect(at(keySpan(map, 'k'))).toBe('2:3-2:4');
    expect(at(valueSpan(map, 'l'))).toBe('5:6-5:7');
    expect(load('base: &b\n  k: 1\nx:\n  <<: *b\n  k: 2\n').diagnostics).toEqual([]);
  });

  it('stays exact far down a long file', () => {
    const map = mapOf(Array.from({ length: 500 }, (_, i) => `k${i}: "v"`).join('\n'));
    expect(at(valueSpan(map, 'k321'))).toBe('322:7-322:10');
    expect(at(valueSpan(map, 'k3'))).toBe('4:5-4:8');
  });
});

describe('templates', () => {
  const template = (text: string): string => {
    const value = mapOf(text).get('k');
    if (!(value instanceof TemplateText)) throw new Error('no template');
    return `${value.span.line}:${value.span.col} ${JSON.stringify(value.source)}`;
  };

  it.each([
    ['k: a {{ b }}', '1:4 "a {{ b }}"'],
    ['k: "{{ b }}"', '1:5 "{{ b }}"'],
    ["k: '{% if b %}{% endif %}'", '1:5 "{% if b %}{% endif %}"'],
    ['k:   "{# c #}"', '1:7 "{# c #}"'],
    ['k: |\n   a\n   {{ b }}\n', '2:4 "a\\n{{ b }}\\n"'],
    ['k: >-  # c\n  a\n  {{ b }}\n', '2:3 "a {{ b }}"'],
    ['k: |\n\n  {{ b }}\n', '2:3 "\\n{{ b }}\\n"'],
    ['k: !!str "{{ b }}"', '1:11 "{{ b }}"'],
  ])('%j', (text, expected) => expect(template(text)).toBe(expected));

  it('are only made from text with markers, of trusted documents, outside !unsafe', () => {
    expect(mapOf('k: "{ {x} }"').get('k')).toBe('{ {x} }');
    expect((load('k: "{{ x }}"', 'data').value as ValueMap).get('k')).toBe('{{ x }}');
    expect(mapOf('k: !unsafe "{{ x }}"').get('k')).toBe('{{ x }}');
    expect(mapOf('k: !unsafe [a, {b: "{{ x }}"}]').get('k')).toEqual(['a', new Map([['b', '{{ x }}']])]);
    expect([...mapOf('"{{ x }}": 1').keys()][0]).toBeInstanceOf(TemplateText);
  });
});

describe('mistakes', () => {
  it.each([
    ['k: {{ x }}', 'error 1:4 a value that starts with {{ must be quoted, or YAML takes it for a mapping'],
    ['k: {{ x }}/y', 'error 1:4 a value that starts with {{ must be quoted, or YAML takes it for a mapping'],
    ['- {{ x }} y', 'error 1:3 a value that starts with {{ must be quoted, or YAML takes it for a mapping'],
    ['k: a: b', 'error 1:4 this value holds ": ", which would start a mapping inside the value'],
    ['k:\n\ta: 1', 'error 2:1 a tab is used for indentation'],
    ['k: "x" y', 'error 1:8 there is text after the closing quote'],
    ["k: 'x", 'error 1:6 the quoted value is not closed'],
    ['a: 1\nb\nc: 2', "error 2:1 a 'key: value' pair is expected here"],
    ['a: 1\na: 2', "warning 2:1 the key 'a' is given twice; the last one counts"],
    ['a: *b', 'error 1:4 there is no anchor &b before this alias'],
    ['a: &a [*a]', 'error 1:8 the alias *a stands inside the value it refers to'],
    ['a: !foo b', 'error 1:9 the tag !foo is not supported here'],
    ['a: !!binary aGk=', 'error 1:13 the tag !!binary is not supported here'],
    ['a: !!int x', "error 1:10 'x' cannot be read as !!int"],
    ['<<: 1', 'error 1:5 << needs a mapping or a list of mappings'],
    ['? [a]\n: 1', 'error 1:3 a list or a mapping cannot be a key'],
    ['a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  00\n', 'error 1:11 an encrypted value cannot be used here'],
    ['a: 1\n---\nb: 1\n', 'error 2:1 one document is expected in this file, there are 2'],
    ['# c\n---\na: 1\n---\nb: 1\n', 'error 4:1 one document is expected in this file, there are 2'],
  ])('%j', (text, expected) => expect(problems(text)).toEqual([expected]));

  it('are all told at once, with the place of the first of two equal keys', () => {
    expect(problems('a: !foo 1\nb: !bar 2\nc: *d\n')).toHaveLength(3);
    expect(problems('a: b: c\nd: 1\ne: f: g\n').map((p) => p.split(' ')[1])).toEqual(['1:4', '3:4']);
    const [twice] = load('a: 1\nb: 2\na: 3\n').diagnostics;
    expect(at(twice?.notes?.[0]?.span)).toBe('1:1-1:2');
  });

  it('bounds what aliases unfold to', () => {
    let text = 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n';
    for (let i = 1; i < 10; i++)
      text += `a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(', ')}]\n`;
    const found = problems(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('unfold to more than');
  });

  it('survives absurd nesting', () => {
    expect(() => load('['.repeat(20_000))).not.toThrow();
    expect(load('['.repeat(20_000)).diagnostics.length).toBeGreaterThan(0);
  });
});

describe('vault', () => {
  const text = 'a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n';
  it('hands the ciphertext and its place to the callback', () => {
    const seen: string[] = [];
    const { value, diagnostics } = loadYamlDocument(text, 'f.yml', {
      trust: 'templates',
      vault: (ciphertext, span) => {
        seen.push(`${span.line} ${ciphertext}`);
        return '{{ plain }}';
      },
    });
    expect(seen).toEqual(['1 $ANSIBLE_VAULT;1.1;AES256\n6162\n']);
    expect((value as ValueMap).get('a')).toBe('{{ plain }}');
    expect(diagnostics).toEqual([]);
  });
});

describe('a file that is encrypted as a whole', () => {
  it('is refused by those who do not decrypt what they read', () => {
    const text = '$ANSIBLE_VAULT;1.1;AES256\n6162\n';
    expect(problems(text)).toEqual(['error 1:1 this text is encrypted with a vault and cannot be used here']);
  });
});

describe('indentation inside quotes and brackets', () => {
  it('does not count, as in PyYAML, and places stay exact', () => {
    const map = mapOf('a:\n  - b: [\n    x,\n    "{{ y\n  }}"\n  ]\n    c: "p\n    q"\nd: 1\n');
    const item = (map.get('a') as ValueMap[])[0];
    const list = item?.get('b') as Value[];
    expect(at(valueSpan(list, 0))).toBe('3:5-3:6');
    expect((list[1] as TemplateText).source).toBe('{{ y }}');
    expect(at((list[1] as TemplateText).span)).toBe('4:6-5:5');
    expect(item?.get('c')).toBe('p q');
    expect(at(valueSpan(map, 'd'))).toBe('9:4-9:5');
  });
  it('still finds a forgotten quote where it is', () => {
    expect(problems('a: "x\nb: 1\nc: "y"\n')[0]).toBe('error 1:6 the quoted value is not closed');
  });
});

describe('streams', () => {
  it('gives every document, anchors do not reach across', () => {
    const { documents, diagnostics } = loadYaml('a: &x 1\n---\n- 2\n---\n', 'f', { trust: 'data' });
    expect(documents).toEqual([new Map([['a', 1]]), [2], null]);
    expect(diagnostics).toEqual([]);
    expect(loadYaml('a: &x 1\n---\nb: *x\n', 'f', { trust: 'data' }).diagnostics).toHaveLength(1);
  });
  it('takes an empty text for no document', () => {
    expect(loadYaml('# nothing\n', 'f', { trust: 'data' }).documents.filter((d) => d !== null)).toEqual([]);
    expect(load('').value).toBeNull();
  });
  it('keeps order of keys, and shares what is aliased', () => {
    const map = mapOf('"10": a\n"9": b\nx: &x [1]\ny: *x\n');
    expect([...map.keys()]).toEqual(['10', '9', 'x', 'y']);
    expect(map.get('x')).toBe(map.get('y'));
  });
});

describe('dates', () => {
  it('are dates and datetimes, also as keys; quoted they are text', () => {
    const map = mapOf('a: 2020-01-02\nb: 2020-1-2 3:04:05.5 +2\nc: "2020-01-02"\n2020-01-02: d\n');
    expect([map.get('a'), map.get('b')].map((v) => (v as PyDate).repr())).toEqual([
      'datetime.date(2020, 1, 2)',
      'datetime.datetime(2020, 1, 2, 3, 4, 5, 500000, tzinfo=datetime.timezone(datetime.timedelta(seconds=7200)))',
    ]);
    expect(map.get('c')).toBe('2020-01-02');
    expect([...map.keys()].at(-1)).toBeInstanceOf(PyDate);
  });
  it('that there are not are refused', () => {
    expect(problems('a: 2023-02-29\n')).toEqual(["error 1:4 there is no such date or time as '2023-02-29'"]);
  });
});
