// Keys, requests and certificates on a real server over SSH, checked by OpenSSL and OpenSSH there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import csr from '../../modules/community.crypto/openssl_csr/index.js';
import getCertificate from '../../modules/community.crypto/get_certificate/index.js';
import keypair from '../../modules/community.crypto/openssh_keypair/index.js';
import privatekey from '../../modules/community.crypto/openssl_privatekey/index.js';
import publickey from '../../modules/community.crypto/openssl_publickey/index.js';
import certificate from '../../modules/community.crypto/x509_certificate/index.js';
import info from '../../modules/community.crypto/x509_certificate_info/index.js';
import type { AnyModule, ModuleResult } from '../../src/kit/index.js';
import { taskView } from '../support/task-view.js';
import { runOn } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

let target: Target;
beforeAll(async () => {
  target = await startTarget();
  await target.exec('command -v openssl || { apt-get update -q && apt-get install -qy openssl; } >/dev/null 2>&1');
  await target.exec('mkdir -m 755 /etc/pki');
}, 300_000);
afterAll(() => target.stop());

const task = taskView(import.meta.dirname, new Map());

async function run(module: AnyModule, args: Record<string, unknown>, check = false): Promise<ModuleResult> {
  const { result } = await runOn({ host: target.host({ user: 'ops' }), become: sudo() }, module, args, { check, task });
  return result;
}

/** Check mode predicts and touches nothing, the first run changes, the second does not. */
async function settles(module: AnyModule, args: Record<string, unknown>): Promise<ModuleResult> {
  const tree = 'cd /etc/pki && find . -exec stat -c "%n %a %U %s %Y" {} + | sort';
  const before = await target.exec(tree);
  expect(await run(module, args, true)).toMatchObject({ changed: true });
  expect(await target.exec(tree)).toBe(before);
  const first = await run(module, args);
  expect(first).toMatchObject({ changed: true });
  expect(await run(module, args)).toMatchObject({ changed: false });
  expect(await run(module, args, true)).toMatchObject({ changed: false });
  return first;
}

const KINDS: Record<string, Record<string, unknown>> = {
  rsa: { size: 2048 },
  ecc: { type: 'ECC', curve: 'secp384r1' },
  ed25519: { type: 'Ed25519' },
  ed448: { type: 'Ed448' },
};

describe.each(Object.entries(KINDS))('a CA and a host with %s keys', (kind, wish) => {
  const at = (name: string): string => `/etc/pki/${kind}-${name}`;

  it('OpenSSL on the host verifies', async () => {
    for (const name of ['ca', 'host']) await settles(privatekey, { path: at(`${name}.pem`), ...wish });
    expect(await target.exec(`stat -c '%a %U' ${at('ca.pem')}`)).toBe('600 root\n');
    await settles(csr, {
      path: at('ca.csr'),
      privatekey_path: at('ca.pem'),
      common_name: 'Our CA',
      use_common_name_for_san: false,
      basic_constraints: ['CA:TRUE'],
      basic_constraints_critical: true,
      key_usage: ['keyCertSign', 'cRLSign'],
      key_usage_critical: true,
    });
    await settles(certificate, {
      path: at('ca.crt'),
      csr_path: at('ca.csr'),
      privatekey_path: at('ca.pem'),
      provider: 'selfsigned',
    });
    await settles(csr, {
      path: at('host.csr'),
      privatekey_path: at('host.pem'),
      common_name: 'host.example.org',
      subject_alt_name: ['DNS:host.example.org', 'IP:2001:db8::1'],
      extended_key_usage: ['serverAuth'],
    });
    await settles(certificate, {
      path: at('host.crt'),
      csr_path: at('host.csr'),
      provider: 'ownca',
      ownca_path: at('ca.crt'),
      ownca_privatekey_path: at('ca.pem'),
      ownca_not_after: '+90d',
    });
    await settles(publickey, { path: at('host.pub'), privatekey_path: at('host.pem') });
    const verify = `openssl verify -purpose sslserver -verify_hostname host.example.org -CAfile ${at('ca.crt')} ${at('host.crt')}`;
    expect(await target.exec(verify)).toMatch(/: OK\n$/);
    const same = `openssl pkey -in ${at('host.pem')} -pubout | cmp - ${at('host.pub')} && openssl x509 -in ${at('host.crt')} -noout -pubkey | cmp - ${at('host.pub')} && openssl req -in ${at('host.csr')} -verify -noout 2>&1`;
    expect(await target.exec(same)).toMatch(/OK/i);
    expect(await run(info, { path: at('host.crt'), valid_at: { soon: '+1d' } })).toMatchObject({
      changed: false,
      issuer: { commonName: 'Our CA' },
      subject_alt_name: ['DNS:host.example.org', 'IP:2001:db8::1'],
      valid_at: { soon: true },
    });
  });
});

describe('secrets', () => {
  it('a key is encrypted, and is not left to others for a moment', async () => {
    const made = await settles(privatekey, { path: '/etc/pki/enc.pem', type: 'Ed25519', passphrase: 'pass $(id)' });
    expect(JSON.stringify(made)).not.toContain('pass $(id)');
    expect(await target.exec('ls -A /etc/pki | grep -c tsplay || true')).toBe('0\n');
    expect(await target.exec("openssl pkey -in /etc/pki/enc.pem -passin 'pass:pass $(id)' -noout && echo ok")).toBe(
      'ok\n',
    );
    expect(await run(privatekey, { path: '/etc/pki/enc.pem', type: 'Ed25519' }, true)).toMatchObject({ changed: true });
    const refused = { path: '/etc/pki/enc.pem', type: 'Ed25519', regenerate: 'partial_idempotence' };
    expect(await run(privatekey, refused)).toMatchObject({ failed: true });
  });
});

describe('OpenSSH', () => {
  it('takes the pair of keys', async () => {
    await settles(keypair, { path: '/etc/pki/id', type: 'ed25519', comment: 'backup' });
    await settles(keypair, { path: '/etc/pki/id-enc', type: 'ecdsa', size: 521, passphrase: 'secret words' });
    expect(await target.exec('ssh-keygen -y -P "" -f /etc/pki/id | cmp - /etc/pki/id.pub && echo same')).toBe('same\n');
    expect(await target.exec('ssh-keygen -y -P "secret words" -f /etc/pki/id-enc >/dev/null && echo opens')).toBe(
      'opens\n',
    );
  });
});

describe('a server on the host', () => {
  it('shows its certificate', async () => {
    await target.exec(
      'openssl s_server -accept 4433 -cert /etc/pki/rsa-host.crt -key /etc/pki/rsa-host.pem -quiet </dev/null >/dev/null 2>&1 & sleep 1',
    );
    const args = { host: '127.0.0.1', port: 4433, server_name: 'host.example.org', asn1_base64: true };
    expect(await run(getCertificate, { ...args, ca_cert: '/etc/pki/rsa-ca.crt' })).toMatchObject({
      changed: false,
      subject: { CN: 'host.example.org' },
      issuer: { CN: 'Our CA' },
      expired: false,
    });
    expect(await run(getCertificate, { ...args, ca_cert: '/etc/pki/ecc-ca.crt' })).toMatchObject({ failed: true });
  });
});
