// What known_hosts says about a host's key; the file format is that of sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT".
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface KnownHostsFile {
  readonly path: string;
  readonly text: string;
}

interface Entry {
  readonly place: string;
  readonly marker: '' | 'revoked' | 'cert-authority';
  readonly hosts: string;
  readonly type: string;
  readonly key: Buffer;
}

/**
 * - `match`: known; `unknown`: no key of this host is known; `changed`: another key of the same type is known;
 * - `other-type`: only keys of other types are known; `revoked`: the key must never be trusted.
 */
export type Verdict =
  | { readonly verdict: 'match' | 'unknown'; readonly notes: readonly string[] }
  | {
      readonly verdict: 'changed' | 'other-type' | 'revoked';
      readonly place: string;
      readonly notes: readonly string[];
    };

/** The name under which a host stands in known_hosts: `[host]:port` unless the port is 22. */
export function knownHostsName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === 22 ? name : `[${name}]:${port}`;
}

/** `SHA256:…` as ssh-keygen -l prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The type named inside a public key blob, e.g. `ssh-ed25519`. */
export function keyType(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  return key.subarray(4, 4 + length).toString('latin1');
}

/** The length of an RSA key's modulus; of a key of another type: without end. */
export function rsaBits(key: Buffer): number {
  if (keyType(key) !== 'ssh-rsa') return Infinity;
  const exponent = 4 + 'ssh-rsa'.length;
  const modulus = exponent + 4 + key.readUInt32BE(exponent);
  const bytes = key.subarray(modulus + 4, modulus + 4 + key.readUInt32BE(modulus));
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? 0 : (bytes.length - first - 1) * 8 + (32 - Math.clz32(bytes[first] ?? 0));
}

/** A name as HashKnownHosts writes it. */
export function hashedName(name: string): string {
  const salt = randomBytes(20);
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`;
}

function parse(file: KnownHostsFile): Entry[] {
  const entries: Entry[] = [];
  file.text.split('\n').forEach((line, index) => {
    const words = line.trim().split(/[ \t]+/);
    if (words[0] === '' || words[0]?.startsWith('#')) return;
    const marked = words[0]?.startsWith('@') === true;
    const marker = marked ? words.shift()?.slice(1) : '';
    const [hosts, type, blob] = words;
    if (hosts === undefined || type === undefined || blob === undefined) return;
    if (marker !== '' && marker !== 'revoked' && marker !== 'cert-authority') return;
    entries.push({ place: `${file.path}:${index + 1}`, marker, hosts, type, key: Buffer.from(blob, 'base64') });
  });
  return entries;
}

function wildcard(pattern: string, name: string): boolean {
  const source = pattern
    .toLowerCase()
    .split('')
    .map((c) => (c === '*' ? '.*' : c === '?' ? '.' : c.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`, 's').test(name);
}

/** A pattern list as in known_hosts and ssh_config's Host: `*` and `?`, and `!` that overrules every match. */
export function matchesPatterns(patterns: readonly string[], name: string): boolean {
  let matched = false;
  for (const pattern of patterns) {
    if (pattern.startsWith('!')) {
      if (wildcard(pattern.slice(1), name)) return false;
    } else if (wildcard(pattern, name)) matched = true;
  }
  return matched;
}

function matchesHashed(field: string, name: string): boolean {
  const [, salt, hash] = field.split('|').slice(1);
  if (salt === undefined || hash === undefined) return false;
  const wanted = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return wanted.length === actual.length && timingSafeEqual(wanted, actual);
}

function matches(entry: Entry, name: string): boolean {
  return entry.hosts.startsWith('|1|')
    ? matchesHashed(entry.hosts, name)
    : matchesPatterns(entry.hosts.split(','), name);
}

/** Several known_hosts files, read once, asked by name. */
export class KnownHosts {
  private readonly entries: readonly Entry[];

  constructor(files: readonly KnownHostsFile[]) {
    this.entries = files.flatMap(parse);
  }

  private of(name: string): Entry[] {
    return this.entries.filter((entry) => matches(entry, name));
  }

  /** Whether certificates of an authority are trusted for a host that no plain key is known of. */
  hasAuthority(name: string, plainName = name): boolean {
    const own = [...this.of(name), ...(plainName === name ? [] : this.of(plainName))];
    return own.some((entry) => entry.marker === 'cert-authority');
  }

  /** Key types known for a host, in the files' order: what to ask the server for first. */
  typesOf(name: string): string[] {
    const own = this.of(name).filter((entry) => entry.marker === '');
    return [...new Set(own.map((entry) => entry.type))];
  }

  /**
   * @param name as `knownHostsName` gives it
   * @param plainName the host without a port; as with OpenSSH, a key known under it is good for every port
   */
  check(name: string, key: Buffer, plainName = name): Verdict {
    const own = this.of(name);
    const notes = own
      .filter((entry) => entry.marker === 'cert-authority')
      .map(
        (entry) =>
          `${entry.place} is a @cert-authority line: certificates are checked by the OpenSSH client (ansible_connection: ssh_cli) only`,
      );
    const revoked = own.find((entry) => entry.marker === 'revoked' && entry.key.equals(key));
    if (revoked) return { verdict: 'revoked', place: revoked.place, notes };
    const plain = own.filter((entry) => entry.marker === '');
    if (plain.some((entry) => entry.key.equals(key))) return { verdict: 'match', notes };
    const sameType = plain.find((entry) => entry.type === keyType(key));
    if (sameType) return { verdict: 'changed', place: sameType.place, notes };
    if (plain[0]) return { verdict: 'other-type', place: plain[0].place, notes };
    if (plainName !== name && this.check(plainName, key).verdict === 'match') return { verdict: 'match', notes };
    return { verdict: 'unknown', notes };
  }
}
