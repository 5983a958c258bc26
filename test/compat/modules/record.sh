#!/bin/sh
# Records into interface/NAME.json what ansible-doc says of the parameters and return values of modules (names and types only).
# Usage: test/compat/modules/record.sh [NAME...]; without a name all modules that tsplay has. The Python environment is the
# directory TSPLAY_ANSIBLE_DOC (made when it is not there).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=${TSPLAY_ANSIBLE_DOC:-/tmp/tsplay-ansible-doc}
# The package `ansible` 11 is ansible-core 2.18 with the collections that were current with it.
if [ ! -x "$venv/bin/ansible-doc" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet 'ansible-core~=2.18.0' 'ansible~=11.0'
fi
"$venv/bin/python" "$here/record.py" "$@"
