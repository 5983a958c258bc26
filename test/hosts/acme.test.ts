// A certificate by ACME for a real server over SSH: the authority asks the server's own web server for the answer (http-01), and
// speaks TLS with a certificate of a CA that the server trusts.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import copy from '../../modules/ansible.builtin/copy/index.js';
import file from '../../modules/ansible.builtin/file/index.js';
import account from '../../modules/community.crypto/acme_account/index.js';
import certificate from '../../modules/community.crypto/acme_certificate/index.js';
import finalize from '../../modules/community.crypto/acme_certificate_order_finalize/index.js';
import create from '../../modules/community.crypto/acme_certificate_order_create/index.js';
import validate from '../../modules/community.crypto/acme_certificate_order_validate/index.js';
import revoke from '../../modules/community.crypto/acme_certificate_revoke/index.js';
import csr from '../../modules/community.crypto/openssl_csr/index.js';
import privatekey from '../../modules/community.crypto/openssl_privatekey/index.js';
import type { AnyModule, ModuleResult } from '../../src/kit/index.js';
import { AcmeServer } from '../support/acme-server.js';
import { runOn, type OnHost } from './support/run-on.js';
import { startTarget, sudo, type Target } from './support/target.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-acme-host-'));
const looked: string[] = [];
let target: Target;
let server: AcmeServer;
let on: OnHost;

beforeAll(async () => {
  target = await startTarget({ hostname: 'crypto6-acme' });
  on = { host: target.host({ user: 'ops' }), become: sudo() };
  await target.exec(
    '(apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends busybox-static openssl ca-certificates) >/tmp/apt.log 2>&1 || { tail /tmp/apt.log; exit 1; }',
  );
  await target.exec('mkdir -p /srv/www /etc/acme; busybox httpd -p 80 -h /srv/www');
  // The container reaches this machine by the gateway of its network.
  const address = execFileSync('docker', ['network', 'inspect', 'bridge', '-f', '{{(index .IPAM.Config 0).Gateway}}'])
    .toString()
    .trim();
  const words = 'req -x509 -newkey rsa:2048 -nodes -keyout k -out c -subj /CN=authority -addext'.split(' ');
  execFileSync('openssl', [...words, `subjectAltName=IP:${address}`], { cwd: dir, stdio: 'ignore' });
  const [key, cert] = ['k', 'c'].map((name) => readFileSync(join(dir, name), 'utf8'));
  server = await new AcmeServer({
    address,
    tls: { key: key ?? '', cert: cert ?? '' },
    look(type, name, token) {
      const url = `http://${target.ip}/.well-known/acme-challenge/${token}`;
      looked.push(`${type} ${name}`);
      return execFileSync('curl', ['-fsS', '-H', `Host: ${name}`, url]).toString();
    },
  }).start();
}, 300_000);
afterAll(async () => {
  server.stop();
  await target.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function run(module: AnyModule, args: Record<string, unknown>): Promise<ModuleResult> {
  return (await runOn(on, module, args)).result;
}

async function put(resource: string, content: string): Promise<void> {
  const path = `/srv/www/${resource}`;
  await run(file, { path: path.replace(/\/[^/]*$/, ''), state: 'directory', mode: '0755' });
  expect(await run(copy, { dest: path, content, mode: '0644' })).toMatchObject({ changed: true });
}

it('is issued when the web server gives the answer, and once', async () => {
  const authority = { acme_directory: server.directory, acme_version: 2, account_key_src: '/etc/acme/account.key' };
  await run(privatekey, { path: '/etc/acme/account.key', type: 'ECC', curve: 'secp256r1' });
  await run(privatekey, { path: '/etc/acme/host.key', size: 2048 });
  await run(csr, { path: '/etc/acme/host.csr', privatekey_path: '/etc/acme/host.key', common_name: 'www.example.org' });
  // Nobody knows the authority's own certificate yet.
  const stranger = await run(account, { ...authority, state: 'present', terms_agreed: true });
  expect(stranger).toMatchObject({ failed: true });
  const trust = Buffer.from(readFileSync(join(dir, 'c'))).toString('base64');
  await target.exec(
    `echo ${trust} | base64 -d > /usr/local/share/ca-certificates/authority.crt; update-ca-certificates >/dev/null 2>&1`,
  );
  on = { host: target.host({ user: 'ops', name: 'again' }), become: sudo() };
  expect(await run(account, { ...authority, state: 'present', terms_agreed: true })).toMatchObject({ changed: true });
  expect(await run(account, { ...authority, state: 'present', terms_agreed: true })).toMatchObject({ changed: false });

  const args = {
    ...authority,
    csr: '/etc/acme/host.csr',
    dest: '/etc/acme/host.crt',
    fullchain_dest: '/etc/acme/full.crt',
  };
  const order = await run(certificate, args);
  const challenges = order['challenge_data'] as Record<
    string,
    Record<string, { resource: string; resource_value: string }>
  >;
  const answer = challenges['www.example.org']?.['http-01'];
  await put(answer?.resource ?? '', answer?.resource_value ?? '');
  expect(await run(certificate, { ...args, data: order })).toMatchObject({ changed: true, cert_days: 89 });
  expect(looked).toEqual(['http-01 www.example.org']);
  expect(await run(certificate, args)).toMatchObject({ changed: false });
  const root = Buffer.from(server.root).toString('base64');
  const verify = `echo ${root} | base64 -d > /tmp/root; openssl verify -CAfile /tmp/root -verify_hostname www.example.org /etc/acme/host.crt`;
  expect(await target.exec(verify)).toContain('OK');

  // The same in single steps, for another file.
  const made = await run(create, { ...authority, csr: '/etc/acme/host.csr' });
  const [data] = made['challenge_data'] as {
    challenges: Record<string, { resource: string; resource_value: string }>;
  }[];
  await put(data?.challenges['http-01']?.resource ?? '', data?.challenges['http-01']?.resource_value ?? '');
  const one = { ...authority, order_uri: made['order_uri'] };
  expect(await run(validate, { ...one, challenge: 'http-01' })).toMatchObject({ changed: true });
  const files = { csr: '/etc/acme/host.csr', cert_dest: '/etc/acme/second.crt', deactivate_authzs: 'never' };
  expect(await run(finalize, { ...one, ...files })).toMatchObject({ changed: true });
  expect(await run(finalize, { ...one, ...files })).toMatchObject({ changed: false });
  const gone = { ...authority, certificate: '/etc/acme/second.crt' };
  for (const changed of [true, false]) expect(await run(revoke, gone)).toMatchObject({ changed });
}, 120_000);
