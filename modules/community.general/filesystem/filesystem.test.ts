import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module from './index.js';
import { isKind, KINDS, type FilesystemKind } from './kinds.js';

runCases(module, join(import.meta.dirname, 'cases'));

it.each([
  ['btrfs', 'Overall:\n    Device size:\t\t   125829120\n', 125829120],
  ['ext4', 'Block count:              16384\nBlock size:               1024\n', 16777216],
  ['f2fs', 'Info: sector size = 512\nInfo: total FS sectors = 131072 (64 MB)\n', 67108864],
  ['lvm', '  33554432\n', 33554432],
  ['vfat', 'FAT: fat32\nSize: 8388608\nMin size: 1\n', 8388608],
  [
    'xfs',
    'meta-data=/srv/i isize=512\ndata     =                       bsize=4096   blocks=81920, imaxpct=25\n',
    335544320,
  ],
  ['ufs', 'fsize   4096\nfoo 3\tproviderSize 5\nx  providersize 100\n', 409600],
  ['bcachefs', 'Label: none\nSize: 1.50 GiB\n', 1610612736],
] as const)('reads the size of %s', (fstype, output, bytes) => {
  const { grow }: FilesystemKind = KINDS[fstype];
  expect(grow?.sizeOf(output)).toBe(bytes);
  expect(grow?.sizeOf('something else')).toBeUndefined();
});

it('tells kinds apart', () => {
  expect(isKind('ext4', 'ext4dev')).toBe(true);
  expect(isKind('ext4', 'ext4')).toBe(true);
  expect(isKind('ext3', 'ext4')).toBe(false);
  expect(isKind('LVM2_member', 'lvm')).toBe(true);
  expect(isKind('lvm', 'lvm')).toBe(false);
});
