// A certificate as text, signed by itself or by a CA of one's own.
import { choice, defineModule, str, z } from '../../../src/kit/index.js';
import { certificateArguments, certificateRules, refusedEntrust } from '../../_shared/certificate-args.js';
import { certificateResult, certificateWish, isWished, makeCertificate, sourcesOf } from '../../_shared/certificate.js';
import { orFail, readFiles } from '../../_shared/crypto-file.js';

const args = z.strictObject({
  provider: choice('entrust', 'ownca', 'selfsigned').describe(
    'Who signs: the key itself (selfsigned) or a CA of your own (ownca); entrust is refused.',
  ),
  content: str().optional().describe('The present certificate.'),
  ...certificateArguments,
});

export default defineModule({
  name: 'community.crypto.x509_certificate_pipe',
  summary: 'Makes certificates and returns them.',
  args,
  returns: z.object({ certificate: z.string().nullable().describe('The certificate.') }),
  check: 'full',
  diff: true,
  refused: refusedEntrust,
  rules: certificateRules,
  examples: [
    {
      name: 'Signed by a CA whose key lies on the host',
      task: 'community.crypto.x509_certificate_pipe:\n  csr_content: "{{ request.csr }}"\n  provider: ownca\n  ownca_path: /etc/ssl/ca.crt\n  ownca_privatekey_path: /etc/ssl/private/ca.pem\nregister: signed',
    },
  ],
  async run({ args: a, host, task, checkMode }) {
    const others = await readFiles(host, sourcesOf(a));
    const before = a.content === undefined ? undefined : Buffer.from(a.content, 'utf8');
    const now = task.now();
    return orFail(() => {
      const wish = certificateWish(a, { others }, now);
      const changed = a.force || before === undefined || !isWished(before, wish, !a.ignore_timestamps);
      const after = changed && !checkMode ? Buffer.from(makeCertificate(wish)) : before;
      return { ...certificateResult(a, wish, { before, after, now, checkMode }, true), changed };
    });
  },
});
