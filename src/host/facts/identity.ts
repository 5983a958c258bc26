// Facts about the system's name, kernel, user, environment, time and Python.
import type { Collector, Facts } from './collector.js';
import { parseDistribution, parsePackageManager } from './distribution.js';
import { serviceManagerFact } from './init.js';
import { keyValues, type Sections } from './sections.js';

const platform: Collector = {
  name: 'platform',
  aliases: ['system', 'kernel', 'kernel_version', 'machine', 'python_version', 'architecture', 'machine_id'],
  minimal: true,
  script: `section fqdn; n=$(uname -n); if have getent; then a=$(getent ahosts "$n" 2>/dev/null | { read -r a _; echo "$a"; })
[ -n "$a" ] || a=$(getent hosts "$n" 2>/dev/null | { read -r a _; echo "$a"; })
[ -n "$a" ] && getent hosts "$a" 2>/dev/null; else echo "- $(hostname -f 2>/dev/null)"; fi
section bits; getconf LONG_BIT 2>/dev/null
for f in /var/lib/dbus/machine-id /etc/machine-id; do [ -s $f ] && { file machine-id $f; break; }; done
`,
  parse(sections) {
    const [system = '', kernel = '', version = '', machine = '', nodename = ''] = sections.text('uname').split('\n');
    // compat: of the names of the first address that the node's name has, the first with a dot, else the first of all.
    const names = (sections.lines('fqdn')[0] ?? '').trim().split(/\s+/).slice(1);
    const fqdn = names.find((name) => name.includes('.')) ?? names[0] ?? nodename;
    const architecture = /^i[3456]86$/.test(machine) ? 'i386' : machine;
    const bits = sections.text('bits') || (/64|s390x|alpha/.test(machine) ? '64' : '32');
    const id = sections.text('machine-id');
    return {
      system,
      kernel,
      kernel_version: version,
      machine,
      nodename,
      hostname: nodename.split('.')[0],
      fqdn,
      domain: fqdn.split('.').slice(1).join('.'),
      architecture,
      userspace_bits: bits,
      ...(machine === 'x86_64' || architecture === 'i386'
        ? { userspace_architecture: bits === '64' ? 'x86_64' : 'i386' }
        : {}),
      ...(id === '' ? {} : { machine_id: id }),
    };
  },
};

const distribution: Collector = {
  name: 'distribution',
  aliases: ['distribution_version', 'distribution_release', 'distribution_major_version', 'os_family'],
  minimal: true,
  script: '', // The answers to these questions are always asked for: see DISTRIBUTION_SCRIPT.
  parse(sections) {
    const d = parseDistribution(sections);
    return {
      distribution: d.distribution,
      distribution_version: d.version,
      distribution_major_version: d.majorVersion,
      ...(d.minorVersion === undefined ? {} : { distribution_minor_version: d.minorVersion }),
      distribution_release: d.release,
      ...(d.source === undefined
        ? {}
        : {
            ...(d.source.parsed ? { distribution_file_parsed: true } : {}),
            distribution_file_path: d.source.path,
            distribution_file_variety: d.source.variety,
            ...(d.source.searched === undefined ? {} : { distribution_file_search_string: d.source.searched }),
          }),
      os_family: d.family,
    };
  },
};

const packageManager: Collector = {
  name: 'pkg_mgr',
  aliases: [],
  minimal: true,
  script: '',
  parse: (sections) => ({ pkg_mgr: parsePackageManager(sections, parseDistribution(sections)) }),
};

const serviceManager: Collector = {
  name: 'service_mgr',
  aliases: [],
  minimal: true,
  script: '',
  parse: (sections) => ({ service_mgr: serviceManagerFact(sections, parseDistribution(sections)) }),
};

const lsb: Collector = {
  name: 'lsb',
  aliases: [],
  minimal: true,
  script: 'have lsb_release && { section lsb; lsb_release -a 2>/dev/null; }\n',
  parse(sections) {
    const facts: Record<string, string> = {};
    const put = (key: string, value: string | undefined): void => {
      if (value !== undefined && value !== '') facts[key] = value;
    };
    for (const line of sections.lines('lsb')) {
      const [, key, value] = /^(Distributor ID|Description|Release|Codename):\s*(.*)$/.exec(line) ?? [];
      put(key === 'Distributor ID' ? 'id' : (key ?? '').toLowerCase(), key === undefined ? undefined : value);
    }
    if (!sections.has('lsb')) {
      const file = keyValues(sections.lines('etc:lsb-release'));
      put('id', file.get('DISTRIB_ID'));
      put('release', file.get('DISTRIB_RELEASE'));
      put('description', file.get('DISTRIB_DESCRIPTION'));
      put('codename', file.get('DISTRIB_CODENAME'));
    }
    if (facts['release'] !== undefined) put('major_release', facts['release'].split('.')[0]);
    return { lsb: facts };
  },
};

