// Templates that would run for ever or fill the memory, were there no limits.

/** A template file's text by what it tries. */
export const BOMBS: Readonly<Record<string, string>> = {
  'range: a thousand million': '{{ range(10**9) | list | length }}',
  'range: negative step': '{{ range(10**9, 0, -1) | list }}',
  'range in for': '{% for i in range(10**9) %}{{ i }}{% endfor %}',
  'nested for':
    '{% for a in range(10000) %}{% for b in range(10000) %}{% for c in range(10000) %}{% endfor %}{% endfor %}{% endfor %}',
  'for with a filter': '{% for a in range(10**6) if range(10**6) | sum > 0 %}{% endfor %}',
  'repeat text': "{{ 'a' * 10**9 }}",
  'repeat text by a big number': "{{ 'a' * 10**30 }}",
  'repeat a list': '{{ [0] * 10**9 }}',
  'repeat a tuple': '{{ (1, 2) * 10**9 }}',
  'repeat again and again':
    "{% set ns = namespace(s='a') %}{% for i in range(100) %}{% set ns.s = ns.s * 2 %}{% endfor %}{{ ns.s }}",
  'concatenate again and again':
    "{% set ns = namespace(s='ab') %}{% for i in range(100) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}",
  'lists that double':
    '{% set ns = namespace(l=[1]) %}{% for i in range(100) %}{% set ns.l = ns.l + ns.l %}{% endfor %}{{ ns.l | length }}',
  'a list that holds itself twice':
    '{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l }}',
  'the same, compared':
    '{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.m = [ns.m, ns.m] %}{% endfor %}{{ ns.l == ns.m }}',
  'the same, flattened':
    '{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | flatten }}',
  'the same, as JSON':
    '{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | to_json }}',
  'the same, as nice JSON':
    '{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | to_nice_json }}',
  'the same, unique':
    '{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.m = [ns.m, ns.m] %}{% endfor %}{{ [ns.l, ns.m] | unique | length }}',
  'the same, sorted':
    '{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.m = [ns.m, ns.m] %}{% endfor %}{{ [ns.l, ns.m] | sort | length }}',
  'a dict that holds itself': '{% set d = {} %}{% do d.update({"d": d}) %}{{ d | to_json }}',
  'a list that holds itself': '{% set l = [] %}{% do l.append(l) %}{{ l | flatten }}',
  'a list that holds itself, compared':
    '{% set l = [] %}{% set m = [] %}{% do l.append(l) %}{% do m.append(m) %}{{ l == m }}',
  'a list that holds itself, as YAML': '{% set l = [] %}{% do l.append(l) %}{{ l | combine({}) }}',
  'a list that grows while it is walked':
    '{% set l = [1] %}{% for i in range(10**7) %}{% for j in range(10) %}{% do l.append(i) %}{% endfor %}{% endfor %}{{ l | length }}',
  power: '{{ 9 ** (10 ** 9) }}',
  'power of powers': '{{ 2 ** (2 ** (2 ** (2 ** (2 ** 2)))) }}',
  'power, negative': '{{ (-9) ** (10 ** 9) }}',
  'big numbers multiplied':
    '{% set ns = namespace(n=10**50000) %}{% for i in range(10**6) %}{% set ns.n = ns.n * ns.n %}{% endfor %}{{ ns.n }}',
  'big numbers multiplied for ever':
    '{% set n = 10**50000 %}{% for i in range(10**7) %}{% set m = n * n %}{% endfor %}',
  'big numbers divided for ever':
    '{% set n = 10**50000 %}{% for i in range(10**7) %}{% set m = n // 7 % 3 %}{% endfor %}',
  'pow filter': '{{ 9 | pow(10**9) | pow(10**9) | int }}{{ 1 // 0 }}',
  center: "{{ 'a' | center(10**9) }}",
  'center method': "{{ 'a'.center(10**9) }}",
  ljust: "{{ 'a'.ljust(10**9) }}",
  rjust: "{{ 'a'.rjust(10**9, '0') }}",
  zfill: "{{ 'a'.zfill(10**9) }}",
  expandtabs: "{{ ('\\t' * 1000).expandtabs(10**7) }}",
  'format width': "{{ '{:>1000000000}'.format('a') }}",
  'format width from an argument': "{{ '{:>{}}'.format('a', 10**9) }}",
  'format precision': "{{ '{:.1000000000f}'.format(1.5) }}",
  'percent width': "{{ '%1000000000d' % 1 }}",
  'percent width from an argument': "{{ '%*d' % (10**9, 1) }}",
  'percent precision': "{{ '%.1000000000f' % 1.5 }}",
  'format filter': "{{ '%1000000000s' | format('a') }}",
  indent: "{{ ('a\\n' * 10**6) | indent(10**4) }}",
  'indent by a lot': "{{ 'a\\nb' | indent(10**9) }}",
  'to_nice_json indent': '{{ [[[1]]] | to_nice_json(indent=10**9) }}',
  'to_nice_yaml indent': '{{ {"a": {"b": [1]}} | to_nice_yaml(indent=10**9) }}{{ 1 // 0 }}',
  tojson: '{{ [[[1]]] | tojson(indent=10**9) }}',
  comment: "{{ 'a' | comment(prefix_count=10**9) }}",
  replace: "{{ ('a' * 10**6) | replace('a', 'b' * 10**6) }}",
  'replace method': "{{ ('a' * 10**6).replace('a', 'b' * 10**6) }}",
  'replace of nothing': "{{ ('a' * 10**6).replace('', 'b' * 10**6) }}",
  'regex_replace that grows': "{{ ('a' * 10**6) | regex_replace('a', 'b' * 10**5) }}",
  join: "{{ range(10**6) | join('a' * 10**6) }}",
  'join method': "{{ ('a' * 10**6).join(['x'] * 10**6) }}",
  wordwrap: "{{ ('a ' * 10**6) | wordwrap(1, wrapstring='b' * 10**6) }}",
  translate: "{{ ('a' * 10**6) | urlencode | urlencode | urlencode | urlencode | urlencode * 10**6 }}",
  product: '{{ range(1000) | product(range(1000), range(1000)) | list | length }}',
  'product repeat': '{{ [1, 2] | product(repeat=100) | list | length }}',
  permutations: '{{ range(100) | permutations | list | length }}',
  'permutations of three': '{{ range(1000) | permutations(3) | list | length }}',
  combinations: '{{ range(100) | combinations(50) | list | length }}',
  batch: '{{ [1] | batch(10**9, 0) | list }}',
  slice: '{{ [1] | slice(10**9) | list | length }}',
  zip_longest:
    '{{ range(10**7) | zip_longest(range(10**7), range(10**7), range(10**7), range(10**7), range(10**7)) | list | length }}',
  subelements: "{% set l = [{'a': range(10**5) | list}] * 10**5 %}{{ l | subelements('a') | length }}",
  'difference of lists': '{{ range(10**7) | difference(range(10**7, 3 * 10**7)) | length }}',
  'intersect of dicts':
    "{% set l = range(20000) | map('string') | map('regex_replace', '^', 'x') | list %}{{ l | union(l | map('upper')) | intersect(l | map('title')) | length }}{{ range(10**9) }}",
  'sort of many': '{% for i in range(1000) %}{{ range(10**6) | sort(reverse=true) | first }}{% endfor %}',
  'hashids, long': '{{ 5 | community.general.hashids_encode(min_length=10**9) }}',
  'hashids of many': '{{ ([5] * 10**6) | community.general.hashids_encode }}',
  'a random text': "{{ lookup('community.general.random_string', length=10**9) }}",
  'a random text of capitals': "{{ lookup('community.general.random_string', min_upper=10**9) }}",
  'a long password': "{{ lookup('password', '/dev/null length=1000000000') }}",
  'rounds of a hash': "{{ 'x' | password_hash('sha512', 'saltsalt', rounds=999999999) }}",
  'rounds of bcrypt': "{{ 'x' | password_hash('bcrypt', rounds=31) }}",
  'many hashes': "{% for i in range(10**5) %}{{ i | string | password_hash('sha512', 'saltsalt') }}{% endfor %}",
  'many vaults': "{% for i in range(10**5) %}{{ 'x' | vault('password') }}{% endfor %}",
  'the lists that double, in a lookup':
    "{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ lookup('flattened', ns.l) | length }}",
  'the lists that double, in a query': `{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = [ns.l, ns.l] %}{% endfor %}{{ ns.l | community.general.json_query('${'[]'.repeat(59)}') }}`,
  'dicts that double, printed':
    "{% set ns = namespace(d={'a': 1}) %}{% for i in range(60) %}{% set ns.d = {'a': ns.d, 'b': ns.d} %}{% endfor %}{{ ns.d | pprint }}",
  'dicts that double, without keys':
    "{% set ns = namespace(d={'a': 1}) %}{% for i in range(60) %}{% set ns.d = {'a': ns.d, 'b': ns.d} %}{% endfor %}{{ ns.d | ansible.utils.remove_keys(target=['z']) }}",
  'dicts that double, with other keys':
    "{% set ns = namespace(d={'a': 1}) %}{% for i in range(60) %}{% set ns.d = {'a': ns.d, 'b': ns.d} %}{% endfor %}{{ ns.d | ansible.utils.replace_keys(target=[{'before': 'z', 'after': 'y'}]) }}",
  'dicts that double, as XML':
    "{% set ns = namespace(d={'a': 1}) %}{% for i in range(60) %}{% set ns.d = {'a': ns.d, 'b': ns.d} %}{% endfor %}{{ {'r': ns.d} | ansible.utils.to_xml }}",
  'indentation of XML': "{{ {'a': {'b': 1}} | ansible.utils.to_xml(indent='spaces', indent_width=10**9) }}",
  'tags that never end': "{{ ('<' * 10**6) | striptags }}{{ ('<!--' * 10**5) | striptags }}{{ 1 // 0 }}",
  'a schema that is itself': "{{ 1 | ansible.utils.validate({'allOf': [{'$ref': '#'}, {'$ref': '#'}]}) }}",
  'a schema that is itself, dynamically':
    "{{ 1 | ansible.utils.validate({'$dynamicAnchor': 'a', '$dynamicRef': '#a'}) }}",
  'a schema that is itself, recursively': "{{ 1 | ansible.utils.validate({'$recursiveRef': '#'}, draft='2019-09') }}",
  lipsum: '{{ lipsum(10**9) }}',
  'cycler for ever':
    "{% set c = cycler('a', 'b') %}{% for i in range(10**7) %}{% for j in range(10**7) %}{{ c.next() }}{% endfor %}{% endfor %}",
  'macro that calls itself': '{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}',
  'macro that calls itself twice':
    '{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(100) }}',
  'two macros': '{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}',
  'caller that calls':
    '{% macro m() %}{{ caller() }}{% call m() %}{{ m() }}{% endcall %}{% endmacro %}{% call m() %}x{% endcall %}',
  'recursive loop': '{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}',
  'include of itself': "{% include 'self.j2' %}",
  'import of itself': "{% import 'self.j2' as s %}",
  'extends itself': "{% extends 'loop.j2' %}",
  'block in itself': '{% block a %}{{ self.a() }}{% endblock %}',
  parentheses: `{{ ${'('.repeat(20_000)}1${')'.repeat(20_000)} }}`,
  'lists in lists': `{{ ${'['.repeat(20_000)}${']'.repeat(20_000)} }}`,
  'dicts in dicts': `{{ ${'{1:'.repeat(20_000)}1${'}'.repeat(20_000)} }}`,
  'not not': `{{ ${'not '.repeat(50_000)}1 }}`,
  'minus minus': `{{ ${'-'.repeat(50_000)}1 }}`,
  'inline if in inline if': `{{ ${'1 if 1 else '.repeat(20_000)}1 }}{{ 1 // 0 }}`,
  'tags in tags': '{% if 1 %}'.repeat(20_000) + '{% endif %}'.repeat(20_000),
  'tag that never ends': '{% for i in x %}'.repeat(20_000),
  'filters on filters': `{{ 1${' | string'.repeat(50_000)} }}{{ 1 // 0 }}`,
  'attributes of attributes': `{{ x${'.a'.repeat(50_000)} }}`,
  'calls of calls': `{{ x${'()'.repeat(50_000)} }}`,
  'plus plus': `{{ 1${' + 1'.repeat(100_000)} }}{{ 1 // 0 }}`,
  'concatenation of many': `{{ 1${' ~ 1'.repeat(100_000)} }}{{ 1 // 0 }}`,
  'deep JSON': "{{ ('[' * 10**5 ~ ']' * 10**5) | from_json }}",
  'deep JSON dicts': "{{ ('{\"a\":' * 10**5 ~ '1' ~ '}' * 10**5) | from_json }}",
  'deep YAML': "{{ ('[' * 10**5 ~ ']' * 10**5) | from_yaml }}",
  'deep YAML blocks': "{{ ('- ' * 10**5) | from_yaml }}",
  'YAML of a thousand million laughs': '{{ laughs | from_yaml | to_json }}',
  'YAML of a thousand million laughs, merged': '{{ merges | from_yaml | to_json }}',
  'a literal that is deep': "{{ '[' * 10**4 ~ ']' * 10**4 }}{{ 1 // 0 }}",
  'text as a literal, large': "{{ '[' ~ '1,' * 10**6 ~ ']' }}{{ 1 // 0 }}",
  'wide literal': `{{ [${'1,'.repeat(200_000)}] | length }}{{ 1 // 0 }}`,
};

