// A small ACME authority (RFC 8555) for tests: checks every signature and nonce, issues by the openssl program.
import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, randomUUID, verify, type JsonWebKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Json = Record<string, unknown>;

interface Account {
  jwk: JsonWebKey;
  readonly data: Json;
}

export interface AcmeServerOptions {
  /** What is found where the challenge says; undefined: whatever is right. */
  readonly look?: (type: string, identifier: string, token: string) => string;
  /** The address it is known by and listens on, when that is not 127.0.0.1: for hosts elsewhere. */
  readonly address?: string;
  /** Speaks TLS with this pair, PEM. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly meta?: Json;
  /** When certificates should be renewed; default long ago. */
  readonly window?: { readonly start: string; readonly end: string };
  /** How many answers to signed requests say first that the nonce is bad. */
  readonly badNonces?: number;
}

export class AcmeServer {
  url = '';
  /** What was asked for: method, path, and `{}` … of signed ones. */
  readonly asked: string[] = [];
  readonly accounts = new Map<string, Account>();
  private readonly dir = mkdtempSync(join(tmpdir(), 'tsplay-acme-'));
  private readonly nonces = new Set<string>();
  private readonly objects = new Map<string, Json>();
  private readonly chains = new Map<string, string>();
  private readonly revoked = new Set<string>();
  private readonly server: Server;
  private bad: number;

  constructor(private readonly options: AcmeServerOptions = {}) {
    this.bad = options.badNonces ?? 0;
    const handle = (request: IncomingMessage, response: ServerResponse): void => void this.handle(request, response);
    this.server = options.tls ? createTlsServer(options.tls, handle) : createServer(handle);
  }

  async start(): Promise<this> {
    const { address = '127.0.0.1', tls } = this.options;
    await new Promise<void>((resolve) => this.server.listen(0, address, resolve));
    this.url = `${tls ? 'https' : 'http'}://${address}:${(this.server.address() as AddressInfo).port}`;
    for (const name of ['one', 'two']) {
      this.openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', `${name}.key`, '-out', `${name}.pem`,
        ...['-subj', `/CN=Root ${name}/O=Test`, '-days', '30']); // prettier-ignore
    }
    return this;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** The certificate of a root that signs. */
  get root(): string {
    return readFileSync(join(this.dir, 'one.pem'), 'utf8');
  }

  get directory(): string {
    return `${this.url}/directory`;
  }

  private openssl(...argv: string[]): void {
    execFileSync('openssl', argv, { cwd: this.dir, stdio: 'ignore' });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const nonce = randomUUID();
    this.nonces.add(nonce);
    response.setHeader('Replay-Nonce', nonce);
    const send = (status: number, body: Json | undefined, location?: string): void => {
      if (location !== undefined) response.setHeader('Location', location);
      response.setHeader('Content-Type', status >= 400 ? 'application/problem+json' : 'application/json');
      response.writeHead(status).end(body === undefined ? '' : JSON.stringify(body));
    };
    const path = request.url ?? '';
    try {
      if (request.method !== 'POST') {
        this.asked.push(`${request.method} ${path}`);
        if (path === '/nonce') return send(200, undefined);
        if (path.startsWith('/renewal/')) {
          response.setHeader('Retry-After', '3600');
          return send(200, {
            suggestedWindow: this.options.window ?? { start: '2020-01-01T00:00:00Z', end: '2020-01-02T00:00:00Z' },
          });
        }
        return send(200, {
          newNonce: `${this.url}/nonce`,
          newAccount: `${this.url}/account`,
          newOrder: `${this.url}/order`,
          keyChange: `${this.url}/key-change`,
          renewalInfo: `${this.url}/renewal`,
          revokeCert: `${this.url}/revoke`,
          meta: this.options.meta ?? {},
        });
      }
      let text = '';
      for await (const chunk of request) text += String(chunk);
      const { header, payload, jwk } = this.open(JSON.parse(text) as Json, path);
      this.asked.push(`POST ${path} ${payload === undefined ? '-' : JSON.stringify(payload)}`);
      if (path.startsWith('/chain')) {
        response.setHeader('Content-Type', 'application/pem-certificate-chain');
        if (path.startsWith('/chain1'))
          response.setHeader('Link', `<${this.url}${path.replace('1', '2')}>;rel="alternate"`);
        response.writeHead(200).end(this.chains.get(path));
        return;
      }
      this.answer(path, payload, header, jwk, send);
    } catch (error) {
      const [status, type, detail] = error instanceof Refusal ? error.told : [500, 'serverInternal', String(error)];
      send(status, { type: `urn:ietf:params:acme:error:${String(type)}`, detail, status });
    }
  }

