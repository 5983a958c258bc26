// Texts that do harm where a template engine evaluates them: the published attacks on Jinja2, Ansible and nunjucks, and what
// grows out of them by tables. `CANARY` stands where the harm would show.

/** Every payload that is a command or reads something mentions it; nobody but an evaluated template can make it. */
export const CANARY = 'tsplay-canary';

/** What an evaluated `{{ 7331 * 7333 }}` would leave behind in any text. */
export const PRODUCT = String(7331 * 7333);

const COMMANDS = [`touch ${CANARY}`, `echo ${CANARY} > ${CANARY}`, `$(touch ${CANARY})`, `id; touch ${CANARY} #`];

/** Ways from a value to Python's or JavaScript's insides. */
const INSIDES = [
  '__class__',
  '__class__.__mro__',
  '__class__.__mro__[1].__subclasses__()',
  '__class__.__base__.__subclasses__()',
  '__class__.__bases__[0].__subclasses__()[40]',
  '__init__.__globals__',
  '__init__.__globals__["os"].popen("id").read()',
  '__init__.__globals__.__builtins__.eval("1")',
  '__globals__',
  '__code__',
  '__dict__',
  '__reduce__()',
  '__format__("x")',
  '__getattribute__("__class__")',
  '__proto__',
  '__proto__.polluted',
  'constructor',
  'constructor.constructor',
  'constructor.constructor("return process")()',
  'constructor("return process")()',
  'prototype',
  '__defineGetter__',
  '__lookupGetter__("x")',
  'toString.constructor("return 1")()',
  'valueOf()',
  'hasOwnProperty("x")',
  'gi_frame.f_globals',
  'gi_code',
  'func_globals',
  'f_back.f_globals',
  'mro()',
  '_fields',
  '_module',
];

/** Values to begin with. */
const STARTS = [
  "''",
  '[]',
  '{}',
  '()',
  '1',
  '1.5',
  'true',
  'none',
  'x',
  'self',
  'loop',
  'cycler',
  'joiner',
  'namespace',
  'lipsum',
  'range',
  'dict',
  'lookup',
  'query',
  'now',
  'omit',
  'vars',
  'hostvars',
  'environment',
  'config',
  'request',
  'caller',
  'undefined_name',
  "''.join",
  "'x'.format",
  '[].append',
  'url_for',
  'get_flashed_messages',
];

/** Expressions that run, read or write something on the controller. */
const ACTIONS = [
  ...COMMANDS.flatMap((c) => [
    `lookup('pipe', '${c}')`,
    `query('pipe', '${c}')`,
    `q('ansible.builtin.pipe', '${c}')`,
    `lookup('lines', '${c}')`,
    `lookup('ansible.legacy.pipe', '${c}', errors='ignore')`,
    `['${c}'] | map('extract', lookup('pipe', '${c}'))`,
  ]),
  `lookup('file', '/etc/passwd')`,
  `lookup('env', 'HOME')`,
  `lookup('password', '/tmp/${CANARY}')`,
  `lookup('template', '/etc/passwd')`,
  `lookup('url', 'http://127.0.0.1:1/${CANARY}')`,
  `lookup('fileglob', '/etc/*')`,
  `lookup('vars', 'ansible_password')`,
  `lookup('varnames', '.*')`,
  `lookup('unvault', '/etc/passwd')`,
  `lookup('ini', 'x', file='/etc/passwd')`,
  `lookup('csvfile', 'root', file='/etc/passwd', delimiter=':')`,
  `lookup('first_found', ['/etc/passwd'])`,
  `hostvars['localhost']`,
  `vars['ansible_password']`,
  `ansible_password`,
  `secret`,
];

