// Orders a certificate of an authority that speaks ACME, and says what has to be put in place.
import { bool, choice, defineModule, int, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { acmeArguments, acmeRules } from '../../_shared/acme-args.js';
import { openAccount, requireProfile, warnOfValidation, withOther } from '../../_shared/acme-open.js';
import { authorizationsOf, identifiersOf, makeOrder } from '../../_shared/acme-order.js';
import { challengeList, giveBack, requestOf, requireUsable } from '../../_shared/acme-order-steps.js';
import { exactlyOne } from '../../_shared/argument-rules.js';
import { readFiles } from '../../_shared/crypto-file.js';

const resource = z.string().describe('The path, the label or the name that has to answer.');
const resource_value = z.string().describe('What it has to answer.');
const record = z.string().describe('The whole name of the record.');
const resource_original = z.string().describe('`dns:` or `ip:` and what it is for.');

export default defineModule({
  name: 'community.crypto.acme_certificate_order_create',
  summary: 'Orders a certificate of an authority that speaks ACME.',
  args: z.strictObject({
    ...acmeArguments,
    csr: path().optional().describe('The file of the signing request.'),
    csr_content: str().optional().describe('The signing request itself, instead of a file.'),
    replaces_cert_id: str()
      .optional()
      .describe('The certificate that is renewed, as acme_certificate_renewal_info names it.'),
    profile: str().optional().describe('Which of the profiles of the authority is wanted.'),
    deactivate_authzs: bool().default(true).describe('Give the authorizations back when something fails.'),
    order_creation_error_strategy: choice('auto', 'always', 'fail', 'retry_without_replaces_cert_id')
      .default('auto')
      .describe('Whether a refused order is tried again; `auto`: without naming the certificate that is renewed.'),
    order_creation_max_retries: int().default(3).describe('How often at most.'),
  }),
  returns: z.object({
    order_uri: z.string().describe('The address of the order.'),
    account_uri: z.string().describe('The address of the account.'),
    challenge_data: z
      .array(
        z.object({
          identifier: z.string().describe('The name or address.'),
          identifier_type: z.string().describe('dns or ip.'),
          challenges: z
            .object({
              'http-01': z.object({ resource, resource_value }).optional().describe('A file on a web server.'),
              'dns-01': z.object({ resource, resource_value, record }).optional().describe('A TXT record.'),
              'tls-alpn-01': z
                .object({ resource, resource_value, resource_original })
                .optional()
                .describe('A certificate.'),
            })
            .describe('What has to be put in place, one of them.'),
        }),
      )
      .describe('For each name that is not valid yet.'),
    challenge_data_dns: z
      .record(z.string(), z.array(z.string()))
      .describe('The values of TXT records, by their names.'),
  }),
  check: 'none',
  diff: false,
  rules: (a) => [...acmeRules(a), ...exactlyOne(a, 'csr', 'csr_content')],
  examples: [
    {
      name: 'Order',
      task: 'community.crypto.acme_certificate_order_create:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n  acme_version: 2\n  account_key_src: /etc/acme/account.key\n  csr: /etc/ssl/www.example.org.csr\nregister: order',
    },
  ],
  run: (context) =>
    withOther(async () => {
      const { args: a, host, change, warn } = context;
      warnOfValidation(context);
      const files = await readFiles(host, [a.csr, a.account_key_src]);
      const client = await openAccount(context, files);
      const identifiers = identifiersOf(requestOf(files, a));
      requireProfile(client, a.profile);
      const wish = {
        identifiers,
        replaces: a.replaces_cert_id,
        profile: a.profile,
        strategy: a.order_creation_error_strategy,
        retries: a.order_creation_max_retries,
      };
      const order = await change({ summary: `order a certificate of ${a.acme_directory}` }, () =>
        makeOrder(client, wish, warn),
      );
      if (!order) throw new ModuleFailure('the order was not made');
      const authorizations = await authorizationsOf(client, order);
      try {
        requireUsable(authorizations);
      } catch (error) {
        if (a.deactivate_authzs) await giveBack(client, authorizations, warn);
        throw error;
      }
      const { list, dns } = challengeList(client, authorizations);
      return { order_uri: order.url, account_uri: client.accountUri, challenge_data: list, challenge_data_dns: dns };
    }),
});
