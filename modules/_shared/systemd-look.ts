// What systemd says of one unit: its properties and whether it starts at boot, by one script.
import { lines, quote, script, type Script } from '../../src/kit/index.js';
import { SBIN } from './sbin.js';

export type SystemdScope = 'system' | 'user' | 'global';

export interface UnitSeen {
  /** Whether there is a systemctl at all. */
  readonly systemctl: boolean;
  /** All of `systemctl show`; empty when systemd does not run or could not be asked. */
  readonly properties: Readonly<Record<string, string>>;
  /** Why there are no properties. */
  readonly showError: string;
  /** What `is-enabled` says: `enabled`, `static`, `alias` …; empty when there is no such unit file. */
  readonly enablement: string;
  /** The unit's own name when the name asked for is an alias, and what `is-enabled` says of that. */
  readonly aliasOf?: { readonly unit: string; readonly enablement: string };
  /** There is an init script of that name. */
  readonly initScript: boolean;
}

export function systemctlWords(scope: SystemdScope): string[] {
  return scope === 'system' ? ['systemctl'] : ['systemctl', `--${scope}`];
}

/** For `--user` the bus of the user is found by a variable that a login by SSH without PAM does not set. */
export const SYSTEMD_ENVIRONMENT = lines([
  SBIN,
  script('export XDG_RUNTIME_DIR="${XDG_RUNTIME_DIR:-/run/user/$(id -u)}"'),
]);

export function unitScript(unit: string, scope: SystemdScope): Script {
  const systemctl = systemctlWords(scope).join(' ');
  const name = quote(unit);
  const initScript = quote(`/etc/init.d/${unit.replace(/\.service$/, '')}`);
  return script(`command -v systemctl >/dev/null 2>&1 || { echo @none; exit 0; }
${SYSTEMD_ENVIRONMENT.text}
state=$(${systemctl} is-enabled -- ${name} 2>/dev/null)
state=$(printf '%s\\n' "$state" | tail -n 1)
echo "@enabled $state"
if [ "$state" = alias ]; then
id=$(${systemctl} show -p Id -- ${name} | sed -n 's/^Id=//p')
echo "@alias $id $(${systemctl} is-enabled -- "$id" 2>/dev/null | tail -n 1)"
fi
if [ -x ${initScript} ]; then echo @initscript; fi
error=$(${systemctl} show -- ${name} 2>&1 >/dev/null) || printf '@error %s\\n' "$(printf '%s' "$error" | tr '\\n' ' ')"
echo @show
${systemctl} show -- ${name} 2>/dev/null
exit 0`);
}

/** A value begins with `name=`; lines without that, or inside braces, belong to the value before. The last of a name counts. */
export function parseProperties(text: string): Record<string, string> {
  const properties: Record<string, string> = {};
  let name: string | undefined;
  let value = '';
  const keep = (): void => {
    if (name !== undefined) properties[name] = value.trim();
  };
  for (const line of text.split('\n')) {
    const open = value.trimStart().startsWith('{') && !value.trimEnd().endsWith('}');
    const start = open ? null : /^([A-Za-z][A-Za-z0-9_]*)=(.*)$/s.exec(line);
    if (start) {
      keep();
      name = start[1];
      value = start[2] ?? '';
    } else value += `\n${line}`;
  }
  keep();
  return properties;
}

export function parseUnit(stdout: string): UnitSeen {
  const cut = stdout.indexOf('@show\n');
  const head = (cut < 0 ? stdout : stdout.slice(0, cut)).split('\n');
  const one = (key: string): string[] => (head.find((l) => l.startsWith(`@${key} `)) ?? '').split(' ').slice(1);
  const [enablement = ''] = one('enabled');
  const [unit = '', ofUnit = ''] = one('alias');
  return {
    systemctl: !head.includes('@none'),
    properties: cut < 0 ? {} : parseProperties(stdout.slice(cut + '@show\n'.length)),
    showError: one('error').join(' ').trim(),
    enablement,
    ...(unit === '' ? {} : { aliasOf: { unit, enablement: ofUnit } }),
    initScript: head.includes('@initscript'),
  };
}