/** Expressions of the advisories: sandbox escapes of Jinja2, remote code in Ansible and nunjucks. */
const ADVISORIES: readonly (readonly [id: string, text: string])[] = [
  ['CVE-2016-10745 jinja2 str.format', `{{ '{0.__class__.__init__.__globals__}'.format(x) }}`],
  ['CVE-2019-10906 jinja2 format_map', `{{ '{x.__class__.__mro__}'.format_map({'x': x}) }}`],
  ['CVE-2024-56326 jinja2 indirect format', `{{ ['{0.__class__}'] | map('format', x) | list }}`],
  ['CVE-2024-56326 jinja2 stored format', `{% set f = '{0.__class__}'.format %}{{ f(x) }}`],
  ['CVE-2025-27516 jinja2 attr filter', `{{ '{0.__class__}' | attr('format') }}`],
  ['CVE-2025-27516 jinja2 attr call', `{{ ('{0.__class__}' | attr('format'))(x) }}`],
  ['CVE-2024-22195 jinja2 xmlattr', `{{ {'a b=1 onload': 'x'} | xmlattr }}`],
  ['CVE-2024-34064 jinja2 xmlattr', `{{ {'a/onload=x': 'x'} | xmlattr }}`],
  ['CVE-2020-28493 jinja2 urlize', `{{ ('a@' ~ '.' * 50000) | urlize }}`],
  ['CVE-2024-56201 jinja2 file name', `{% include "x'+__import__('os').system('touch ${CANARY}')+'" %}`],
  ['CVE-2014-4966 ansible lookup in data', `{{ lookup('pipe', 'touch ${CANARY}') }}`],
  ['CVE-2014-4967 ansible arguments', `x' command='touch ${CANARY}`],
  ['CVE-2014-4678 ansible safe_eval', `[x for x in ().__class__.__base__.__subclasses__()]`],
  ['CVE-2014-4657 ansible safe_eval', `__import__('os').system('touch ${CANARY}')`],
  ['CVE-2016-9587 ansible facts', `{'x': '{{ lookup("pipe", "touch ${CANARY}") }}'}`],
  [
    'CVE-2016-9587 ansible header of a template',
    `#jinja2:variable_start_string:'[['\n[[ lookup('pipe', 'touch ${CANARY}') ]]`,
  ],
  ['CVE-2017-7466 ansible unsafe results', `!unsafe "{{ lookup('pipe', 'touch ${CANARY}') }}"`],
  ['CVE-2017-7481 ansible lookups', `{{ "{{ lookup('pipe', 'touch ${CANARY}') }}" }}`],
  ['lookup with wantlist', `{{ lookup('pipe', 'touch ${CANARY}', wantlist=True) }}`],
  ['CVE-2021-3583 ansible multi-line', `line\n{{ lookup('pipe', 'touch ${CANARY}') }}\nline`],
  ['CVE-2021-20228 ansible', `{{ vars | to_json }}`],
  ['CVE-2023-5764 ansible unsafe lost', `{{ ["{{ lookup('pipe', 'touch ${CANARY}') }}"] | join }}`],
  ['a variable by its name', `{{ lookup('vars', 'secret') }}`],
  ['CVE-2024-11079 ansible hostvars', `{{ hostvars[inventory_hostname] }}{{ lookup('pipe', 'touch ${CANARY}') }}`],
  ['CVE-2024-9902 ansible user', `root{{ lookup('pipe', 'touch ${CANARY}') }}`],
  [
    'nunjucks constructor',
    `{{ range.constructor("return global.process.mainModule.require('child_process').execSync('touch ${CANARY}')")() }}`,
  ],
  ['nunjucks cycler', `{{ cycler.__init__.__globals__.os.popen('touch ${CANARY}').read() }}`],
  ['nunjucks self', `{{ self._TemplateReference__context.cycler.__init__.__globals__.os }}`],
  ['nunjucks super', `{% block a %}{{ super.constructor("return 1")() }}{% endblock %}`],
  ['nunjucks memberlookup', `{{ {}['constructor']['constructor']('return process')() }}`],
  ['CVE-2016-10547 nunjucks autoescape', `{{ ['<script>'] }}`],
  ['CVE-2023-2142 nunjucks autoescape', String.raw`{{ "\\" }}<{{ "script" }}`],
  ['CVE-2017-18342 yaml tag', `!!python/object/apply:os.system ["touch ${CANARY}"]`],
  ['CVE-2020-1747 yaml tag', `!!python/object/new:os.system ["touch ${CANARY}"]`],
  [
    'CVE-2020-14343 yaml tag',
    `!!python/object/new:type {args: ["z", !!python/tuple [], {extend: !!python/name:exec }]}`,
  ],
  ['CVE-2023-2251 yaml', `{ "a": &a {}, *a : *a, ? : ! &x !!x "\n`],
  ['set', `{% set a = lookup('pipe', 'touch ${CANARY}') %}{{ a }}`],
  ['do', `{% do lookup('pipe', 'touch ${CANARY}') %}`],
  ['for', `{% for i in lookup('pipe', 'touch ${CANARY}') %}{{ i }}{% endfor %}`],
  ['if', `{% if lookup('pipe', 'touch ${CANARY}') %}x{% endif %}`],
  ['macro', `{% macro m() %}{{ lookup('pipe', 'touch ${CANARY}') }}{% endmacro %}{{ m() }}`],
  [
    'call',
    `{% macro m() %}{{ caller() }}{% endmacro %}{% call m() %}{{ lookup('pipe', 'touch ${CANARY}') }}{% endcall %}`,
  ],
  ['filter block', `{% filter upper %}{{ lookup('pipe', 'touch ${CANARY}') }}{% endfilter %}`],
  ['raw ended', `{% endraw %}{{ lookup('pipe', 'touch ${CANARY}') }}{% raw %}`],
  ['comment ended', `#}{{ lookup('pipe', 'touch ${CANARY}') }}{#`],
  ['import', `{% import '/etc/passwd' as p %}{{ p }}`],
  ['include', `{% include '/etc/passwd' %}`],
  ['extends', `{% extends '/etc/passwd' %}`],
  ['line statement', `# for i in lookup('pipe', 'touch ${CANARY}')\n# endfor`],
  ['condition', `true or lookup('pipe', 'touch ${CANARY}')`],
  ['quote ended', `' ~ lookup('pipe', 'touch ${CANARY}') ~ '`],
  ['quote ended twice', `" ~ lookup("pipe", "touch ${CANARY}") ~ "`],
  ['print ended', `}}{{ lookup('pipe', 'touch ${CANARY}') }}{{ '`],
  ['block ended', `%}{{ lookup('pipe', 'touch ${CANARY}') }}{% set x = 1`],
  ['product', `{{ 7331 * 7333 }}`],
  ['product in a list', `['{{ 7331 * 7333 }}']`],
  ['product in a dict', `{"a": "{{ 7331 * 7333 }}", "{{ 7331 * 7333 }}": 1}`],
  ['product as a shell would', '$((7331*7333)) `echo $((7331*7333))`'],
];

