#!/usr/bin/env bash
# Brings the lab up: Docker, the target's image, the Kubernetes build, the mirror, and one target.
#
#   up.sh [--name NAME] [--key PUBKEYFILE] [--port PORT] [--no-target]
#
# Steps are told on standard error, one line each; logs are in the cache. On standard output, when all is up, come
# lines NAME=VALUE (see README.md). Everything that is there already is used as it is; a target of the same name is
# made anew. ./down.sh takes targets and mirror away; the cache stays.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
. "$here/lib.sh"

name=tsplay-lab
key=
port=
target=true
while [ $# -gt 0 ]; do
  case $1 in
    --name | --key | --port)
      [ $# -ge 2 ] || die "$1 needs a value"
      printf -v "${1#--}" '%s' "$2"
      shift 2
      ;;
    --no-target)
      target=false
      shift
      ;;
    *) die "unknown option $1; usage: up.sh [--name NAME] [--key PUBKEYFILE] [--port PORT] [--no-target]" ;;
  esac
done
[ "$(id -u)" = 0 ] || die "the lab needs root: it starts Docker and containers"

# Two runs at once would build the same things twice: the second waits for the first.
exec 9>"$CACHE/lock"
flock --wait 1800 9 || die "another run has held $CACHE/lock for half an hour"

"$here/ensure-docker.sh"
"$here/target/make-image.sh" >/dev/null

k3s=$("$here/choose-k3s.sh")
mirror=() ca='' version=$KUBE_VERSION+k3s1
case $k3s in
  real) step "the real k3s $version from get.k3s.io will be used" ;;
  lab)
    step "get.k3s.io cannot be reached from here: the lab's k3s $version stands in (real API server, no containers run)"
    program=$("$here/kube/build-kube.sh")
    address=$("$here/mirror/start-mirror.sh" "$program")
    ca=$CACHE/mirror/ca.crt
    mirror=(--mirror "$address" --ca "$ca")
    ;;
esac

printf 'LAB_K3S=%s\nLAB_K3S_VERSION=%s\nLAB_CACHE=%s\n' "$k3s" "$version" "$CACHE"
if [ "$k3s" = lab ]; then
  printf 'LAB_MIRROR_IP=%s\nLAB_CA_FILE=%s\n' "$address" "$ca"
  printf 'LAB_INSTALLER_SHA256=%s\n' "$(cut -d' ' -f1 "$CACHE/mirror/installer.sha256")"
fi
[ "$target" = true ] || exit 0

private=
if [ -z "$key" ]; then
  private=$CACHE/ssh/id_ed25519
  mkdir -p "$CACHE/ssh" && chmod 700 "$CACHE/ssh"
  command -v ssh-keygen >/dev/null || need_packages openssh-client
  [ -s "$private" ] || ssh-keygen -q -t ed25519 -N '' -C tsplay-lab -f "$private"
  key=$private.pub
fi
"$here/target/stop-target.sh" "$name"
address=$("$here/target/run-target.sh" "$name" "$key" "${mirror[@]}" ${port:+--port "$port"})
printf 'LAB_TARGET=%s\nLAB_TARGET_IP=%s\n' "$name" "$address"
[ -z "$private" ] || printf 'LAB_SSH_KEY=%s\n' "$private"
docker exec "$name" cat /etc/ssh/ssh_host_ed25519_key.pub | sed "s/^\(\S* \S*\).*/LAB_KNOWN_HOST=$address \1/"
