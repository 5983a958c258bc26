"""Writes into interface/NAME.json which parameters and return values ansible-doc knows of the modules named, else of all we have."""
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
        if "." in collection and os.path.isdir(os.path.join(folder, collection)):
            for name in sorted(os.listdir(os.path.join(folder, collection))):
                yield f"{collection}.{name}"


def installed():
    """The versions of ansible-core and of all collections."""
    listed = subprocess.run(
        [ansible_doc.replace("-doc", "-galaxy"), "collection", "list", "--format", "json"],
        capture_output=True, text=True, check=True,
    )
    found = {name: facts["version"] for place in json.loads(listed.stdout).values() for name, facts in place.items()}
    return {**found, "ansible.builtin": f"ansible-core {version('ansible-core')}"}


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    names = sys.argv[1:] or list(ours(os.path.join(here, "..", "..", "..", "modules")))
    versions = installed()
    for name, doc in sorted(ask(*names).items()):
        collection = name.rsplit(".", 1)[0]
        record = {
            "version": versions[collection] if collection == "ansible.builtin" else f"{collection} {versions[collection]}",
            "parameters": options(doc["doc"].get("options")),
            "returns": returns(doc.get("return")),
        }
        with open(os.path.join(here, "interface", f"{name}.json"), "w") as file:
            json.dump(record, file, indent=1)
            file.write("\n")
