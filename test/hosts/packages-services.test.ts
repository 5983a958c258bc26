// systemd_service and service against a real systemd: units made by the test, become by sudo.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import service from '../../modules/ansible.builtin/service/index.js';
import systemd from '../../modules/ansible.builtin/systemd_service/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let on: OnHost;

const UNITS = `
set -e
unit() { printf '[Unit]\\nDescription=%s\\n[Service]\\nExecStart=/bin/sleep 1000\\nExecReload=/bin/true\\n[Install]\\nWantedBy=multi-user.target\\n%s\\n' "$1" "$2" > /etc/systemd/system/$1.service; }
unit tsp-a Alias=tsp-alias.service
unit tsp-t@ ''
printf '[Service]\\nExecStart=/bin/sleep 1000\\n' > /lib/systemd/system/tsp-static.service
printf '[Service]\\nType=simple\\n' > /etc/systemd/system/tsp-bad.service
printf '[Socket]\\nListenStream=/run/tsp.sock\\n[Install]\\nWantedBy=sockets.target\\n' > /etc/systemd/system/tsp-a.socket
cat > /etc/init.d/tsp-old <<'EOF'
#!/bin/sh
### BEGIN INIT INFO
# Provides: tsp-old
# Required-Start: $remote_fs
# Required-Stop: $remote_fs
# Default-Start: 2 3 4 5
# Default-Stop: 0 1 6
# Short-Description: old
### END INIT INFO
pid=/run/tsp-old.pid
case $1 in
start) sleep 1000 >/dev/null 2>&1 </dev/null & echo $! > $pid ;;
stop) kill $(cat $pid); rm -f $pid ;;
restart) $0 stop; $0 start ;;
status) [ -e $pid ] && kill -0 $(cat $pid) 2>/dev/null || exit 3 ;;
esac
EOF
chmod 755 /etc/init.d/tsp-old
systemctl daemon-reload
`;

beforeAll(async () => {
  target = await startTarget();
  await target.exec(UNITS);
  on = { host: target.host({ user: 'ops' }), become: sudo() };
});
afterAll(() => target.stop());
const state = async (unit: string): Promise<string> =>
  (await target.exec(`systemctl is-active ${unit}; systemctl is-enabled ${unit} 2>/dev/null; true`))
    .trim()
    .replace('\n', ' ');

