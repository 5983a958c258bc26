"""Records what `ansible-inventory` prints and which hosts patterns select in ansible-core 2.18, into recorded.json.

Run with a Python that has ansible-core 2.18: python test/compat/inventory/record.py
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader

from commands import COMMANDS

# Each case: list of (file name, text), read in turn as -i sources.
CASES = {
    "plain hosts": [("hosts", "a\nb\nc\n")],
    "one group": [("hosts", "[web]\nw1\nw2\n\n[db]\nd1\n")],
    "comments": [("hosts", "# c\n; d\n[web] # e\nw1 # f\nw2 x=1 # g\n  w3   y=2\n")],
    "group named twice": [("hosts", "[web]\na\n[db]\nb\n[web]\nc\n")],
    "host in groups": [("hosts", "solo\nboth\n[x]\nboth\n[y]\nboth\nonly\n")],
    "host vars": [("hosts", "h a=1 b=x c='two words' d=\"dq\" e=True f=true g=None h=1.5 i=0644 j=0o17 k=1_000 l=a=b=c\n")],
    "literals on hosts": [("hosts", "h a='[1, 2]' b=\"{'k': 'v'}\" c='\"0644\"' d=\"'x'\" e='(1, 2)' f=[1,2] g= h=-5 i=+5 j=1e3 k=.5 l=5. m=0x1f n=00 o=yes p='' q=\"u'x'\" r='1,2'\n")],
    "literals in vars": [("hosts", "h\n[all:vars]\na=1\nb = spaced out \nc=[1, 'x', True]\nd={'k': [1, {'l': None}]}\ne=\"quoted # not comment\"\nf=plain # kept\ng='x' # dropped\nh=1 # dropped\ni='a' 'b'\nj='it''s'\nk=\"a\\tb\"\nl=\\n\nm=1 2\nn='''t'''\np=()\nq=(1,)\nr=r'a\\nb'\ns=--5\nt=- 5\nu=0b11\nv=12345678901234567890\nw=a=b\nx=\ny=None\nz=[1,]\n")],
    "more literals": [("hosts", "h\n[all:vars]\na=[,]\nb=[1 2]\nc={1: 2, 3}\nd={'a': 1,}\ne=1_0.5\nf=1__0\ng=1.0\nh=01\ni=0_0\nj=1.2.3\nk=10.0.0.1\nl=2024-01-02\nm='unclosed\nn=True False\no=not True\np=lambda: 1\nq=[x]\nr=f'x'\ns=b'x'\nt='\\x41\\101\\u0041\\q'\nu='a' b\nv=(1)\nw='a', 'b'\ny=-0\nz=-0.0\n")],
    "quotes and escapes": [("hosts", "h a=\"x \\\" y\" b='x \\ y' c=x\\ y d=\"a\\nb\" e=a\"b c\"d f=''\"'\" g=x#y\n")],
    "ranges": [("hosts", "[web]\nw[1:3]\nx[01:03]\ny[a:c].ex.com\nz[1:9:3]\nm[1:2]n[a:b]\n[:2]k\nv[08:11]\n")],
    "ports": [("hosts", "a:2222\nb[1:2]:23 x=1\n10.0.0.1:24\n[fe80::1]:25\nc:26 ansible_port=27\n::1\nfe80::2\n10.0.0.[1:2]\n")],
    "children": [("hosts", "[web]\nw1\n[db]\nd1\n[prod:children]\nweb\ndb\n[prod:vars]\nv=prod\n[web:vars]\nv=web\n")],
    "children first": [("hosts", "[prod:children]\nweb\ndb # c\n[db]\nd1\n[web]\nw1\n[prod:vars]\nv=1\n")],
    "deep": [("hosts", "[a]\nh1\n[b]\nh2\n[c:children]\na\n[d:children]\nc\nb\n[e:children]\nd\nb\n[a:vars]\nv=a\n[b:vars]\nv=b\n[c:vars]\nv=c\nw=c\n[d:vars]\nv=d\nw=d\n[e:vars]\nv=e\nw=e\nx=e\n")],
    "equal depth by name": [("hosts", "[zeta]\nh\n[alpha]\nh\n[mid]\nh\n[zeta:vars]\nv=z\n[alpha:vars]\nv=a\n[mid:vars]\nv=m\n")],
    "priority": [("hosts", "[zeta]\nh\n[alpha]\nh\n[zeta:vars]\nv=z\n[alpha:vars]\nv=a\nansible_group_priority=10\n")],
    "vars before group": [("hosts", "[web:vars]\nx=1\n[web]\nw\n")],
    "vars of children-only group": [("hosts", "[p:vars]\nx=1\n[p:children]\nc\n[c]\nh\n")],
    "all and ungrouped": [("hosts", "u\n[all:vars]\na=1\n[ungrouped:vars]\nb=2\n[g]\nh\n")],
    "group with dash": [("hosts", "[web-1]\nh\n[web-1:vars]\nx=1\n")],
    "templates": [("hosts", "h a={{x}} b='{{ y }} z'\n[all:vars]\nc={{ lookup('env', 'HOME') }}\nd=\"{{ q }}\"\n")],
    "same host again": [("hosts", "h a=1 b=1\n[g]\nh b=2 c=3\n")],
    "hosts suffix": [("hosts", "[g:hosts]\nh x=1\n")],
    "crlf": [("hosts", "[g]\r\nh x=1\r\n[g:vars]\r\ny=2\r\n")],
    "yaml": [("i.yml", "all:\n  hosts:\n    solo:\n  vars:\n    a: 1\n  children:\n    web:\n      hosts:\n        w[1:2].ex:\n          x: 0644\n        w9:\n    db:\n      hosts: d1\n      vars:\n        b: yes\n")],
    "yaml deep": [("i.yml", "all:\n  children:\n    e:\n      children:\n        d:\n          children:\n            c:\n              hosts: {h1: {v: h}, h2: }\n              vars: {v: c, w: c}\n          vars: {v: d, w: d, x: d}\n      vars: {x: e, y: e}\n    f:\n      hosts: {h2: }\n      vars: {w: f}\n")],
    "yaml top-level groups": [("i.yaml", "web:\n  hosts:\n    a:\n    b: {x: 1}\ndb:\n  hosts: {c: }\n  children: {web: }\n")],
    "yaml priority": [("i.yml", "x:\n  hosts: {h: }\n  vars: {v: x, ansible_group_priority: 5}\ny:\n  hosts: {h: }\n  vars: {v: y}\n")],
    "yaml without extension": [("hosts", "all:\n  hosts:\n    a: {x: 1}\n")],
    "yaml ports": [("i.yml", "all:\n  hosts:\n    a:2222:\n    b[1:2]:23: {x: 1}\n")],
    "json": [("i.json", '{"all": {"hosts": {"a": {"x": [1, true, null]}}, "children": {"g": {"hosts": {"b": null}}}}}')],
    "yaml templates": [("i.yml", "all:\n  hosts:\n    a:\n      x: \"{{ y }}\"\n      z: !unsafe \"{{ w }}\"\n      l: [\"{{ y }}\", b]\n")],
    "two sources": [("a", "[web]\nw1 x=1 y=1\n[web:vars]\nv=a\nu=a\n"), ("b", "[web]\nw1 y=2\nw2\n[web:vars]\nv=b\n[db]\nw1\n")],
    "ini and yaml": [("a", "s\n[web]\nw1\n"), ("b.yml", "all:\n  children:\n    prod:\n      children:\n        web:\n      vars: {p: 1}\n")],
    "circle": [("hosts", "[a:children]\nb\n[b:children]\na\n[a]\nh\n")],
    "undefined child": [("hosts", "[a:children]\nb\n")],
    "undefined vars": [("hosts", "[a:vars]\nb=1\n")],
    "bad section": [("hosts", "[a:nope]\nh\n")],
    "bad section spaces": [("hosts", "[a b]\nh\n")],
    "bad range": [("hosts", "w[1:]\n")],
    "bad range width": [("hosts", "w[01:3]\n")],
    "bad var": [("hosts", "h a=1 nope\n")],
    "unclosed quote": [("hosts", "h a='x\n")],
    "colon at the end": [("hosts", "h:\n")],
    "var without value": [("hosts", "h\n[all:vars]\nnope\n")],
}

PATTERN_INVENTORY = "solo\nlocalhost2\n[web]\nweb1\nweb2\nweb10\n[db]\ndb1\ndb2\n[prod:children]\nweb\ndb\n[stage]\ns1.ex.com\nweb2\n"
PATTERNS = """
all|*|web|db|prod|web:db|web,db|db,web|web1|web*|w*|*1|*.ex.com|~web\\d$|~(web|db)1|~.*2|prod:!web|prod:&stage|!web|&stage|web:!web1:!web2|all:!prod
web[0]|web[-1]|web[1:]|web[0:1]|web[0:0]|web[1:2]|prod[2:3]|web[-2]|web[0],db[0]|web*[0]|web?|web[12]|web[!1]|s1.ex.com|solo|ungrouped|nope|nope,web|nope*
localhost|127.0.0.1|::1|localhost,web|web1,web1|web10,web1|web , db|~(?i)WEB1|prod,!db,&web|web:&db|stage:web|*:!*1|db2:db1|all[0]|all[2:4]|~web[0]
""".replace("\n", "|").strip("|").split("|")
BAD_PATTERNS = ["web[7]", "~(", "web[-9]"]


def run(files, args, env):
    """What ansible-inventory prints for files in an empty directory; a file that begins with #! is executable."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            if text.startswith("#!") and not name.endswith(".noexec"):
                path.chmod(0o755)
        command = [os.path.join(os.path.dirname(sys.executable), "ansible-inventory"), *args]
        plain = {k: v for k, v in os.environ.items() if not k.startswith("ANSIBLE_")}
        surroundings = {**plain, "ANSIBLE_NOCOLOR": "1", "HOME": folder, **env}
        done = subprocess.run(command, capture_output=True, text=True, env=surroundings, cwd=folder)
        return {"rc": done.returncode, "stdout": done.stdout if done.returncode == 0 else ""}


