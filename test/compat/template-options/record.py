#!/usr/bin/env python3
"""Asks real ansible-core what template files give under the options of the module template and the #jinja2: header.

Usage: record.py [SEED COUNT]    stores answers.json, or with a seed prints a fresh batch
(needs ansible-core 2.18 in the Python that runs it)

A case is [options, text]: the options as the module `template` hands them on. An answer is {"text": "..."} or {"error": "kind"}.
"""
import json
import os
import pathlib
import random
import sys

os.environ.update(ANSIBLE_JINJA2_EXTENSIONS='jinja2.ext.do,jinja2.ext.loopcontrols', ANSIBLE_DEPRECATION_WARNINGS='0')
import ansible
import jinja2
from ansible.errors import AnsibleError
from ansible.parsing.dataloader import DataLoader
from ansible.template import AnsibleEnvironment, Templar

HERE = pathlib.Path(__file__).resolve().parent
FILES = HERE.parent / 'templates' / 'files'
VALUES = {'a': 1, 'b': 'x<y', 'l': [1, 2, 3], 'd': {'k': 'v'}, 'e': '', 'n': None, 't': 'two\nlines\n'}

NEWLINES = ['\n', '\n', '\n', '\r\n', '\r', '\n\n']
SPACE = ['', '', '', ' ', '  ', '\t', '\n', ' \n ', '\n\n', '\r\n']
MINUS = ['', '', '', '-', '+']
TEXTS = ['x', 'line', ' word ', '# no comment', '## two', '% sign', '{ brace }', '"q"', "'", '{ {', '\\n', 'é', '<b>', '%%', '//', '{{"{{"}}']
# Markers: block, variable, comment.
SETS = [('{%', '%}', '{{', '}}', '{#', '#}')] * 6 + [
    ('<%', '%>', '<%=', '%>', '<%#', '%>'), ('[%', '%]', '[[', ']]', '[#', '#]'), ('<<', '>>', '${', '}', '/*', '*/'), ('{%', '%}', '@@', '@@', '{#', '#}'),
    ('%%', '%%', '{{', '}}', '##', '##'), ('{%', '%}', '{{', '}}', '<!--', '-->'), ('((', '))', '{', '}', '(*', '*)'), ('BEGIN', 'END', '$(', ')', '#!', '!#'), ('{%', '%}', '{%=', '%}', '{%#', '%}')]
EXPRESSIONS = ['a', 'b', 'l', 'd.k', "'s'", 'a + 1', "l | join(',')", 'e', 'n', 't', 'nope', "'%}'", "'}}'", '"\\n"', "{'k': {'j': 1}}.k.j", 'loop.index', "b | e", '']
COMMENTS = [' c ', '', ' a\nb ']
NAMES = ['block_start_string', 'block_end_string', 'variable_start_string', 'variable_end_string', 'comment_start_string', 'comment_end_string']


class Maker:
    def __init__(self, rng):
        self.rng = rng
        self.marks = rng.choice(SETS)
        self.line = rng.choice([None, None, None, '#', '%', '##', '//', '@'])
        self.note = rng.choice([None, None, None, '##', '//', ';', '--'])

    def tag(self, body):
        return f'{self.marks[0]}{self.rng.choice(MINUS)}{self.gap()}{body}{self.gap()}{self.rng.choice(MINUS)}{self.marks[1]}'

    def gap(self):
        return self.rng.choice(['', ' ', ' ', ' ', '  ', '\n'])

    def space(self):
        return self.rng.choice(SPACE)

    def statement(self, body):
        if self.line and self.rng.random() < 0.5:
            return '\n' + self.rng.choice(['', ' ', '\t']) + self.line + self.rng.choice(['', ' ', '-', '+']) + ' ' + body + self.rng.choice(['', ':', ' ']) + (self.rng.choice(['', ' ' + self.note + ' noted']) if self.note else '') + self.rng.choice(NEWLINES)
        return self.space() + self.tag(body) + self.space()

    def piece(self, depth):
        r = self.rng.random()
        if r < 0.3 or depth > 3:
            return self.space() + self.rng.choice(TEXTS) + self.space()
        if r < 0.55:
            return f'{self.marks[2]}{self.rng.choice(MINUS)}{self.gap()}{self.rng.choice(EXPRESSIONS)}{self.gap()}{self.rng.choice(MINUS)}{self.marks[3]}'
        if r < 0.65:
            return self.space() + f'{self.marks[4]}{self.rng.choice(MINUS)}{self.rng.choice(COMMENTS + [self.marks[2]])}{self.rng.choice(MINUS)}{self.marks[5]}' + self.space()
        if r < 0.7 and self.note:
            return self.space() + self.note + ' a note' + self.rng.choice(NEWLINES)
        if r < 0.75:
            return self.statement('raw') + self.rng.choice([self.marks[2] + ' a ' + self.marks[3], self.marks[0] + ' if ', 'plain']) + self.tag('endraw')
        if r < 0.8:
            return self.statement('set s = ' + self.rng.choice(EXPRESSIONS[:8]))
        if r < 0.84:
            return self.statement(f"include '{self.rng.choice(['part.j2', 'nosuch.j2'])}'" + self.rng.choice(['', ' ignore missing', ' ignore missing without context']))
        if r < 0.92:
            return self.statement('if ' + self.rng.choice(['a', 'e', 'n is none', 'nope is defined'])) + self.some(depth + 1) + (self.statement('else') + self.some(depth + 1) if self.rng.random() < 0.3 else '') + self.statement('endif')
        return self.statement('for i in l') + self.some(depth + 1) + self.statement('endfor')

    def some(self, depth):
        return ''.join(self.piece(depth) for _ in range(self.rng.randint(1, 4)))

    def case(self):
        rng = self.rng
        options = {}
        header = {}
        default = SETS[0]
        for name, mark, usual in zip(NAMES, self.marks, default):
            if mark != usual:
                (header if rng.random() < 0.3 else options)[name] = mark
        if rng.random() < 0.4:
            options['trim_blocks'] = rng.random() < 0.5
        if rng.random() < 0.4:
            options['lstrip_blocks'] = rng.random() < 0.6
        if rng.random() < 0.25:
            options['newline_sequence'] = rng.choice(['\n', '\r', '\r\n'])
        if self.line:
            header['line_statement_prefix'] = self.line
        if self.note:
            header['line_comment_prefix'] = self.note
        for key in ('trim_blocks', 'lstrip_blocks', 'keep_trailing_newline', 'autoescape'):
            if rng.random() < 0.08:
                header[key] = rng.random() < 0.5
        if rng.random() < 0.05:
            header['newline_sequence'] = rng.choice(['\n', '\r\n'])
        if rng.random() < 0.03:
            header[rng.choice(['nosuch', 'optimized', 'finalize', 'cache_size', 'undefined'])] = True
        text = self.some(0) + rng.choice(['', '\n', '\n\n', '\r\n', '\n\n\n', ' '])
        if header:
            pairs = [f'{k}{rng.choice([":", ": ", " : "])}{v!r}' for k, v in header.items()]
            text = '#jinja2:' + rng.choice(['', ' ']) + rng.choice([',', ', ']).join(pairs) + rng.choice(['\n', '\n', '\r\n']) + text
        return [options, text]


