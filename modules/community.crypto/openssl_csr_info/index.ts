// What a certificate signing request says.
import { choice, defineModule, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { opensslCrypto } from '../../../src/keys/index.js';
import { requestInfo } from '../../../src/x509/index.js';
import { orFail } from '../../_shared/crypto-file.js';
import { certificateFields, contentOf, oneOfPathAndContent } from '../../_shared/crypto-info.js';
import { backendArgument } from '../../_shared/private-key.js';

const args = z.strictObject({
  path: path().optional().describe('The file.'),
  content: str().optional().describe('The request itself, instead of a file.'),
  name_encoding: choice('ignore', 'idna', 'unicode')
    .default('ignore')
    .describe('Names of hosts as they stand, in ASCII, or in Unicode.'),
  ...backendArgument,
});

export default defineModule({
  name: 'community.crypto.openssl_csr_info',
  summary: 'Tells what a certificate signing request asks for.',
  args,
  returns: z.object({
    ...certificateFields,
    signature_valid: z.boolean().describe('Whether the signature is right; the task fails when it is not.'),
    name_constraints_permitted: z.array(z.string()).nullable().describe('The names a CA may sign for.'),
    name_constraints_excluded: z.array(z.string()).nullable().describe('The names a CA may not sign for.'),
    name_constraints_critical: z.boolean().describe('Whether these are critical.'),
  }),
  check: 'full',
  diff: false,
  rules: oneOfPathAndContent,
  examples: [
    { name: 'What is asked for', task: 'community.crypto.openssl_csr_info:\n  path: /etc/ssl/host.csr\nregister: csr' },
  ],
  async run({ args: a, host }) {
    const bytes = await contentOf(host, a, 'CSR');
    const info = orFail(() => requestInfo(bytes, { crypto: opensslCrypto, encoding: a.name_encoding }));
    if (info['signature_valid'] === false) throw new ModuleFailure('CSR signature is invalid!', info);
    return info;
  },
});
