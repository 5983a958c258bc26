// The two steps of acme_certificate: orders and says what has to be put in place; has it validated, fetches the certificate.
import { ModuleFailure, type ModuleReturn, type RunContext } from '../../../src/kit/index.js';
import { isPem, loadCertificate, X509Error } from '../../../src/x509/index.js';
import { contactsDiffer, findAccount, makeAccount, setContacts } from '../../_shared/acme-account.js';
import {
  chainResult,
  downloadAlternates,
  downloadChain,
  matchersOf,
  renewalId,
  type Chain,
} from '../../_shared/acme-chain.js';
import { writeChain } from '../../_shared/acme-files.js';
import {
  answerChallenge,
  challengeData,
  combined,
  deactivate,
  invalid,
  waitForAuthorizations,
  type Authorization,
} from '../../_shared/acme-challenge.js';
import type { AcmeClient } from '../../_shared/acme-client.js';
import type { Json } from '../../_shared/acme-failure.js';
import { NO_ACCOUNT, openAcme, requireProfile, warnOfValidation } from '../../_shared/acme-open.js';
import {
  authorizationsOf,
  finalize,
  identifiersOf,
  makeOrder,
  readOrder,
  type Identifier,
  type Order,
} from '../../_shared/acme-order.js';
import { readFiles } from '../../_shared/crypto-file.js';
import type { Args } from './args.js';

type Context = RunContext<Args>;

/** What both steps work on. */
interface Work {
  readonly client: AcmeClient;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly request: Uint8Array;
  readonly identifiers: readonly Identifier[];
}

interface Outcome {
  readonly order: Order;
  readonly authorizations: readonly Authorization[];
  readonly written?: Uint8Array | undefined;
  readonly chains?: readonly Chain[] | undefined;
}

export async function runAcme(context: Context): Promise<ModuleReturn> {
  const { args: a, host, task, checkMode, change } = context;
  warnOfValidation(context);
  const files = await readFiles(host, [a.dest, a.fullchain_dest, a.chain_dest, a.csr, a.account_key_src]);
  const main = a.dest ?? a.fullchain_dest ?? '';
  const days = daysOf(files.get(main), main, task.now());
  if (!a.force && days >= a.remaining_days) return { cert_days: days };
  if (checkMode) {
    await change({ summary: `order or fetch the certificate ${main}` }, () => Promise.resolve());
    return { authorizations: {}, challenge_data: {}, cert_days: days };
  }
  const client = await openAcme(context, files);
  requireProfile(client, a.profile);
  await ensureAccount(context, client);
  const request = a.csr_content === undefined ? files.get(a.csr ?? '') : Buffer.from(a.csr_content, 'utf8');
  if (!request) throw new ModuleFailure(`CSR ${a.csr ?? ''} not found`);
  const work: Work = { client, files, request, identifiers: identifiersOf(request) };
  const uri = a.data?.['order_uri'];
  const first = typeof uri !== 'string';
  const done = first ? await order(context, work) : await fetchCertificate(context, work, uri);
  const challenges = challengesOf(context, client, done.authorizations, first);
  return {
    authorizations: Object.fromEntries(done.authorizations.map(({ identifier, data }) => [identifier, data])),
    finalize_uri: done.order.finalize ?? null,
    finalization_uri: done.order.finalize ?? null,
    order_uri: done.order.url,
    account_uri: client.accountUri,
    challenge_data: challenges,
    challenge_data_dns: a.challenge === 'dns-01' ? dnsRecords(challenges) : {},
    cert_days: done.written ? daysOf(done.written, main, task.now()) : days,
    ...(done.chains ? { all_chains: done.chains.map(chainResult) } : {}),
  };
}

/** Whole days left, rounded down; -1 when there is no file. @throws ModuleFailure when it is not a certificate */
function daysOf(bytes: Uint8Array | undefined, path: string, now: number): number {
  if (!bytes) return -1;
  try {
    if (!isPem(bytes)) throw new X509Error('it is not PEM');
    return Math.floor((loadCertificate(bytes).notAfter - now) / 86_400_000);
  } catch (error) {
    if (error instanceof X509Error) throw new ModuleFailure(`Cannot parse certificate ${path}: ${error.message}`);
    throw error;
  }
}

async function ensureAccount({ args: a, change }: Context, client: AcmeClient): Promise<void> {
  const contacts = a.account_email === undefined || a.account_email === '' ? [] : [`mailto:${a.account_email}`];
  const known = client.accountUri !== undefined;
  const found = await findAccount(client, contacts);
  if (!found && known) throw new ModuleFailure('Account is deactivated or does not exist!');
  if (!found && !a.modify_account) throw new ModuleFailure(NO_ACCOUNT);
  if (!found) {
    await change({ summary: `make an account at ${a.acme_directory}` }, () =>
      makeAccount(client, contacts, a.terms_agreed),
    );
  } else if (a.modify_account && contactsDiffer(found, contacts)) {
    await change({ summary: 'set the contact of the ACME account' }, () => setContacts(client, contacts));
  }
}

