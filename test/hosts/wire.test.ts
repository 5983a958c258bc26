// Wires, become and the resident shell against a real sshd and sudo with their default configuration.
import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWirePool, isUnreachable, openWire, type SshSettings } from '../../src/connection/index.js';
import { script, sh } from '../../src/ground/index.js';
import { makeKey, startTarget, sudo, type Target } from './support/target.js';
import { wireContract } from './support/wire-contract.js';

let target: Target;
let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tsplay-wire-'));
  target = await startTarget({ tmpfs: { '/small': 'size=64k' } });
});
afterAll(async () => {
  await target.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Opens, closes, and gives the error there was. */
async function failure(settings: SshSettings): Promise<unknown> {
  try {
    await (await openWire(settings)).close();
  } catch (error) {
    return error;
  }
  return undefined;
}

async function works(settings: SshSettings): Promise<void> {
  expect(await failure(settings)).toBeUndefined();
}

wireContract('ssh', () => openWire(target.settings()));
wireContract('ssh_cli', () => openWire(target.settings('root', { client: undefined, certificateFiles: ['/none'] })));

describe('login', () => {
  it.each(['ed25519', 'rsa', 'ecdsa'] as const)('by %s key, new and old format', async (type) => {
    for (const pem of [false, true]) {
      if (pem && type === 'ed25519') continue;
      const key = makeKey(type, { pem });
      await target.exec(`echo '${key.publicKey}' >> /root/.ssh/authorized_keys`);
      await works(target.settings('root', { identityFiles: [key.path] }));
      key.remove();
    }
  });
  it('by PKCS#8 key', async () => {
    const key = makeKey('rsa', { pem: true });
    await target.exec(`echo '${key.publicKey}' >> /root/.ssh/authorized_keys`);
    const pkcs8 = join(dir, 'pkcs8');
    execFileSync('openssl', ['pkcs8', '-topk8', '-nocrypt', '-in', key.path, '-out', pkcs8]);
    await works(target.settings('root', { identityFiles: [pkcs8] }));
    key.remove();
  });
  it('by password', async () => {
    await works(target.settings('admin', { identityFiles: [join(dir, 'none')], password: 'admin-pw' }));
  });
  it('by password where only keyboard-interactive is allowed', async () => {
    await target.exec(
      "printf 'PasswordAuthentication no\\nKbdInteractiveAuthentication yes\\n' > /etc/ssh/sshd_config.d/0.conf && systemctl restart ssh",
    );
    try {
      await works(target.settings('admin', { identityFiles: [join(dir, 'none')], password: 'admin-pw' }));
    } finally {
      await target.exec('rm /etc/ssh/sshd_config.d/0.conf && systemctl restart ssh');
    }
  });
  it('by agent, also for an encrypted key file', async () => {
    const key = makeKey('ed25519', { passphrase: 'secret' });
    await target.exec(`echo '${key.publicKey}' >> /root/.ssh/authorized_keys`);
    const socket = join(dir, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    try {
      const refused = await failure(target.settings('root', { identityFiles: [key.path] }));
      expect(refused).toMatchObject({ code: 'auth-failed' });
      expect(JSON.stringify((refused as { notes: unknown }).notes)).toContain('ssh-add');
      const askpass = join(dir, 'askpass');
      writeFileSync(askpass, '#!/bin/sh\necho secret\n', { mode: 0o755 });
      execFileSync('sh', ['-c', `until [ -S ${socket} ]; do sleep 0.05; done; ssh-add -q ${key.path} </dev/null`], {
        env: {
          ...process.env,
          SSH_AUTH_SOCK: socket,
          SSH_ASKPASS: askpass,
          SSH_ASKPASS_REQUIRE: 'force',
          DISPLAY: ':0',
        },
      });
      await works(target.settings('root', { identityFiles: [], identitiesOnly: false, agent: socket }));
      await works(target.settings('root', { identityFiles: [key.path], identitiesOnly: true, agent: socket }));
    } finally {
      agent.kill();
      key.remove();
    }
  });
  it('says what was tried when nothing is accepted', async () => {
    const error = await failure(target.settings('admin', { identityFiles: [join(dir, 'none')], password: 'wrong' }));
    expect(error).toMatchObject({
      code: 'auth-failed',
      message: expect.stringContaining("login as 'admin' was refused") as string,
    });
    expect(isUnreachable(error)).toBe(true);
  });
  it('says where nothing answers', async () => {
    expect(await failure(target.settings('root', { port: 1 }))).toMatchObject({ code: 'unreachable' });
    expect(await failure(target.settings('root', { host: 'no-such-host.invalid' }))).toMatchObject({
      code: 'unreachable',
    });
    const started = Date.now();
    expect(await failure(target.settings('root', { host: '192.0.2.1', connectTimeout: 700 }))).toMatchObject({
      code: 'unreachable',
    });
    expect(Date.now() - started).toBeLessThan(3000);
  });
});

describe('host keys', () => {
  const scan = (...args: string[]): string =>
    execFileSync('ssh-keyscan', ['-p', String(target.address.port), ...args, target.address.host], {
      stdio: ['ignore', 'pipe', 'ignore'],
    }).toString();
  const knowing = (text: string, changes: Partial<SshSettings> = {}): SshSettings => {
    const file = join(mkdtempSync(join(dir, 'k-')), 'known_hosts');
    writeFileSync(file, text);
    return target.settings('root', {
      hostKeyPolicy: 'strict',
      knownHostsFiles: [join(dir, 'missing'), file],
      ...changes,
    });
  };

  it('are accepted when known, plain or hashed, whatever type is known', async () => {
    for (const type of ['ed25519', 'ecdsa', 'rsa']) {
      await works(knowing(scan('-t', type)));
      await works(knowing(scan('-H', '-t', type)));
    }
  });
  it('are refused when unknown, with the line that accepts them', async () => {
    const error = await failure(knowing(''));
    expect(error).toMatchObject({ code: 'host-key-refused', message: expect.stringContaining('SHA256:') as string });
    expect((error as { hint: string }).hint).toContain(
      `ssh-keyscan -t ed25519 -p ${target.address.port} ${target.address.host} >>`,
    );
    expect(isUnreachable(error)).toBe(true);
  });
  it('are refused when changed or revoked, and accepted by policy off when changed', async () => {
    const name = `[${target.address.host}]:${target.address.port}`;
    const other = makeKey();
    const blob = other.publicKey.split(' ').slice(0, 2).join(' ');
    other.remove();
    const changed = await failure(knowing(`${name} ${blob}\n`));
    expect(changed).toMatchObject({
      code: 'host-key-refused',
      message: expect.stringContaining('HAS CHANGED') as string,
    });
    await works(knowing(`${name} ${blob}\n`, { hostKeyPolicy: 'off' }));
    const revoked = scan('-t', 'ed25519')
      .split('\n')
      .filter((l) => l !== '')
      .map((l) => `@revoked ${l}`)
      .join('\n');
    expect(await failure(knowing(revoked, { hostKeyPolicy: 'off' }))).toMatchObject({ code: 'host-key-refused' });
  });
  it('are added by accept-new', async () => {
    const settings = { ...knowing(''), hostKeyPolicy: 'accept-new' as const };
    const file = join(dir, 'new', 'known_hosts');
    await works({ ...settings, knownHostsFiles: [file] });
    expect(readFileSync(file, 'utf8')).toContain(`[${target.address.host}]:${target.address.port} ssh-ed25519 `);
    await works({ ...settings, knownHostsFiles: [file], hostKeyPolicy: 'strict' });
  });
});

describe('become', () => {
  const as = (user: string, password?: string): ReturnType<ReturnType<Target['host']>['view']> =>
    target.host({ user }).view({ become: sudo('root', password) });

  it('needs one sudo for 500 probes and 40 writes', async () => {
    const { view, hands } = as('ops');
    await view.probe(script('true'));
    const started = performance.now();
    for (let i = 0; i < 500; i++) await view.probe(script('true'));
    console.log(`probe over SSH as root by sudo: ${((performance.now() - started) / 500).toFixed(2)} ms`);
    for (let i = 0; i < 40; i++) await hands.write('/root/often', String(i));
    expect((await view.probe(script('id -un'))).stdout).toBe('root\n');
    expect(Number(await target.exec("journalctl --no-pager -t sudo | grep -c 'ops : .*COMMAND='"))).toBe(1);
  });
  it('gives the password, and keeps it and the scripts out of process lists', async () => {
    const { view } = as('admin', 'admin-pw');
    const result = await view.probe(script('id -un; : hidden-word; cat /proc/[0-9]*/cmdline'));
    expect(result.stdout).toMatch(/^root\n/);
    expect(result.stdout).not.toMatch(/admin-pw|hidden-word/);
  });
  it('works with a password that sudo does not ask for', async () => {
    expect((await as('ops', 'whatever').view.probe(script('id -un'))).stdout).toBe('root\n');
  });
  it('to an ordinary user by sudo and su', async () => {
    const host = target.host({ user: 'root' });
    expect((await host.view({ become: sudo('nosudo') }).view.probe(script('id -un; echo $HOME'))).stdout).toBe(
      'nosudo\n/home/nosudo\n',
    );
    expect((await host.view({ become: { method: 'su', user: 'nosudo' } }).view.probe(script('id -un'))).stdout).toBe(
      'nosudo\n',
    );
    const from = target.host({ user: 'nosudo' });
    const su = from.view({ become: { method: 'su', user: 'admin', password: 'admin-pw' } });
    expect((await su.view.probe(script('id -un; echo "[$LC_ALL]"'))).stdout).toBe('admin\n[C]\n');
    const wrong = from.view({ become: { method: 'su', user: 'admin', password: 'wrong' } });
    await expect(wrong.view.probe(script('true'))).rejects.toMatchObject({ code: 'become-failed' });
  });
  it('to oneself needs no sudo', async () => {
    await target.exec('chmod 0 /usr/bin/sudo');
    try {
      expect((await target.host().view({ become: sudo() }).view.probe(script('id -un'))).stdout).toBe('root\n');
    } finally {
      await target.exec('chmod 4755 /usr/bin/sudo');
    }
  });
  it.each([
    ['a wrong password', 'admin', 'wrong', /refused the become password/],
    ['no password where one is needed', 'admin', undefined, /asks for a password and none was given/],
    ['a user who may not', 'nosudo', 'nosudo-pw', /does not allow/],
  ])('says so at once with %s', async (_, user, password, message) => {
    const started = Date.now();
    const error: unknown = await as(user, password)
      .view.probe(script('true'))
      .catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'become-failed',
      message: expect.stringMatching(message) as string,
      hint: expect.any(String) as string,
    });
    expect(isUnreachable(error)).toBe(false);
    expect(Date.now() - started).toBeLessThan(8000);
  });
  it('says so for an unknown user and for requiretty', async () => {
    const unknown = target.host({ user: 'ops' }).view({ become: sudo('nobody-here') });
    await expect(unknown.view.probe(script('true'))).rejects.toMatchObject({
      message: expect.stringContaining('does not exist') as string,
    });
    await target.exec("echo 'Defaults:ops requiretty' > /etc/sudoers.d/tty");
    try {
      await expect(as('ops').view.probe(script('true'))).rejects.toMatchObject({
        message: expect.stringContaining('requiretty') as string,
      });
    } finally {
      await target.exec('rm /etc/sudoers.d/tty');
    }
  });
});

describe('trouble', () => {
  it('a connection that drops in the middle is made again, and what ran is taken up', async () => {
    const host = target.host({ settings: target.settings('root', { hostKeyAlias: 'drop' }) });
    const { hands, view } = host.view({});
    const server = (await view.probe(script('echo $PPID'))).stdout.trim();
    const [result] = await Promise.all([
      hands.run(script('sleep 2; echo done')),
      target.exec(`sleep 0.3; kill -9 ${server}`),
    ]);
    expect(result).toMatchObject({ rc: 0, stdout: 'done\n' });
    expect((await view.probe(script('echo back'))).stdout).toBe('back\n');
  });
  it('times out, kills the children, and goes on', async () => {
    const { hands, view } = target.host({ user: 'ops' }).view({ become: sudo() });
    await expect(hands.run(script('sleep 73.5 & sleep 74.5'), { timeout: 1000 })).rejects.toMatchObject({
      code: 'timeout',
    });
    expect((await view.probe(script("ps -A -o args= | grep -c '[s]leep 7[34].5'"))).stdout).toBe('0\n');
  });
  it('does not wait for daemons, whose output stays theirs', async () => {
    const { hands, view } = target.host({ user: 'ops' }).view({ become: sudo() });
    const started = Date.now();
    expect(
      (await hands.run(script('nohup sh -c "sleep 1; echo LATE; echo alive > /root/daemon" & echo ok'))).stdout,
    ).toBe('ok\n');
    expect(Date.now() - started).toBeLessThan(900);
    expect((await view.probe(script('sleep 1.5; echo next'))).stdout).toBe('next\n');
  });
  it('leaves nothing behind when the disk is full', async () => {
    const { hands } = target.host().view({});
    await hands.write('/small/file', 'old');
    const error: unknown = await hands.write('/small/file', Buffer.alloc(500_000, 'x')).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'write-failed',
      message: expect.stringContaining('No space left on device') as string,
    });
    expect(await target.exec('ls -A /small; cat /small/file')).toBe('file\nold');
  });
  it('goes through jump hosts, and says so when one is wrong', async () => {
    const second = await startTarget({ key: target.key, hostname: 'behind' });
    try {
      const jump = target.settings('ops');
      const behind = target.settings('root', { host: second.ip, port: 22, jumps: [jump] });
      const { view } = target.host({ settings: behind }).view({});
      expect((await view.probe(script('uname -n; echo $SSH_CLIENT'))).stdout).toContain(`behind\n${target.ip} `);
      expect(await failure({ ...behind, jumps: [{ ...jump, port: 1 }] })).toMatchObject({ code: 'unreachable' });
      expect(await failure({ ...behind, port: 1 })).toMatchObject({ code: 'unreachable' });
    } finally {
      await second.stop();
    }
  });
  it('opens further connections when one has no room for another session', async () => {
    const pool = createWirePool();
    const wire = await pool.open(target.settings());
    const processes = await Promise.all(Array.from({ length: 25 }, () => wire.exec('cat')));
    const connections = await target.exec("ss -Htn state established '( sport = :22 )' | wc -l");
    expect(Number(connections)).toBeGreaterThanOrEqual(3);
    for (const process of processes) {
      process.stdout.resume();
      process.stderr.resume();
      process.stdin.end();
    }
    expect((await Promise.all(processes.map((p) => p.exit))).every((e) => e.code === 0)).toBe(true);
    await pool.close();
  });
  it('opens one connection for equal settings asked for at the same time', async () => {
    const pool = createWirePool();
    const wires = await Promise.all(
      Array.from({ length: 5 }, (_, i) => pool.open({ ...target.settings(), name: `alias${i}` })),
    );
    expect(new Set(wires).size).toBe(1);
    await pool.close();
    await expect(pool.open(target.settings())).rejects.toMatchObject({ code: 'unreachable' });
  });
});

