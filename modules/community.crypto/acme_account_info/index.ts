// What an authority that speaks ACME knows of an account.
import { choice, defineModule, z, type ModuleReturn, type RunContext } from '../../../src/kit/index.js';
import { findAccount } from '../../_shared/acme-account.js';
import { acmeArguments, acmeRules } from '../../_shared/acme-args.js';
import { linksOf, type AcmeClient } from '../../_shared/acme-client.js';
import { openAcme, warnOfValidation, withOther } from '../../_shared/acme-open.js';
import { readFiles } from '../../_shared/crypto-file.js';

const args = z.strictObject({
  ...acmeArguments,
  retrieve_orders: choice('ignore', 'url_list', 'object_list')
    .default('ignore')
    .describe('Whether its orders are told: their addresses, or what they say too.'),
});

type Context = RunContext<z.output<typeof args>>;

export default defineModule({
  name: 'community.crypto.acme_account_info',
  summary: 'Tells what an authority that speaks ACME knows of an account.',
  args,
  returns: z.object({
    exists: z.boolean().describe('Whether there is one for this key.'),
    account_uri: z.string().nullable().describe('Its address.'),
    account: z
      .looseObject({
        contact: z.array(z.string()).describe('How to reach its owner.'),
        status: z.string().describe('`valid` while it can be used.'),
        orders: z.string().describe('The address of the list of its orders.'),
        public_account_key: z.unknown().describe('The public key, as JSON Web Key.'),
      })
      .optional()
      .describe('What the server tells.'),
    order_uris: z.array(z.string()).optional().describe('The addresses of its orders.'),
    orders: z
      .array(
        z.looseObject({
          status: z.string().describe('pending, ready, processing, valid or invalid.'),
          expires: z.string().describe('When it ends.'),
          identifiers: z
            .array(
              z.object({
                type: z.string().describe('dns or ip.'),
                value: z.string().describe('The name or address.'),
                wildcard: z.boolean().describe('Whether all names below it are meant.'),
              }),
            )
            .describe('What it is for.'),
          notBefore: z.string().describe('From when the certificate shall be valid.'),
          notAfter: z.string().describe('Until when.'),
          error: z.unknown().describe('What went wrong.'),
          authorizations: z.array(z.string()).describe('The addresses of its authorizations.'),
          finalize: z.string().describe('Where the request is handed in.'),
          certificate: z.string().describe('Where the certificate is.'),
        }),
      )
      .optional()
      .describe('Its orders.'),
  }),
  check: 'full',
  diff: false,
  rules: acmeRules,
  examples: [
    {
      name: 'Whether there is an account for a key',
      task:
        'community.crypto.acme_account_info:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n' +
        '  acme_version: 2\n  account_key_src: /etc/acme/account.key\nregister: account',
    },
  ],
  run: (context) => withOther(() => work(context)),
});

async function work(context: Context): Promise<ModuleReturn> {
  const { args: a, host, warn } = context;
  warnOfValidation(context);
  const client = await openAcme(context, await readFiles(host, [a.account_key_src]));
  const account = await findAccount(client, []);
  if (!account) return { exists: false, account_uri: null };
  const result = {
    exists: true,
    account_uri: client.accountUri ?? null,
    account: { contact: [], ...account, public_account_key: client.account.jwk },
  };
  const list = account['orders'];
  if (a.retrieve_orders === 'ignore' || typeof list !== 'string') return result;
  const orders = await orderList(client, list, warn);
  if (a.retrieve_orders === 'url_list') return { ...result, order_uris: orders };
  const objects = [];
  for (const order of orders) objects.push(await client.readObject(order));
  return { ...result, order_uris: orders, orders: objects };
}

/** All pages of the list. */
async function orderList(client: AcmeClient, first: string, warn: (message: string) => void): Promise<string[]> {
  const orders: string[] = [];
  const seen = new Set<string>();
  for (let url: string | undefined = first; url !== undefined && !seen.has(url);) {
    seen.add(url);
    const answer = await client.read(url);
    const part = answer.json?.['orders'];
    if (!Array.isArray(part) || part.length === 0) {
      if (orders.length > 0) warn(`When retrieving orders list part ${url}, got empty result list`);
      break;
    }
    orders.push(...part.filter((one) => typeof one === 'string'));
    [url] = linksOf(answer, 'next');
  }
  return orders;
}
