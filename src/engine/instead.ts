// What to use in the place of modules that tsplay does not have on purpose.

const MESSAGE = 'use ansible.builtin.uri: POST the message as JSON to the address the service gives for that';
const ITS_API =
  'use ansible.builtin.uri with the API of the service, delegated to localhost where only that reaches it';
const CLOUD = 'use ansible.builtin.command with the command-line client of the cloud, delegated to localhost';
const command = (line: string, more = 'with changed_when on what it prints'): string =>
  `use ansible.builtin.command with ${line}, ${more}`;

/** By the full name of a module: a hint. */
const INSTEAD: Readonly<Record<string, string>> = {
  'community.general.apt_rpm': command('apt-get install -y (ALT Linux)'),
  'community.general.homebrew': command('brew install', 'as the user who owns Homebrew, with creates'),
  'community.general.homebrew_cask': command('brew install --cask', 'as the user who owns Homebrew, with creates'),
  'community.general.homebrew_tap': command('brew tap', 'as the user who owns Homebrew, with creates'),
  'community.general.homebrew_services':
    'use ansible.builtin.command with brew services, as the user who owns Homebrew',
  'community.general.cpanm':
    'use the package of the distribution (libNAME-perl) with ansible.builtin.package, or ansible.builtin.command with cpanm and creates',
  'community.general.dconf': command('dconf write', 'with changed_when on what dconf read says before'),
  'community.general.iso_extract': command('7z x or bsdtar -xf', 'with creates'),
  'community.general.launchd': command('launchctl (macOS)'),
  'community.general.osx_defaults': command(
    'defaults write (macOS)',
    'with changed_when on what defaults read says before',
  ),
  'community.general.mas': command('mas install (macOS)', 'with changed_when on what mas list says before'),
  'community.general.wakeonlan': command(
    'wakeonlan MAC (package wakeonlan)',
    'delegated to a machine in the same network',
  ),
  'community.general.say': command('espeak (package espeak)', 'delegated to localhost'),
  'community.general.nagios': 'write to the command file of Nagios with ansible.builtin.shell',
  'community.general.haproxy':
    "use ansible.builtin.shell: echo 'disable server BACKEND/SERVER' | socat stdio /run/haproxy/admin.sock",
  'community.general.monit': command(
    'monit start, stop or monitor NAME',
    'with changed_when on what monit status says',
  ),
  'community.general.django_manage': command('manage.py and chdir', 'with changed_when on what it prints'),
  'community.general.hg': command('hg clone', 'with creates, and hg pull -u'),
  'community.general.bzr': command('bzr branch', 'with creates'),
  'community.general.bower': command('bower install and chdir', 'with creates'),
  'community.general.bundler': command('bundle install and chdir', 'with changed_when on what it prints'),
  'community.general.cargo': command('cargo install', 'with creates'),
  'community.general.yarn': command('yarn install and chdir', 'with creates'),
  'community.general.pnpm': command('pnpm install and chdir', 'with creates'),
  'community.general.pear': command('pear install', 'with creates'),
  'community.general.easy_install': 'use ansible.builtin.pip',
  'community.general.pipx': command('pipx install NAME', 'with creates: ~/.local/share/pipx/venvs/NAME'),
  'community.general.flatpak': command('flatpak install -y --noninteractive', 'with creates'),
  'community.general.flatpak_remote': command('flatpak remote-add --if-not-exists', 'with creates'),
  'community.general.iptables_state':
    'use ansible.builtin.shell with iptables-save > FILE and iptables-restore < FILE, or the package iptables-persistent',
  'community.general.open_iscsi': command('iscsiadm', 'with changed_when on what iscsiadm -m session says before'),
  'community.general.zfs': command('zfs create or zfs set', 'with changed_when on what zfs get says before'),
  'community.general.zfs_facts': command('zfs get -Hp all', 'with changed_when: false'),
  'community.general.zpool_facts': command('zpool get -Hp all', 'with changed_when: false'),
  'community.general.btrfs_subvolume': command('btrfs subvolume create', 'with creates'),
  'community.general.btrfs_info': command('btrfs filesystem show', 'with changed_when: false'),
  'community.general.xfs_quota': command('xfs_quota -x -c', 'with changed_when on what its report says before'),
  'community.general.xattr': command('setfattr', 'with changed_when on what getfattr says before'),
  'community.general.lxc_container': command('lxc-create, lxc-start or lxc-attach', 'with creates: /var/lib/lxc/NAME'),
  'community.general.lxd_container': command(
    'lxc init and lxc start',
    'with changed_when on what lxc list says before',
  ),
  'community.general.sysrc': command('sysrc (FreeBSD)'),
  'community.general.syspatch': command('syspatch (OpenBSD)'),
  'community.general.pkgng': command('pkg install -y (FreeBSD)'),
  'community.general.openbsd_pkg': command('pkg_add -I (OpenBSD)'),
  'community.general.pkgin': command('pkgin -y install (NetBSD, SmartOS)'),
  'community.general.portage': command('emerge (Gentoo)'),
  'community.general.xbps': command('xbps-install -y (Void)'),
  'community.general.opkg': command('opkg install (OpenWrt)'),
  'community.general.macports': command('port install (macOS)'),
  'community.general.redhat_subscription': command('subscription-manager register'),
  'community.general.rhsm_repository': command('subscription-manager repos'),
  'community.general.rhsm_release': command('subscription-manager release'),
  'ansible.posix.rhel_facts': 'read /run/ostree-booted with ansible.builtin.stat',
  'ansible.posix.rhel_rpm_ostree': command('rpm-ostree install'),
  'ansible.posix.rpm_ostree_upgrade': command('rpm-ostree upgrade'),
  'community.general.terraform': command('terraform apply -auto-approve', 'delegated to localhost, with changed_when'),
  'community.general.github_release': ITS_API,
  'gluster.gluster.gluster_volume': command('gluster --mode=script volume create or start'),
};

