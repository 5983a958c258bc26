#!/usr/bin/env bash
# Takes away targets that run-target.sh started, with everything in them; no error if they are gone.
#
#   stop-target.sh NAME...
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib.sh
. "$here/../lib.sh"

[ $# -gt 0 ] || die "usage: stop-target.sh NAME..."
for name; do
  label=$(docker container inspect -f '{{ index .Config.Labels "tsplay.lab" }}' "$name" 2>/dev/null) || continue
  [ "$label" = target ] || die "$name is not a target of the lab: left alone"
  docker rm --force --volumes "$name" >/dev/null
done
