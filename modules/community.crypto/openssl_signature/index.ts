// A file signed with a private key.
import { sign } from 'node:crypto';
import { defineModule, ModuleFailure, path, secret, str, z } from '../../../src/kit/index.js';
import { readPrivateKey, spkiOf } from '../../../src/keys/index.js';
import { readPublicKey } from '../../../src/x509/index.js';
import { exactlyOne } from '../../_shared/argument-rules.js';
import { given, orFail, readFiles } from '../../_shared/crypto-file.js';
import { backendArgument } from '../../_shared/private-key.js';

export default defineModule({
  name: 'community.crypto.openssl_signature',
  summary: 'Signs a file of the host with a private key.',
  args: z.strictObject({
    path: path().describe('The file to sign; it is only read.'),
    privatekey_path: path().optional().describe('The file of the private key.'),
    privatekey_content: secret(str()).optional().describe('The private key itself, instead of a file.'),
    privatekey_passphrase: secret(str()).optional().describe('Of an encrypted private key.'),
    ...backendArgument,
  }),
  returns: z.object({ signature: z.string().describe('The signature, base64.') }),
  check: 'full',
  diff: false,
  rules: (a) => exactlyOne(a, 'privatekey_path', 'privatekey_content'),
  examples: [
    {
      name: 'Sign a file',
      task: 'community.crypto.openssl_signature:\n  path: /srv/release.tar.gz\n  privatekey_path: /etc/ssl/private/release.pem\nregister: signed',
    },
  ],
  async run({ args: a, host }) {
    const others = await readFiles(host, [a.path, a.privatekey_path]);
    const bytes = others.get(a.path);
    if (!bytes) throw new ModuleFailure(`The file ${a.path} does not exist`, { name: a.path });
    const source = given({ others }, a.privatekey_path, a.privatekey_content, 'private key') ?? new Uint8Array();
    const key = orFail(() => readPrivateKey(source, a.privatekey_passphrase));
    const { type } = orFail(() => readPublicKey(spkiOf(key)));
    if (type.startsWith('X')) throw new ModuleFailure(`Unsupported key type: ${type} cannot sign`);
    return { signature: sign(type.startsWith('Ed') ? null : 'sha256', bytes, key).toString('base64') };
  },
});
