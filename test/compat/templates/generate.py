"""Which cases there are besides the hand-written ones: a seeded generator, one function for each theme.

batch(theme, seed, count) gives the same cases for the same arguments on every machine. A case has the forms record.py
describes: an expression, or '%' and a template file's text, or '=' and a variable's text, as JSON strings.
"""
import json
import random

INTS = ['0', '1', '-1', '2', '3', '-3', '7', '10', '12', '255', '1000000', '-17', '2147483648', '9007199254740993', '123456789012345678901234567890', '-98765432109876543210']
FLOATS = ['0.0', '-0.0', '1.0', '2.5', '-2.5', '0.1', '1e3', '1e16', '1.5e-7', '1e-05', '123456.789', '0.30000000000000004', '-7.25', '1e22', '3.0e100', '1e308']
STRINGS = ["''", "'a'", "'abc'", "'Hello World'", "'12'", "'-7'", "'3.5'", "' x '", "'a,b,,c'", "'ünï'", "'ß'", "'日本🎉'", "'AbC'", "'x=1;y=2'", "'tab\\there'", "'line1\\nline2\\r\\nline3'", "'it\\'s'", "'\"q\"'", "'%'", "'{}'", "'aaa'", "'ababab'", "'True'", "'0x1f'", "'ǆ'", "'ﬁ'", "'a b\\tc'", "'\\u00a0x'", "'\\x00\\x7f'", "'x-y_z'", "'İI'", "'\\\\'"]
LISTS = ['[]', '[1]', '[1, 2, 3]', '[3, 1, 2]', "['a', 'b']", "['b', 'A', 'c']", '[[1, 2], [3]]', '[1.5, 2, true]', '[none]', "['', 0, 'x']", "[{'a': 1}, {'a': 2}]", '[1, 1.0, true]', "[(1, 'a'), (2, 'b')]", 'l', 'w']
TUPLES = ['()', '(1,)', '(1, 2)', "('a', 'b', 'c')", '(3, 1.0)', '((1, 2), 3)']
DICTS = ['{}', "{'a': 1}", "{'b': 2, 'a': 1}", "{1: 'x', 2.0: 'y'}", "{'k': [1, 2], 'd': {'x': none}}", "{true: 1}", "{'a b': 1, '': 2}", 'd', "{(1, 2): 3}", '{none: 0}']
BOOLS = ['true', 'false', 'True', 'False']
NONES = ['none', 'None']
SMALL = ['0', '1', '2', '3', '-1', '-2', '5', '10']
KINDS = {'int': INTS, 'float': FLOATS, 'str': STRINGS, 'list': LISTS, 'tuple': TUPLES, 'dict': DICTS, 'bool': BOOLS, 'none': NONES}
WEIGHTED = ['int', 'int', 'int', 'float', 'float', 'str', 'str', 'str', 'list', 'list', 'tuple', 'dict', 'dict', 'bool', 'none']


def value(r, kinds=WEIGHTED):
    return r.choice(KINDS[r.choice(kinds)])


def file(text):
    return '%' + json.dumps(text)


def text(source):
    return '=' + json.dumps(source)


# ---- operators ----------------------------------------------------------------------------------------------------------

ARITHMETIC = ['+', '-', '*', '/', '//', '%']
COMPARISON = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in']


def number(r):
    return r.choice(INTS + FLOATS + BOOLS)


def arithmetic(r):
    """Chains of operators on numbers: precedence, signs, big integers, mixed types."""
    parts = [number(r)]
    for _ in range(r.randint(1, 3)):
        op = r.choice(ARITHMETIC + ['**'] if r.random() < 0.3 else ARITHMETIC)
        parts += [op, r.choice(SMALL + ['0.5', '2.0']) if op == '**' else number(r)]
    out = ' '.join(parts)
    if r.random() < 0.3:
        at = r.randrange(0, len(parts), 2)
        parts[at] = f'({parts[at]} {r.choice(ARITHMETIC)} {number(r)})'
        out = ' '.join(parts)
    return out if '**' not in out or len(out) < 70 else arithmetic(r)


def operators(r):
    """Any operator on any two types."""
    op = r.choice(ARITHMETIC + COMPARISON + ['~', 'and', 'or'])
    a = value(r)
    b = r.choice(SMALL) if op == '*' and not a[0].isdigit() and r.random() < 0.7 else value(r)
    return f'{a} {op} {b}'


def comparison(r):
    """Chained comparisons, membership, logic."""
    kinds = r.choice([['int', 'float', 'bool'], ['str'], ['list'], ['tuple'], ['dict'], WEIGHTED])
    parts = [value(r, kinds)]
    for _ in range(r.randint(1, 3)):
        op = r.choice(COMPARISON)
        right = value(r, ['list', 'dict', 'str', 'tuple']) if op.endswith('in') else value(r, kinds)
        parts += [op, right]
    out = ' '.join(parts)
    if r.random() < 0.3:
        out = 'not ' + out
    if r.random() < 0.3:
        out += f' {r.choice(["and", "or"])} {value(r)}'
    return out


# ---- methods ------------------------------------------------------------------------------------------------------------

STR0 = ['capitalize', 'casefold', 'isalnum', 'isalpha', 'isascii', 'isdecimal', 'isdigit', 'isidentifier', 'islower', 'isnumeric', 'isprintable', 'isspace', 'istitle', 'isupper', 'lower', 'swapcase', 'title', 'upper', 'strip', 'lstrip', 'rstrip', 'split', 'rsplit', 'splitlines', 'expandtabs', 'encode']
STR1 = ['strip', 'lstrip', 'rstrip', 'split', 'rsplit', 'startswith', 'endswith', 'find', 'rfind', 'index', 'rindex', 'count', 'partition', 'rpartition', 'removeprefix', 'removesuffix', 'join']
LETTERS = ["'a'", "'b'", "','", "' '", "''", "'ab'", "'x'", "'A'", "'l'", "'\\n'", "'ab '", "'aa'", "'ü'", "'🎉'", "'='"]
RICH = STRINGS + ["'one two  three'", "'  lead and trail \\n'", "'CamelCase words-here o\\'clock'", "'a\\x0bb\\x0cc\\x1cd\\x85e\\u2028f'", "'1.2.3'", "'²½Ⅷ٣'", "'xyzzyx'", "'ŉ ΐ ὅσος ΣΑΣ'", "'ab' * 3", "'3rd 2x'", "'__x__'", "'a.b.c.d'", "'\\t\\tx\\ty'", "'UPPER lower'", "'ΑΣ'", "'straße'", "'ǅ'", "'éÉ'", "'🎉a🎉'"]


