// The wire over SSH made by the OpenSSH client of the controller, for what ssh2 cannot: FIDO keys, certificates, GSSAPI,
// PKCS#11 (`ansible_connection: ssh_cli`).
//
// One client is the master of a connection that all others share; its socket lies in a directory of this user alone.
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { quote, TsplayError } from '../ground/index.js';
import { openAskpass, type Askpass } from './askpass.js';
import type { Asker } from './asking.js';
import { brokenWire, clientFailure, dialFailure } from './failures.js';
import { processOf } from './local.js';
import type { DialTarget, ExecOptions, RemoteProcess, SshSettings, Wire } from './types.js';

/** How often the master's socket is looked for, in milliseconds. */
const LOOK_AGAIN = 15;
/** Beyond the client's own time for a connection, as a person may be asked, in milliseconds. */
const WITH_A_PERSON = 120_000;
/** After the exit status, how long a process left behind may hold the output, in milliseconds. */
const HELD_OUTPUT_GRACE = 500;

/** Options and the host, for settings that were not derived from variables. */
function wordsOf(settings: SshSettings): readonly string[] {
  if (settings.client) return settings.client.words;
  const options: Readonly<Record<string, string | number | undefined>> = {
    HostName: settings.host,
    Port: settings.port,
    User: settings.user,
    HostKeyAlias: settings.hostKeyAlias,
    IdentitiesOnly: settings.identitiesOnly ? 'yes' : 'no',
    IdentityAgent: settings.agent ?? 'none',
    StrictHostKeyChecking: { strict: 'yes', 'accept-new': 'accept-new', off: 'no' }[settings.hostKeyPolicy],
    UserKnownHostsFile: settings.knownHostsFiles.length === 0 ? '/dev/null' : settings.knownHostsFiles.join(' '),
    ConnectTimeout: Math.ceil(settings.connectTimeout / 1000),
    ServerAliveInterval: Math.ceil(settings.keepAlive / 1000),
    ProxyJump:
      settings.jumps.length === 0 ? undefined : settings.jumps.map((j) => `${j.user}@${j.host}:${j.port}`).join(','),
  };
  const said = Object.entries(options).filter(([, value]) => value !== undefined);
  return [
    '-F',
    'none',
    ...said.flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...settings.identityFiles.flatMap((path) => ['-i', path]),
    ...(settings.certificateFiles ?? []).flatMap((path) => ['-o', `CertificateFile=${path}`]),
    '--',
    settings.host,
  ];
}

/**
 * @param need why it is the client's to connect
 * @throws TsplayError unreachable, auth-failed, host-key-refused
 */
export async function openClientWire(settings: SshSettings, asker: Asker, need: string): Promise<Wire> {
  const directory = await mkdtemp(join(tmpdir(), 'tsplay-ssh-'));
  const askpass = await openAskpass(directory, settings.password, asker);
  const wire = new ClientWire(settings, directory, askpass);
  try {
    await wire.connect(asker.able, need);
    return wire;
  } catch (error) {
    await wire.close();
    throw error;
  }
}

class ClientWire implements Wire {
  private readonly socketPath: string;
  private readonly children = new Set<ChildProcess>();
  private readonly listeners: ((reason: Error) => void)[] = [];
  private master: ChildProcessWithoutNullStreams | undefined;
  private broken: TsplayError | undefined;
  private closed = false;
  private dials = 0;
  private said = '';

  constructor(
    private readonly settings: SshSettings,
    private readonly directory: string,
    private readonly askpass: Askpass,
  ) {
    this.socketPath = join(directory, 's');
  }

