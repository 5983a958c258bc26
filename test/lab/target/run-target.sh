#!/usr/bin/env bash
# Starts one bare Debian server as a container and waits until it is up.
#
#   run-target.sh NAME PUBKEYFILE [--host-entry NAME=IP]... [--ca FILE] [--mirror IP] [--port PORT]
#
# Prints the container's address on standard output, when sshd answers and systemd has finished starting.
#   --host-entry NAME=IP   a line for the target's /etc/hosts (repeatable)
#   --mirror IP            short for host entries of all names that the lab's mirror stands for
#   --ca FILE              certificate authority that the target is to trust
#   --port PORT            also publish sshd on 127.0.0.1:PORT of this machine
# The key is authorised for root, admin (sudo with password admin-pw), ops (sudo without), nosudo (no sudo; nosudo-pw).
# Environment: TSPLAY_LAB_IMAGE.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib.sh
. "$here/../lib.sh"

usage="usage: run-target.sh NAME PUBKEYFILE [--host-entry NAME=IP]... [--mirror IP] [--ca FILE] [--port PORT]"
name=${1:?$usage}
key=${2:?$usage}
shift 2
options=()
ca=
while [ $# -gt 0 ]; do
  [ $# -ge 2 ] || die "$usage"
  case $1 in
    --host-entry) options+=(--add-host "${2%%=*}:${2#*=}") ;;
    --mirror) for host in get.k3s.io update.k3s.io github.com objects.githubusercontent.com; do options+=(--add-host "$host:$2"); done ;;
    --ca) ca=$2 ;;
    --port) options+=(--publish "127.0.0.1:$2:22") ;;
    *) die "unknown option $1; $usage" ;;
  esac
  shift 2
done
[ -s "$key" ] || die "no public key in $key"
[ -z "$ca" ] || [ -s "$ca" ] || die "no certificate in $ca"
docker image inspect "$IMAGE" >/dev/null 2>&1 || die "no image $IMAGE: run make-image.sh first"
if docker container inspect "$name" >/dev/null 2>&1; then
  die "a container $name exists already; stop-target.sh $name takes it away"
fi

give_up() { # WHY
  docker logs --tail 5 "$name" >&2 2>/dev/null || true
  docker exec "$name" journalctl -b --no-pager -n 15 -p warning >&2 2>/dev/null || true
  docker rm --force --volumes "$name" >/dev/null 2>&1 || true
  die "target $name: $1"
}

started=$SECONDS
docker create --name "$name" --hostname "$name" --label tsplay.lab=target \
  --cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt seccomp=unconfined --security-opt apparmor=unconfined \
  --cgroupns=private --tmpfs /run --tmpfs /run/lock "${options[@]}" "$IMAGE" >/dev/null
files=$(mktemp -d)
trap 'rm -rf "$files"' EXIT
mkdir "$files/tsplay-lab"
install -m 644 "$key" "$files/tsplay-lab/authorized_keys"
[ -z "$ca" ] || install -m 644 "$ca" "$files/tsplay-lab/ca.crt"
docker cp --quiet "$files/tsplay-lab" "$name:/etc/" 2>/dev/null || docker cp "$files/tsplay-lab" "$name:/etc/" >/dev/null
docker start "$name" >/dev/null || give_up "does not start"

state=nothing
for _ in $(seq 300); do
  [ "$(docker inspect -f '{{.State.Running}}' "$name")" = true ] || give_up "its first process ended"
  state=$(docker exec "$name" systemctl is-system-running 2>/dev/null || true)
  case $state in running | degraded) break ;; esac
  sleep 0.1
done
case $state in
  running) ;;
  degraded) give_up "units failed to start: $(docker exec "$name" systemctl list-units --failed --plain --no-legend | cut -d' ' -f1 | xargs)" ;;
  *) give_up "systemd is still '$state' after 30 s" ;;
esac
address=$(docker inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' "$name")
greeting=
for _ in $(seq 50); do
  greeting=$(timeout 2 bash -c "exec 3<>/dev/tcp/$address/22 && head -c 4 <&3" 2>/dev/null || true)
  [ "$greeting" = SSH- ] && break
  sleep 0.1
done
[ "$greeting" = SSH- ] || give_up "sshd does not answer on $address:22"
step "target $name is up at $address ($((SECONDS - started)) s)"
echo "$address"
