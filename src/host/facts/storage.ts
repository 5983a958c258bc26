// Facts about mounts and block devices.
import type { Facts } from './collector.js';
import type { Sections } from './sections.js';

/**
 * A file system on a server that does not answer would hang `stat` for good, so it gets a limit where `timeout` exists.
 * @param limit seconds for one mount
 */
export function storageScript(limit: number): string {
  return `section mountinfo; cat /proc/self/mountinfo 2>/dev/null
section mounts
have timeout && t='timeout ${limit}' || t=
while read -r dev mnt type opts dump pass; do
case $dev in /*|*:/*) ;; *) continue ;; esac
[ "$type" = none ] && continue
p=$mnt; case $mnt in *\\\\*) p=$(printf '%b' "$(printf '%s' "$mnt" | sed 's/\\\\\\([0-7][0-7][0-7]\\)/\\\\0\\1/g')") ;; esac
printf '%s %s %s %s %s %s ' "$dev" "$mnt" "$type" "$opts" "$dump" "$pass"; $t stat -f -c '%S %b %a %c %d' "$p" 2>/dev/null || case $? in 124|143) echo timeout ;; *) echo ;; esac
done < /proc/mounts
section disklinks; for k in id uuid label; do for l in /dev/disk/by-$k/*; do [ -L "$l" ] && printf '%s\\t%s\\t%s\\n' $k "\${l##*/}" "$(readlink "$l")"; done; done
section blocks
for d in /sys/block/*; do [ -e "$d/size" ] || continue; n=\${d##*/}
printf '%s' "$n"; for a in device/vendor device/model removable size queue/rotational queue/scheduler queue/logical_block_size queue/discard_granularity device/serial queue/discard_max_hw_bytes device/sas_address device/sas_device_handle; do
v=; { [ -r "$d/$a" ] && IFS= read -r v < "$d/$a"; } 2>/dev/null; printf '\\t%s' "$v"; done
h=; for x in "$d"/holders/*; do [ -e "$x" ] && h="$h \${x##*/}"; done; printf '\\t%s\\n' "$h"
for q in "$d/$n"*; do [ -e "$q/start" ] || continue; printf ' %s\\t%s' "$n" "\${q##*/}"; for a in start size; do v=; IFS= read -r v < "$q/$a"; printf '\\t%s' "$v"; done
h=; for x in "$q"/holders/*; do [ -e "$x" ] && h="$h \${x##*/}"; done; printf '\\t%s\\n' "$h"; done; done
if have vgs && [ "$(id -u)" = 0 ]; then section dmnames; for d in /sys/block/dm-*/dm/name; do [ -r "$d" ] && { IFS= read -r v < "$d"; printf '%s %s\\n' "$d" "$v"; }; done
for c in vgs lvs pvs; do section "$c"; have $c && $c --noheadings --nosuffix --units g --separator , 2>/dev/null; done; fi
`;
}