def str_methods(r):
    s = r.choice(RICH)
    kind = r.random()
    if kind < 0.3:
        return f'{s}.{r.choice(STR0)}()'
    if kind < 0.6:
        m = r.choice(STR1)
        if m == 'join':
            return f'{r.choice(LETTERS)}.join({r.choice(LISTS + DICTS + TUPLES + STRINGS)})'
        args = [r.choice(LETTERS)]
        if m in ('split', 'rsplit') and r.random() < 0.7:
            args = [r.choice(LETTERS + ['none', 'None']), r.choice(SMALL)]
            if r.random() < 0.3:
                return f'{s}.{m}(maxsplit={args[1]})'
            if r.random() < 0.2:
                return f'{s}.{m}(sep={args[0]}, maxsplit={args[1]})'
        if m in ('startswith', 'endswith', 'find', 'rfind', 'index', 'rindex', 'count') and r.random() < 0.5:
            args += r.choices(SMALL + ['-3', '100', 'none'], k=r.randint(1, 2))
        if m in ('startswith', 'endswith') and r.random() < 0.2:
            args[0] = f'({args[0]}, {r.choice(LETTERS)})'
        return f'{s}.{m}({", ".join(args)})'
    if kind < 0.75:
        m = r.choice(['ljust', 'rjust', 'center', 'zfill'])
        args = [r.choice(SMALL + ['7', '12', '15'])] + ([r.choice(["'*'", "'0'", "'ü'", "'ab'", "''"])] if m != 'zfill' and r.random() < 0.5 else [])
        subject = r.choice(RICH + ["'-42'", "'+7'", "'--3'"])
        return f'{subject}.{m}({", ".join(args)})'
    if kind < 0.85:
        args = [r.choice(LETTERS), r.choice(LETTERS)] + ([r.choice(SMALL)] if r.random() < 0.5 else [])
        return f'{s}.replace({", ".join(args)})'
    if kind < 0.9:
        return f'{s}.splitlines({r.choice(["true", "false", "keepends=true", "1"])})'
    if kind < 0.93:
        return f'{s}.expandtabs({r.choice(["4", "2", "0", "1", "-1", "tabsize=3"])})'
    if kind < 0.96:
        return f"{s}.translate({r.choice(['{97: 98}', '{97: none, 98: 65}', '{108: ' + chr(39) + 'LL' + chr(39) + '}', 's.maketrans(' + chr(39) + 'ab' + chr(39) + ', ' + chr(39) + 'xy' + chr(39) + ')', 's.maketrans({' + chr(39) + 'a' + chr(39) + ': ' + chr(39) + 'Q' + chr(39) + '})'])})"
    m = r.choice(STR0 + STR1)
    return f'{s}.{m}({", ".join(value(r) for _ in range(r.randint(0, 3)))})'


LIST_CALLS = ['append({v})', 'extend({i})', 'insert({n}, {v})', 'pop()', 'pop({n})', 'remove({v})', 'reverse()', 'sort()', 'sort(reverse=true)', 'clear()', 'copy()', 'count({v})', 'index({v})', 'index({v}, {n})', 'index({v}, {n}, {n})', 'extend({v})', 'append()', 'pop({v})', 'sort({v})']
DICT_CALLS = ['get({k})', 'get({k}, {v})', 'items()', 'keys()', 'values()', 'pop({k})', 'pop({k}, {v})', 'popitem()', 'setdefault({k})', 'setdefault({k}, {v})', 'update({d})', 'update(a={v}, z=1)', 'update({d}, q={v})', 'update([({k}, {v})])', 'clear()', 'copy()', 'fromkeys({i})', 'fromkeys({i}, {v})', 'update({v})', 'get()', 'pop()']
KEYS = ["'a'", "'b'", "'k'", "'zz'", '1', '2', '1.0', 'true', 'none', '(1, 2)', "'a b'", '[1]']


def filled(r, pattern):
    for hole, choose in (('{v}', lambda: value(r)), ('{i}', lambda: r.choice(LISTS + TUPLES + DICTS + STRINGS[:8])), ('{n}', lambda: r.choice(SMALL)), ('{k}', lambda: r.choice(KEYS)), ('{d}', lambda: r.choice(DICTS))):
        while hole in pattern:
            pattern = pattern.replace(hole, choose(), 1)
    return pattern


def container_methods(r):
    """Methods of lists and dicts with what they leave behind."""
    is_list = r.random() < 0.5
    start = r.choice(LISTS[:-2] if is_list else DICTS)
    calls = [filled(r, r.choice(LIST_CALLS if is_list else DICT_CALLS)) for _ in range(r.randint(1, 3))]
    body = ''.join(f'{{% set r{i} = x.{c} %}}' for i, c in enumerate(calls))
    return file(f'{{% set x = {start} %}}{body}{{{{ [{", ".join(f"r{i}" for i in range(len(calls)))}] }}}} {{{{ x }}}}')


NUMBER_CALLS = ['bit_length()', 'as_integer_ratio()', 'conjugate()', 'real', 'imag', 'numerator', 'denominator', 'hex()', 'bit_count()', 'foo', 'to_bytes(40)']


def number_methods(r):
    if r.random() < 0.2:
        return f'{r.choice(TUPLES + ["(1, 2, 1)"])}.{filled(r, r.choice(["count({v})", "index({v})", "index({v}, {n})", "append({v})"]))}'
    return f'({r.choice(INTS + FLOATS + BOOLS)}).{r.choice(NUMBER_CALLS)}'


# ---- access -------------------------------------------------------------------------------------------------------------

def slices(r):
    subject = r.choice(RICH + LISTS + TUPLES + ['s', 'l', 'w', 'uni', 'range(10)'] + (DICTS + INTS if r.random() < 0.1 else []))
    bound = lambda: r.choice(['', '', '0', '1', '2', '-1', '-2', '3', '5', '100', '-100', 'none', 'n'] + (["'x'", '1.5', 'true'] if r.random() < 0.1 else []))
    parts = [bound(), bound()] + ([r.choice(['', '1', '2', '-1', '-2', '3', '0'])] if r.random() < 0.5 else [])
    out = f'{subject}[{":".join(parts)}]'
    return out if r.random() < 0.8 else f'{out}{r.choice(["[0]", "[-1]", " | length", "[::-1]"])}'


PATHS = ['.a', '.b', "['a']", '[0]', '[-1]', '.0', '.1', '.x', '.items', "['items']", '.y', '.keys', '[1]', '.name', '.upper', '[5]', "['x']", '.z', '.x.y', '.groups', '.0.name', '.get', '.length', '[true]', '[none]', '[1.0]', "['1']", '.append', '.-1']
ROOTS = ['d', 'l', 'nest', 'users', 's', 'n', 'nul', 'nope', 'users[0]', 'nest.x', "{'a': {'x': 1}}", "[[1, 2], 'ab']", '(1, 2)', 'uni', 'f', 't']
ENDS = ['', '', '', ' is defined', " | default('D')", ' is undefined', " | default('D', true)", ' is none', ' | length', " ~ ''", ' is mapping', ' == 1', ' is callable', ' in l', ' or 5', ' and 5']


def access(r):
    out = r.choice(ROOTS) + ''.join(r.choice(PATHS) for _ in range(r.randint(1, 3)))
    end = r.choice(ENDS)
    return f'{out}{end}' if end else r.choice([out + ' is defined', out + " | default('D')", file('{{ ' + out + ' }}')])


# ---- formatting ---------------------------------------------------------------------------------------------------------

def conversion(r):
    flags = ''.join(r.sample(['-', '+', ' ', '0', '#'], r.choice([0, 0, 1, 1, 2])))
    width = r.choice(['', '', '5', '10', '1', '*' if r.random() < 0.2 else ''])
    precision = r.choice(['', '', '.0', '.2', '.5', '.', '.10'])
    return f'%{flags}{width}{precision}{r.choice("diouxXeEfFgGcrsa%")}'


