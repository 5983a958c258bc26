import { describe, expect, it } from 'vitest';
import { TsplayError } from '../ground/index.js';
import { EVALUATED, OmitValue, PyDate, TemplateText, Undefined, tuple, type Value } from '../value/index.js';
import { unknownExtensions, type TemplateEngineOptions } from './options.js';
import { engineWith, evaluate, render, scopeOf, template } from './testing.js';

describe('expressions', () => {
  it('has the traps of nunjucks right', () => {
    expect(evaluate('2 * 3 % 4')).toBe(2);
    expect(evaluate('9 // 4 % 3')).toBe(2);
    expect(evaluate('a == b is defined', { a: true, b: 1 })).toBe(true);
    expect(evaluate('0x1f')).toBe(31);
    expect(evaluate('1e3 == 1000')).toBe(true);
    expect(evaluate('x[1:2]', { x: [1, 2, 3] })).toEqual([2]);
    expect(evaluate('a.0', { a: [7] })).toBe(7);
    expect(evaluate('(1,)')).toEqual(tuple([1]));
    expect(evaluate('9 is divisibleby 3')).toBe(true);
    expect(evaluate('4 is not in [1, 2]')).toBe(true);
    expect(evaluate("'a' 'b'")).toBe('ab');
    expect(evaluate('1 < 2 < 3')).toBe(true);
    expect(evaluate("1 == '1'")).toBe(false);
    expect(evaluate('1 if [] else 2')).toBe(2);
    expect(evaluate('dict(*[[("a", 1)]], **{"b": 2})')).toEqual(
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
    );
    expect(evaluate('2 ** 100')).toBe(2n ** 100n);
    expect(evaluate('7 // -2')).toBe(-4);
    expect(evaluate('-7 % 3')).toBe(2);
  });
});

describe('variables', () => {
  it('evaluates templates lazily, at any depth', () => {
    const scope = scopeOf({
      a: template('{{ b.c }}'),
      b: { c: template('{{ n + 1 }}'), bad: template('{{ nope }}') },
      n: 1,
    });
    expect(engineWith().evaluate(template('{{ a * 2 }}'), scope)).toBe(4);
    expect(() => engineWith().evaluate(template('{{ b | length }}'), scope)).toThrow("'nope' is undefined");
  });
  it('finds loops of references', () => {
    const scope = scopeOf({ a: template('{{ b }}'), b: template('{{ a }}') });
    try {
      engineWith().evaluate(template('{{ a }}'), scope);
      expect.unreachable();
    } catch (error) {
      expect((error as TsplayError).code).toBe('variable-loop');
      expect((error as TsplayError).notes?.length).toBe(2);
    }
  });
  it('gives undefined values that explain themselves', () => {
    const scope = scopeOf({ colour: 1, d: { name: 1 } });
    const engine = engineWith();
    const u = engine.evaluate(template('{{ color }}'), scope);
    expect(u).toBeInstanceOf(Undefined);
    expect(() => engine.evaluate(template('x {{ color }}'), scope)).toThrow("'color' is undefined");
    try {
      engine.evaluate(template('x {{ color }}'), scope);
    } catch (error) {
      expect((error as TsplayError).hint).toContain('colour');
      expect((error as TsplayError).span).toEqual({ file: 'vars.yml', line: 10, col: 10 });
    }
    expect(engine.evaluate(template('{{ x.y.z | default(3) }}'), scope)).toBe(3);
    expect(() => engine.evaluate(template('{{ d.nam }}!'), scope)).toThrow("'dict object' has no attribute 'nam'");
  });
  it('never evaluates plain strings', () => {
    expect(engineWith().evaluate(template('{{ s }}'), scopeOf({ s: '{{ 1 + 1 }}' }))).toBe('{{ 1 + 1 }}');
  });
  it('does not change variables when a template mutates them', () => {
    const l = [1];
    const scope = scopeOf(new Map([['l', l]]));
    expect(engineWith().renderFile('{% set _ = l.append(2) %}{{ l }}', 'f', scope)).toBe('[1, 2]');
    expect(l).toEqual([1]);
  });
  it('drops omit at any depth', () => {
    const scope = scopeOf({});
    const value = new Map<string, unknown>([
      ['a', template('{{ omit }}')],
      ['b', [1, template('{{ omit }}')]],
    ]);
    expect(engineWith().resolve(value as never, scope)).toEqual(new Map([['b', [1]]]));
    expect(engineWith().resolve(template('{{ omit }}'), scope)).toBe(OmitValue.instance);
  });
});

