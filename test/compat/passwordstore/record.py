#!/usr/bin/env python3
"""Asks real Ansible's lookup passwordstore what our scenarios give, with the real pass and a real key, and stores the answers.

Usage: record.py     (needs the PyPI package ansible 11, and Debian's packages pass and gnupg)

scenarios.json   each: "name", "store" {name: text}, "ask" [expression, ...] asked in order; "environment", "variables"
                 ("«d»" is the scenario's directory, "«d»/store" its store), "program": gopass is the stand-in under that name
answers.json     for each expression {"repr": ...} or {"error": kind}, and what of the store it changed {name: [mode, text]}; passwords made at random are «1: length», in the order they appeared, times are «time»
"""
import importlib.metadata
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import warnings

os.environ.update(TZ='UTC', ANSIBLE_DEPRECATION_WARNINGS='0')
warnings.simplefilter('ignore')
import jinja2
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import init_plugin_loader
from ansible.template import Templar
from ansible.utils.display import Display

Display.deprecated = Display.warning = Display.display = lambda *a, **k: None
HERE = pathlib.Path(__file__).resolve().parent


def run(*words, text=None):
    return subprocess.run(words, input=text and text.encode(), capture_output=True, check=True).stdout.decode()


def stored(root, real):
    """What stands in the store: name -> [mode, text]."""
    store, found = root / 'store', {}
    for file in sorted(store.rglob('*.gpg')):
        name = str(file.relative_to(store))[:-4]
        text = run('gpg', '-q', '--batch', '--decrypt', str(file)) if real else file.read_bytes().decode()
        found[name] = ['%03o' % (file.stat().st_mode & 0o777), text]
    return found


class Mask:
    def __init__(self):
        self.made = []

    def learn(self, value, known):
        if isinstance(value, list):
            for v in value:
                self.learn(v, known)
        elif isinstance(value, str) and len(value) > 7 and value not in known and value not in self.made:
            self.made.append(value)

    def __call__(self, text):
        for i, made in enumerate(self.made, 1):
            symbols = ' symbols' if len(made) > 99 and not made.isalnum() else ''
            text = text.replace(made, f'\u00ab{i}: {len(made)}{symbols}\u00bb')
        return re.sub(r'\d\d/\d\d/\d{4} \d\d:\d\d:\d\d', '\u00abtime\u00bb', text)


def asked(scenario, root, home):
    real = scenario.get('program', 'pass') == 'pass'
    at = lambda text: text.replace('\u00abd\u00bb', str(root))
    os.environ.update(HOME=str(root), GNUPGHOME=str(home / 'gnupg'), PASSWORD_STORE_DIR=str(root / 'store'))
    if real:
        run('pass', 'init', 'tsplay-test')
    for name, text in scenario.get('store', {}).items():
        if real:
            run('pass', 'insert', '-f', '-m', name, text=text)
        else:
            path = root / 'store' / f'{name}.gpg'
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            path.chmod(0o600)
    if scenario.get('unset', False):
        (root / 'store').rename(root / '.password-store')
        (root / 'store').symlink_to('.password-store')
        del os.environ['PASSWORD_STORE_DIR']
    os.environ.update({k: at(v) for k, v in scenario.get('environment', {}).items()})
    templar = Templar(DataLoader(), variables=json.loads(at(json.dumps(scenario.get('variables', {}), ensure_ascii=False))))
    before, mask, answers = stored(root, real), Mask(), []
    for source in scenario['ask']:
        try:
            value = templar.environment.compile_expression(at(source), undefined_to_none=False)(
                **{**jinja2.defaults.DEFAULT_NAMESPACE, 'lookup': templar._lookup, 'query': templar._query_lookup})
            mask.learn(value, source + '\n'.join(text for _, text in before.values()))
            given = {'repr': mask(repr(value))}
        except Exception as error:
            given = {'error': type(error).__name__}
            print(f'  {source}\n    {error}', file=sys.stderr)
        after = stored(root, real)
        if after != before:
            given['store'] = {name: [mode, mask(text)] for name, (mode, text) in after.items() if [mode, text] != before.get(name)}
        before = after
        answers.append(given)
    for name in scenario.get('environment', {}):
        del os.environ[name]
    return answers


def main():
    init_plugin_loader()
    import ansible_collections
    manifest = pathlib.Path(list(ansible_collections.__path__)[0]) / 'community/general/MANIFEST.json'
    versions = {'ansible-core': importlib.metadata.version('ansible-core'),
                'community.general': json.loads(manifest.read_text())['collection_info']['version'],
                'pass': re.search(r'v([\d.]+)', run('pass', '--version')).group(1),
                'gnupg': run('gpg', '--version').split()[2]}
    scenarios = json.loads((HERE / 'scenarios.json').read_text())
    with tempfile.TemporaryDirectory() as home:
        home = pathlib.Path(os.path.realpath(home))
        (home / 'gnupg').mkdir(mode=0o700)
        (home / 'bin').mkdir()
        (home / 'bin' / 'gopass').symlink_to(HERE / 'stand-in.sh')
        os.environ.update(GNUPGHOME=str(home / 'gnupg'), PATH=f'{home}/bin:{os.environ["PATH"]}')
        run('gpg', '--batch', '--passphrase', '', '--quick-gen-key', 'tsplay-test', 'default', 'default', 'never')
        answers = {}
        for i, scenario in enumerate(scenarios):
            root = home / str(i)
            (root / 'store').mkdir(parents=True)
            print(scenario['name'], file=sys.stderr)
            answers[scenario['name']] = asked(scenario, root, home)
        run('gpgconf', '--kill', 'gpg-agent')
    body = ',\n'.join(f'{json.dumps(name)}: [\n  ' + ',\n  '.join(map(json.dumps, a)) + '\n]' for name, a in answers.items())
    (HERE / 'answers.json').write_text('{"answered_by": %s, "answers": {\n%s\n}}\n' % (json.dumps(versions), body))
    print(f'{len(scenarios)} scenarios, {sum(map(len, answers.values()))} answers')


main()
