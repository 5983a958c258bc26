// The Authorization header: Basic, and Digest in answer to a challenge.
import { createHash, randomBytes } from 'node:crypto';

export interface Login {
  readonly username: string;
  readonly password: string;
}

export function basicAuth({ username, password }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/**
 * The answer to a `WWW-Authenticate` header, or undefined when none of its challenges can be answered.
 * Digest as RFC 7616 without `auth-int`.
 */
export function answerChallenge(
  header: string,
  login: Login,
  request: { readonly method: string; readonly path: string },
  cnonce = randomBytes(8).toString('hex'),
): string | undefined {
  const digest = /\bDigest\s+(.*)/is.exec(header)?.[1];
  const answer = digest === undefined ? undefined : answerDigest(parameters(digest), login, request, cnonce);
  return answer ?? (/\bBasic\b/i.test(header) ? basicAuth(login) : undefined);
}

function parameters(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(/(\w+)\s*=\s*(?:"((?:\\.|[^"])*)"|([^\s,]+))/g)];
  return Object.fromEntries(found.map((m) => [(m[1] ?? '').toLowerCase(), m[2] ?? m[3] ?? '']));
}

const ALGORITHMS: Readonly<Record<string, string>> = { md5: 'md5', sha: 'sha1', 'sha-256': 'sha256' };

function answerDigest(
  challenge: Readonly<Record<string, string>>,
  { username, password }: Login,
  { method, path }: { readonly method: string; readonly path: string },
  cnonce: string,
): string | undefined {
  const name = challenge['algorithm'] ?? 'MD5';
  const session = /-sess$/i.test(name);
  const algorithm = ALGORITHMS[name.toLowerCase().replace(/-sess$/, '')];
  const { realm = '', nonce = '', qop, opaque } = challenge;
  if (algorithm === undefined) return undefined;
  if (qop !== undefined && !qop.split(',').some((q) => q.trim() === 'auth')) return undefined;
  const hash = (text: string): string => createHash(algorithm).update(text).digest('hex');
  const user = hash(`${username}:${realm}:${password}`);
  const ha1 = session ? hash(`${user}:${nonce}:${cnonce}`) : user;
  const ha2 = hash(`${method}:${path}`);
  const nc = '00000001';
  const response = hash(qop === undefined ? `${ha1}:${nonce}:${ha2}` : `${ha1}:${nonce}:${nc}:${cnonce}:auth:${ha2}`);
  const quotedParts = { username, realm, nonce, uri: path, response, ...(opaque === undefined ? {} : { opaque }) };
  const parts = Object.entries(quotedParts).map(([k, v]) => `${k}="${v.replace(/[\\"]/g, '\\$&')}"`);
  if (challenge['algorithm'] !== undefined) parts.push(`algorithm=${name}`);
  if (qop !== undefined || session) parts.push('qop=auth', `nc=${nc}`, `cnonce="${cnonce}"`);
  return `Digest ${parts.join(', ')}`;
}