describe('native values and text', () => {
  it('keeps types of single expressions and reads literal text', () => {
    const scope = scopeOf({ n: 5, l: [1] });
    const engine = engineWith();
    expect(engine.evaluate(template('{{ n }}'), scope)).toBe(5);
    expect(engine.evaluate(template('[{{ n }}, "{{ n }}"]'), scope)).toEqual([5, '5']);
    expect(engine.evaluate(template('{% if n %}True{% endif %}'), scope)).toBe(true);
    expect(engine.evaluate(template('{{ l }}\n'), scope)).toEqual([1]);
    expect(engine.evaluate(template('{{ "x" }}\n'), scope)).toBe('x\n');
    expect(engine.evaluate(template('a{{ none }}b'), scope)).toBe('ab');
  });
});

describe('settings', () => {
  const scope = scopeOf({ n: 5 });
  const value = (options: TemplateEngineOptions, source: string): Value =>
    engineWith({}, options).resolve(template(source), scope);
  it('jinja2_native: any literal is its value', () => {
    const native = (source: string): Value => value({ native: true }, source);
    expect(native('{{ n }}{{ n }}')).toBe(55);
    expect(native("{{ '(1, 2)' }}")).toEqual(tuple([1, 2]));
    expect(native("{{ 'None' }}")).toBe(null);
    expect(native("{{ 'true' }}")).toBe('true');
    expect(native('{{ \'"q"\' }}')).toBe('"q"');
    expect(native('a{{ none }}')).toBe('aNone');
    expect(native('0x{{ 10 }}')).toBe(16);
    expect(native('05{{ n }}')).toBe('055');
    expect(native("{{ '1' | string }}")).toBe('1');
  });
  it('literals: off, text stays text', () => {
    expect(value({}, "{{ '[1]' }}")).toEqual([1]);
    expect(value({ literals: false }, "{{ '[1]' }}")).toBe('[1]');
  });
  it('dont_type_filters', () => {
    expect(value({ textFilters: ['lower'] }, "{{ '[1]' | lower }}")).toBe('[1]');
    expect(value({ textFilters: ['lower'] }, '{{ [1] | to_json }}')).toEqual([1]);
  });
  it('error_on_undefined_vars: the text stays', () => {
    const lax = (source: string): Value => value({ undefinedIsError: false }, source);
    expect(lax('{{ nope }}')).toBe('{{ nope }}');
    expect(lax('{{ [n, nope] }}')).toBe('{{ [n, nope] }}');
    expect(lax('{{ nope | default(3) }}')).toBe(3);
    const engine = engineWith({}, { undefinedIsError: false });
    expect(engine.renderFile('a {{ nope }}\n', 'f', scope)).toBe('a {{ nope }}\n');
    expect(() => engine.condition('nope', undefined, scope)).toThrow("'nope' is undefined");
  });
  it('jinja2_extensions', () => {
    expect(unknownExtensions(['jinja2.ext.do', 'jinja2.ext.i18n', 'loopcontrols', ''])).toEqual(['jinja2.ext.i18n']);
  });
});

