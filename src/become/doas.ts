// How doas is called and what its refusals mean.
import { TsplayError, quote } from '../ground/index.js';
import type { BecomeCommand, BecomeSpec } from './types.js';

export function doas(wrapped: string, spec: BecomeSpec): Omit<BecomeCommand, 'marker'> {
  if (spec.password !== undefined) {
    throw new TsplayError('become-unsupported', 'become method doas with a password is not supported', {
      hint: 'doas reads passwords from a terminal only: allow the user `nopass` in doas.conf, or use become_method: sudo',
    });
  }
  const exe = spec.exe ?? 'doas';
  const command = [exe, spec.flags ?? '', '-n', '-u', quote(spec.user), wrapped];
  return {
    command: command.filter((w) => w !== '').join(' '),
    // Never asked for: -n.
    prompt: undefined,
    failures: [
      {
        pattern: /authorization required|authentication (?:failed|required)|a tty is required/i,
        message: 'doas asks for a password, which it reads from a terminal only',
        hint: 'allow the user `nopass` in doas.conf, or use become_method: sudo',
      },
      {
        pattern: /operation not permitted|not enabled/i,
        message: `doas does not allow this login user to become '${spec.user}'`,
        hint: 'add a `permit nopass` rule for the user to doas.conf',
      },
      {
        pattern: /unknown user/i,
        message: `the user '${spec.user}' does not exist on the host`,
        hint: 'create the user first or correct become_user',
      },
      {
        pattern: /not found|no such file or directory|not installed setuid/i,
        message: `'${exe}' cannot be run on the host`,
        hint: 'install doas there, or use become_method: sudo or su',
      },
    ],
  };
}
