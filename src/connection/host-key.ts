// Whether a server's host key is accepted, and what the user is told when it is not.
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TsplayError } from '../ground/index.js';
import { fingerprint, keyType, KnownHosts, knownHostsName, type KnownHostsFile, type Verdict } from './known-hosts.js';
import type { SshSettings } from './types.js';

function readFiles(paths: readonly string[]): KnownHostsFile[] {
  return paths.flatMap((path) => {
    try {
      return [{ path, text: readFileSync(path, 'utf8') }];
    } catch {
      // A known_hosts file that is not there knows nobody.
      return [];
    }
  });
}

/** Adds one line with one write to a file opened for appending, so that runs side by side do not mix their lines. */
function append(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let before = '';
  try {
    before = readFileSync(path, 'utf8');
  } catch {
    // Made below.
  }
  const newline = before === '' || before.endsWith('\n') ? '' : '\n';
  appendFileSync(path, `${newline}${line}\n`, { mode: 0o600 });
}

/** The ssh-keyscan names of key types. */
function scanType(type: string): string {
  if (type.startsWith('ecdsa-')) return 'ecdsa';
  if (type.startsWith('sk-')) return type.startsWith('sk-ssh-ed25519') ? 'ed25519-sk' : 'ecdsa-sk';
  return type.replace(/^ssh-/, '');
}

/** One host's key check: which key types to ask for, and the decision about the key the server shows. */
export class HostKeyCheck {
  private readonly known: KnownHosts;
  private readonly name: string;
  private readonly plainName: string;

  constructor(private readonly settings: SshSettings) {
    this.known = new KnownHosts(readFiles(settings.knownHostsFiles));
    this.plainName = (settings.hostKeyAlias ?? settings.host).toLowerCase();
    this.name = settings.hostKeyAlias?.toLowerCase() ?? knownHostsName(settings.host, settings.port);
  }

  /** Host key algorithms whose keys are known, so that a known ed25519 key is not missed because rsa was negotiated. */
  preferredAlgorithms(): string[] {
    const types = this.known.typesOf(this.name);
    const wanted = types.length > 0 ? types : this.known.typesOf(this.plainName);
    return wanted.flatMap((type) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type]));
  }

  /** @throws TsplayError host-key-refused */
  accept(key: Buffer): void {
    const result = this.known.check(this.name, key, this.plainName);
    if (result.verdict === 'match') return;
    if (result.verdict === 'revoked') throw this.refusal(key, result);
    if (this.settings.hostKeyPolicy === 'off') return;
    if (result.verdict === 'unknown' && this.settings.hostKeyPolicy === 'accept-new') {
      const file = this.settings.knownHostsFiles[0];
      if (file !== undefined) append(file, `${this.name} ${keyType(key)} ${key.toString('base64')}`);
      return;
    }
    throw this.refusal(key, result);
  }

  private refusal(key: Buffer, result: Verdict): TsplayError {
    const { settings, name } = this;
    const type = keyType(key);
    const shown = `${type} ${fingerprint(key)}`;
    const file = settings.knownHostsFiles[0] ?? '~/.ssh/known_hosts';
    const port = settings.port === 22 ? '' : `-p ${settings.port} `;
    const renamed = settings.hostKeyAlias === undefined ? '' : ` | sed 's/^[^ ]*/${name}/'`;
    const scan = `ssh-keyscan -t ${scanType(type)} ${port}${settings.host}${renamed} >> ${file}`;
    const through =
      settings.jumps.length === 0
        ? ''
        : ` (run on ${settings.jumps.at(-1)?.host}, which the connection goes through, and add the line here)`;
    const notes = result.notes.map((message) => ({ message }));
    const say = (message: string, hint: string): TsplayError =>
      new TsplayError('host-key-refused', `${settings.name}: ${message}`, { hint, notes });
    switch (result.verdict) {
      case 'revoked':
        return say(
          `the host key of ${name} (${shown}) is revoked by ${result.place}`,
          'do not connect: the key is known to be in the wrong hands; find out what answers at this address',
        );
      case 'changed':
        return say(
          `THE HOST KEY OF ${name} HAS CHANGED: it shows ${shown}, ${result.place} holds another ${type} key. ` +
            'Somebody may be listening in, or the host was reinstalled',
          `if the host was reinstalled, compare the fingerprint on its console, then: ssh-keygen -R '${name}' -f ${file} && ${scan}${through}`,
        );
      case 'other-type':
        return say(
          `the host key of ${name} is not known: it shows ${shown}, while ${result.place} holds a key of another type`,
          `compare the fingerprint on the host's console, then: ${scan}${through}`,
        );
      default:
        return say(
          `the host key of ${name} is not known: ${shown}`,
          `compare the fingerprint on the host's console, then: ${scan}${through}; ` +
            'or accept new keys with StrictHostKeyChecking=accept-new',
        );
    }
  }
}
