// How su is called and what its refusals mean.
import { quote, TsplayError } from '../ground/index.js';
import { expiredFailures, PASSWORD_WORDS } from './prompts.js';
import type { BecomeCommand, BecomeSpec } from './types.js';

/** `compat:` a user's name may stand in front, the colon may be a wide one; the words given are regular expressions. */
function promptOf(words: readonly string[]): RegExp {
  const known = words.length > 0 ? words : PASSWORD_WORDS;
  try {
    return new RegExp(known.map((word) => `(?:\\w+'s )?(?:${word}) ?[:：]`).join('|'), 'i');
  } catch (cause) {
    throw new TsplayError('become-unsupported', `the prompts of su are no regular expressions: ${known.join(', ')}`, {
      hint: 'correct ansible_su_prompt_l10n or localized_prompts',
      cause,
    });
  }
}

export function su(wrapped: string, spec: BecomeSpec): Omit<BecomeCommand, 'marker'> {
  const exe = spec.exe ?? 'su';
  const flags = spec.flags ?? '';
  // The prompt comes from PAM in the session's language, so su speaks C; the other user's shell gets no LC_ALL from us.
  const command = ['LC_ALL=C', exe, flags, quote(spec.user), '-c', quote(`unset LC_ALL; exec ${wrapped}`)];
  return {
    command: command.filter((w) => w !== '').join(' '),
    prompt: promptOf(spec.prompts ?? []),
    failures: [
      ...expiredFailures(`'${spec.user}'`),
      {
        pattern: /authentication failure|incorrect password|sorry/i,
        message: `su refused the password of '${spec.user}'`,
        hint: 'su asks for the password of the user to become, not of the login user; give it with -K or ansible_become_password',
      },
      {
        pattern: /permission denied/i,
        message: `su does not allow this login user to become '${spec.user}'`,
        hint: 'the host may restrict su to a group (pam_wheel); add the user to it or use become_method: sudo',
      },
      {
        pattern: /must be run from a terminal|standard in must be a tty/i,
        message: 'su wants a terminal, and tsplay runs without one',
        hint: 'use become_method: sudo on this host',
      },
      {
        pattern: /does not exist|unknown (?:id|user|login)|no passwd entry/i,
        message: `the user '${spec.user}' does not exist on the host`,
        hint: 'create the user first or correct become_user',
      },
      {
        pattern: /not available|nologin/i,
        message: `the user '${spec.user}' has no login shell, which su needs`,
        hint: 'use become_method: sudo, or become_flags: "-s /bin/sh"',
      },
      {
        pattern: /not found|no such file or directory|must be suid/i,
        message: `'${exe}' cannot be run on the host`,
        hint: 'use another become_method (sudo, doas), or log in as the user itself',
      },
    ],
  };
}
