// What a public key is.
import { defineModule, path, str, z } from '../../../src/kit/index.js';
import { opensslCrypto } from '../../../src/keys/index.js';
import { publicKeyInfo } from '../../../src/x509/index.js';
import { orFail } from '../../_shared/crypto-file.js';
import { contentOf, INFO_FIELDS, oneOfPathAndContent } from '../../_shared/crypto-info.js';
import { backendArgument } from '../../_shared/private-key.js';

const args = z.strictObject({
  path: path().optional().describe('The file.'),
  content: str().optional().describe('The key itself, instead of a file.'),
  ...backendArgument,
});

export default defineModule({
  name: 'community.crypto.openssl_publickey_info',
  summary: 'Tells the kind, the numbers and the fingerprints of a public key.',
  args,
  returns: z.object({
    fingerprints: INFO_FIELDS.fingerprints,
    type: INFO_FIELDS.type,
    public_data: INFO_FIELDS.publicData,
  }),
  check: 'full',
  diff: false,
  rules: oneOfPathAndContent,
  examples: [
    {
      name: 'What a key is',
      task: 'community.crypto.openssl_publickey_info:\n  path: /etc/ssl/host.pub\nregister: key',
    },
  ],
  async run({ args: a, host }) {
    // compat: these three say nothing, and nobody documents them.
    const told = { can_load_key: false, can_parse_key: false, key_is_consistent: null };
    const bytes = await contentOf(host, a, 'public key', told);
    const info = orFail(() => publicKeyInfo(opensslCrypto.publicKey(bytes), { crypto: opensslCrypto }), told);
    return { ...told, ...info };
  },
});