const user: Collector = {
  name: 'user',
  aliases: [
    'user_id',
    'user_uid',
    'user_gid',
    'user_dir',
    'user_shell',
    'user_gecos',
    'real_user_id',
    'effective_user_id',
    'effective_group_ids',
  ],
  minimal: true,
  script: `section ids; id -u; id -g; id -ru; id -rg; id -un
section passwd; { getent passwd "$(id -u)" || grep "^[^:]*:[^:]*:$(id -u):" /etc/passwd; } 2>/dev/null | head -n 1
`,
  parse(sections) {
    const [uid = '', gid = '', realUid = '', realGid = '', name = ''] = sections.lines('ids');
    const entry = sections.text('passwd').split(':');
    return {
      user_id: entry[0] === '' ? name : entry[0],
      user_uid: Number(uid),
      user_gid: Number(entry[3] ?? gid),
      user_gecos: entry[4] ?? '',
      user_dir: entry[5] ?? '',
      user_shell: entry[6] ?? '',
      real_user_id: Number(realUid),
      effective_user_id: Number(uid),
      real_group_id: Number(realGid),
      effective_group_id: Number(gid),
    };
  },
};

const environment: Collector = {
  name: 'env',
  aliases: [],
  minimal: true,
  script: '', // Printed before the script switches to the C locale.
  parse(sections) {
    const text = sections.text('env');
    const entries = text.includes('\0') ? text.split('\0') : text.split('\n');
    const env: Record<string, string> = {};
    for (const entry of entries) {
      const equals = entry.indexOf('=');
      if (equals > 0) env[entry.slice(0, equals).trim()] = entry.slice(equals + 1);
    }
    return { env };
  },
};

const dateTime: Collector = {
  name: 'date_time',
  aliases: [],
  minimal: true,
  script: `section date; date '+%Y|%m|%d|%H|%M|%S|%A|%w|%W|%s|%Z|%z|%N'
y=$(date +%Y); section zones; for d in "$y-01-01 12:00" "$y-07-01 12:00"; do date -d "$d" '+%z %Z' 2>/dev/null; done
`,
  parse(sections) {
    const [
      year = '',
      month = '',
      day = '',
      hour = '',
      minute = '',
      second = '',
      weekday,
      weekdayNumber,
      week,
      epoch = '0',
      tz = '',
      offset,
      nano = '',
    ] = sections.text('date').split('|');
    const micro = /^\d{9}$/.test(nano) ? nano.slice(0, 6) : '000000';
    const utc = new Date(Number(epoch) * 1000).toISOString().slice(0, 19);
    const zones = sections.lines('zones').map((line) => line.split(' '));
    // Summer time is ahead of winter time; without either the one name is both.
    const summer = zones.sort((a, b) => Number(b[0]) - Number(a[0]))[0]?.[1] ?? tz;
    return {
      date_time: {
        year,
        month,
        weekday,
        weekday_number: weekdayNumber,
        weeknumber: week,
        day,
        hour,
        minute,
        second,
        epoch,
        epoch_int: epoch,
        date: `${year}-${month}-${day}`,
        time: `${hour}:${minute}:${second}`,
        iso8601_micro: `${utc}.${micro}Z`,
        iso8601: `${utc}Z`,
        iso8601_basic: `${year}${month}${day}T${hour}${minute}${second}${micro}`,
        iso8601_basic_short: `${year}${month}${day}T${hour}${minute}${second}`,
        tz,
        tz_dst: summer,
        tz_offset: offset,
      },
    };
  },
};

/**
 * The target needs no Python, but playbooks look at the fact: without one `executable` is null and the version that of a
 * bare Python 3, so that conditions choose the packages for Python 3.
 */
function parsePython(sections: Sections): Facts {
  const [executable, type, major, minor, micro, level, serial] = sections.lines('python');
  const version = {
    major: Number(major ?? 3),
    minor: Number(minor ?? 0),
    micro: Number(micro ?? 0),
    releaselevel: level ?? 'final',
    serial: Number(serial ?? 0),
  };
  return {
    python: {
      executable: executable ?? null,
      has_sslcontext: executable !== undefined,
      type: type ?? null,
      version,
      version_info: Object.values(version),
    },
    python_version: `${version.major}.${version.minor}.${version.micro}`,
  };
}

const python: Collector = {
  name: 'python',
  aliases: [],
  minimal: true,
  script: `for p in python3 /usr/libexec/platform-python python; do have "$p" && { section python
"$p" -c 'import sys; print(sys.executable); print(sys.implementation.name); [print(x) for x in sys.version_info]' 2>/dev/null; break; }; done
`,
  parse: parsePython,
};

export const identityCollectors: readonly Collector[] = [
  platform,
  distribution,
  packageManager,
  serviceManager,
  lsb,
  user,
  environment,
  dateTime,
  python,
];
