// The parameters that all modules for ACME have in common, and the rules among them.
import { alias, bool, choice, int, path, secret, str, type z } from '../../src/kit/index.js';

/** Of the authority alone. */
export const serverArguments = {
  acme_directory: str().describe('The URL of the directory of the authority.'),
  acme_version: choice('1', '2')
    .transform(Number)
    .describe('The version of the protocol; only 2 (RFC 8555) is supported.'),
  validate_certs: bool().default(true).describe("Whether the authority's own TLS certificate must be valid."),
  request_timeout: int().default(10).describe('Seconds without an answer after which a request is given up.'),
  select_crypto_backend: choice('auto', 'cryptography', 'openssl')
    .default('auto')
    .describe('For playbooks that give it: the work is always done by tsplay itself, which needs no library.'),
};

export type ServerArguments = z.output<z.ZodObject<typeof serverArguments>>;

export const acmeArguments = {
  ...serverArguments,
  account_key_src: alias(
    path().optional().describe('The file of the private key of the account (RSA, or ECC on a NIST curve).'),
    'account_key',
  ),
  account_key_content: secret(str()).optional().describe('The key itself, instead of a file.'),
  account_key_passphrase: secret(str()).optional().describe('Of an encrypted key.'),
  account_uri: str().optional().describe('The account that the key must belong to.'),
};

export type AcmeArguments = z.output<z.ZodObject<typeof acmeArguments>>;

/** What is wrong with the parameters of the authority. */
export const serverRules = (given: Pick<ServerArguments, 'acme_version'>): string[] =>
  given.acme_version === 1
    ? ['acme_version 1 is not supported, no authority speaks it any more: use 2 and the directory of version 2']
    : [];

/** @param given the parameters. @returns what is wrong with them */
export function acmeRules(
  given: Pick<AcmeArguments, 'acme_version' | 'account_key_src' | 'account_key_content'>,
): string[] {
  const broken = serverRules(given);
  const keys = [given.account_key_src, given.account_key_content].filter((key) => key !== undefined).length;
  if (keys === 0) broken.push('one of the following is required: account_key_src, account_key_content');
  if (keys === 2) broken.push('parameters are mutually exclusive: account_key_src|account_key_content');
  return broken;
}

export const WITHOUT_VALIDATION =
  "The certificate of the ACME server is not validated: that is for tests with a server of one's own, never for production.";
