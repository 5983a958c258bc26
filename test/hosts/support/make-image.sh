#!/bin/sh
# Makes the image the wire's tests run against: Debian 12 with systemd, sshd and sudo, without Python.
# Usage: make-image.sh IMAGE [EXTRA_PACKAGE,...]
# Where no image can be pulled a package mirror still can be reached, so the image is bootstrapped from packages.
set -eu
image=$1
extra=${2:-}
packages=systemd,systemd-sysv,dbus,openssh-server,sudo,iproute2,procps,ca-certificates
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
mmdebstrap --quiet --variant=minbase --mode=root --include="$packages${extra:+,$extra}" \
  --customize-hook='rm -f "$1"/etc/ssh/ssh_host_*' \
  --customize-hook='rm -rf "$1"/usr/share/doc/* "$1"/usr/share/man/* "$1"/usr/share/locale/*' \
  --customize-hook='for unit in getty.target console-getty.service systemd-logind.service systemd-udevd.service systemd-networkd.service systemd-timesyncd.service e2scrub_reap.service fstrim.timer apt-daily.timer apt-daily-upgrade.timer; do ln -sf /dev/null "$1/etc/systemd/system/$unit"; done' \
  bookworm "$work/root.tar"
docker import \
  --change 'ENV container=docker' \
  --change 'CMD ["/lib/systemd/systemd"]' \
  "$work/root.tar" "$image"
