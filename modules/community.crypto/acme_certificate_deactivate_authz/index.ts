// Gives the authorizations of an order back.
import { defineModule, str, z } from '../../../src/kit/index.js';
import { acmeArguments, acmeRules } from '../../_shared/acme-args.js';
import { openAccount, warnOfValidation, withOther } from '../../_shared/acme-open.js';
import { authorizationsOf, readOrder } from '../../_shared/acme-order.js';
import { giveBack } from '../../_shared/acme-order-steps.js';
import { readFiles } from '../../_shared/crypto-file.js';

export default defineModule({
  name: 'community.crypto.acme_certificate_deactivate_authz',
  summary: 'Gives the authorizations of an ACME order back.',
  args: z.strictObject({ ...acmeArguments, order_uri: str().describe('The address of the order.') }),
  returns: z.object({}),
  check: 'full',
  diff: false,
  rules: acmeRules,
  examples: [
    {
      name: 'Give them back',
      task: 'community.crypto.acme_certificate_deactivate_authz:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n  acme_version: 2\n  account_key_src: /etc/acme/account.key\n  order_uri: "{{ order.order_uri }}"',
    },
  ],
  run: (context) =>
    withOther(async () => {
      const { args: a, host, change, warn } = context;
      warnOfValidation(context);
      const client = await openAccount(context, await readFiles(host, [a.account_key_src]));
      const all = await authorizationsOf(client, await readOrder(client, a.order_uri));
      const open = all.filter(({ status }) => status === 'valid' || status === 'pending');
      if (open.length > 0) {
        await change({ summary: `deactivate ${open.length} authorizations` }, () => giveBack(client, open, warn));
      }
      return {};
    }),
});