def percent(r):
    """`%` formatting: flags, widths, precisions, all conversions."""
    if r.random() < 0.15:
        spec = conversion(r).replace('%', '%(' + r.choice(['a', 'b', 'zz']) + ')', 1).replace('*', '')
        return f"'<{spec}>' % {r.choice(DICTS)}"
    n = r.choice([1, 1, 1, 2])
    specs = [conversion(r) for _ in range(n)]
    kinds = ['int', 'int', 'float', 'float', 'str', 'bool'] if r.random() < 0.85 else WEIGHTED
    args = []
    for spec in specs:
        if '*' in spec:
            args.append(r.choice(SMALL))
        if not spec.endswith('%'):
            conv = spec[-1]
            good = {'d': 'int', 'i': 'int', 'o': 'int', 'u': 'int', 'x': 'int', 'X': 'int', 'c': 'int', 's': None, 'r': None, 'a': None}.get(conv, 'float')
            args.append(r.choice(["'x'", '65', '8364', "'ü'"]) if conv == 'c' and r.random() < 0.8 else value(r, [good] if good and r.random() < 0.7 else kinds))
    right = args[0] if len(args) == 1 and args[0][0] not in '({' and r.random() < 0.5 else f'({", ".join(args)}{"," if len(args) == 1 else ""})'
    return f"'<{'|'.join(specs)}>' % {right}"


def spec_for(r, kind):
    fill = r.choice(['', '', '', '*', '0', 'é', ' '])
    align = r.choice(['<', '>', '^', '=']) if fill or r.random() < 0.4 else ''
    sign = r.choice(['', '', '', '+', '-', ' '])
    alt = r.choice(['', '', '', '#'])
    zero = r.choice(['', '', '', '0'])
    width = r.choice(['', '', '5', '12', '20'])
    group = r.choice(['', '', '', ',', '_'])
    precision = r.choice(['', '', '.0', '.2', '.6', '.15'])
    types = {'int': ['', 'd', 'b', 'o', 'x', 'X', 'n', 'c', 'e', 'f', 'g', '%'], 'float': ['', 'e', 'E', 'f', 'F', 'g', 'G', 'n', '%'], 'str': ['', 's']}
    if kind == 'str':
        sign = sign if r.random() < 0.05 else ''
        alt = alt if r.random() < 0.05 else ''
        group = group if r.random() < 0.05 else ''
    if kind == 'int' and r.random() < 0.9:
        precision = ''
    conv = r.choice(types[kind]) if r.random() < 0.93 else r.choice('bcdeEfFgGnosxX%z')
    return f'{fill if align else ""}{align}{sign}{alt}{zero}{width}{group}{precision}{conv}'


def format_method(r):
    """`str.format`: fields, attributes, conversions and the specification language."""
    if r.random() < 0.65:
        kind = r.choice(['int', 'float', 'str'])
        v = r.choice(KINDS[kind] if kind != 'int' else INTS + BOOLS)
        return f"'{{:{spec_for(r, kind)}}}'.format({v})"
    fields = ['{}', '{0}', '{1}', '{a}', '{a!r}', '{!s}', '{!a}', '{0[0]}', '{0[a]}', '{a.real}', '{:>{w}}', '{:{w}.{p}f}', '{{}}', '{', '}', '{0!x}', '{:%Y}', '{ }', '{a[b]}', '{2}', '{-1}', '{a!r:>8}', '{0:}', '{0.upper}']
    template = ' '.join(r.choice(fields) for _ in range(r.randint(1, 3)))
    args = [value(r) for _ in range(r.randint(0, 3))] + ([f'a={value(r)}'] if 'a' in template and r.random() < 0.9 else []) + (['w=8'] if '{w}' in template else []) + (['p=2'] if '{p}' in template else [])
    return f"'{template}'.format({', '.join(args)})"


# ---- literals, repr -----------------------------------------------------------------------------------------------------

def digits(r, alphabet, n=6):
    out = ''.join(r.choice(alphabet) for _ in range(r.randint(1, n)))
    if r.random() < 0.25 and len(out) > 1:
        out = out[:1] + '_' + out[1:]
    return out


def literals(r):
    """Numbers of all forms, escapes, adjacent strings, nested containers."""
    kind = r.random()
    if kind < 0.35:
        return r.choice([
            lambda: digits(r, '123456789'), lambda: '0x' + digits(r, '0123456789abcdefABCDEF'), lambda: '0b' + digits(r, '01', 12), lambda: '0o' + digits(r, '01234567'),
            lambda: digits(r, '0123456789') + '.' + digits(r, '0123456789'), lambda: digits(r, '0123456789', 3) + r.choice(['e', 'E', '.5e', '.0E']) + r.choice(['', '+', '-']) + digits(r, '0123456789', 2),
            lambda: '0X' + digits(r, '0123456789ABCDEF'), lambda: '0B1', lambda: '0O17', lambda: digits(r, '0123456789', 40), lambda: '-' + digits(r, '0123456789', 20), lambda: digits(r, '0', 4), lambda: '1.', lambda: '.5', lambda: '1_', lambda: '1__0', lambda: '0_0', lambda: '07', lambda: '1.e5', lambda: '1e', lambda: '0x', lambda: '2.5.real',
            lambda: f'{r.uniform(-10, 10)!r}', lambda: f'{r.uniform(-1, 1) * 10 ** r.randint(-20, 25)!r}',
        ])()
    if kind < 0.7:
        pieces = ['a', ' ', '\\n', '\\t', '\\\\', '\\\'', '\\"', '\\x41', '\\u00e9', '\\U0001F389', '\\101', '\\0', '\\8', '\\q', '\\a', '\\v', 'é', '🎉', '\\\n', '{', '}}', '%}', '#', '\\x4', '\\400', '\\777', '\\r', '\u200b', '\xad', '\ufeff', '\\ud83c', '{{', '\u0378', '\ue000']
        string = lambda: (lambda q: q + ''.join(p for p in r.choices(pieces, k=r.randint(0, 5))) + q)(r.choice('\'"'))
        return ' '.join(string() for _ in range(r.choice([1, 1, 1, 2, 3])))
    return nested(r, 3)


def nested(r, depth):
    """A literal of containers in containers."""
    if depth == 0 or r.random() < 0.2:
        return value(r, ['int', 'float', 'str', 'bool', 'none'])
    kind = r.choice(['list', 'tuple', 'dict'])
    n = r.randint(0, 3)
    if kind == 'list':
        return '[' + ', '.join(nested(r, depth - 1) for _ in range(n)) + (',' if n and r.random() < 0.1 else '') + ']'
    if kind == 'tuple':
        return '(' + ''.join(nested(r, depth - 1) + ', ' for _ in range(n)).rstrip(' ') + ')'
    return '{' + ', '.join(f'{value(r, ["str", "str", "int", "float", "bool", "none", "tuple"])}: {nested(r, depth - 1)}' for _ in range(n)) + '}'


# ---- filters and tests --------------------------------------------------------------------------------------------------

TESTS = ['boolean', 'callable', 'defined', 'even', 'odd', 'false', 'true', 'falsy', 'truthy', 'float', 'integer', 'iterable', 'lower', 'upper', 'mapping', 'none', 'number', 'sequence', 'string', 'undefined', 'escaped', 'nan', 'nonsense']
TESTS1 = ['divisibleby', 'eq', 'equalto', '==', 'ne', '!=', 'lt', 'lessthan', '<', 'le', '<=', 'gt', 'greaterthan', '>', 'ge', '>=', 'in', 'sameas', 'contains', 'subset', 'superset', 'match', 'search', 'regex', 'version']


