// Reads the kernel's table of TCP connections (/proc/net/tcp, tcp6).
import { script, sh, type Script } from '../../../src/kit/index.js';

/** The states by their numbers in the kernel's table. */
const STATES: Readonly<Record<string, string>> = {
  '01': 'ESTABLISHED',
  '02': 'SYN_SENT',
  '03': 'SYN_RECV',
  '04': 'FIN_WAIT1',
  '05': 'FIN_WAIT2',
  '06': 'TIME_WAIT',
  '07': 'CLOSE',
  '08': 'CLOSE_WAIT',
  '09': 'LAST_ACK',
  '0A': 'LISTEN',
  '0B': 'CLOSING',
};

export const STATE_NAMES: readonly string[] = Object.values(STATES);

interface Connection {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly state: string;
}

export interface ConnectionLook {
  /** The addresses of each name that was asked for; a name that does not resolve has none. */
  readonly addresses: readonly (readonly string[])[];
  readonly connections: readonly Connection[];
}

/** Resolves names and prints the tables, in one script. */
export function lookScript(names: readonly string[]): Script {
  const resolve = names.map(
    (name) =>
      sh`echo NAME; { getent ahosts ${name} || getent hosts ${name}; } 2>/dev/null | cut -d ' ' -f 1; echo ${name}`
        .text,
  );
  return script([...resolve, 'echo TABLE', 'cat /proc/net/tcp /proc/net/tcp6 2>/dev/null; :'].join('\n'));
}

const isAddress = (text: string): boolean => /^\d+(?:\.\d+){3}$/.test(text) || text.includes(':');

/** @throws RangeError when the host has no such table */
export function parseLook(text: string): ConnectionLook {
  const [names = '', table = ''] = text.split(/^TABLE$\n?/m);
  if (!table.includes('local_address')) throw new RangeError('the host has no /proc/net/tcp');
  const addresses = names
    .split(/^NAME$\n?/m)
    .slice(1)
    .map((block) => [...new Set(block.split('\n').filter(isAddress).map(normalAddress))]);
  return { addresses, connections: table.split('\n').flatMap((line) => parseLine(line) ?? []) };
}

function parseLine(line: string): Connection | undefined {
  const m = /^\s*\d+:\s+([0-9A-F]+):([0-9A-F]{4})\s+([0-9A-F]+):[0-9A-F]{4}\s+([0-9A-F]{2})\s/i.exec(line);
  if (!m) return undefined;
  const [, local = '', port = '', remote = '', state = ''] = m;
  return {
    localAddress: decodeAddress(local),
    localPort: parseInt(port, 16),
    remoteAddress: decodeAddress(remote),
    state: STATES[state.toUpperCase()] ?? state,
  };
}

/** Addresses stand there as 32-bit words in the order of the machine's bytes; all machines we meet are little-endian. */
function decodeAddress(hex: string): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => (word.match(/../g) ?? []).reverse().map((byte) => parseInt(byte, 16)));
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, i) =>
    (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  return normalAddress(groups.join(':'));
}

/** One spelling per address; an IPv4 address mapped into IPv6 is the IPv4 address. */
export function normalAddress(address: string): string {
  const plain = address.replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  if (!URL.canParse(`http://[${plain}]/`)) return plain;
  const canonical = new URL(`http://[${plain}]/`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (!mapped) return canonical;
  const [high, low] = [parseInt(mapped[1] ?? '0', 16), parseInt(mapped[2] ?? '0', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

const ANY = new Set(['0.0.0.0', '::']);

export interface DrainQuery {
  readonly port: number;
  readonly states: readonly string[];
}

/** How many connections to the port of the first name are still in one of the states; later names are excluded. */
export function activeConnections(look: ConnectionLook, { port, states }: DrainQuery): number {
  const [own = [], ...excluded] = look.addresses;
  const all = own.some((address) => ANY.has(address));
  const ignored = new Set(excluded.flat());
  return look.connections.filter(
    (c) =>
      c.localPort === port &&
      states.includes(c.state) &&
      !ignored.has(c.remoteAddress) &&
      (all || own.includes(c.localAddress)),
  ).length;
}

/** Whether something listens on the port, on one of the addresses of the first name or on all of them. */
export function isListening({ addresses: [own = []], connections }: ConnectionLook, port: number): boolean {
  return connections.some(
    (c) => c.state === 'LISTEN' && c.localPort === port && (ANY.has(c.localAddress) || own.includes(c.localAddress)),
  );
}
