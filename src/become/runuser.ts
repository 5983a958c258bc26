// How runuser is called and what its refusals mean: root becomes another user without a password and without PAM's questions.
import { quote } from '../ground/index.js';
import { expiredFailures } from './prompts.js';
import type { BecomeCommand, BecomeSpec } from './types.js';

export function runuser(wrapped: string, spec: BecomeSpec): Omit<BecomeCommand, 'marker'> {
  const exe = spec.exe ?? 'runuser';
  const words = [exe, spec.flags ?? '', '-u', quote(spec.user), '--', wrapped];
  return {
    command: words.filter((word) => word !== '').join(' '),
    // Never asks.
    prompt: undefined,
    failures: [
      {
        pattern: /may not be used by non-root|cannot set groups|operation not permitted|permission denied/i,
        message: 'runuser is for root alone',
        hint: 'log in as root, or use become_method: sudo or su',
      },
      {
        pattern: /does not exist|unknown user|no passwd entry/i,
        message: `the user '${spec.user}' does not exist on the host`,
        hint: 'create the user first or correct become_user',
      },
      ...expiredFailures(`'${spec.user}'`),
      {
        pattern: /not found|no such file or directory/i,
        message: `'${exe}' cannot be run on the host`,
        hint: 'use become_method: su or sudo',
      },
    ],
  };
}
