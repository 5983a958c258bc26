import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);
import {
  DISTRIBUTION_SCRIPT,
  SECTION_FUNCTIONS,
  Sections,
  keyValues,
  parseDistribution,
  parsePackageManager,
  parseServiceManager
} from "./chunk-CD7KX5H6.js";
import {
  TsplayError,
  didYouMean,
  quote
} from "./chunk-D6GJLKN3.js";

// src/host/facts/hardware.ts
var DMI = {
  bios_date: "bios_date",
  bios_vendor: "bios_vendor",
  bios_version: "bios_version",
  board_asset_tag: "board_asset_tag",
  board_name: "board_name",
  board_serial: "board_serial",
  board_vendor: "board_vendor",
  board_version: "board_version",
  chassis_asset_tag: "chassis_asset_tag",
  chassis_serial: "chassis_serial",
  chassis_vendor: "chassis_vendor",
  chassis_version: "chassis_version",
  form_factor: "chassis_type",
  product_name: "product_name",
  product_serial: "product_serial",
  product_uuid: "product_uuid",
  product_version: "product_version",
  system_vendor: "sys_vendor"
};
var CHASSIS = [
  "Unknown",
  "Other",
  "Unknown",
  "Desktop",
  "Low Profile Desktop",
  "Pizza Box",
  "Mini Tower",
  "Tower",
  "Portable",
  "Laptop",
  "Notebook",
  "Hand Held",
  "Docking Station",
  "All In One",
  "Sub Notebook",
  "Space-saving",
  "Lunch Box",
  "Main Server Chassis",
  "Expansion Chassis",
  "Sub Chassis",
  "Bus Expansion Chassis",
  "Peripheral Chassis",
  "RAID Chassis",
  "Rack Mount Chassis",
  "Sealed-case PC",
  "Multi-system",
  "CompactPCI",
  "AdvancedTCA",
  "Blade",
  "Blade Enclosure",
  "Tablet",
  "Convertible",
  "Detachable",
  "IoT Gateway",
  "Embedded PC",
  "Mini PC",
  "Stick PC"
];
var HARDWARE_SCRIPT = `file meminfo /proc/meminfo
file cpuinfo /proc/cpuinfo
section nproc; nproc 2>/dev/null || grep -c '^processor' /proc/cpuinfo
file uptime /proc/uptime
section dmi; for n in ${Object.values(DMI).join(" ")}; do v=; { [ -r /sys/class/dmi/id/$n ] && IFS= read -r v < /sys/class/dmi/id/$n; } 2>/dev/null; printf '%s=%s\\n' $n "$v"; done
`;
function memory(sections) {
  const kb = /* @__PURE__ */ new Map();
  for (const line of sections.lines("meminfo")) {
    const [, key, value] = /^(\S+):\s+(\d+)/.exec(line) ?? [];
    if (key !== void 0) kb.set(key, Number(value));
  }
  if (kb.size === 0) return {};
  const mb = (key) => Math.floor((kb.get(key) ?? 0) / 1024);
  const total = mb("MemTotal");
  const free = mb("MemFree");
  const uncached = Math.floor(((kb.get("MemFree") ?? 0) + (kb.get("Cached") ?? 0) + (kb.get("Buffers") ?? 0)) / 1024);
  const swap = {
    total: mb("SwapTotal"),
    free: mb("SwapFree"),
    used: mb("SwapTotal") - mb("SwapFree"),
    cached: mb("SwapCached")
  };
  return {
    memtotal_mb: total,
    memfree_mb: free,
    swaptotal_mb: swap.total,
    swapfree_mb: swap.free,
    memory_mb: { real: { total, used: total - free, free }, nocache: { free: uncached, used: total - uncached }, swap }
  };
}
function processors(sections) {
  const blocks = sections.text("cpuinfo").split(/\n\s*\n/).map(
    (block) => new Map(
      block.split("\n").map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
      })
    )
  );
  const cpus = blocks.filter((block) => /^\d+$/.test(block.get("processor") ?? ""));
  if (cpus.length === 0) return {};
  const list = cpus.flatMap(
    (cpu) => ["processor", "vendor_id", "model name", "Processor", "cpu"].flatMap((key) => cpu.get(key) ?? [])
  );
  const sockets = new Set(cpus.map((cpu) => cpu.get("physical id")).filter((id) => id !== void 0)).size;
  const nproc = Number(sections.text("nproc")) || cpus.length;
  const first = cpus[0];
  const flags = first?.get("flags")?.split(/\s+/);
  const count = sockets === 0 ? cpus.length : sockets;
  const cores = sockets === 0 ? 1 : Number(first?.get("cpu cores") ?? 1) || 1;
  const siblings = Number(first?.get("siblings") ?? cores) || cores;
  const threads = sockets === 0 ? 1 : Math.max(1, Math.floor(siblings / cores));
  return {
    processor: list,
    processor_count: count,
    processor_cores: cores,
    processor_threads_per_core: threads,
    processor_vcpus: count * cores * threads,
    processor_nproc: nproc,
    ...flags === void 0 ? {} : { flags }
  };
}
function machine(sections) {
  const values = new Map(
    sections.lines("dmi").map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1).trim()])
  );
  const facts = {};
  for (const [fact, file] of Object.entries(DMI)) {
    const value = values.get(file) ?? "";
    const shown = fact === "form_factor" && /^\d+$/.test(value) ? CHASSIS[Number(value)] ?? "NA" : value;
    facts[fact] = shown === "" ? "NA" : shown;
  }
  return facts;
}
function parseHardware(sections) {
  const uptime = parseInt(sections.text("uptime"), 10);
  return {
    ...memory(sections),
    ...processors(sections),
    ...machine(sections),
    ...Number.isNaN(uptime) ? {} : { uptime_seconds: uptime }
  };
}

