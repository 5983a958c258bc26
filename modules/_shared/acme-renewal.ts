// What an ACME server suggests about the renewal of a certificate (RFC 9773).
import { ModuleFailure } from '../../src/kit/index.js';
import { loadCertificate } from '../../src/x509/index.js';
import { renewalId } from './acme-chain.js';
import type { AcmeClient } from './acme-client.js';
import { refused, type Json } from './acme-failure.js';
import { orFail } from './crypto-file.js';

/** @throws ModuleFailure when the certificate does not say whose key signed it */
export function requiredId(bytes: Uint8Array): string {
  const id = orFail(() => renewalId(loadCertificate(bytes).der));
  if (id === undefined) throw new ModuleFailure('Certificate has no Authority Key Identifier extension');
  return id;
}

/** @param id of the certificate. @param now milliseconds since the epoch. @throws ModuleFailure when the server has none */
export async function renewalInfo(client: AcmeClient, id: string, now: number): Promise<Json> {
  const base = client.directory['renewalInfo'];
  if (typeof base !== 'string') {
    throw new ModuleFailure('The ACME endpoint does not support ACME Renewal Information retrieval');
  }
  const answer = await client.get(`${base.replace(/\/+$/, '')}/${id}`);
  if (answer.status < 200 || answer.status >= 400 || !answer.json) throw refused(answer);
  const after = retryAfter(answer.headers['retry-after'], now);
  return { ...answer.json, ...(after === undefined ? {} : { retryAfter: after }) };
}

/** The time a header means, which holds seconds or a date. */
function retryAfter(text: string | undefined, now: number): string | undefined {
  if (text === undefined) return undefined;
  const ms = /^\d+$/.test(text) ? now + Number(text) * 1000 : Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00');
}
