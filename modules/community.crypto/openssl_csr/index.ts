// A certificate signing request in a file of the host.
import { bool, choice, defineModule, path, z } from '../../../src/kit/index.js';
import { readPrivateKey, spkiOf } from '../../../src/keys/index.js';
import { readPublicKey } from '../../../src/x509/index.js';
import {
  backupReturn,
  given,
  lookAtFiles,
  orFail,
  placeFile,
  removeFile,
  requireDirectory,
} from '../../_shared/crypto-file.js';
import { csrArguments, csrReturns, csrRules } from '../../_shared/csr-args.js';
import { csrResult, csrWish, digestFor, isRequested, makeRequest } from '../../_shared/csr.js';
import { fileArguments } from '../../_shared/file-attributes.js';

const args = z.strictObject({
  path: path().describe('The file.'),
  state: choice('absent', 'present').default('present').describe('Whether it shall be there.'),
  force: bool().default(false).describe('Make it in any case.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  return_content: bool().default(false).describe('Return the request.'),
  ...csrArguments,
  ...fileArguments,
});

export default defineModule({
  name: 'community.crypto.openssl_csr',
  summary: 'Makes certificate signing requests in files of the host.',
  args,
  returns: z.object({
    ...csrReturns,
    filename: z.string().describe('The file.'),
    csr: z.string().nullable().optional().describe('The request.'),
    backup_file: z.string().optional().describe('The copy of the old file.'),
  }),
  check: 'full',
  diff: true,
  rules: (a) => csrRules(a, a.state === 'present'),
  examples: [
    {
      name: 'A request for two names',
      task: "community.crypto.openssl_csr:\n  path: /etc/ssl/host.csr\n  privatekey_path: /etc/ssl/private/host.pem\n  common_name: www.example.org\n  subject_alt_name: ['DNS:www.example.org', 'DNS:example.org']",
    },
    {
      name: 'A request of a CA',
      task: "community.crypto.openssl_csr:\n  path: /etc/ssl/ca.csr\n  privatekey_path: /etc/ssl/private/ca.pem\n  common_name: My CA\n  use_common_name_for_san: false\n  basic_constraints: ['CA:TRUE']\n  basic_constraints_critical: true\n  key_usage: [keyCertSign]\n  key_usage_critical: true",
    },
  ],
  async run(context) {
    const { args: a } = context;
    const absent = a.state === 'absent';
    const seen = await lookAtFiles(context, a.path, absent ? [] : [a.privatekey_path]);
    requireDirectory(seen);
    if (absent) {
      const wish = orFail(() => csrWish({ ...a, create_subject_key_identifier: false }, new Uint8Array()));
      const backup = await removeFile(context, seen, a.backup);
      return {
        ...csrResult(a, wish, undefined, undefined, a.return_content),
        filename: a.path,
        ...backupReturn(backup),
      };
    }
    const source = given(seen, a.privatekey_path, a.privatekey_content, 'private key');
    const { wish, right, content } = orFail(() => {
      const key = readPrivateKey(source ?? Buffer.alloc(0), a.privatekey_passphrase);
      const spki = spkiOf(key);
      const own = csrWish(a, spki);
      const fits = !a.force && seen.bytes !== undefined && isRequested(seen.bytes, own, spki);
      const digest = digestFor(a.digest, readPublicKey(spki).type, `Unsupported digest "${a.digest}"`);
      return { wish: own, right: fits, content: fits ? undefined : Buffer.from(makeRequest(own, key, digest)) };
    });
    const backup = await placeFile(context, seen, content, { summary: `write request ${a.path}`, backup: a.backup });
    // compat: check mode tells of the file as it is.
    const after = right || context.checkMode ? seen.bytes : content;
    return { ...csrResult(a, wish, seen.bytes, after, a.return_content), filename: a.path, ...backupReturn(backup) };
  },
});