def tests(r):
    subject = value(r)
    negation = r.choice(['', '', '', 'not '])
    if r.random() < 0.5:
        out = f'{subject} is {negation}{r.choice(TESTS)}'
    else:
        t = r.choice([t for t in TESTS1 if t[0].isalpha()])
        a = value(r, WEIGHTED)
        if t == 'sameas':
            a = r.choice(BOOLS + NONES)
        if t in ('match', 'search', 'regex', 'version') and r.random() < 0.8:
            subject, a = r.choice(STRINGS), r.choice(["'a'", "'^a'", "'[a-z]+'", "'1.2'", "'.'", "'b$'"])
        out = f'{subject} is {negation}{t}({a})' if r.random() < 0.7 or a[0] in '(-' else f'{subject} is {negation}{t} {a}'
    if r.random() < 0.15:
        out += f' {r.choice(["and", "or"])} {value(r)}'
    return out


FILTERS = {
    'any': ['string', 'length', 'count', 'list', 'type_debug', 'bool', 'default("d")', 'default("d", true)', 'd("x")', 'int', 'int(7)', 'float', 'float(1.5)', 'to_json', 'tojson', 'e', 'escape', 'quote', 'ternary("y", "n")', 'ternary("y", "n", "nul")', 'pprint', 'mandatory', 'b64encode', 'hash', 'checksum', 'first', 'last', 'abs', 'round', 'to_nice_json', 'to_yaml', 'to_nice_yaml', 'flatten', 'unique', 'sort', 'sum', 'join', 'join("-")', 'reverse', 'max', 'min', 'dict2items', 'items2dict', 'combine({"z": 1})', 'upper', 'lower', 'title', 'trim', 'wordcount', 'items', 'human_readable', 'random(seed=1)', 'forceescape', 'urlencode', 'safe'],
    'str': ['capitalize', 'center(20)', 'replace("a", "z")', 'replace("l", "L", 1)', 'truncate(5)', 'truncate(5, true)', 'truncate(5, true, "..", 0)', 'wordwrap(5)', 'wordwrap(4, false)', 'indent', 'indent(2, true)', 'indent("> ", blank=true)', 'striptags', 'title', 'trim("a")', 'upper', 'format(1)', 'list', 'reverse', 'regex_replace("[aeiou]", "<\\\\g<0>>")', 'regex_replace("(\\\\w)(\\\\w)", "\\\\2\\\\1")', 'regex_findall("\\\\w+")', 'regex_search("[a-z]+")', 'regex_escape', 'split(",")', 'split', 'basename', 'dirname', 'splitext', 'comment', 'int(base=16)', 'b64encode | b64decode', 'urlsplit', 'human_to_bytes', 'from_json', 'to_uuid', 'hash("md5")', 'password_hash("sha512", "saltsalt")', 'win_basename', 'expanduser', 'xmlattr', 'filesizeformat', 'batch(2) | list', 'slice(2) | list', 'unique', 'sort', 'map("upper") | list', 'select("in", "abc") | list', 'string | length', 'wordcount', 'ljust', 'md5', 'sha1'],
    'num': ['abs', 'round(1)', 'round(0, "ceil")', 'round(2, "floor")', 'round(-1)', 'int', 'float', 'filesizeformat', 'filesizeformat(true)', 'human_readable', 'human_readable(unit="K")', 'pow(2)', 'root', 'log', 'log(10)', 'string', 'round', 'format', 'divisibleby', 'bool', 'random(seed="x")', 'strftime', 'int | string', 'root(3)'],
    'list': ['first', 'last', 'join(",")', 'sum', 'sort(reverse=true)', 'sort(case_sensitive=true)', 'unique | list', 'batch(2) | list', 'batch(2, 0) | list', 'slice(2) | list', 'slice(3, "f") | list', 'map("string") | list', 'map("upper") | list', 'select | list', 'reject | list', 'select("odd") | list', 'reject("none") | list', 'select("string") | join', 'min', 'max', 'reverse | list', 'flatten(1)', 'flatten(levels=1)', 'union([1, 9])', 'intersect([1, 2])', 'difference([1])', 'symmetric_difference([1, 7])', 'zip([1, 2]) | list', 'zip_longest([1], fillvalue=0) | list', 'product([1, 2]) | list', 'permutations | list', 'combinations(2) | list', 'length', 'shuffle(seed=3)', 'random(seed=2)', 'map("int") | sum', 'sum(start=10)', 'tojson', 'map("default", "x") | list', 'groupby(0)', 'map(attribute="a") | list', 'map(attribute="a", default=0) | list', 'selectattr("a", "defined") | list', 'selectattr("a", "gt", 1) | list', 'rejectattr("a") | list', 'sum(attribute="a")', 'items2dict', 'subelements("a")', 'extract({"a": 1})', 'dict2items', 'to_json', 'max(attribute="a")', 'unique(case_sensitive=true)', 'permutations(2) | list', 'combine', 'map("extract", {1: "x"}) | list'],
    'dict': ['dictsort', 'dictsort(false, "value")', 'dictsort(reverse=true)', 'dict2items', 'dict2items(key_name="k", value_name="v")', 'items | list', 'list', 'length', 'combine({"a": {"q": 1}}, recursive=true)', 'combine({"a": 5}, {"b": 6})', 'to_json', 'to_nice_json(indent=2)', 'to_json(sort_keys=true)', 'to_yaml', 'to_nice_yaml(indent=2)', 'xmlattr', 'tojson', 'sort', 'first', 'map("upper") | list', 'select | list', 'urlencode', 'join(",")', 'string', 'mandatory', 'sum', 'max', 'combine([{"x": 1}, {"y": 2}])', 'combine({"l": [1]}, list_merge="append")'],
}
GROUPS = [('str', 'str'), ('num', 'int'), ('num', 'float'), ('list', 'list'), ('list', 'tuple'), ('dict', 'dict')]


def filters(r):
    """Filters on types they are made for, and on those they are not; chains of two."""
    group, kind = r.choice(GROUPS)
    subject = r.choice(KINDS[kind]) if kind != 'str' else r.choice(RICH)
    if r.random() < 0.15:
        subject = value(r)
    chosen = r.choice(FILTERS[group]) if r.random() < 0.7 else r.choice(FILTERS['any'])
    out = f'{subject if subject[0] != "-" else "(" + subject + ")"} | {chosen}'
    if r.random() < 0.2:
        out += f' | {r.choice(FILTERS["any"])}'
    return out


# ---- expressions of everything ------------------------------------------------------------------------------------------

