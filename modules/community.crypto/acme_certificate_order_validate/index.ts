// Tells an authority that speaks ACME that the challenges of an order are met.
import { bool, choice, defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { acmeArguments, acmeRules } from '../../_shared/acme-args.js';
import { answerChallenge, combined, type Authorization } from '../../_shared/acme-challenge.js';
import { openAccount, warnOfValidation, withOther } from '../../_shared/acme-open.js';
import { authorizationsOf, readOrder } from '../../_shared/acme-order.js';
import { giveBack, requireUsable } from '../../_shared/acme-order-steps.js';
import { readFiles } from '../../_shared/crypto-file.js';

export default defineModule({
  name: 'community.crypto.acme_certificate_order_validate',
  summary: 'Has the challenges of an ACME order validated, without waiting for it.',
  args: z.strictObject({
    ...acmeArguments,
    order_uri: str().describe('The address of the order.'),
    challenge: choice('http-01', 'dns-01', 'tls-alpn-01')
      .optional()
      .describe('Which of the challenges is met; needed when some are pending.'),
    deactivate_authzs: bool().default(true).describe('Give the authorizations back when something fails.'),
  }),
  returns: z.object({
    account_uri: z.string().describe('The address of the account.'),
    validating_challenges: z
      .array(
        z.object({
          identifier: z.string().describe('The name or address.'),
          identifier_type: z.string().describe('dns or ip.'),
          authz_url: z.string().describe('The address of the authorization.'),
          challenge_type: z.string().describe('As asked for.'),
          challenge_url: z.string().describe('The address of the challenge.'),
        }),
      )
      .describe('What the server looks at now.'),
  }),
  check: 'none',
  diff: false,
  rules: acmeRules,
  examples: [
    {
      name: 'The files are in place',
      task: 'community.crypto.acme_certificate_order_validate:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n  acme_version: 2\n  account_key_src: /etc/acme/account.key\n  order_uri: "{{ order.order_uri }}"\n  challenge: http-01',
    },
  ],
  run: (context) =>
    withOther(async () => {
      const { args: a, host, change, warn } = context;
      warnOfValidation(context);
      const client = await openAccount(context, await readFiles(host, [a.account_key_src]));
      const all = await authorizationsOf(client, await readOrder(client, a.order_uri));
      try {
        requireUsable(all);
        const chosen = choose(all, a.challenge);
        const open = chosen.filter(({ challenge }) => challenge['status'] === 'pending');
        if (open.length > 0) {
          await change({ summary: `have ${open.length} challenges validated` }, async () => {
            for (const { one } of open) await answerChallenge(client, one, a.challenge ?? '');
          });
        }
        const validating = open.map(({ one, challenge }) => ({
          identifier: one.identifier,
          identifier_type: one.type,
          authz_url: one.url,
          challenge_type: a.challenge,
          challenge_url: challenge['url'],
        }));
        return { account_uri: client.accountUri, validating_challenges: validating };
      } catch (error) {
        if (a.deactivate_authzs) await giveBack(client, all, warn);
        throw error;
      }
    }),
});

/** The challenge of each authorization that is pending. @throws ModuleFailure when one has none of that type */
export function choose(
  all: readonly Authorization[],
  type: string | undefined,
): { readonly one: Authorization; readonly challenge: Readonly<Record<string, unknown>> }[] {
  const pending = all.filter(({ status }) => status === 'pending');
  if (type === undefined && pending.length > 0) {
    throw new ModuleFailure(
      'The challenge parameter must be supplied if there are pending authorizations. The following authorizations are pending: ' +
        pending.map(combined).sort().join(', '),
    );
  }
  const found = pending.map((one) => ({ one, challenge: one.challenges.find((c) => c['type'] === type) }));
  const bad = found.filter(({ challenge }) => !challenge).map(({ one }) => `${combined(one)} with ${type}`);
  if (bad.length > 0) {
    throw new ModuleFailure(
      `The following authorizations do not support the selected challenges: ${bad.sort().join(', ')}`,
    );
  }
  return found.map(({ one, challenge = {} }) => ({ one, challenge }));
}
