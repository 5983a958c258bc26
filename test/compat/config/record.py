#!/usr/bin/env python3
"""Asks the real ansible-config what each case gives, and stores the answers.

Usage: record.py     (needs ansible-core 2.18 in the Python that runs it)

cases.json    {name: {files: {path: text}, env: {name: value}, mode: "777" of the working directory}}; paths begin with
              home/ or work/ (the working directory); ROOT in texts and values stands for the directory of both
answers.json  {name: {base: [[name, origin, value]], plugins: [[kind/plugin/option, origin, value]]} | {error: text}};
              of the case "nothing" all settings, of the others what is changed
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def run(root, case, *options):
    env = {k: v.replace('ROOT', str(root)) for k, v in case.get('env', {}).items()}
    base = {'PATH': os.environ['PATH'], 'HOME': str(root / 'home'), 'LANG': 'C.UTF-8'}
    command = [str(pathlib.Path(sys.executable).parent / 'ansible-config'), 'dump', '--format', 'json', *options]
    return subprocess.run(command, cwd=root / 'work', env={**base, **env}, capture_output=True, text=True)


def rows(prefix, settings):
    return [[prefix + s['name'], s['origin'], s['value']] for s in settings]


def answer(name, case):
    with tempfile.TemporaryDirectory() as directory:
        root = pathlib.Path(directory).resolve()
        for place in ('home', 'work'):
            (root / place).mkdir()
        for path, text in case.get('files', {}).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text.replace('ROOT', str(root)))
        (root / 'work').chmod(int(case.get('mode', '755'), 8))
        done = run(root, case, '-t', 'all', *([] if name == 'nothing' else ['--only-changed']))
        if done.returncode != 0:
            return {'error': done.stderr.replace(str(root), 'ROOT'), 'rc': done.returncode}
        entries = json.loads(done.stdout[re.search(r'^\[$', done.stdout, re.MULTILINE).start():])
        base = rows('', [s for s in entries if 'name' in s])
        plugins = []
        for key, listed in (item for entry in entries for item in entry.items()):
            if key.endswith('_PLUGINS'):
                kind = key.removesuffix('_PLUGINS').lower()
                for short, settings in (item for plugin in listed for item in plugin.items()):
                    plugins += rows(f'{kind}/{short}/', settings)
        text = json.dumps({'base': base, 'plugins': plugins}).replace(str(root), 'ROOT')
        return json.loads(re.sub(r'ansible-local-\w+', 'ansible-local-UNIQUE', text))


cases = json.loads((HERE / 'cases.json').read_text())
lines = [f'  {json.dumps(name)}: {json.dumps(answer(name, case))}' for name, case in cases.items()]
(HERE / 'answers.json').write_text('{\n' + ',\n'.join(lines) + '\n}\n')
