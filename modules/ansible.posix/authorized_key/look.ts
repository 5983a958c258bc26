// Where a user's authorized_keys are, and what is in them, in one round trip.
import { lines, ModuleFailure, script, sh, type FileStatus, type HostView } from '../../../src/kit/index.js';
import { FORMAT, parseStatus } from '../../_shared/file-look.js';

export interface KeyFile {
  readonly path: string;
  /** Where the path leads, links followed. */
  readonly real: string;
  /** Undefined: there is no such user. */
  readonly user: { readonly uid: string; readonly gid: string } | undefined;
  /** Who runs the scripts. */
  readonly me: string;
  readonly content: string;
  /** What is at the path, a link itself. */
  readonly status: FileStatus | null;
}

/** @param path undefined: below the user's home */
export async function lookAtKeys(host: HostView, user: string, path: string | undefined): Promise<KeyFile> {
  const { rc, stdout, stderr } = await host.probe(
    lines([
      script('export LC_ALL=C'),
      sh`u=${user} f=${path ?? ''}`,
      script(`export u
rec() { printf '%s %s\\0' "$1" "$2"; }
e=$(getent passwd "$u" 2>/dev/null || cat /etc/passwd)
e=$(printf '%s\\n' "$e" | awk -F: '$1 == ENVIRON["u"] { print; exit }')
rec ME "$(id -u)"
rec USER "$e"
if [ -z "$f" ]; then [ -n "$e" ] || exit 0; f=$(printf '%s' "$e" | cut -d: -f6)/.ssh/authorized_keys; fi
rec FILE "$f"
rec STATUS "$(stat -c '${FORMAT}' -- "$f" 2>/dev/null)"
rec REAL "$(readlink -f -- "$f" 2>/dev/null || printf %s "$f")"
if [ -f "$f" ]; then printf 'CONTENT '; cat -- "$f" || exit 73; fi
:`),
    ]),
  );
  if (rc === 73) throw new ModuleFailure(`the keys of ${user} cannot be read: ${stderr.trim()}`, { user });
  if (rc !== 0) throw new ModuleFailure(`could not look for the keys of ${user}: ${stderr.trim()}`, { user });
  const records = new Map<string, string>();
  for (const record of stdout.split('\0')) {
    const blank = record.indexOf(' ');
    if (blank > 0 && !records.has('CONTENT')) records.set(record.slice(0, blank), record.slice(blank + 1));
  }
  const [, , uid, gid] = (records.get('USER') ?? '').split(':');
  const status = records.get('STATUS') ?? '';
  return {
    path: records.get('FILE') ?? '',
    real: records.get('REAL') ?? '',
    user: uid === undefined || gid === undefined ? undefined : { uid, gid },
    me: records.get('ME') ?? '',
    content: records.get('CONTENT') ?? '',
    status: status === '' ? null : parseStatus(path ?? '', status, ''),
  };
}
