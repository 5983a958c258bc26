// A private key in another format.
import { bool, choice, defineModule, ModuleFailure, path, secret, str, z } from '../../../src/kit/index.js';
import { readAnyPrivateKey, samePrivateKey, writePrivateKey } from '../../../src/keys/index.js';
import { privateKeyFormat, readPublicKey, X509Error } from '../../../src/x509/index.js';
import { spkiOf } from '../../../src/keys/index.js';
import { backupReturn, given, lookAtFiles, orFail, placeFile, requireDirectory } from '../../_shared/crypto-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';

const args = z.strictObject({
  dest_path: path().describe('The file to write.'),
  dest_passphrase: secret(str()).optional().describe('Encrypts the key there.'),
  src_path: path().optional().describe('The file of the key.'),
  src_content: secret(str()).optional().describe('The key itself, instead of a file.'),
  src_passphrase: secret(str()).optional().describe('Of an encrypted key.'),
  format: choice('pkcs1', 'pkcs8', 'raw').describe('The format to write; raw is for X25519, X448, Ed25519 and Ed448.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  ...fileArguments,
  mode: fileArguments.mode.describe("Permissions, as in ansible.builtin.file; '0600' when not given."),
});

export default defineModule({
  name: 'community.crypto.openssl_privatekey_convert',
  summary: 'Writes a private key in another format or with another passphrase.',
  args,
  returns: z.object({ backup_file: z.string().optional().describe('The copy of the old file.') }),
  check: 'full',
  diff: true,
  rules: (a) => {
    if (a.src_path === undefined && a.src_content === undefined) {
      return ['one of the following is required: src_path, src_content'];
    }
    return a.src_path !== undefined && a.src_content !== undefined
      ? ['parameters are mutually exclusive: src_path|src_content']
      : [];
  },
  examples: [
    {
      name: 'As PKCS#8',
      task: 'community.crypto.openssl_privatekey_convert:\n  src_path: /etc/ssl/private/host.pem\n  dest_path: /etc/ssl/private/host.p8\n  format: pkcs8',
    },
  ],
  async run(context) {
    const { args: a } = context;
    const seen = await lookAtFiles(context, a.dest_path, [a.src_path]);
    requireDirectory(seen);
    const source = given(seen, a.src_path, a.src_content, 'private key');
    if (!source) throw new ModuleFailure('there is no key to convert');
    if (privateKeyFormat(source) === 'raw' && a.src_passphrase !== undefined) {
      throw new ModuleFailure('Cannot load raw key with passphrase');
    }
    // compat: of the two kinds of 32 bytes Ed25519 is taken.
    const key = orFail(() => readAnyPrivateKey(source, a.src_passphrase, 'Ed25519'));
    const { type } = orFail(() => readPublicKey(spkiOf(key)));
    const fits = (bytes: Uint8Array): boolean => {
      if (privateKeyFormat(bytes) !== a.format) return false;
      if (a.format === 'raw' && a.dest_passphrase !== undefined) return false;
      try {
        return samePrivateKey(readAnyPrivateKey(bytes, a.dest_passphrase, type), key);
      } catch (error) {
        if (error instanceof X509Error) return false;
        throw error;
      }
    };
    const right = seen.bytes !== undefined && fits(seen.bytes);
    const content = right ? undefined : orFail(() => writePrivateKey(key, a.format, a.dest_passphrase));
    const backup = await placeFile(context, seen, content, {
      summary: `write private key ${a.dest_path}`,
      backup: a.backup,
      mode: 0o600,
    });
    return backupReturn(backup);
  },
});
