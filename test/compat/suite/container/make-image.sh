#!/usr/bin/env bash
# Makes the Docker image in which real ansible-core answers: a Debian 12 with its own package ansible-core (2.14) and, each in an
# environment of its own, the current releases from PyPI. Prints the image's name; does nothing when this recipe's image is there.
#
# Environment: TSPLAY_COMPAT_IMAGE (default tsplay-compat-ansible:bookworm), TSPLAY_LAB_CACHE.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../../../lab/lib.sh
. "$here/../../../lab/lib.sh"

image=${TSPLAY_COMPAT_IMAGE:-tsplay-compat-ansible:bookworm}
packages=ansible-core,openssh-client,python3-passlib,python3-venv,python3-jmespath,procps,netbase,tzdata,git
releases=(2.18 2.19)
recipe=$({ echo "$packages ${releases[*]}"; cat "${BASH_SOURCE[0]}"; } | sha256sum | cut -c1-16)

exec 8>"$CACHE/compat-image.lock"
flock --wait 900 8 || die "another run has held $CACHE/compat-image.lock for a quarter of an hour"
if [ "$(docker image inspect -f '{{ index .Config.Labels "tsplay.compat.recipe" }}' "$image" 2>/dev/null)" = "$recipe" ]; then
  echo "$image"
  exit 0
fi
need_packages mmdebstrap python3-pip

work=$(mktemp -d "$CACHE/compat-image.XXXXXX")
trap 'rm -rf "$work"' EXIT
# pip runs here, where it knows its way to PyPI; the image installs without a network.
for release in "${releases[@]}"; do
  step "fetching ansible-core $release from PyPI"
  python3 -m pip download --quiet --only-binary :all: --python-version 3.11 --implementation cp --dest "$work/wheels/$release" \
    "ansible-core~=$release.0" passlib jmespath >>"$LOGS/compat-image.log" 2>&1 ||
    die "pip could not fetch ansible-core $release (see $LOGS/compat-image.log)"
done
step "making image $image with mmdebstrap (two or three minutes)"
# shellcheck disable=SC2016 # "$1" is the hook's, not ours
debian_root bookworm "$work/root.tar" "$packages" \
  --customize-hook="copy-in $work/wheels /opt" \
  --customize-hook='for release in '"${releases[*]}"'; do
      chroot "$1" python3 -m venv /opt/ansible-$release
      chroot "$1" /opt/ansible-$release/bin/pip install --quiet --no-index --find-links /opt/wheels/$release ansible-core passlib jmespath
    done; rm -rf "$1/opt/wheels" "$1"/var/lib/apt/lists/*' \
  >>"$LOGS/compat-image.log" 2>&1 || { tail -n 15 "$LOGS/compat-image.log" >&2; die "mmdebstrap failed (see $LOGS/compat-image.log)"; }
docker import --change 'CMD ["sleep", "infinity"]' --change "LABEL tsplay.compat.recipe=$recipe" "$work/root.tar" "$image" >/dev/null
step "made image $image"
echo "$image"
