// How doas is called and what its refusals mean.
import { quote } from '../ground/index.js';
import type { BecomeCommand, BecomeSpec } from './types.js';

/**
 * doas reads a password from its terminal and from nowhere else, and nothing but the password goes through that: `script`
 * makes one, doas is given the streams of the connection, and the password, the first line that comes, is handed to the
 * terminal when doas has asked (what is there before it throws away).
 */
function onTerminal(command: string, nonce: string): string {
  const text = `exec 3<&0 4>&1 5>&2
command -v script >/dev/null || { echo 'tsplay: no script' >&2; exit 1; }
printf %s '[tsplay ${nonce}] password:'
IFS= read -r p || exit
d=/tmp/.tsplay-${nonce}
mkdir -m 700 "$d" && mkfifo -m 600 "$d/p" && exec 7<>"$d/p"
r=$?
rm -rf "$d"
[ $r -eq 0 ] || exit
SHELL=/bin/sh script -qc ${quote(`${command} <&3 >&4 2>&5 3<&- 4>&- 5>&- 7>&-`)} /dev/null <&7 | {
[ "$(head -c 1 | wc -c)" -eq 0 ] || printf '%s\\n' "$p" >&7
exec cat >/dev/null 7>&-
} 3<&- 4>&- 5>&-`;
  return `/bin/sh -c ${quote(text)}`;
}

export function doas(wrapped: string, spec: BecomeSpec, nonce: string): Omit<BecomeCommand, 'marker'> {
  const exe = spec.exe ?? 'doas';
  const flags = (spec.flags ?? '').split(/\s+/).filter((flag) => flag !== '' && flag !== '-n');
  const words = (...more: string[]): string => [exe, ...flags, ...more, '-u', quote(spec.user), wrapped].join(' ');
  const { password } = spec;
  return {
    command: password === undefined ? words('-n') : onTerminal(words(), nonce),
    prompt: password === undefined ? undefined : new RegExp(`\\[tsplay ${nonce}\\] password:`),
    failures: [
      {
        pattern: /authentication failed/i,
        message: 'doas refused the become password',
        hint: 'give the right one with -K or the variable ansible_become_password: that of the login user',
      },
      {
        pattern: /tsplay: no script/,
        message: 'doas reads passwords from a terminal, and the host has no program `script` to make one',
        hint: 'install it there (util-linux, bsdutils), or allow the user `nopass` in doas.conf',
      },
      {
        pattern: /authorization required|authentication required|a tty is required/i,
        message: 'doas asks for a password and none was given',
        hint: 'give it with -K or ansible_become_password, or allow the user `nopass` in doas.conf',
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
