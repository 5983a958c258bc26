// Asks every init system of a host for its services, in one round trip.
import { script, type Script } from '../../../src/kit/index.js';

/** The parts of the answer, each between its mark and `@tsplay-end` with a code. */
const PARTS: Readonly<Record<string, string>> = {
  sysv: 'service --status-all 2>/dev/null',
  // Three forms of the same list; the first that has lines with runlevels is it.
  chkconfig: `list=$(chkconfig 2>/dev/null)
case $list in *[0-9]:o*) ;; *) list=$(chkconfig -l --allservices 2>/dev/null || chkconfig --list 2>/dev/null) ;; esac
printf '%s\\n' "$list" | while read -r name levels; do
  case $levels in *3:on*) status=enabled ;; *3:off*) status=disabled ;; *) continue ;; esac
  if service "$name" status </dev/null >/dev/null 2>&1; then state=running; else state=stopped; fi
  printf '%s\\t%s\\t%s\\n' "$name" "$state" "$status"
done`,
  openrc: `rc-status -a -s -m 2>&1 | grep '^ ' | tr -d '[]'`,
  runlevels: `rc-update show -v 2>&1 | grep '|'`,
  units: 'systemctl list-units --no-pager --type service --all --plain',
  files: 'systemctl list-unit-files --no-pager --type service --all',
  // Templates are no units that could be asked for.
  states: `set -f
set -- $(systemctl list-unit-files --no-pager --type service --all | awk '$1 ~ /\\.service$/ && $1 !~ /@\\.service$/ { print $1 }')
[ $# -eq 0 ] || systemctl show --no-pager --property=ActiveState -- "$@" | awk -F= '/^ActiveState=/ { print $2 }' |
  while read -r state; do printf '%s\\t%s\\n' "$1" "$state"; shift; done`,
};

const part = (name: string): string => `echo '@tsplay-part ${name}'
( ${PARTS[name] ?? ''}
); echo "@tsplay-end $?"`;

/** `compat:` which of them are asked depends on each other as in ansible-core: where chkconfig is, service is not asked for a list. */
export const LOOK: Script = script(`export LC_ALL=C LANG=C; PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"
have() { command -v "$1" >/dev/null 2>&1; }
if have service && ! have chkconfig && ! have rc-status; then ${part('sysv')}; fi
if have chkconfig; then ${part('chkconfig')}
elif have rc-status && have rc-update; then ${part('openrc')}; ${part('runlevels')}; fi
if have systemctl && { [ -e /run/systemd/system ] || [ -e /dev/.run/systemd ] || [ -e /dev/.systemd ]; }; then
${part('units')}
${part('files')}
${part('states')}
fi
:`);

export interface Part {
  readonly rc: number;
  readonly lines: readonly string[];
}

export function parseLook(stdout: string): Map<string, Part> {
  const parts = new Map<string, Part>();
  let open: { name: string; lines: string[] } | undefined;
  for (const line of stdout.split('\n')) {
    const [, name] = /^@tsplay-part (\w+)$/.exec(line) ?? [];
    const [, rc] = /^@tsplay-end (\d+)$/.exec(line) ?? [];
    if (name !== undefined) open = { name, lines: [] };
    else if (rc !== undefined && open) {
      parts.set(open.name, { rc: Number(rc), lines: open.lines });
      open = undefined;
    } else open?.lines.push(line);
  }
  return parts;
}