  /** @param own options that come before what the user says */
  private start(own: readonly string[], command?: string): ChildProcessWithoutNullStreams {
    const words = wordsOf(this.settings);
    const end = words.lastIndexOf('--');
    const args = [
      '-o',
      `ControlPath=${this.socketPath}`,
      ...own,
      ...words.slice(0, end),
      '-S',
      this.socketPath,
      ...words.slice(end),
      ...(command === undefined ? [] : [command]),
    ];
    return spawn('ssh', args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, ...this.askpass.environment },
    });
  }

  async connect(able: boolean, need: string): Promise<void> {
    const { settings } = this;
    const batch = settings.password === undefined && !able ? ['-o', 'BatchMode=yes'] : [];
    const once = settings.password === undefined ? [] : ['-o', 'NumberOfPasswordPrompts=1'];
    const master = this.start(['-o', 'ControlMaster=yes', '-o', 'ControlPersist=no', '-N', '-T', ...batch, ...once]);
    this.master = master;
    master.stdin.on('error', () => undefined);
    master.stdout.resume();
    master.stderr.on('data', (chunk: Buffer) => {
      this.said = (this.said + chunk.toString()).slice(-4000);
    });
    let failed: Error | undefined;
    let over = false;
    master.once('error', (error) => {
      failed = error;
      over = true;
    });
    master.once('close', () => {
      over = true;
      this.ended();
    });
    const until = Date.now() + settings.connectTimeout * (1 + settings.jumps.length) + (able ? WITH_A_PERSON : 2000);
    while (!existsSync(this.socketPath)) {
      if (over || Date.now() > until) throw clientFailure(settings, this.said, need, failed);
      await pause(LOOK_AGAIN);
    }
  }

  private ended(): void {
    if (this.closed || this.broken || !existsSync(this.directory)) return;
    const last = this.said.trim().split('\n').at(-1) ?? '';
    this.broken = brokenWire(this.settings.name, last === '' ? 'the OpenSSH client ended' : last);
    for (const listener of this.listeners) listener(this.broken);
  }

  private get gone(): TsplayError | undefined {
    return this.closed
      ? new TsplayError('unreachable', `${this.settings.name}: the connection is closed`)
      : this.broken;
  }

  /** A client that shares the connection, and makes none of its own when that is lost. */
  private shared(options: readonly string[], command?: string): ChildProcessWithoutNullStreams {
    return this.start(['-o', 'ControlMaster=no', '-o', 'ProxyCommand=false', ...options], command);
  }

  exec(command: string, { terminal = false }: ExecOptions = {}): Promise<RemoteProcess> {
    const { gone } = this;
    if (gone) return Promise.reject(gone);
    const mark = `tsplay-end-${randomBytes(8).toString('hex')}`;
    // The client waits for all who hold the output; we wait for the command, which tells on standard error that it ended.
    const told = `/bin/sh -c "$1"; r=$?; printf '%s:%s\\n' ${mark} "$r" >&2; exit $r`;
    const child = this.shared(
      [terminal ? '-tt' : '-T'],
      terminal ? command : `exec /bin/sh -c ${quote(told)} sh ${quote(command)}`,
    );
    return new Promise((resolve, reject) => {
      child.once('error', (error) => reject(clientFailure(this.settings, '', 'asked', error)));
      const remote = processOf(child, this.children);
      child.once('spawn', () => resolve(terminal ? remote : untilMark(remote, mark)));
    });
  }

  async dial(target: DialTarget): Promise<Duplex> {
    const { name } = this.settings;
    if (this.gone) throw this.gone;
    const socket = 'socketPath' in target;
    const where = socket ? target.socketPath : `${target.host}:${target.port}`;
    const there = socket
      ? target.socketPath
      : `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
    const here = join(this.directory, `d${this.dials++}`);
    const forward = async (verb: string): Promise<string> => this.control(['-O', verb, '-L', `${here}:${there}`]);
    const refused = await forward('forward');
    if (!existsSync(here)) throw dialFailure(name, where, new Error(refused.trim() || 'the client refused to forward'));
    let stream: Socket | undefined;
    try {
      stream = await connected(here);
      let gone = false;
      const early: Buffer[] = [];
      const onData = (chunk: Buffer): void => void early.push(chunk);
      stream.on('data', onData);
      stream.once('close', () => (gone = true));
      stream.once('end', () => (gone = true));
      // The server answers in order: when this has run, it has answered the other too.
      const turn = await this.exec('true');
      turn.stdin.end();
      turn.stdout.resume();
      turn.stderr.resume();
      await turn.exit;
      await pause(LOOK_AGAIN);
      stream.off('data', onData);
      stream.pause();
      if (gone && early.length === 0) throw new Error('connection refused or no such address');
      if (early.length > 0) stream.unshift(Buffer.concat(early));
      return stream;
    } catch (error) {
      stream?.destroy();
      throw dialFailure(name, where, error as Error);
    } finally {
      await forward('cancel');
      await rm(here, { force: true });
    }
  }

  /** A word to the master. @returns what the client printed */
  private control(words: readonly string[]): Promise<string> {
    const child = this.shared(words);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdin.on('error', () => undefined);
    child.stdin.end();
    child.stdout.resume();
    return new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('close', () => resolve(said));
    });
  }

  onBroken(listener: (reason: Error) => void): void {
    if (this.broken) listener(this.broken);
    else this.listeners.push(listener);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.askpass.close();
    const { master } = this;
    if (master?.exitCode === null && master.signalCode === null && master.pid !== undefined) {
      const ended = new Promise((resolve) => master.once('close', resolve));
      master.kill('SIGTERM');
      await Promise.race([ended, pause(1000, undefined, { ref: false })]);
    }
    for (const child of this.children) child.kill('SIGKILL');
    await rm(this.directory, { recursive: true, force: true });
  }
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      socket.on('error', () => undefined);
      resolve(socket);
    });
  });
}

/** The process without the mark on its standard error, which ends a moment after the mark came. */
function untilMark(remote: RemoteProcess, mark: string): RemoteProcess {
  const stderr = new PassThrough();
  const pattern = new RegExp(`${mark}:(\\d+)\\n`);
  let held = '';
  let settle: (exit: { code: number | null; signal: string | null }) => void = () => undefined;
  const marked = new Promise<{ code: number | null; signal: string | null }>((done) => (settle = done));
  remote.stderr.on('data', (chunk: Buffer) => {
    held += chunk.toString('latin1');
    const found = pattern.exec(held);
    if (found) {
      held = held.slice(0, found.index) + held.slice(found.index + found[0].length);
      setTimeout(() => settle({ code: Number(found[1]), signal: null }), HELD_OUTPUT_GRACE).unref();
    }
    // What may be the beginning of the mark waits for the rest of it.
    const at = held.lastIndexOf('tsplay-end-');
    const keep = !found && at >= 0 ? at : held.length - partOf('tsplay-end-', held);
    if (keep > 0) stderr.write(Buffer.from(held.slice(0, keep), 'latin1'));
    held = held.slice(keep);
  });
  remote.stderr.once('end', () => stderr.end(Buffer.from(held, 'latin1')));
  void marked.then(() => stderr.end());
  return { ...remote, stderr, exit: Promise.race([remote.exit, marked]) };
}

/** How many characters at the end of a text are the beginning of a word. */
function partOf(word: string, text: string): number {
  for (let length = Math.min(word.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(word.slice(0, length))) return length;
  }
  return 0;
}
