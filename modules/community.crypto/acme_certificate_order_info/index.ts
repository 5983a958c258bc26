// What an authority that speaks ACME knows of an order.
import { defineModule, str, z } from '../../../src/kit/index.js';
import { acmeArguments, acmeRules } from '../../_shared/acme-args.js';
import { combined } from '../../_shared/acme-challenge.js';
import { openAccount, warnOfValidation, withOther } from '../../_shared/acme-open.js';
import { authorizationsOf, readOrder } from '../../_shared/acme-order.js';
import { readFiles } from '../../_shared/crypto-file.js';

const some = (status: string) => z.array(z.string()).describe(`Those that are ${status}.`);
const status = z.string().describe('How far it is.');
const expires = z.string().optional().describe('When it ends.');

export default defineModule({
  name: 'community.crypto.acme_certificate_order_info',
  summary: 'Tells what an authority that speaks ACME knows of an order.',
  args: z.strictObject({ ...acmeArguments, order_uri: str().describe('The address of the order.') }),
  returns: z.object({
    account_uri: z.string().describe('The address of the account.'),
    order_uri: z.string().describe('The address of the order.'),
    order: z
      .looseObject({
        status,
        expires,
        identifiers: z
          .array(
            z.object({
              type: z.string().describe('dns or ip.'),
              value: z.string().describe('The name or address.'),
            }),
          )
          .describe('What it is for.'),
        authorizations: z.array(z.string()).describe('The addresses of its authorizations.'),
        finalize: z.string().describe('Where the request is handed in.'),
        certificate: z.string().optional().describe('Where the certificate is.'),
        error: z.unknown().optional().describe('What went wrong.'),
        notBefore: z.string().optional().describe('From when the certificate shall be valid.'),
        notAfter: z.string().optional().describe('Until when.'),
        profile: z.string().optional().describe('The profile that was chosen.'),
        replaces: z.string().optional().describe('The certificate that is renewed.'),
      })
      .describe('The order, as the server tells it.'),
    authorizations_by_identifier: z.record(z.string(), z.unknown()).describe('The authorizations, by `dns:name`.'),
    authorizations_by_status: z
      .object({
        pending: some('pending'),
        invalid: some('invalid'),
        valid: some('valid'),
        revoked: some('revoked'),
        deactivated: some('deactivated'),
        expired: some('expired'),
      })
      .describe('Their names, by status.'),
  }),
  check: 'full',
  diff: false,
  rules: acmeRules,
  examples: [
    {
      name: 'How far an order is',
      task: 'community.crypto.acme_certificate_order_info:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n  acme_version: 2\n  account_key_src: /etc/acme/account.key\n  order_uri: "{{ order.order_uri }}"\nregister: told',
    },
  ],
  run: (context) =>
    withOther(async () => {
      const { args: a, host } = context;
      warnOfValidation(context);
      const client = await openAccount(context, await readFiles(host, [a.account_key_src]));
      const order = await readOrder(client, a.order_uri);
      const all = await authorizationsOf(client, order);
      const byStatus: Record<string, string[]> = {
        pending: [],
        invalid: [],
        valid: [],
        revoked: [],
        deactivated: [],
        expired: [],
      };
      for (const one of all) (byStatus[one.status] ??= []).push(combined(one).toLowerCase());
      return {
        account_uri: client.accountUri,
        order_uri: order.url,
        order: order.data,
        authorizations_by_identifier: Object.fromEntries(all.map((one) => [combined(one).toLowerCase(), one.data])),
        authorizations_by_status: byStatus,
      };
    }),
});
