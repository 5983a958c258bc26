// Logins that the OpenSSH client alone can do: a key in a token (PKCS#11, SoftHSM) and a ticket (GSSAPI, MIT Kerberos).
//
// FIDO keys have no such test: Debian has no authenticator in software, and the client's own checks need a device.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAsker } from '../../src/connection/asking.js';
import { openWire, type SshSettings } from '../../src/connection/index.js';
import { script } from '../../src/ground/index.js';
import { makeKey, startTarget, type Target } from './support/target.js';

let target: Target;
const dir = mkdtempSync(join(tmpdir(), 'tsplay-client-'));
beforeAll(async () => {
  target = await startTarget();
});
afterAll(async () => {
  await target.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Settings whose login is the OpenSSH client's alone, with these options. */
function byClient(options: Readonly<Record<string, string>>): SshSettings {
  const own = {
    StrictHostKeyChecking: 'no',
    UserKnownHostsFile: '/dev/null',
    User: 'root',
    IdentityAgent: 'none',
    ...options,
  };
  const words = Object.entries(own).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const client = { words: ['-F', 'none', ...words, '--', target.ip], reason: 'asked' };
  return target.settings('root', { host: target.ip, port: 22, identityFiles: [], client });
}

describe('PKCS#11', () => {
  const key = makeKey('ecdsa', { pem: true });
  let library = '';
  const hsm = (...args: string[]): string =>
    execFileSync(join(dir, 'hsm/usr/bin/softhsm2-util'), [...args, '--module', library], { stdio: 'pipe' }).toString();

  beforeAll(async () => {
    mkdirSync(join(dir, 'tokens'));
    const fetch =
      'apt-get update -qq; apt-get download -qq softhsm2 libsofthsm2; for p in *.deb; do dpkg -x $p hsm; done';
    execFileSync('sh', ['-c', fetch], { cwd: dir, stdio: 'ignore' });
    const found = readdirSync(join(dir, 'hsm/usr/lib'), { recursive: true, encoding: 'utf8' });
    library = join(dir, 'hsm/usr/lib', found.find((path) => path.endsWith('softhsm/libsofthsm2.so')) ?? '');
    writeFileSync(join(dir, 'softhsm2.conf'), `directories.tokendir = ${dir}/tokens\nobjectstore.backend = file\n`);
    process.env['SOFTHSM2_CONF'] = join(dir, 'softhsm2.conf');
    const pkcs8 = join(dir, 'pkcs8');
    execFileSync('openssl', ['pkcs8', '-topk8', '-nocrypt', '-in', key.path, '-out', pkcs8]);
    hsm('--init-token', '--free', '--label', 'card', '--pin', '123456', '--so-pin', '12345678');
    hsm('--import', pkcs8, '--token', 'card', '--label', 'login', '--id', '01', '--pin', '123456');
    await target.exec(`echo '${key.publicKey}' >> /root/.ssh/authorized_keys`);
  }, 120_000);
  afterAll(() => {
    delete process.env['SOFTHSM2_CONF'];
    key.remove();
  });

  it('logs in with a key in a token, whose PIN is asked for', async () => {
    const settings = byClient({ PKCS11Provider: library, PreferredAuthentications: 'publickey' });
    const asked: string[] = [];
    const answering = (pin: string): ReturnType<typeof createAsker> =>
      createAsker({ ask: (question) => (asked.push(question), Promise.resolve(pin)) });
    const wire = await openWire(settings, answering('123456'));
    const remote = await wire.exec('id -un');
    remote.stdin.end();
    expect(await new Promise((resolve) => remote.stdout.once('data', (c: Buffer) => resolve(c.toString())))).toBe(
      'root\n',
    );
    await wire.close();
    expect(asked.join()).toMatch(/PIN for 'card'/);
    await expect(openWire(settings, answering('654321'))).rejects.toMatchObject({ code: 'auth-failed' });
    await expect(openWire(settings)).rejects.toMatchObject({ code: 'auth-failed' });
  });
});

describe('GSSAPI', () => {
  beforeAll(async () => {
    const conf = (kdc: string): string =>
      `[libdefaults]\n default_realm = LAB\n rdns = false\n dns_canonicalize_hostname = false\n dns_lookup_kdc = false\n dns_lookup_realm = false\n udp_preference_limit = 1\n[realms]\n LAB = {\n  kdc = ${kdc}\n }\n`;
    writeFileSync(join(dir, 'krb5.conf'), conf(target.ip));
    await target.exec(
      [
        'apt-get update -qq',
        'DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends krb5-kdc krb5-admin-server krb5-user >/dev/null 2>&1',
        `echo '${Buffer.from(conf('127.0.0.1')).toString('base64')}' | base64 -d > /etc/krb5.conf`,
        'kdb5_util create -s -r LAB -P master-word >/dev/null 2>&1',
        'systemctl restart krb5-kdc',
        `kadmin.local -q 'addprinc -pw root-word root' >/dev/null`,
        `kadmin.local -q 'addprinc -randkey host/${target.ip}' >/dev/null`,
        `kadmin.local -q 'ktadd host/${target.ip}' >/dev/null`,
        'echo root-word | kinit -c FILE:/root/ticket root >/dev/null',
        "printf 'GSSAPIAuthentication yes\\nGSSAPIStrictAcceptorCheck no\\n' > /etc/ssh/sshd_config.d/0.conf",
        'systemctl restart ssh',
      ].join(' && '),
    );
    writeFileSync(join(dir, 'ticket'), Buffer.from(await target.exec('base64 -w0 /root/ticket'), 'base64'), {
      mode: 0o600,
    });
    process.env['KRB5_CONFIG'] = join(dir, 'krb5.conf');
    process.env['KRB5CCNAME'] = `FILE:${join(dir, 'ticket')}`;
  }, 300_000);
  afterAll(() => {
    delete process.env['KRB5_CONFIG'];
    delete process.env['KRB5CCNAME'];
  });

  it('logs in with a ticket, and runs scripts; without one the login is refused', async () => {
    const settings = byClient({
      GSSAPIAuthentication: 'yes',
      PubkeyAuthentication: 'no',
      PasswordAuthentication: 'no',
    });
    const { view } = target.host({ settings }).view({});
    expect((await view.probe(script('id -un'))).stdout).toBe('root\n');
    process.env['KRB5CCNAME'] = `FILE:${join(dir, 'no-ticket')}`;
    await expect(openWire({ ...settings, hostKeyAlias: 'other' })).rejects.toMatchObject({ code: 'auth-failed' });
  });
});