def expr(r, kind, depth):
    """An expression that mostly gives a value of the kind."""
    if depth <= 0:
        return {
            'int': lambda: r.choice(SMALL + ['n', 'zero', 'l | length', 'l[0]', 'd.a']), 'float': lambda: r.choice(['f', '2.5', '0.1', '1e3']),
            'str': lambda: r.choice(["'a'", "'abc'", 's', 'e', "'x y'", 'uni', 'w[0]', 'path', 'users[0].name']), 'list': lambda: r.choice(['l', 'w', '[1, 2]', "['a']", 'users', '[]', 'users[0].groups']),
            'dict': lambda: r.choice(['d', '{}', "{'k': 1}", 'users[2]', 'nest']), 'bool': lambda: r.choice(['true', 'false', 't', 'n > 3', 's is defined', "'a' in w", 'nope is defined']),
        }[kind]()
    e = lambda k: expr(r, k, depth - 1 - (r.random() < 0.3))
    p = lambda k: f'({e(k)})'
    return {
        'int': lambda: r.choice([lambda: f'{p("int")} {r.choice("+-*")} {e("int")}', lambda: f'{e("list")} | length' if r.random() < 0.5 else f'({e("list")}) | count', lambda: f'{p("int")} // 3', lambda: f'{p("int")} % 7', lambda: f'-{p("int")}', lambda: f'{p("str")}.count("a")', lambda: f'({e("int")} if {e("bool")} else {e("int")})', lambda: f'{p("str")}.find({e("str")})', lambda: f'{p("float")} | int', lambda: f'{p("list")} | map("string") | map("length") | sum'])(),
        'float': lambda: r.choice([lambda: f'{p("int")} / 4', lambda: f'{p("float")} {r.choice("+-*")} {e("float")}', lambda: f'{p("float")} | round(2)', lambda: f'{p("int")} | float'])(),
        'str': lambda: r.choice([lambda: f'{p("str")} ~ {p(r.choice(["int", "str", "bool", "list", "float", "dict"]))}', lambda: f'{p("str")} + {p("str")}', lambda: f'{p("str")} * 2', lambda: f'{p("str")} | {r.choice(["upper", "lower", "title", "trim", "capitalize", "reverse", "string"])}', lambda: f'{p("list")} | join({e("str")})', lambda: f'{p("str")}[{r.choice(SMALL)}:]', lambda: f'"%s-%s" % ({e("str")}, {e("int")})', lambda: f'"{{}}/{{}}".format({e("str")}, {e("int")})', lambda: f'{p("str")}.{r.choice(["upper()", "strip()", "title()", "swapcase()"])}', lambda: f'({e("str")} if {e("bool")} else "")', lambda: f'{p("str")} or {p("str")}', lambda: f'nope | default({e("str")})', lambda: f'{p("str")} | replace("a", {e("str")})'])(),
        'list': lambda: r.choice([lambda: f'{p("list")} + {p("list")}', lambda: f'[{e("int")}, {e("str")}, {e("bool")}]', lambda: f'{p("list")}[{r.choice(SMALL)}:]', lambda: f'{p("list")} | reverse | list', lambda: f'{p("str")}.split()', lambda: f'{p("str")} | list', lambda: f'{p("dict")} | dict2items', lambda: f'{p("dict")}.keys() | list', lambda: f'range({r.choice(SMALL)}) | list', lambda: f'{p("list")} | map("string") | list', lambda: f'({e("list")} if {e("bool")} else {e("list")})', lambda: f'{p("list")} | unique', lambda: f'users | map(attribute="name") | list', lambda: f'users | selectattr("uid", "gt", {e("int")}) | map(attribute="name") | list', lambda: f'{p("list")} | select("string") | list', lambda: f'{p("list")} | batch(2) | list'])(),
        'dict': lambda: r.choice([lambda: f'{{"x": {e("int")}, "y": {e("str")}, "z": {e("list")}}}', lambda: f'dict({p("dict")}, z={e("int")})', lambda: f'{p("dict")} | combine({e("dict")})', lambda: f'dict([("p", {e("int")}), ("q", {e("str")})])'])(),
        'bool': lambda: r.choice([lambda: f'{p("int")} {r.choice(COMPARISON[:6])} {e("int")}', lambda: f'{p("str")} in {p("str")}', lambda: f'not {p("bool")}', lambda: f'{p("bool")} and {p("bool")}', lambda: f'{p("bool")} or {p("bool")}', lambda: f'{p(r.choice(["int", "str", "list", "dict"]))} is {r.choice(["", "not "])}{r.choice(["string", "number", "mapping", "iterable", "defined", "none", "sequence"])}', lambda: f'{p("int")} is divisibleby {r.choice(["2", "3"])}', lambda: f'1 < {e("int")} < 7', lambda: f'{p("str")} == {p("str")}', lambda: f'{p("int")} in {p("list")}'])(),
    }[kind]()


def expressions(r):
    return expr(r, r.choice(['int', 'float', 'str', 'str', 'list', 'list', 'dict', 'bool']), r.randint(1, 4))


# ---- templates ----------------------------------------------------------------------------------------------------------

SPACES = ['', ' ', '\n', '  \n', '\n  ', ' \n \n', '\t', '\n\n', 'x', ' x ', '\ny\n', '\r\n']


def tag(r, inner):
    return '{%' + r.choice(['', '', '-', '+']) + ' ' + inner + ' ' + r.choice(['', '', '-', '+']) + '%}'


def printed(r, inner):
    return '{{' + r.choice(['', '', '-', '+']) + ' ' + inner + ' ' + r.choice(['', '', '-']) + '}}'


def space(r):
    return ''.join(r.choices(SPACES, k=r.randint(0, 2)))


def whitespace(r):
    """Signs on tags, prints, comments and raw, with the header's switches."""
    def piece():
        k = r.random()
        if k < 0.3:
            return printed(r, r.choice(['n', 's', 'e', "'q'"]))
        if k < 0.5:
            return '{#' + r.choice(['', '-', '+']) + r.choice([' c ', '\n', ' {{ n }} ', '']) + r.choice(['', '-', '+']) + '#}'
        if k < 0.7:
            return tag(r, 'if t') + space(r) + tag(r, 'endif')
        if k < 0.8:
            return tag(r, 'raw') + space(r) + r.choice(['{{ n }}', '{% if %}', '']) + space(r) + tag(r, 'endraw')
        if k < 0.9:
            return tag(r, 'for i in l') + space(r) + printed(r, 'i') + space(r) + tag(r, 'endfor')
        return tag(r, 'set q = 1')
    body = space(r) + ''.join(piece() + space(r) for _ in range(r.randint(1, 3)))
    header = ''
    if r.random() < 0.4:
        header = '#jinja2: ' + ', '.join(r.sample(['lstrip_blocks: True', 'trim_blocks: False', 'trim_blocks: True', 'lstrip_blocks: False', 'newline_sequence: "\\r\\n"', 'keep_trailing_newline: True'], r.randint(1, 2))) + '\n'
    return file(header + body)


LOOP = ['loop.index', 'loop.index0', 'loop.revindex', 'loop.revindex0', 'loop.first', 'loop.last', 'loop.length', 'loop.depth', 'loop.depth0', 'loop.previtem | default("-")', 'loop.nextitem | default("-")', 'loop.cycle("a", "b", "c")', 'loop.changed(i)', 'loop.changed(i is string)', 'loop.nextitem is defined', 'loop.previtem is undefined', 'not loop.last']
ITERABLES = ['l', 'w', 'd', "'abc'", 'range(4)', '[]', 'd.items()', 'users', 'range(3, 0, -1)', '[1, [2, [3]]]', 'e', 'nest', '(1, 2)', 'd.values()', "w | map('upper')", 'l | sort', 'n', 'nope', 'nul', '[1, 1, 2, 2]', 'users | groupby("admin", default=false)', 'nope | default([])', "{'a': 1}.keys()"]


