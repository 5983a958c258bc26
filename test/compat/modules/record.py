"""Prints as JSON which parameters and return values ansible-doc knows of all builtin modules and of those in the given folder."""
import json
import os
import subprocess
import sys
from importlib.metadata import version

ansible_doc = os.path.join(os.path.dirname(sys.executable), "ansible-doc")


def ask(*words):
    done = subprocess.run([ansible_doc, "--json", "--type", "module", *words], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def option(spec):
    """The facts of one parameter; what is not given is left out."""
    facts = {key: spec[key] for key in ("type", "elements", "default") if spec.get(key) is not None}
    if spec.get("required"):
        facts["required"] = True
    if spec.get("aliases"):
        facts["aliases"] = sorted(spec["aliases"])
    if spec.get("choices"):
        facts["choices"] = list(spec["choices"])  # of a dict the keys
    if spec.get("suboptions"):
        facts["suboptions"] = options(spec["suboptions"])
    return facts


def options(specs):
    return {name: option(spec) for name, spec in sorted((specs or {}).items())}


def returns(specs):
    """Names of return values; those of a dict's fields below them, where documented."""
    return {name: returns(spec.get("contains")) for name, spec in sorted((specs or {}).items())}


def ours(folder):
    for collection in sorted(os.listdir(folder)):
        if "." in collection and os.path.isdir(os.path.join(folder, collection)) and collection != "ansible.builtin":
            for name in sorted(os.listdir(os.path.join(folder, collection))):
                yield f"{collection}.{name}"


if __name__ == "__main__":
    names = [name for name in sorted(ask("--list", "ansible.builtin")) if name.startswith("ansible.builtin.")]
    docs = ask(*names, *ours(sys.argv[1]))
    collections = sorted({name.rsplit(".", 1)[0] for name in docs} - {"ansible.builtin"})
    listed = subprocess.run(
        [ansible_doc.replace("-doc", "-galaxy"), "collection", "list", "--format", "json"],
        capture_output=True, text=True, check=True,
    )
    installed = {name: facts["version"] for place in json.loads(listed.stdout).values() for name, facts in place.items()}
    record = {
        "versions": {
            "ansible-core": version("ansible-core"),
            "ansible": version("ansible"),
            **{name: installed[name] for name in collections},
        },
        "modules": {
            name: {"parameters": options(doc["doc"].get("options")), "returns": returns(doc.get("return"))}
            for name, doc in sorted(docs.items())
        },
    }
    json.dump(record, sys.stdout, indent=1, sort_keys=False)
    print()
