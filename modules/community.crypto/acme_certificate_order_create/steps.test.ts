// The steps of an order, one module after the other, at a server that checks what it is sent.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AcmeServer, type AcmeServerOptions } from '../../../test/support/acme-server.js';
import { closeLocalHost } from '../../../test/support/local-host.js';
import { runLocally } from '../../../test/support/run-module.js';
import type { AnyModule, ModuleResult } from '../../../src/kit/index.js';
import account from '../acme_account/index.js';
import ariInfo from '../acme_ari_info/index.js';
import giveBack from '../acme_certificate_deactivate_authz/index.js';
import finalize from '../acme_certificate_order_finalize/index.js';
import info from '../acme_certificate_order_info/index.js';
import validate from '../acme_certificate_order_validate/index.js';
import renewal from '../acme_certificate_renewal_info/index.js';
import revoke from '../acme_certificate_revoke/index.js';
import helper from '../acme_challenge_cert_helper/index.js';
import inspect from '../acme_inspect/index.js';
import create from './index.js';

const dir = mkdtempSync(join(tmpdir(), 'tsplay-acme-steps-'));
const at = (name: string): string => join(dir, name);
const openssl = (...argv: string[]): string =>
  execFileSync('openssl', argv, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const servers: AcmeServer[] = [];

async function serve(options: AcmeServerOptions = {}): Promise<AcmeServer> {
  const server = await new AcmeServer(options).start();
  servers.push(server);
  return server;
}

async function run(
  module: AnyModule,
  server: AcmeServer,
  args: Record<string, unknown>,
  checkMode = false,
): Promise<ModuleResult> {
  return runLocally(module, { acme_directory: server.directory, acme_version: 2, ...args }, { checkMode });
}

const key = { account_key_src: at('account.key') };

beforeAll(() => {
  openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-out', 'account.key');
  openssl('req', '-new', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'host.key', '-out', 'host.csr',
    ...['-subj', '/CN=www.example.org', '-addext', 'subjectAltName=DNS:www.example.org,DNS:*.example.org']); // prettier-ignore
});
afterAll(async () => {
  for (const server of servers) server.stop();
  await closeLocalHost();
  rmSync(dir, { recursive: true, force: true });
});

describe('an order in steps', () => {
  it('is made, validated, finalized, told, given back; its certificate is revoked', async () => {
    const answers = new Map<string, string>();
    const server = await serve({ look: (type, name) => answers.get(`${type} ${name}`) ?? '' });
    const csr = { csr: at('host.csr') };
    expect(await run(create, server, { ...key, ...csr })).toMatchObject({
      failed: true,
      msg: expect.stringMatching(/not exist|deactivated/) as unknown,
    });
    await run(account, server, { ...key, state: 'present', terms_agreed: true });
    const made = await run(create, server, { ...key, ...csr });
    expect(made).toMatchObject({ changed: true, challenge_data: [{ identifier: 'www.example.org' }, { identifier: '*.example.org', identifier_type: 'dns' }] }); // prettier-ignore
    expect(Object.keys(made['challenge_data_dns'] as object)).toEqual(['_acme-challenge.www.example.org', '_acme-challenge.example.org']); // prettier-ignore
    const order = { ...key, order_uri: made['order_uri'] };
    expect((await run(validate, server, { ...order, deactivate_authzs: false })).msg).toContain('dns:*.example.org, dns:www.example.org'); // prettier-ignore
    const data = made['challenge_data'] as {
      identifier: string;
      challenges: Record<string, { resource_value: string }>;
    }[];
    for (const { identifier, challenges } of data) {
      answers.set(`dns-01 ${identifier.replace('*.', '')}`, challenges['dns-01']?.resource_value ?? '');
    }
    const validating = await run(validate, server, { ...order, challenge: 'dns-01' });
    expect(validating).toMatchObject({ changed: true, validating_challenges: [{ challenge_type: 'dns-01', identifier_type: 'dns' }, {}] }); // prettier-ignore
    expect(await run(validate, server, { ...order, challenge: 'dns-01' })).toMatchObject({ changed: false, validating_challenges: [] }); // prettier-ignore
    expect(await run(info, server, order)).toMatchObject({
      changed: false,
      order: { status: 'ready' },
      authorizations_by_status: { valid: ['dns:www.example.org', 'dns:*.example.org'], pending: [] },
      authorizations_by_identifier: { 'dns:www.example.org': { status: 'valid' } },
    });
    const files = { cert_dest: at('host.pem'), fullchain_dest: at('full.pem'), chain_dest: at('chain.pem') };
    const wanted = { ...order, ...csr, ...files, deactivate_authzs: 'never', retrieve_all_alternates: true };
    const issued = await run(finalize, server, wanted);
    expect(issued).toMatchObject({ changed: true, selected_chain: { cert: readFileSync(at('host.pem'), 'utf8') } });
    expect(issued['all_chains']).toHaveLength(2);
    expect(readFileSync(at('full.pem'), 'utf8')).toBe((issued['selected_chain'] as { full_chain: string }).full_chain);
    expect(await run(finalize, server, wanted)).toMatchObject({ changed: false });
    expect(await run(giveBack, server, order, true)).toMatchObject({ changed: true });
    expect(await run(giveBack, server, order)).toMatchObject({ changed: true });
    expect(await run(giveBack, server, order)).toMatchObject({ changed: false });

    const gone = { certificate: at('host.pem'), revoke_reason: 4 };
    expect(await run(revoke, server, { ...gone, private_key_src: at('host.key') })).toMatchObject({ changed: true });
    expect(await run(revoke, server, { ...gone, ...key })).toMatchObject({ changed: false });
    expect(server.asked.filter((one) => one.startsWith('POST /revoke'))[0]).toContain('"reason":4');
  });

  it('gives authorizations back when one is bad', async () => {
    const server = await serve({ look: () => 'wrong' });
    await run(account, server, { ...key, state: 'present', terms_agreed: true });
    const made = await run(create, server, { ...key, csr: at('host.csr') });
    const order = { ...key, order_uri: made['order_uri'] };
    await run(validate, server, { ...order, challenge: 'http-01' });
    const done = await run(finalize, server, { ...order, csr: at('host.csr'), deactivate_authzs: 'on_error' });
    expect(done).toMatchObject({ failed: true });
    expect(done.msg).toMatch(/bad state.*dns:www.example.org/);
  });
});

describe('acme_inspect', () => {
  it('reads the directory, an object, sends, and tells errors', async () => {
    const server = await serve();
    const directory = await run(inspect, server, { method: 'directory-only' });
    expect(directory).toMatchObject({ changed: false, directory: { newOrder: `${server.url}/order` } });
    const content = JSON.stringify({ termsOfServiceAgreed: true });
    const sent = await run(inspect, server, { ...key, method: 'post', url: `${server.url}/account`, content });
    expect(sent).toMatchObject({ changed: true, headers: { status: 201 }, output_json: { status: 'valid' } });
    const uri = (sent['headers'] as Record<string, string>)['location'];
    expect(await run(inspect, server, { ...key, account_uri: uri, url: uri })).toMatchObject({ changed: false, output_json: { status: 'valid' } }); // prettier-ignore
    const missing = { ...key, account_uri: uri, url: `${server.url}/nothing` };
    expect(await run(inspect, server, missing)).toMatchObject({ failed: true, headers: { status: 404, msg: 'HTTP Error 404: Not Found' } }); // prettier-ignore
    expect(await run(inspect, server, { ...missing, fail_on_acme_error: false })).toMatchObject({ changed: false });
    expect((await run(inspect, server, { url: 'x' })).msg).toContain('account_key_src');
  });
});

describe('renewal', () => {
  it('is suggested by the server, by days and by share', async () => {
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'k', '-out', 'c', '-subj', '/CN=a', '-days', '100',
      ...['-addext', 'authorityKeyIdentifier=keyid:always']); // prettier-ignore
    const past = await serve();
    const cert = { certificate_path: at('c') };
    expect(await run(ariInfo, past, cert)).toMatchObject({ changed: false, renewal_info: { suggestedWindow: { start: '2020-01-01T00:00:00Z' }, retryAfter: expect.stringMatching(/Z$|00:00$/) as unknown } }); // prettier-ignore
    expect(await run(renewal, past, cert)).toMatchObject({ changed: false, should_renew: true, supports_ari: true, exists: true, parsable: true, msg: expect.stringMatching(/in the past/) as unknown }); // prettier-ignore
    const later = await serve({ window: { start: '2090-01-01T00:00:00Z', end: '2090-01-02T00:00:00Z' } });
    const told = await run(renewal, later, { ...cert, ari_algorithm: 'start' });
    expect(told).toMatchObject({ should_renew: false, cert_id: expect.stringMatching(/^[\w-]+\.[\w-]+$/) as unknown });
    const alone = { ...cert, use_ari: false };
    expect(await run(renewal, later, { ...alone, remaining_days: 101 })).toMatchObject({ should_renew: true, supports_ari: false, msg: expect.stringMatching(/expires in 99 days/) as unknown }); // prettier-ignore
    expect(await run(renewal, later, { ...alone, remaining_percentage: 0.2, now: '+90d' })).toMatchObject({ should_renew: true, msg: expect.stringMatching(/20.0%/) as unknown }); // prettier-ignore
    expect(await run(renewal, later, { ...alone, now: '+101d' })).toMatchObject({
      should_renew: true,
      msg: expect.stringMatching(/expired/) as unknown,
    });
    expect(await run(renewal, later, {})).toMatchObject({ should_renew: true, exists: false });
    writeFileSync(at('none'), 'text');
    const none = { certificate_path: at('none') };
    expect(await run(renewal, later, none)).toMatchObject({ failed: true });
    expect(await run(renewal, later, { ...none, treat_parsing_error_as_non_existing: true })).toMatchObject({ should_renew: true, exists: true, parsable: false }); // prettier-ignore
    expect(await run(renewal, later, { certificate_path: at('missing') })).toMatchObject({ should_renew: true, exists: false }); // prettier-ignore
  });
});

