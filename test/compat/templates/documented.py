#!/usr/bin/env python3
"""Writes documented.json: the filters and tests of ansible-core (from ansible-doc) and Jinja2 (from its functions), with their parameters.

Usage: documented.py [PATH/ansible-doc]     (in the Python that has ansible-core 2.18 and Jinja2 3.1)

documented.json      kind -> name -> parameters in documented order; one with an underscore in front has no name to be given by
"""
import inspect
import json
import pathlib
import subprocess
import sys

from jinja2.defaults import DEFAULT_FILTERS, DEFAULT_TESTS

HERE = pathlib.Path(__file__).resolve().parent
DOC = sys.argv[1] if len(sys.argv) > 1 else str(pathlib.Path(sys.executable).with_name('ansible-doc'))


def ask(kind, *arguments):
    return json.loads(subprocess.run([DOC, '-t', kind, '-j', *arguments], capture_output=True, text=True, check=True).stdout)


def parameters(function):
    names = [p.name for p in inspect.signature(function).parameters.values() if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    if names[:1] in (['context'], ['eval_ctx'], ['environment']):
        names = names[1:]
    return names[1:]


def main():
    out = {'filter': {}, 'test': {}}
    for kind, table in out.items():
        names = [name for name in ask(kind, '-l') if name.startswith('ansible.builtin.')]
        for name, entry in ask(kind, *names).items():
            table[name.split('.')[-1]] = [o for o in entry['doc'].get('options', {}) if o != '_input']
        for name, function in (DEFAULT_FILTERS if kind == 'filter' else DEFAULT_TESTS).items():
            if name not in table:
                table[name] = [] if name in ('map', 'select', 'reject', 'selectattr', 'rejectattr', 'format', 'abs', 'callable') else parameters(function)
    lines = [
        f' "{kind}": {{\n' + ',\n'.join(f'  {json.dumps(name)}: {json.dumps(table[name])}' for name in sorted(table)) + '\n }'
        for kind, table in out.items()
    ]
    (HERE / 'documented.json').write_text('{\n' + ',\n'.join(lines) + '\n}\n')


main()