def loops(r):
    """Loops with filters, else, recursion, unpacking, break and continue, and everything in `loop`."""
    k = r.random()
    body = ''.join('{{ ' + r.choice(LOOP) + ' }}' + r.choice([',', ' ', '/']) for _ in range(r.randint(1, 3)))
    if k < 0.12:
        return file('{% for i in [1, [2, [3, 4]], 5] recursive %}{% if i is iterable %}<{{ loop(i) }}>{% else %}{{ i }}:' + body + '{% endif %}{% endfor %}')
    if k < 0.25:
        target, it = r.choice([('k, i', 'd.items()'), ('k, i', '[(1, 2), (3, 4)]'), ('(a, b), i', '[((1, 2), 3)]'), ('k, i', 'l'), ('k, i', "['ab', 'cd']"), ('k, i', "['abc']"), ('i,', '[(1,), (2,)]'), ('a, b, i', '[(1, 2)]'), ('k, (a, i)', '[(1, (2, 3))]'), ('k, i', 'd | dictsort'), ('i, k', 'w | zip(l)')])
        return file(f'{{% for {target} in {it} %}}{{{{ i }}}} {body}{{% endfor %}}')
    jump = r.choice(['', '', '{% if loop.index == 2 %}{% continue %}{% endif %}', '{% if i == 2 %}{% break %}{% endif %}', '{% if loop.first %}{% continue %}{% else %}{% break %}{% endif %}'])
    condition = r.choice(['', '', '', ' if i', ' if i != 1', ' if loop.first', ' if i is string', ' if i in l', ' if not i'])
    otherwise = r.choice(['', '{% else %}none', '{% else %}{{ i }}', '{% else %}{{ loop is defined }}'])
    after = r.choice(['', '{{ i is defined }}', '{{ loop is defined }}', '{{ i }}'])
    inner = r.choice(['', '', '{% for j in [1, 2] %}{{ loop.index }}{{ i }}{% endfor %}', '{% set x = i %}{{ x }}', '{% set outer = loop %}{% for j in "ab" %}{{ outer.index }}{{ loop.index }}{% endfor %}'])
    return file(f'{{% for i in {r.choice(ITERABLES)}{condition} %}}{jump}{{{{ i }}}}{r.choice(["", ":"])}{body}{inner}{otherwise}{{% endfor %}}{after}')


PARAMETERS = ['', 'a', 'a, b', 'a, b=2', "a='x', b='y'", 'a, b=a', 'a=n', 'a, b=[]', 'b, a=none', 'a, n', 'a=1, b']
ARGUMENTS = ['', '1', '1, 2', 'a=1', '1, b=3', 'b=4, a=5', '1, 2, 3', 'a=1, z=9', '*[1, 2]', '**{"a": 6}', '*[1], **{"b": 7}', '1, a=2', "'<b>'", 'nope', '1, *[2, 3, 4]', 'none', 'b=nope', '**d', '*l']
MACRO_BODY = ['{{ a }}', '[{{ a }}|{{ b }}]', '{{ varargs }}', '{{ kwargs }}', '{{ caller() }}', '{{ caller(1, 2) }}', '{{ a | default("D") }}', '{% if caller %}c{% endif %}', '{{ n }}', '{{ x }}', '{% set x = 5 %}{{ x }}', '{{ m.name }}', '{{ a is defined }}', '{{ varargs | length }}{{ kwargs | dictsort }}', '{% for q in [1, 2] %}{{ q }}{{ a }}{% endfor %}', '{{ caller is defined }}', '{% set ns.v = 3 %}']
MACRO_USE = ['{{{{ m({a}) }}}}', '{{{{ m({a}) | upper }}}}', '{{% call m({a}) %}}in{{{{ n }}}}{{% endcall %}}', '{{% call(p, q=8) m({a}) %}}{{{{ p }}}}{{{{ q }}}}{{% endcall %}}', '{{{{ m.name }}}} {{{{ m.arguments }}}} {{{{ m.catch_varargs }}}} {{{{ m.catch_kwargs }}}} {{{{ m.caller }}}}', '{{% set r = m({a}) %}}{{{{ r }}}}{{{{ r is string }}}}', '{{{{ m({a}) ~ m({a}) }}}}', '{{% for x in l %}}{{{{ m({a}) }}}}{{% endfor %}}', '{{% call(p) m({a}) %}}{{{{ p }}}}{{% endcall %}}', '{{% filter upper %}}{{{{ m({a}) }}}}x{{% endfilter %}}']


def macros(r):
    """Macros: binding, defaults, varargs, kwargs, caller, attributes, scope."""
    body = ''.join(r.choice(MACRO_BODY) for _ in range(r.randint(1, 3)))
    setup = r.choice(['', '{% set x = 1 %}', '{% set ns = namespace(v=1) %}', '{% set x = 1 %}{% set ns = namespace(v=1) %}'])
    use = r.choice(MACRO_USE).format(a=r.choice(ARGUMENTS))
    define = f'{{% macro m({r.choice(PARAMETERS)}) %}}{body}{{% endmacro %}}'
    out = setup + define + use + r.choice(['', '{{ x }}', '{{ ns.v }}'])
    if r.random() < 0.1:
        out = '{% if t %}' + define + '{% endif %}' + use
    return file(out)


SETS = ['{{% set {v} = {e} %}}', '{{% set {v} %}}a{{{{ s }}}}b{{% endset %}}', '{{% set {v} | upper %}}x{{{{ s }}}}{{% endset %}}', '{{% set {v}, {w} = {e}, {f} %}}', '{{% set {v}, {w} = {e} %}}', '{{% set ns.{v} = {e} %}}', '{{% set {v} = {w} %}}', '{{% do l.append({e}) %}}', '{{% set {v} | replace("a", "b") | trim %}} aaa {{% endset %}}', '{{% set ns = namespace({v}={e}) %}}', '{{% do ns.{v} %}}', '{{% set {v} = ({e},) %}}', '{{% set ({v}, {w}) = [{e}, {f}] %}}', '{{% set _ = d.update({{"q": {e}}}) %}}']
WRAPS = ['{}', '{}', '{{% if t %}}{}{{% endif %}}', '{{% if not t %}}{}{{% endif %}}', '{{% for i in [1, 2] %}}{}{{% endfor %}}', '{{% with %}}{}{{% endwith %}}', '{{% with x = 7 %}}{}{{{{ x }}}}{{% endwith %}}', '{{% filter upper %}}{}q{{% endfilter %}}', '{{% block b %}}{}{{{{ x }}}}{{% endblock %}}', '{{% with x = 1, y = x %}}{}{{{{ y }}}}{{% endwith %}}', '{{% macro mm() %}}{}{{{{ x }}}}{{% endmacro %}}{{{{ mm() }}}}', '{{% autoescape true %}}{}{{{{ x }}}}{{% endautoescape %}}', '{{% autoescape false %}}{}{{% endautoescape %}}', '{{% call(u) (1).foo() %}}{}{{% endcall %}}', '{{% set z %}}{}{{{{ x }}}}{{% endset %}}{{{{ z }}}}', '{{% with x, y = 1, 2 %}}{}{{% endwith %}}']


def scopes(r):
    """Assignments in every kind of block, and what is seen after it."""
    out = ''
    for _ in range(r.randint(1, 3)):
        names = r.sample(['x', 'y', 'x', 'y', 'n', 'l'], 2)
        s = r.choice(SETS).format(v=names[0], w=names[1], e=expr(r, r.choice(['int', 'str', 'list']), 0), f=value(r))
        out += r.choice(WRAPS).format(s)
    start = r.choice(['', '{% set ns = namespace() %}', '{% set x = 0 %}', '{% set ns = namespace(x=1, y=2) %}'])
    return file(start + out + r.choice(['{{ x }}', '{{ x is defined }}', '{{ [x | default(1), y | default(2)] }}', '{{ ns.x }}', '{{ l }}{{ n }}', '{{ ns }}', '{{ d }}']))