describe('files and facts', () => {
  it('carries 50 MiB both ways', async () => {
    const { hands, view } = target.host({ user: 'ops' }).view({ become: sudo() });
    const big = Buffer.alloc(50 * 1024 * 1024);
    for (let i = 0; i < big.length; i += 4) big.writeUInt32LE((i * 2654435761) >>> 0, i);
    const started = performance.now();
    await hands.write('/root/big', big, { mode: 0o600, owner: 'nosudo', group: 'nosudo' });
    const written = performance.now();
    expect((await view.read('/root/big')).equals(big)).toBe(true);
    console.log(
      `50 MiB: written in ${Math.round(written - started)} ms, read in ${Math.round(performance.now() - written)} ms`,
    );
    expect(await view.stat('/root/big')).toMatchObject({
      mode: 0o600,
      owner: 'nosudo',
      group: 'nosudo',
      size: big.length,
    });
  });
  it('dials ports and sockets as the host sees them', async () => {
    const { view } = target.host().view({});
    const stream = await view.dial({ host: '127.0.0.1', port: 22 });
    const greeting = await new Promise<string>((resolve) => stream.once('data', (c: Buffer) => resolve(c.toString())));
    expect(greeting).toMatch(/^SSH-2/);
    stream.destroy();
    await expect(view.dial({ host: '127.0.0.1', port: 9 })).rejects.toMatchObject({ code: 'dial-failed' });
    await expect(view.dial({ socketPath: '/no/such' })).rejects.toMatchObject({ code: 'dial-failed' });
    (await view.dial({ socketPath: '/run/dbus/system_bus_socket' })).destroy();
  });
  it('gathers facts without Python', async () => {
    const { view } = target.host().view({});
    expect(await view.platform()).toMatchObject({
      osFamily: 'Debian',
      distribution: 'Debian',
      packageManager: 'apt',
      serviceManager: 'systemd',
    });
    const started = performance.now();
    const facts = await view.gatherFacts({ subset: ['all'] });
    console.log(`all facts: ${Math.round(performance.now() - started)} ms`);
    expect(facts).toMatchObject({
      hostname: 'target',
      distribution_release: 'bookworm',
      user_id: 'root',
      virtualization_role: 'guest',
      default_ipv4: { interface: 'eth0', address: target.ip },
      python: { executable: null, version: { major: 3 } },
      env: { HOME: '/root' },
    });
  });
  it('reconnects', async () => {
    const { view } = target.host({ settings: target.settings('root', { hostKeyAlias: 'again' }) }).view({});
    const before = (await view.probe(script('echo $SSH_CLIENT'))).stdout;
    await view.reconnect();
    expect((await view.probe(sh`echo $SSH_CLIENT`)).stdout).not.toBe(before);
    appendFileSync(join(dir, 'done'), '');
  });
});
