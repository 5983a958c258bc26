# Runs in a container of Debian (sh -eu): prints the root file system as a tar file.
exec 3>&1 >&2
cd /tmp
sed -i 's/^Types: deb$/Types: deb deb-src/' /etc/apt/sources.list.d/*.sources
apt-get -qq update
apt-get -qq download dropbear-bin libtomcrypt1 libtommath1
DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends bzip2 gcc libc6-dev make
apt-get -qq source --download-only busybox
root=/tmp/root
mkdir -p $root
for deb in ./*.deb; do dpkg-deb -x "$deb" unpacked; done

# BusyBox with all it has by default, as small systems have it: Debian's own lacks adduser and addgroup.
mkdir busybox
tar -C busybox --strip-components=1 -xjf busybox_*.orig.tar.bz2
make -C busybox -s defconfig >/dev/null
sed -i 's/^# CONFIG_STATIC is not set/CONFIG_STATIC=y/; s/^CONFIG_TC=y/# CONFIG_TC is not set/' busybox/.config
make -C busybox -s -j2 busybox

# Programs: one BusyBox with a link for each of its applets, and dropbear with the libraries it loads.
mkdir -p $root/bin $root/sbin $root/usr/bin $root/usr/sbin $root/lib64
cp busybox/busybox $root/bin/
chmod 4755 $root/bin/busybox
for applet in $($root/bin/busybox --list-full); do
  [ "$applet" = bin/busybox ] || [ "$applet" = usr/bin/busybox ] || ln -s /bin/busybox "$root/$applet"
done
cp unpacked/usr/sbin/dropbear unpacked/usr/bin/dropbearkey $root/usr/sbin/
cp -r unpacked/usr/lib/*/. /usr/lib/ 2>/dev/null || true
for library in $(LD_LIBRARY_PATH=$(echo /tmp/unpacked/usr/lib/*-linux-gnu) ldd unpacked/usr/sbin/dropbear | grep -o '/[^ ]*'); do
  case $library in
    /tmp/unpacked/*) target=${library#/tmp/unpacked} ;;
    *) target=$library ;;
  esac
  mkdir -p "$root$(dirname "$target")"
  cp -L "$library" "$root$target"
done
for alternative in "$root"/usr/lib/*-linux-gnu; do
  [ ! -d "$alternative" ] || { mkdir -p "$root/lib/${alternative##*/}"; cp -n "$alternative"/* "$root/lib/${alternative##*/}/"; }
done

mkdir -p $root/proc $root/sys $root/dev $root/tmp $root/run $root/root $root/home $root/var/log $root/var/run \
  $root/var/spool/cron/crontabs $root/etc/init.d $root/etc/dropbear $root/mnt $root/srv
chmod 1777 $root/tmp
chmod 700 $root/root
cd $root/etc
printf '%s\n' 'root:x:0:0:root:/root:/bin/sh' 'daemon:x:1:1:daemon:/usr/sbin:/bin/false' >passwd
printf '%s\n' root:x:0: daemon:x:1: tty:x:5: wheel:x:10:root shadow:x:42: nogroup:x:65534: >group
printf '%s\n' 'root:*:19000:0:99999:7:::' 'daemon:*:19000:0:99999:7:::' >shadow
printf '%s\n' 'root:*::' 'wheel:!::root' >gshadow
chmod 640 shadow gshadow
printf '%s\n' /bin/sh /bin/ash >shells
printf '%s\n' 'passwd: files' 'group: files' 'shadow: files' 'hosts: files dns' >nsswitch.conf
echo 'busybox' >hostname
cat >inittab <<'END'
::sysinit:/etc/init.d/rcS
::respawn:/usr/sbin/crond -f
::respawn:/usr/sbin/dropbear -F -E -R -m -p 22
END
cat >init.d/rcS <<'END'
#!/bin/sh
# The authorised public key comes from the container's environment.
mkdir -p /root/.ssh
tr '\0' '\n' < /proc/1/environ | sed -n 's/^LAB_AUTHORIZED_KEY=//p' > /root/.ssh/authorized_keys
chmod 700 /root/.ssh
chmod 600 /root/.ssh/authorized_keys
END
chmod 755 init.d/rcS
tar -C $root --numeric-owner --owner=0 --group=0 -cf - . >&3