BLOCK_BODIES = ['', 'B{{ n }}', '{{ super() }}!', '[{{ super() }}]{{ x }}', '{{ self.title() }}', '{% for i in l %}{% block inner scoped %}{{ i }}{% endblock %}{% endfor %}', '{{ loop }}', '{{ super.super() }}', '{{ i | default("no i") }}', '{% block deep %}deep{% endblock %}', '{% set x = 9 %}{{ x }}', '{{ super() | upper }}']
PARENTS = ["'base.j2'", "'middle.j2'", "'none.j2'", 'parent', "'base.j2' if t else 'middle.j2'", "'required.j2'", "['none.j2', 'base.j2']"]
INCLUDES = ["{% include 'part.j2' %}", "{% include 'part.j2' without context %}", "{% include 'part.j2' with context %}", "{% include 'none.j2' ignore missing %}", "{% include ['none.j2', 'part.j2'] %}", "{% include ['none.j2'] ignore missing with context %}", "{% include 'none.j2' %}", "{% include [] ignore missing %}", "{% for i in l %}{% include 'item.j2' %}{% endfor %}", "{% with x = 4 %}{% include 'part.j2' %}{% endwith %}", "{% set p = 'part.j2' %}{% include p %}", "{% include 'sub/deep.j2' %}", "{% include nope ignore missing %}", "{% include 'middle.j2' %}", "{% include 'loop.j2' %}", "{% include 'part.j2' ignore missing without context %}", '{% include ["none.j2", "none2.j2"] ignore missing %}']
IMPORTS = ["{% import 'lib.j2' as lib %}{{ lib.hello('x') }}", "{% from 'lib.j2' import hello %}{{ hello('y') }}", "{% from 'lib.j2' import hello as hi, version %}{{ hi('z') }}{{ version }}", "{% from 'lib.j2' import nothing %}{{ nothing }}", "{% from 'lib.j2' import nothing %}{{ nothing is defined }}", "{% import 'lib.j2' as lib with context %}{{ lib.see() }}", "{% import 'lib.j2' as lib without context %}{{ lib.see() }}", "{% import 'lib.j2' as lib %}{{ lib.see() }}{{ lib._hidden is defined }}", "{% from 'lib.j2' import hello with context %}{{ hello(n) }}", "{% import 'lib.j2' as lib %}{{ lib.version }}{{ lib.nope is defined }}", "{% import 'lib.j2' as lib %}{{ lib }}", "{% from 'lib.j2' import _hidden %}", "{% import 'none.j2' as lib %}", "{% import 'lib.j2' as lib %}{% call lib.wrap() %}in{% endcall %}", "{% set x = 8 %}{% import 'lib.j2' as lib with context %}{{ lib.see() }}", "{% from 'lib.j2' import hello, version, %}{{ version }}", "{% for i in l %}{% import 'lib.j2' as lib with context %}{{ lib.see() }}{% endfor %}"]


def inheritance(r):
    """extends, blocks, super, include, import over the files in files/."""
    k = r.random()
    if k < 0.55:
        blocks = ''
        for name in r.sample(['title', 'body', 'inner', 'extra'], r.randint(1, 3)):
            blocks += r.choice(['', ' ', '\n', 'text', '{% set x = 3 %}', '{{ n }}', '{% macro z() %}Z{% endmacro %}']) + f'{{% block {name}{r.choice(["", "", " scoped", " required"])} %}}{r.choice(BLOCK_BODIES)}{{% endblock {r.choice(["", name])} %}}'
        first = r.choice(['', '{% set x = 2 %}', '{% set parent = "base.j2" %}', 'before', '{% if t %}'])
        extends = f'{{% extends {r.choice(PARENTS)} %}}' if r.random() < 0.85 else ''
        return file(first + extends + ('{% endif %}' if first == '{% if t %}' else '') + blocks)
    if k < 0.8:
        return file(r.choice(['', '{% set x = 6 %}', '{% set i = "I" %}', '{% set n = "N" %}']) + ''.join(r.choice(INCLUDES) for _ in range(r.randint(1, 2))))
    return file(r.choice(['', '{% set x = 6 %}', '{% set n = "N" %}']) + ''.join(r.choice(IMPORTS) for _ in range(r.randint(1, 2))))


def lines(r):
    """Line statements and line comments, enabled by the header; own markers."""
    if r.random() < 0.3:
        markers = r.choice([('<%', '%>', '${', '}', '<#', '#>'), ('[[%', '%]]', '[[', ']]', '[#', '#]'), ('{%', '%}', '{{{', '}}}', '{#', '#}'), ('@@', '@@', '<<', '>>', '/*', '*/')])
        b, be, v, ve, c, ce = markers
        header = f'#jinja2: block_start_string: "{b}", block_end_string: "{be}", variable_start_string: "{v}", variable_end_string: "{ve}", comment_start_string: "{c}", comment_end_string: "{ce}"\n'
        return file(header + f'a {v} n {ve} {c} no {ce} {{{{ n }}}}\n{b} for i in l {be}{v} i {ve}{b}- endfor {be}\n{v}{{"a": {{"b": 1}}}}.a{ve}\n')
    prefix = r.choice(['#', '%', '%%', '//', '# '])
    comment = r.choice([None, None, '##', '//', ';'])
    header = f'#jinja2: line_statement_prefix: "{prefix}"' + (f', line_comment_prefix: "{comment}"' if comment else '') + r.choice(['', ', trim_blocks: False', ', lstrip_blocks: True']) + '\n'
    out = ''
    for _ in range(r.randint(1, 4)):
        p = r.choice(['', '  ', '\t']) + prefix
        out += r.choice([
            f'{p} for i in l\n{{{{ i }}}}\n{p} endfor\n', f'{p} if t\nyes\n{p} else\nno\n{p} endif\n', f'{p} set x = [1,\n  2]\n{{{{ x }}}}\n', 'plain\n', '\n', f'text {prefix} not a statement\n',
            f'{p}for i in l:\n  {{{{ i }}}}\n{p}endfor\n', f'a {comment or "#"} comment\nb\n', f'{comment or "x"} whole line\n', f'{p} for i in l\n{p} if i > 1\n{{{{ i }}}}\n{p} endif\n{p} endfor\n', f'{p} set y = "a:b" \n{{{{ y }}}}\n', f'{p}- if t\n x\n{p}- endif\n', f'{p} macro m(a)\n[{{{{ a }}}}]\n{p} endmacro\n{{{{ m(1) }}}}\n', f'  {{% if t %}}\n  z\n  {{% endif %}}\n', f'{p} raw\n',
        ])
    return file(header + (out if r.random() < 0.8 else out.rstrip('\n')))


def templates(r, depth=2):
    """Statements in statements."""
    def block(d):
        out = ''
        for _ in range(r.randint(1, 3)):
            k = r.random()
            if d <= 0 or k < 0.3:
                out += r.choice(['{{ ' + expr(r, r.choice(['int', 'str', 'list', 'bool', 'dict', 'float']), r.randint(0, 2)) + ' }}', 'text ', '\n', '{{ x | default("-") }}', '{{ i | default("-") }}'])
            elif k < 0.45:
                out += f'{{% if {expr(r, "bool", 1)} %}}{block(d - 1)}{{% elif {expr(r, "bool", 0)} %}}{block(d - 1)}{{% else %}}{block(d - 1)}{{% endif %}}'
            elif k < 0.6:
                out += f'{{% for i in {expr(r, "list", 1)} %}}{block(d - 1)}{{% else %}}-{{% endfor %}}'
            elif k < 0.7:
                out += f'{{% set x = {expr(r, r.choice(["int", "str", "list"]), 1)} %}}'
            elif k < 0.78:
                out += f'{{% set x %}}{block(d - 1)}{{% endset %}}'
            elif k < 0.86:
                out += f'{{% with x = {expr(r, "int", 1)} %}}{block(d - 1)}{{% endwith %}}'
            elif k < 0.93:
                out += f'{{% filter {r.choice(["upper", "trim", "replace(chr, chr)", "length", "indent(2)", "title"])} %}}{block(d - 1)}{{% endfilter %}}'
            else:
                out += f'{{% macro m(x=1) %}}{block(d - 1)}{{% endmacro %}}{{{{ m() }}}}{{{{ m({expr(r, "int", 0)}) }}}}'
        return out
    return file(block(depth))


