// What differs between kinds of file systems: the programs that make, measure, grow and rename them.

export interface FilesystemKind {
  /** As blkid calls it, when it differs from the name in tasks. */
  readonly seenAs?: string;
  readonly mkfs: string;
  readonly force: readonly string[];
  /** Options by which mkfs takes a UUID; the first is used unless the task's own options have one of them. */
  readonly uuidOptions?: readonly string[];
  readonly uuidExtra?: readonly string[];
  /** Words that give a UUID to one that is there; `UUID` stands for the new one. */
  readonly setUuid?: readonly string[];
  readonly grow?: Grow;
}

export interface Grow {
  /** The program that is asked for the size, for messages. */
  readonly info: string;
  /** Words that print what `sizeOf` reads; the device is added, or the mount point. */
  readonly measure: readonly string[];
  /** Where the size is asked: a mount point when there is one, or only there. */
  readonly measureAt?: 'mounted first' | 'mounted';
  /** Bytes; undefined when the output does not tell. */
  sizeOf(output: string): number | undefined;
  /** The device is added, or the mount point. */
  readonly command: readonly string[];
  readonly mountedOnly?: true;
}

const number = (output: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(output)?.[1];
  return found === undefined ? undefined : Number(found);
};
const product = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a * b;

const ext = (version: string): FilesystemKind => ({
  mkfs: `mkfs.${version}`,
  force: ['-F'],
  uuidOptions: ['-U'],
  setUuid: ['tune2fs', '-U', 'UUID'],
  grow: {
    info: 'tune2fs',
    measure: ['tune2fs', '-l'],
    sizeOf: (text) => product(number(text, /^Block count:\s*(\d+)/m), number(text, /^Block size:\s*(\d+)/m)),
    command: ['resize2fs'],
  },
});

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB'];
const UNITS_OF_10 = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];

/** `Size:   1.00 GiB` in bytes. */
function withUnit(text: string): number | undefined {
  const [, amount, unit = ''] = /Size: +([\d.]+) +(\w+)/.exec(text) ?? [];
  const binary = UNITS.indexOf(unit);
  const decimal = UNITS_OF_10.indexOf(unit);
  if (amount === undefined || (binary < 0 && decimal < 0)) return undefined;
  return Math.trunc(Number(amount) * (binary >= 0 ? 1024 ** binary : 1000 ** decimal));
}

const ext4 = ext('ext4');

export const KINDS = {
  bcachefs: {
    mkfs: 'mkfs.bcachefs',
    force: ['--force'],
    uuidOptions: ['-U', '--uuid'],
    grow: {
      info: 'bcachefs',
      measure: ['bcachefs', 'show-super'],
      sizeOf: withUnit,
      command: ['bcachefs', 'device', 'resize'],
    },
  },
  btrfs: {
    mkfs: 'mkfs.btrfs',
    force: ['-f'],
    grow: {
      info: 'btrfs',
      measure: ['btrfs', 'filesystem', 'usage', '-b'],
      measureAt: 'mounted',
      sizeOf: (text) => number(text, /Device size:?\s+(\d+)\s*$/m),
      command: ['btrfs', 'filesystem', 'resize', 'max'],
      mountedOnly: true,
    },
  },
  ext2: ext('ext2'),
  ext3: ext('ext3'),
  ext4,
  ext4dev: ext4,
  f2fs: {
    mkfs: 'mkfs.f2fs',
    force: ['-f'],
    grow: {
      info: 'dump.f2fs',
      measure: ['dump.f2fs'],
      sizeOf: (text) =>
        product(number(text, /Info: sector size = (\d+)/), number(text, /Info: total FS sectors = (\d+)/)),
      command: ['resize.f2fs'],
    },
  },
  lvm: {
    seenAs: 'LVM2_member',
    mkfs: 'pvcreate',
    force: ['-f'],
    uuidOptions: ['-u', '--uuid'],
    uuidExtra: ['--norestorefile'],
    setUuid: ['pvchange', '-u'],
    grow: {
      info: 'pvs',
      measure: ['pvs', '--noheadings', '-o', 'pv_size', '--units', 'b', '--nosuffix'],
      sizeOf: (text) => number(text, /^\s*(\d+)\s*$/),
      command: ['pvresize'],
    },
  },
  ocfs2: { mkfs: 'mkfs.ocfs2', force: ['-Fx'] },
  reiserfs: { mkfs: 'mkfs.reiserfs', force: ['-q'] },
  xfs: {
    mkfs: 'mkfs.xfs',
    force: ['-f'],
    setUuid: ['xfs_admin', '-U', 'UUID'],
    grow: {
      info: 'xfs_info',
      measure: ['xfs_info'],
      measureAt: 'mounted first',
      sizeOf: (text) => {
        const [, size, blocks] = /^data\s*=\s*bsize=(\d+)\s+blocks=(\d+)/m.exec(text) ?? [];
        return size === undefined ? undefined : Number(size) * Number(blocks);
      },
      command: ['xfs_growfs'],
      mountedOnly: true,
    },
  },
  vfat: {
    mkfs: 'mkfs.vfat',
    force: [],
    grow: {
      info: 'fatresize',
      measure: ['fatresize', '--info'],
      sizeOf: (text) => number(text, /^\s*(?:Cur size|Size)\s*:\s*(\d+)/m),
      command: ['fatresize', '-s', 'max'],
    },
  },
  swap: { mkfs: 'mkswap', force: ['-f'] },
  ufs: {
    mkfs: 'newfs',
    force: [],
    grow: {
      info: 'dumpfs',
      measure: ['dumpfs'],
      sizeOf: (text) => product(number(text, /^fsize\s+(\d+)/m), number(text, /providersize\D*(\d+)\s*$/m)),
      command: ['growfs', '-y'],
    },
  },
} satisfies Record<string, FilesystemKind>;

export type Fstype = keyof typeof KINDS;

/** Whether what blkid calls so is of that kind; ext4dev is ext4. */
export function isKind(seen: string, fstype: Fstype): boolean {
  const kind: FilesystemKind = KINDS[fstype];
  if (kind.seenAs !== undefined) return seen === kind.seenAs;
  return seen === fstype || (kind === ext4 && (seen === 'ext4' || seen === 'ext4dev'));
}

const TITLES: Readonly<Record<string, string>> = { ext4dev: 'Ext4', xfs: 'XFS', vfat: 'VFAT', lvm: 'LVM', ufs: 'UFS' };

/** `compat:` the kind as messages about resizing name it. */
export const titleOf = (fstype: string): string =>
  TITLES[fstype] ?? `${fstype.charAt(0).toUpperCase()}${fstype.slice(1)}`;
