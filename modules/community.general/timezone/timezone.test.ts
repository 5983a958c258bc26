import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import type { Platform } from '../../../src/kit/index.js';
import { Told } from '../../_shared/told.js';
import module from './index.js';
import { familyOf, hwclockSeen, nameSeen, withSetting } from './without-systemd.js';

runCases(module, join(import.meta.dirname, 'cases'));

const told = (values: Record<string, string>, files: Record<string, string> = {}): Told =>
  new Told(
    Buffer.from(
      Object.entries(values)
        .map(([k, v]) => `V${k}\0${v}\0`)
        .concat(Object.entries(files).map(([path, text]) => ['F' + path, path, '644', text.length, text].join('\0')))
        .join(''),
    ),
  );
const platform = (osFamily: string, distribution = osFamily): Platform => ({ osFamily, distribution }) as Platform;

it('knows how systems keep it', () => {
  const debian = familyOf(platform('Debian'), told({ program: 'dpkg-reconfigure' }));
  expect(debian.apply('A/B')[0]).toEqual(['ln', '-sf', '/usr/share/zoneinfo/A/B', '/etc/localtime']);
  expect(familyOf(platform('Alpine'), told({})).apply('A/B')).toEqual([['setup-timezone', '-z', 'A/B']]);
  const red = familyOf(platform('RedHat', 'CentOS'), told({ program: 'tzdata-update' }));
  expect([red.name.line('A/B'), red.apply('A/B')]).toEqual(['ZONE="A/B"\n', [['tzdata-update']]]);
  const suse = familyOf(platform('Suse'), told({ link: 'x' }));
  expect([suse.name.line('A/B'), suse.apply('A/B')[0]?.[0]]).toEqual(['TIMEZONE="A/B"\n', 'cp']);
  expect(familyOf(platform('Linux'), told({})).apply('A/B')).toEqual([
    ['ln', '-sf', '/usr/share/zoneinfo/A/B', '/etc/localtime'],
  ]);
  expect(() => familyOf(platform('Archlinux'), told({}))).toThrow('is not known');
});

it('sees the zone and the clock', () => {
  const debian = familyOf(platform('Debian'), told({ program: 'dpkg-reconfigure' }));
  const file = { '/etc/timezone': 'A/B\n' };
  expect(nameSeen(debian, told({}, file), 'C')).toBe('A/B');
  expect(nameSeen(debian, told({ link: '/usr/share/zoneinfo/C/D' }, file), 'A/B')).toBe('C/D');
  expect(nameSeen(debian, told({ link: '/usr/share/zoneinfo/A/B' }, file), 'A/B')).toBe('A/B');
  expect(nameSeen(debian, told({ link: '/x/A/B', broken: 'yes' }, file), 'A/B')).toBe('n/a');
  expect(nameSeen(debian, told({ same: 'yes' }, file), 'A/B')).toBe('A/B');
  expect(nameSeen(debian, told({}), 'A/B')).toBe('n/a');
  expect(hwclockSeen(debian, told({}), 'UTC')).toBe('n/a');
  expect(hwclockSeen(debian, told({}, { '/etc/default/rcS': 'X=1\nUTC=yes\n' }), 'UTC')).toBe('UTC');
  expect(
    hwclockSeen(debian, told({}, { '/etc/default/rcS': 'UTC=yes\n', '/etc/adjtime': '0 0\n0\nLOCAL\n' }), 'UTC'),
  ).toBe('local');
});

it('sets one line', () => {
  expect(withSetting('# x\nUTC=no\nY=1\nUTC=no', /^UTC=/, 'UTC=yes\n')).toBe('# x\nUTC=yes\nY=1\n');
  expect(withSetting('Y=1\n', /^UTC=/, 'UTC=yes\n')).toBe('UTC=yes\nY=1\n');
});
