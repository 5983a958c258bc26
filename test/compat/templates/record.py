#!/usr/bin/env python3
"""Asks real Jinja2 and ansible-core what our cases give.

Usage: record.py [THEME...]                      stores the answers of the hand-written and the generated themes
       record.py --fuzz SEED COUNT [THEME...]    prints a fresh random batch with its answers
(needs ansible-core 2.18 in the Python that runs it)

cases/<theme>.txt    one case per line; a line that starts with '%' is a template file's text as a JSON string,
                     one that starts with '=' is a variable's text as a JSON string, others are expressions
generate.py          makes cases from a seed
files/               the templates that cases include, import and extend
answers/<theme>.json the versions that answered, and [case, answer] pairs; an answer is
                     {"repr": "..."}, {"text": "..."}, {"undefined": true} or {"error": "kind"}
"""
import itertools
import json
import os
import pathlib
import re
import resource
import signal
import sys
import types
import warnings
from collections.abc import Iterator, MappingView

os.environ.update(TZ='UTC', ANSIBLE_JINJA2_EXTENSIONS='jinja2.ext.do,jinja2.ext.loopcontrols', ANSIBLE_STRING_CONVERSION_ACTION='ignore', ANSIBLE_DEPRECATION_WARNINGS='0')
warnings.simplefilter('ignore')
import ansible
import jinja2
import yaml
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

import generate

HERE = pathlib.Path(__file__).resolve().parent
# What `npm test` replays of the generated themes.
SEED = 1
COUNTS = {'number_methods': 150, 'broken': 600, 'dates': 250}
COUNT = 500

OPERANDS = ['1', '0', '-3', '2.5', '2.0', 'true', 'none', "'a'", "'12'", "''", '[1, 2]', '[]', '(1,)', "{'a': 1}", '{}', '10 ** 20']
OPERATORS = ['+', '-', '*', '/', '//', '%', '**', '~', '==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'and', 'or']


def operators():
    """Operators x types."""
    for op, (a, b) in itertools.product(OPERATORS, itertools.product(OPERANDS, OPERANDS)):
        if op == '**' and '10 ** 20' in (a, b):
            continue
        yield f'{a} {op} {b}' if '**' not in a + b else f'({a}) {op} ({b})'


def plain(value):
    if isinstance(value, (types.GeneratorType, Iterator, MappingView, range)):
        value = list(value)
    if isinstance(value, list):
        return [plain(v) for v in value]
    if type(value) is tuple:
        return tuple(plain(v) for v in value)
    if isinstance(value, dict):
        return {k if isinstance(k, range) else plain(k): plain(v) for k, v in value.items()}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, set):
        return sorted(value)
    return value


def value_of(text, templar, values):
    """A variable's text. A lone expression keeps its type, as with jinja2_native and since ansible-core 2.19: that is decided."""
    # Ansible doubles the backslashes in a variable's text.
    escaped = text.replace('\\', '\\\\')
    body = templar.environment.parse(escaped).body
    if len(body) == 1 and isinstance(body[0], jinja2.nodes.Output) and len(body[0].nodes) == 1 and not isinstance(body[0].nodes[0], jinja2.nodes.TemplateData):
        # The sign of whitespace control is one character: `{{--n}}` is -n. What stands between is a tuple when there are commas.
        expression = re.fullmatch(r'\{\{[-+]?(.*?)-?\}\}', escaped.strip(), re.DOTALL).group(1)
        native = templar.environment.compile_expression(f'({expression})', undefined_to_none=False)(**{**jinja2.defaults.DEFAULT_NAMESPACE, **values})
        if native is None or not isinstance(native, (str, jinja2.Undefined)):
            return native
    return templar.template(text)


def slow(*_):
    raise TimeoutError('the case takes too long')


def answer(case, variables):
    """What the real ones say; None for what they cannot say twice in the same way."""
    values = json.loads(variables)
    templar = Templar(DataLoader(), variables=values)
    templar.environment.loader = jinja2.FileSystemLoader([str(HERE / 'files')])
    signal.alarm(5)
    try:
        if case.startswith('%'):
            out = {'text': templar.do_template(json.loads(case[1:]), preserve_trailing_newlines=True, escape_backslashes=False)}
        elif case.startswith('='):
            out = {'repr': repr(plain(value_of(json.loads(case[1:]), templar, values)))}
        else:
            value = templar.environment.compile_expression(case, undefined_to_none=False)(**{**jinja2.defaults.DEFAULT_NAMESPACE, **values})
            out = {'undefined': True} if isinstance(value, jinja2.Undefined) else {'repr': repr(plain(value))}
        # Addresses, and text that is no text.
        return None if ' at 0x' in str(out) or not isinstance(out.get('text', ''), str) else out
    except jinja2.UndefinedError:
        return {'error': 'undefined'}
    except (TimeoutError, NameError, MemoryError):
        # Too slow or too large; or Jinja2's own trouble with the constants inf and nan.
        return None
    except (jinja2.TemplateError, AnsibleError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, RuntimeError, SyntaxError, AssertionError, re.error, yaml.YAMLError) as error:
        return {'error': type(error).__name__}
    finally:
        signal.alarm(0)


def answered(cases, variables):
    for case in cases:
        given = answer(case, variables)
        if given is not None:
            yield [case, given]


def main():
    signal.signal(signal.SIGALRM, slow)
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    variables = (HERE / 'variables.json').read_text()
    versions = {'ansible-core': ansible.__version__, 'jinja2': jinja2.__version__, 'pyyaml': yaml.__version__, 'python': sys.version.split()[0]}
    arguments = sys.argv[1:]
    if arguments[:1] == ['--fuzz']:
        seed, count, themes = arguments[1], int(arguments[2]), arguments[3:] or list(generate.THEMES)
        cases = [c for theme in themes for c in generate.batch(theme, seed, max(1, count // len(themes)))]
        json.dump({'answered_by': versions, 'cases': list(answered(cases, variables))}, sys.stdout)
        return
    (HERE / 'answers').mkdir(exist_ok=True)
    themes = [('operators', operators())]
    themes += [(f.stem, f.read_text().splitlines()) for f in sorted((HERE / 'cases').glob('*.txt'))]
    themes += [(f'generated-{t}', generate.batch(t, SEED, COUNTS.get(t, COUNT))) for t in generate.THEMES]
    for name, lines in themes:
        if arguments and name not in arguments:
            continue
        cases = [line for line in lines if line.strip() and not line.startswith('##')]
        body = ',\n'.join(json.dumps(c) for c in answered(cases, variables))
        (HERE / 'answers' / f'{name}.json').write_text('{"answered_by": %s, "cases": [\n%s\n]}\n' % (json.dumps(versions), body))
        print(f'{name}: {body.count(chr(10)) + 1} cases')


main()
