import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCases } from '../../../test/support/module-cases.js';
import { LocalHost } from '../../../test/support/local-host.js';
import { runLocally } from '../../../test/support/run-module.js';
import module from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));

it.each([
  ['Debian', 'cron'],
  ['RedHat', 'cronie'],
])('names the package of %s when there is no crontab program', async (osFamily, name) => {
  const host = new LocalHost({ env: { PATH: '/nowhere' }, platform: { osFamily } });
  expect(await runLocally(module, { name: 'x', job: 'y' }, { host })).toMatchObject({
    failed: true,
    msg: `the crontab program is not installed on the host: install the package ${name} first`,
  });
  expect(await runLocally(module, { name: 'x', job: 'y' }, { host, checkMode: true })).toMatchObject({
    changed: true,
    warnings: [expect.stringContaining('perhaps an earlier task does')],
  });
});
