#!/usr/bin/env bash
# Makes the Docker image of a bare Debian 12 server: systemd, sshd, sudo, cron, apt; no Python, no curl, no wget.
#
#   make-image.sh            prints the image's name; does nothing when the image of this recipe is there already
#
# Environment: TSPLAY_LAB_IMAGE (default tsplay-lab-target:bookworm), TSPLAY_LAB_CACHE.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib.sh
. "$here/../lib.sh"

packages=systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,sudo,ca-certificates,iproute2,iputils-ping,procps,netbase,tzdata,cron,logrotate
recipe=$({ echo "$packages"; cat "$here"/image/*; } | sha256sum | cut -c1-16)

exec 8>"$CACHE/image.lock"
flock --wait 900 8 || die "another run has held $CACHE/image.lock for a quarter of an hour"
if [ "$(docker image inspect -f '{{ index .Config.Labels "tsplay.lab.recipe" }}' "$IMAGE" 2>/dev/null)" = "$recipe" ]; then
  echo "$IMAGE"
  exit 0
fi

step "making image $IMAGE with mmdebstrap (a minute or two)"
started=$SECONDS
root=$CACHE/target-root.$$.tar
# shellcheck disable=SC2016 # "$1" is the hook's, not ours
debian_root "$root" "$packages" \
  --customize-hook="copy-in $here/image/lab-setup /usr/local/sbin" \
  --customize-hook="copy-in $here/image/lab-start /usr/local/sbin" \
  --customize-hook="copy-in $here/image/lab-setup.service /etc/systemd/system" \
  --customize-hook='chroot "$1" sh -eu' \
  <"$here/image/customize.sh" >"$LOGS/image.log" 2>&1 ||
  { rm -f "$root"; tail -n 15 "$LOGS/image.log" >&2; die "mmdebstrap could not make the root file system (see $LOGS/image.log)"; }
docker import --change 'CMD ["/usr/local/sbin/lab-start"]' --change 'ENV container=docker' "$root" "$IMAGE-bare" >/dev/null
printf 'FROM %s\nLABEL tsplay.lab.recipe=%s\nSTOPSIGNAL SIGRTMIN+3\nEXPOSE 22\n' "$IMAGE-bare" "$recipe" |
  DOCKER_BUILDKIT=0 docker build --quiet -t "$IMAGE" - >>"$LOGS/image.log" 2>&1 || die "docker build of $IMAGE failed (see $LOGS/image.log)"
docker image rm "$IMAGE-bare" >/dev/null
docker image prune --force --filter label=tsplay.lab.recipe >/dev/null # images of older recipes that nobody uses
rm -f "$root"
step "made image $IMAGE in $((SECONDS - started)) s ($(($(docker image inspect -f '{{.Size}}' "$IMAGE") / 1000000)) MB)"
echo "$IMAGE"
