// What the `*_info` modules of community.crypto have in common: a file or text to look at, fields that keys have.
import { ModuleFailure, z, type HostView } from '../../src/kit/index.js';
import { readFiles } from './crypto-file.js';

export const INFO_FIELDS = {
  fingerprints: z.record(z.string(), z.string()).describe('Digests of the public key, by algorithm.'),
  type: z.string().describe('RSA, DSA, ECC, Ed25519, X25519, Ed448 or X448.'),
  publicData: z
    .object({
      size: z.number().optional().describe('Bits, of RSA and DSA.'),
      modulus: z.number().optional().describe('Of RSA.'),
      exponent: z.number().optional().describe('Of RSA.'),
      p: z.number().optional().describe('The prime of DSA.'),
      q: z.number().optional().describe('The order of the subgroup of DSA.'),
      g: z.number().optional().describe('The generator of DSA.'),
      curve: z.string().optional().describe('The curve of ECC.'),
      exponent_size: z.number().optional().describe('Bits of a private key on the curve.'),
      x: z.number().optional().describe('Of the point of ECC.'),
      y: z.number().optional().describe('Of the point of ECC; of DSA the public number.'),
    })
    .describe('The public numbers.'),
};

interface PathOrContent {
  readonly path?: string | undefined;
  readonly content?: string | undefined;
}

export function oneOfPathAndContent({ path, content }: PathOrContent): string[] {
  if (path === undefined && content === undefined) return ['one of the following is required: path, content'];
  return path !== undefined && content !== undefined ? ['parameters are mutually exclusive: path|content'] : [];
}

/** The bytes to look at. @param what for the message @param extra return values when there is no such file */
export async function contentOf(
  host: HostView,
  { path, content }: PathOrContent,
  what: string,
  extra: Record<string, unknown> = {},
): Promise<Uint8Array> {
  if (content !== undefined) return Buffer.from(content, 'utf8');
  const bytes = (await readFiles(host, [path])).get(path ?? '');
  if (!bytes) {
    throw new ModuleFailure(
      `Error while reading ${what} file from disk: [Errno 2] No such file or directory: '${path}'`,
      extra,
    );
  }
  return bytes;
}

const critical = z.boolean().describe('Whether that extension is critical.');
const some = (text: string) => z.array(z.string()).nullable().describe(text);

/** What requests and certificates have in common. */
export const certificateFields = {
  subject: z.record(z.string(), z.string()).describe('The subject, by name; of names that are there twice the last.'),
  subject_ordered: z.array(z.unknown()).describe('The subject as pairs, in order.'),
  key_usage: some('What the key is for.'),
  key_usage_critical: critical,
  extended_key_usage: some('What it is for in applications.'),
  extended_key_usage_critical: critical,
  basic_constraints: some('`CA:TRUE`, `pathlen:1`.'),
  basic_constraints_critical: critical,
  ocsp_must_staple: z.boolean().nullable().describe('Whether servers must staple OCSP answers.'),
  ocsp_must_staple_critical: critical,
  subject_alt_name: some('The other names, each with its kind in front.'),
  subject_alt_name_critical: critical,
  public_key: z.string().describe('The public key, as PEM.'),
  public_key_type: INFO_FIELDS.type,
  public_key_data: INFO_FIELDS.publicData,
  public_key_fingerprints: INFO_FIELDS.fingerprints,
  subject_key_identifier: z.string().nullable().describe('What identifies the key, hexadecimal.'),
  authority_key_identifier: z.string().nullable().describe("What identifies the issuer's key, hexadecimal."),
  authority_cert_issuer: some("Names of the issuer of the issuer's certificate."),
  authority_cert_serial_number: z.number().nullable().describe("The serial number of the issuer's certificate."),
  extensions_by_oid: z
    .object({
      critical: z.boolean().describe('Whether it is critical.'),
      value: z.string().describe('Its bytes, base64.'),
    })
    .describe('All extensions, by the numbers of each.'),
};
