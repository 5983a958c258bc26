# Records what ansible-core with passlib answers to password hashing: python record.py > recorded.json
# Needs ansible-core 2.18, passlib and bcrypt 4.0.
import json
import os
import random

os.environ['ANSIBLE_DEPRECATION_WARNINGS'] = 'False'
from ansible.plugins.filter.core import get_encrypted_password
from ansible.utils.encrypt import random_password

B = 'abcdefghijklmnopqrstuu'
LONG = 'correct horse battery staple ' * 5
CASES = [
    ['pw', {}], ['pw', {'hashtype': 'sha512', 'salt': 'saltsalt'}], ['pw', {'hashtype': 'sha256', 'salt': 'saltsalt'}],
    ['pw', {'hashtype': 'md5', 'salt': 'saltsalt'}], ['pw', {'hashtype': 'md5_crypt', 'salt': 'x'}],
    ['pw', {'hashtype': 'bcrypt', 'salt': B}], ['pw', {'hashtype': 'blowfish', 'salt': B, 'rounds': 4}],
    ['pw', {'hashtype': 'bcrypt', 'salt': B, 'rounds': 4, 'ident': '2a'}],
    ['pw', {'hashtype': 'bcrypt', 'salt': B, 'rounds': 4, 'ident': '2y'}],
    ['pw', {'hashtype': 'bcrypt', 'salt': B, 'rounds': 4, 'ident': '2'}],
    ['pw', {'hashtype': 'bcrypt', 'salt': B, 'rounds': 4, 'ident': '$2b$'}],
    ['pw', {'hashtype': 'bcrypt', 'salt': B, 'rounds': 4, 'ident': '2x'}],
    ['pw', {'hashtype': 'bcrypt', 'salt': 'abcdefghijklmnopqrstuv', 'rounds': 4}],
    ['pw', {'hashtype': 'bcrypt', 'salt': 'short'}], ['pw', {'hashtype': 'bcrypt', 'salt': B, 'rounds': 3}],
    ['pw', {'hashtype': 'bcrypt', 'salt': B, 'rounds': 32}],
    [LONG, {'hashtype': 'bcrypt', 'salt': B, 'rounds': 4}], ['', {'hashtype': 'bcrypt', 'salt': B, 'rounds': 4}],
    ['pässwörd €', {'hashtype': 'bcrypt', 'salt': B, 'rounds': 5}],
    ['pw', {'hashtype': 'sha512_crypt', 'salt': 'abc', 'rounds': 5000}],
    ['pw', {'hashtype': 'sha512', 'salt': 'abc', 'rounds': 1000}], ['pw', {'hashtype': 'sha512', 'salt': 'abc', 'rounds': 999}],
    ['pw', {'hashtype': 'sha256', 'salt': 'abc', 'rounds': 10000}], ['pw', {'hashtype': 'sha256', 'salt': 'a' * 16, 'rounds': 5000}],
    ['pw', {'hashtype': 'sha256', 'salt': 'a' * 17, 'rounds': 5000}], ['pw', {'hashtype': 'sha512', 'salt': 'a b', 'rounds': 5000}],
    ['pw', {'hashtype': 'sha512', 'salt': 'a$b', 'rounds': 5000}], ['pw', {'hashtype': 'sha512', 'salt': 'ä', 'rounds': 5000}],
    ['', {'hashtype': 'sha512', 'salt': 'abc', 'rounds': 5000}], ['pw', {'hashtype': 'sha512', 'salt': '', 'rounds': 5000}],
    [LONG, {'hashtype': 'sha512', 'salt': 'abc', 'rounds': 5001}], [LONG, {'hashtype': 'sha256', 'salt': 'abc', 'rounds': 5001}],
    [LONG, {'hashtype': 'md5', 'salt': 'abc'}], ['pässwörd €', {'hashtype': 'sha512', 'salt': 'abc', 'rounds': 5000}],
    ['a\0b', {'hashtype': 'sha512', 'salt': 'abc', 'rounds': 5000}],
    ['pw', {'hashtype': 'md5', 'salt': 'saltsalts'}], ['pw', {'hashtype': 'md5', 'salt': 'abc', 'rounds': 10}],
    ['pw', {'hashtype': 'md5', 'salt_size': 4}], ['pw', {'hashtype': 'sha512', 'salt_size': 8, 'rounds': 5000}],
    ['pw', {'hashtype': 'sha512', 'salt_size': 20, 'rounds': 5000}], ['pw', {'hashtype': 'sha512', 'salt': 'abc', 'ident': '2a', 'rounds': 5000}],
    ['pw', {'hashtype': 'nosuch'}], ['pw', {'hashtype': 'bcrypt', 'rounds': 4}], ['pw', {'hashtype': 'md5'}],
    [42, {'hashtype': 'sha512', 'salt': 'abc', 'rounds': 5000}], [None, {'hashtype': 'sha512', 'salt': 'abc', 'rounds': 5000}],
]


def answer(password, options):
    try:
        got = get_encrypted_password(password, **options)
    except Exception as e:
        return {'error': str(e)}
    if 'salt' not in options or not options['salt']:
        return {'shape': [got.rsplit('$', 1)[0].rsplit('$', 1)[0], len(got)]}
    return {'hash': got}


SEEDS = ['', 'abc', 'web1.example.com', 'ä€', 1, 42, 0, -5, 9007199254740991, 1.5]
print(json.dumps({
    'hashes': [{'password': p, 'options': o, **answer(p, o)} for p, o in CASES],
    'passwords': [{'seed': s, 'length': 24, 'chars': 'abcdefghijklmnopqrstuvwxyz0123456789', 'password': random_password(24, 'abcdefghijklmnopqrstuvwxyz0123456789', s)} for s in SEEDS],
    'randoms': [{'seed': s, 'randrange': [random.Random(s).randrange(0, 1000, 7), random.Random(s).randrange(2 ** 31, 2 ** 40)], 'shuffle': (lambda l: (random.Random(s).shuffle(l), l)[1])(list(range(10)))} for s in SEEDS],
}, indent=1, ensure_ascii=False))
