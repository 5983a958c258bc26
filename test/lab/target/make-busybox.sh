#!/usr/bin/env bash
# Makes the Docker image of a server that has BusyBox and dropbear and nothing else: no systemd, no GNU tools, no package manager.
#
#   make-busybox.sh          prints the image's name; does nothing when the image of this recipe is there already
#
# It is put together in a container of the lab's Debian (make-image.sh): BusyBox is built from Debian's source package, dropbear is Debian's.
# Environment: TSPLAY_LAB_BUSYBOX_IMAGE (default tsplay-lab-busybox:bookworm), and what make-image.sh reads.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib.sh
. "$here/../lib.sh"

name=${TSPLAY_LAB_BUSYBOX_IMAGE:-tsplay-lab-busybox:bookworm}
recipe=$(cat "$here"/busybox/* | sha256sum | cut -c1-16)

exec 8>"$CACHE/busybox.lock"
flock --wait 900 8 || die "another run has held $CACHE/busybox.lock for a quarter of an hour"
if [ "$(docker image inspect -f '{{ index .Config.Labels "tsplay.lab.recipe" }}' "$name" 2>/dev/null)" = "$recipe" ]; then
  echo "$name"
  exit 0
fi

builder=$("$here/make-image.sh")
step "making image $name (BusyBox is compiled, a minute or three)"
root=$CACHE/busybox-root.$$.tar
docker run --rm --interactive --entrypoint /bin/sh "$builder" -eu -s <"$here/busybox/build.sh" >"$root" 2>"$LOGS/busybox.log" ||
  { rm -f "$root"; tail -n 15 "$LOGS/busybox.log" >&2; die "the root file system could not be made (see $LOGS/busybox.log)"; }
docker import --change 'CMD ["/sbin/init"]' --change 'ENV container=docker' --change 'EXPOSE 22' \
  --change "LABEL tsplay.lab.recipe=$recipe" "$root" "$name" >/dev/null
rm -f "$root"
echo "$name"
