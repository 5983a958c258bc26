#!/usr/bin/env bash
# Records what real ansible-core says.
#
#   record.sh [path/to/ansible-playbook …] [theme | theme/case …] [--missing]
#   record.sh --container 2.18 [--container 2.14 …] [theme | theme/case …] [--missing]
#
# With --container the answers come from a Debian 12 made by container/make-image.sh: 2.14 is Debian's own package, the others are
# PyPI's. Without a path: those in TSPLAY_COMPAT_ANSIBLE, separated by colons. 2.18 is the standard and comes first.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
commands=(); releases=(); rest=()
while [ $# -gt 0 ]; do
  case $1 in
    --container) releases+=("${2:?--container wants a release, such as 2.14}"); shift ;;
    *ansible-playbook*) commands+=(--record "$1") ;;
    *) rest+=("$1") ;;
  esac
  shift
done

if [ ${#releases[@]} -gt 0 ]; then
  image=$("$here/container/make-image.sh")
  # What a case makes lies here, at the same place inside and outside.
  TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/tsplay-compat.XXXXXX")
  export TMPDIR
  name=$(basename "$TMPDIR" | tr . -)
  trap 'docker rm --force "$name" >/dev/null 2>&1; rm -rf "$TMPDIR"' EXIT
  docker run --detach --rm --init --network none --name "$name" --volume "$root:$root:ro" --volume "$TMPDIR:$TMPDIR" "$image" >/dev/null
  for release in "${releases[@]}"; do
    mkdir "$TMPDIR/$release"
    sed -e "s|@NAME@|$name|g" -e "s|@RELEASE@|$release|g" "$here/container/ansible-playbook.in" >"$TMPDIR/$release/ansible-playbook"
    chmod +x "$TMPDIR/$release/ansible-playbook"
    commands+=(--record "$TMPDIR/$release/ansible-playbook")
  done
fi

if [ ${#commands[@]} -eq 0 ]; then
  IFS=: read -ra named <<< "${TSPLAY_COMPAT_ANSIBLE:?name an ansible-playbook or --container RELEASE, or set TSPLAY_COMPAT_ANSIBLE}"
  for word in "${named[@]}"; do commands+=(--record "$word"); done
fi
node "$here/run.mjs" "${commands[@]}" "${rest[@]}"
