// The public key of a private key, in a file of the host.
import type { KeyObject } from 'node:crypto';
import { bool, choice, defineModule, path, secret, str, z } from '../../../src/kit/index.js';
import {
  opensslCrypto,
  readPrivateKey,
  readPublicKeyObject,
  readSshPublic,
  spkiOf,
  sshPublicBlob,
  sshPublicText,
} from '../../../src/keys/index.js';
import { equalBytes, fingerprints, publicKeyInfo, writePem, X509Error, type Info } from '../../../src/x509/index.js';
import {
  backupReturn,
  given,
  lookAtFiles,
  orFail,
  placeFile,
  removeFile,
  requireDirectory,
} from '../../_shared/crypto-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';
import { backendArgument } from '../../_shared/private-key.js';

const args = z.strictObject({
  path: path().describe('The file.'),
  state: choice('present', 'absent').default('present').describe('Whether it shall be there.'),
  force: bool().default(false).describe('Write it in any case.'),
  format: choice('OpenSSH', 'PEM').default('PEM').describe('As OpenSSH has them, or PEM.'),
  privatekey_path: path().optional().describe('The file of the private key.'),
  privatekey_content: secret(str()).optional().describe('The private key itself, instead of a file.'),
  privatekey_passphrase: secret(str()).optional().describe('Of an encrypted private key.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  return_content: bool().default(false).describe('Return the public key.'),
  ...backendArgument,
  ...fileArguments,
});

export default defineModule({
  name: 'community.crypto.openssl_publickey',
  summary: 'Writes the public key of a private key, as PEM or for OpenSSH.',
  args,
  returns: z.object({
    privatekey: z.string().nullable().describe('The file of the private key.'),
    format: z.string().describe('As asked for.'),
    filename: z.string().describe('The file.'),
    fingerprint: z.record(z.string(), z.string()).describe('Digests of the public key, by algorithm.'),
    backup_file: z.string().optional().describe('The copy of the old file.'),
    publickey: z.string().nullable().optional().describe('The public key.'),
  }),
  check: 'full',
  diff: true,
  rules: (a) => {
    if (a.privatekey_path !== undefined && a.privatekey_content !== undefined) {
      return ['parameters are mutually exclusive: privatekey_path|privatekey_content'];
    }
    return a.state === 'present' && a.privatekey_path === undefined && a.privatekey_content === undefined
      ? ['state is present but any of the following are missing: privatekey_path, privatekey_content']
      : [];
  },
  examples: [
    {
      name: 'The public key beside the private one',
      task: 'community.crypto.openssl_publickey:\n  path: /etc/ssl/host.pub\n  privatekey_path: /etc/ssl/private/host.pem',
    },
  ],
  async run(context) {
    const { args: a, checkMode } = context;
    const seen = await lookAtFiles(context, a.path, [a.privatekey_path]);
    requireDirectory(seen);
    const result = { privatekey: a.privatekey_path ?? null, filename: a.path, format: a.format };
    if (a.state === 'absent') {
      const backup = await removeFile(context, seen, a.backup);
      return {
        ...result,
        fingerprint: {},
        ...(a.return_content ? { publickey: null } : {}),
        diff: { before: {}, after: {} },
        ...backupReturn(backup),
      };
    }
    const source = given(seen, a.privatekey_path, a.privatekey_content, 'private key');
    const key = orFail(() => readPrivateKey(source ?? Buffer.alloc(0), a.privatekey_passphrase));
    const right = !a.force && seen.bytes !== undefined && holds(seen.bytes, key, a.format);
    // compat: a key for OpenSSH has neither comment nor line end.
    const content = orFail(() =>
      Buffer.from(a.format === 'OpenSSH' ? sshPublicText(key) : writePem('PUBLIC KEY', spkiOf(key))),
    );
    const backup = await placeFile(context, seen, right ? undefined : content, {
      summary: `write public key ${a.path}`,
      backup: a.backup,
    });
    const after = right || checkMode ? seen.bytes : content;
    return {
      ...result,
      // compat: check mode tells neither fingerprints nor differences.
      fingerprint: checkMode ? {} : fingerprints(spkiOf(key), { crypto: opensslCrypto }),
      ...(a.return_content ? { publickey: after ? Buffer.from(after).toString('utf8') : null } : {}),
      diff: checkMode ? { before: {}, after: {} } : { before: shown(seen.bytes), after: shown(after) },
      ...backupReturn(backup),
    };
  },
});

/** Whether the file has this key in this format, whatever its comment is. */
function holds(bytes: Uint8Array, key: KeyObject, format: 'OpenSSH' | 'PEM'): boolean {
  if (format === 'OpenSSH') {
    const present = readSshPublic(Buffer.from(bytes).toString('utf8'));
    return present !== undefined && orFail(() => equalBytes(present.blob, sshPublicBlob(key)));
  }
  try {
    return equalBytes(spkiOf(readPublicKeyObject(bytes)), spkiOf(key));
  } catch (error) {
    if (error instanceof X509Error) return false;
    throw error;
  }
}

function shown(bytes: Uint8Array | undefined): Info {
  if (!bytes) return {};
  try {
    const info = publicKeyInfo(opensslCrypto.publicKey(bytes), { crypto: opensslCrypto, oneFingerprint: true });
    return { can_parse_key: true, ...info };
  } catch (error) {
    if (error instanceof X509Error) return { can_parse_key: false };
    throw error;
  }
}