// src/host/facts/identity.ts
var platform = {
  name: "platform",
  aliases: ["system", "kernel", "kernel_version", "machine", "python_version", "architecture", "machine_id"],
  minimal: true,
  script: `section fqdn; { hostname -f || getent hosts "$(uname -n)" | { read -r _a n _r; echo "$n"; }; } 2>/dev/null
section bits; getconf LONG_BIT 2>/dev/null
for f in /etc/machine-id /var/lib/dbus/machine-id; do [ -s $f ] && { file machine-id $f; break; }; done
`,
  parse(sections) {
    const [system = "", kernel = "", version = "", machine2 = "", nodename = ""] = sections.text("uname").split("\n");
    const named = sections.text("fqdn").split("\n")[0] ?? "";
    const fqdn = named === "" || named === "localhost" ? nodename : named;
    const architecture = /^i[3456]86$/.test(machine2) ? "i386" : machine2;
    const bits = sections.text("bits") || (/64|s390x|alpha/.test(machine2) ? "64" : "32");
    const id = sections.text("machine-id");
    return {
      system,
      kernel,
      kernel_version: version,
      machine: machine2,
      nodename,
      hostname: nodename.split(".")[0],
      fqdn,
      domain: fqdn.split(".").slice(1).join("."),
      architecture,
      userspace_bits: bits,
      ...machine2 === "x86_64" || architecture === "i386" ? { userspace_architecture: bits === "64" ? "x86_64" : "i386" } : {},
      ...id === "" ? {} : { machine_id: id }
    };
  }
};
var distribution = {
  name: "distribution",
  aliases: ["distribution_version", "distribution_release", "distribution_major_version", "os_family"],
  minimal: true,
  script: "",
  // The answers to these questions are always asked for: see DISTRIBUTION_SCRIPT.
  parse(sections) {
    const d = parseDistribution(sections);
    return {
      distribution: d.distribution,
      distribution_version: d.version,
      distribution_major_version: d.majorVersion,
      ...d.minorVersion === void 0 ? {} : { distribution_minor_version: d.minorVersion },
      distribution_release: d.release,
      ...d.filePath === void 0 ? {} : {
        distribution_file_parsed: true,
        distribution_file_path: d.filePath,
        distribution_file_variety: d.fileVariety
      },
      os_family: d.family
    };
  }
};
var packageManager = {
  name: "pkg_mgr",
  aliases: [],
  minimal: true,
  script: "",
  parse: (sections) => ({ pkg_mgr: parsePackageManager(sections, parseDistribution(sections)) })
};
var serviceManager = {
  name: "service_mgr",
  aliases: [],
  minimal: true,
  script: "",
  parse: (sections) => ({ service_mgr: parseServiceManager(sections, parseDistribution(sections)) })
};
var lsb = {
  name: "lsb",
  aliases: [],
  minimal: true,
  script: "have lsb_release && { section lsb; lsb_release -a 2>/dev/null; }\n",
  parse(sections) {
    const facts = {};
    const put = (key, value) => {
      if (value !== void 0 && value !== "") facts[key] = value;
    };
    for (const line of sections.lines("lsb")) {
      const [, key, value] = /^(Distributor ID|Description|Release|Codename):\s*(.*)$/.exec(line) ?? [];
      put(key === "Distributor ID" ? "id" : (key ?? "").toLowerCase(), key === void 0 ? void 0 : value);
    }
    if (!sections.has("lsb")) {
      const file = keyValues(sections.lines("etc:lsb-release"));
      put("id", file.get("DISTRIB_ID"));
      put("release", file.get("DISTRIB_RELEASE"));
      put("description", file.get("DISTRIB_DESCRIPTION"));
      put("codename", file.get("DISTRIB_CODENAME"));
    }
    if (facts["release"] !== void 0) put("major_release", facts["release"].split(".")[0]);
    return { lsb: facts };
  }
};
var user = {
  name: "user",
  aliases: [
    "user_id",
    "user_uid",
    "user_gid",
    "user_dir",
    "user_shell",
    "user_gecos",
    "real_user_id",
    "effective_user_id",
    "effective_group_ids"
  ],
  minimal: true,
  script: `section ids; id -u; id -g; id -ru; id -rg; id -un
section passwd; { getent passwd "$(id -u)" || grep "^[^:]*:[^:]*:$(id -u):" /etc/passwd; } 2>/dev/null | head -n 1
`,
  parse(sections) {
    const [uid = "", gid = "", realUid = "", realGid = "", name = ""] = sections.lines("ids");
    const entry = sections.text("passwd").split(":");
    return {
      user_id: entry[0] === "" ? name : entry[0],
      user_uid: Number(uid),
      user_gid: Number(entry[3] ?? gid),
      user_gecos: entry[4] ?? "",
      user_dir: entry[5] ?? "",
      user_shell: entry[6] ?? "",
      real_user_id: Number(realUid),
      effective_user_id: Number(uid),
      real_group_id: Number(realGid),
      effective_group_id: Number(gid)
    };
  }
};
var environment = {
  name: "env",
  aliases: [],
  minimal: true,
  script: "",
  // Printed before the script switches to the C locale.
  parse(sections) {
    const text = sections.text("env");
    const entries = text.includes("\0") ? text.split("\0") : text.split("\n");
    const env = {};
    for (const entry of entries) {
      const equals = entry.indexOf("=");
      if (equals > 0) env[entry.slice(0, equals).trim()] = entry.slice(equals + 1);
    }
    return { env };
  }
};
var dateTime = {
  name: "date_time",
  aliases: [],
  minimal: true,
  script: `section date; date '+%Y|%m|%d|%H|%M|%S|%A|%w|%W|%s|%Z|%z|%N'
y=$(date +%Y); section zones; for d in "$y-01-01 12:00" "$y-07-01 12:00"; do date -d "$d" '+%z %Z' 2>/dev/null; done
`,
  parse(sections) {
    const [
      year = "",
      month = "",
      day = "",
      hour = "",
      minute = "",
      second = "",
      weekday,
      weekdayNumber,
      week,
      epoch = "0",
      tz = "",
      offset,
      nano = ""
    ] = sections.text("date").split("|");
    const micro = /^\d{9}$/.test(nano) ? nano.slice(0, 6) : "000000";
    const utc = new Date(Number(epoch) * 1e3).toISOString().slice(0, 19);
    const zones = sections.lines("zones").map((line) => line.split(" "));
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
        tz_offset: offset
      }
    };
  }
};
function parsePython(sections) {
  const [executable, type, major, minor, micro, level, serial] = sections.lines("python");
  const version = {
    major: Number(major ?? 3),
    minor: Number(minor ?? 0),
    micro: Number(micro ?? 0),
    releaselevel: level ?? "final",
    serial: Number(serial ?? 0)
  };
  return {
    python: {
      executable: executable ?? null,
      has_sslcontext: executable !== void 0,
      type: type ?? null,
      version,
      version_info: Object.values(version)
    },
    python_version: `${version.major}.${version.minor}.${version.micro}`
  };
}
var python = {
  name: "python",
  aliases: [],
  minimal: true,
  script: `for p in python3 /usr/libexec/platform-python python; do have "$p" && { section python
"$p" -c 'import sys; print(sys.executable); print(sys.implementation.name); [print(x) for x in sys.version_info]' 2>/dev/null; break; }; done
`,
  parse: parsePython
};
var identityCollectors = [
  platform,
  distribution,
  packageManager,
  serviceManager,
  lsb,
  user,
  environment,
  dateTime,
  python
];

