import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decideCases } from '../../../test/support/decide-cases.js';
import { LocalHost } from '../../../test/support/local-host.js';
import { runLocally } from '../../../test/support/run-module.js';
import { decideService, type ServiceSeen, type ServiceWanted } from './decide.js';
import service, { parseService } from './index.js';

decideCases<ServiceSeen>(service, join(import.meta.dirname, 'cases'), (args: ServiceWanted, seen, watch) =>
  decideService(args, watch({ ...seen, running: seen.running })),
);

describe('status codes', () => {
  it.each([
    ['0', true],
    ['3', false],
    ['1', false],
    ['32', false],
    ['2', undefined],
    ['4', undefined],
  ])('%s', (code, running) => {
    expect(parseService(`@exists\n@enabled\n@running ${code}\n`)).toEqual({ exists: true, enabled: true, running });
  });
});

describe('OpenRC', () => {
  // Stand-ins for the two programs, so that the verbs are really run by a shell.
  const dir = mkdtempSync(join(tmpdir(), 'tsplay-openrc-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const program = (name: string, text: string): void => {
    writeFileSync(join(dir, 'bin', name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(dir, 'bin', name), 0o755);
  };
  mkdirSync(join(dir, 'bin'));
  program(
    'rc-service',
    `[ "$1" = -e ] && { [ "$2" = chronyd ]; exit; }
case $2 in
status) [ -e ${dir}/running ] || exit 3 ;;
start) touch ${dir}/running; shift 2; echo "start $*" >> ${dir}/log ;;
stop) rm ${dir}/running ;;
esac`,
  );
  program(
    'rc-update',
    `case $1 in
show) [ -e ${dir}/enabled ] && echo "              chronyd | $2"; exit 0 ;;
add) echo "$3" > ${dir}/enabled ;;
delete) rm ${dir}/enabled ;;
esac`,
  );
  const host = new LocalHost({
    env: { PATH: `${join(dir, 'bin')}:${process.env['PATH'] ?? ''}` },
    platform: { serviceManager: 'openrc', osFamily: 'Alpine' },
  });
  it('starts, enables, finds it done, stops', async () => {
    const args = { name: 'chronyd', state: 'started', enabled: true, runlevel: 'boot', args: "a 'b" };
    expect(await runLocally(service, args, { host, checkMode: true })).toMatchObject({ changed: true });
    expect(await runLocally(service, args, { host })).toEqual({
      changed: true,
      name: 'chronyd',
      state: 'started',
      enabled: true,
    });
    expect(readFileSync(join(dir, 'log'), 'utf8')).toBe("start a 'b\n");
    expect(readFileSync(join(dir, 'enabled'), 'utf8')).toBe('boot\n');
    const before = host.roundTrips;
    expect(await runLocally(service, args, { host })).toMatchObject({ changed: false });
    expect(host.roundTrips - before).toBe(1);
    expect(
      await runLocally(service, { name: 'chronyd', state: 'stopped', enabled: false, runlevel: 'boot' }, { host }),
    ).toMatchObject({ changed: true, state: 'stopped' });
    expect(await runLocally(service, { name: 'other', state: 'stopped' }, { host })).toMatchObject({ failed: true });
  });
  it('tells of parameters that mean nothing to the service manager', async () => {
    const args = { name: 'no-such', state: 'started', sleep: 1, pattern: 'x', runlevel: 'boot', arguments: 'y' };
    const { warnings } = await runLocally(service, { ...args, use: 'systemd' }, { host });
    expect(warnings).toEqual(
      ['runlevel', 'sleep', 'pattern', 'arguments'].map(
        (n) => expect.stringContaining(`'${n}' means nothing`) as string,
      ),
    );
  });
  it.each([
    [{ name: 'chronyd', daemon_reload: true, state: 'started' }, /openrc: daemon_reload: only systemd/],
    [{ name: 'chronyd', masked: false }, /masked: only systemd/],
    [{ daemon_reload: true, no_block: true }, /daemon_reload, no_block: only systemd/],
    [{ state: 'started' }, /missing required arguments: 'name'/],
    [{ name: 'chronyd' }, /state, enabled/],
  ])('refuses %j', async (args, message) => {
    expect(await runLocally(service, args, { host })).toMatchObject({
      failed: true,
      msg: expect.stringMatching(message) as string,
    });
  });
  it('refuses managers it does not know by name', async () => {
    expect(await runLocally(service, { name: 'x', state: 'started', use: 'runit' }, { host })).toMatchObject({
      failed: true,
      msg: expect.stringContaining('use: runit is not supported') as string,
    });
    const other = new LocalHost({ platform: { serviceManager: 'runit' } });
    expect(await runLocally(service, { name: 'no-such-service', state: 'started' }, { host: other })).toMatchObject({
      failed: true,
      msg: expect.stringContaining('runit') as string,
    });
  });
});
