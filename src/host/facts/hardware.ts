// Facts about memory, processors and the machine itself.
import type { Facts } from './collector.js';
import type { Sections } from './sections.js';

const DMI: Readonly<Record<string, string>> = {
  bios_date: 'bios_date',
  bios_vendor: 'bios_vendor',
  bios_version: 'bios_version',
  board_asset_tag: 'board_asset_tag',
  board_name: 'board_name',
  board_serial: 'board_serial',
  board_vendor: 'board_vendor',
  board_version: 'board_version',
  chassis_asset_tag: 'chassis_asset_tag',
  chassis_serial: 'chassis_serial',
  chassis_vendor: 'chassis_vendor',
  chassis_version: 'chassis_version',
  form_factor: 'chassis_type',
  product_name: 'product_name',
  product_serial: 'product_serial',
  product_uuid: 'product_uuid',
  product_version: 'product_version',
  system_vendor: 'sys_vendor',
};

/** Chassis types of the SMBIOS specification, by number. */
const CHASSIS = [
  'Unknown',
  'Other',
  'Unknown',
  'Desktop',
  'Low Profile Desktop',
  'Pizza Box',
  'Mini Tower',
  'Tower',
  'Portable',
  'Laptop',
  'Notebook',
  'Hand Held',
  'Docking Station',
  'All In One',
  'Sub Notebook',
  'Space-saving',
  'Lunch Box',
  'Main Server Chassis',
  'Expansion Chassis',
  'Sub Chassis',
  'Bus Expansion Chassis',
  'Peripheral Chassis',
  'RAID Chassis',
  'Rack Mount Chassis',
  'Sealed-case PC',
  'Multi-system',
  'CompactPCI',
  'AdvancedTCA',
  'Blade',
  'Blade Enclosure',
  'Tablet',
  'Convertible',
  'Detachable',
  'IoT Gateway',
  'Embedded PC',
  'Mini PC',
  'Stick PC',
];

export const HARDWARE_SCRIPT = `file meminfo /proc/meminfo
file cpuinfo /proc/cpuinfo
section nproc; nproc 2>/dev/null || grep -c '^processor' /proc/cpuinfo
file uptime /proc/uptime
section dmi; for n in ${Object.values(DMI).join(' ')}; do v=; { [ -r /sys/class/dmi/id/$n ] && IFS= read -r v < /sys/class/dmi/id/$n; } 2>/dev/null; printf '%s=%s\\n' $n "$v"; done
`;

function memory(sections: Sections): Facts {
  const kb = new Map<string, number>();
  for (const line of sections.lines('meminfo')) {
    const [, key, value] = /^(\S+):\s+(\d+)/.exec(line) ?? [];
    if (key !== undefined) kb.set(key, Number(value));
  }
  if (kb.size === 0) return {};
  const mb = (key: string): number => Math.floor((kb.get(key) ?? 0) / 1024);
  const total = mb('MemTotal');
  const free = mb('MemFree');
  const uncached = Math.floor(((kb.get('MemFree') ?? 0) + (kb.get('Cached') ?? 0) + (kb.get('Buffers') ?? 0)) / 1024);
  const swap = {
    total: mb('SwapTotal'),
    free: mb('SwapFree'),
    used: mb('SwapTotal') - mb('SwapFree'),
    cached: mb('SwapCached'),
  };
  return {
    memtotal_mb: total,
    memfree_mb: free,
    swaptotal_mb: swap.total,
    swapfree_mb: swap.free,
    memory_mb: { real: { total, used: total - free, free }, nocache: { free: uncached, used: total - uncached }, swap },
  };
}

function processors(sections: Sections): Facts {
  const blocks = sections
    .text('cpuinfo')
    .split(/\n\s*\n/)
    .map(
      (block) =>
        new Map(
          block.split('\n').map((line) => {
            const colon = line.indexOf(':');
            return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const;
          }),
        ),
    );
  const cpus = blocks.filter((block) => /^\d+$/.test(block.get('processor') ?? ''));
  if (cpus.length === 0) return {};
  const list = cpus.flatMap((cpu) =>
    ['processor', 'vendor_id', 'model name', 'Processor', 'cpu'].flatMap((key) => cpu.get(key) ?? []),
  );
  const sockets = new Set(cpus.map((cpu) => cpu.get('physical id')).filter((id) => id !== undefined)).size;
  const nproc = Number(sections.text('nproc')) || cpus.length;
  const first = cpus[0];
  const flags = first?.get('flags')?.split(/\s+/);
  const count = sockets === 0 ? cpus.length : sockets;
  const cores = sockets === 0 ? 1 : Number(first?.get('cpu cores') ?? 1) || 1;
  const siblings = Number(first?.get('siblings') ?? cores) || cores;
  const threads = sockets === 0 ? 1 : Math.max(1, Math.floor(siblings / cores));
  return {
    processor: list,
    processor_count: count,
    processor_cores: cores,
    processor_threads_per_core: threads,
    processor_vcpus: count * cores * threads,
    processor_nproc: nproc,
    ...(flags === undefined ? {} : { flags }),
  };
}

function machine(sections: Sections): Facts {
  const values = new Map(
    sections.lines('dmi').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1).trim()]),
  );
  const facts: Facts = {};
  for (const [fact, file] of Object.entries(DMI)) {
    const value = values.get(file) ?? '';
    const shown = fact === 'form_factor' && /^\d+$/.test(value) ? (CHASSIS[Number(value)] ?? 'NA') : value;
    facts[fact] = shown === '' ? 'NA' : shown;
  }
  return facts;
}

export function parseHardware(sections: Sections): Facts {
  const uptime = parseInt(sections.text('uptime'), 10);
  return {
    ...memory(sections),
    ...processors(sections),
    ...machine(sections),
    ...(Number.isNaN(uptime) ? {} : { uptime_seconds: uptime }),
  };
}
