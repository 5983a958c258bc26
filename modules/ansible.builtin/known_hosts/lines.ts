// What lines of a known_hosts file say, and which of them speak of a host.
import { createHmac, randomBytes } from 'node:crypto';
import { ModuleFailure } from '../../../src/kit/index.js';

interface HostKey {
  /** `@cert-authority` or `@revoked`. */
  readonly marker: string | undefined;
  /** Names and patterns with commas, or the hash of a name. */
  readonly hosts: string;
  readonly type: string;
  readonly key: string;
}

/** Undefined for comments, blank lines and what is no host key. */
function parseLine(line: string): HostKey | undefined {
  const words = line.trim().split(/\s+/);
  if (words[0] === undefined || words[0] === '' || words[0].startsWith('#')) return undefined;
  const marker = words[0].startsWith('@') ? words.shift() : undefined;
  if (marker !== undefined && marker !== '@cert-authority' && marker !== '@revoked') return undefined;
  const [hosts = '', type, key] = words;
  return type === undefined || key === undefined ? undefined : { marker, hosts, type, key };
}

const hashOf = (salt: Buffer, host: string): string => createHmac('sha1', salt).update(host).digest('base64');

/** Whether a line's host field stands for a host; specified by sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". */
function matchesHost(hosts: string, host: string): boolean {
  const hashed = /^\|1\|([^|]+)\|([^|]+)$/.exec(hosts);
  if (hashed) return hashOf(Buffer.from(hashed[1] ?? '', 'base64'), host) === hashed[2];
  let found = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesPattern(negated ? pattern.slice(1) : pattern, host)) continue;
    if (negated) return false;
    found = true;
  }
  return found;
}

function matchesPattern(pattern: string, host: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, 's').test(host);
}

/** The line with its host field hashed, as `HashKnownHosts` does; other words as they are. @param salt for tests */
export function hashLine(line: string, host: string, salt: Buffer = randomBytes(20)): string {
  const words = line.trim().split(/\s+/);
  words[words[0]?.startsWith('@') ? 1 : 0] = `|1|${salt.toString('base64')}|${hashOf(salt, host)}`;
  return words.join(' ');
}

export interface Wanted {
  readonly host: string;
  /** The line, without its end; undefined: all keys of the host. */
  readonly key: string | undefined;
  readonly state: 'absent' | 'present';
}

/** The file's text as it shall be; the same text when it is. @throws ModuleFailure when key and host do not fit */
export function edit(text: string, { host, key, state }: Wanted): string {
  if (key === undefined && state === 'present') throw new ModuleFailure('No key specified when adding a host');
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const seen = lines.map((line) => {
    const parsed = parseLine(line);
    return parsed && matchesHost(parsed.hosts, host) ? parsed : undefined;
  });
  if (key === undefined) {
    // Keys of authorities and revocations are not the host's own: ssh-keygen -R leaves them too.
    return lines.filter((_, at) => seen[at] === undefined || seen[at].marker !== undefined).join('');
  }
  const wanted = parseWanted(key, host);
  const at = seen.findIndex((line) => line !== undefined && (isSame(wanted, line) || replaces(wanted, line)));
  const there = seen[at];
  if (state === 'present') {
    if (there && isSame(wanted, there)) return text;
    const kept = lines.filter((_, i) => i !== at).join('');
    // `compat:` only that the line before may lack its end is not taken over.
    return `${kept}${kept === '' || kept.endsWith('\n') ? '' : '\n'}${key}\n`;
  }
  return there ? lines.filter((_, i) => i !== at).join('') : text;
}

function parseWanted(key: string, host: string): HostKey {
  if (/\S+\s*,\s*/.test(host)) {
    throw new ModuleFailure(
      'Comma separated list of names is not supported. Please pass a single name to lookup in the known_hosts file.',
    );
  }
  const wanted = parseLine(key);
  if (!wanted || !matchesHost(wanted.hosts, host)) {
    throw new ModuleFailure(
      'Host parameter does not match hashed host field in supplied key' +
        (wanted ? '' : ": 'key' is a line of known_hosts (name, type, key), not one of a .pub file"),
    );
  }
  return wanted;
}

/** The same key of the same host; two hashes of it count as the same. */
function isSame(wanted: HostKey, line: HostKey): boolean {
  const bothHashed = line.marker === undefined && wanted.hosts.startsWith('|1|') && line.hosts.startsWith('|1|');
  return (
    wanted.marker === line.marker &&
    (bothHashed || wanted.hosts === line.hosts) &&
    wanted.type === line.type &&
    wanted.key === line.key
  );
}

/** `compat:` another key of the same type makes way, and with it other names that line has. */
const replaces = (wanted: HostKey, line: HostKey): boolean => line.marker === undefined && wanted.type === line.type;