  /** Checks signature, nonce and address of a message. */
  private open(message: Json, path: string): { header: Json; payload: Json | undefined; jwk: JsonWebKey } {
    const part = (name: string): string => String(message[name]);
    const read = (text: string): Json => JSON.parse(Buffer.from(text, 'base64url').toString()) as Json;
    const header = read(part('protected'));
    const kid = header['kid'] as string | undefined;
    const account = kid === undefined ? undefined : this.accounts.get(kid);
    if (kid !== undefined && !account) throw new Refusal(400, 'accountDoesNotExist', 'no such account');
    const jwk = account?.jwk ?? (header['jwk'] as JsonWebKey);
    if (!this.nonces.delete(String(header['nonce'])) || this.bad-- > 0) throw new Refusal(400, 'badNonce', 'bad nonce');
    if (header['url'] !== this.url + path) throw new Refusal(401, 'unauthorized', 'wrong url');
    if (!isSigned(message, header, jwk)) throw new Refusal(400, 'malformed', 'wrong signature');
    if (account?.data['status'] === 'deactivated') throw new Refusal(403, 'unauthorized', 'account is deactivated');
    return { header, jwk, payload: message['payload'] === '' ? undefined : read(part('payload')) };
  }

  private answer(
    path: string,
    payload: Json | undefined,
    header: Json,
    jwk: JsonWebKey,
    send: (status: number, body: Json | undefined, location?: string) => void,
  ): void {
    const kid = header['kid'] as string | undefined;
    if (path === '/account') {
      const found = [...this.accounts].find(([, one]) => JSON.stringify(one.jwk) === JSON.stringify(jwk));
      if (found) return send(200, found[1].data, found[0]);
      if (payload?.['onlyReturnExisting'] === true) throw new Refusal(400, 'accountDoesNotExist', 'no account');
      if (this.options.meta?.['termsOfService'] !== undefined && payload?.['termsOfServiceAgreed'] !== true) {
        throw new Refusal(403, 'userActionRequired', 'agree to the terms');
      }
      const uri = `${this.url}/account/${this.accounts.size + 1}`;
      const data: Json = { status: 'valid', contact: payload?.['contact'], orders: `${uri}/orders` };
      if (payload?.['externalAccountBinding'] !== undefined) data['bound'] = payload['externalAccountBinding'];
      this.accounts.set(uri, { jwk, data });
      return send(201, data, uri);
    }
    if (path === '/revoke') {
      const certificate = String(payload?.['certificate']);
      if (this.revoked.has(certificate)) throw new Refusal(400, 'alreadyRevoked', 'it is revoked');
      this.revoked.add(certificate);
      return send(200, undefined);
    }
    const account = this.accounts.get(kid ?? '');
    if (!account || kid === undefined) throw new Refusal(400, 'malformed', 'no kid');
    if (path === '/key-change') {
      const inner = payload ?? {};
      const head = JSON.parse(Buffer.from(String(inner['protected']), 'base64url').toString()) as Json;
      const next = head['jwk'] as JsonWebKey;
      if (!isSigned(inner, head, next)) throw new Refusal(400, 'malformed', 'the new key did not sign');
      account.jwk = next;
      return send(200, account.data);
    }
    if (`${this.url}${path}` === kid) {
      Object.assign(account.data, payload ?? {});
      return send(200, account.data);
    }
    if (path.endsWith('/orders'))
      return send(200, { orders: [...this.objects.keys()].filter((k) => k.includes('/order/')) });
    if (path === '/order') return this.newOrder(payload ?? {}, send);
    const object = this.objects.get(this.url + path);
    if (!object) throw new Refusal(404, 'malformed', `nothing at ${path}`);
    if (path.startsWith('/challenge/')) {
      const authz = this.objects.get(String(object['authz'])) ?? {};
      const proof = this.options.look?.(
        String(object['type']),
        (authz['identifier'] as { value: string }).value,
        String(object['token']),
      );
      const right = proof === undefined || proof === proofOf(String(object['type']), String(object['token']), jwk);
      object['status'] = authz['status'] = right ? 'valid' : 'invalid';
      if (!right)
        object['error'] = { type: 'urn:ietf:params:acme:error:incorrectResponse', detail: 'not what it should be' };
      const of = this.objects.get(String(authz['order'])) ?? {};
      const all = (of['authorizations'] as string[]).map((url) => this.objects.get(url)?.['status']);
      of['status'] = all.every((one) => one === 'valid') ? 'ready' : right ? 'pending' : 'invalid';
      return send(200, object);
    }
    if (path.startsWith('/finalize/')) {
      const order = this.objects.get(String(object['order'])) ?? {};
      if (order['status'] !== 'ready') throw new Refusal(403, 'orderNotReady', 'not ready');
      order['status'] = 'valid';
      order['certificate'] = this.issue(String(payload?.['csr']));
      return send(200, order);
    }
    if (payload?.['status'] === 'deactivated') object['status'] = 'deactivated';
    return send(200, object);
  }

