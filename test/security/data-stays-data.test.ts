// What came from a host is data for ever: however it is copied and joined, nothing in it is evaluated.
import { describe, expect, it } from 'vitest';
import { createTemplatePort } from '../../src/controller/index.js';
import { TsplayError } from '../../src/ground/index.js';
import { createTemplateEngine, type Scope, type TemplatePort } from '../../src/template/index.js';
import { fromJs, TemplateText, type Value, type ValueMap } from '../../src/value/index.js';
import { insides, OF_ADVISORIES, payloads, PRODUCT } from './payloads.js';

const at = { file: 'site.yml', line: 1, col: 1 };
const text = (source: string): TemplateText => new TemplateText(source, at);

/** What an evaluated payload would reach for; each use is taken down. */
const reached: string[] = [];
const spy = (what: string) => (): never => {
  reached.push(what);
  throw new TsplayError('file-unreadable', `a payload reached for ${what}`);
};
const real = createTemplatePort({ searchPath: () => [] });
const port: TemplatePort = {
  ...real,
  exec: spy('a process'),
  readFile: spy('a file'),
  find: spy('a file'),
  glob: spy('files'),
  http: spy('a URL'),
  env: spy('the environment'),
  writePrivate: spy('a file to write'),
  exists: spy('a file'),
};
const engine = createTemplateEngine(port);

/**
 * Templates of a playbook that hand `data` on; each gives `data` itself, or text in which it stands as it is.
 * `list` and `dict` hold it; `copy` is a variable that is a template of it.
 */
const COPIES: readonly string[] = [
  '{{ data }}',
  '{{ copy }}',
  '{{ copy2 }}',
  '{{ list[0] }}',
  '{{ dict.key }}',
  "{{ dict['key'] }}",
  '{{ result.stdout }}',
  '{{ result.results[0].item.name }}',
  "{{ hostvars['h1'].data }}",
  "{{ vars['data'] }}",
  "{{ lookup('vars', 'data') }}",
  "{{ lookup('vars', 'nope', default=data) }}",
  '{{ nope | default(data) }}',
  '{{ [data] | first }}',
  '{{ list | join }}',
  "{{ {'a': data} | combine({'b': data}) | dict2items | map(attribute='value') | first }}",
  "{{ [{'name': data}] | map(attribute='name') | list | last }}",
  '{{ [data, data] | unique | first }}',
  '{{ [[data]] | flatten | first }}',
  '{{ [data] | zip([1]) | first | first }}',
  "{{ [data] | product(['x']) | first | first }}",
  '{{ data | to_json | from_json }}',
  '{{ data | to_nice_json | from_json }}',
  '{{ data | b64encode | b64decode }}',
  "{{ data | regex_replace('^', '') }}",
  "{{ data | regex_replace('ZZZ', data) }}",
  "{{ data | replace('ZZZ', '') }}",
  "{{ '%s' | format(data) }}",
  "{{ '{}'.format(data) }}",
  "{{ '%s' % data }}",
  '{{ data ~ "" }}',
  "{{ data + '' }}",
  '{{ data if true else 1 }}',
  '{{ data | string }}',
  "{{ data | ternary(data, '') }}",
  '{% set x = data %}{{ x }}',
  '{% for x in [data] %}{{ x }}{% endfor %}',
  '{% macro m(a) %}{{ a }}{% endmacro %}{{ m(data) }}',
  '{% set x %}{{ data }}{% endset %}{{ x }}',
  '{% filter string %}{{ data }}{% endfilter %}',
  "{{ lookup('dict', {'k': data})[0].value if false else data }}",
  "{{ query('items', [data]) | first }}",
  "{{ lookup('together', [data], [1]) | flatten | first }}",
  'before {{ data }} after',
  '{{ "{{" }}{{ data }}{{ "}}" }}',
];

function scopeWith(data: string): Scope {
  const values = fromJs({
    data,
    list: [data],
    dict: { key: data, [data]: 1 },
    result: { stdout: data, stdout_lines: data.split('\n'), results: [{ item: { name: data } }] },
    hostvars: { h1: { data } },
    ansible_facts: { fact: data },
  }) as ValueMap;
  values.set('copy', text('{{ data }}'));
  values.set('copy2', text('{{ copy }}'));
  return { lookup: (name) => values.get(name), names: () => [...values.keys()].map(String) };
}

