// Orders of certificates at an ACME server (RFC 8555, section 7.4): made, read, finalized.
import { ModuleFailure } from '../../src/kit/index.js';
import { findExtension, ipText, loadRequest, OID, readGeneralNames } from '../../src/x509/index.js';
import type { AcmeClient } from './acme-client.js';
import { PAUSE, readAuthorization, type Authorization } from './acme-challenge.js';
import { AcmeFailure, refused, type Json } from './acme-failure.js';
import { orFail } from './crypto-file.js';

export interface Identifier {
  readonly type: 'dns' | 'ip';
  readonly value: string;
}

export interface Order {
  readonly url: string;
  readonly status: string;
  readonly authorizations: readonly string[];
  readonly finalize: string | undefined;
  readonly certificate: string | undefined;
  readonly data: Json;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function orderOf(url: string, told: Json): Order {
  const authorizations = told['authorizations'];
  if (typeof told['status'] !== 'string' || !Array.isArray(authorizations)) {
    throw new ModuleFailure(`${url} does not answer with an order: ${JSON.stringify(told)}`);
  }
  return {
    url,
    status: told['status'],
    authorizations: authorizations.filter((one) => typeof one === 'string'),
    finalize: text(told['finalize']),
    certificate: text(told['certificate']),
    data: told,
  };
}

/** The names a request is for: the common name first, each once. @throws ModuleFailure */
export function identifiersOf(request: Uint8Array): Identifier[] {
  const { subject, extensions } = orFail(() => loadRequest(request));
  const out = new Map<string, Identifier>();
  const add = (type: Identifier['type'], value: string): void => {
    if (!out.has(`${type}:${value}`)) out.set(`${type}:${value}`, { type, value });
  };
  for (const { oid, value } of subject.flat()) if (oid === COMMON_NAME) add('dns', value);
  const names = findExtension(extensions, OID.subjectAltName);
  for (const name of names ? orFail(() => readGeneralNames(names.value)) : []) {
    if (name.kind === 'dns') add('dns', name.value);
    else if (name.kind === 'ip') add('ip', ipText(name.bytes));
    else throw new ModuleFailure(`Found unsupported SAN identifier of type ${name.kind}`);
  }
  return [...out.values()];
}

const COMMON_NAME = '2.5.4.3';

export interface OrderWish {
  readonly identifiers: readonly Identifier[];
  /** The certificate that is renewed (RFC 9773, section 5). */
  readonly replaces: string | undefined;
  readonly profile: string | undefined;
  readonly strategy: 'auto' | 'always' | 'fail' | 'retry_without_replaces_cert_id';
  readonly retries: number;
}

/** Makes an order, again as the strategy says when the server refuses it. Only inside a change. */
export async function makeOrder(client: AcmeClient, wish: OrderWish, warn: (message: string) => void): Promise<Order> {
  let { replaces } = wish;
  for (let tries = 1; ; tries++) {
    try {
      return await placeOrder(client, wish, replaces);
    } catch (error) {
      if (!(error instanceof AcmeFailure) || wish.strategy === 'fail' || tries > wish.retries + 1) throw error;
      if (wish.strategy === 'always') continue;
      const replaced = error.status === 409 && error.type === 'urn:ietf:params:acme:error:alreadyReplaced';
      if (replaces === undefined || replaced) throw error;
      const what = `${error.status ?? ''} ${error.type ?? ''}`.trim();
      warn(`Stop passing \`replaces=${replaces}\` due to error ${what} when creating ACME order`);
      replaces = undefined;
    }
  }
}

async function placeOrder(client: AcmeClient, wish: OrderWish, replaces: string | undefined): Promise<Order> {
  const wanted = {
    identifiers: wish.identifiers,
    ...(replaces === undefined ? {} : { replaces }),
    ...(wish.profile === undefined ? {} : { profile: wish.profile }),
  };
  const answer = await client.ask(client.resource('newOrder'), wanted, 'Failed to start new order', 201);
  const url = answer.headers['location'];
  if (url === undefined || !answer.json) throw refused(answer, 'Failed to start new order');
  return orderOf(url, answer.json);
}

export const readOrder = async (client: AcmeClient, url: string): Promise<Order> =>
  orderOf(url, await client.readObject(url));

/** In the order the server lists them. */
export async function authorizationsOf(client: AcmeClient, order: Order): Promise<Authorization[]> {
  const out: Authorization[] = [];
  for (const url of order.authorizations) out.push(readAuthorization(url, await client.readObject(url)));
  return out;
}

/** Hands in the request and waits for the certificate. Only inside a change. @returns where it is. @throws ModuleFailure */
export async function finalize(client: AcmeClient, order: Order, request: Uint8Array): Promise<string> {
  if (order.finalize === undefined) throw new ModuleFailure(`the order ${order.url} cannot be finalized`);
  const csr = Buffer.from(orFail(() => loadRequest(request)).der).toString('base64url');
  await client.ask(order.finalize, { csr }, 'Failed to finalizing order', 200);
  let now = await readOrder(client, order.url);
  while (!['valid', 'invalid', 'pending', 'ready'].includes(now.status)) {
    await client.pause(PAUSE);
    now = await readOrder(client, order.url);
  }
  if (now.status !== 'valid' || now.certificate === undefined) {
    throw new ModuleFailure(
      `Failed to wait for order to complete; got status "${now.status}". The JSON result: ${JSON.stringify(now.data)}`,
    );
  }
  return now.certificate;
}
