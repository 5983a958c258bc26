// What a list of revoked certificates says.
import { bool, choice, defineModule, path, str, z } from '../../../src/kit/index.js';
import { isPem, revocationListInfo } from '../../../src/x509/index.js';
import { revokedCertificates } from '../../_shared/crl-returns.js';
import { orFail } from '../../_shared/crypto-file.js';
import { contentOf, oneOfPathAndContent } from '../../_shared/crypto-info.js';

const args = z.strictObject({
  path: path().optional().describe('The file, PEM or DER.'),
  content: str().optional().describe('The list itself, PEM or base64 of DER, instead of a file.'),
  list_revoked_certificates: bool().default(true).describe('Tell the certificates too; there may be very many.'),
  name_encoding: choice('ignore', 'idna', 'unicode')
    .default('ignore')
    .describe('Names of hosts as they stand, in ASCII, or in Unicode.'),
});

export default defineModule({
  name: 'community.crypto.x509_crl_info',
  summary: 'Tells what a list of revoked certificates says.',
  args,
  returns: z.object({
    format: z.string().describe('pem or der.'),
    issuer: z.record(z.string(), z.string()).describe('Who signed it, by name.'),
    issuer_ordered: z.array(z.unknown()).describe('Who signed it as pairs, in order.'),
    last_update: z.string().describe('When it was made (`20261231235959Z`).'),
    next_update: z.string().nullable().describe('When the next is made.'),
    digest: z.string().describe('How it is signed.'),
    revoked_certificates: revokedCertificates.optional().describe('The certificates.'),
  }),
  check: 'full',
  diff: false,
  rules: oneOfPathAndContent,
  examples: [
    { name: 'What is revoked', task: 'community.crypto.x509_crl_info:\n  path: /etc/ssl/ca.crl\nregister: crl' },
  ],
  async run({ args: a, host }) {
    const given = await contentOf(host, a, 'CRL');
    const bytes = a.content !== undefined && !isPem(given) ? Buffer.from(a.content, 'base64') : given;
    return orFail(() => revocationListInfo(bytes, a.list_revoked_certificates, a.name_encoding));
  },
});
