// What `firewall-cmd --list-all-zones` tells of each zone.

export interface Zone {
  readonly target: string;
  readonly icmp_block_inversion: boolean;
  readonly interfaces: readonly string[];
  readonly sources: readonly string[];
  readonly services: readonly string[];
  readonly ports: readonly (readonly string[])[];
  readonly protocols: readonly string[];
  readonly masquerade: boolean;
  readonly forward_ports: readonly (readonly string[])[];
  readonly source_ports: readonly (readonly string[])[];
  readonly icmp_blocks: readonly string[];
  readonly rich_rules: readonly string[];
  /** Not told by firewalld before 0.9. */
  readonly forward?: boolean;
}

const words = (text = ''): string[] => text.split(/\s+/).filter((word) => word !== '');

/** By name: zones begin at the margin, their fields are indented by two blanks, long lists of a field by a tab. */
export function parseZones(text: string): Map<string, Zone> {
  const zones = new Map<string, Zone>();
  let name: string | undefined;
  let fields = new Map<string, string[]>();
  let field: string[] = [];
  const close = (): void => {
    if (name !== undefined) zones.set(name, zoneOf(fields));
  };
  for (const line of text.split('\n')) {
    const head = /^(\S+)/.exec(line)?.[1];
    const [, key, value = ''] = /^ {2}(\S[^:]*):\s*(.*)$/.exec(line) ?? [];
    if (head !== undefined) {
      close();
      name = head;
      fields = new Map();
    } else if (key !== undefined) {
      field = value === '' ? [] : [value];
      fields.set(key, field);
    } else if (line.trim() !== '') field.push(line.trim());
  }
  close();
  return zones;
}

function zoneOf(fields: ReadonlyMap<string, readonly string[]>): Zone {
  const one = (key: string): string => fields.get(key)?.[0] ?? '';
  const split = (key: string): string[] => (fields.get(key) ?? []).flatMap(words);
  const pairs = (key: string): string[][] => split(key).map((port) => port.split('/'));
  return {
    target: one('target'),
    icmp_block_inversion: one('icmp-block-inversion') === 'yes',
    interfaces: split('interfaces'),
    sources: split('sources'),
    services: split('services'),
    ports: pairs('ports'),
    protocols: split('protocols'),
    masquerade: one('masquerade') === 'yes',
    forward_ports: split('forward-ports').map(forwarded),
    source_ports: pairs('source-ports'),
    icmp_blocks: split('icmp-blocks'),
    rich_rules: fields.get('rich rules') ?? [],
    ...(fields.has('forward') ? { forward: one('forward') === 'yes' } : {}),
  };
}

/** `port=80:proto=tcp:toport=8080:toaddr=::1` as its four values; addresses may have colons in them. */
const forwarded = (text: string): string[] =>
  ['port', 'proto', 'toport', 'toaddr'].map(
    (key) => new RegExp(`(?:^|:)${key}=(.*?)(?=:(?:port|proto|toport|toaddr)=|$)`).exec(text)?.[1] ?? '',
  );