describe('systemd_service', () => {
  it('starts, enables, stops, disables', async () => {
    const up = await converge(on, systemd, { name: 'tsp-a', state: 'started', enabled: true });
    expect(up.real.result).toMatchObject({ changed: true, name: 'tsp-a', state: 'started', enabled: true });
    expect(up.dry.changes).toEqual(['enable tsp-a', 'start tsp-a']);
    expect(up.again.result['status']).toMatchObject({
      ActiveState: 'active',
      UnitFileState: 'enabled',
      Id: 'tsp-a.service',
    });
    expect(await state('tsp-a')).toBe('active enabled');
    await converge(on, systemd, { name: 'tsp-a.service', state: 'stopped', enabled: false });
    expect(await state('tsp-a')).toBe('inactive disabled');
  });
  it('restarts and reloads each time, and starts what does not run', async () => {
    const pid = async (): Promise<string> => (await target.exec('systemctl show -p MainPID tsp-a')).trim();
    expect((await runOn(on, systemd, { name: 'tsp-a', state: 'reloaded' })).changes).toEqual(['start tsp-a']);
    const before = await pid();
    expect((await runOn(on, systemd, { name: 'tsp-a', state: 'reloaded' })).result).toMatchObject({
      changed: true,
      state: 'started',
    });
    expect(await pid()).toBe(before);
    expect((await runOn(on, systemd, { name: 'tsp-a', state: 'restarted' }, { check: true })).result.changed).toBe(
      true,
    );
    expect(await pid()).toBe(before);
    expect((await runOn(on, systemd, { name: 'tsp-a', state: 'restarted', no_block: true })).result.changed).toBe(true);
  });
  it('masks', async () => {
    await converge(on, systemd, { name: 'tsp-never', masked: true });
    await converge(on, systemd, { name: 'tsp-static', masked: true, state: 'stopped' });
    expect((await runOn(on, systemd, { name: 'tsp-static', state: 'started' })).result.failed).toBe(true);
  });
  it('knows templates, aliases, static units, sockets, init scripts', async () => {
    await converge(on, systemd, { name: 'tsp-t@one', state: 'started', enabled: true });
    expect(await state('tsp-t@one')).toBe('active enabled');
    await converge(on, systemd, { name: 'tsp-t@', enabled: true }).catch((error: unknown) => {
      // Enabling a template without DefaultInstance is refused by systemd itself.
      expect(String(error)).toContain('real run failed');
    });
    await converge(on, systemd, { name: 'tsp-a', enabled: true });
    expect((await converge(on, systemd, { name: 'tsp-alias', enabled: true })).real.result.changed).toBe(false);
    expect((await converge(on, systemd, { name: 'systemd-journald', enabled: true })).real.result.changed).toBe(false);
    const fixed = await runOn(on, systemd, { name: 'systemd-journald', enabled: false });
    expect(fixed.result).toMatchObject({ changed: false, warnings: [expect.stringContaining('static') as string] });
    await runOn(on, systemd, { name: 'tsp-a', state: 'stopped' });
    await converge(on, systemd, { name: 'tsp-a.socket', state: 'started', enabled: true });
    await converge(on, systemd, { name: 'tsp-old', state: 'started', enabled: true });
    await converge(on, systemd, { name: 'tsp-old', state: 'stopped', enabled: false });
  });
  it('reloads its configuration in the same round trip', async () => {
    await target.exec("sed -i 's/Description=.*/Description=new/' /etc/systemd/system/tsp-a.service");
    const ran = await runOn(on, systemd, { name: 'tsp-a', enabled: true, daemon_reload: true });
    expect(ran.result).toMatchObject({ changed: false, status: { Description: 'new' } });
    expect(ran.probes).toBe(0);
    expect((await runOn(on, systemd, { daemon_reload: true, daemon_reexec: true })).result).toMatchObject({
      changed: false,
    });
  });
  it('says what is wrong', async () => {
    const missing = await runOn(on, systemd, { name: 'tsp-none', state: 'started' });
    expect(missing.result).toMatchObject({ failed: true, msg: 'Could not find the requested service tsp-none: host' });
    expect((await runOn(on, systemd, { name: 'tsp-bad', state: 'started' })).result.failed).toBe(true);
    expect((await runOn(on, systemd, { name: 'tsp*', state: 'started' })).result).toMatchObject({
      failed: true,
      msg: expect.stringContaining('glob') as string,
    });
    const nobody = await runOn({ host: target.host({ user: 'ops' }) }, systemd, { name: 'tsp-a', state: 'restarted' });
    expect(nobody.result).toMatchObject({
      failed: true,
      msg: expect.stringMatching(/authentication|Access denied/) as string,
    });
    expect((await runOn({ host: target.host({ user: 'ops' }) }, systemd, { daemon_reload: true })).result.failed).toBe(
      true,
    );
  });
});

describe('service', () => {
  it('is systemd where that is', async () => {
    await runOn(on, systemd, { name: 'tsp-a', state: 'stopped', enabled: false });
    const up = await converge(on, service, {
      name: 'tsp-a',
      state: 'started',
      enabled: true,
      pattern: 'x',
      sleep: 3,
      args: 'y',
    });
    expect(up.real.result).toMatchObject({ changed: true, name: 'tsp-a', state: 'started', enabled: true });
    expect(up.real.result['status']).toMatchObject({ Id: 'tsp-a.service' });
  });
  it('hands on to systemd what only that knows', async () => {
    await target.exec("sed -i 's/Description=.*/Description=anew by service/' /etc/systemd/system/tsp-a.service");
    const ran = await runOn(on, service, { name: 'tsp-a', state: 'started', daemon_reload: true });
    expect(ran.result['status']).toMatchObject({ Description: 'anew by service' });
  });
  it('runs init scripts', async () => {
    const up = await converge(on, service, { name: 'tsp-old', state: 'started', enabled: true, use: 'sysvinit' });
    expect(up.real.result).toMatchObject({ changed: true, name: 'tsp-old', state: 'started', enabled: true });
    expect(
      (await runOn(on, service, { name: 'tsp-old', state: 'restarted', sleep: 1, use: 'sysvinit' })).changes,
    ).toEqual(['stop tsp-old', 'start tsp-old']);
    await converge(on, service, { name: 'tsp-old', state: 'stopped', enabled: false, use: 'sysvinit' });
    expect((await runOn(on, service, { name: 'tsp-none', state: 'started', use: 'sysvinit' })).result.failed).toBe(
      true,
    );
  });
});
