// A certificate signing request as text, without a file.
import { defineModule, str, z } from '../../../src/kit/index.js';
import { readPrivateKey, spkiOf } from '../../../src/keys/index.js';
import { readPublicKey } from '../../../src/x509/index.js';
import { given, orFail, readFiles } from '../../_shared/crypto-file.js';
import { csrArguments, csrReturns, csrRules } from '../../_shared/csr-args.js';
import { csrResult, csrWish, digestFor, isRequested, makeRequest } from '../../_shared/csr.js';

const args = z.strictObject({
  content: str().optional().describe('The present request.'),
  ...csrArguments,
});

export default defineModule({
  name: 'community.crypto.openssl_csr_pipe',
  summary: 'Makes certificate signing requests and returns them.',
  args,
  returns: z.object({ ...csrReturns, csr: z.string().nullable().describe('The request.') }),
  check: 'full',
  diff: true,
  rules: (a) => csrRules(a, true),
  examples: [
    {
      name: 'A request for one name',
      task: 'community.crypto.openssl_csr_pipe:\n  privatekey_path: /etc/ssl/private/host.pem\n  common_name: www.example.org\nregister: request',
    },
  ],
  async run({ args: a, host, checkMode }) {
    const others = await readFiles(host, [a.privatekey_path]);
    const source = given({ others }, a.privatekey_path, a.privatekey_content, 'private key');
    const before = a.content === undefined ? undefined : Buffer.from(a.content, 'utf8');
    return orFail(() => {
      const key = readPrivateKey(source ?? Buffer.alloc(0), a.privatekey_passphrase);
      const spki = spkiOf(key);
      const wish = csrWish(a, spki);
      const changed = before === undefined || !isRequested(before, wish, spki);
      const digest = digestFor(a.digest, readPublicKey(spki).type, `Unsupported digest "${a.digest}"`);
      const after = changed && !checkMode ? Buffer.from(makeRequest(wish, key, digest)) : before;
      return { ...csrResult(a, wish, before, after, true), changed };
    });
  },
});
