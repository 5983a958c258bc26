import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseArguments, runModule, type AnyModule, type ModuleResult } from '../../../src/kit/index.js';
import { fromJs, type ValueMap } from '../../../src/value/index.js';
import { AcmeServer, type AcmeServerOptions } from '../../../test/support/acme-server.js';
import { closeLocalHost, LocalHost } from '../../../test/support/local-host.js';
import { taskView } from '../../../test/support/task-view.js';
import { reversePointer } from '../../_shared/acme-challenge.js';
import account from '../acme_account/index.js';
import accountInfo from '../acme_account_info/index.js';
import certificate from './index.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-acme-test-'));
const servers: AcmeServer[] = [];
const at = (name: string): string => join(dir, name);
const openssl = (...argv: string[]): void => void execFileSync('openssl', argv, { cwd: dir, stdio: 'ignore' });

async function serve(options: AcmeServerOptions = {}): Promise<AcmeServer> {
  const server = await new AcmeServer(options).start();
  servers.push(server);
  return server;
}

beforeAll(() => {
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-out', 'ec.key');
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:secp384r1', '-out', 'ec384.key');
  openssl('genrsa', '-out', 'rsa.key', '2048');
  openssl('genpkey', '-algorithm', 'ED25519', '-out', 'ed.key');
  openssl('req', '-x509', '-key', 'rsa.key', '-subj', '/CN=old', '-days', '5', '-out', 'old.pem');
  const names = 'subjectAltName=DNS:www.example.org,DNS:*.example.org';
  openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'host.key', '-out', 'host.csr',
    ...['-subj', '/CN=www.example.org', '-addext', names]); // prettier-ignore
});

afterAll(async () => {
  for (const server of servers) server.stop();
  await closeLocalHost();
  rmSync(dir, { recursive: true, force: true });
});

async function run(
  module: AnyModule,
  server: AcmeServer,
  args: Record<string, unknown>,
  modes: { checkMode?: boolean; diffMode?: boolean } = {},
): Promise<ModuleResult> {
  const given = fromJs({
    acme_directory: server.directory,
    acme_version: 2,
    ...(args['account_key_content'] === undefined ? { account_key_src: at('ec.key') } : {}),
    ...args,
  }) as ValueMap;
  const parsed = parseArguments(module, given, given, undefined);
  if ('diagnostics' in parsed) throw new Error(JSON.stringify(parsed.diagnostics));
  const host = new LocalHost({});
  const all = { module, args: parsed.args, host, hands: host, task: taskView(dir, new Map()) };
  return (await runModule({ ...all, checkMode: false, diffMode: false, ...modes })).result;
}

type Challenges = Record<string, Record<string, Record<string, string>>>;