HANDMADE = [
    [{}, '#jinja2: trim_blocks: False\n{% if a %}\nx\n{% endif %}\ny'], [{}, '#jinja2:trim_blocks:False'], [{}, '#jinja2: trim_blocks\nx'], [{}, '#jinja2:\nx'],
    [{}, '#jinja2: \nx'], [{}, ' #jinja2: trim_blocks: False\nx'], [{}, '#jinja2: trim_blocks: nosuch\nx'], [{}, '#jinja2: trim_blocks: 0\n{% if a %}\nx{% endif %}'],
    [{}, "#jinja2: variable_start_string: '[%', variable_end_string: '%]'\n[% a %] {{ a }}"], [{}, "#jinja2: variable_start_string: ','\nx"],
    [{}, '#jinja2: trim_blocks: False,\nx'], [{}, '#jinja2: a:b:c\nx'], [{'newline_sequence': '\r\n'}, '#jinja2: lstrip_blocks: True\n  {% if a %}\nx\n  {% endif %}\n'],
    [{}, "#jinja2: line_statement_prefix: '%%'\n%% for i in l\n{{ i }}\n%% endfor\n"], [{}, "#jinja2: line_statement_prefix: '#', line_comment_prefix: '##'\n# if a:\nx ## c\n## c\n# endif\n"],
    [{}, "#jinja2: line_statement_prefix: '#'\n  # set x = [1,\n  2]\n{{ x }}"], [{}, "#jinja2: line_statement_prefix: '%'\n% raw\n{{ a }}\n% endraw\n"],
    [{}, "#jinja2: line_comment_prefix: '//'\nhttp://x {{ a }} // c\n  // all\ny"], [{}, '#jinja2: autoescape: True\n{{ b }}{{ b | safe }}'], [{}, '#jinja2: keep_trailing_newline: True\nx\n'],
    [{'keep': 1}, 'x'], [{'trim_blocks': False, 'lstrip_blocks': True}, '  {% if a %}  \n  x\n  {%+ endif %}\n  {%- if a +%}\ny\n{% endif %}'],
]


def answer(options, text):
    overrides = {k: v for k, v in options.items() if k != 'keep'}
    overrides.setdefault('trim_blocks', True)
    overrides.setdefault('lstrip_blocks', False)
    templar = Templar(DataLoader(), variables=dict(VALUES)).copy_with_new_env(environment_class=AnsibleEnvironment, searchpath=[str(FILES)])
    try:
        return {'text': templar.do_template(text, preserve_trailing_newlines=True, escape_backslashes=False, overrides=overrides)}
    except (jinja2.TemplateError, AnsibleError, ValueError, SyntaxError, TypeError, AttributeError) as error:
        return {'error': type(error).__name__}
    except Exception as error:
        return {'error': type(error).__name__}


def main():
    seed, count = (sys.argv[1:] + ['1', '1500'])[:2] if len(sys.argv) > 2 else ('1', '1500')
    rng = random.Random(f'options {seed}')
    cases = list(HANDMADE) if len(sys.argv) <= 2 else []
    cases += [Maker(rng).case() for _ in range(int(count))]
    rows = ',\n'.join(json.dumps([*case, answer(*case)]) for case in cases)
    whole = '{"answered_by": %s, "variables": %s, "cases": [\n%s\n]}\n' % (
        json.dumps({'ansible-core': ansible.__version__, 'jinja2': jinja2.__version__, 'python': sys.version.split()[0]}), json.dumps(VALUES), rows)
    if len(sys.argv) > 2:
        sys.stdout.write(whole)
    else:
        (HERE / 'answers.json').write_text(whole)


main()
