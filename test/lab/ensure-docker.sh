#!/usr/bin/env bash
# Makes sure that Docker is installed and its daemon answers; starts dockerd if need be. Prints nothing but steps.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
. "$here/lib.sh"

packages=(mmdebstrap iproute2 util-linux)
command -v docker >/dev/null && command -v dockerd >/dev/null || packages+=(docker.io)
need_packages "${packages[@]}"
answers() { timeout 10 docker info >/dev/null 2>&1; }
answers && exit 0

if [ -d /run/systemd/system ]; then
  step "starting docker.service"
  systemctl start docker.service >>"$LOGS/dockerd.log" 2>&1 || true
else
  step "starting dockerd (log: $LOGS/dockerd.log)"
  # A dockerd that was killed leaves its pid files; when another process has that number now, a new one refuses to start.
  pgrep -x dockerd >/dev/null || rm -f /run/docker.pid /run/docker/containerd/containerd.pid
  setsid dockerd >>"$LOGS/dockerd.log" 2>&1 </dev/null 9>&- &
fi
for _ in $(seq 150); do
  answers && exit 0
  sleep 0.2
done
tail -n 10 "$LOGS/dockerd.log" >&2
die "dockerd does not answer after 30 s (see $LOGS/dockerd.log)"
