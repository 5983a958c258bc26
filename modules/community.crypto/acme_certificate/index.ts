// A certificate from an authority that speaks ACME: ordered in a first step, fetched in a second.
import { defineModule, z } from '../../../src/kit/index.js';
import { withOther } from '../../_shared/acme-open.js';
import { args, rules } from './args.js';
import { runAcme } from './run.js';

export default defineModule({
  name: 'community.crypto.acme_certificate',
  summary: 'Orders, validates and fetches a certificate of an authority that speaks ACME, in two steps.',
  args,
  returns: z.object({
    cert_days: z.number().describe('For how many days the certificate is valid; -1: there is none.'),
    challenge_data: z
      .record(
        z.string(),
        z.record(
          z.string(),
          z.object({
            resource: z.string().describe('The path, the label or the name that has to answer.'),
            resource_original: z.string().optional().describe('Of tls-alpn-01: `dns:` or `ip:` and what it is for.'),
            resource_value: z.string().describe('What it has to answer.'),
            record: z.string().optional().describe('Of dns-01: the whole name of the record.'),
          }),
        ),
      )
      .optional()
      .describe('What has to be put in place, by name and type of challenge.'),
    challenge_data_dns: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .describe('With dns-01: the values of TXT records, by their names.'),
    authorizations: z.record(z.string(), z.unknown()).optional().describe('The authorizations, by name.'),
    order_uri: z.string().optional().describe('The address of the order.'),
    finalization_uri: z.string().nullable().optional().describe('Where the request is handed in.'),
    finalize_uri: z
      .string()
      .nullable()
      .optional()
      .describe('The same, by the name that the collection really returns it by.'),
    account_uri: z.string().optional().describe('The address of the account.'),
    all_chains: z
      .array(
        z.object({
          cert: z.string().describe('The certificate.'),
          chain: z.string().describe('Those above it, without the root.'),
          full_chain: z.string().describe('Both.'),
        }),
      )
      .optional()
      .describe('With `retrieve_all_alternates`: all chains, the main one first.'),
  }),
  check: 'full',
  diff: false,
  rules,
  examples: [
    {
      name: 'Order a certificate',
      task:
        'community.crypto.acme_certificate:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n' +
        '  acme_version: 2\n  account_key_src: /etc/acme/account.key\n  account_email: root@example.org\n' +
        '  terms_agreed: true\n  csr: /etc/ssl/www.example.org.csr\n  dest: /etc/ssl/www.example.org.pem\n' +
        'register: order',
    },
    {
      name: 'Fetch it, when the answers to the challenges are in place',
      task:
        'community.crypto.acme_certificate:\n  acme_directory: https://acme-v02.api.letsencrypt.org/directory\n' +
        '  acme_version: 2\n  account_key_src: /etc/acme/account.key\n  csr: /etc/ssl/www.example.org.csr\n' +
        '  dest: /etc/ssl/www.example.org.pem\n  fullchain_dest: /etc/ssl/www.example.org-full.pem\n' +
        '  data: "{{ order }}"\nwhen: order is changed',
    },
  ],
  run: (context) => withOther(() => runAcme(context)),
});
