// command, cron, get_url, uri, wait_for and their kin against a real Debian without Python, over SSH and sudo.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import command from '../../modules/ansible.builtin/command/index.js';
import cron from '../../modules/ansible.builtin/cron/index.js';
import getUrl from '../../modules/ansible.builtin/get_url/index.js';
import pip from '../../modules/ansible.builtin/pip/index.js';
import setup from '../../modules/ansible.builtin/setup/index.js';
import shell from '../../modules/ansible.builtin/shell/index.js';
import uri from '../../modules/ansible.builtin/uri/index.js';
import waitFor from '../../modules/ansible.builtin/wait_for/index.js';
import waitForConnection from '../../modules/ansible.builtin/wait_for_connection/index.js';
import { converge, runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
let root: OnHost;
let user: OnHost;

/** A web server only the target itself can reach: it answers every request with a little JSON. */
const WEB = `cat > /srv/web.pl <<'EOF'
use IO::Socket::INET;
my $s = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1:8099', ReuseAddr => 1) or die;
while (my $c = $s->accept) {
  my $first = <$c>; my $since = 0;
  while (<$c>) { $since = 1 if /^if-modified-since/i; last if /^\\r?\\n/ }
  my $body = $first =~ /big/ ? 'x' x 5000000 : '{"from": "target"}';
  print $c $since ? "HTTP/1.0 304 Not Modified\\r\\n\\r\\n" : "HTTP/1.0 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: " . length($body) . "\\r\\n\\r\\n" . ($first =~ /^HEAD/ ? '' : $body);
  close $c;
}
EOF
systemd-run --quiet --unit=web perl /srv/web.pl; for i in 1 2 3 4 5 6 7 8 9 10; do ss -ltn | grep -q :8099 && exit 0; sleep 0.3; done; exit 1`;

beforeAll(async () => {
  target = await startTarget();
  await target.exec(WEB);
  const host = target.host({ user: 'ops' });
  root = { host, become: sudo() };
  user = { host };
});
afterAll(() => target.stop());

describe('command and shell', () => {
  it('runs as the other user, with words and bytes as they are', async () => {
    const words = { argv: ['printf', '%s|', '$HOME', '~', "it's", 'a\tb', 'ü', ''] };
    expect((await runOn(root, command, words)).result).toMatchObject({ rc: 0, stdout: "/root|/root|it's|a\tb|ü||" });
    expect((await runOn(user, command, { cmd: 'whoami' })).result).toMatchObject({ stdout: 'ops' });
    expect((await runOn(root, command, { cmd: 'no-such-program' })).result).toMatchObject({ failed: true, rc: 2 });
  });
  it('feeds the shell and goes on after an exit', async () => {
    const text = 'cat; exec 3>&1; trap "echo bye" 0; exit 7';
    expect((await runOn(root, shell, { cmd: text, stdin: 'in', chdir: '/srv' })).result).toMatchObject({
      rc: 7,
      stdout: 'in\nbye',
    });
    expect((await runOn(root, shell, { cmd: 'pwd', chdir: '/srv', creates: '/srv/w?b.pl' })).result).toMatchObject({
      changed: false,
    });
    expect((await runOn(root, shell, { cmd: 'echo $0; pwd' })).result).toMatchObject({ stdout: '/bin/sh\n/home/ops' });
  });
  it('is done with a daemon in the background', async () => {
    const begin = Date.now();
    await runOn(root, shell, { cmd: 'nohup sleep 60 >/dev/null 2>&1 & echo started' });
    expect(Date.now() - begin).toBeLessThan(10_000);
    await target.exec('pkill sleep');
  });
});

describe('setup', () => {
  it('gathers facts without Python', async () => {
    const { result } = await runOn(root, setup, { filter: ['os_family', 'ansible_kernel', 'python*'] });
    expect(result['ansible_facts']).toMatchObject({ ansible_os_family: 'Debian' });
  });
});

describe('cron', () => {
  it("manages a user's crontab by the real program", async () => {
    await target.exec("printf '# mine\\nMAILTO=x\\n5 4 * * * /bin/true\\n' | crontab -u admin -");
    const args = { name: 'back up', user: 'admin', job: 'echo 50\\% > /dev/null', minute: '*/10', backup: true };
    await converge(root, cron, args);
    expect(await target.exec('crontab -u admin -l')).toBe(
      '# mine\nMAILTO=x\n5 4 * * * /bin/true\n#Ansible: back up\n*/10 * * * * echo 50\\% > /dev/null\n',
    );
    await converge(root, cron, { name: 'back up', user: 'admin', state: 'absent' });
    expect(await target.exec('crontab -u admin -l')).toBe('# mine\nMAILTO=x\n5 4 * * * /bin/true\n');
  });
  it('makes a crontab where there is none, as that user', async () => {
    await converge(user, cron, { name: 'x', job: 'true', special_time: 'daily' });
    expect(await target.exec('crontab -u ops -l')).toBe('#Ansible: x\n@daily true\n');
  });
  it('tells what cron says of a bad entry, and leaves the crontab alone', async () => {
    const { result } = await runOn(user, cron, { name: 'y', job: 'true', minute: '99' });
    expect(result).toMatchObject({ failed: true, msg: expect.stringMatching(/not accepted: .*bad minute/s) as string });
    expect(await target.exec('crontab -u ops -l')).toBe('#Ansible: x\n@daily true\n');
  });
  it('manages files of /etc/cron.d', async () => {
    const file = { name: 'z', cron_file: 'tsplay-z' };
    await converge(root, cron, { ...file, user: 'root', job: 'true', hour: '3' });
    expect(await target.exec('cat /etc/cron.d/tsplay-z; stat -c %a /etc/cron.d/tsplay-z')).toBe(
      '#Ansible: z\n* 3 * * * root true\n644\n',
    );
    await converge(root, cron, { ...file, state: 'absent' });
    expect(await target.exec('ls /etc/cron.d')).not.toContain('tsplay-z');
  });
});

describe('HTTP from where the target is', () => {
  const url = 'http://127.0.0.1:8099/data.json';
  it('speaks to a service only the target can reach', async () => {
    expect((await runOn(root, uri, { url })).result).toMatchObject({
      status: 200,
      json: { from: 'target' },
      changed: false,
    });
    expect((await runOn(root, uri, { url: 'http://127.0.0.1:8098/' })).result).toMatchObject({
      failed: true,
      status: -1,
      msg: expect.stringContaining('could not connect to 127.0.0.1:8098') as string,
    });
  });
  it('downloads', async () => {
    const args = { url, dest: '/srv/data.json', owner: 'ops', mode: '0600' };
    await converge(root, getUrl, args);
    expect(await target.exec('cat /srv/data.json; stat -c " %a %U" /srv/data.json')).toBe(
      '{"from": "target"} 600 ops\n',
    );
    const big = await runOn(root, getUrl, { url: 'http://127.0.0.1:8099/big', dest: '/srv/' });
    expect(big.result).toMatchObject({ changed: true, dest: '/srv/big', size: 5_000_000 });
    expect(await target.exec('ls -A /srv')).toBe('big\ndata.json\nweb.pl\n');
  });
  it('says what to set when the sshd forwards nothing', async () => {
    await target.exec("echo 'AllowTcpForwarding no' > /etc/ssh/sshd_config.d/00-forward.conf; systemctl restart ssh");
    const strict = target.host({ user: 'ops', settings: target.settings('ops', { keepAlive: 14_000 }) });
    const there: OnHost = { host: strict, become: sudo() };
    expect((await runOn(there, uri, { url })).result.msg).toMatch(/AllowTcpForwarding yes/);
    expect((await runOn(there, waitFor, { port: 8099, timeout: 3 })).result).toMatchObject({ state: 'started' });
    expect((await runOn(there, waitFor, { port: 8098, state: 'stopped', timeout: 3 })).result).toMatchObject({
      state: 'stopped',
    });
    await target.exec('rm /etc/ssh/sshd_config.d/00-forward.conf; systemctl restart ssh');
  });
});

describe('waiting', () => {
  it('sees ports, drained ones and texts', async () => {
    expect((await runOn(root, waitFor, { port: 22, search_regex: 'SSH-(?P<version>[\\d.]+)' })).result).toMatchObject({
      match_groupdict: { version: '2.0' },
    });
    expect((await runOn(root, waitFor, { port: 8097, timeout: 1 })).result).toMatchObject({ failed: true });
    const drained = {
      port: 22,
      host: '0.0.0.0',
      state: 'drained',
      active_connection_states: ['ESTABLISHED'],
      timeout: 1,
    };
    expect((await runOn(root, waitFor, drained)).result.msg).toMatch(/to drain$/);
    expect((await runOn(root, waitFor, { path: '/etc/os-release', search_regex: '^ID=(\\w+)' })).result).toMatchObject({
      match_groups: ['debian'],
    });
  });
  it('waits for a host that is away for a while', async () => {
    const away = target.exec('systemctl stop ssh.socket ssh; pkill -x sshd || true; sleep 3; systemctl start ssh');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect((await runOn(root, waitForConnection, { timeout: 60, connect_timeout: 2 })).result).toMatchObject({
      changed: false,
    });
    await away;
    expect((await runOn(root, command, { cmd: 'id -un' })).result).toMatchObject({ stdout: 'root' });
  });
});

describe('pip', () => {
  it('names the package that is missing', async () => {
    expect((await runOn(root, pip, { name: 'six' })).result).toMatchObject({
      failed: true,
      msg: expect.stringContaining('install the package python3-pip') as string,
    });
  });
});
