#!/bin/sh
# A docker command for unit tests: its plugins and images are files of $DIR/things; what it is told is noted in $DIR/told.
while [ $# -gt 0 ]; do case $1 in --host | --context | --tlscacert | --tlscert | --tlskey) shift 2 ;; --tls | --tlsverify) shift ;; *) break ;; esac; done
d=$DIR/things
case "$*" in
"compose version --format json") [ -e "$d/compose" ] || exit 1; printf '{"version":"%s"}\n' "$(cat "$d/compose")" ;;
"buildx version") [ -e "$d/buildx" ] || exit 1; echo "github.com/docker/buildx $(cat "$d/buildx") abc" ;;
"image inspect "*) if [ -e "$d/image.$3" ]; then cat "$d/image.$3"; else echo '[]'; echo "Error: No such image: $3" >&2; exit 1; fi ;;
*" ps --format json "*) cat "$d/ps" 2>/dev/null || : ;;
*" images --format json") cat "$d/images" 2>/dev/null || echo '[]' ;;
*--dry-run*) eval "${DRY:-:}" ;;
*) echo "$*" >> "$DIR/told"; eval "${EFFECT:-:}" ;;
esac
