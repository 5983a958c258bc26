// The environment git runs in: locale, no prompts, and how it calls ssh.
import { lines, quote, script, sh, type Script } from '../../../src/kit/index.js';
import type { GitArgs } from './args.js';

/** Options for ssh as the arguments ask for them; text that a shell reads. */
export function sshOptions(a: GitArgs): string {
  const words = a.ssh_opts === undefined ? [] : [a.ssh_opts];
  const has = (word: string): boolean => words.join(' ').includes(word);
  const decided = has('StrictHostKeyChecking=no') || has('StrictHostKeyChecking=accept-new');
  if (a.accept_hostkey && !decided) words.push('-o StrictHostKeyChecking=no');
  if (a.accept_newhostkey && !decided) words.push('-o StrictHostKeyChecking=accept-new');
  if (!has('BatchMode=yes')) words.push('-o BatchMode=yes');
  if (a.key_file !== undefined) {
    words.push(`-i ${quote(a.key_file)}`);
    if (!has('IdentitiesOnly=yes')) words.push('-o IdentitiesOnly=yes');
  }
  return words.join(' ');
}

/**
 * Stands in front of every script. Git before 2.3 knows no GIT_SSH_COMMAND and is given a program that it can call.
 * After it `git` is the one to use.
 */
export function environment(a: GitArgs): Script {
  const executable = a.executable;
  return lines([
    script('export LC_ALL=C LANG=C LANGUAGE=C GIT_TERMINAL_PROMPT=0 GIT_PAGER=cat'),
    ...(executable === undefined
      ? [script('command -v git >/dev/null 2>&1 || exit 127')]
      : [sh`[ -x ${executable} ] || exit 127; git() { command ${executable} "$@"; }`]),
    sh`ssh_options=${sshOptions(a)}`,
    script(`ssh_command="\${GIT_SSH:-\${GIT_SSH_COMMAND:-ssh}}\${GIT_SSH_OPTS:+ $GIT_SSH_OPTS} $ssh_options"
case $(git --version) in
"git version 1."* | "git version 2."[012] | "git version 2."[012].*)
  GIT_SSH=$(mktemp) && chmod 700 "$GIT_SSH" && printf '#!/bin/sh\\nexec %s "$@"\\n' "$ssh_command" > "$GIT_SSH" || exit
  export GIT_SSH
  trap 'rm -f "$GIT_SSH"' EXIT ;;
*) unset GIT_SSH; export GIT_SSH_COMMAND="$ssh_command" ;;
esac`),
    ...(typeof a.umask === 'string' ? [sh`umask ${a.umask.replace(/^0o/, '')}`] : []),
  ]);
}