/** Families of modules, by how their full names begin. */
const FAMILIES: readonly (readonly [begin: RegExp, hint: string])[] = [
  [
    /^community\.general\.(?:slack|telegram|mattermost|rocketchat|discord|matrix|hipchat|bearychat|campfire|cisco_webex|office_365_connector_card|pushbullet|pushover|typetalk|grove|catapult|nexmo|twilio|sendgrid|pagerduty_alert|airbrake_deployment|honeybadger_deployment|newrelic_deployment|rollbar_deployment|bigpanda)$/,
    MESSAGE,
  ],
  [
    /^community\.general\.(?:jabber|irc|mqtt)$/,
    command('a client of the service (sendxmpp, ii, mosquitto_pub)', 'delegated to localhost'),
  ],
  [
    /^community\.general\.(?:keycloak|gitlab|github|jenkins|consul|nomad|ipa|jira|pagerduty|datadog|cloudflare|dnsimple|dnsmadeeasy|gandi|netcup|memset|icinga2|manageiq|rundeck|proxmox|bitbucket|sensu)(?:_|$)/,
    ITS_API,
  ],
  [/^community\.grafana\./, ITS_API],
  [/^community\.zabbix\./, ITS_API],
  [/^community\.mongodb\./, command('mongosh --quiet --eval')],
  [/^community\.general\.influxdb_/, command('influx', 'with changed_when on what it lists before')],
  [/^community\.libvirt\./, command('virsh', 'with changed_when on what virsh list says before')],
  [/^community\.general\.(?:django|lxd|zfs|btrfs)_/, command('the program of that name')],
  [
    /^(?:amazon\.aws|community\.aws|azure\.azcollection|google\.cloud|community\.google|community\.digitalocean|hetzner\.hcloud|linode\.cloud|vultr\.cloud|ngine_io\.\w+|openstack\.cloud|scaleway\.\w+|community\.okd|community\.vmware|vmware\.\w+|ovirt\.ovirt)\./,
    CLOUD,
  ],
  [
    /^community\.general\.(?:scaleway|linode|packet|ovh|online|one|oneandone|profitbricks|ali|hwc|clc|heroku|spotinst|rax)_/,
    CLOUD,
  ],
  [
    /^(?:ansible|community|chocolatey)\.(?:windows|chocolatey)\./,
    'tsplay runs on hosts with a POSIX shell: Windows is not one of them',
  ],
];

/** What to use instead of a module, or undefined when there is nothing better than a command. */
export const insteadOf = (fullName: string): string | undefined =>
  (Object.hasOwn(INSTEAD, fullName) ? INSTEAD[fullName] : undefined) ??
  FAMILIES.find(([begin]) => begin.test(fullName))?.[1];
