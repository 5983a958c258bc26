#!/usr/bin/env bash
# Starts the mirror on the address at which containers reach this machine (or finds it running already).
#
#   start-mirror.sh K3S_PROGRAM     prints the mirror's address
#   stop-mirror.sh                  ends it
#
# Leaves in CACHE/mirror: ca.crt (to be trusted by targets), manifest-VERSION.json (and manifest.json, of the last call), mirror.pid, mirror.log.
# Environment: TSPLAY_LAB_CACHE, TSPLAY_LAB_MIRROR_IP (default: the gateway of Docker's bridge).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib.sh
. "$here/../lib.sh"

program=${1:?usage: start-mirror.sh K3S_PROGRAM}
root=$CACHE/mirror
version=$KUBE_VERSION+k3s1
arch=$(dpkg --print-architecture)
name=k3s
[ "$arch" = amd64 ] || name=k3s-$arch

"$here/make-ca.sh" "$root"
release=$root/releases/$version
mkdir -p "$release"
if ! [ "$release/$name" -ef "$program" ]; then
  ln -f "$program" "$release/$name" 2>/dev/null || cp "$program" "$release/$name"
fi
sum=$(sha256sum <"$release/$name" | cut -d' ' -f1)
printf '%s  %s\n' "$sum" "$name" >"$release/sha256sum-$arch.txt"
install -m 644 "$here/install-k3s.sh" "$root/installer.sh"
installer_sum=$(sha256sum <"$root/installer.sh" | cut -d' ' -f1)
printf '%s  installer.sh\n' "$installer_sum" >"$root/installer.sha256"

address=$(bridge_address)
cat >"$root/manifest-$KUBE_VERSION.json" <<EOF
{
  "k3sVersion": "$version",
  "installerUrl": "https://get.k3s.io/",
  "installerSha256": "$installer_sum",
  "binarySha256": "$sum",
  "mirrorAddress": "$address",
  "caFile": "$root/ca.crt"
}
EOF
cp "$root/manifest-$KUBE_VERSION.json" "$root/manifest.json"

answers() {
  node -e '
    const [ca, address] = process.argv.slice(1);
    const request = require("node:https").get({ host: address, path: "/sha256", servername: "get.k3s.io", timeout: 3000,
      headers: { host: "get.k3s.io" }, ca: require("node:fs").readFileSync(ca) }, (r) => process.exit(r.statusCode === 200 ? 0 : 1));
    request.on("timeout", () => request.destroy()); request.on("error", () => process.exit(1));
  ' "$root/ca.crt" "$address" 2>/dev/null
}
if [ -s "$root/mirror.pid" ] && kill -0 "$(cat "$root/mirror.pid")" 2>/dev/null && answers; then
  echo "$address"
  exit 0
fi
"$here/stop-mirror.sh"
step "starting the mirror for get.k3s.io on $address:443"
setsid node "$here/mirror.mjs" --root "$root" --host "$address" --port 443 >>"$root/mirror.log" 2>&1 </dev/null 9>&- &
echo $! >"$root/mirror.pid"
for _ in $(seq 50); do
  if answers; then
    echo "$address"
    exit 0
  fi
  kill -0 "$(cat "$root/mirror.pid")" 2>/dev/null || break
  sleep 0.2
done
die "the mirror does not answer on $address:443: $(tail -n 1 "$root/mirror.log")"
