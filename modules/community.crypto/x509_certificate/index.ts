// A certificate in a file of the host, signed by itself or by a CA of one's own.
import { bool, choice, defineModule, path, z } from '../../../src/kit/index.js';
import {
  certificateArguments,
  certificateRules,
  refusedEntrust,
  refusedProviders,
} from '../../_shared/certificate-args.js';
import { certificateResult, certificateWish, isWished, makeCertificate, sourcesOf } from '../../_shared/certificate.js';
import {
  backupReturn,
  lookAtFiles,
  orFail,
  placeFile,
  removeFile,
  requireDirectory,
} from '../../_shared/crypto-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';

const args = z.strictObject({
  path: path().describe('The file.'),
  state: choice('present', 'absent').default('present').describe('Whether it shall be there.'),
  provider: choice('acme', 'entrust', 'ownca', 'selfsigned')
    .optional()
    .describe('Who signs: the key itself (selfsigned) or a CA of your own (ownca); the others are refused.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  return_content: bool().default(false).describe('Return the certificate.'),
  ...certificateArguments,
  ...fileArguments,
});

export default defineModule({
  name: 'community.crypto.x509_certificate',
  aliases: ['openssl_certificate', 'ansible.builtin.openssl_certificate', 'community.crypto.openssl_certificate'],
  summary: 'Makes certificates in files of the host, signed by themselves or by a CA of your own.',
  args,
  returns: z.object({
    filename: z.string().describe('The file.'),
    certificate: z.string().nullable().optional().describe('The certificate.'),
    backup_file: z.string().optional().describe('The copy of the old file.'),
  }),
  check: 'full',
  diff: true,
  refused: { ...refusedProviders, ...refusedEntrust },
  rules: (a) => {
    if (a.state === 'absent') return certificateRules({ ...a, provider: undefined });
    return a.provider === undefined
      ? ['state is present but all of the following are missing: provider']
      : certificateRules(a);
  },
  examples: [
    {
      name: 'Signed by its own key',
      task: 'community.crypto.x509_certificate:\n  path: /etc/ssl/host.crt\n  privatekey_path: /etc/ssl/private/host.pem\n  csr_path: /etc/ssl/host.csr\n  provider: selfsigned',
    },
    {
      name: 'Signed by our CA, for a year',
      task: 'community.crypto.x509_certificate:\n  path: /etc/ssl/host.crt\n  csr_path: /etc/ssl/host.csr\n  provider: ownca\n  ownca_path: /etc/ssl/ca.crt\n  ownca_privatekey_path: /etc/ssl/private/ca.pem\n  ownca_not_after: +365d',
    },
  ],
  async run(context) {
    const { args: a, checkMode } = context;
    if (a.state === 'absent') {
      const seen = await lookAtFiles(context, a.path);
      const backup = await removeFile(context, seen, a.backup);
      return {
        filename: a.path,
        privatekey: a.privatekey_path ?? null,
        csr: a.csr_path ?? null,
        ...(a.return_content ? { certificate: null } : {}),
        ...backupReturn(backup),
      };
    }
    const seen = await lookAtFiles(context, a.path, sourcesOf(a));
    requireDirectory(seen);
    const now = context.task.now();
    const { wish, content } = orFail(() => {
      const own = certificateWish(a, seen, now);
      const right = !a.force && seen.bytes !== undefined && isWished(seen.bytes, own, !a.ignore_timestamps);
      return { wish: own, content: right ? undefined : Buffer.from(makeCertificate(own)) };
    });
    const backup = await placeFile(context, seen, content, {
      summary: `write certificate ${a.path}`,
      backup: a.backup,
    });
    const after = checkMode ? seen.bytes : (content ?? seen.bytes);
    return {
      ...certificateResult(a, wish, { before: seen.bytes, after, now, checkMode }, a.return_content),
      filename: a.path,
      ...backupReturn(backup),
    };
  },
});
