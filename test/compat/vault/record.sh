#!/bin/sh
# Makes the goldens of this directory with a real ansible-vault: record.sh PATH/ansible-vault
set -eu
vault=$1
cd "$(dirname "$0")"
d=$(mktemp -d)
trap 'rm -rf "$d"' EXIT
printf 'pw1\n' > "$d/pw1"; printf 'pässwörd 2\n' > "$d/pw2"
printf 'plain text {{ ü € }}\n' > "$d/plain"; : > "$d/empty"; printf 'sixteen bytes ok' > "$d/block"
python3 -c 'import sys; sys.stdout.buffer.write(bytes(range(256)))' > "$d/binary"
rm -f ./*.txt
"$vault" encrypt --vault-password-file "$d/pw1" --output v11.txt "$d/plain"
"$vault" encrypt --vault-id "dev@$d/pw2" --output v12-dev.txt "$d/plain"
for f in empty block binary; do "$vault" encrypt --vault-password-file "$d/pw1" --output "$f.txt" "$d/$f"; done
export ANSIBLE_VAULT_ENCRYPT_SALT=saltsaltsalt
"$vault" encrypt --vault-password-file "$d/pw1" --output salted.txt "$d/plain"
"$vault" encrypt --vault-id "dev@$d/pw2" --output salted-dev.txt "$d/plain"
chmod 644 ./*.txt
