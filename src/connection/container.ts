// The wire into a container, a directory or a pod: each process is one start of the program that reaches it.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex, type Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { quote, TsplayError } from '../ground/index.js';
import { dialFailure } from './failures.js';
import { withoutLastWords } from './last-words.js';
import { onTerminal, processOf } from './local.js';
import type { ContainerSettings, DialTarget, ProcessEnd, RemoteProcess, Wire } from './types.js';

/** How long a process may take to end after its input did, when the wire is closed, in milliseconds. */
const CLOSE_GRACE = 500;

/** Connects from inside by the first program that is there. */
const DIAL_SCRIPT = {
  port: `h=$1 p=$2
if command -v socat >/dev/null 2>&1; then exec socat - "TCP:$h:$p"
elif command -v nc >/dev/null 2>&1; then exec nc "$h" "$p"
elif command -v bash >/dev/null 2>&1; then exec bash -c 'exec 3<>"/dev/tcp/$0/$1" || exit 1; cat <&3 & exec cat >&3' "$h" "$p"
else echo 'tsplay: no socat, nc or bash there' >&2; exit 127; fi`,
  socket: `if command -v socat >/dev/null 2>&1; then exec socat - "UNIX-CONNECT:$1"
elif command -v nc >/dev/null 2>&1; then exec nc -U "$1"
else echo 'tsplay: no socat or nc there' >&2; exit 127; fi`,
};
/** What ended within so many milliseconds without a byte was never connected. */
const DIAL_GRACE = 400;
const DIALS = 'TSPLAY-DIALS';

/** @throws TsplayError unreachable when the program is missing or the other side is not there */
export async function openContainerWire(settings: ContainerSettings): Promise<Wire> {
  if (settings.needsRoot === true && process.getuid?.() !== 0) {
    throw new TsplayError(
      'unreachable',
      `${settings.name}: the connection ${settings.kind} needs root on the controller`,
      {
        hint: 'run tsplay as root, for instance with sudo',
      },
    );
  }
  const wire = new ContainerWire(settings);
  try {
    await wire.greet();
    return wire;
  } catch (error) {
    await wire.close();
    throw error;
  }
}

class ContainerWire implements Wire {
  private readonly children = new Set<ChildProcess>();
  private closed = false;
  private directory: string | undefined;

  constructor(private readonly settings: ContainerSettings) {}

  /** Tells a container that is not there from a command that fails. */
  async greet(): Promise<void> {
    const { settings } = this;
    const greeting = await this.exec('echo TSPLAY-HERE');
    let out = '';
    let err = '';
    greeting.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    greeting.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    greeting.stdin.end();
    let slow = false;
    const timer = setTimeout(() => {
      slow = true;
      greeting.kill();
    }, settings.connectTimeout);
    const { code } = await greeting.exit;
    clearTimeout(timer);
    if (out.includes('TSPLAY-HERE')) return;
    const what = slow
      ? `no answer within ${settings.connectTimeout / 1000} s`
      : `${settings.argv[0]} ended with ${code ?? 'a signal'}: ${err.trim() || out.trim()}`;
    throw new TsplayError('unreachable', `${settings.name}: cannot connect by ${settings.kind}: ${what}`, {
      hint: `try by hand: ${settings.argv.map(quote).join(' ')} /bin/sh`,
    });
  }