// src/host/facts/local.ts
var DEFAULT_PATH = "/etc/ansible/facts.d";
function localFactsScript(path = DEFAULT_PATH) {
  const glob = `${quote(path)}/*.fact`;
  return `for f in ${glob}; do [ -f "$f" ] || continue; n=\${f##*/}; section "local:\${n%.fact}"
if [ -x "$f" ]; then o=$("$f" 2>/dev/null </dev/null); echo $?; printf '%s\\n' "$o"; else echo -; cat "$f" 2>/dev/null || echo unreadable; fi; done
`;
}
function parseIni(text) {
  const result = {};
  let section;
  let last;
  for (const line of text.split("\n")) {
    if (/^\s*([#;].*)?$/.test(line)) continue;
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    if (header !== void 0) {
      section = result[header] ??= {};
      last = void 0;
    } else if (section === void 0) return void 0;
    else if (/^\s/.test(line) && last !== void 0) section[last] = `${section[last]}
${line.trim()}`;
    else {
      const [, key, value] = /^([^=:]+?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
      if (key === void 0) return void 0;
      last = key.toLowerCase();
      section[last] = value ?? "";
    }
  }
  return section === void 0 ? void 0 : result;
}
function parseLocalFacts(sections, path = DEFAULT_PATH) {
  const local = {};
  for (const name of sections.named("local:")) {
    const [status = "-", ...rest] = sections.text(`local:${name}`).split("\n");
    const text = rest.join("\n").trim();
    const file = `${path}/${name}.fact`;
    if (status !== "-" && status !== "0") {
      local[name] = `the fact program ${file} ended with code ${status}`;
      continue;
    }
    try {
      local[name] = JSON.parse(text);
    } catch {
      local[name] = parseIni(text) ?? `error loading facts as JSON or ini - please check content: ${file}`;
    }
  }
  return local;
}

// src/host/facts/network.ts
var SCRIPT = `section links
for d in /sys/class/net/*; do [ -e "$d/address" ] || continue; n=\${d##*/}; k=; [ -d "$d/bridge" ] && k=bridge; [ -d "$d/bonding" ] && k=bonding
for a in address mtu operstate type flags speed bridge/bridge_id bridge/stp_state bonding/mode bonding/miimon bonding/lacp_rate bonding/slaves; do
v=; { [ -r "$d/$a" ] && IFS= read -r v < "$d/$a"; } 2>/dev/null; printf '%s\\t' "$v"; done
m=; [ -e "$d/device/driver/module" ] && { m=$(readlink -f "$d/device/driver/module"); m=\${m##*/}; }
p=; [ -e "$d/device" ] && { p=$(readlink -f "$d/device"); p=\${p##*/}; }
i=; [ -n "$k" ] && i=$(ls "$d/brif" 2>/dev/null | tr '\\n' ' ')
printf '%s\\t%s\\t%s\\t%s\\t%s\\n' "$k" "$m" "$p" "$i" "$n"; done
if have ip; then
section addresses; ip -o addr show 2>/dev/null
section route4; ip -4 route get 8.8.8.8 2>/dev/null
section route6; ip -6 route get 2404:6800:400a:800::1012 2>/dev/null
section reachable; ip route show table local 2>/dev/null; ip -6 route show table local 2>/dev/null
elif have ifconfig; then
section ifconfig; ifconfig -a 2>/dev/null
fi
file procroute /proc/net/route
file iscsi /etc/iscsi/initiatorname.iscsi
file nvme /etc/nvme/hostnqn
section fc; cat /sys/class/fc_host/*/port_name 2>/dev/null
`;
function toNumber(address) {
  return address.split(".").reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
function toAddress(n) {
  return [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join(".");
}
function ipv4(address, prefix, broadcast) {
  const size = 2 ** (32 - prefix);
  const network2 = Math.floor(toNumber(address) / size) * size;
  return {
    address,
    broadcast,
    netmask: toAddress(2 ** 32 - size),
    network: toAddress(network2),
    prefix: String(prefix)
  };
}
function parseAddresses(lines) {
  return lines.flatMap((line) => {
    const match = /^\d+:\s+(\S+)\s+(inet6?)\s+(\S+)(.*)$/.exec(line);
    if (!match) return [];
    const [, device = "", family, withPrefix = "", rest = ""] = match;
    const [address = "", prefix] = withPrefix.split("/");
    const scope = /scope (\S+)/.exec(rest)?.[1] ?? "";
    if (family === "inet6") return [{ device, label: device, v6: { address, prefix: prefix ?? "128", scope } }];
    const broadcast = /brd (\S+)/.exec(rest)?.[1] ?? "";
    const words = rest.replace(/\\.*$/s, "").trim().split(/\s+/);
    const label = words.at(-1)?.startsWith(device) === true ? words.at(-1) ?? device : device;
    return [{ device, label, v4: ipv4(address, Number(prefix ?? 32), broadcast) }];
  });
}
function parseIfconfig(text) {
  return text.split(/\n(?=\S)/).flatMap((block) => {
    const device = /^([^\s:]+)/.exec(block)?.[1] ?? "";
    const addresses = [];
    const v4 = /inet (?:addr:)?(\d+\.\d+\.\d+\.\d+)/.exec(block)?.[1];
    if (v4 !== void 0) {
      const mask = /(?:netmask |Mask:)(\d+\.\d+\.\d+\.\d+)/.exec(block)?.[1] ?? "255.255.255.255";
      const prefix = toNumber(mask).toString(2).replace(/0+$/, "").length;
      const broadcast = /(?:broadcast |Bcast:)(\d+\.\d+\.\d+\.\d+)/.exec(block)?.[1] ?? "";
      addresses.push({ device, label: device, v4: ipv4(v4, prefix, broadcast) });
    }
    for (const match of block.matchAll(/inet6 (?:addr: )?([0-9a-f:]+)(?:\/(\d+)|\s+prefixlen (\d+))/g)) {
      const scope = (match[1] ?? "").startsWith("fe80") ? "link" : match[1] === "::1" ? "host" : "global";
      addresses.push({
        device,
        label: device,
        v6: { address: match[1] ?? "", prefix: match[2] ?? match[3] ?? "128", scope }
      });
    }
    return addresses;
  });
}
var TYPES = {
  "1": "ether",
  "32": "infiniband",
  "512": "ppp",
  "772": "loopback",
  "65534": "tunnel"
};
function parseLinks(lines, addresses) {
  const interfaces = /* @__PURE__ */ new Map();
  for (const line of lines) {
    const [
      mac = "",
      mtu,
      state,
      type = "",
      flags = "0",
      speed = "",
      bridgeId,
      stp,
      bondMode,
      miimon,
      lacp,
      slaves,
      kind = "",
      module,
      pci,
      ports,
      name = ""
    ] = line.split("	");
    const own = addresses.filter((a) => a.device === name);
    const v4 = own.flatMap((a) => a.v4 ? [a.v4] : []);
    const v6 = own.flatMap((a) => a.v6 ? [a.v6] : []);
    const bits = parseInt(flags, 16);
    interfaces.set(name, {
      device: name,
      // compat: up in the administrator's sense; a link without carrier is active all the same on the loopback only.
      active: state === "up" || state === "unknown" && (bits & 1) === 1,
      ...mac === "" || mac === "00:00:00:00:00:00" ? {} : { macaddress: mac },
      mtu: Number(mtu),
      promisc: (bits & 256) !== 0,
      type: kind === "" ? TYPES[type] ?? "unknown" : kind,
      .../^\d+$/.test(speed) ? { speed: Number(speed) } : {},
      ...module === void 0 || module === "" ? {} : { module },
      ...pci === void 0 || pci === "" ? {} : { pciid: pci },
      ...kind === "bridge" ? { id: bridgeId, stp: stp === "1", interfaces: (ports ?? "").trim().split(" ").filter(Boolean) } : {},
      ...kind === "bonding" ? {
        mode: bondMode?.split(" ")[0],
        miimon,
        lacp_rate: lacp?.split(" ")[0],
        slaves: (slaves ?? "").split(" ").filter(Boolean)
      } : {},
      ...v4[0] === void 0 ? {} : { ipv4: v4[0] },
      ...v4.length > 1 ? { ipv4_secondaries: v4.slice(1) } : {},
      ...v6.length > 0 ? { ipv6: v6 } : {}
    });
  }
  return interfaces;
}
function parseRoute(text) {
  const device = / dev (\S+)/.exec(text)?.[1];
  if (device === void 0 || /^(unreachable|blackhole|prohibit)/.test(text)) return void 0;
  return { device, gateway: / via (\S+)/.exec(text)?.[1], source: / src (\S+)/.exec(text)?.[1] };
}
function procRoute(lines) {
  for (const line of lines.slice(1)) {
    const [device, destination, gateway = ""] = line.trim().split(/\s+/);
    if (device === void 0 || destination !== "00000000") continue;
    const octets = (gateway.match(/../g) ?? []).reverse().map((hex) => parseInt(hex, 16));
    return { device, gateway: octets.join("."), source: void 0 };
  }
  return void 0;
}
function defaultIpv4(route, interfaces, addresses) {
  const link = route && interfaces.get(route.device);
  if (!link || !route) return {};
  const own = addresses.filter((a) => a.device === route.device && a.v4 !== void 0);
  const chosen = own.find((a) => a.v4?.address === route.source) ?? own[0];
  if (chosen?.v4 === void 0) return {};
  return {
    ...route.gateway === void 0 ? {} : { gateway: route.gateway },
    interface: route.device,
    ...chosen.v4,
    macaddress: link["macaddress"],
    mtu: link["mtu"],
    type: link["type"],
    alias: chosen.label
  };
}
function defaultIpv6(route, interfaces) {
  const link = route && interfaces.get(route.device);
  const address = link?.ipv6?.find((a) => a.address === route?.source);
  if (!route || !link || !address) return {};
  return {
    ...route.gateway === void 0 ? {} : { gateway: route.gateway },
    interface: route.device,
    ...address,
    macaddress: link["macaddress"],
    mtu: link["mtu"],
    type: link["type"]
  };
}
function reachable(sections) {
  const all = sections.lines("reachable").flatMap((line) => /^local (\S+)/.exec(line)?.[1] ?? []);
  const unique = [...new Set(all)];
  return { ipv4: unique.filter((a) => !a.includes(":")), ipv6: unique.filter((a) => a.includes(":")) };
}
var network = {
  name: "network",
  aliases: [
    "interfaces",
    "default_ipv4",
    "default_ipv6",
    "all_ipv4_addresses",
    "all_ipv6_addresses",
    "fibre_channel_wwn",
    "iscsi",
    "nvme",
    "locally_reachable_ips"
  ],
  minimal: false,
  script: SCRIPT,
  parse(sections) {
    const addresses = sections.has("addresses") ? parseAddresses(sections.lines("addresses")) : parseIfconfig(sections.text("ifconfig"));
    const interfaces = parseLinks(sections.lines("links"), addresses);
    const route4 = parseRoute(sections.text("route4")) ?? procRoute(sections.lines("procroute"));
    const perInterface = [...interfaces].map(([name, facts]) => [name.replace(/[-:]/g, "_"), facts]);
    const iqn = /^InitiatorName=(.*)$/m.exec(sections.text("iscsi"))?.[1] ?? "";
    return {
      interfaces: [...interfaces.keys()],
      ...Object.fromEntries(perInterface),
      default_ipv4: defaultIpv4(route4, interfaces, addresses),
      default_ipv6: defaultIpv6(parseRoute(sections.text("route6")), interfaces),
      all_ipv4_addresses: addresses.flatMap((a) => a.v4 && !a.v4.address.startsWith("127.") ? [a.v4.address] : []),
      all_ipv6_addresses: addresses.flatMap((a) => a.v6 && a.v6.address !== "::1" ? [a.v6.address] : []),
      locally_reachable_ips: reachable(sections),
      fibre_channel_wwn: sections.lines("fc").map((line) => line.trim().replace(/^0x/, "")),
      iscsi_iqn: iqn,
      hostnqn: sections.text("nvme")
    };
  }
};

// src/host/facts/storage.ts
var STORAGE_SCRIPT = `section mountinfo; cat /proc/self/mountinfo 2>/dev/null
section mounts
have timeout && t='timeout 10' || t=
while read -r dev mnt type opts dump pass; do
case $dev in /*|*:/*) ;; *) continue ;; esac
[ "$type" = none ] && continue
p=$mnt; case $mnt in *\\\\*) p=$(printf '%b' "$(printf '%s' "$mnt" | sed 's/\\\\\\([0-7][0-7][0-7]\\)/\\\\0\\1/g')") ;; esac
printf '%s %s %s %s %s %s ' "$dev" "$mnt" "$type" "$opts" "$dump" "$pass"; $t stat -f -c '%S %b %a %c %d' "$p" 2>/dev/null || echo
done < /proc/mounts
section disklinks; for k in id uuid label; do for l in /dev/disk/by-$k/*; do [ -L "$l" ] && printf '%s\\t%s\\t%s\\n' $k "\${l##*/}" "$(readlink "$l")"; done; done
section blocklinks; ls -l /sys/block 2>/dev/null
section blocks
for d in /sys/block/*; do [ -e "$d/size" ] || continue; n=\${d##*/}
printf '%s' "$n"; for a in device/vendor device/model removable size queue/rotational queue/scheduler queue/logical_block_size queue/discard_granularity device/serial; do
v=; { [ -r "$d/$a" ] && IFS= read -r v < "$d/$a"; } 2>/dev/null; printf '\\t%s' "$v"; done
h=; for x in "$d"/holders/*; do [ -e "$x" ] && h="$h \${x##*/}"; done; printf '\\t%s\\n' "$h"
for q in "$d/$n"*; do [ -e "$q/start" ] || continue; printf ' %s\\t%s' "$n" "\${q##*/}"; for a in start size; do v=; IFS= read -r v < "$q/$a"; printf '\\t%s' "$v"; done
h=; for x in "$q"/holders/*; do [ -e "$x" ] && h="$h \${x##*/}"; done; printf '\\t%s\\n' "$h"; done; done
`;
function unescapeMount(text) {
  return text.replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
}
function humanSize(bytes) {
  const units = ["Bytes", "KB", "MB", "GB", "TB", "PB", "EB"];
  let unit = 0;
  let size = bytes;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(2)} ${units[unit]}`;
}
function diskLinks(sections) {
  const links = { ids: {}, uuids: {}, labels: {}, masters: {} };
  const names = { id: links.ids, uuid: links.uuids, label: links.labels };
  for (const line of sections.lines("disklinks")) {
    const [kind = "", name = "", target = ""] = line.split("	");
    const table = names[kind];
    const device = target.split("/").at(-1) ?? "";
    table[device] = [...table[device] ?? [], name].sort();
  }
  return links;
}
function mounts(sections, links) {
  const bound = new Set(
    sections.lines("mountinfo").flatMap((line) => {
      const [, , , root, point] = line.split(" ");
      const type = line.split(" - ")[1]?.split(" ")[0];
      return root !== "/" && type !== "btrfs" && point !== void 0 ? [point] : [];
    })
  );
  return sections.lines("mounts").map((line) => {
    const [device = "", mount = "", fstype = "", options = "", dump, pass, ...numbers] = line.trim().split(" ");
    const [blockSize, total, available, inodes, inodesFree] = numbers.map(Number);
    const sizes = blockSize === void 0 || total === void 0 || available === void 0 || inodes === void 0 || inodesFree === void 0 ? {} : {
      size_total: blockSize * total,
      size_available: blockSize * available,
      block_size: blockSize,
      block_total: total,
      block_available: available,
      block_used: total - available,
      inode_total: inodes,
      inode_available: inodesFree,
      inode_used: inodes - inodesFree
    };
    return {
      mount: unescapeMount(mount),
      device: unescapeMount(device),
      fstype,
      options: bound.has(mount) ? `${options},bind` : options,
      dump: Number(dump),
      passno: Number(pass),
      ...sizes,
      uuid: links.uuids[device.split("/").at(-1) ?? ""]?.[0] ?? "N/A"
    };
  });
}
function devices(sections, links) {
  const virtual2 = new Set(
    sections.lines("blocklinks").flatMap((line) => /(\S+) -> .*\/devices\/virtual\//.exec(line)?.[1] ?? [])
  );
  const linksOf = (name) => ({
    ids: links.ids[name] ?? [],
    uuids: links.uuids[name] ?? [],
    labels: links.labels[name] ?? [],
    masters: links.masters[name] ?? []
  });
  const words = (text) => (text ?? "").trim().split(/\s+/).filter(Boolean);
  const found = {};
  for (const line of sections.lines("blocks")) {
    if (line.startsWith(" ")) {
      const [disk = "", name2 = "", start, sectors2 = "0", holders2] = line.slice(1).split("	");
      const parent = found[disk];
      if (!parent) continue;
      parent.partitions[name2] = {
        start,
        sectors: Number(sectors2),
        sectorsize: 512,
        size: humanSize(Number(sectors2) * 512),
        uuid: links.uuids[name2]?.[0] ?? null,
        links: linksOf(name2),
        holders: words(holders2)
      };
      continue;
    }
    const [
      name = "",
      vendor = "",
      model = "",
      removable,
      sectors = "0",
      rotational,
      scheduler = "",
      sectorSize = "",
      discard,
      serial = "",
      holders
    ] = line.split("	");
    found[name] = {
      virtual: virtual2.has(name) ? 1 : 0,
      links: linksOf(name),
      vendor: vendor === "" ? null : vendor.trim(),
      model: model === "" ? null : model.trim(),
      ...serial === "" ? {} : { serial: serial.trim() },
      sas_address: null,
      sas_device_handle: null,
      removable,
      support_discard: discard,
      rotational,
      partitions: {},
      scheduler_mode: /\[(.*?)\]/.exec(scheduler)?.[1] ?? scheduler,
      sectors: Number(sectors),
      sectorsize: sectorSize === "" ? "512" : sectorSize,
      // The kernel counts sectors of 512 bytes whatever the device's own are.
      size: humanSize(Number(sectors) * 512),
      host: "",
      holders: words(holders)
    };
  }
  return found;
}
function parseStorage(sections) {
  const links = diskLinks(sections);
  return { mounts: mounts(sections, links), devices: devices(sections, links), device_links: links };
}

// src/host/facts/system.ts
var selinux = {
  name: "selinux",
  aliases: ["selinux_python_present"],
  minimal: true,
  script: "file selinux:enforce /sys/fs/selinux/enforce; file selinux:policyvers /sys/fs/selinux/policyvers; file selinux:config /etc/selinux/config\n",
  parse(sections) {
    if (!sections.has("selinux:enforce")) return { selinux: { status: "disabled" }, selinux_python_present: true };
    const config = (key) => new RegExp(`^\\s*${key}\\s*=\\s*(\\S+)`, "m").exec(sections.text("selinux:config"))?.[1] ?? "unknown";
    return {
      selinux: {
        status: "enabled",
        policyvers: Number(sections.text("selinux:policyvers")),
        config_mode: config("SELINUX"),
        mode: sections.text("selinux:enforce") === "1" ? "enforcing" : "permissive",
        type: config("SELINUXTYPE")
      },
      // Nothing on the target needs the Python library, so nothing is to be done about it.
      selinux_python_present: true
    };
  }
};
var apparmor = {
  name: "apparmor",
  aliases: [],
  minimal: true,
  script: "[ -e /sys/kernel/security/apparmor ] && section apparmor\n",
  parse: (sections) => ({ apparmor: { status: sections.has("apparmor") ? "enabled" : "disabled" } })
};
var capabilities = {
  name: "caps",
  aliases: ["system_capabilities", "system_capabilities_enforced"],
  minimal: true,
  script: "have capsh && { section caps; capsh --print 2>/dev/null; }\n",
  parse(sections) {
    const current = /^Current: (.*)$/m.exec(sections.text("caps"))?.[1];
    if (current === void 0) return { system_capabilities: "N/A", system_capabilities_enforced: "N/A" };
    if (current === "=ep") return { system_capabilities: [], system_capabilities_enforced: "False" };
    const list = current.split("=")[1]?.split(",").map((c) => c.trim()) ?? [];
    return { system_capabilities: list, system_capabilities_enforced: "True" };
  }
};
function bootWords(text) {
  return [...text.matchAll(/(?:[^\s"]|"[^"]*")+/g)].map(([word]) => {
    const plain = word.replaceAll('"', "");
    const equals = plain.indexOf("=");
    return equals < 0 ? [plain, true] : [plain.slice(0, equals), plain.slice(equals + 1)];
  });
}
var cmdline = {
  name: "cmdline",
  aliases: ["proc_cmdline"],
  minimal: true,
  script: "file cmdline /proc/cmdline\n",
  parse(sections) {
    const words = bootWords(sections.text("cmdline"));
    const all = {};
    for (const [key, value] of words) {
      const before = all[key];
      all[key] = before === void 0 ? value : [...Array.isArray(before) ? before : [before], value];
    }
    return { cmdline: Object.fromEntries(words), proc_cmdline: all };
  }
};
var fips = {
  name: "fips",
  aliases: [],
  minimal: true,
  script: "file fips /proc/sys/crypto/fips_enabled\n",
  parse: (sections) => ({ fips: sections.text("fips") === "1" })
};
var dns = {
  name: "dns",
  aliases: [],
  minimal: true,
  script: "file resolv /etc/resolv.conf\n",
  parse(sections) {
    const facts = {};
    for (const line of sections.lines("resolv")) {
      const [key = "", ...words] = line.trim().split(/\s+/);
      if (/^[#;]/.test(key) || words.length === 0) continue;
      if (key === "nameserver")
        facts["nameservers"] = [...facts["nameservers"] ?? [], ...words];
      else if (key === "domain") facts["domain"] = words[0];
      else if (key === "search" || key === "sortlist") facts[key] = words;
      else if (key === "options") {
        facts["options"] = Object.fromEntries(words.map((word) => [word.split(":")[0], word.split(":")[1] ?? true]));
      }
    }
    return { dns: facts };
  }
};
var sshKeys = {
  name: "ssh_pub_keys",
  aliases: [
    "ssh_host_pub_keys",
    "ssh_host_key_dsa_public",
    "ssh_host_key_rsa_public",
    "ssh_host_key_ecdsa_public",
    "ssh_host_key_ed25519_public"
  ],
  minimal: true,
  script: `for t in dsa rsa ecdsa ed25519; do for d in /etc/ssh /etc/openssh /etc; do
[ -r $d/ssh_host_\${t}_key.pub ] && { file "sshkey:$t" $d/ssh_host_\${t}_key.pub; break; }; done; done
`,
  parse(sections) {
    const facts = {};
    for (const type of sections.named("sshkey:")) {
      const [keyType, key] = sections.text(`sshkey:${type}`).split(/\s+/);
      if (keyType === void 0 || key === void 0) continue;
      facts[`ssh_host_key_${type}_public`] = key;
      facts[`ssh_host_key_${type}_public_keytype`] = keyType;
    }
    return facts;
  }
};
var chroot = {
  name: "chroot",
  aliases: ["is_chroot"],
  minimal: false,
  script: `section chroot; if [ -n "\${debian_chroot-}" ]; then echo yes
elif [ -e /proc/1/root/. ]; then [ / -ef /proc/1/root/. ] || echo yes; fi
`,
  parse: (sections) => ({ is_chroot: sections.text("chroot") === "yes" })
};
var systemd = {
  name: "systemd",
  aliases: [],
  minimal: false,
  script: "have systemctl && { section systemctl; systemctl --version 2>/dev/null; }\n",
  parse(sections) {
    const [first = "", features = ""] = sections.lines("systemctl");
    const version = /^systemd (\d+)/.exec(first)?.[1];
    return version === void 0 ? {} : { systemd: { version: Number(version), features } };
  }
};
var loadAverage = {
  name: "loadavg",
  aliases: [],
  minimal: false,
  script: "file loadavg /proc/loadavg\n",
  parse(sections) {
    const [one, five, fifteen] = sections.text("loadavg").split(" ").map(Number);
    return one === void 0 || fifteen === void 0 || Number.isNaN(fifteen) ? {} : { loadavg: { "1m": one, "5m": five, "15m": fifteen } };
  }
};
var systemCollectors = [
  selinux,
  apparmor,
  capabilities,
  cmdline,
  fips,
  dns,
  sshKeys,
  chroot,
  systemd,
  loadAverage
];

// src/host/facts/virtual.ts
var SCRIPT2 = `section container; for f in /.dockerenv /.dockerinit /run/.containerenv /proc/vz /proc/bc /proc/xen /dev/kvm; do [ -e $f ] && echo $f; done
[ -r /proc/1/environ ] && tr '\\0' '\\n' < /proc/1/environ 2>/dev/null | grep '^container='
file containerfile /run/systemd/container
file cgroup1 /proc/1/cgroup
section vdmi; for n in product_name sys_vendor bios_vendor product_family; do v=; { [ -r /sys/class/dmi/id/$n ] && IFS= read -r v < /sys/class/dmi/id/$n; } 2>/dev/null; printf '%s=%s\\n' $n "$v"; done
section hypervisor; cat /sys/hypervisor/type 2>/dev/null
section vcpu; grep -m 1 '^model name' /proc/cpuinfo; grep -qw hypervisor /proc/cpuinfo && echo HYPERVISOR; grep -i -m 1 'vendor_id.*IBM/S390' /proc/cpuinfo
section modules; cut -d ' ' -f 1 /proc/modules 2>/dev/null | grep -E '^(kvm|vboxdrv|virtio)$'
file xencap /proc/xen/capabilities
`;
var GUESTS = [
  ["lxc", (a) => a.container === "lxc" || /\/lxc\//.test(a.cgroup)],
  ["podman", (a) => a.container === "podman" || a.marks.has("/run/.containerenv")],
  ["container", (a) => !["", "lxc", "podman"].includes(a.container)],
  [
    "docker",
    (a) => a.marks.has("/.dockerenv") || a.marks.has("/.dockerinit") || /\/docker(\/|-[0-9a-f]+\.scope)/.test(a.cgroup)
  ],
  ["containerd", (a) => /cri-containerd|kubepods/.test(a.cgroup)],
  ["openvz", (a) => a.marks.has("/proc/vz") && !a.marks.has("/proc/bc")],
  ["xen", (a) => a.hypervisor === "xen" || a.marks.has("/proc/xen")],
  [
    "kvm",
    (a) => /^(KVM|KVM Server|Bochs|AHV|oVirt.*|RHEV Hypervisor|OpenStack.*|Standard PC.*|Google Compute Engine)$/.test(
      a.product
    )
  ],
  [
    "kvm",
    (a) => [
      "QEMU",
      "Red Hat",
      "Amazon EC2",
      "DigitalOcean",
      "Hetzner",
      "Google",
      "Nutanix",
      "OpenStack Foundation",
      "Scaleway",
      "OVHcloud"
    ].includes(a.vendor)
  ],
  ["VMware", (a) => /^VMware/.test(a.product) || a.vendor === "VMware, Inc."],
  ["virtualbox", (a) => a.product === "VirtualBox" || a.bios === "innotek GmbH"],
  ["VirtualPC", (a) => a.product === "Virtual Machine" && a.vendor === "Microsoft Corporation"],
  [
    "parallels",
    (a) => a.product === "Parallels Virtual Platform" || a.vendor === "Parallels Software International Inc."
  ],
  ["bhyve", (a) => a.product === "BHYVE"],
  ["powervm_lx86", (a) => /PowerVM Lx86/.test(a.cpu)],
  ["kvm", (a) => /QEMU Virtual CPU|Common KVM processor|Common 32-bit KVM processor/.test(a.cpu)]
];
function about(sections) {
  const dmi = new Map(
    sections.lines("vdmi").map((line) => [line.split("=")[0] ?? "", line.slice(line.indexOf("=") + 1).trim()])
  );
  const lines = sections.lines("container");
  const fromInit = lines.find((line) => line.startsWith("container="))?.slice("container=".length);
  return {
    marks: new Set(lines.filter((line) => line.startsWith("/"))),
    container: fromInit ?? sections.text("containerfile"),
    cgroup: sections.text("cgroup1"),
    product: dmi.get("product_name") ?? "",
    vendor: dmi.get("sys_vendor") ?? "",
    bios: dmi.get("bios_vendor") ?? "",
    family: dmi.get("product_family") ?? "",
    hypervisor: sections.text("hypervisor"),
    cpu: sections.text("vcpu")
  };
}
var virtual = {
  name: "virtual",
  aliases: ["virtualization_type", "virtualization_role", "virtualization_tech_guest", "virtualization_tech_host"],
  minimal: false,
  script: SCRIPT2,
  parse(sections) {
    const facts = about(sections);
    const guests = [...new Set(GUESTS.filter(([, test]) => test(facts)).map(([type]) => type))];
    const modules = new Set(sections.lines("modules"));
    const hosts = [
      ...facts.marks.has("/proc/vz") && facts.marks.has("/proc/bc") ? ["openvz"] : [],
      .../control_d/.test(sections.text("xencap")) ? ["xen"] : [],
      ...modules.has("kvm") || facts.marks.has("/dev/kvm") && guests.length === 0 ? ["kvm"] : [],
      ...modules.has("vboxdrv") ? ["virtualbox"] : []
    ];
    const guest = hosts.includes("xen") ? void 0 : guests[0];
    const role = guest !== void 0 ? "guest" : hosts[0] !== void 0 ? "host" : "NA";
    return {
      virtualization_type: guest ?? hosts[0] ?? "NA",
      virtualization_role: role,
      virtualization_tech_guest: guests,
      virtualization_tech_host: hosts
    };
  }
};

// src/host/facts/index.ts
var hardware = {
  name: "hardware",
  aliases: [
    "processor",
    "processor_cores",
    "processor_count",
    "processor_vcpus",
    "mounts",
    "devices",
    "memory",
    "memtotal_mb",
    "dmi",
    "uptime_seconds",
    "product_name"
  ],
  minimal: false,
  script: `${HARDWARE_SCRIPT}${STORAGE_SCRIPT}`,
  parse: (sections) => ({ ...parseHardware(sections), ...parseStorage(sections) })
};
var ABSENT = /* @__PURE__ */ new Set(["facter", "ohai"]);
function collectors(factPath) {
  const local = {
    name: "local",
    aliases: [],
    minimal: true,
    script: localFactsScript(factPath),
    parse: (sections) => ({ local: parseLocalFacts(sections, factPath) })
  };
  return [...identityCollectors, ...systemCollectors, local, hardware, network, virtual];
}
function chooseCollectors(all, subset) {
  const names = /* @__PURE__ */ new Set(["all", "min", ...ABSENT, ...all.flatMap((c) => [c.name, ...c.aliases])]);
  const wanted = /* @__PURE__ */ new Set();
  const unwanted = /* @__PURE__ */ new Set();
  let positive = false;
  let noMinimum = false;
  for (const entry of subset.map((s) => s.trim()).filter((s) => s !== "")) {
    const not = entry.startsWith("!");
    const name = not ? entry.slice(1) : entry;
    if (!names.has(name)) {
      throw new TsplayError("facts-failed", `gather_subset '${entry}' does not exist`, {
        hint: didYouMean(name, names) || `there are ${[...names].join(", ")}, each also with a ! before it`
      });
    }
    if (not && name === "min") noMinimum = true;
    if (!not) positive = true;
    const chosen = all.filter(
      (c) => name === "all" ? !not || !c.minimal : name === "min" ? c.minimal : c.name === name || c.aliases.includes(name)
    );
    for (const collector of chosen) (not ? unwanted : wanted).add(collector);
  }
  return all.filter((c) => {
    if (wanted.has(c) && subset.includes(c.name)) return true;
    if (unwanted.has(c)) return false;
    if (c.minimal && !noMinimum) return true;
    return positive ? wanted.has(c) : true;
  });
}
async function gatherFacts(hostName, options, probe) {
  const chosen = chooseCollectors(collectors(options.factPath), options.subset);
  const environment2 = chosen.some((c) => c.name === "env") ? "section env; env -0 2>/dev/null || env\n" : "";
  const script = `${SECTION_FUNCTIONS}${environment2}export LC_ALL=C
${DISTRIBUTION_SCRIPT}${chosen.map((c) => c.script).join("")}exit 0
`;
  const result = await probe(script, options.timeout === void 0 ? void 0 : options.timeout * 1e3);
  const sections = new Sections(result.stdout);
  if (sections.text("uname") === "") {
    throw new TsplayError("facts-failed", `${hostName}: facts could not be gathered: ${result.stderr.trim()}`, {
      hint: "the host needs a POSIX system with uname"
    });
  }
  const facts = {};
  for (const collector of chosen) Object.assign(facts, collector.parse(sections));
  return { ...facts, gather_subset: [...options.subset], module_setup: true };
}
export {
  gatherFacts
};
