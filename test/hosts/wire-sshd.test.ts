// sshd with each restriction in turn, login shells of all kinds, and what the OpenSSH client alone can do.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWirePool, openWire, type SshSettings } from '../../src/connection/index.js';
import { createAsker } from '../../src/connection/asking.js';
import { script } from '../../src/ground/index.js';
import { makeKey, startTarget, sudo, type Target } from './support/target.js';

let target: Target;
const dir = mkdtempSync(join(tmpdir(), 'tsplay-sshd-'));
let alias = 0;
// However often: systemd counts, and would refuse.
const RESTART = 'systemctl reset-failed ssh; systemctl restart ssh';
beforeAll(async () => {
  target = await startTarget();
}, 180_000);
afterAll(async () => {
  await target.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** A connection of its own, whatever others are open. */
const fresh = (user = 'root', changes: Partial<SshSettings> = {}): SshSettings =>
  target.settings(user, { hostKeyAlias: `own${alias++}`, ...changes });

async function under(config: string, work: () => Promise<void>): Promise<void> {
  await target.exec(`printf '%s\\n' '${config}' > /etc/ssh/sshd_config.d/0.conf && ${RESTART}`);
  try {
    await work();
  } finally {
    await target.exec(`rm /etc/ssh/sshd_config.d/0.conf && ${RESTART}`);
  }
}

/** Five scripts beside each other, by shells of their own, as root by sudo. */
async function five(settings: SshSettings): Promise<string[]> {
  const host = target.host({ settings });
  const results = await Promise.all(
    Array.from({ length: 5 }, (_, i) =>
      host.view({ become: sudo(), shell: `s${i}` }).view.probe(script(`id -un; echo ${i}`)),
    ),
  );
  return results.map((result) => result.stdout);
}
const fiveRoots = Array.from({ length: 5 }, (_, i) => `root\n${i}\n`);

describe('sshd restricted', () => {
  it.each([
    'MaxSessions 1',
    'MaxSessions 2',
    'MaxSessions 10',
    'MaxStartups 2:100:2',
    'MaxStartups 1',
    'LoginGraceTime 4',
    'ClientAliveInterval 1\nClientAliveCountMax 1',
    'UsePAM no',
    'PermitUserEnvironment yes',
    'ForceCommand /bin/sh -c "$SSH_ORIGINAL_COMMAND"',
    'Match User ops\nAllowTcpForwarding no\nPermitTTY no\nX11Forwarding no\nMaxSessions 2',
    'AllowTcpForwarding no',
    'PermitTTY no',
    'AllowAgentForwarding no',
    'DisableForwarding yes',
    'UseDNS yes\nCompression no',
  ])(
    '%s',
    async (config) => {
      await under(config, async () => {
        const forwardAgent = config.startsWith('AllowAgent') ? { forwardAgent: '/no/agent' } : {};
        expect(await five(fresh('ops', forwardAgent))).toEqual(fiveRoots);
      });
    },
    60_000,
  );
  it('no sftp: nothing needs it', async () => {
    const restart = (expression: string): Promise<string> =>
      target.exec(`sed -i '${expression}' /etc/ssh/sshd_config && ${RESTART}`);
    await restart('s/^Subsystem/#Subsystem/');
    try {
      const { hands, view } = target.host({ settings: fresh('ops') }).view({ become: sudo() });
      await hands.write('/root/without-sftp', 'text');
      expect((await view.read('/root/without-sftp')).toString()).toBe('text');
    } finally {
      await restart('s/^#Subsystem/Subsystem/');
    }
  });
  it('PermitUserEnvironment: what it sets is there, and harms nothing', async () => {
    await target.exec('printf "LC_ALL=fr_FR.UTF-8\\nIFS=x\\nFROM_FILE=yes\\n" > /home/ops/.ssh/environment');
    await under('PermitUserEnvironment yes', async () => {
      const { view } = target.host({ settings: fresh('ops') }).view({});
      expect((await view.probe(script('echo $FROM_FILE; ls /nothing'))).stdout).toBe('yes\n');
    });
    await target.exec('rm /home/ops/.ssh/environment');
  });
  it('ChrootDirectory: the host is what is in it', async () => {
    await target.exec(
      'mkdir -p /srv/jail/tmp /srv/jail/dev /srv/jail/home/ops; for d in bin lib lib64 usr etc; do mkdir -p /srv/jail/$d; mount --rbind /$d /srv/jail/$d; done; : > /srv/jail/dev/null; chmod 666 /srv/jail/dev/null; chmod 1777 /srv/jail/tmp; chown ops /srv/jail/home/ops; echo jailed > /srv/jail/place',
    );
    try {
      await under('Match User ops\nChrootDirectory /srv/jail', async () => {
        const { view, hands } = target.host({ settings: fresh('ops') }).view({});
        expect((await view.probe(script('cat /place; id -un'))).stdout).toBe('jailed\nops\n');
        await hands.write('/tmp/made', 'text');
        expect((await hands.run(script('cat /tmp/made; echo err >&2; exit 3'))).rc).toBe(3);
      });
      expect(await target.exec('cat /srv/jail/tmp/made; ls -A /srv/jail/tmp')).toBe('textmade\n');
      await target.exec('mv /srv/jail/place /srv/jail/moved; umount -l /srv/jail/bin');
      await under('Match User ops\nChrootDirectory /srv/jail', async () => {
        const lost = target
          .host({ settings: fresh('ops') })
          .view({})
          .view.probe(script('true'));
        await expect(lost).rejects.toMatchObject({ code: 'unreachable' });
      });
    } finally {
      await target.exec('for d in bin lib lib64 usr etc; do umount -l /srv/jail/$d; done 2>/dev/null; true');
    }
  });
  it('AllowTcpForwarding no: dialling is refused with words', async () => {
    await under('DisableForwarding yes', async () => {
      const wire = await openWire(fresh());
      await expect(wire.dial({ host: '127.0.0.1', port: 22 })).rejects.toMatchObject({
        code: 'dial-failed',
        hint: expect.stringContaining('AllowTcpForwarding') as string,
      });
      await wire.close();
    });
  });
  it('ForceCommand is named', async () => {
    await under('ForceCommand /bin/echo only this', async () => {
      const error: unknown = await target
        .host({ settings: fresh() })
        .view({})
        .view.probe(script('true'))
        .catch((e: unknown) => e);
      expect(error).toMatchObject({ code: 'unreachable' });
      expect((error as Error).message).toContain('only this');
    });
  });
  it('a shell that lets nobody in is named', async () => {
    await target.exec(
      'useradd -m -s /usr/sbin/nologin nobodyshell && cp -r /home/ops/.ssh /home/nobodyshell/ && chown -R nobodyshell /home/nobodyshell',
    );
    const error: unknown = await target
      .host({ settings: fresh('nobodyshell') })
      .view({})
      .view.probe(script('true'))
      .catch((e: unknown) => e);
    expect((error as Error).message).toContain('This account is currently not available');
  });
});

describe('login shells', () => {
  beforeAll(async () => {
    await target.exec(
      'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y fish csh >/dev/null 2>&1',
    );
  }, 240_000);
  it.each([
    ['/usr/bin/fish', ''],
    ['/bin/csh', ''],
    ['/bin/bash', 'echo "welcome, all is logged"; echo noise >&2; TERM=dumb'],
    ['/bin/bash', 'printf "no line end"'],
  ])('%s with a .bashrc of %j', async (shell, chatter) => {
    writeFileSync(join(dir, 'rc'), `${chatter}\n`);
    const text = readFileSync(join(dir, 'rc')).toString('base64');
    await target.exec(`usermod -s ${shell} ops; echo ${text} | base64 -d > /home/ops/.bashrc; echo BANNER > /etc/motd`);
    try {
      await under('Banner /etc/motd', async () => {
        expect(await five(fresh('ops'))).toEqual(fiveRoots);
        const plain = target
          .host({ settings: fresh('ops') })
          .view({})
          .view.probe(script('id -un'));
        expect(await plain).toMatchObject({ stdout: 'ops\n' });
      });
    } finally {
      await target.exec('usermod -s /bin/bash ops; rm -f /home/ops/.bashrc');
    }
  });
});

describe('rbash, which lets nothing with a slash be started', () => {
  beforeAll(() => target.exec('usermod -s /bin/rbash ops'));
  afterAll(() => target.exec('usermod -s /bin/bash ops'));
  it('is named where scripts run as the login user', async () => {
    const plain = target
      .host({ settings: fresh('ops') })
      .view({})
      .view.probe(script('id -un'));
    await expect(plain).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/rbash: .*exec: restricted/) as string,
    });
  });
  it('does not matter where sudo is there to be found', async () => {
    expect(await five(fresh('ops'))).toEqual(fiveRoots);
  });
});

