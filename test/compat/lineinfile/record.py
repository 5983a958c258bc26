"""Records what ansible-core's lineinfile does to texts: run it with a Python that has ansible-core, output is recorded.json."""
import itertools
import json
import os
import subprocess
import sys
import tempfile

TEXTS = {
    "empty": "",
    "three": "alpha\nbeta\ngamma\n",
    "twice": "key=1\nother\nkey=2\n",
    "unended": "alpha\nbeta",
    "unended_key": "alpha\nkey=1",
    "crlf": "alpha\r\nkey=1\r\nbeta\r\n",
    "commented": "#key=0\n# comment\nkey=1\n\n[section]\nx = y\n",
    "blank_end": "alpha\n\n",
    "wanted": "alpha\nkey=9\nbeta\n",
    "wanted_last": "alpha\nkey=9",
    "bytes": "caf\xe9\nkey=1\n",
}

ARGS = [
    {"line": "key=9"},
    {"line": "key=9", "regexp": "^key="},
    {"line": "key=9", "regexp": "^key=", "firstmatch": True},
    {"line": "key=9", "regexp": "^#?key="},
    {"line": "key=9", "search_string": "key="},
    {"line": "key=9", "regexp": "^nothing"},
    {"line": "key=9", "insertafter": "^alpha"},
    {"line": "key=9", "insertafter": "^beta"},
    {"line": "key=9", "insertbefore": "^beta"},
    {"line": "key=9", "insertbefore": "^alpha"},
    {"line": "key=9", "insertbefore": "BOF"},
    {"line": "key=9", "insertafter": "BOF"},
    {"line": "key=9", "insertafter": "EOF"},
    {"line": "key=9", "insertafter": "^key", "firstmatch": True},
    {"line": "key=9", "insertafter": "^key"},
    {"line": "key=9", "insertbefore": "^nothing"},
    {"line": "key=9", "insertafter": "^nothing"},
    {"line": "key=9", "regexp": "^key=", "insertafter": "^alpha"},
    {"line": "key=9", "regexp": "^nokey=", "insertbefore": "beta$"},
    {"line": "\\1=9", "regexp": "^(key)=(\\d)", "backrefs": True},
    {"line": "\\g<n>=8 \\2", "regexp": "^(?P<n>key)=(\\d)", "backrefs": True},
    {"line": "x", "regexp": "^nothing(.*)", "backrefs": True},
    {"line": "\\1=9", "regexp": "^(key)="},
    {"line": "key=9\nmore"},
    {"line": ""},
    {"line": "key=9", "regexp": ""},
    {"line": "key=9", "regexp": "(?i)KEY=\\d$"},
    {"line": "key=9", "regexp": "^\\s*$"},
    {"line": "key=9", "insertafter": ""},
    {"line": "alpha"},
    {"state": "absent", "line": "alpha"},
    {"state": "absent", "line": "key"},
    {"state": "absent", "regexp": "^key"},
    {"state": "absent", "regexp": "a$"},
    {"state": "absent", "search_string": "e"},
    {"state": "absent", "regexp": "^$"},
    {"state": "absent", "regexp": "^key", "line": "alpha"},
]


def one(text, args):
    path = os.path.join(tempfile.gettempdir(), "tsplay-lineinfile-record")
    with open(path, "wb") as f:
        f.write(text.encode("latin-1"))
    call = {"ANSIBLE_MODULE_ARGS": dict(args, path=path, _ansible_remote_tmp="/tmp", _ansible_keep_remote_files=False)}
    done = subprocess.run([sys.executable, "-m", "ansible.modules.lineinfile", json.dumps(call)], capture_output=True)
    result = json.loads(done.stdout)
    with open(path, "rb") as f:
        after = f.read().decode("latin-1")
    os.unlink(path)
    if result.get("failed"):
        return {"text": text, "args": args, "failed": result["msg"]}
    return {"text": text, "args": args, "after": after, "changed": result["changed"], "msg": result["msg"]}


if __name__ == "__main__":
    out = [one(text, args) for text, args in itertools.product(TEXTS.values(), ARGS)]
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded.json"), "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(entry) for entry in out) + "\n]\n")
