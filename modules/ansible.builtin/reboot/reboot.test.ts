import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LocalHost } from '../../../test/support/local-host.js';
import { runCases } from '../../../test/support/module-cases.js';
import { runLocally } from '../../../test/support/run-module.js';
import module from './index.js';

runCases(module, join(import.meta.dirname, 'cases'));

const away = { connection: { transport: 'ssh', name: 'x' } as never, sleep: () => Promise.resolve() };

it('waits for another boot', async () => {
  let boots = 0;
  class Rebooting extends LocalHost {
    override reconnect(): Promise<void> {
      boots++;
      return Promise.resolve();
    }
    override async probe(...given: Parameters<LocalHost['probe']>): ReturnType<LocalHost['probe']> {
      const said = await super.probe(...given);
      return given[0].text.includes('boot_id') && boots > 2 ? { ...said, stdout: 'another' } : said;
    }
  }
  const args = { reboot_command: 'true --', search_paths: '/nowhere,/bin' };
  expect(await runLocally(module, args, { host: new Rebooting(), task: away })).toMatchObject({
    changed: true,
    rebooted: true,
    elapsed: 0,
  });
  expect(boots).toBe(3);
});

it('says in check mode what it would do', async () => {
  expect(await runLocally(module, {}, { task: away, checkMode: true })).toEqual({
    changed: true,
    rebooted: true,
    elapsed: 0,
  });
});

it.each([
  [{ reboot_command: 'no-such-program' }, /^Unable to find command "no-such-program" in search paths: \/sbin/],
  [{ reboot_command: "/bin/sh -c 'echo no >&2; exit 3'" }, /^Reboot command failed. Error was: ', no'$/],
  [{ boot_time_command: 'exit 4' }, /failed to get host boot time info, rc: 4/],
  [{ reboot_command: '/bin/true', reboot_timeout: 0 }, /^Timed out waiting for last boot time check .timeout=0.$/],
])('%j fails', async (args, msg) => {
  const result = await runLocally(module, args, { host: new LocalHost(), task: away });
  expect(result).toMatchObject({ failed: true, msg: expect.stringMatching(msg) as string });
});
