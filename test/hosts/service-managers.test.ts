// Services under the managers that are not systemd, by the real programs of Debian: init scripts, OpenRC, runit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import service from '../../modules/ansible.builtin/service/index.js';
import sysvinit from '../../modules/ansible.builtin/sysvinit/index.js';
import runit from '../../modules/community.general/runit/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let on: OnHost;

const SCRIPT = `cat > /etc/init.d/tsp <<'END'
#!/bin/sh
### BEGIN INIT INFO
# Provides: tsp
# Required-Start:
# Required-Stop:
# Default-Start: 2 3 4 5
# Default-Stop: 0 1 6
# Short-Description: a test
### END INIT INFO
pid=/run/tsp.pid
case $1 in
  start) echo "Starting tsp $2."; sleep 864000 & echo $! > $pid ;;
  stop) [ ! -e $pid ] || kill "$(cat $pid)"; rm -f $pid; echo 'Stopping tsp.' ;;
  reload) echo "reloaded $2" >> /srv/reloads ;;
  restart) "$0" stop; "$0" start ;;
  status) if [ -e $pid ] && kill -0 "$(cat $pid)" 2>/dev/null; then echo 'tsp is running.'; else echo 'tsp is dead'; exit 3; fi ;;
esac
END
chmod 755 /etc/init.d/tsp`;
const OPENRC = `mkdir -p /run/openrc && touch /run/openrc/softlevel
cat > /etc/init.d/tsprc <<'END'
#!/sbin/openrc-run
command=/bin/sleep
command_args=864001
command_background=true
pidfile=/run/tsprc.pid
END
chmod 755 /etc/init.d/tsprc`;
const RUNIT = `mkdir -p /etc/sv/tspsv /etc/service /var/log && printf '#!/bin/sh\\nexec sleep 864000\\n' > /etc/sv/tspsv/run && chmod 755 /etc/sv/tspsv/run
# Debian's sshd would be started by runit a second time, and each after the other would lose its port.
rm -rf /etc/service/* /etc/runit/runsvdir/default/ssh
setsid runsvdir -P /etc/service >/dev/null 2>&1 </dev/null &`;

beforeAll(async () => {
  target = await startTarget();
  // The init scripts are asked themselves, as on a host without systemd: there the program \`service\` goes past them.
  await target.exec(`apt-get update -q >/dev/null
DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends openrc runit psmisc >/dev/null 2>&1
mv /usr/sbin/service /usr/sbin/service.off
${SCRIPT}
${OPENRC}
${RUNIT}`);
  on = { host: target.host({ user: 'ops' }), become: sudo() };
});
afterAll(() => target.stop());

describe('init scripts', () => {
  it('are started, stopped, enabled and disabled', async () => {
    const { real } = await converge(on, sysvinit, { name: 'tsp', state: 'started', enabled: true, arguments: 'now' });
    expect(real.result).toMatchObject({
      name: 'tsp',
      status: { enabled: { changed: true, rc: 0 }, started: { changed: true, rc: 0, stdout: 'Starting tsp now.\n' } },
    });
    expect(await target.exec('ls /etc/rc3.d | grep tsp')).toMatch(/^S\d\dtsp$/m);
    await converge(on, sysvinit, { name: 'tsp', enabled: false });
    expect(await target.exec('ls /etc/rc3.d | grep tsp')).toMatch(/^K\d\dtsp$/m);
    await converge(on, sysvinit, { name: 'tsp', enabled: true });
    await converge(on, sysvinit, { name: 'tsp', state: 'stopped' });
  });
  it('are restarted and reloaded each time', async () => {
    const { result } = await runOn(on, sysvinit, { name: 'tsp', state: 'restarted', sleep: 0, daemonize: true });
    expect(result).toMatchObject({ changed: true, status: { restarted: { changed: true, rc: 0 } } });
    const first = await target.exec('cat /run/tsp.pid');
    await runOn(on, sysvinit, { name: 'tsp', state: 'restarted', sleep: 0 });
    expect(await target.exec('cat /run/tsp.pid')).not.toBe(first);
    await runOn(on, sysvinit, { name: 'tsp', state: 'reloaded', arguments: 'x' });
    expect(await target.exec('cat /srv/reloads')).toBe('reloaded x\n');
  });
  it('that are not there are told of', async () => {
    expect((await runOn(on, sysvinit, { name: 'nope', state: 'started' })).result).toMatchObject({
      failed: true,
      msg: 'Could not find the requested service nope: ',
    });
  });
  it('are what `service` works with', async () => {
    await converge(on, service, { name: 'tsp', use: 'sysvinit', state: 'stopped' });
    await converge(on, service, { name: 'tsp', use: 'sysvinit', state: 'started', enabled: false });
    await converge(on, service, { name: 'tsp', use: 'sysvinit', pattern: 'sleep 864000', state: 'started' });
    expect((await runOn(on, service, { name: 'tsp', use: 'sysvinit', state: 'restarted', sleep: 1 })).changes).toEqual([
      'stop tsp',
      'start tsp',
    ]);
    await converge(on, service, { name: 'tsp', use: 'sysvinit', state: 'stopped' });
  });
});

describe('OpenRC', () => {
  it('starts, stops, enables and disables', async () => {
    const args = { name: 'tsprc', use: 'openrc' };
    await converge(on, service, { ...args, state: 'started', enabled: true });
    expect(await target.exec('rc-update show default | grep -c tsprc; rc-service tsprc status 2>&1')).toMatch(
      /1\n.*started/s,
    );
    await converge(on, service, { ...args, enabled: true, runlevel: 'boot' });
    expect(await target.exec('ls /etc/runlevels/boot/tsprc')).toBe('/etc/runlevels/boot/tsprc\n');
    expect((await runOn(on, service, { ...args, state: 'restarted' })).result).toMatchObject({
      changed: true,
      state: 'started',
    });
    await converge(on, service, { ...args, state: 'stopped', enabled: false });
  });
});

describe('runit', () => {
  it('enables, starts, stops and disables', async () => {
    const args = { name: 'tspsv', service_dir: '/etc/service' };
    await converge(on, runit, { ...args, enabled: true });
    // runsvdir looks every five seconds.
    await target.exec(
      'for i in 1 2 3 4 5 6 7 8 9 10; do [ -e /etc/sv/tspsv/supervise/ok ] && break; sleep 1; done; sleep 1',
    );
    const { result } = await runOn(on, runit, { ...args, state: 'started' });
    expect(result['sv']).toMatchObject({ state: 'started', enabled: true, svc_full: '/etc/service/tspsv' });
    await converge(on, runit, { ...args, state: 'stopped' });
    await converge(on, runit, { ...args, state: 'started' });
    expect((await runOn(on, runit, { ...args, state: 'restarted' })).result.changed).toBe(true);
    await converge(on, runit, { ...args, enabled: false });
  });
});