/** How many of the payloads are those of the advisories; they come first. */
export const OF_ADVISORIES = ADVISORIES.length;

/** How an expression is written so that it is a template. */
const WRAPPINGS: readonly ((expression: string) => string)[] = [
  (e) => `{{ ${e} }}`,
  (e) => `{{${e}}}`,
  (e) => `text {{- ${e} -}} text`,
  (e) => `{% if ${e} %}x{% endif %}`,
  (e) => `['{{ ${e.replaceAll("'", '"')} }}']`,
];

export interface Payload {
  readonly name: string;
  readonly text: string;
}

/** All payloads, each once. */
export function payloads(): Payload[] {
  const expressions = [
    ...ACTIONS,
    ...STARTS.flatMap((start) => INSIDES.map((inside) => `${/^[\d.]+$/.test(start) ? `(${start})` : start}.${inside}`)),
    ...STARTS.map((start) => `${start} | attr('__class__') | attr('__mro__')`),
    ...STARTS.map((start) => `${start}['__cl' ~ 'ass__']['__mro__']`),
    ...STARTS.map((start) => `[${start}] | map(attribute='__class__') | list`),
    ...STARTS.map((start) => `'{0.__class__.__init__}'.format(${start})`),
    ...STARTS.map((start) => `'%(x)s' | format(x=${start}.__class__)`),
  ];
  const texts = new Map<string, string>(ADVISORIES.map(([name, text]) => [text, name]));
  expressions.forEach((expression, i) => {
    const wrapped = WRAPPINGS[i % WRAPPINGS.length]?.(expression) ?? expression;
    if (!texts.has(wrapped)) texts.set(wrapped, expression);
  });
  return [...texts].map(([text, name]) => ({ name, text }));
}

/** The expressions that reach for the inside of values, for a template that a person has written. */
export function insides(): string[] {
  return STARTS.flatMap((start) =>
    INSIDES.map((inside) => `${/^[\d.]+$/.test(start) ? `(${start})` : start}.${inside}`),
  );
}
