// What a task of acme_certificate may say, and the rules among it.
import { alias, bool, choice, dict, int, list, path, raw, str, z } from '../../../src/kit/index.js';
import { acmeArguments, acmeRules } from '../../_shared/acme-args.js';
import { criterionArgument } from '../../_shared/acme-chain.js';

export const args = z.strictObject({
  ...acmeArguments,
  account_email: str().optional().describe('Where the authority writes to; sets the contact of the account.'),
  agreement: str().optional().describe('Terms of the service of version 1; not used in version 2.'),
  terms_agreed: bool().default(false).describe('Whether you agree to the terms of service when an account is made.'),
  modify_account: bool()
    .default(true)
    .describe('Whether an account is made when there is none, and its contact set; see acme_account.'),
  challenge: choice('http-01', 'dns-01', 'tls-alpn-01', 'no challenge')
    .default('http-01')
    .describe('How it is shown that the names are yours.'),
  csr: alias(path().optional().describe('The file of the signing request.'), 'src'),
  csr_content: str().optional().describe('The signing request itself, instead of a file.'),
  data: dict(raw()).optional().describe('The result of the first step, for the second.'),
  dest: alias(path().optional().describe('The file for the certificate.'), 'cert'),
  fullchain_dest: alias(path().optional().describe('The file for the certificate and its chain.'), 'fullchain'),
  chain_dest: alias(path().optional().describe('The file for the chain alone.'), 'chain'),
  remaining_days: int().default(10).describe('A certificate that is valid for fewer days than these is renewed.'),
  force: bool().default(false).describe('Renew it in any case.'),
  deactivate_authzs: bool()
    .default(false)
    .describe('Give the authorizations back after the second step, whether it went well or not.'),
  retrieve_all_alternates: bool().default(false).describe('Return all chains that are offered.'),
  select_chain: list(criterionArgument)
    .optional()
    .describe('Which of several chains is taken: the first that meets the first criterion that one meets.'),
  include_renewal_cert_id: choice('never', 'when_ari_supported', 'always')
    .default('never')
    .describe('Whether the order says which certificate it renews.'),
  profile: str().optional().describe('Which of the profiles of the authority is wanted.'),
  order_creation_error_strategy: choice('auto', 'always', 'fail', 'retry_without_replaces_cert_id')
    .default('auto')
    .describe('Whether a refused order is tried again; `auto`: without naming the certificate that is renewed.'),
  order_creation_max_retries: int().default(3).describe('How often at most.'),
});

export type Args = z.output<typeof args>;

export function rules(a: Args): string[] {
  const broken = acmeRules(a);
  if (a.csr === undefined && a.csr_content === undefined) {
    broken.push('one of the following is required: csr, csr_content');
  }
  if (a.csr !== undefined && a.csr_content !== undefined) {
    broken.push('parameters are mutually exclusive: csr|csr_content');
  }
  if (a.dest === undefined && a.fullchain_dest === undefined) {
    broken.push('one of the following is required: dest, fullchain_dest');
  }
  return broken;
}
