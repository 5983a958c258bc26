import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import module from './index.js';
import { parseMountinfo } from './mountinfo.js';

runCases(module, join(import.meta.dirname, 'cases'));

it('reads what is mounted', () => {
  const mounts = parseMountinfo(
    [
      '22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw',
      '42 22 0:35 / /tmp rw - tmpfs tmpfs rw',
      '78 42 0:35 /aaa /tmp/b\\040b rw - tmpfs tmpfs rw',
      '79 22 8:1 /srv/x /mnt rw - ext4 /dev/sda1 rw',
      '',
    ].join('\n'),
  );
  expect([...mounts]).toEqual([
    ['/', { src: '/dev/sda1', device: '/dev/sda1' }],
    ['/tmp', { src: '/', device: 'tmpfs' }],
    ['/tmp/b b', { src: '/tmp/aaa', device: 'tmpfs' }],
    ['/mnt', { src: '/srv/x', device: '/dev/sda1' }],
  ]);
});
