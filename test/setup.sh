#!/usr/bin/env bash
# Installs what the demo and the tests need and a fresh Debian 12 with Node lacks: Debian packages, then npm's.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(
  acl bzip2 ca-certificates curl docker.io file fish git iproute2 mmdebstrap openssh-client openssl patch procps
  python3-minimal python3-pip rsync unzip util-linux xz-utils zip zsh zstd
)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "setup: error: missing packages: ${missing[*]}; run as root, or: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  echo "setup: installing by apt: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq -o DPkg::Lock::Timeout=120 update
  apt-get -qq -o DPkg::Lock::Timeout=120 install --no-install-recommends "${missing[@]}" >/dev/null
fi
if [ ! -d node_modules ]; then
  echo "setup: installing the npm packages"
  npm ci --no-audit --no-fund
fi
