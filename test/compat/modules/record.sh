#!/bin/sh
# Records into interface.json what ansible-doc says of the parameters and return values of modules (names and types only).
# Usage: test/compat/modules/record.sh [directory for a Python environment]; installs the packages below when missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${1:-/tmp/tsplay-ansible-doc}
# The package `ansible` 11 is ansible-core 2.18 with the collections that were current with it.
[ -x "$venv/bin/ansible-doc" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet 'ansible-core~=2.18.0' 'ansible~=11.0'
"$venv/bin/python" "$here/record.py" "$here/../../../modules" >"$here/interface.json.new"
mv "$here/interface.json.new" "$here/interface.json"
