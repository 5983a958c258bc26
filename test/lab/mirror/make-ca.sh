#!/usr/bin/env bash
# Makes the lab's throw-away certificate authority and the mirror's certificate, both for some days only.
#
#   make-ca.sh FOLDER        leaves ca.crt, mirror.crt, mirror.key there; keeps what is still good for a day
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=../lib.sh
. "$here/../lib.sh"

folder=${1:?usage: make-ca.sh FOLDER}
names=DNS:get.k3s.io,DNS:update.k3s.io,DNS:github.com,DNS:objects.githubusercontent.com,DNS:localhost,IP:127.0.0.1
mkdir -p "$folder"
if [ -s "$folder/mirror.crt" ] && openssl x509 -in "$folder/mirror.crt" -noout -checkend 86400 >/dev/null 2>&1; then
  exit 0
fi
command -v openssl >/dev/null || need_packages openssl
step "making a throw-away certificate authority"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
{
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 7 -subj "/CN=tsplay lab throw-away CA" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -keyout "$work/ca.key" -out "$work/ca.crt"
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=tsplay lab mirror" \
    -keyout "$work/mirror.key" -out "$work/mirror.csr"
  printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' "$names" >"$work/extensions"
  openssl x509 -req -in "$work/mirror.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial -days 6 \
    -extfile "$work/extensions" -out "$work/mirror.crt"
} >>"$LOGS/ca.log" 2>&1 || die "openssl could not make the certificates (see $LOGS/ca.log)"
# The authority's key is not kept: nothing else can ever be signed by it.
install -m 600 "$work/mirror.key" "$folder/mirror.key"
install -m 644 "$work/ca.crt" "$work/mirror.crt" "$folder/"
