# Runs inside the new root file system (sh -eu).
rm -f /etc/ssh/ssh_host_*                      # each container makes its own
rm -f /etc/machine-id && : > /etc/machine-id    # and its own identity
ln -sf /dev/null /etc/systemd/system/systemd-udevd.service   # no hardware of its own
ln -sf /dev/null /etc/systemd/system/sys-kernel-debug.mount
ln -sf /dev/null /etc/systemd/system/sys-kernel-tracing.mount
chmod 755 /usr/local/sbin/lab-setup /usr/local/sbin/lab-start
chmod 644 /etc/systemd/system/lab-setup.service
systemctl enable lab-setup.service ssh.service

# admin: sudo with a password; ops: sudo without one; nosudo: none.
for user in admin ops nosudo; do
  useradd --create-home --shell /bin/bash "$user"
  echo "$user:$user-pw" | chpasswd
done
usermod -aG sudo admin
echo 'ops ALL=(ALL:ALL) NOPASSWD: ALL' > /etc/sudoers.d/ops
chmod 440 /etc/sudoers.d/ops
apt-get clean
rm -rf /var/lib/apt/lists/* /var/log/*.log
if command -v python3; then echo "python3 came in with the packages" >&2; exit 1; fi