def cases():
    for name, files in CASES.items():
        args = ["--list"] + [word for file, _ in files for word in ("-i", file)]
        yield {"name": name, "files": dict(files), "args": args, "env": {}}
    for case in COMMANDS:
        yield {"env": {}, **case}


def patterns():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "hosts")
        path.write_text(PATTERN_INVENTORY)
        manager = InventoryManager(DataLoader(), [str(path)])
        for pattern in [*PATTERNS, *BAD_PATTERNS]:
            try:
                yield {"pattern": pattern, "hosts": [h.name for h in manager.get_hosts(pattern)]}
            except Exception:
                yield {"pattern": pattern, "error": True}


recorded = [{**case, **run(case["files"], case["args"], case["env"])} for case in cases()]
matches = list(patterns())
lines = ",\n".join("    " + json.dumps(c) for c in recorded)
match_lines = ",\n".join("    " + json.dumps(m) for m in matches)
text = f'{{\n  "cases": [\n{lines}\n  ],\n  "inventory": {json.dumps(PATTERN_INVENTORY)},\n  "patterns": [\n{match_lines}\n  ]\n}}\n'
(pathlib.Path(__file__).parent / "recorded.json").write_text(text)
print(len(recorded), "commands,", sum(c["rc"] != 0 for c in recorded), "refused;", len(matches), "patterns")
