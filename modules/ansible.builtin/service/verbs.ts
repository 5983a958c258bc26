// How services are seen to and changed where there is no systemd: one table of verbs for each service manager.
import { quote } from '../../../src/kit/index.js';
import { SBIN } from '../../_shared/sbin.js';

export interface ServiceNames {
  readonly name: string;
  /** Shell words added to start, stop, restart and reload. */
  readonly arguments: string;
  /** OpenRC's runlevel. */
  readonly runlevel: string;
}

/**
 * Shell text; `$name` and `$runlevel` are set to quoted values. `exists`, `running` and `enabled` are conditions;
 * running may also end with 2 and up for "the script has no status command".
 */
export interface ServiceVerbs {
  readonly exists: string;
  readonly running: string;
  readonly enabled: string;
  readonly enable: string;
  readonly disable: string;
  /** A command to which start, stop, restart or reload and the arguments are added. */
  readonly act: string;
}

const RC_LINKS = `for link in /etc/rc[2345S].d/S??"$name" /etc/rc.d/rc[2345].d/S??"$name"; do [ -e "$link" ] && exit 0; done; exit 1`;

export const SERVICE_VERBS: Readonly<Record<'sysvinit' | 'openrc', ServiceVerbs>> = {
  sysvinit: {
    exists: '[ -x "/etc/init.d/$name" ]',
    running: '"/etc/init.d/$name" status',
    enabled: `(${RC_LINKS})`,
    enable: `if command -v update-rc.d >/dev/null 2>&1; then update-rc.d "$name" defaults && update-rc.d "$name" enable
elif command -v chkconfig >/dev/null 2>&1; then chkconfig --add "$name" && chkconfig "$name" on
elif command -v insserv >/dev/null 2>&1; then insserv "$name"
else echo 'there is none of update-rc.d, chkconfig and insserv' >&2; exit 127; fi`,
    disable: `if command -v update-rc.d >/dev/null 2>&1; then update-rc.d "$name" disable
elif command -v chkconfig >/dev/null 2>&1; then chkconfig "$name" off
elif command -v insserv >/dev/null 2>&1; then insserv -r "$name"
else echo 'there is none of update-rc.d, chkconfig and insserv' >&2; exit 127; fi`,
    act: 'if command -v service >/dev/null 2>&1; then set -- service "$name"; else set -- "/etc/init.d/$name"; fi\n"$@"',
  },
  openrc: {
    exists: 'rc-service -e "$name"',
    running: 'rc-service "$name" status',
    enabled: `rc-update show "$runlevel" | awk -v name="$name" '$1 == name { found = 1 } END { exit !found }'`,
    enable: 'rc-update add "$name" "$runlevel"',
    disable: 'rc-update delete "$name" "$runlevel"',
    act: 'rc-service "$name"',
  },
};

/** Shell text that sets the variables the verbs use. */
export function bindings(names: ServiceNames): string {
  return `${SBIN.text}\nname=${quote(names.name)}\nrunlevel=${quote(names.runlevel)}`;
}
