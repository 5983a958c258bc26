// What a private key is.
import { bool, defineModule, ModuleFailure, path, secret, str, z } from '../../../src/kit/index.js';
import { opensslCrypto } from '../../../src/keys/index.js';
import { privateKeyInfo } from '../../../src/x509/index.js';
import { orFail } from '../../_shared/crypto-file.js';
import { contentOf, INFO_FIELDS, oneOfPathAndContent } from '../../_shared/crypto-info.js';
import { backendArgument } from '../../_shared/private-key.js';

const args = z.strictObject({
  path: path().optional().describe('The file.'),
  content: secret(str()).optional().describe('The key itself, instead of a file.'),
  passphrase: secret(str()).optional().describe('Of an encrypted key.'),
  return_private_key_data: bool()
    .default(false)
    .describe('Return the secret numbers too: keep such a result out of logs (no_log).'),
  check_consistency: bool().default(false).describe('Check that the numbers of the key belong together.'),
  ...backendArgument,
});

export default defineModule({
  name: 'community.crypto.openssl_privatekey_info',
  summary: 'Tells the kind, the size, the public key and its fingerprints of a private key.',
  args,
  returns: z.object({
    can_load_key: z.boolean().describe('Whether the file could be read.'),
    can_parse_key: z.boolean().describe('Whether it is a key and the passphrase is right.'),
    key_is_consistent: z
      .boolean()
      .nullable()
      .describe('Whether its numbers belong together; null: not checked or not known.'),
    public_key: z.string().describe('The public key, as PEM.'),
    public_key_fingerprints: INFO_FIELDS.fingerprints,
    type: INFO_FIELDS.type,
    public_data: INFO_FIELDS.publicData,
    private_data: z.record(z.string(), z.unknown()).optional().describe('The secret numbers.'),
  }),
  check: 'full',
  diff: false,
  rules: oneOfPathAndContent,
  examples: [
    {
      name: 'What a key is',
      task: 'community.crypto.openssl_privatekey_info:\n  path: /etc/ssl/private/host.pem\nregister: key',
    },
  ],
  async run({ args: a, host, warn }) {
    const bytes = await contentOf(host, a, 'private key', {
      can_load_key: false,
      can_parse_key: false,
      key_is_consistent: null,
    });
    const failed = { can_load_key: true, can_parse_key: false, key_is_consistent: null };
    const { pkcs8, ...info } = orFail(
      () => privateKeyInfo(bytes, a.passphrase, a.return_private_key_data, { crypto: opensslCrypto }),
      failed,
    );
    const consistent = a.check_consistency ? opensslCrypto.isConsistent(pkcs8) : undefined;
    if (a.check_consistency && consistent === undefined) {
      warn(`Cannot determine consistency for key of type ${String(info['type'])}`);
    }
    const result = { can_load_key: true, can_parse_key: true, key_is_consistent: consistent ?? null, ...info };
    if (consistent === false) {
      throw new ModuleFailure(
        'Private key is not consistent! (See https://blog.hboeck.de/archives/888-How-I-tricked-Symantec-with-a-Fake-Private-Key.html)',
        result,
      );
    }
    return result;
  },
});