describe('logins', () => {
  const asking = (answers: Record<string, string>, asked: string[] = []): ReturnType<typeof createAsker> =>
    createAsker({
      ask: (question) => {
        asked.push(question);
        return Promise.resolve(Object.entries(answers).find(([part]) => question.includes(part))?.[1]);
      },
    });

  it('an encrypted key file is opened by its passphrase, asked for once per key and run', async () => {
    for (const pem of [false, true]) {
      const key = makeKey('rsa', { passphrase: 'open-sesame', pem });
      await target.exec(`echo '${key.publicKey}' >> /root/.ssh/authorized_keys`);
      const asked: string[] = [];
      const asker = asking({ passphrase: 'open-sesame' }, asked);
      for (let i = 0; i < 2; i++) await (await openWire(fresh('root', { identityFiles: [key.path] }), asker)).close();
      expect(asked).toHaveLength(1);
      const wrong = openWire(fresh('root', { identityFiles: [key.path] }), asking({ passphrase: 'wrong-one' }));
      await expect(wrong).rejects.toMatchObject({ code: 'auth-failed' });
      key.remove();
    }
  });
  it('NumberOfPasswordPrompts: who mistypes is asked again so often', async () => {
    const key = makeKey('rsa', { passphrase: 'open-sesame', pem: true });
    await target.exec(`echo '${key.publicKey}' >> /root/.ssh/authorized_keys`);
    for (const [most, wrong, gets] of [
      [2, 1, 'in'],
      [1, 1, 'refused'],
      [undefined, 2, 'in'],
      [undefined, 3, 'refused'],
      [0, 0, 'refused'],
    ] as const) {
      let asked = 0;
      const asker = createAsker({ ask: () => Promise.resolve(asked++ < wrong ? 'mistyped' : 'open-sesame') });
      const login = openWire(fresh('root', { identityFiles: [key.path], passwordPrompts: most }), asker);
      const came = await login.then(
        (wire) => wire.close().then(() => 'in'),
        () => 'refused',
      );
      expect([most, wrong, came]).toEqual([most, wrong, gets]);
      expect(asked).toBe(Math.min(most ?? 3, wrong + 1));
    }
    key.remove();
  });
  it('the forwarded agent shows its key on the host', async () => {
    const key = makeKey();
    const socket = join(dir, 'forwarded');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    try {
      execFileSync('sh', ['-c', `until [ -S ${socket} ]; do sleep 0.05; done; exec ssh-add -q ${key.path}`], {
        env: { ...process.env, SSH_AUTH_SOCK: socket },
      });
      const list = async (settings: SshSettings, become = sudo()): Promise<string> =>
        (await target.host({ settings }).view({ become }).view.probe(script('ssh-add -L || true'))).stdout.trim();
      const words = [
        '-o',
        'ForwardAgent=yes',
        '-o',
        `IdentityAgent=${socket}`,
        '-o',
        `IdentityFile=${target.key.path}`,
      ];
      const login = ['-F', 'none', '-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-l', 'ops'];
      const { host, port } = target.address;
      const client = { words: [...words, ...login, '-p', String(port), '--', host], reason: 'asked' };
      const own = { method: 'sudo', user: 'ops' };
      expect(await list(fresh('ops', { forwardAgent: socket }), own)).toBe(key.publicKey);
      expect(await list(fresh('ops', { client }), own)).toBe(key.publicKey);
      expect(await list(fresh('ops'), own)).toBe('');
    } finally {
      agent.kill();
      key.remove();
    }
  });
  it('a second question after the key goes to who started the run', async () => {
    await under('KbdInteractiveAuthentication yes\nAuthenticationMethods publickey,keyboard-interactive', async () => {
      const asker = asking({ Password: 'admin-pw' });
      await (await openWire(fresh('admin'), asker)).close();
      await (await openWire(fresh('admin', { password: 'admin-pw' }))).close();
      await expect(openWire(fresh('admin'))).rejects.toMatchObject({ code: 'auth-failed' });
    });
  });
  it('an unknown host key is asked about when it may be', async () => {
    const file = join(dir, 'asked');
    const settings = fresh('root', {
      hostKeyPolicy: 'strict',
      asksKeys: true,
      knownHostsFiles: [file],
      hashKnownHosts: true,
    });
    await expect(openWire(settings)).rejects.toMatchObject({ code: 'host-key-refused' });
    await expect(openWire(settings, asking({ authenticity: 'no' }))).rejects.toMatchObject({
      code: 'host-key-refused',
    });
    await (await openWire(settings, asking({ authenticity: 'yes' }))).close();
    expect(readFileSync(file, 'utf8')).toMatch(/^\|1\|/);
    await (await openWire(settings)).close();
  });
  it('ProxyCommand, algorithms, address family, compression and environment', async () => {
    const { host, port } = target.address;
    const through = `${process.execPath} -e 'const s=require("net").connect(${port},"${host}");process.stdin.pipe(s).pipe(process.stdout)'`;
    await (await openWire(fresh('root', { host: 'no-such-host.invalid', proxyCommand: through }))).close();
    await expect(openWire(fresh('root', { proxyCommand: 'echo no way >&2; false' }))).rejects.toMatchObject({
      message: expect.stringContaining('no way') as string,
    });
    const algorithms = {
      ciphers: 'aes256-ctr',
      macs: 'hmac-sha2-512',
      kex: '^ecdh-sha2-nistp256',
      hostKeys: 'rsa-sha2-512',
    };
    await (await openWire(fresh('root', { algorithms, compression: true }))).close();
    await expect(openWire(fresh('root', { algorithms: { ciphers: 'rot13' } }))).rejects.toMatchObject({
      code: 'connection-setting',
    });
    const wire = await openWire(fresh('root', { environment: { LC_MINE: 'here', PATH: '/no' } }));
    const remote = await wire.exec('echo "$LC_MINE"');
    remote.stdin.end();
    expect(await new Promise((resolve) => remote.stdout.once('data', (c: Buffer) => resolve(c.toString())))).toBe(
      'here\n',
    );
    await wire.close();
  });
  it('KnownHostsCommand tells the keys', async () => {
    const { host, port } = target.address;
    const lines = execFileSync('ssh-keyscan', ['-p', String(port), host], { stdio: ['ignore', 'pipe', 'ignore'] });
    const file = join(dir, 'lines');
    writeFileSync(file, lines);
    const settings = target.settings('root', { hostKeyPolicy: 'strict', knownHostsFiles: [] });
    await (await openWire({ ...settings, knownHostsCommand: `/bin/cat ${file}` })).close();
    await expect(openWire({ ...settings, knownHostsCommand: '/bin/false' })).rejects.toMatchObject({
      code: 'host-key-refused',
    });
  });
});

