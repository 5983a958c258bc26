#!/usr/bin/env python3
"""Asks the lookups, and the filters and tests that read the controller, what our cases give, and stores the answers.

Usage: record.py [THEME...]     (needs ansible-core 2.18 with passlib and bcrypt, and node for the web server)

tree.json            the files of the directory `d`: path -> text, {"link": ...}, {"dir": true}, {"base64": ...} or {"vaulted": text}
environment.json     the environment variables
variables.json       the variables; {"«template»": text} is a template
web.mjs, names.mjs   a web server, its address is the variable `web`; a name server, its port is the variable `names`
                     (the theme `dig` needs community.general, ansible.utils and dnspython as well)
cases/<theme>.txt    one expression per line, asked in order in a fresh directory; `a|b` between « and » stands for each of the
                     texts in turn (`¦` inside is a `|`)
answers/<theme>.json the versions that answered, and [case, answer] pairs; an answer is
                     {"repr": "..."}, {"undefined": true} or {"error": "kind"}; the directory is «d» there, the address «web»
"""
import base64
import itertools
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import types
import warnings
from collections.abc import Iterator, MappingView

HERE = pathlib.Path(__file__).resolve().parent
os.environ.update(json.loads((HERE / 'environment.json').read_text()))
os.environ.update(ANSIBLE_DEPRECATION_WARNINGS='0', ANSIBLE_STRING_CONVERSION_ACTION='ignore')
warnings.simplefilter('ignore')
import ansible
import jinja2
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.parsing.vault import VaultLib, VaultSecret
from ansible.parsing.yaml.objects import AnsibleVaultEncryptedUnicode
from ansible.plugins.loader import init_plugin_loader
from ansible.template import Templar
from ansible.utils.display import Display

Display.deprecated = Display.warning = Display.display = lambda *a, **k: None
SECRETS = [('default', VaultSecret(b'secret'))]


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
    if isinstance(value, (str, AnsibleVaultEncryptedUnicode)):
        return str(value)
    return value


def plant(tree, root):
    for name, what in tree.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(what, str):
            path.write_text(what, newline='')
        elif 'base64' in what:
            path.write_bytes(base64.b64decode(what['base64']))
        elif 'dir' in what:
            path.mkdir(exist_ok=True)
        else:
            path.symlink_to(what['link'].replace('«d»', str(root)))


def variables_of(value, loader, root, web):
    if isinstance(value, dict):
        if '«vaulted»' in value:
            sealed = AnsibleVaultEncryptedUnicode(value['«vaulted»'])
            sealed.vault = VaultLib(SECRETS)
            return sealed
        if '«template»' in value:
            return value['«template»']
        return {k: variables_of(v, loader, root, web) for k, v in value.items()}
    if isinstance(value, list):
        return [variables_of(v, loader, root, web) for v in value]
    return value.replace('«d»', root).replace('«web»', web) if isinstance(value, str) else value


def answer(case, templar):
    try:
        value = templar.environment.compile_expression(case, undefined_to_none=False)(
            **{**jinja2.defaults.DEFAULT_NAMESPACE, **templar.available_variables,
               'lookup': templar._lookup, 'query': templar._query_lookup, 'q': templar._query_lookup})
        if isinstance(value, jinja2.Undefined):
            return {'undefined': True}
        return {'repr': repr(plain(value))}
    except jinja2.UndefinedError:
        return {'error': 'undefined'}
    except Exception as error:
        return {'error': type(error).__name__}


def main():
    init_plugin_loader()
    (HERE / 'answers').mkdir(exist_ok=True)
    tree = json.loads((HERE / 'tree.json').read_text())
    given = json.loads((HERE / 'variables.json').read_text())
    server = subprocess.Popen(['node', str(HERE / 'web.mjs')], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    web = server.stdout.readline().strip()
    names = subprocess.Popen(['node', str(HERE / 'names.mjs')], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    given['names'] = int(names.stdout.readline())
    versions = {'ansible-core': ansible.__version__, 'jinja2': jinja2.__version__, 'python': sys.version.split()[0]}
    for file in sorted((HERE / 'cases').glob('*.txt')):
        if sys.argv[1:] and file.stem not in sys.argv[1:]:
            continue
        lines = [line for line in file.read_text().splitlines() if line.strip() and not line.startswith('##')]
        cases = list(dict.fromkeys(case for line in lines for case in expanded(line)))
        with tempfile.TemporaryDirectory() as root:
            root = os.path.realpath(root)
            plant(tree, pathlib.Path(root))
            loader = DataLoader()
            loader.set_basedir(root)
            loader.set_vault_secrets(SECRETS)
            templar = Templar(loader, variables=variables_of(given, loader, root, web))
            answers = [[case, answer(case, templar)] for case in cases]
        body = ',\n'.join(json.dumps(a).replace(root, '\\u00abd\\u00bb').replace(web, '\\u00abweb\\u00bb') for a in answers)
        (HERE / 'answers' / f'{file.stem}.json').write_text('{"answered_by": %s, "cases": [\n%s\n]}\n' % (json.dumps(versions), body))
        print(f'{file.stem}: {len(cases)} cases')
    server.stdin.close()
    names.stdin.close()


if __name__ == '__main__':
    main()