SEEDS = ['{{ a }}', '{{ n + 1 }}', '{% if t %}a{% else %}b{% endif %}', '{% for i in l if i > 1 %}{{ i }}{% else %}x{% endfor %}', '{{ l[1:2] }}', '{{ d.a | default(1, true) }}', '{% set x, y = 1, 2 %}{{ x }}', '{% macro m(a, b=1) %}{{ a }}{% endmacro %}{{ m(1, b=2) }}', '{{ {"a": [1, (2, 3)]} }}', '{{ not n is odd and t }}', '{{ s if t else e }}', '{% raw %}{{ x }}{% endraw %}', '{# c #}x', '{{ "a" "b" ~ n }}', '{% with a = 1 %}{{ a }}{% endwith %}', '{% block x %}{{ n }}{% endblock %}', '{{ n is divisibleby 5 }}', '{{ -n ** 2 }}', '{{ range(3) | list }}', '{% call(x) m() %}{{ x }}{% endcall %}', '{% filter upper %}a{% endfilter %}', '{{ 1 < n <= 5 != 3 }}', '{% include "part.j2" ignore missing %}', '{% from "lib.j2" import hello as h with context %}', '{% set x | upper %}a{% endset %}{{ x }}', '{{ m(*l, **d) }}', '{{ users[0]["name"].upper() }}', '{% do l.append(1) %}']
TOKENS = ['{{', '}}', '{%', '%}', '(', ')', '[', ']', '{', '}', ',', ':', '.', '|', '~', '+', '-', '*', '**', '/', '//', '%', '=', '==', '!=', '<', 'if', 'else', 'in', 'is', 'not', 'and', 'or', 'n', '1', '2.5', "'x'", 'endif', 'endfor', 'for', 'set', 'none', ' ', '\n', '#}', '{#', '!', '&', '^', ';', '"', "'", '@', 'elif', 'true', '0', '..', 'recursive', 'as', 'import', 'with', 'context', 'loop', '1_000']


def broken(r):
    """Templates with a few tokens changed: what is a syntax error and what is not."""
    import re
    parts = [p for p in re.split(r'(\s+|\w+|\{\{|\}\}|\{%|%\}|\*\*|//|==|[^\w\s])', r.choice(SEEDS)) if p]
    for _ in range(r.randint(1, 2)):
        at = r.randrange(len(parts))
        k = r.random()
        if k < 0.3:
            del parts[at]
        elif k < 0.6:
            parts.insert(at, r.choice(TOKENS))
        elif k < 0.8:
            parts[at] = r.choice(TOKENS)
        elif k < 0.9:
            other = r.randrange(len(parts))
            parts[at], parts[other] = parts[other], parts[at]
        else:
            parts.insert(at, parts[at])
        if not parts:
            parts = ['x']
    return file(''.join(parts))


def texts(r):
    """Texts of variables: a single expression keeps its type, what looks like a literal becomes one."""
    k = r.random()
    if k < 0.4:
        return text('{{ ' + expr(r, r.choice(['int', 'float', 'str', 'list', 'dict', 'bool']), r.randint(0, 2)) + ' }}')
    if k < 0.7:
        return text(r.choice(['{{ s }}', '[{{ n }}', '{{ e }}']) + ''.join(r.choice(['{{ n }}', '{{ l }}', '[', ']', '{', '}', ', ', '1', "'a'", '{{ d }}', ' ', '{{ s }}', 'x', '{{ t }}', ': ', 'True', '{{ nul }}', '\n', '{{ w[0] }}', '"', '{{ f }}', '{% if t %}y{% endif %}']) for _ in range(r.randint(1, 5))))
    return text('{{ ' + nested(r, 2) + ' }}' + r.choice(['', '', 'x', ' x']))


def dates(r):
    moment = r.choice(["'2024-02-29 13:05:09'", "'1999-12-31 23:59:59'", "'2024-01-01 00:00:00'", "'0099-03-04 05:06:07'", "'2023-07-15 12:00:00'"])
    d = f'({moment} | to_datetime)'
    other = f"({r.choice(['2024-03-01 00:00:00', '1970-01-01 00:00:00', '2023-07-15 12:00:01'])!r} | to_datetime)"
    return r.choice([
        lambda: d, lambda: f'{d} | string', lambda: f"{d}.strftime('{''.join(r.choice(['%Y', '%m', '%d', '%H', '%M', '%S', '%j', '%a', '%A', '%b', '%B', '%p', '%I', '%y', '%U', '%W', '%w', '%%', '%f', '%c', '%x', '%X', '%u', '%V', '%G', ' ', '-', '%e', '%F', '%T', '%D', '%-d', '%s', '%Z', '%z', '%Q', '%h', '%R', '%n', '%k', '%l', '%C']) for _ in range(r.randint(1, 3)))}')",
        lambda: f'{d}.{r.choice(["year", "month", "day", "hour", "minute", "second", "microsecond", "weekday()", "isoweekday()", "isoformat()", "isocalendar()", "date()", "time()", "timestamp()", "toordinal()", "ctime()", "timetuple()", "tzinfo", "replace(year=2000)", "replace(day=1, hour=0)", "date().isoformat()", "isoformat(chr(32))"])}',
        lambda: f'{d} - {other}', lambda: f'({d} - {other}).{r.choice(["days", "seconds", "total_seconds()", "microseconds"])}', lambda: f'{d} {r.choice(["<", ">", "==", "!=", "<=", ">="])} {other}', lambda: f'({d} - {other}) | string', lambda: f'{d} + ({other} - {d})', lambda: f'({d} - {other}) * 2', lambda: f'-({d} - {other})', lambda: f'({d} - {other}) // 7', lambda: f'({d} - {other}) / ({other} - {d})', lambda: f'{d} + {other}', lambda: f'{d} ~ ""', lambda: f'{d} == {moment}', lambda: f"{moment[:11]}' | to_datetime('%Y-%m-%d')", lambda: f'[{d}, {d} - {other}]', lambda: f'({d} - {other}) | abs', lambda: f'{d} - ({d} - {other})',
        lambda: f"'%Y-%m-%d %j %a' | strftime({r.choice(['0', '1700000000', '951782400', '1.5', '-86400'])}, utc=true)", lambda: f"'{r.choice(['29/Feb/24', '1/Jan/70', '31/Dec/99', 'x'])}' | to_datetime('%d/%b/%y')",
    ])()


THEMES = {f.__name__: f for f in (arithmetic, operators, comparison, str_methods, container_methods, number_methods, slices, access, percent, format_method, literals, tests, filters, expressions, whitespace, loops, macros, scopes, inheritance, lines, templates, broken, texts, dates)}


def batch(theme, seed, count):
    """`count` different cases of a theme (fewer when the theme has no more)."""
    r = random.Random(f'{theme} {seed}')
    seen = {}
    for _ in range(count * 20):
        if len(seen) == count:
            break
        seen.setdefault(THEMES[theme](r))
    return list(seen)