/** `/mnt/a\040b` as the path it stands for. */
function unescapeMount(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

/** As Ansible writes sizes: `19.53 GB`, `512.00 Bytes`. */
function humanSize(bytes: number): string {
  const units = ['Bytes', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'];
  let unit = 0;
  let size = bytes;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(2)} ${units[unit]}`;
}

type Links = Record<'ids' | 'uuids' | 'labels' | 'masters', Record<string, string[]>>;

function diskLinks(sections: Sections): Links {
  const links: Links = { ids: {}, uuids: {}, labels: {}, masters: {} };
  const names = { id: links.ids, uuid: links.uuids, label: links.labels };
  for (const line of sections.lines('disklinks')) {
    const [kind = '', name = '', target = ''] = line.split('\t');
    const table = names[kind as keyof typeof names];
    const device = target.split('/').at(-1) ?? '';
    table[device] = [...(table[device] ?? []), name].sort();
  }
  return links;
}

function mounts(sections: Sections, links: Links): unknown[] {
  // The root of a bind mount within its file system is a directory; a btrfs subvolume's is too, and is no bind mount.
  const bound = new Set(
    sections.lines('mountinfo').flatMap((line) => {
      const [, , , root, point] = line.split(' ');
      const type = line.split(' - ')[1]?.split(' ')[0];
      return root !== '/' && type !== 'btrfs' && point !== undefined ? [point] : [];
    }),
  );
  return sections.lines('mounts').map((line) => {
    const [device = '', mount = '', fstype = '', options = '', dump, pass, ...numbers] = line.trim().split(' ');
    const [blockSize, total, available, inodes, inodesFree] = numbers.map(Number);
    const sizes =
      blockSize === undefined ||
      total === undefined ||
      available === undefined ||
      inodes === undefined ||
      inodesFree === undefined
        ? {}
        : {
            size_total: blockSize * total,
            size_available: blockSize * available,
            block_size: blockSize,
            block_total: total,
            block_available: available,
            block_used: total - available,
            inode_total: inodes,
            inode_available: inodesFree,
            inode_used: inodes - inodesFree,
          };
    const late = numbers[0] === 'timeout' ? { note: 'Could not get extra information due to timeout' } : undefined;
    return {
      mount: unescapeMount(mount),
      device: unescapeMount(device),
      fstype,
      options: bound.has(mount) ? `${options},bind` : options,
      dump: Number(dump),
      passno: Number(pass),
      ...sizes,
      ...(late ?? { uuid: links.uuids[device.split('/').at(-1) ?? '']?.[0] ?? 'N/A' }),
    };
  });
}

function devices(sections: Sections, links: Links): Facts {
  const linksOf = (name: string): object => ({
    ids: links.ids[name] ?? [],
    uuids: links.uuids[name] ?? [],
    labels: links.labels[name] ?? [],
    masters: links.masters[name] ?? [],
  });
  const words = (text: string | undefined): string[] => (text ?? '').trim().split(/\s+/).filter(Boolean);
  const found: Record<string, { partitions: Record<string, unknown> } & Facts> = {};
  for (const line of sections.lines('blocks')) {
    if (line.startsWith(' ')) {
      const [disk = '', name = '', start, sectors = '0', holders] = line.slice(1).split('\t');
      const parent = found[disk];
      if (!parent) continue;
      parent.partitions[name] = {
        start,
        sectors: Number(sectors),
        sectorsize: 512,
        size: humanSize(Number(sectors) * 512),
        uuid: links.uuids[name]?.[0] ?? null,
        links: linksOf(name),
        holders: words(holders),
      };
      continue;
    }
    const [
      name = '',
      vendor = '',
      model = '',
      removable,
      sectors = '0',
      rotational,
      scheduler = '',
      sectorSize = '',
      discard,
      serial = '',
      discardMax,
      sasAddress = '',
      sasHandle = '',
      holders,
    ] = line.split('\t');
    const wwn = links.ids[name]?.find((link) => link.startsWith('wwn-'));
    found[name] = {
      // compat: 1 for every device of a kernel since 2.6.26, whatever it is.
      virtual: 1,
      links: linksOf(name),
      vendor: vendor === '' ? null : vendor.trim(),
      model: model === '' ? null : model.trim(),
      ...(serial === '' ? {} : { serial: serial.trim() }),
      sas_address: sasAddress === '' ? null : sasAddress,
      sas_device_handle: sasHandle === '' ? null : sasHandle,
      ...(wwn === undefined ? {} : { wwn: wwn.slice('wwn-'.length) }),
      removable,
      support_discard: discardMax === '0' ? '0' : discard,
      rotational,
      partitions: {},
      scheduler_mode: /\[(.*?)\]/.exec(scheduler)?.[1] ?? '',
      // The kernel counts sectors of 512 bytes whatever the device's own are.
      sectors: Math.floor((Number(sectors) * 512) / (Number(sectorSize) || 512)),
      sectorsize: sectorSize === '' ? '512' : sectorSize,
      size: humanSize(Number(sectors) * 512),
      host: '',
      holders: words(holders),
    };
  }
  return found;
}

/** Volume groups, logical and physical volumes; 'N/A' without the programs or for others than root. */
function lvm(sections: Sections): unknown {
  if (!sections.has('vgs')) return 'N/A';
  const rows = (name: string): string[][] => sections.lines(name).map((line) => line.trim().split(','));
  const mapped = new Map<string, string>(
    sections.lines('dmnames').map((line) => {
      const [path = '', name = ''] = line.split(' ');
      return [`/dev/${path.split('/')[3] ?? ''}`, `/dev/mapper/${name}`];
    }),
  );
  return {
    lvs: Object.fromEntries(rows('lvs').map(([name = '', vg, , size]) => [name, { size_g: size, vg }])),
    vgs: Object.fromEntries(
      rows('vgs').map((row) => [
        row[0] ?? '',
        { size_g: row.at(-2), free_g: row.at(-1), num_lvs: row[2], num_pvs: row[1] },
      ]),
    ),
    pvs: Object.fromEntries(
      rows('pvs').map(([name = '', vg, , , size, free]) => [
        mapped.get(name) ?? name,
        { size_g: size, free_g: free, vg },
      ]),
    ),
  };
}

export function parseStorage(sections: Sections): Facts {
  const links = diskLinks(sections);
  return {
    lvm: lvm(sections),
    mounts: mounts(sections, links),
    devices: devices(sections, links),
    device_links: links,
  };
}