/** Jinja2 knows no text but that: a value that looks like a list or a dict is read as one, and holds what it held. */
function plainText(value: Value): string {
  return typeof value === 'string' ? value : engine.text(value);
}

const all = payloads();
/** Milliseconds, on a machine that does other things too; alone each takes less than two seconds. */
const TIME = 120_000;

describe('data from a host', () => {
  it('comes in more than a thousand forms', () => {
    expect(all.length).toBeGreaterThan(1000);
    expect(new Set(all.map((p) => p.text)).size).toBe(all.length);
  });

  it.each(COPIES)(
    '%s',
    (source) => {
      const turn = COPIES.indexOf(source) % 4;
      reached.length = 0;
      // Each payload goes every fourth way; those that begin the list (the advisories) go all ways.
      for (const { name, text: data } of all.filter((_, i) => i < OF_ADVISORIES || i % 4 === turn)) {
        const scope = scopeWith(data);
        let value: Value;
        try {
          value = engine.resolve(text(source), scope);
        } catch (error) {
          expect(error, `${name}: ${String(error)}`).toBeInstanceOf(TsplayError);
          continue;
        }
        const got = plainText(value);
        expect(got.includes(PRODUCT) && !data.includes(PRODUCT), name).toBe(false);
        // Text that reads as a list or a dict is one; anything else is there to the letter.
        if (typeof value === 'string') expect(got.includes(data.replace(/\n$/, '')), `${name}: ${got}`).toBe(true);
      }
      expect(reached).toEqual([]);
    },
    TIME,
  );

  it(
    'as a condition is no code',
    () => {
      reached.length = 0;
      for (const { text: data } of all.filter((_, i) => i < 60 || i % 4 === 0)) {
        const scope = scopeWith(data);
        for (const condition of [
          '{{ data }}',
          '{{ copy }}',
          "{{ data }} == 'x'",
          "'{{ data }}' == 'x'",
          '"{{ data }}" != ""',
          'not {{ result.stdout }}',
        ]) {
          try {
            engine.condition(text(condition), undefined, scope);
          } catch (error) {
            expect(error).toBeInstanceOf(TsplayError);
          }
        }
        expect(engine.condition('data == result.stdout', undefined, scope)).toBe(true);
      }
      expect(reached).toEqual([]);
    },
    TIME,
  );

  it(
    'as the name of a variable, an attribute, a filter or a key finds nothing that it should not',
    () => {
      reached.length = 0;
      for (const { text: data } of all.filter((_, i) => i < 60 || i % 4 === 0)) {
        const scope = scopeWith(data);
        for (const source of [
          '{{ dict[data] }}',
          "{{ lookup('vars', data, default='none') }}",
          '{{ vars[data] is defined }}',
          '{{ dict | attr(data) is defined }}',
          '{{ [dict] | map(attribute=data) | list }}',
        ]) {
          try {
            expect(plainText(engine.resolve(text(source), scope))).not.toContain('[object');
          } catch (error) {
            expect(error).toBeInstanceOf(TsplayError);
          }
        }
      }
      expect(reached).toEqual([]);
    },
    TIME,
  );

  it('is the same in a template file', () => {
    reached.length = 0;
    for (const { text: data } of all) {
      const scope = scopeWith(data);
      expect(engine.renderFile('[{{ data }}]{{ result.stdout }}[{{ dict.key }}]', '/t.j2', scope)).toBe(
        `[${data}]${data}[${data}]`,
      );
    }
    expect(reached).toEqual([]);
  });
});

describe('the inside of values', () => {
  it('is not there for a template that a person has written', () => {
    const scope = scopeWith('x');
    for (const expression of insides()) {
      let value: Value = false;
      try {
        value = engine.expression(`(${expression}) is defined`, undefined, scope);
      } catch (error) {
        expect(error, expression).toBeInstanceOf(TsplayError);
      }
      expect(value, expression).toBe(false);
    }
  });

  it('prototypes stay clean', () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const scope = scopeWith('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}');
    for (const source of [
      '{{ data | from_json | combine({}, recursive=true) }}',
      '{{ data | from_yaml | to_json }}',
      '{{ data }}',
      "{% set d = {} %}{% do d.update({'__proto__': {'polluted': 1}}) %}{{ d }}",
    ]) {
      engine.resolve(text(source), scope);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    }
  });
});
