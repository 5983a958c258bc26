// Whether a server's host key is accepted, and what the user is told when it is not.
import { execFile } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { TsplayError } from '../ground/index.js';
import type { Asker } from './asking.js';
import {
  fingerprint,
  hashedName,
  keyType,
  KnownHosts,
  knownHostsName,
  rsaBits,
  type KnownHostsFile,
  type Verdict,
} from './known-hosts.js';
import { expandTokens } from './ssh-tokens.js';
import { optionWords } from './ssh-words.js';
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

/** As `append`; a file that cannot be written is no reason not to connect, as with OpenSSH. */
function remember(path: string | undefined, line: string): void {
  if (path === undefined || path === '/dev/null') return;
  try {
    append(path, line);
  } catch {
    // The host is as unknown next time.
  }
}

/** Lines that KnownHostsCommand prints. @throws TsplayError host-key-refused */
async function commandLines(settings: SshSettings, name: string, why: string, key?: Buffer): Promise<KnownHostsFile[]> {
  const { knownHostsCommand } = settings;
  if (knownHostsCommand === undefined) return [];
  const tokens = {
    H: name,
    I: why,
    K: key?.toString('base64') ?? 'NONE',
    t: key === undefined ? 'NONE' : keyType(key),
    f: key === undefined ? 'NONE' : fingerprint(key),
  };
  const [program = '', ...args] = optionWords(knownHostsCommand).map((word) => expandTokens(word, tokens));
  try {
    const { stdout } = await promisify(execFile)(program, args);
    return [{ path: `KnownHostsCommand ${program}`, text: stdout }];
  } catch (cause) {
    throw new TsplayError(
      'host-key-refused',
      `${settings.name}: the KnownHostsCommand failed: ${(cause as Error).message}`,
      {
        hint: 'correct KnownHostsCommand in the SSH configuration',
        cause,
      },
    );
  }
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

  /** A changed key was let pass: nothing secret may be said to whoever answers. */
  tainted = false;

  private constructor(
    private readonly settings: SshSettings,
    private readonly files: readonly KnownHostsFile[],
    private readonly asker: Asker,
  ) {
    this.known = new KnownHosts(files);
    this.plainName = (settings.hostKeyAlias ?? settings.host).toLowerCase();
    this.name = settings.hostKeyAlias?.toLowerCase() ?? knownHostsName(settings.host, settings.port);
  }

  /** Reads what is known. @throws TsplayError host-key-refused */
  static async open(settings: SshSettings, asker: Asker): Promise<HostKeyCheck> {
    const name = settings.hostKeyAlias?.toLowerCase() ?? knownHostsName(settings.host, settings.port);
    const files = [...readFiles(settings.knownHostsFiles), ...(await commandLines(settings, name, 'ORDER'))];
    return new HostKeyCheck(settings, files, asker);
  }

  /** Host key algorithms whose keys are known, so that a known ed25519 key is not missed because rsa was negotiated. */
  preferredAlgorithms(): string[] {
    const types = this.known.typesOf(this.name);
    const wanted = types.length > 0 ? types : this.known.typesOf(this.plainName);
    return wanted.flatMap((type) => (type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type]));
  }

  /**
   * @param address that answered, where it is known
   * @throws TsplayError host-key-refused
   */
  async accept(key: Buffer, address?: string): Promise<void> {
    const { settings } = this;
    const least = settings.requiredRsaSize;
    if (least !== undefined && rsaBits(key) < least) {
      throw new TsplayError('host-key-refused', `${settings.name}: the host's RSA key has ${rsaBits(key)} bits only`, {
        hint: `RequiredRSASize asks for ${least}: give the host a longer key, or one of another type`,
      });
    }
    const asked = await commandLines(settings, this.name, 'HOSTNAME', key);
    const known = asked.length > 0 ? new KnownHosts([...this.files, ...asked]) : this.known;
    const result = known.check(this.name, key, this.plainName);
    if (result.verdict === 'revoked') throw this.refusal(key, result);
    if (settings.checkHostIp === true && address !== undefined && settings.hostKeyAlias === undefined) {
      const there = known.check(knownHostsName(address, settings.port), key);
      if (there.verdict === 'revoked') throw this.refusal(key, there);
      if (there.verdict === 'changed') this.changed(key, there);
    }
    if (result.verdict === 'match') return;
    if (result.verdict === 'changed') {
      this.changed(key, result);
      return;
    }
    const line = (name: string): string => `${name} ${keyType(key)} ${key.toString('base64')}`;
    const add = (): void =>
      remember(settings.knownHostsFiles[0], line(settings.hashKnownHosts === true ? hashedName(this.name) : this.name));
    const trusts =
      settings.hostKeyPolicy === 'off' ||
      (result.verdict === 'unknown' && settings.hostKeyPolicy === 'accept-new') ||
      (result.verdict === 'unknown' && settings.asksKeys === true && (await this.agreed(key)));
    if (!trusts) throw this.refusal(key, result);
    add();
  }

  /** Only StrictHostKeyChecking=no lets a changed key pass, and then no password is given away. */
  private changed(key: Buffer, result: Verdict): void {
    if (this.settings.hostKeyPolicy !== 'off') throw this.refusal(key, result);
    this.tainted = true;
  }

  /** As ssh(1) asks: `yes`, or the fingerprint. */
  private async agreed(key: Buffer): Promise<boolean> {
    if (!this.asker.able) return false;
    const shown = fingerprint(key);
    const said = await this.asker.ask(
      `The authenticity of host '${this.name}' can't be established.\n${keyType(key)} key fingerprint is ${shown}.\n` +
        'Are you sure you want to continue connecting (yes/no/[fingerprint])? ',
      false,
    );
    return said?.trim().toLowerCase() === 'yes' || said?.trim() === shown;
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
