#!/bin/sh
# Installer of the tsplay lab, served as https://get.k3s.io/ by the lab's mirror. It takes the same settings as the real
# installer and leaves the same files; what it installs is the lab's k3s (see test/lab/README.md), built from public
# Go modules, not the release of the k3s project.
#
#   INSTALL_K3S_EXEC            arguments of the service, e.g. "--disable=traefik"; so are this script's own arguments
#   INSTALL_K3S_VERSION         version to install; else the one of the channel
#   INSTALL_K3S_CHANNEL         channel (default stable); INSTALL_K3S_CHANNEL_URL
#   INSTALL_K3S_SKIP_DOWNLOAD   true: use the program that is there
#   INSTALL_K3S_SKIP_START      true: do not start the service
#   INSTALL_K3S_SKIP_ENABLE     true: neither enable nor start it
#   INSTALL_K3S_FORCE_RESTART   true: restart even if nothing changed
#   INSTALL_K3S_BIN_DIR         default /usr/local/bin
#   INSTALL_K3S_SYSTEMD_DIR     default /etc/systemd/system
#   INSTALL_K3S_NAME            suffix of the service's name
#   K3S_*                       handed to the service in its environment file
set -eu

info() { echo "[INFO]  $*"; }
fatal() { echo "[ERROR]  $*" >&2; exit 1; }

RELEASES=${INSTALL_K3S_GITHUB_URL:-https://github.com/k3s-io/k3s/releases}
CHANNELS=${INSTALL_K3S_CHANNEL_URL:-https://update.k3s.io/v1-release/channels}
CHANNEL=${INSTALL_K3S_CHANNEL:-stable}
BIN=${INSTALL_K3S_BIN_DIR:-/usr/local/bin}
UNITS=${INSTALL_K3S_SYSTEMD_DIR:-/etc/systemd/system}
SERVICE=k3s${INSTALL_K3S_NAME:+-$INSTALL_K3S_NAME}
UNIT=$UNITS/$SERVICE.service
ENVIRONMENT=$UNIT.env

[ "$(id -u)" -eq 0 ] || fatal "must be run as root"
[ -d /run/systemd/system ] || fatal "can not find systemd to use as a process supervisor for k3s"
case $(uname -m) in
  x86_64 | amd64) SUFFIX='' ARCH=amd64 ;;
  aarch64 | arm64) SUFFIX=-arm64 ARCH=arm64 ;;
  *) fatal "unsupported architecture $(uname -m)" ;;
esac

# The first argument may be the command; a server is the only thing the lab has.
# shellcheck disable=SC2086 # a list of words, as with the real installer
set -- ${INSTALL_K3S_EXEC:-} "$@"
case ${1:-} in
  server) shift ;;
  agent) fatal "the lab has no agents, only a server" ;;
esac
[ -z "${K3S_URL:-}" ] || fatal "K3S_URL asks for an agent: the lab has no agents, only a server"

if command -v curl >/dev/null 2>&1; then
  download() { curl -fsSL -o "$1" "$2"; }
  redirected() { curl -fsSL -o /dev/null -w '%{url_effective}' "$1"; }
elif command -v wget >/dev/null 2>&1; then
  download() { wget -qO "$1" "$2"; }
  redirected() { wget -SqO /dev/null "$1" 2>&1 | sed -n 's/^ *[Ll]ocation: *//p' | tail -n 1; }
else
  fatal "can not find curl or wget for downloading files"
fi

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

changed=false
if [ "${INSTALL_K3S_SKIP_DOWNLOAD:-false}" = true ] || [ "${INSTALL_K3S_SKIP_DOWNLOAD:-false}" = binary ]; then
  [ -x "$BIN/k3s" ] || fatal "executable k3s binary not found at $BIN/k3s"
else
  VERSION=${INSTALL_K3S_VERSION:-}
  if [ -z "$VERSION" ]; then
    info "Finding release for channel $CHANNEL"
    VERSION=$(redirected "$CHANNELS/$CHANNEL" | sed 's|.*/||; s|%2[Bb]|+|') || fatal "channel $CHANNEL could not be asked"
    [ -n "$VERSION" ] || fatal "channel $CHANNEL names no version"
  fi
  info "Using $VERSION as release"
  FROM=$RELEASES/download/$VERSION
  info "Downloading hash $FROM/sha256sum-$ARCH.txt"
  download "$WORK/sums" "$FROM/sha256sum-$ARCH.txt" || fatal "Download failed: $FROM/sha256sum-$ARCH.txt"
  EXPECTED=$(awk -v name="k3s$SUFFIX" '$2 == name { print $1 }' "$WORK/sums")
  [ -n "$EXPECTED" ] || fatal "no sum for k3s$SUFFIX in $FROM/sha256sum-$ARCH.txt"
  if [ -x "$BIN/k3s" ] && [ "$(sha256sum <"$BIN/k3s" | cut -d' ' -f1)" = "$EXPECTED" ]; then
    info "Skipping binary downloaded, installed k3s matches hash"
  else
    info "Downloading binary $FROM/k3s$SUFFIX"
    download "$WORK/k3s" "$FROM/k3s$SUFFIX" || fatal "Download failed: $FROM/k3s$SUFFIX"
    info "Verifying binary download"
    [ "$(sha256sum <"$WORK/k3s" | cut -d' ' -f1)" = "$EXPECTED" ] || fatal "Download sha256 does not match $EXPECTED"
    info "Installing k3s to $BIN/k3s"
    mkdir -p "$BIN"
    chmod 755 "$WORK/k3s"
    mv -f "$WORK/k3s" "$BIN/.k3s.new"
    mv -f "$BIN/.k3s.new" "$BIN/k3s"
    changed=true
  fi
