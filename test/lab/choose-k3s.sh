#!/usr/bin/env bash
# Says which k3s the demo is to install: prints `real` where get.k3s.io and the release downloads can be reached from
# this machine, else `lab`.
#
# Environment: TSPLAY_LAB_K3S=real|lab decides without asking anybody.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=lib.sh
. "$here/lib.sh"

case ${TSPLAY_LAB_K3S:-} in
  real | lab)
    echo "$TSPLAY_LAB_K3S"
    exit 0
    ;;
  "") ;;
  *) die "TSPLAY_LAB_K3S is '$TSPLAY_LAB_K3S'; it can be real or lab" ;;
esac
# Both must answer, with a certificate that this machine trusts: the script and a file of the release.
# shellcheck disable=SC2016 # that is JavaScript
if node -e '
  const urls = process.argv.slice(1);
  const ask = async (url) => {
    const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  };
  Promise.all(urls.map(ask)).then(() => process.exit(0), () => process.exit(1));
' https://get.k3s.io/ "https://github.com/k3s-io/k3s/releases/download/$KUBE_VERSION%2Bk3s1/sha256sum-amd64.txt" 2>/dev/null; then
  echo real
else
  echo lab
fi
