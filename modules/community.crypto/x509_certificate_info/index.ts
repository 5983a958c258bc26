// What a certificate says, and whether it is valid at given times.
import { choice, defineModule, dict, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { opensslCrypto } from '../../../src/keys/index.js';
import { certificateInfo, isPem, loadCertificate, timeOption } from '../../../src/x509/index.js';
import { orFail } from '../../_shared/crypto-file.js';
import { certificateFields, contentOf, oneOfPathAndContent } from '../../_shared/crypto-info.js';
import { backendArgument } from '../../_shared/private-key.js';

const args = z.strictObject({
  path: path().optional().describe('The file, PEM or DER.'),
  content: str().optional().describe('The certificate itself (PEM), instead of a file.'),
  valid_at: dict(z.unknown())
    .optional()
    .describe('Names for times (`+1d`, `20261231235959Z`) at which it is asked to be valid.'),
  name_encoding: choice('ignore', 'idna', 'unicode')
    .default('ignore')
    .describe('Names of hosts as they stand, in ASCII, or in Unicode.'),
  ...backendArgument,
});

export default defineModule({
  name: 'community.crypto.x509_certificate_info',
  aliases: [
    'openssl_certificate_info',
    'ansible.builtin.openssl_certificate_info',
    'community.crypto.openssl_certificate_info',
  ],
  summary: 'Tells what a certificate says.',
  args,
  returns: z.object({
    ...certificateFields,
    expired: z.boolean().describe('Whether its time is over.'),
    fingerprints: z.record(z.string(), z.string()).describe('Digests of the certificate, by algorithm.'),
    issuer: z.record(z.string(), z.string()).describe('Who signed it, by name.'),
    issuer_ordered: z.array(z.unknown()).describe('Who signed it as pairs, in order.'),
    issuer_uri: z.string().nullable().describe("Where the issuer's certificate is."),
    not_after: z.string().describe('Valid until (`20261231235959Z`).'),
    not_before: z.string().describe('Valid from.'),
    ocsp_uri: z.string().nullable().describe('Where the OCSP responder is.'),
    serial_number: z.number().describe('The serial number.'),
    signature_algorithm: z.string().describe('How it is signed.'),
    valid_at: z.record(z.string(), z.boolean()).describe('Whether it is valid at the times asked for, by name.'),
    version: z.number().describe('1 or 3.'),
  }),
  check: 'full',
  diff: false,
  rules: oneOfPathAndContent,
  examples: [
    {
      name: 'Is it valid in two weeks?',
      task: 'community.crypto.x509_certificate_info:\n  path: /etc/ssl/host.crt\n  valid_at:\n    two_weeks: +2w\nregister: cert',
    },
  ],
  async run({ args: a, host, task }) {
    const bytes = await contentOf(host, a, 'certificate');
    const now = task.now();
    const asked = Object.entries(a.valid_at ?? {}).map(([name, time]): [string, number] => {
      if (typeof time !== 'string') {
        throw new ModuleFailure(`The value for valid_at.${name} must be of type string (got ${typeof time})`);
      }
      return [name, orFail(() => timeOption(time, `valid_at.${name}`, now))];
    });
    return orFail(() => {
      if (a.content !== undefined && !isPem(bytes))
        throw new ModuleFailure('`content` is not a certificate in PEM format');
      const { notBefore, notAfter } = loadCertificate(bytes);
      return {
        ...certificateInfo(bytes, now, { crypto: opensslCrypto, encoding: a.name_encoding }),
        valid_at: Object.fromEntries(asked.map(([name, at]) => [name, notBefore <= at && at <= notAfter])),
      };
    });
  },
});
