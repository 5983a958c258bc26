import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Platform } from '../../../src/kit/index.js';
import { runCases } from '../../../test/support/module-cases.js';
import module from './index.js';
import { STRATEGIES, strategyOf } from './strategies.js';

runCases(module, join(import.meta.dirname, 'cases'));

it.each([
  ['Debian', 'Debian', 'systemd', 'systemd'],
  ['Debian', 'Devuan', 'sysvinit', 'file'],
  ['RedHat', 'CentOS', 'sysvinit', 'redhat'],
  ['Alpine', 'Alpine', 'openrc', 'alpine'],
  ['Gentoo', 'Gentoo', 'openrc', 'openrc'],
  ['Suse', 'SLES', 'sysvinit', 'sles'],
  ['Archlinux', 'Archlinux', 'sysvinit', undefined],
])('%s %s with %s: %s', (osFamily, distribution, serviceManager, way) =>
  expect(strategyOf({ osFamily, distribution, serviceManager, system: 'Linux' } as Platform)).toBe(way),
);

it('edits the files', () => {
  expect(STRATEGIES.redhat.edit?.('A=1\nHOSTNAME=old\n', 'new')).toBe('A=1\nHOSTNAME=new\n');
  expect(STRATEGIES.redhat.edit?.('A=1', 'new')).toBe('A=1\nHOSTNAME=new\n');
  expect(STRATEGIES.openrc.edit?.('# x\nhostname="old"\n', 'new')).toBe('# x\nhostname="new"\n');
  expect(STRATEGIES.file.edit?.('old\n', 'new')).toBe('new\n');
});