describe('acme_certificate', () => {
  it('orders, has it validated, fetches; then has nothing to do', async () => {
    const answers = new Map<string, string>();
    const server = await serve({ look: (type, name) => answers.get(`${type} ${name}`) ?? '', badNonces: 2 });
    const args = {
      csr: at('host.csr'),
      dest: at('a.pem'),
      fullchain_dest: at('a-full.pem'),
      chain_dest: at('a-chain.pem'),
    };
    expect(await run(certificate, server, args, { checkMode: true })).toEqual({
      changed: true,
      authorizations: {},
      challenge_data: {},
      cert_days: -1,
    });
    expect(server.asked).toEqual([]);
    const first = await run(certificate, server, { ...args, account_email: 'me@example.org', terms_agreed: true });
    expect(first).toMatchObject({ changed: true, cert_days: -1, challenge_data_dns: {} });
    expect(first['account_uri']).toBe(`${server.url}/account/1`);
    expect(first['finalize_uri']).toContain('/finalize/');
    expect(Object.keys(first['authorizations'] as object)).toEqual(['www.example.org', '*.example.org']);
    const challenges = first['challenge_data'] as Challenges;
    for (const [name, data] of Object.entries(challenges)) {
      expect(data['http-01']?.['resource']).toMatch(/^\.well-known\/acme-challenge\/[\w-]+$/);
      answers.set(`http-01 ${name.replace('*.', '')}`, data['http-01']?.['resource_value'] ?? '');
      break;
    }
    const wrong = await run(certificate, server, { ...args, data: first, account_email: 'me@example.org' });
    expect(wrong.msg).toContain('Failed to validate challenge for dns:*.example.org: Status is not "valid"');
    expect(wrong.msg).toContain('incorrectResponse: "not what it should be"');
    expect(wrong['other']).toMatchObject({ identifier: 'dns:*.example.org' });
  });

  it('fetches the certificate, with the chain that is wanted', async () => {
    const server = await serve();
    const args = {
      csr_content: readFileSync(at('host.csr'), 'utf8'),
      fullchain_dest: at('b.pem'),
      challenge: 'dns-01',
    };
    const first = await run(certificate, server, { ...args, account_key_content: readFileSync(at('rsa.key'), 'utf8') });
    const dns = (first['challenge_data'] as Challenges)['*.example.org']?.['dns-01'];
    expect(dns).toMatchObject({ record: '_acme-challenge.example.org', resource: '_acme-challenge' });
    expect(first['challenge_data_dns']).toMatchObject({ '_acme-challenge.example.org': [dns?.['resource_value']] });
    const second = await run(certificate, server, {
      ...args,
      account_key_content: readFileSync(at('rsa.key'), 'utf8'),
      data: first,
      retrieve_all_alternates: true,
      deactivate_authzs: true,
      select_chain: [
        { issuer: { CN: 'nobody' } },
        { test_certificates: 'first', subject: { CN: 'Root two', O: 'Test' } },
      ],
    });
    expect(second).toMatchObject({ changed: true, cert_days: 89, challenge_data: {} });
    expect(second['warnings']).toBeUndefined();
    const chains = second['all_chains'] as Record<string, string>[];
    expect(chains).toHaveLength(2);
    expect(readFileSync(at('b.pem'), 'utf8')).toBe(chains[1]?.['full_chain']);
    expect(chains[1]?.['chain']).toMatch(/-----END CERTIFICATE-----\n\n-----BEGIN CERTIFICATE-----/);
    expect(server.asked.filter((one) => one.endsWith('{"status":"deactivated"}'))).toHaveLength(2);

    const before = server.asked.length;
    const host = await run(certificate, server, args);
    expect(host).toEqual({ changed: false, cert_days: 89 });
    expect(server.asked).toHaveLength(before);
    expect(await run(certificate, server, { ...args, remaining_days: 90 }, { checkMode: true })).toMatchObject({
      changed: true,
      cert_days: 89,
    });
    const taken = { ...args, force: true, data: first, account_key_content: readFileSync(at('rsa.key'), 'utf8') };
    const inode = statSync(at('b.pem')).ino;
    const again = await run(certificate, server, taken);
    expect(again.msg).toContain('Status is "deactivated" and not "valid"');
    expect(statSync(at('b.pem')).ino).toBe(inode);
  });

  it('fetches again what was issued, and writes only what differs; a link stays', async () => {
    const server = await serve();
    symlinkSync(at('real.pem'), at('link.pem'));
    writeFileSync(at('real.pem'), readFileSync(at('old.pem')), { mode: 0o640 });
    const args = { csr: at('host.csr'), dest: at('link.pem'), force: true };
    const first = await run(certificate, server, args);
    expect(first).toMatchObject({ changed: true, cert_days: 4 });
    expect(await run(certificate, server, { ...args, data: first })).toMatchObject({ changed: true, cert_days: 89 });
    expect(lstatSync(at('link.pem')).isSymbolicLink()).toBe(true);
    expect(statSync(at('real.pem')).mode & 0o777).toBe(0o640);
    const again = await run(certificate, server, { ...args, data: first });
    expect(again).toMatchObject({ changed: false, cert_days: 89 });
    expect(again.failed).toBeUndefined();
  });

  it('says what is wrong', async () => {
    const server = await serve({ meta: { termsOfService: 'x', profiles: { classic: 'y' } } });
    const args = { csr: at('host.csr'), dest: at('c.pem') };
    const terms = await run(certificate, server, args);
    expect(terms.msg).toBe(
      `Registering ACME account failed for ${server.url}/account with status 403 Forbidden.` +
        ' Error urn:ietf:params:acme:error:userActionRequired: "agree to the terms".',
    );
    expect(terms['other']).toMatchObject({ http_status: 403, subproblems: [] });
    const fails = async (more: Record<string, unknown>): Promise<unknown> =>
      (await run(certificate, server, { ...args, ...more })).msg;
    expect(await fails({ modify_account: false })).toBe('Account does not exist or is deactivated.');
    expect(await fails({ account_uri: `${server.url}/account/9` })).toContain('deactivated or does not exist');
    expect(await fails({ account_key_src: at('ed.key') })).toContain('unknown key type "ed25519"');
    expect(await fails({ account_key_src: at('none') })).toContain('Error while reading file');
    expect(await fails({ terms_agreed: true, csr: at('none') })).toBe(`CSR ${at('none')} not found`);
    expect(await run(certificate, server, { ...args, profile: 'x' })).toHaveProperty('other', {});
    expect(await fails({ profile: 'short' })).toContain("does not support selected profile 'short'");
    expect(await fails({ acme_directory: `${server.url}/nonce` })).toContain('does not seem to follow');
    expect(await fails({ acme_directory: 'http://127.0.0.1:1/' })).toContain('Failure downloading');
    expect(await fails({ dest: at('host.csr') })).toContain('Cannot parse certificate');
    await expect(fails({ acme_version: 1 })).rejects.toThrow(/acme_version 1/);
    await expect(fails({ account_key_content: 'x', account_key_src: 'y' })).rejects.toThrow(/mutually exclusive/);
  });

  it('orders again without naming the old certificate when the server does not like that', async () => {
    const server = await serve();
    const args = { csr: at('host.csr'), dest: at('old.pem'), include_renewal_cert_id: 'always' };
    const result = await run(certificate, server, args);
    expect(result).toMatchObject({ changed: true, cert_days: 4 });
    expect((result['warnings'] as string[])[0]).toMatch(/^Stop passing `replaces=[\w-]+\.[\w-]+` due to error 400/);
    const strict = await run(certificate, server, { ...args, order_creation_error_strategy: 'fail' });
    expect(strict.msg).toContain('Failed to start new order');
  });

  it('names addresses as the reverse zone does', () => {
    expect(reversePointer('192.0.2.1')).toBe('1.2.0.192.in-addr.arpa.');
    expect(reversePointer('2001:db8::1')).toBe(`1.${'0.'.repeat(23)}8.b.d.0.1.0.0.2.ip6.arpa.`);
  });
});