  exec(command: string, { terminal = false } = {}): Promise<RemoteProcess> {
    const { settings } = this;
    return new Promise((resolve, reject) => {
      if (this.closed) {
        reject(new TsplayError('unreachable', `${settings.name}: the connection is closed`));
        return;
      }
      const words = [...(terminal ? settings.terminalArgv : settings.argv), '/bin/sh', '-c', command];
      const [program = '', ...rest] = terminal ? ['/bin/sh', '-c', onTerminal(words.map(quote).join(' '))] : words;
      const child = spawn(program, rest, {
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
        env: { ...process.env, ...this.environment() },
      });
      child.on('error', (error: NodeJS.ErrnoException) => {
        const missing = error.code === 'ENOENT';
        reject(
          new TsplayError(
            'unreachable',
            `${settings.name}: ${missing ? `the program ${program} is not on the controller` : `cannot start ${program}: ${error.message}`}`,
            { hint: `the connection ${settings.kind} is made with the program ${program}`, cause: error },
          ),
        );
      });
      const remote = processOf(child, this.children);
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-1000)));
      let isKilled = false;
      const kill = (): void => {
        isKilled = true;
        remote.kill();
      };
      const exit = remote.exit.then((end) => (isKilled ? end : withLoss(settings, end, said)));
      const stderr =
        settings.kind === 'kubectl'
          ? withoutLastWords(child.stderr, KUBECTL_SAYS, 'command terminated with exit code ')
          : child.stderr;
      child.on('spawn', () => resolve({ ...remote, stderr, exit, kill }));
    });
  }

  private environment(): Record<string, string> {
    const { environment = {}, secretFile } = this.settings;
    if (secretFile === undefined) return environment;
    this.directory ??= mkdtempSync(join(tmpdir(), 'tsplay-'));
    const path = join(this.directory, 'config');
    writeFileSync(path, secretFile, { mode: 0o600 });
    return Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, value.replace('{}', path)]));
  }

  async dial(target: DialTarget): Promise<Duplex> {
    const socket = 'socketPath' in target;
    const where = socket ? target.socketPath : `${target.host}:${target.port}`;
    const script = socket ? DIAL_SCRIPT.socket : DIAL_SCRIPT.port;
    const words = socket ? [target.socketPath] : [target.host, String(target.port)];
    const remote = await this.exec(`set -- ${words.map(quote).join(' ')}\necho ${DIALS}\n${script}`);
    let err = '';
    remote.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const over = remote.exit.then(() => Promise.reject(new Error(err.trim() || 'no connection')));
    over.catch(() => undefined);
    try {
      await Promise.race([begun(remote.stdout), over]);
      await Promise.race([pause(DIAL_GRACE), answered(remote.stdout), over]);
    } catch (error) {
      remote.kill();
      throw dialFailure(this.settings.name, where, error as Error);
    }
    const stream = Duplex.from({ readable: remote.stdout, writable: remote.stdin });
    // A program that ends at once is the end of the connection, and no more.
    stream.on('error', () => undefined);
    stream.on('close', () => remote.kill());
    return stream;
  }

  // A container that is gone ends its processes; the next one says why.
  onBroken(): void {
    return undefined;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.children].map(ended));
    if (this.directory !== undefined) rmSync(this.directory, { recursive: true, force: true });
  }
}

/** Programs that talk to a server, so that a process can go on there without them: how the end of the process itself is told. */
const SERVED: Readonly<Record<string, (end: ProcessEnd, said: string) => boolean>> = {
  // Of a process that was killed nobody knows: it may be the container that was.
  docker: ({ code }, said) => code !== 137 && !LOST_SERVER.test(said),
  podman: ({ code }) => code !== 137 && code !== 125,
  kubectl: ({ code }, said) => code === 0 || KUBECTL_SAYS.test(said),
};
const KUBECTL_SAYS = /command terminated with exit code \d*\n?$/;
const LOST_SERVER =
  /error during connect|cannot connect to the docker daemon|unexpected EOF|connection reset|broken pipe/i;

/** The end of a process, or that of the way to it. */
function withLoss({ kind }: ContainerSettings, end: ProcessEnd, said: string): ProcessEnd {
  const isOwn = Object.hasOwn(SERVED, kind) ? SERVED[kind] : undefined;
  if (!isOwn || (end.code !== null && isOwn(end, said))) return end;
  const last = said.trim().split('\n').at(-1) ?? '';
  const how = end.signal === null ? `ended with code ${end.code}` : `was killed by ${end.signal}`;
  return { code: null, signal: null, lost: `${kind} ${how}${last === '' ? '' : `: ${last}`}` };
}

/** Until the line that says that it dials now; what follows is left to be read. */
function begun(stdout: Readable): Promise<void> {
  return new Promise((resolve) => {
    let held = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      held = Buffer.concat([held, chunk]);
      const at = held.indexOf(`${DIALS}\n`);
      if (at < 0) return;
      stdout.off('data', onData);
      stdout.pause();
      const rest = held.subarray(at + DIALS.length + 1);
      if (rest.length > 0) stdout.unshift(rest);
      resolve();
    };
    stdout.on('data', onData);
  });
}

/** Until there is a byte to read. */
function answered(stdout: Readable): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (stdout.readableLength > 0) resolve();
      else if (!stdout.readableEnded) stdout.once('readable', look);
    };
    look();
  });
}

/** The end of its input ends a shell; what does not heed it is killed. */
function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      done();
    }, CLOSE_GRACE);
    child.once('exit', () => {
      clearTimeout(timer);
      done();
    });
    child.stdin?.end();
  });
}
