#!/usr/bin/env python3
"""Asks the filters, tests and lookups of the collections what our cases give, and stores the answers beside the cases.

Usage: record.py [THEME...]     (needs the PyPI package ansible 11 with netaddr, jmespath, hashids, jsonschema, xmltodict)

cases/<theme>.txt    one expression per line; `a|b|c` between « and » stands for each of the texts in turn:
                     «1|2» + «3|4» is four cases; `¦` inside is a `|`
answers/<theme>.json the versions that answered, and [case, answer] pairs; an answer is
                     {"repr": "..."}, {"undefined": true} or {"error": "kind"}
"""
import importlib.metadata
import itertools
import json
import logging
import pathlib
import re
import sys
import types
from collections.abc import Iterator, MappingView

import ansible
import jinja2
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader
from ansible.template import Templar

HERE = pathlib.Path(__file__).parent
logging.disable(logging.CRITICAL)


def expanded(line):
    parts = re.split(r'«(.*?)»', line)
    choices = [[p] if i % 2 == 0 else [c.replace('¦', '|') for c in p.split('|')] for i, p in enumerate(parts)]
    for row in itertools.product(*choices):
        yield ''.join(row)


def plain(value):
    if isinstance(value, (types.GeneratorType, Iterator, MappingView, range)):
        value = list(value)
    if isinstance(value, list):
        return [plain(v) for v in value]
    if isinstance(value, tuple):
        return tuple(plain(v) for v in value)
    if isinstance(value, dict):
        return {plain(k): plain(v) for k, v in value.items()}
    if isinstance(value, str):
        return str(value)
    return value


def answer(case, templar):
    try:
        env = templar.environment
        value = env.compile_expression(case, undefined_to_none=False)(
            **{**jinja2.defaults.DEFAULT_NAMESPACE, **templar.available_variables, 'lookup': templar._lookup, 'query': templar._query_lookup})
        if isinstance(value, jinja2.Undefined):
            return {'undefined': True}
        return {'repr': repr(plain(value))}
    except jinja2.UndefinedError:
        return {'error': 'undefined'}
    except Exception as error:
        return {'error': type(error).__name__}


def main():
    init_plugin_loader()
    variables = json.loads((HERE / 'variables.json').read_text())
    wanted = sys.argv[1:]
    templar = Templar(DataLoader(), variables=variables)
    (HERE / 'answers').mkdir(exist_ok=True)
    versions = {'ansible-core': ansible.__version__, 'python': sys.version.split()[0]}
    for package in ('netaddr', 'jmespath', 'hashids', 'jsonschema', 'xmltodict'):
        versions[package] = importlib.metadata.version(package)
    for manifest in ('community.general', 'ansible.utils', 'ansible.netcommon', 'community.crypto'):
        import ansible_collections
        root = pathlib.Path(list(ansible_collections.__path__)[0])
        path = root / manifest.replace('.', '/') / 'MANIFEST.json'
        if path.exists():
            versions[manifest] = json.loads(path.read_text())['collection_info']['version']
    for file in sorted((HERE / 'cases').glob('*.txt')):
        if wanted and file.stem not in wanted:
            continue
        lines = [line for line in file.read_text().splitlines() if line.strip() and not line.startswith('##')]
        cases = list(dict.fromkeys(case for line in lines for case in expanded(line)))
        body = ',\n'.join(json.dumps([case, answer(case, templar)]) for case in cases)
        (HERE / 'answers' / f'{file.stem}.json').write_text(
            '{"answered_by": %s, "cases": [\n%s\n]}\n' % (json.dumps(versions), body))
        print(f'{file.stem}: {len(cases)} cases')


main()
