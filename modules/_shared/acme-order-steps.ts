// What the modules for single steps of an order have in common: its authorizations looked at, told and given back.
import { ModuleFailure } from '../../src/kit/index.js';
import { challengeData, combined, deactivate, type Authorization } from './acme-challenge.js';
import type { AcmeClient } from './acme-client.js';
import type { Json } from './acme-failure.js';

/** @throws ModuleFailure when one of them can no longer become valid */
export function requireUsable(authorizations: readonly Authorization[]): void {
  const bad = authorizations.filter(({ status }) => status !== 'valid' && status !== 'pending');
  if (bad.length === 0) return;
  const told = bad.map((one) => `${combined(one)} (status='${one.status}')`).sort();
  throw new ModuleFailure(
    'Some of the authorizations for the order are in a bad state, so the order can no longer be satisfied: ' +
      told.join(', '),
  );
}

/** Gives all of them back; what the server does not take is warned of. Only inside a change. */
export async function giveBack(
  client: AcmeClient,
  authorizations: readonly Authorization[],
  warn: (message: string) => void,
): Promise<void> {
  for (const one of authorizations) {
    if (!(await deactivate(client, one))) warn(`Could not deactivate authz object ${one.url}.`);
  }
}

/** The signing request of a task. @throws ModuleFailure when its file is not there */
export function requestOf(
  files: ReadonlyMap<string, Uint8Array>,
  { csr, csr_content }: { readonly csr?: string | undefined; readonly csr_content?: string | undefined },
): Uint8Array {
  const bytes = csr_content === undefined ? files.get(csr ?? '') : Buffer.from(csr_content, 'utf8');
  if (!bytes) throw new ModuleFailure(`CSR ${csr ?? ''} not found`);
  return bytes;
}

/** What has to be put in place, of authorizations that are not valid yet; of dns-01 by the name of the record too. */
export function challengeList(
  client: AcmeClient,
  authorizations: readonly Authorization[],
): { readonly list: Json[]; readonly dns: Record<string, unknown[]> } {
  const list: Json[] = [];
  const dns: Record<string, unknown[]> = {};
  for (const one of authorizations) {
    if (one.status === 'valid') continue;
    const challenges = challengeData(client.account, one);
    list.push({ identifier: one.identifier, identifier_type: one.type, challenges });
    const record = challenges['dns-01'];
    if (typeof record?.['record'] === 'string') (dns[record['record']] ??= []).push(record['resource_value']);
  }
  return { list, dns };
}
