#!/bin/sh
# A podman for unit tests: what it inspects are files of $DIR/things; what it is told is noted in $DIR/told.
d=$DIR/things
note() { echo "$*" >> "$DIR/told"; [ -t 0 ] || cat >> "$DIR/stdin"; }
show() { if [ -e "$d/$1" ]; then cat "$d/$1"; else echo '[]'; echo "Error: inspecting object: no such $2" >&2; exit 125; fi; }
case "$*" in
--version) echo "podman version ${VERSION:-4.3.1}" ;;
*" inspect "*) kind=$1; shift $(($# - 1)); show "$kind.$(echo "$1" | tr / _)" "$kind $1" ;;
"generate systemd "*) [ -e "$d/container.$3" ] || { echo 'Error: no such container' >&2; exit 125; }; printf '{"container-%s": "# at %s\\n[Unit]\\n"}\n' "$3" "$(cat "$d/clock" 2>/dev/null)" ;;
"image ls --quiet --no-trunc") cat "$d/ids" 2>/dev/null || : ;;
*" ls -q"*) ls "$d" | sed -n "s/^$1\\.//p" ;;
"pod ps "*) cat "$d/pods" 2>/dev/null || : ;;
*) note "$*"; eval "${EFFECT:-:}" ;;
esac