async function order({ args: a, change, warn }: Context, { client, files, identifiers }: Work): Promise<Outcome> {
  const present = files.get(a.dest ?? a.fullchain_dest ?? '');
  const named =
    a.include_renewal_cert_id === 'always' ||
    (a.include_renewal_cert_id === 'when_ari_supported' && 'renewalInfo' in client.directory);
  const replaces = named && present ? renewalId(loadCertificate(present).der) : undefined;
  const wish = {
    identifiers,
    replaces,
    profile: a.profile,
    strategy: a.order_creation_error_strategy,
    retries: a.order_creation_max_retries,
  };
  const made = await change({ summary: `order a certificate of ${a.acme_directory}` }, () =>
    makeOrder(client, wish, warn),
  );
  if (!made) throw new ModuleFailure('the order was not made');
  return { order: made, authorizations: await authorizationsOf(client, made) };
}

async function fetchCertificate(context: Context, work: Work, uri: string): Promise<Outcome> {
  const { args: a, warn } = context;
  const { client } = work;
  const present = await readOrder(client, uri);
  let authorizations = await authorizationsOf(client, present);
  try {
    authorizations = await validate(context, client, authorizations);
    requireValid(work.identifiers, authorizations);
    const { chains, written } = await getCertificate(context, work, present);
    return { order: present, authorizations, chains, written };
  } finally {
    if (a.deactivate_authzs) {
      for (const one of authorizations) {
        if (!(await deactivate(client, one))) warn(`Could not deactivate authz object ${one.url}.`);
      }
    }
  }
}

async function validate(
  { args: a, change }: Context,
  client: AcmeClient,
  authorizations: readonly Authorization[],
): Promise<Authorization[]> {
  const pending = authorizations.filter(({ status }) => status === 'pending');
  const [first] = pending;
  if (!first) return [...authorizations];
  if (a.challenge === 'no challenge') {
    throw invalid(first, 'Status is not "valid", even though no challenge should be necessary');
  }
  const decided = await change({ summary: `have ${pending.map(combined).join(', ')} validated` }, async () => {
    for (const one of pending) await answerChallenge(client, one, a.challenge);
    return waitForAuthorizations(client, pending);
  });
  return authorizations.map((one) => decided?.find(({ url }) => url === one.url) ?? one);
}

function requireValid(identifiers: readonly Identifier[], authorizations: readonly Authorization[]): void {
  const byName = new Map(authorizations.map((one) => [combined(one).toLowerCase(), one]));
  for (const { type, value } of identifiers) {
    const name = `${type}:${value}`;
    const one = byName.get(name.toLowerCase());
    if (!one) throw new ModuleFailure(`Found no authorization information for "${name}"!`);
    if (one.status !== 'valid') throw invalid(one, `Status is "${one.status}" and not "valid"`);
  }
}

async function getCertificate(
  context: Context,
  { client, request, files }: Work,
  present: Order,
): Promise<Pick<Outcome, 'chains' | 'written'>> {
  const { args: a, change, warn } = context;
  // An order that was finalized before only has to be fetched: finalizing it again would be refused.
  const url =
    present.status === 'valid' && present.certificate !== undefined
      ? present.certificate
      : await change({ summary: 'have the certificate issued' }, () => finalize(client, present, request));
  const main = await downloadChain(client, url ?? '');
  const matchers = matchersOf(a.select_chain ?? [], warn);
  const wanted = a.retrieve_all_alternates || matchers.length > 0;
  const chains = wanted ? [main, ...(await downloadAlternates(client, main, warn))] : [main];
  const chosen = matchers.map((fits) => chains.find(fits)).find((chain) => chain !== undefined) ?? main;
  await writeChain(context, files, chosen, { cert: a.dest, full: a.fullchain_dest, chain: a.chain_dest });
  return { written: Buffer.from(chosen.cert), ...(a.retrieve_all_alternates ? { chains } : {}) };
}

function challengesOf(
  { args: a }: Context,
  client: AcmeClient,
  authorizations: readonly Authorization[],
  first: boolean,
): Record<string, Record<string, Json>> {
  const out: Record<string, Record<string, Json>> = {};
  for (const one of authorizations) {
    if (one.status === 'valid') continue;
    const data = challengeData(client.account, one);
    if (first && a.challenge !== 'no challenge' && !data[a.challenge]) {
      throw new ModuleFailure(`Found no challenge of type '${a.challenge}' for identifier ${combined(one)}!`);
    }
    out[one.identifier] = data;
  }
  return out;
}

function dnsRecords(challenges: Readonly<Record<string, Record<string, Json>>>): Record<string, unknown[]> {
  const out: Record<string, unknown[]> = {};
  for (const data of Object.values(challenges)) {
    const dns = data['dns-01'];
    if (typeof dns?.['record'] === 'string') (out[dns['record']] ??= []).push(dns['resource_value']);
  }
  return out;
}
