// The arguments of the modules that make certificate signing requests.
import { alias, bool, choice, dict, list, path, secret, str, z } from '../../src/kit/index.js';
import { backendArgument } from './private-key.js';

const names = (text: string) => list(str()).optional().describe(text);

export const csrArguments = {
  digest: str().default('sha256').describe('The digest that is signed; keys of type Ed25519 and Ed448 need none.'),
  privatekey_path: path().optional().describe('The file of the private key.'),
  privatekey_content: secret(str()).optional().describe('The private key itself, instead of a file.'),
  privatekey_passphrase: secret(str()).optional().describe('Of an encrypted private key.'),
  version: choice('1').default('1').describe('1, the only version there is.'),
  subject: dict(z.unknown()).optional().describe('Parts of the subject: names, each with a text or a list of texts.'),
  subject_ordered: list(z.record(z.string(), z.unknown()))
    .optional()
    .describe('The subject in the order given: mappings of one name each.'),
  country_name: alias(str().optional(), 'C', 'countryName').describe('Of the subject.'),
  state_or_province_name: alias(str().optional(), 'ST', 'stateOrProvinceName').describe('Of the subject.'),
  locality_name: alias(str().optional(), 'L', 'localityName').describe('Of the subject.'),
  organization_name: alias(str().optional(), 'O', 'organizationName').describe('Of the subject.'),
  organizational_unit_name: alias(str().optional(), 'OU', 'organizationalUnitName').describe('Of the subject.'),
  common_name: alias(str().optional(), 'CN', 'commonName').describe('Of the subject.'),
  email_address: alias(str().optional(), 'E', 'emailAddress').describe('Of the subject.'),
  subject_alt_name: alias(list(str()).optional(), 'subjectAltName').describe(
    'Other names, each with its kind in front: DNS:, IP:, email:, URI:, RID:, dirName:, otherName:.',
  ),
  subject_alt_name_critical: alias(bool().default(false), 'subjectAltName_critical').describe('Critical?'),
  use_common_name_for_san: alias(bool().default(true), 'useCommonNameForSAN').describe(
    'Without other names the common name is one.',
  ),
  key_usage: alias(list(str()).optional(), 'keyUsage').describe('What the key is for: digitalSignature, keyCertSign …'),
  key_usage_critical: alias(bool().default(false), 'keyUsage_critical').describe('Critical?'),
  extended_key_usage: alias(list(str()).optional(), 'extKeyUsage', 'extendedKeyUsage').describe(
    'What the key is for in applications: serverAuth, clientAuth, numbers with dots …',
  ),
  extended_key_usage_critical: alias(
    bool().default(false),
    'extKeyUsage_critical',
    'extendedKeyUsage_critical',
  ).describe('Critical?'),
  basic_constraints: alias(list(str()).optional(), 'basicConstraints').describe('`CA:TRUE`, `pathlen:1`.'),
  basic_constraints_critical: alias(bool().default(false), 'basicConstraints_critical').describe('Critical?'),
  ocsp_must_staple: alias(bool().default(false), 'ocspMustStaple').describe('Servers must staple OCSP answers.'),
  ocsp_must_staple_critical: alias(bool().default(false), 'ocspMustStaple_critical').describe('Critical?'),
  name_constraints_permitted: names('Of a CA: the names it may sign for.'),
  name_constraints_excluded: names('Of a CA: the names it may not sign for.'),
  name_constraints_critical: bool().default(false).describe('Critical?'),
  create_subject_key_identifier: bool().default(false).describe('Identify the key by its digest.'),
  subject_key_identifier: str().optional().describe('Identify the key by these bytes (hexadecimal).'),
  authority_key_identifier: str().optional().describe("Identify the issuer's key by these bytes (hexadecimal)."),
  authority_cert_issuer: names("Names of the issuer of the issuer's certificate."),
  // As text: serial numbers have up to 160 bits.
  authority_cert_serial_number: z
    .preprocess(
      (value) => (typeof value === 'number' || typeof value === 'bigint' ? String(value) : value),
      z.string().regex(/^\s*\d+\s*$/, { error: () => 'is not a whole number' }),
    )
    .optional()
    .describe("The serial number of the issuer's certificate."),
  crl_distribution_points: list(
    z.strictObject({
      full_name: list(str()).optional().describe('Names of the point, as in subject_alt_name.'),
      relative_name: list(str()).optional().describe('The name relative to the issuer: parts like `CN=x`.'),
      crl_issuer: list(str()).optional().describe('Names of who signs the list.'),
      reasons: list(
        choice(
          'key_compromise',
          'ca_compromise',
          'affiliation_changed',
          'superseded',
          'cessation_of_operation',
          'certificate_hold',
          'privilege_withdrawn',
          'aa_compromise',
        ),
      )
        .optional()
        .describe('The reasons for which it lists certificates.'),
    }),
  )
    .optional()
    .describe('Where revocation lists are.'),
  ...backendArgument,
};

export type CsrArguments = z.output<z.ZodObject<typeof csrArguments>>;

/** @param needed whether there is something to make, so that a private key must be given */
export function csrRules(a: CsrArguments, needed: boolean): string[] {
  const broken: string[] = [];
  if ((a.authority_cert_issuer === undefined) !== (a.authority_cert_serial_number === undefined)) {
    broken.push('parameters are required together: authority_cert_issuer, authority_cert_serial_number');
  }
  if (a.privatekey_path !== undefined && a.privatekey_content !== undefined) {
    broken.push('parameters are mutually exclusive: privatekey_path|privatekey_content');
  }
  if (a.subject !== undefined && a.subject_ordered !== undefined) {
    broken.push('parameters are mutually exclusive: subject|subject_ordered');
  }
  if (needed && a.privatekey_path === undefined && a.privatekey_content === undefined) {
    broken.push('one of the following is required: privatekey_path, privatekey_content');
  }
  for (const point of a.crl_distribution_points ?? []) {
    if (point.full_name !== undefined && point.relative_name !== undefined) {
      broken.push('parameters are mutually exclusive: full_name|relative_name found in crl_distribution_points');
    }
    if (point.full_name === undefined && point.relative_name === undefined && point.crl_issuer === undefined) {
      broken.push(
        'one of the following is required: full_name, relative_name, crl_issuer found in crl_distribution_points',
      );
    }
  }
  if (a.create_subject_key_identifier && a.subject_key_identifier !== undefined) {
    broken.push('subject_key_identifier cannot be specified if create_subject_key_identifier is true');
  }
  return broken;
}

export const csrReturns = {
  privatekey: z.string().nullable().describe('The file of the private key.'),
  subject: z.array(z.unknown()).describe('Pairs of name and value.'),
  subjectAltName: z.array(z.string()).nullable().describe('The other names.'),
  keyUsage: z.array(z.string()).nullable().describe('What the key is for.'),
  extendedKeyUsage: z.array(z.string()).nullable().describe('What it is for in applications.'),
  basicConstraints: z.array(z.string()).nullable().describe('The constraints.'),
  name_constraints_permitted: z.array(z.string()).describe('The names a CA may sign for.'),
  name_constraints_excluded: z.array(z.string()).describe('The names a CA may not sign for.'),
};
