#!/usr/bin/env bash
# Takes all targets of the lab and its mirror away. The cache, the image and dockerd stay.
#
#   down.sh [--image]        --image takes the target's image away as well
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
. "$here/lib.sh"

if timeout 10 docker info >/dev/null 2>&1; then
  mapfile -t targets < <(docker ps --all --filter label=tsplay.lab=target --format '{{.Names}}')
  [ ${#targets[@]} -eq 0 ] || "$here/target/stop-target.sh" "${targets[@]}"
  if [ "${1:-}" = --image ]; then
    docker image rm "$IMAGE" >/dev/null 2>&1 || true
  fi
fi
"$here/mirror/stop-mirror.sh"