  private newOrder(payload: Json, send: (status: number, body: Json, location?: string) => void): void {
    if (payload['replaces'] !== undefined) throw new Refusal(400, 'malformed', 'nothing is replaced here');
    const id = randomUUID();
    const order = `${this.url}/order/${id}`;
    const authorizations = (payload['identifiers'] as { type: string; value: string }[]).map(({ type, value }) => {
      const url = `${this.url}/authz/${randomUUID()}`;
      const challenges = ['http-01', 'dns-01', 'tls-alpn-01'].map((kind) => {
        const one = {
          type: kind,
          url: `${this.url}/challenge/${randomUUID()}`,
          token: randomUUID(),
          status: 'pending',
        };
        this.objects.set(one.url, Object.assign(one, { authz: url }));
        return one;
      });
      const wildcard = value.startsWith('*.');
      const identifier = { type, value: value.replace('*.', '') };
      this.objects.set(url, { status: 'pending', identifier, order, challenges, ...(wildcard ? { wildcard } : {}) });
      return url;
    });
    const finalize = `${this.url}/finalize/${id}`;
    this.objects.set(finalize, { order });
    const data: Json = { ...payload, status: 'pending', authorizations, finalize };
    this.objects.set(order, data);
    send(201, data, order);
  }

  /** The same certificate from two roots, each with its chain. */
  private issue(csr: string): string {
    const lines = Buffer.from(csr, 'base64url').toString('base64');
    const name = randomUUID();
    writeFileSync(
      join(this.dir, 'csr'),
      `-----BEGIN CERTIFICATE REQUEST-----\n${lines}\n-----END CERTIFICATE REQUEST-----\n`,
    );
    this.openssl('x509', '-req', '-in', 'csr', '-CA', 'one.pem', '-CAkey', 'one.key', '-CAcreateserial',
      ...['-days', '90', '-copy_extensions', 'copyall', '-out', 'leaf']); // prettier-ignore
    const read = (file: string): string => readFileSync(join(this.dir, file), 'utf8');
    this.chains.set(`/chain1/${name}`, read('leaf') + '\n' + read('one.pem'));
    this.chains.set(`/chain2/${name}`, read('leaf') + '\n' + read('two.pem') + '\n' + read('one.pem'));
    return `${this.url}/chain1/${name}`;
  }
}

class Refusal extends Error {
  readonly told: readonly [number, string, string];
  constructor(status: number, type: string, detail: string) {
    super(detail);
    this.told = [status, type, detail];
  }
}

function isSigned(message: Json, header: Json, jwk: JsonWebKey): boolean {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const digest = `sha${String(header['alg']).slice(2)}`;
  const text = Buffer.from(`${String(message['protected'])}.${String(message['payload'])}`);
  return verify(
    digest,
    text,
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(String(message['signature']), 'base64url'),
  );
}

/** What has to be found for a challenge. */
export function proofOf(type: string, token: string, jwk: JsonWebKey): string {
  const sorted = Object.fromEntries(Object.entries(jwk).sort(([a], [b]) => (a < b ? -1 : 1)));
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  const authorization = `${token}.${hash(JSON.stringify(sorted)).toString('base64url')}`;
  if (type === 'http-01') return authorization;
  return hash(authorization).toString(type === 'dns-01' ? 'base64url' : 'base64');
}