/** Python patterns with subjects on which a backtracking matcher does not end. */
export const EVIL_PATTERNS: readonly (readonly [pattern: string, subject: string])[] = [
  ['(a+)+$', `${'a'.repeat(60)}!`],
  ['(a*)*$', `${'a'.repeat(60)}!`],
  ['(a|a)*$', `${'a'.repeat(60)}!`],
  ['(a|aa)+$', `${'a'.repeat(80)}!`],
  ['(.*a){20}', 'a'.repeat(60)],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(60)],
  ['(\\w+\\s?)*$', `${'word '.repeat(20)}!`],
  ['^(\\d+)*$', `${'1'.repeat(60)}x`],
  ['(x+x+)+y', 'x'.repeat(60)],
  ['([a-zA-Z]+)*$', `${'a'.repeat(60)}!`],
  ['(a?){50}a{50}', 'a'.repeat(49)],
  ['^(a|b|ab)*c', 'ab'.repeat(40)],
  ['(?:(?:a+)b?)+$', `${'a'.repeat(60)}!`],
  ['(a+){10}$', `${'a'.repeat(60)}!`],
  ['\\s+$', `${' '.repeat(200_000)}x`],
  ['.*.*.*.*=', 'x'.repeat(3000)],
  ['(.*)(.*)(.*)(.*)[0-9]', 'x'.repeat(2000)],
  ['^(?=(a+)+$)b', `${'a'.repeat(60)}!`],
  ['(?<=(?:a|aa)b)c', 'a'.repeat(60)],
  ['(\\w+)\\1+$', `${'ab'.repeat(2000)}!`],
];

/** YAML whose aliases multiply. */
export const LAUGHS = ['a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]']
  .concat(
    [...'bcdefghi'].map(
      (name, i) =>
        `${name}: &${name} [${Array(9)
          .fill(`*${'abcdefgh'[i] ?? ''}`)
          .join(', ')}]`,
    ),
  )
  .join('\n');

/** The same by merge keys. */
export const MERGES = ['a: &a {k: lol}']
  .concat(
    [...'bcdefghijklmnopqrstuvwxyz'].map((name, i) => {
      const before = 'abcdefghijklmnopqrstuvwxyz'[i] ?? '';
      return `${name}: &${name} {x: *${before}, y: *${before}, <<: *${before}}`;
    }),
  )
  .join('\n');
