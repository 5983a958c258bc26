// How sudo is called and what its refusals mean.
import { quote } from '../ground/index.js';
import { expiredFailures, PASSWORD_WORDS } from './prompts.js';
import type { BecomeCommand, BecomeSpec } from './types.js';

const DEFAULT_FLAGS = '-H -S -n';

/** `-n` (never ask) contradicts a password that is there to be asked for; it may stand alone or among other letters. */
function withoutNonInteractive(flags: string): string {
  return flags
    .split(/\s+/)
    .filter((flag) => flag !== '-n' && flag !== '--non-interactive' && flag !== '')
    .map((flag) => (/^-[A-Za-z]*n[A-Za-z]*$/.test(flag) ? flag.replace('n', '') : flag))
    .join(' ');
}

/** The other user by su as root, for hosts whose sudoers allow su alone. */
export function sudosu(wrapped: string, spec: BecomeSpec, nonce: string): Omit<BecomeCommand, 'marker'> {
  const made = sudo(wrapped, spec, nonce);
  const asRoot = made.command.slice(0, -`-u ${quote(spec.user)} ${wrapped}`.length);
  return { ...made, command: `${asRoot}su -l ${quote(spec.user)} -c ${quote(wrapped)}` };
}

export function sudo(wrapped: string, spec: BecomeSpec, nonce: string): Omit<BecomeCommand, 'marker'> {
  const exe = spec.exe ?? 'sudo';
  const prompt = `[tsplay ${nonce}] password:`;
  const flags = spec.flags ?? DEFAULT_FLAGS;
  const words =
    spec.password === undefined
      ? [exe, flags]
      : // The password is read from standard input: there is no terminal.
        [exe, withoutNonInteractive(flags), /(^|\s)-[A-Za-z]*S/.test(flags) ? '' : '-S', '-p', quote(prompt)];
  return {
    command: [...words, '-u', quote(spec.user), wrapped].filter((w) => w !== '').join(' '),
    // Sudoers may insist on a prompt of its own (passprompt_override).
    prompt: new RegExp(
      `\\[tsplay ${nonce}\\] password:|(?:^|\\n)[^\\n]*(?:${PASSWORD_WORDS.join('|')})[^\\n:：]*[:：] ?$`,
      'i',
    ),
    failures: [
      ...expiredFailures('the login user'),
      {
        pattern: /Sorry, try again|incorrect password attempt|Authentication failure/i,
        message: 'sudo refused the become password',
        hint: 'give the right one with -K or the variable ansible_become_password',
      },
      {
        pattern: /a password is required|no password was provided|interactive authentication is required/i,
        message: 'sudo asks for a password and none was given',
        hint: 'give it with -K or ansible_become_password, or allow the user NOPASSWD in sudoers',
      },
      {
        pattern: /is not in the sudoers file|may not run sudo|is not allowed to (?:execute|run)/i,
        message: `sudo does not allow this login user to become '${spec.user}'`,
        hint: 'add the user to sudoers (on Debian: to the group sudo), or log in as another user (ansible_user)',
      },
      {
        pattern: /must have a tty|a terminal is required|no tty present/i,
        message: 'sudo wants a terminal (requiretty), and tsplay runs without one',
        hint: "remove requiretty from the host's sudoers, at least for this user: Defaults:USER !requiretty",
      },
      {
        pattern: /unknown user|user .* does not exist/i,
        message: `the user '${spec.user}' does not exist on the host`,
        hint: 'create the user first or correct become_user',
      },
      {
        pattern: /not found|no such file or directory|must be owned by uid 0|effective uid is not 0/i,
        message: `'${exe}' cannot be run on the host`,
        hint: 'install sudo there, or set become_method (su, doas), or log in as root and leave become out',
      },
    ],
  };
}
