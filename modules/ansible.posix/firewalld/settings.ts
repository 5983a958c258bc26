// What can be set in a zone, and the words of firewall-cmd for each. Pure.

interface ForwardPort {
  readonly port: string;
  readonly proto: string;
  readonly toport: string;
  readonly toaddr?: string | undefined;
}

export interface SettingArguments {
  readonly icmp_block?: string | undefined;
  readonly icmp_block_inversion?: string | undefined;
  readonly service?: string | undefined;
  readonly protocol?: string | undefined;
  readonly port?: string | undefined;
  readonly port_forward?: readonly ForwardPort[] | undefined;
  readonly rich_rule?: string | undefined;
  readonly interface?: string | undefined;
  readonly forward?: string | undefined;
  readonly masquerade?: string | undefined;
  readonly source?: string | undefined;
  readonly target?: string | undefined;
  readonly state: 'absent' | 'disabled' | 'enabled' | 'present';
}

export interface Setting {
  /** The question, and how its answer is read: `yes` by its code, or a word among the words printed. */
  readonly query: string;
  readonly among?: string;
  readonly add: string;
  readonly remove: string;
  /** Whether it shall be there. */
  readonly wanted: boolean;
  /** Only in the permanent configuration, so that both at once are refused. */
  readonly permanentOnly?: true;
  readonly timed: boolean;
  /** The message of a change; `%zone` is the zone. */
  readonly message: string;
}

export const SETTINGS = [
  'icmp_block',
  'icmp_block_inversion',
  'service',
  'protocol',
  'port',
  'port_forward',
  'rich_rule',
  'interface',
  'forward',
  'masquerade',
  'source',
  'target',
] as const;

const TRUE = ['y', 'yes', 'on', '1', 'true', 't', '1.0'];
const FALSE = ['n', 'no', 'off', '0', 'false', 'f', '0.0'];

/** A switch written as text; `otherwise` when it is no boolean. */
export function switched(text: string, otherwise: boolean): { readonly on: boolean; readonly known: boolean } {
  const word = text.toLowerCase().trim();
  if (TRUE.includes(word)) return { on: true, known: true };
  return FALSE.includes(word) ? { on: false, known: true } : { on: otherwise, known: false };
}

/** The one thing a task is about, or undefined when it is about a zone or about nothing. */
export function settingOf(a: SettingArguments): Setting | undefined {
  const { state } = a;
  const wanted = state === 'enabled' || state === 'present';
  const changed = (what: string): string => `Changed ${what} to ${state}`;
  const plain = (name: string, value: string, more: { among?: string; message?: string } = {}): Setting => ({
    query: more.among === undefined ? `--query-${name}=${value}` : more.among,
    ...(more.among === undefined ? {} : { among: value }),
    add: `--add-${name}=${value}`,
    remove: `--remove-${name}=${value}`,
    wanted,
    timed: more.message === undefined,
    message: more.message ?? changed(`${name} ${value}`),
  });
  const toggle = (name: string, value: string, otherwise: boolean, message: (on: boolean) => string): Setting => {
    const on = (state === 'enabled') === switched(value, otherwise).on;
    const [query, add, remove] = ['query', 'add', 'remove'].map((verb) => `--${verb}-${name}`);
    return { query: query ?? '', add: add ?? '', remove: remove ?? '', wanted: on, timed: false, message: message(on) };
  };
  const moved = (on: boolean, what: string): string =>
    `${on ? 'Added' : 'Removed'} ${what} ${on ? 'to' : 'from'} zone %zone`;
  if (a.icmp_block !== undefined) return plain('icmp-block', a.icmp_block, { among: '--list-icmp-blocks' });
  if (a.icmp_block_inversion !== undefined) {
    const text = changed(`icmp-block-inversion ${a.icmp_block_inversion}`);
    return toggle('icmp-block-inversion', a.icmp_block_inversion, true, () => text);
  }
  if (a.service !== undefined) return plain('service', a.service, { among: '--list-services' });
  if (a.protocol !== undefined) return plain('protocol', a.protocol, { among: '--list-protocols' });
  if (a.port !== undefined) return plain('port', a.port.trim());
  const forward = a.port_forward?.[0];
  if (forward) {
    const { port, proto, toport, toaddr = '' } = forward;
    const value = `port=${port}:proto=${proto}:toport=${toport}${toaddr === '' ? '' : `:toaddr=${toaddr}`}`;
    const shown = `port=${port}:proto=${proto}:toport=${toport}:toaddr=${toaddr}`;
    return { ...plain('forward-port', value), message: changed(`port_forward ${shown}`) };
  }
  if (a.rich_rule !== undefined) {
    return { ...plain('rich-rule', a.rich_rule), message: changed(`rich_rule ${a.rich_rule}`) };
  }
  if (a.interface !== undefined) {
    const message = `${wanted ? 'Changed' : 'Removed'} ${a.interface} ${wanted ? 'to' : 'from'} zone %zone`;
    const setting = plain('interface', a.interface, { among: '--list-interfaces', message });
    return { ...setting, add: `--change-interface=${a.interface}` };
  }
  if (a.forward !== undefined) return toggle('forward', a.forward, false, (on) => moved(on, 'forward'));
  if (a.masquerade !== undefined) return toggle('masquerade', a.masquerade, true, (on) => moved(on, 'masquerade'));
  if (a.source !== undefined) {
    return plain('source', a.source, { among: '--list-sources', message: moved(wanted, a.source) });
  }
  if (a.target === undefined) return undefined;
  return {
    query: '--get-target',
    among: a.target,
    add: `--set-target=${a.target}`,
    remove: '--set-target=default',
    wanted,
    permanentOnly: true,
    timed: false,
    message: wanted ? `Set zone %zone target to ${a.target}` : 'Reset zone %zone target to default',
  };
}

/** The zone itself. */
export const zoneSetting = (zone: string, state: 'absent' | 'present'): Setting => ({
  query: '--get-zones',
  among: zone,
  add: `--new-zone=${zone}`,
  remove: `--delete-zone=${zone}`,
  wanted: state === 'present',
  permanentOnly: true,
  timed: false,
  message: `${state === 'present' ? 'Added' : 'Removed'} zone %zone, Changed zone ${zone} to ${state}`,
});
