// How supervisorctl is called: its words as "$@", and its password in no command line.
import { argvScript, script, type Script } from '../../../src/kit/index.js';
import type { SupervisorArgs } from './index.js';

/** The configurations supervisorctl looks for itself, as far as the directory does not matter. */
const PLACES = '/etc/supervisord.conf /etc/supervisor/supervisord.conf';

/**
 * Sets "$@" to supervisorctl and its options. With a password these are a configuration of our own, which only this user
 * may read: the [supervisorctl] section of theirs, and a password that stands in the program's own environment.
 */
export function loginScript(a: SupervisorArgs): Script {
  const program = a.supervisorctl_path ?? 'supervisorctl';
  const url = a.server_url === undefined ? [] : ['-s', a.server_url];
  const user = a.username === undefined ? [] : ['-u', a.username];
  if (a.password === undefined || a.password === '') {
    const config = a.config === undefined ? [] : ['-c', a.config];
    return script(`set -- ${argvScript([program, ...config, ...url, ...user]).text}`);
  }
  return script(`conf=${a.config === undefined ? '' : argvScript([a.config]).text}
if [ -z "$conf" ]; then for f in ${PLACES}; do if [ -f "$f" ]; then conf=$f; break; fi; done; fi
own=$(umask 077; mktemp) || exit; trap 'rm -f -- "$own"' EXIT; trap 'exit 1' HUP INT TERM
{ echo '[supervisorctl]'
  if [ -f "$conf" ]; then
    here=$(dirname -- "$conf") awk '/^[[:space:]]*\\[/ { on = ($0 ~ /^[[:space:]]*\\[supervisorctl\\]/); next }
      on && !/^[[:space:]]*password[[:space:]]*[=:]/ {
        while ((i = index($0, "%(here)s")) > 0) $0 = substr($0, 1, i - 1) ENVIRON["here"] substr($0, i + 8)
        print }' "$conf"
  fi
  echo 'password=%(ENV_TSPLAY_SUPERVISOR_PASSWORD)s'; } > "$own" || exit
TSPLAY_SUPERVISOR_PASSWORD=${argvScript([a.password]).text}; export TSPLAY_SUPERVISOR_PASSWORD
set -- ${argvScript([program]).text} -c "$own" ${argvScript([...url, ...user]).text}`);
}