describe('acme_account', () => {
  it('is made, changed, given another key and deactivated', async () => {
    const server = await serve();
    const there = { state: 'present', contact: ['mailto:a@example.org'], terms_agreed: true };
    expect(await run(accountInfo, server, {})).toEqual({ changed: false, exists: false, account_uri: null });
    expect((await run(account, server, { ...there, allow_creation: false })).msg).toContain('does not exist');
    expect(await run(account, server, there, { checkMode: true })).toEqual({ changed: true, account_uri: null });
    expect(server.accounts.size).toBe(0);
    const uri = `${server.url}/account/1`;
    expect(await run(account, server, there)).toEqual({ changed: true, account_uri: uri });
    expect(await run(account, server, there)).toEqual({ changed: false, account_uri: uri });
    const other = { ...there, contact: [] };
    expect((await run(account, server, other, { checkMode: true })).changed).toBe(true);
    const result = await run(account, server, other, { diffMode: true });
    expect(result).toMatchObject({
      changed: true,
      diff: { before: { contact: there.contact, public_account_key: { kty: 'EC' } }, after: { contact: [] } },
    });
    const next = { state: 'changed_key', new_account_key_src: at('ec384.key') };
    expect((await run(account, server, next, { checkMode: true })).changed).toBe(true);
    expect(await run(account, server, next)).toEqual({ changed: true, account_uri: uri });
    expect(await run(accountInfo, server, {})).toMatchObject({ exists: false });
    const known = { account_key_content: readFileSync(at('ec384.key'), 'utf8') };
    expect(await run(accountInfo, server, { ...known, retrieve_orders: 'object_list' })).toMatchObject({
      exists: true,
      account: { contact: [], public_account_key: { crv: 'P-384' } },
      order_uris: [],
    });
    expect((await run(account, server, { ...known, state: 'absent' })).changed).toBe(true);
    expect((await run(account, server, { ...known, state: 'absent' })).changed).toBe(false);
    expect((await run(account, server, { ...there, ...known })).msg).toContain('deactivated');
  });

  it('is bound to one the authority knows', async () => {
    const server = await serve({ meta: { externalAccountRequired: true } });
    expect((await run(account, server, { state: 'present' })).msg).toContain('external account binding must be');
    const bound = (key: string): Record<string, unknown> => ({
      state: 'present',
      external_account_binding: { kid: 'k1', alg: 'HS256', key },
    });
    expect((await run(account, server, bound('c2hvcnQ'))).msg).toContain('must be at least 32 bytes');
    expect((await run(account, server, bound('%'))).msg).toContain('must be Base64 URL encoded');
    expect((await run(account, server, bound('A'.repeat(43)))).changed).toBe(true);
    expect([...server.accounts.values()][0]?.data['bound']).toMatchObject({ signature: expect.any(String) as string });
  });
});
