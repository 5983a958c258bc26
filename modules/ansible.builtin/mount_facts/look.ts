// Asks a host for its tables of mounts, and for size and UUID of those that are wanted.
import { lines, ModuleFailure, script, sh, textOfBytes, type HostView, type Script } from '../../../src/kit/index.js';
import { newMark } from '../../_shared/file-tree.js';

/** How a program ended that a limit of time may have stopped. */
export type Ended = 'ok' | 'failed' | 'late';

export interface Table {
  readonly source: string;
  /** The same for sources that are the same file. */
  readonly real: string;
  readonly text: string;
}

export interface Tables {
  readonly files: readonly Table[];
  /** What the program for mounts printed; undefined when it was not run. */
  readonly printed: { readonly how: Ended | 'missing'; readonly text: string } | undefined;
  /** The devices of UUIDs that stand in the tables. */
  readonly devices: ReadonlyMap<string, { readonly how: Ended; readonly device: string }>;
}

const ended = (code: string | undefined): Ended =>
  code === '0' ? 'ok' : code === '124' || code === '143' ? 'late' : 'failed';

/** @param seconds undefined: for ever */
const head = (seconds: number | undefined): Script =>
  lines([
    script(`export LC_ALL=C PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
have() { command -v "$1" >/dev/null 2>&1; }
t=`),
    // Where timeout takes whole seconds only they are rounded up.
    ...(seconds === undefined
      ? []
      : [
          sh`have timeout || { echo 'the parameter timeout needs the program timeout on the host' >&2; exit 127; }
t=${`timeout ${seconds}`}; $t true 2>/dev/null || t=${`timeout ${Math.ceil(seconds)}`}`,
        ]),
  ]);

/** Runs a look; its answer is in records: `mark TAB kind TAB what TAB more LF text`. */
async function records(host: HostView, look: Script, mark: string): Promise<string[][]> {
  const { rc, stdoutBytes, stderr } = await host.probe(look);
  if (rc !== 0) throw new ModuleFailure(stderr.trim(), { rc });
  return textOfBytes(stdoutBytes)
    .split(`${mark}\t`)
    .slice(1)
    .map((record) => {
      const end = record.indexOf('\n');
      return [...record.slice(0, end).split('\t'), record.slice(end + 1)];
    });
}

/**
 * One round trip.
 * @param sources paths of tables
 * @param program what prints the mounts; it is run when none of `unless` has a line
 * @param seconds how long a program may take; undefined: for ever
 */
export async function readTables(
  host: HostView,
  sources: readonly string[],
  program: { readonly name: string; readonly unless: readonly string[] } | undefined,
  seconds: number | undefined,
): Promise<Tables> {
  const mark = newMark();
  const look = lines([
    head(seconds),
    // /proc/self is another directory for every program.
    sh`for f in ${sources}; do r=$(readlink -f -- "$f" 2>/dev/null | sed 's|^/proc/[0-9]*/|/proc/self/|')
printf '%s\tfile\t%s\t%s\n' ${mark} "$f" "$r"; cat -- "$f" 2>/dev/null
if [ -r "$f" ] && have blkid; then
sed -n 's/^[[:space:]]*UUID=\([^[:space:]]*\).*/\1/p' -- "$f" | while read -r u; do
d=$($t blkid --uuid "$u" 2>/dev/null); printf '%s\tuuid\t%s\t%s\n%s' ${mark} "$u" "$?" "$d"; done; fi; done`,
    ...(program
      ? [
          sh`p=${program.name}; if ! grep -q . /dev/null ${program.unless} 2>/dev/null; then if have "$p"; then o=$($t "$p" 2>&1); printf '%s\tprint\t%s\n%s' ${mark} "$?" "$o"
else printf '%s\tprint\tmissing\n' ${mark}; fi; fi`,
        ]
      : []),
    script(':'),
  ]);
  const files: Table[] = [];
  const devices = new Map<string, { readonly how: Ended; readonly device: string }>();
  let printed: Tables['printed'];
  for (const [kind, what = '', more = '', text = ''] of await records(host, look, mark)) {
    if (kind === 'file') files.push({ source: what, real: more === '' ? what : more, text });
    else if (kind === 'uuid') devices.set(what, { how: ended(more), device: text });
    else printed = { how: what === 'missing' ? what : ended(what), text: more };
  }
  return { files, printed, devices };
}

