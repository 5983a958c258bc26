#!/usr/bin/env bash
# Takes targets of the lab away, and the mirror when no target is left. The cache, the image and dockerd stay.
#
#   down.sh [--image] [NAME...]     without a name: all targets; --image takes the target's image away as well
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
. "$here/lib.sh"

image=false
if [ "${1:-}" = --image ]; then
  image=true
  shift
fi
left=0
if timeout 10 docker info >/dev/null 2>&1; then
  targets=("$@")
  [ $# -gt 0 ] || mapfile -t targets < <(docker ps --all --filter label=tsplay.lab=target --format '{{.Names}}')
  [ ${#targets[@]} -eq 0 ] || "$here/target/stop-target.sh" "${targets[@]}"
  left=$(docker ps --all --quiet --filter label=tsplay.lab=target | wc -l)
  [ "$image" = false ] || docker image rm "$IMAGE" >/dev/null 2>&1 || true
fi
[ "$left" -gt 0 ] || "$here/mirror/stop-mirror.sh"
