// Authorizations of an ACME order and their challenges: what has to be put where (RFC 8555 section 8, RFC 8737, RFC 8738).
import { createHash } from 'node:crypto';
import { ModuleFailure } from '../../src/kit/index.js';
import { ipBytes } from '../../src/x509/index.js';
import type { AcmeClient } from './acme-client.js';
import { AcmeFailure, isJson, problemText, type Json } from './acme-failure.js';
import { keyAuthorization, type AccountKey } from './acme-key.js';

/** Between two looks at what the server has not decided yet. */
export const PAUSE = 2000;

export interface Authorization {
  readonly url: string;
  readonly status: string;
  readonly type: string;
  /** With `*.` when it is for all names below. */
  readonly identifier: string;
  readonly challenges: readonly Json[];
  /** As the server told it, with its address as `uri`. */
  readonly data: Json;
}

export function readAuthorization(url: string, told: Json): Authorization {
  const { type, value } = isJson(told['identifier']) ? told['identifier'] : {};
  if (typeof type !== 'string' || typeof value !== 'string' || typeof told['status'] !== 'string') {
    throw new ModuleFailure(`${url} does not answer with an authorization: ${JSON.stringify(told)}`);
  }
  return {
    url,
    status: told['status'],
    type,
    identifier: told['wildcard'] === true ? `*.${value}` : value,
    challenges: Array.isArray(told['challenges']) ? told['challenges'].filter(isJson) : [],
    data: { ...told, uri: url },
  };
}

export const combined = ({ type, identifier }: Pick<Authorization, 'type' | 'identifier'>): string =>
  `${type}:${identifier}`;

/** What meets each challenge, by the challenge's type; types nobody knows are left out. */
export function challengeData(account: Pick<AccountKey, 'jwk'>, authorization: Authorization): Record<string, Json> {
  const out: Record<string, Json> = {};
  for (const challenge of authorization.challenges) {
    const { type, token } = challenge;
    if (typeof type !== 'string' || typeof token !== 'string') continue;
    const data = dataOf(account, authorization, type, token.replace(/[^\w-]/g, '_'));
    if (data) out[type] = data;
  }
  return out;
}

function dataOf(
  account: Pick<AccountKey, 'jwk'>,
  { type: kind, identifier }: Authorization,
  type: string,
  token: string,
): Json | undefined {
  const authorization = keyAuthorization(account, token);
  const digest = createHash('sha256').update(authorization, 'utf8').digest();
  if (type === 'http-01') {
    return { resource: `.well-known/acme-challenge/${token}`, resource_value: authorization };
  }
  if (type === 'dns-01' && kind === 'dns') {
    return {
      resource: '_acme-challenge',
      resource_value: digest.toString('base64url'),
      record: `_acme-challenge.${identifier.replace(/^\*\./, '')}`,
    };
  }
  if (type === 'tls-alpn-01') {
    return {
      resource: kind === 'ip' ? reversePointer(identifier) : identifier,
      resource_original: `${kind}:${identifier}`,
      resource_value: digest.toString('base64'),
    };
  }
  return undefined;
}

/** The name of an address in the reverse zone, with the final dot. */
export function reversePointer(address: string): string {
  const bytes = ipBytes(address);
  if (bytes.length === 4) return `${[...bytes].reverse().join('.')}.in-addr.arpa.`;
  const nibbles = [...Buffer.from(bytes).toString('hex')].reverse();
  return `${nibbles.join('.')}.ip6.arpa.`;
}

/** Tells the server that the challenge is met. Only inside a change. @throws ModuleFailure */
export async function answerChallenge(client: AcmeClient, one: Authorization, type: string): Promise<void> {
  const url = one.challenges.find((challenge) => challenge['type'] === type)?.['url'];
  if (typeof url !== 'string') {
    throw new ModuleFailure(`Found no challenge of type "${type}" for identifier ${combined(one)}!`);
  }
  await client.ask(url, {}, 'Failed to validate challenge', 200, 202);
}

/** Waits until the server has decided on all. @returns them as they are then. @throws AcmeFailure when one is not valid */
export async function waitForAuthorizations(
  client: AcmeClient,
  waiting: readonly Authorization[],
): Promise<Authorization[]> {
  const done: Authorization[] = [];
  let open = [...waiting];
  while (open.length > 0) {
    const still: Authorization[] = [];
    for (const { url } of open) {
      const now = readAuthorization(url, await client.readObject(url));
      if (now.status === 'valid') done.push(now);
      else if (now.status === 'pending') still.push(now);
      else throw invalid(now, 'Status is not "valid"');
    }
    if (still.length > 0) await client.pause(PAUSE);
    open = still;
  }
  return done;
}

/** Why an authorization is not valid, with what the server says of each challenge. */
export function invalid(one: Authorization, why: string): AcmeFailure {
  const details = one.challenges
    .filter(({ status }) => status === 'invalid')
    .map(({ type, error }) => {
      const name = String(type);
      return `Challenge ${name}${isJson(error) ? `: ${problemText(error, `${name}.`)}` : ''}`;
    });
  return new AcmeFailure(
    `Failed to validate challenge for ${combined(one)}: ${why}. ${details.join('; ')}.`,
    undefined,
    undefined,
    { identifier: combined(one), authorization: one.data },
  );
}

/** Gives a valid authorization back. @returns whether it is deactivated now */
export async function deactivate(client: AcmeClient, { url, status }: Authorization): Promise<boolean> {
  if (status !== 'valid' && status !== 'pending') return status === 'deactivated';
  try {
    const answer = await client.post(url, { status: 'deactivated' });
    return answer.status >= 200 && answer.status < 300 && answer.json?.['status'] === 'deactivated';
  } catch (error) {
    if (error instanceof ModuleFailure) return false;
    throw error;
  }
}
