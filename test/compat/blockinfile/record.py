"""Records what ansible-core's blockinfile does to texts: run it with a Python that has ansible-core, output is recorded.json."""
import itertools
import json
import os
import subprocess
import sys
import tempfile

B, E = "# BEGIN ANSIBLE MANAGED BLOCK\n", "# END ANSIBLE MANAGED BLOCK\n"
TEXTS = {
    "empty": "",
    "plain": "alpha\nbeta\n\ngamma\n",
    "unended": "alpha\nbeta",
    "block": "alpha\n" + B + "old\n" + E + "beta\n",
    "same": "alpha\n" + B + "x\ny\n" + E + "beta\n",
    "at_end": "alpha\n\n" + B + "x\ny\n" + E,
    "reversed": "alpha\n" + E + "old\n" + B + "beta\n",
    "only_begin": "alpha\n" + B + "old\n",
    "twice": B + "1\n" + E + "alpha\n" + B + "2\n" + E,
    "crlf": "alpha\r\nbeta\r\n",
}
ARGS = [
    {"block": "x\ny"},
    {"block": "x\ny\n"},
    {"block": "x\ny", "insertafter": "^alpha"},
    {"block": "x\ny", "insertafter": "^beta"},
    {"block": "x\ny", "insertbefore": "^beta"},
    {"block": "x\ny", "insertbefore": "BOF"},
    {"block": "x\ny", "insertafter": "EOF"},
    {"block": "x\ny", "insertafter": "^nothing"},
    {"block": "x\ny", "insertbefore": "^nothing"},
    {"block": "x\ny", "insertafter": "(?m)^alpha\\nbeta$"},
    {"block": "x\ny", "insertbefore": "(?m)^beta"},
    {"block": "x\ny", "append_newline": True},
    {"block": "x\ny", "prepend_newline": True},
    {"block": "x\ny", "append_newline": True, "prepend_newline": True, "insertafter": "^alpha"},
    {"block": ""},
    {"state": "absent"},
    {"block": "x\ny", "marker": "<!-- {mark} -->", "marker_begin": "A", "marker_end": "B"},
]


def one(text, args):
    path = os.path.join(tempfile.gettempdir(), "tsplay-blockinfile-record")
    with open(path, "wb") as f:
        f.write(text.encode("latin-1"))
    call = {"ANSIBLE_MODULE_ARGS": dict(args, path=path, _ansible_remote_tmp="/tmp", _ansible_keep_remote_files=False)}
    done = subprocess.run([sys.executable, "-m", "ansible.modules.blockinfile", json.dumps(call)], capture_output=True)
    result = json.loads(done.stdout)
    with open(path, "rb") as f:
        after = f.read().decode("latin-1")
    os.unlink(path)
    return {"text": text, "args": args, "after": after, "changed": result["changed"], "msg": result["msg"]}


if __name__ == "__main__":
    out = [one(text, args) for text, args in itertools.product(TEXTS.values(), ARGS)]
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded.json"), "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(entry) for entry in out) + "\n]\n")
