// A private key as text, without a file.
import { bool, defineModule, ModuleFailure, secret, str, z } from '../../../src/kit/index.js';
import { keyArguments, keyResult, keyReturns, keyRules, makeKey, planKey } from '../../_shared/private-key.js';

const args = z.strictObject({
  content: secret(str()).optional().describe('The present key.'),
  content_base64: bool().default(false).describe('`content` is base64, as raw keys need.'),
  return_current_key: bool().default(false).describe('Return the key also when it stays.'),
  ...keyArguments,
});

export default defineModule({
  name: 'community.crypto.openssl_privatekey_pipe',
  summary: 'Makes private keys and returns them, without touching any file.',
  args,
  returns: z.object(keyReturns),
  check: 'full',
  diff: true,
  onController: true,
  rules: keyRules,
  examples: [
    {
      name: 'A key to be stored elsewhere',
      task: 'community.crypto.openssl_privatekey_pipe:\n  type: Ed25519\nregister: key\nno_log: true',
    },
  ],
  async run({ args: a, checkMode, warn }) {
    const before = a.content === undefined ? undefined : Buffer.from(a.content, a.content_base64 ? 'base64' : 'utf8');
    if (a.content_base64 && before?.length === 0) throw new ModuleFailure('Cannot decode Base64 encoded data: empty');
    const plan = planKey(before, a);
    const changed = plan.action !== 'keep';
    const next = changed && !checkMode ? await makeKey(plan, a, warn) : undefined;
    const after = next?.bytes ?? before;
    return { ...keyResult(a, next?.key ?? plan.present, before, after, changed || a.return_current_key), changed };
  },
});