describe('what the OpenSSH client does instead', () => {
  it('a certificate of a user, and of a host by @cert-authority', async () => {
    const authority = makeKey();
    const user = makeKey();
    execFileSync('ssh-keygen', ['-q', '-s', authority.path, '-I', 'me', '-n', 'root', `${user.path}.pub`]);
    const hostKey = await target.exec('cat /etc/ssh/ssh_host_ed25519_key.pub');
    writeFileSync(join(dir, 'host.pub'), hostKey);
    execFileSync('ssh-keygen', [
      '-q',
      '-s',
      authority.path,
      '-I',
      'host',
      '-h',
      '-n',
      'certified',
      join(dir, 'host.pub'),
    ]);
    const certificate = readFileSync(join(dir, 'host-cert.pub'), 'utf8').trim();
    await target.exec(
      `echo '${certificate}' > /etc/ssh/host-cert.pub; echo '${authority.publicKey}' > /etc/ssh/ca.pub`,
    );
    await under('TrustedUserCAKeys /etc/ssh/ca.pub\nHostCertificate /etc/ssh/host-cert.pub', async () => {
      const pool = createWirePool();
      const wire = await pool.open(fresh('root', { identityFiles: [user.path] }));
      const remote = await wire.exec('id -un');
      remote.stdin.end();
      expect(await new Promise((resolve) => remote.stdout.once('data', (c: Buffer) => resolve(c.toString())))).toBe(
        'root\n',
      );
      await pool.close();
      const known = join(dir, 'authorities');
      writeFileSync(known, `@cert-authority certified ${authority.publicKey}\n`);
      const strict = { hostKeyPolicy: 'strict', hostKeyAlias: 'certified', knownHostsFiles: [known] } as const;
      await (await openWire(target.settings('root', strict))).close();
      writeFileSync(known, `@cert-authority certified ${user.publicKey}\n`);
      await expect(openWire(target.settings('root', strict))).rejects.toMatchObject({ code: 'host-key-refused' });
    });
    authority.remove();
    user.remove();
  });
  it('logs in with a password, and says when it is wrong', async () => {
    const settings = fresh('admin', { identityFiles: [join(dir, 'none')], certificateFiles: ['/none'] });
    await (await openWire({ ...settings, password: 'admin-pw' })).close();
    await expect(openWire({ ...settings, password: 'wrong-pw' })).rejects.toMatchObject({ code: 'auth-failed' });
    await expect(openWire({ ...settings, port: 1 })).rejects.toMatchObject({ code: 'unreachable' });
  });
  it('runs tasks with become, dials, and takes up what runs when the connection breaks', async () => {
    const settings = fresh('ops', { certificateFiles: ['/none'] });
    const host = target.host({ settings });
    const { view, hands } = host.view({ become: sudo() });
    expect((await view.probe(script('id -un'))).stdout).toBe('root\n');
    const stream = await view.dial({ host: '127.0.0.1', port: 22 });
    expect(await new Promise((resolve) => stream.once('data', (c: Buffer) => resolve(c.toString())))).toMatch(/^SSH-2/);
    stream.destroy();
    const server = (await host.view({}).view.probe(script("awk '{print $4}' /proc/$PPID/stat"))).stdout.trim();
    const [error] = await Promise.all([
      hands.run(script('sleep 2')).catch((e: unknown) => e),
      target.exec(`sleep 0.3; kill -9 ${server}`),
    ]);
    // It is taken up over a new connection, and so ends as if nothing had been.
    expect(error).toMatchObject({ rc: 0 });
    expect((await view.probe(script('echo back'))).stdout).toBe('back\n');
  });
});
