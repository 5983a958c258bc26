#!/usr/bin/env bash
# Records what real ansible-core says to each case. Usage: record.sh path/to/ansible-playbook [case...]
set -euo pipefail
cd "$(dirname "$0")"
playbook=$1; shift
cases=("$@"); [ ${#cases[@]} -gt 0 ] || cases=(cases/*.yml)
mkdir -p recorded
for case in "${cases[@]}"; do
  name=$(basename "$case" .yml)
  args=(); [ -f "cases/$name.args" ] && mapfile -t args < "cases/$name.args"
  rm -rf /tmp/tsplay-compat
  rc=0
  RECORD_TO="$PWD/recorded/$name.json" ANSIBLE_CALLBACK_PLUGINS="$PWD/callback" ANSIBLE_CALLBACKS_ENABLED=record ANSIBLE_LOCALHOST_WARNING=False \
    ANSIBLE_DEPRECATION_WARNINGS=False ANSIBLE_NOCOLOR=1 ANSIBLE_ROLES_PATH="$PWD/roles" \
    "$playbook" -i inventory.ini -e 'ansible_python_interpreter={{ ansible_playbook_python }}' "cases/$name.yml" "${args[@]}" > "/tmp/record-$name.log" 2>&1 || rc=$?
  [ -f "recorded/$name.json" ] || echo '{"events":[],"recap":{}}' > "recorded/$name.json"
  python3 - "$name" "$rc" <<'PY'
import json, os, sys
name, rc = sys.argv[1], int(sys.argv[2])
path = f'recorded/{name}.json'
text = open(path).read().replace(os.getcwd(), '$HERE')
data = json.loads(text); data['exit'] = rc
json.dump(data, open(path, 'w'), indent=1)
print(name, rc, len(data['events']))
PY
done
