#!/usr/bin/env python3
"""Asks real Jinja2 and ansible-core what our cases give, and stores the answers beside the cases.

Usage: record.py [THEME...]     (needs ansible-core 2.18 in the Python that runs it)

cases/<theme>.txt    one case per line; a line that starts with '%' is a template file's text as a JSON string,
                     one that starts with '=' is a variable's text as a JSON string, others are expressions
answers/<theme>.json the versions that answered, the variables, and [case, answer] pairs; an answer is
                     {"repr": "..."}, {"text": "..."}, {"undefined": true} or {"error": "kind"}
"""
import itertools
import json
import pathlib
import sys
import types
from collections.abc import Iterator, MappingView

import ansible
import jinja2
import yaml
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

HERE = pathlib.Path(__file__).parent

OPERANDS = ['1', '0', '-3', '2.5', '2.0', 'true', 'none', "'a'", "'12'", "''", '[1, 2]', '[]', '(1,)', "{'a': 1}", '{}', '10 ** 20']
OPERATORS = ['+', '-', '*', '/', '//', '%', '**', '~', '==', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'and', 'or']


def generated():
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
    if type(value) is tuple or isinstance(value, tuple):
        return tuple(plain(v) for v in value)
    if isinstance(value, dict):
        return {plain(k): plain(v) for k, v in value.items()}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, set):
        return sorted(value)
    return value


def answer(case, templar):
    try:
        if case.startswith('%'):
            return {'text': templar.do_template(json.loads(case[1:]), preserve_trailing_newlines=True, escape_backslashes=False)}
        if case.startswith('='):
            return {'repr': repr(plain(templar.template(json.loads(case[1:]))))}
        value = templar.environment.compile_expression(case, undefined_to_none=False)(**{**jinja2.defaults.DEFAULT_NAMESPACE, **templar.available_variables})
        if isinstance(value, jinja2.Undefined):
            return {'undefined': True}
        return {'repr': repr(plain(value))}
    except jinja2.UndefinedError:
        return {'error': 'undefined'}
    except (jinja2.TemplateError, AnsibleError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError, NameError) as error:
        return {'error': type(error).__name__}


def main():
    variables = json.loads((HERE / 'variables.json').read_text())
    wanted = sys.argv[1:]
    loader = DataLoader()
    templar = Templar(loader, variables=variables)
    (HERE / 'answers').mkdir(exist_ok=True)
    for name, lines in [('operators', generated())] + [
        (f.stem, f.read_text().splitlines()) for f in sorted((HERE / 'cases').glob('*.txt'))
    ]:
        if wanted and name not in wanted:
            continue
        cases = [line for line in lines if line.strip() and not line.startswith('##')]
        versions = {'ansible-core': ansible.__version__, 'jinja2': jinja2.__version__, 'pyyaml': yaml.__version__, 'python': sys.version.split()[0]}
        out = {'answered_by': versions, 'cases': [[case, answer(case, templar)] for case in cases]}
        body = ',\n'.join(json.dumps(c) for c in out['cases'])
        (HERE / 'answers' / f'{name}.json').write_text(
            '{"answered_by": %s, "cases": [\n%s\n]}\n' % (json.dumps(versions), body))
        print(f'{name}: {len(cases)} cases')


main()
