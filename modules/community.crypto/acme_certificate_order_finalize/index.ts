// Waits for the challenges of an ACME order, has the certificate issued and writes it.
import {
  bool,
  choice,
  defineModule,
  list,
  path,
  str,
  z,
  type ModuleReturn,
  type RunContext,
} from '../../../src/kit/index.js';
import { acmeArguments, acmeRules } from '../../_shared/acme-args.js';
import {
  chainResult,
  criterionArgument,
  downloadAlternates,
  downloadChain,
  matchersOf,
} from '../../_shared/acme-chain.js';
import { invalid, waitForAuthorizations, type Authorization } from '../../_shared/acme-challenge.js';
import type { AcmeClient } from '../../_shared/acme-client.js';
import { writeChain } from '../../_shared/acme-files.js';
import { openAccount, warnOfValidation, withOther } from '../../_shared/acme-open.js';
import { authorizationsOf, finalize, readOrder, type Order } from '../../_shared/acme-order.js';
import { giveBack, requestOf, requireUsable } from '../../_shared/acme-order-steps.js';
import { exactlyOne } from '../../_shared/argument-rules.js';
import { readFiles } from '../../_shared/crypto-file.js';

const args = z.strictObject({
  ...acmeArguments,
  csr: path().optional().describe('The file of the signing request.'),
  csr_content: str().optional().describe('The signing request itself, instead of a file.'),
  order_uri: str().describe('The address of the order.'),
  cert_dest: path().optional().describe('The file for the certificate.'),
  fullchain_dest: path().optional().describe('The file for the certificate and its chain.'),
  chain_dest: path().optional().describe('The file for the chain alone.'),
  deactivate_authzs: choice('never', 'always', 'on_error', 'on_success')
    .default('always')
    .describe('When the authorizations are given back.'),
  retrieve_all_alternates: bool().default(false).describe('Return all chains that are offered.'),
  select_chain: list(criterionArgument)
    .optional()
    .describe('Which of several chains is taken: the first that meets the first criterion that one meets.'),
});

const chain = z.object({
  cert: z.string().describe('The certificate.'),
  chain: z.string().describe('Those above it, without the root.'),
  full_chain: z.string().describe('Both.'),
});

export default defineModule({
  name: 'community.crypto.acme_certificate_order_finalize',
  summary: 'Has the certificate of an ACME order issued and writes it.',
  args,
  returns: z.object({
    account_uri: z.string().describe('The address of the account.'),
    selected_chain: chain.describe('The chain that was written.'),
    all_chains: z.array(chain).optional().describe('With `retrieve_all_alternates`: all chains, the main one first.'),
  }),
  check: 'none',
  diff: false,
  rules: (a) => [...acmeRules(a), ...exactlyOne(a, 'csr', 'csr_content')],
  examples: [
    {
      name: 'Fetch the certificate',
      task: 'community.crypto.acme_certificate_order_finalize:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n  acme_version: 2\n  account_key_src: /etc/acme/account.key\n  order_uri: "{{ order.order_uri }}"\n  csr: /etc/ssl/www.example.org.csr\n  fullchain_dest: /etc/ssl/www.example.org-full.pem',
    },
  ],
  run: (context) => withOther(() => work(context)),
});

async function work(context: RunContext<z.output<typeof args>>): Promise<ModuleReturn> {
  const { args: a, host, warn } = context;
  warnOfValidation(context);
  const files = await readFiles(host, [a.csr, a.account_key_src, a.cert_dest, a.fullchain_dest, a.chain_dest]);
  const client = await openAccount(context, files);
  const request = requestOf(files, a);
  const matchers = matchersOf(a.select_chain ?? [], warn);
  const order = await readOrder(client, a.order_uri);
  const authorizations = await authorizationsOf(client, order);
  let done = false;
  try {
    const url =
      order.status === 'valid' && order.certificate !== undefined
        ? order.certificate
        : await issue(context, client, { order, authorizations, request });
    const main = await downloadChain(client, url);
    const wanted = a.retrieve_all_alternates || matchers.length > 0;
    const chains = wanted ? [main, ...(await downloadAlternates(client, main, warn))] : [main];
    const chosen = matchers.map((fits) => chains.find(fits)).find((one) => one !== undefined) ?? main;
    await writeChain(context, files, chosen, { cert: a.cert_dest, full: a.fullchain_dest, chain: a.chain_dest });
    done = true;
    return {
      account_uri: client.accountUri,
      selected_chain: chainResult(chosen),
      ...(a.retrieve_all_alternates ? { all_chains: chains.map(chainResult) } : {}),
    };
  } finally {
    const when = a.deactivate_authzs;
    if (when === 'always' || when === (done ? 'on_success' : 'on_error')) await giveBack(client, authorizations, warn);
  }
}

/** @returns where the certificate is */
async function issue(
  { change }: RunContext<unknown>,
  client: AcmeClient,
  given: { readonly order: Order; readonly authorizations: readonly Authorization[]; readonly request: Uint8Array },
): Promise<string> {
  requireUsable(given.authorizations);
  const pending = given.authorizations.filter(({ status }) => status === 'pending');
  await waitForAuthorizations(client, pending);
  const [bad] = given.authorizations.filter((one) => one.status !== 'valid' && !pending.includes(one));
  if (bad) throw invalid(bad, `Status is "${bad.status}" and not "valid"`);
  const url = await change({ summary: 'have the certificate issued' }, () =>
    finalize(client, given.order, given.request),
  );
  return url ?? '';
}
