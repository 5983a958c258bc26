#!/usr/bin/env bash
# Ends the mirror that start-mirror.sh started; no error if there is none.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib.sh
. "$here/../lib.sh"

file=$CACHE/mirror/mirror.pid
[ -s "$file" ] || exit 0
pid=$(cat "$file")
# Only what is really our mirror: a process number may have been given to somebody else since.
if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q 'mirror\.mjs'; then
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 25); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.2
  done
fi
rm -f "$file"