fi

if [ -L "$BIN/kubectl" ] || [ ! -e "$BIN/kubectl" ]; then
  info "Creating $BIN/kubectl symlink to k3s"
  ln -sf k3s "$BIN/kubectl"
else
  info "Skipping $BIN/kubectl symlink to k3s, already exists"
fi

info "Creating uninstall script $BIN/$SERVICE-uninstall.sh"
cat >"$BIN/k3s-killall.sh" <<EOF
#!/bin/sh
# Stops the lab's k3s and all that it started.
[ "\$(id -u)" -eq 0 ] || exec sudo "\$0" "\$@"
systemctl stop $SERVICE.service
EOF
cat >"$BIN/$SERVICE-uninstall.sh" <<EOF
#!/bin/sh
# Takes the lab's k3s off this machine, with all its data.
set -x
[ "\$(id -u)" -eq 0 ] || exec sudo "\$0" "\$@"
systemctl disable --now $SERVICE.service
rm -f $UNIT $ENVIRONMENT
systemctl daemon-reload
systemctl reset-failed $SERVICE.service
[ ! -L $BIN/kubectl ] || rm -f $BIN/kubectl
rm -rf /etc/rancher/k3s /run/k3s /var/lib/rancher/k3s /var/lib/kubelet
rmdir /etc/rancher /var/lib/rancher
rm -f $BIN/k3s $BIN/k3s-killall.sh $BIN/$SERVICE-uninstall.sh
exit 0
EOF
chmod 755 "$BIN/k3s-killall.sh" "$BIN/$SERVICE-uninstall.sh"

# One argument a line, quoted for systemd: a quote is written \', a percent sign and a dollar twice.
command=
for argument; do
  quoted=$(printf '%s' "$argument" | sed "s/\\\\/\\\\\\\\/g; s/'/\\\\'/g; s/%/%%/g; s/\\\$/\$\$/g")
  command="$command \\
	'$quoted'"
done

info "env: Creating environment file $ENVIRONMENT"
(
  umask 077
  env | grep '^K3S_' | sort >"$WORK/env" || :
)
info "systemd: Creating service file $UNIT"
cat >"$WORK/unit" <<EOF
[Unit]
Description=Lightweight Kubernetes (tsplay lab stand-in: real API server, no containers run)
Documentation=https://k3s.io
Wants=network-online.target
After=network-online.target

[Install]
WantedBy=multi-user.target

[Service]
Type=notify
EnvironmentFile=-/etc/default/%N
EnvironmentFile=-/etc/sysconfig/%N
EnvironmentFile=-$ENVIRONMENT
KillMode=mixed
Delegate=yes
LimitNOFILE=1048576
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity
TimeoutStartSec=0
Restart=always
RestartSec=5s
ExecStart=$BIN/k3s server$command
EOF
mkdir -p "$UNITS"
for pair in "env $ENVIRONMENT 600" "unit $UNIT 644"; do
  # shellcheck disable=SC2086 # three words on purpose
  set -- $pair
  if ! cmp -s "$WORK/$1" "$2"; then
    chmod "$3" "$WORK/$1"
    mv -f "$WORK/$1" "$2"
    changed=true
  fi
done

[ "${INSTALL_K3S_SKIP_ENABLE:-false}" = true ] && exit 0
info "systemd: Enabling $SERVICE unit"
systemctl enable "$UNIT" >/dev/null
systemctl daemon-reload
[ "${INSTALL_K3S_SKIP_START:-false}" = true ] && exit 0
if [ "$changed" = false ] && [ "${INSTALL_K3S_FORCE_RESTART:-false}" != true ] && systemctl --quiet is-active "$SERVICE"; then
  info "No change detected so skipping service start"
  exit 0
fi
info "systemd: Starting $SERVICE"
systemctl restart "$SERVICE"