describe('acme_challenge_cert_helper', () => {
  it('makes certificates that OpenSSL reads', async () => {
    const proof = Buffer.alloc(32, 7);
    const data = { resource: 'host.example.org', resource_original: 'dns:host.example.org', resource_value: proof.toString('base64') }; // prettier-ignore
    const args = { challenge: 'tls-alpn-01', challenge_data: data, private_key_src: at('host.key') };
    const made = await runLocally(helper, args);
    expect(made).toMatchObject({ changed: true, domain: 'host.example.org', identifier: 'host.example.org', identifier_type: 'dns' }); // prettier-ignore
    writeFileSync(at('answer'), String(made['challenge_certificate']));
    writeFileSync(at('regular'), String(made['regular_certificate']));
    const text = openssl('x509', '-in', 'answer', '-noout', '-text');
    expect(text).toMatch(/1\.3\.6\.1\.5\.5\.7\.1\.31: critical/);
    expect(text).toContain('DNS:host.example.org');
    expect(openssl('verify', '-CAfile', 'regular', 'regular')).toContain('OK');
    const ip = { ...data, resource: '1.0.0.127.in-addr.arpa.', resource_original: 'ip:127.0.0.1' };
    expect(await runLocally(helper, { ...args, challenge_data: ip })).toMatchObject({ identifier: '127.0.0.1', identifier_type: 'ip' }); // prettier-ignore
    expect((await runLocally(helper, { ...args, private_key_src: at('nix') })).failed).toBe(true);
  });
});