describe('conditions', () => {
  const scope = scopeOf({ a: 'x', t: true, s: 'no' });
  const engine = engineWith();
  const check = (c: unknown): boolean => engine.condition(c as never, undefined, scope);
  it('takes expressions, values and templates', () => {
    expect(check('a == "x"')).toBe(true);
    expect(check(false)).toBe(false);
    expect(check('')).toBe(true);
    expect(check(null)).toBe(true);
    expect(check(template('{{ t }}'))).toBe(true);
    expect(check(template("{{ 'False' }}"))).toBe(false);
    expect(check(template("{{ '' }}"))).toBe(false);
    expect(check(template("'{{ a }}' == 'x'"))).toBe(true);
    expect(() => check('nope')).toThrow("'nope' is undefined");
  });
  it('reads text of the project as a condition, as ansible-core 2.18 does, and no other', () => {
    const values = { c: 'n == 5', n: 5, deep: { if: ['n > 9'] }, name: 'n', indirect: template('{{ c }}') };
    const written = { ...scopeOf(values), isFromProject: () => true };
    const is = (text: string): boolean => engine.condition(template(text), undefined, written);
    expect(is('{{ c }}')).toBe(true);
    expect(is('{{ deep.if[0] }}')).toBe(false);
    expect(is('{{ name }} is defined and {{ name }} == 5')).toBe(true);
    expect(is('{{ indirect }}')).toBe(true);
    expect(is('{{ c | trim }}')).toBe(true);
    expect(is('{{ name ~ "am" }}e is defined')).toBe(true);
    expect(() => is('{{ lookup("env", "HOME") }} is defined')).toThrow('may have come from a host');
    expect(() => is('{{ c | fileglob | first }} is defined')).toThrow();
    expect(() => engine.condition(template('{{ c }}'), undefined, scopeOf(values))).toThrow('not read as a condition');
    expect(() => check(template("{{ a }} != 'x'"))).toThrow('not read as a condition');
  });
  it('warns of what ansible-core 2.19 refuses, once for each place', () => {
    const told: string[] = [];
    const telling = engineWith({}, { warn: (d) => told.push(d.message) });
    for (let i = 0; i < 3; i++) telling.condition('n', undefined, scopeOf({ n: 5 }));
    telling.condition(template('{{ n == 5 }}'), undefined, scopeOf({ n: 5 }));
    expect(told).toEqual([
      'the condition gives an int, taken for true; ansible-core 2.19 wants a boolean',
      "the condition '{{ n == 5 }}' has template markers in it, which ansible-core 2.19 refuses",
    ]);
  });
  it('never reads a result as code', () => {
    const evil = scopeOf({ v: "' or true or '" });
    expect(engine.condition(template("'{{ v }}' == 'x'"), undefined, evil)).toBe(false);
  });
});

describe('files', () => {
  it('runs statements with Jinja2 whitespace rules', () => {
    expect(render('a\n{% if true %}\nb\n{% endif %}\nc\n')).toBe('a\nb\nc\n');
    expect(render('{% for x in l -%}\n  {{ x }}{{ "," if not loop.last }}\n{%- endfor %}', { l: [1, 2] })).toBe('1,2');
    expect(
      render(
        '{% for x in l %}{% if x == 2 %}{% continue %}{% endif %}{% if x > 3 %}{% break %}{% endif %}{{ x }}{% endfor %}',
        { l: [1, 2, 3, 4, 5] },
      ),
    ).toBe('13');
    expect(render('#jinja2: lstrip_blocks: True\n  {% if true %}\nx\n  {% endif %}\n')).toBe('x\n');
    expect(render('{% macro m(a, b=2) %}{{ a }}-{{ b }}{{ varargs }}{% endmacro %}{{ m(1, 3, 4) }}')).toBe('1-3(4,)');
    expect(render('{% raw %}{{ x }}{% endraw %}')).toBe('{{ x }}');
  });
  it('includes, imports and extends', () => {
    const files = {
      '/play/templates/base.j2': '<{% block b %}base{% endblock %}>\n',
      '/play/templates/inc.j2': 'inc {{ x }}\n',
      '/play/templates/lib.j2': '{% macro hi(n) %}hi {{ n }}{% endmacro %}{% set v = 3 %}',
    };
    expect(render('{% extends "base.j2" %}{% block b %}{{ super() }}!{% endblock %}', {}, files)).toBe('<base!>');
    expect(render('{% set x = 1 %}{% include "inc.j2" %}', {}, files)).toBe('inc 1');
    expect(render('{% import "lib.j2" as lib %}{{ lib.hi("a") }} {{ lib.v }}', {}, files)).toBe('hi a 3');
    expect(render('{% from "lib.j2" import hi as h %}{{ h("b") }}', {}, files)).toBe('hi b');
    expect(render('{% include "none.j2" ignore missing %}x', {}, files)).toBe('x');
  });
  it('says where', () => {
    try {
      render('a\n\n  {{ x.y.z }}');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(TsplayError);
      expect((error as TsplayError).span).toEqual({ file: '/play/templates/t.j2', line: 3, col: 6 });
    }
  });
});

