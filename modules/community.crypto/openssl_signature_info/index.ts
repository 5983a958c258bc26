// Whether a file's signature is right, by a certificate.
import { verify } from 'node:crypto';
import { defineModule, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { publicKeyFrom } from '../../../src/keys/index.js';
import { loadCertificate, readPublicKey } from '../../../src/x509/index.js';
import { exactlyOne } from '../../_shared/argument-rules.js';
import { given, orFail, readFiles } from '../../_shared/crypto-file.js';
import { backendArgument } from '../../_shared/private-key.js';

export default defineModule({
  name: 'community.crypto.openssl_signature_info',
  summary: 'Tells whether the signature of a file of the host is right, by a certificate.',
  args: z.strictObject({
    path: path().describe('The file that was signed; it is only read.'),
    signature: str().describe('The signature, base64.'),
    certificate_path: path().optional().describe('The file of the certificate.'),
    certificate_content: str().optional().describe('The certificate itself, instead of a file.'),
    ...backendArgument,
  }),
  returns: z.object({ valid: z.boolean().describe('Whether it is right.') }),
  check: 'full',
  diff: false,
  rules: (a) => exactlyOne(a, 'certificate_path', 'certificate_content'),
  examples: [
    {
      name: 'Check a signature',
      task: 'community.crypto.openssl_signature_info:\n  path: /srv/release.tar.gz\n  certificate_path: /etc/ssl/release.crt\n  signature: "{{ signed.signature }}"\nregister: checked\nfailed_when: not checked.valid',
    },
  ],
  async run({ args: a, host }) {
    const others = await readFiles(host, [a.path, a.certificate_path]);
    const bytes = others.get(a.path);
    if (!bytes) throw new ModuleFailure(`The file ${a.path} does not exist`, { name: a.path });
    const source = given({ others }, a.certificate_path, a.certificate_content, 'certificate') ?? new Uint8Array();
    const { publicKey } = orFail(() => loadCertificate(source));
    const { type } = orFail(() => readPublicKey(publicKey));
    if (type.startsWith('X')) throw new ModuleFailure(`Unsupported key type: ${type} cannot sign`);
    const key = orFail(() => publicKeyFrom(publicKey));
    const signature = Buffer.from(a.signature, 'base64');
    return { valid: verify(type.startsWith('Ed') ? null : 'sha256', bytes, key, signature) };
  },
});
