import { describe, expect, it } from 'vitest';
import { printedMounts, tableMounts } from './parse.js';

describe('tableMounts', () => {
  it.each([
    ['', []],
    ['# nothing\n\n', []],
    ['a b\n', []],
    ['/dev/a / ext4 rw x y\n', []],
    ['/dev/a / ext4 rw 0 1', [{ device: '/dev/a', mount: '/', fstype: 'ext4', options: 'rw', dump: 0, passno: 1 }]],
    ['d /x\\011y ext4 rw', [{ device: 'd', mount: '/x\ty', fstype: 'ext4', options: 'rw' }]],
    [
      '#device\n/dev/dsk/c0 /dev/rdsk/c0 / ufs 1 no -\nswap - /tmp tmpfs - yes -',
      [
        {
          device: '/dev/dsk/c0',
          device_to_fsck: '/dev/rdsk/c0',
          mount: '/',
          fstype: 'ufs',
          passno: 1,
          mount_at_boot: 'no',
          options: '-',
        },
        {
          device: 'swap',
          device_to_fsck: '-',
          mount: '/tmp',
          fstype: 'tmpfs',
          passno: '-',
          mount_at_boot: 'yes',
          options: '-',
        },
      ],
    ],
    [
      'rpool / zfs dev=3 1700000000',
      [{ device: 'rpool', mount: '/', fstype: 'zfs', options: 'dev=3', time: 1700000000 }],
    ],
    [
      '* AIX\n/:\n\tdev = /dev/hd4\n\tvfs=jfs2\n\n/far:\n\tdev = /x\n\tnodename = box',
      [
        { mount: '/', device: '/dev/hd4', fstype: 'jfs2', attributes: { dev: '/dev/hd4', vfs: 'jfs2' } },
        { mount: '/far', device: 'box:/x', fstype: 'unknown', attributes: { dev: '/x', nodename: 'box' } },
      ],
    ],
    ['ext4\nnodev\tproc\n', []],
  ])('%j', (text, fields) => {
    expect(tableMounts(text).map((mount) => mount.fields)).toEqual(fields);
  });

  it('keeps the lines', () => {
    expect(tableMounts('x:\n a=1\n b=2\n').map(({ line }) => line)).toEqual(['x:\n a=1\n b=2']);
  });
});

describe('printedMounts', () => {
  it.each([
    ['', []],
    ['nonsense', []],
    ['a on /b type c (rw,x=(1))', [{ device: 'a', mount: '/b', fstype: 'c', options: 'rw,x=(1)' }]],
    [
      '/dev/d on / (apfs, local, ro)\nmap auto on /home (autofs)\ndevfs on /dev (devfs)\n',
      [
        { device: '/dev/d', mount: '/', fstype: 'apfs', options: 'local, ro' },
        { device: 'devfs', mount: '/dev', fstype: 'devfs' },
      ],
    ],
    [
      '  node mounted over vfs date options\n ----\n     /dev/hd4 / jfs2 Nov 11 12:03 rw,log=/dev/hd8\nbox /x /far nfs3 Nov 11 12:04 ro',
      [
        { device: '/dev/hd4', mount: '/', fstype: 'jfs2', time: 'Nov 11 12:03', options: 'rw,log=/dev/hd8' },
        { device: 'box:/x', mount: '/far', fstype: 'nfs3', time: 'Nov 11 12:04', options: 'ro' },
      ],
    ],
  ])('%j', (text, fields) => {
    expect(printedMounts(text).map((mount) => mount.fields)).toEqual(fields);
  });
});