describe('safety', () => {
  it.each([
    "''.constructor",
    'x.__proto__',
    'x.constructor',
    '[].__proto__',
    '{}.toString',
    'lookup.call',
    '(1).constructor',
  ])('%s is undefined', (source) => {
    expect(() => evaluate(source, { x: {} })).toThrow(TsplayError);
    expect(evaluate(`(${source}) is defined`, { x: {} })).toBe(false);
  });
  it("what Python's objects have behind their names is refused", () => {
    expect(() => evaluate("(''.__class__.__mro__) is defined")).toThrow('refused');
  });
  it('limits what a template can use up', () => {
    expect(() => evaluate("'x' * 10 ** 9")).toThrow('64 MiB');
    expect(() => evaluate('range(10 ** 9)')).toThrow('refused');
    expect(() => render('{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}')).toThrow('deep');
    expect(() => evaluate('('.repeat(10000) + ')'.repeat(10000))).toThrow('deep');
  });
});

it('TemplateText is the only thing evaluated', () => {
  expect(new TemplateText('x', { file: 'f', line: 1, col: 1 }).source).toBe('x');
});

describe('backslashes in strings of {{ }}', () => {
  const scope = scopeOf({});
  const value = (source: string): Value => engineWith().evaluate(template(source), scope);

  it('stand for themselves in values, whose escapes YAML has read', () => {
    expect(value(String.raw`{{ 'abc' | regex_replace('(b)', '\1\1') }}`)).toBe('abbc');
    expect(value(String.raw`{{ 'a\nb' }} \n`)).toBe(String.raw`a\nb \n`);
    expect(value(String.raw`{{ "it\'s" }}`)).toBe(String.raw`it\'s`);
    expect(() => value(String.raw`{{ 'it\'s' }}`)).toThrow('other kind of quotes');
  });

  it('are escapes in statements, conditions and template files', () => {
    expect(value(String.raw`{% if 'a\tb' == '	' or true %}{% set x = 'a\tb' %}{{ x }}{% endif %}`)).toBe('a\tb');
    expect(engineWith().expression(String.raw`'a\tb'`, undefined, scope)).toBe('a\tb');
    expect(render(String.raw`{{ 'a\tb' }}`)).toBe('a\tb');
  });
});

describe('vars', () => {
  it('gives the same value each time, and another one than the name does', () => {
    const vars = Object.assign(new Map<Value, Value>([['l', [3, 1]]]), { [EVALUATED]: true });
    const scope = scopeOf(new Map<Value, Value>([...vars, ['vars', vars]]));
    const render = (text: string): string => engineWith().renderFile(text, 't.j2', scope);
    expect(render("{{ [vars.l, vars['l']] | to_yaml }}")).toBe('- &id001 [3, 1]\n- *id001\n');
    expect(render('{{ [vars.l, l] | to_yaml }}')).toBe('- [3, 1]\n- [3, 1]\n');
  });
});

describe('dates of YAML', () => {
  const scope = scopeOf({ day: new PyDate(Date.UTC(2020, 0, 2) * 1000, true), handed: template('{{ day }}') });
  it('are text once a template hands them on, as before ansible-core 2.19', () => {
    const engine = engineWith();
    expect(engine.evaluate(template('{{ day }}'), scope)).toBe('2020-01-02');
    expect(engine.expression("handed == '2020-01-02'", undefined, scope)).toBe(true);
    expect(engine.expression('day == handed', undefined, scope)).toBe(false);
    expect(engine.evaluate(template('{{ day.year }}'), scope)).toBe(2020);
  });
  it('keep their type where values keep theirs', () => {
    expect(engineWith({}, { native: true }).evaluate(template('{{ day }}'), scope)).toBeInstanceOf(PyDate);
  });
});
