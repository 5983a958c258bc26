#!/usr/bin/env bash
# Records what real ansible-core says: record.sh [path/to/ansible-playbook …] [theme | theme/case …] [--missing]
# Without a path: those in TSPLAY_COMPAT_ANSIBLE, separated by colons. 2.18 is the standard and comes first.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
commands=(); rest=()
for word in "$@"; do
  if [[ $word == *ansible-playbook* ]]; then commands+=(--record "$word"); else rest+=("$word"); fi
done
if [ ${#commands[@]} -eq 0 ]; then
  IFS=: read -ra named <<< "${TSPLAY_COMPAT_ANSIBLE:?name an ansible-playbook, or set TSPLAY_COMPAT_ANSIBLE}"
  for word in "${named[@]}"; do commands+=(--record "$word"); done
fi
exec node "$here/run.mjs" "${commands[@]}" "${rest[@]}"