export interface Sizes {
  /** By mount point; undefined: its file system did not say. */
  readonly sizes: ReadonlyMap<string, { readonly how: Ended; readonly fields: Readonly<Record<string, number>> }>;
  /** By device: its UUID. */
  readonly uuids: ReadonlyMap<string, string>;
  /** Programs for UUIDs that took too long. */
  readonly late: readonly string[];
}

/** One round trip: what the file systems of the mount points say of their sizes, and the UUIDs of the devices. */
export async function readSizes(
  host: HostView,
  points: readonly string[],
  devices: readonly string[],
  seconds: number | undefined,
): Promise<Sizes> {
  const mark = newMark();
  const look = lines([
    head(seconds),
    sh`for m in ${points}; do s=$($t stat -f -c '%S %s %b %a %c %d' -- "$m" 2>/dev/null); printf '%s\tsize\t%s\t%s\n%s' ${mark} "$m" "$?" "$s"; done`,
    // compat: links of udev first, then lsblk, then what udev knows of the one device.
    sh`for l in /dev/disk/by-uuid/*; do [ -L "$l" ] && printf '%s\tuuid\tlink\t0\n%s\n%s' ${mark} "$(readlink -f -- "$l")" "$(basename -- "$l")"; done
if have lsblk; then o=$($t lsblk --list --noheadings --paths --output NAME,UUID --exclude 2 2>/dev/null); printf '%s\tlsblk\t%s\n%s' ${mark} "$?" "$o"; fi
if have udevadm; then for d in ${devices}; do [ -b "$d" ] || continue
o=$($t udevadm info --query property --name "$d" 2>/dev/null | sed -n 's/^ID_FS_UUID=//p' | head -n 1); printf '%s\tudev\t%s\n%s' ${mark} "$d" "$o"; done; fi; :`,
  ]);
  const sizes = new Map<string, { how: Ended; fields: Record<string, number> }>();
  const uuids = new Map<string, string>();
  const late: string[] = [];
  for (const [kind, what = '', more = '', text = ''] of await records(host, look, mark)) {
    if (kind === 'size') sizes.set(what, { how: ended(more), fields: sizeFields(text) });
    else if (kind === 'uuid') {
      const [device = '', uuid = ''] = text.split('\n');
      if (!uuids.has(device)) uuids.set(device, uuid);
    } else if (kind === 'lsblk') {
      if (ended(what) === 'late') late.push('lsblk');
      for (const [device, uuid, ...rest] of more.split('\n').map((line) => line.trim().split(/\s+/))) {
        if (device !== undefined && uuid !== undefined && rest.length === 0 && !uuids.has(device))
          uuids.set(device, uuid);
      }
    } else if (more !== '' && !uuids.has(what)) uuids.set(what, more);
  }
  return { sizes, uuids, late };
}

/** The fields that Ansible makes of statvfs(3); none when the file system did not answer. */
function sizeFields(text: string): Record<string, number> {
  const numbers = text.trim().split(' ').map(Number);
  const [unit, block, total, available, inodes, free] = numbers;
  if (numbers.length !== 6 || numbers.some(Number.isNaN)) return {};
  const [u, b, t, a, i, f] = [unit, block, total, available, inodes, free] as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return {
    size_total: u * t,
    size_available: u * a,
    block_size: b,
    block_total: t,
    block_available: a,
    block_used: t - a,
    inode_total: i,
    inode_available: f,
    inode_used: i - f,
  };
}
