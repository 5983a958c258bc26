// The arguments of the modules that make certificates.
import { alias, bool, choice, int, path, secret, str, type z } from '../../src/kit/index.js';
import { backendArgument } from './private-key.js';

const identifierChoice = (text: string) =>
  choice('create_if_not_provided', 'always_create', 'never_create').default('create_if_not_provided').describe(text);

export const certificateArguments = {
  force: bool().default(false).describe('Make it in any case.'),
  csr_path: path().optional().describe('The file of the signing request.'),
  csr_content: str().optional().describe('The signing request itself, instead of a file.'),
  ignore_timestamps: bool()
    .default(true)
    .describe('A certificate is right whatever its times are; with no they must be the ones asked for.'),
  privatekey_path: path().optional().describe('The file of the private key that the certificate is for.'),
  privatekey_content: secret(str()).optional().describe('That private key itself, instead of a file.'),
  privatekey_passphrase: secret(str()).optional().describe('Of an encrypted private key.'),
  selfsigned_version: int().default(3).describe('3.'),
  selfsigned_digest: str().default('sha256').describe('The digest that is signed.'),
  selfsigned_not_before: alias(str().default('+0s'), 'selfsigned_notBefore').describe(
    'Valid from: `+1h`, `-30m` or `20261231235959Z`.',
  ),
  selfsigned_not_after: alias(str().default('+3650d'), 'selfsigned_notAfter').describe('Valid until.'),
  selfsigned_create_subject_key_identifier: identifierChoice('Whether the key is identified by its digest.'),
  ownca_path: path().optional().describe('The certificate of the CA.'),
  ownca_content: str().optional().describe('That certificate itself, instead of a file.'),
  ownca_privatekey_path: path().optional().describe('The private key of the CA.'),
  ownca_privatekey_content: secret(str()).optional().describe('That key itself, instead of a file.'),
  ownca_privatekey_passphrase: secret(str()).optional().describe("Of the CA's encrypted private key."),
  ownca_digest: str().default('sha256').describe('The digest that is signed.'),
  ownca_version: int().default(3).describe('3.'),
  ownca_not_before: str().default('+0s').describe('Valid from: `+1h`, `-30m` or `20261231235959Z`.'),
  ownca_not_after: str().default('+3650d').describe('Valid until.'),
  ownca_create_subject_key_identifier: identifierChoice('Whether the key is identified by its digest.'),
  ownca_create_authority_key_identifier: bool().default(true).describe("Whether the CA's key is identified."),
  ...backendArgument,
};

export type CertificateArguments = z.output<z.ZodObject<typeof certificateArguments>> & {
  readonly provider?: string | undefined;
};

/** Rules of both modules. */
export function certificateRules(a: CertificateArguments): string[] {
  const broken: string[] = [];
  const exclusive = (one: keyof CertificateArguments, other: keyof CertificateArguments): void => {
    if (a[one] !== undefined && a[other] !== undefined)
      broken.push(`parameters are mutually exclusive: ${one}|${other}`);
  };
  exclusive('csr_path', 'csr_content');
  exclusive('privatekey_path', 'privatekey_content');
  exclusive('ownca_path', 'ownca_content');
  exclusive('ownca_privatekey_path', 'ownca_privatekey_content');
  const oneOf = (one: keyof CertificateArguments, other: keyof CertificateArguments): void => {
    if (a[one] === undefined && a[other] === undefined)
      broken.push(`One of ${one} and ${other} must be specified for the ${a.provider} provider.`);
  };
  if (a.provider === 'acme') {
    broken.push("provider 'acme' is not supported: use community.crypto.acme_certificate, which needs no acme-tiny");
  }
  if (a.provider === 'entrust')
    broken.push("provider 'entrust' is not supported: use ansible.builtin.uri with its API");
  if (a.provider === 'selfsigned') oneOf('privatekey_path', 'privatekey_content');
  if (a.provider === 'ownca') {
    oneOf('ownca_path', 'ownca_content');
    oneOf('ownca_privatekey_path', 'ownca_privatekey_content');
    if (a.csr_path === undefined && a.csr_content === undefined) {
      broken.push('csr_path or csr_content is required for ownca provider');
    }
  }
  if ((a.provider === 'selfsigned' ? a.selfsigned_version : a.provider === 'ownca' ? a.ownca_version : 3) === 2) {
    broken.push('The cryptography backend does not support v2 certificates');
  }
  return broken;
}

/** Parameters of providers that are refused. */
export const refusedProviders = {
  ...Object.fromEntries(
    ['acme_accountkey_path', 'acme_challenge_path', 'acme_chain', 'acme_directory'].map((name) => [
      name,
      'the module community.crypto.acme_certificate gets certificates without acme-tiny',
    ]),
  ),
};

export const refusedEntrust = Object.fromEntries(
  [
    'entrust_cert_type',
    'entrust_requester_email',
    'entrust_requester_name',
    'entrust_requester_phone',
    'entrust_api_user',
    'entrust_api_key',
    'entrust_api_client_cert_path',
    'entrust_api_client_cert_key_path',
    'entrust_not_after',
    'entrust_api_specification_path',
  ].map((name) => [name, 'the API of Entrust can be asked with ansible.builtin.uri']),
);
