# shellcheck shell=bash
# What the lab's scripts share: where things are kept, how steps and errors are told. Sourced, never run.

CACHE=${TSPLAY_LAB_CACHE:-$HOME/.cache/tsplay-lab}
LOGS=$CACHE/logs
# shellcheck disable=SC2034 # these are for the scripts that source this file
{
  KUBE_VERSION=${TSPLAY_LAB_KUBE_VERSION:-v1.34.4}
  IMAGE=${TSPLAY_LAB_IMAGE:-tsplay-lab-target:bookworm}
  GO_FALLBACK=1.26.6
}
mkdir -p "$LOGS"

# Steps and errors go to standard error: standard output is for what a script hands on (an address, a path).
step() { printf 'lab: %s\n' "$*" >&2; }
die() {
  printf 'lab: error: %s\n' "$*" >&2
  exit 1
}

apt_quiet() { DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@"; }

# need_packages PACKAGE...: installs those Debian packages that are missing.
need_packages() {
  local missing=() package
  for package; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" = 0 ] || die "missing packages: ${missing[*]}; run as root, or: apt-get install ${missing[*]}"
  step "installing ${missing[*]} by apt"
  { apt_quiet update && apt_quiet install --no-install-recommends "${missing[@]}"; } >>"$LOGS/apt.log" 2>&1 </dev/null ||
    die "apt-get install ${missing[*]} failed (see $LOGS/apt.log)"
}

# bridge_address: this machine's own address on Docker's default network, where containers reach it.
bridge_address() {
  local bridge address
  if [ -n "${TSPLAY_LAB_MIRROR_IP:-}" ]; then
    echo "$TSPLAY_LAB_MIRROR_IP"
    return
  fi
  bridge=$(docker network inspect bridge -f '{{ index .Options "com.docker.network.bridge.name" }}')
  address=$(ip -4 -o address show dev "${bridge:-docker0}" 2>/dev/null | sed -n 's|.* inet \([0-9.]*\)/.*|\1|p' | head -n 1)
  [ -n "$address" ] || die "this machine has no address on Docker's bridge ${bridge:-docker0}; set TSPLAY_LAB_MIRROR_IP"
  echo "$address"
}

# debian_root SUITE TAR PACKAGE,PACKAGE… [OPTION...]: a minimal Debian of that suite with these packages as a tar file, by mmdebstrap. It uses
# the package sources of this machine, when this machine is a Debian 12, and the proxy that apt needs here.
debian_root() {
  local suite=$1 tar=$2 packages=$3 file sources=("") own="" proxy=() address # "": mmdebstrap's own default
  shift 3
  if grep -qs 'VERSION_CODENAME=bookworm' /etc/os-release; then
    for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
      if [ -s "$file" ] && grep -q '[^#]*bookworm' "$file"; then
        own=$(mktemp -d "$CACHE/sources.XXXXXX")
        sed "/^#/!s/bookworm/$suite/g" "$file" >"$own/${file##*/}"
        sources=("$own/${file##*/}")
        break
      fi
    done
  fi
  address=$(apt-config shell p Acquire::http::Proxy 2>/dev/null | sed -n "s/^p='\(.*\)'$/\1/p")
  [ -z "$address" ] || proxy=(--customize-hook="echo 'Acquire::http::Proxy \"$address\";' > \"\$1/etc/apt/apt.conf.d/80lab-proxy\"")
  mmdebstrap --mode=root --variant=minbase --quiet --include="$packages" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    "$@" "${proxy[@]}" "$suite" "$tar" "${sources[@]}"
  local status=$?
  [ -z "$own" ] || rm -rf "$own"
  return $status
}
