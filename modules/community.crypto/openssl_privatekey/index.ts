// A private key in a file of the host.
import { bool, choice, defineModule, path, z } from '../../../src/kit/index.js';
import { backupReturn, lookAtFiles, placeFile, removeFile, requireDirectory } from '../../_shared/crypto-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';
import { keyArguments, keyResult, keyReturns, keyRules, makeKey, planKey } from '../../_shared/private-key.js';

const args = z.strictObject({
  path: path().describe('The file.'),
  state: choice('present', 'absent').default('present').describe('Whether it shall be there.'),
  force: bool().default(false).describe('Make a new key in any case.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  return_content: bool().default(false).describe('Return the key itself: keep such a result out of logs (no_log).'),
  ...keyArguments,
  ...fileArguments,
  mode: fileArguments.mode.describe("Permissions, as in ansible.builtin.file; '0600' when not given."),
});

export default defineModule({
  name: 'community.crypto.openssl_privatekey',
  summary: 'Makes private keys (RSA, DSA, elliptic curves, Ed25519, X25519 …) in files of the host.',
  args,
  returns: z.object({
    ...keyReturns,
    filename: z.string().describe('The file.'),
    backup_file: z.string().optional().describe('The copy of the old file.'),
  }),
  check: 'full',
  diff: true,
  rules: keyRules,
  examples: [
    { name: 'A key of 4096 bits', task: 'community.crypto.openssl_privatekey:\n  path: /etc/ssl/private/host.pem' },
    {
      name: 'A key on a curve, for a group',
      task: "community.crypto.openssl_privatekey:\n  path: /etc/ssl/private/host.pem\n  type: ECC\n  curve: secp256r1\n  group: ssl-cert\n  mode: '0640'",
    },
  ],
  async run(context) {
    const { args: a, checkMode, warn } = context;
    const seen = await lookAtFiles(context, a.path);
    requireDirectory(seen);
    if (a.state === 'absent') {
      const backup = await removeFile(context, seen, a.backup);
      return {
        ...keyResult(a, undefined, undefined, undefined, a.return_content),
        filename: a.path,
        ...backupReturn(backup),
      };
    }
    const wish = a.force ? { ...a, regenerate: 'always' as const } : a;
    const plan = planKey(seen.bytes, wish);
    const next = plan.action === 'keep' || checkMode ? undefined : await makeKey(plan, wish, warn);
    const backup = await placeFile(
      context,
      seen,
      next?.bytes ?? (plan.action === 'keep' ? undefined : Buffer.alloc(0)),
      { summary: `${plan.action} private key ${a.path}`, backup: a.backup, mode: 0o600 },
    );
    const after = next?.bytes ?? seen.bytes;
    return {
      ...keyResult(a, next?.key ?? plan.present, seen.bytes, after, a.return_content),
      filename: a.path,
      ...backupReturn(backup),
    };
  },
});
