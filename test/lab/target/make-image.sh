#!/usr/bin/env bash
# Makes the Docker image of a bare Debian server: systemd, sshd, sudo, cron, apt; no Python, no curl, no wget.
#
#   make-image.sh [SUITE]    prints the image's name; does nothing when the image of this recipe is there already
#
# SUITE: bookworm (Debian 12, the default), bullseye (11), trixie (13).
# Environment: TSPLAY_LAB_IMAGE (of bookworm; default tsplay-lab-target:bookworm), TSPLAY_LAB_CACHE.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib.sh
. "$here/../lib.sh"

suite=${1:-bookworm}
options=()
case $suite in
  bookworm) ;;
  bullseye)
    IMAGE=tsplay-lab-target:$suite
    # As Debian's installer leaves it: /bin and /lib are links into /usr.
    # shellcheck disable=SC2016 # "$1" is the hook's, not ours
    options+=(--setup-hook='for d in bin sbin lib lib32 lib64 libx32; do mkdir -p "$1/usr/$d"; ln -s "usr/$d" "$1/$d"; done')
    ;;
  trixie) IMAGE=tsplay-lab-target:$suite ;;
  *) die "unknown suite $suite; usage: make-image.sh [bullseye|bookworm|trixie]" ;;
esac
packages=systemd,systemd-sysv,dbus,libpam-systemd,openssh-server,sudo,ca-certificates,iproute2,iputils-ping,procps,netbase,tzdata,cron,logrotate
recipe=$({ echo "$packages"; cat "$here"/image/*; } | sha256sum | cut -c1-16)

exec 8>"$CACHE/image-$suite.lock"
flock --wait 900 8 || die "another run has held $CACHE/image-$suite.lock for a quarter of an hour"
if [ "$(docker image inspect -f '{{ index .Config.Labels "tsplay.lab.recipe" }}' "$IMAGE" 2>/dev/null)" = "$recipe" ]; then
  echo "$IMAGE"
  exit 0
fi

step "making image $IMAGE with mmdebstrap (a minute or two)"
started=$SECONDS
root=$CACHE/$suite-root.$$.tar
# shellcheck disable=SC2016 # "$1" is the hook's, not ours
debian_root "$suite" "$root" "$packages" "${options[@]}" \
  --customize-hook="copy-in $here/image/lab-setup /usr/local/sbin" \
  --customize-hook="copy-in $here/image/lab-start /usr/local/sbin" \
  --customize-hook="copy-in $here/image/lab-setup.service /etc/systemd/system" \
  --customize-hook='chroot "$1" sh -eu' \
  <"$here/image/customize.sh" >"$LOGS/image-$suite.log" 2>&1 ||
  { rm -f "$root"; tail -n 15 "$LOGS/image-$suite.log" >&2; die "mmdebstrap could not make the root file system (see $LOGS/image-$suite.log)"; }
docker import --change 'CMD ["/usr/local/sbin/lab-start"]' --change 'ENV container=docker' "$root" "$IMAGE-bare" >/dev/null
printf 'FROM %s\nLABEL tsplay.lab.recipe=%s\nSTOPSIGNAL SIGRTMIN+3\nEXPOSE 22\n' "$IMAGE-bare" "$recipe" |
  DOCKER_BUILDKIT=0 docker build --quiet -t "$IMAGE" - >>"$LOGS/image-$suite.log" 2>&1 || die "docker build of $IMAGE failed (see $LOGS/image-$suite.log)"
docker image rm "$IMAGE-bare" >/dev/null
docker image prune --force --filter label=tsplay.lab.recipe >/dev/null # images of older recipes that nobody uses
rm -f "$root"
step "made image $IMAGE in $((SECONDS - started)) s ($(($(docker image inspect -f '{{.Size}}' "$IMAGE") / 1000000)) MB)"
echo "$IMAGE"
