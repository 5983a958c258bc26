// The account at an ACME server (RFC 8555, section 7.3): found, made, its contacts brought up to date.
import { ModuleFailure } from '../../src/kit/index.js';
import type { AcmeClient } from './acme-client.js';
import { refused, type AcmeAnswer, type Json } from './acme-failure.js';
import { bindingMessage } from './acme-key.js';

export interface Binding {
  readonly kid: string;
  readonly alg: string;
  readonly key: string;
}

const ERROR = 'urn:ietf:params:acme:error:';

/**
 * The account of the key, or undefined when there is none or it is deactivated. Sets `client.accountUri`. Only reads.
 * @param contacts some servers refuse the question without them
 */
export async function findAccount(client: AcmeClient, contacts: readonly string[]): Promise<Json | undefined> {
  if (client.accountUri !== undefined) return accountData(client);
  const answer = await client.post(client.resource('newAccount'), { contact: contacts, onlyReturnExisting: true });
  const { status, json } = answer;
  const type = json?.['type'];
  if ((status === 400 || status === 404) && type === `${ERROR}accountDoesNotExist`) return undefined;
  // Some servers do not even answer this without a binding: then there is no account yet.
  if (status >= 400 && type === `${ERROR}externalAccountRequired`) return undefined;
  if (isDeactivated(answer)) return undefined;
  if (status !== 200 || !json) throw refused(answer, 'Registering ACME account failed');
  if (json['status'] === 'deactivated') return undefined;
  client.accountUri = answer.headers['location'];
  return json;
}

function isDeactivated({ status, json }: AcmeAnswer): boolean {
  const told = typeof json?.['detail'] === 'string' ? json['detail'] : '';
  return status === 403 && json?.['type'] === `${ERROR}unauthorized` && told.includes('deactivated');
}

/** What the server says of an account that is known by its address; undefined: it is gone. */
export async function accountData(client: AcmeClient): Promise<Json | undefined> {
  if (client.accountUri === undefined) throw new ModuleFailure('Account URI unknown');
  const answer = await client.post(client.accountUri, undefined);
  const { status, json } = answer;
  const type = json?.['type'];
  if ((status === 400 || status === 403) && type === `${ERROR}unauthorized`) return undefined;
  if ((status === 400 || status === 404) && type === `${ERROR}accountDoesNotExist`) return undefined;
  if (status < 200 || status >= 300 || !json) throw refused(answer, 'Error retrieving account data');
  return json['status'] === 'deactivated' ? undefined : json;
}

/** Makes the account. Only inside a change. @throws AcmeFailure */
export async function makeAccount(
  client: AcmeClient,
  contacts: readonly string[],
  termsAgreed: boolean,
  binding?: Binding,
): Promise<Json> {
  const url = client.resource('newAccount');
  if (!binding && client.meta['externalAccountRequired'] === true) {
    throw new ModuleFailure(
      'To create an account, an external account binding must be specified.' +
        ' Use the acme_account module with the external_account_binding option.',
    );
  }
  const answer = await client.post(url, {
    contact: contacts,
    ...(termsAgreed ? { termsOfServiceAgreed: true } : {}),
    ...(binding ? { externalAccountBinding: bindingMessage(binding, url, client.account.jwk) } : {}),
  });
  if (isDeactivated(answer) || (answer.status === 200 && answer.json?.['status'] === 'deactivated')) {
    throw new ModuleFailure('Account is deactivated');
  }
  if ((answer.status !== 201 && answer.status !== 200) || !answer.json) {
    throw refused(answer, 'Registering ACME account failed');
  }
  client.accountUri = answer.headers['location'];
  return answer.json;
}

/** Whether the contacts differ, in their order too. */
export function contactsDiffer(account: Json, contacts: readonly string[]): boolean {
  const present = Array.isArray(account['contact']) ? account['contact'] : [];
  return JSON.stringify(present) !== JSON.stringify(contacts);
}

/** Only inside a change. @throws AcmeFailure */
export async function setContacts(client: AcmeClient, contacts: readonly string[]): Promise<Json> {
  const url = client.accountUri ?? '';
  const answer = await client.ask(url, { contact: contacts }, 'ACME request failed', 200, 202);
  if (!answer.json) throw refused(answer, 'Invalid account updating reply from ACME server');
  return answer.json;
}
