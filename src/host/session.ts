// One open resident shell: how it is started, becomes another user, runs one frame at a time, and dies.
import { randomBytes } from 'node:crypto';
import { becomeCommand, type BecomeCommand, type BecomeSpec } from '../become/index.js';
import type { RemoteProcess, Wire } from '../connection/types.js';
import { quote, TsplayError, type Clock } from '../ground/index.js';
import { BOOTSTRAP, frameBytes, opening } from './driver.js';
import { FrameReader } from './frames.js';
import { isStream, sendStream, type ByteStream } from './stdin.js';
import { becomeFailure, timeoutError, tooMuchError } from './session-errors.js';

/** How long a shell may take to answer after it was started, in milliseconds. */
const START_TIMEOUT = 12_000;
/** How long the host's own kill is waited for before the channel is cut, in milliseconds. */
const KILL_GRACE = 10_000;

/** Bytes that a script may print, both streams together: they are kept as text, in memory, more than once. */
const MOST_OUTPUT = 256 * 1024 * 1024;

export interface SessionOptions {
  readonly hostName: string;
  readonly loginUser: string;
  readonly become: BecomeSpec | undefined;
  readonly clock: Clock;
  /** Why the wire broke, once it has. */
  readonly brokenBy: () => Error | undefined;
}

export interface Job {
  readonly script: string;
  readonly stdin: Uint8Array | ByteStream;
  readonly watchHolders: boolean;
  /** Milliseconds. */
  readonly timeout: number | undefined;
  /** Bytes of output that are taken in; 256 MiB unless said otherwise. */
  readonly mostOutput?: number | undefined;
  /** Output as it comes, for a live tail. */
  readonly onOutput?: ((stream: 'stdout' | 'stderr', bytes: Buffer) => void) | undefined;
}

export interface JobResult {
  readonly rc: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

interface Running {
  readonly id: number;
  readonly job: Job;
  readonly out: Buffer[];
  readonly err: Buffer[];
  bytes: number;
  rc: number | undefined;
  errEnded: boolean;
  timedOut: boolean;
  /** Why its input is incomplete. */
  failure?: Error;
  stopTimer: () => void;
  settle: (error: Error | undefined, result?: JobResult) => void;
}

export class Session {
  /** A script left a process behind that still has this shell's output open: use no more, see driver. */
  held = false;
  private dead: Error | undefined;
  private running: Running | undefined;
  private nextId = 1;

  private constructor(
    private readonly remote: RemoteProcess,
    private readonly options: SessionOptions,
    /** Stands in the command line of the shell on the host. */
    private readonly mark: string,
  ) {}

  /** What to look for on the host to end a script that is still running there; undefined when none is. */
  get runningAs(): { readonly mark: string; readonly become: BecomeSpec | undefined } | undefined {
    if (this.running === undefined || this.dead) return undefined;
    return { mark: this.mark, become: this.options.become };
  }

  get usable(): boolean {
    return this.dead === undefined && !this.held;
  }

  /** @throws TsplayError become-failed, shell-died, unreachable */
  static async start(wire: Wire, options: SessionOptions): Promise<Session> {
    const nonce = `ts${randomBytes(16).toString('hex')}`;
    const becoming: BecomeCommand = options.become
      ? becomeCommand(BOOTSTRAP, options.become, nonce.slice(0, 14))
      : plainCommand(nonce.slice(0, 14));
    const session = new Session(await wire.exec(becoming.command), options, nonce.slice(0, 14));
    await session.handshake(becoming, nonce);
    return session;
  }

  private handshake(becoming: BecomeCommand, nonce: string): Promise<void> {
    const { remote, options } = this;
    const password = options.become?.password;
    return new Promise((resolve, reject) => {
      let said = '';
      let settled = false;
      let passwordSent = false;
      let markerSeen = false;
      const stopTimer = after(options.clock, START_TIMEOUT, () => {
        const what = said.trim() === '' ? 'nothing' : `'${said.trim().slice(-200)}'`;
        fail(this.startFailure(`no shell after ${START_TIMEOUT / 1000} s; the host said ${what}`));
      });
      const fail = (error: Error): void => {
        if (settled) return;
        settled = true;
        stopTimer();
        this.dead = error;
        remote.kill();
        reject(error);
      };
      const readers = this.readers(nonce, () => {
        settled = true;
        stopTimer();
        resolve();
      });
      /** Text before the other user's shell runs: prompts and refusals. */
      const listen = (text: string): void => {
        said += text;
        const prompts =
          becoming.prompt === undefined ? 0 : [...said.matchAll(new RegExp(becoming.prompt, 'gi'))].length;
        if (prompts === 0) return;
        if (password === undefined) {
          fail(
            becomeFailure(
              options,
              'a password is asked for and none was given',
              'give it with -K or ansible_become_password',
            ),
          );
        } else if (!passwordSent) {
          passwordSent = true;
          remote.stdin.write(`${password}\n`);
        } else if (prompts > 1) {
          const wrong = `${options.become?.method} refused the become password`;
          fail(becomeFailure(options, wrong, 'give the right one with -K or the variable ansible_become_password'));
        }
      };
      const onMarker = (): void => {
        markerSeen = true;
        if (password !== undefined) remote.stdin.write(opening(nonce));
      };
      let early = '';
      remote.stdout.on('data', (chunk: Buffer) => {
        if (markerSeen) {
          readers.stdout.feed(chunk);
          return;
        }
        early += chunk.toString('latin1');
        const at = early.indexOf(`${becoming.marker}\n`);
        if (at < 0) {
          listen(chunk.toString());
          return;
        }
        onMarker();
        const rest = early.slice(at + becoming.marker.length + 1);
        if (rest !== '') readers.stdout.feed(Buffer.from(rest, 'latin1'));
      });
      remote.stderr.on('data', (chunk: Buffer) => {
        if (!settled && !markerSeen) listen(chunk.toString());
        readers.stderr.feed(chunk);
      });
      void remote.exit.then(async (exit) => {
        const error = await this.deathReason(exit);
        if (settled) {
          this.die(error);
          return;
        }
        const failure = becoming.failures.find((f) => f.pattern.test(said));
        if (options.brokenBy()) fail(error);
        else if (failure) fail(becomeFailure(options, failure.message, failure.hint, said));
        else fail(this.startFailure(`the shell ended at once${said.trim() === '' ? '' : `: ${said.trim()}`}`));
      });
      // Nothing to wait for when no password is asked: the first script follows without a round trip between.
      if (password === undefined) remote.stdin.write(opening(nonce));
    });
  }

  private startFailure(what: string): TsplayError {
    const { hostName, become } = this.options;
    if (become) {
      const hint = `try by hand on the host: ${become.method} for user '${become.user}'`;
      return becomeFailure(this.options, what, hint);
    }
    return new TsplayError('unreachable', `${hostName}: ${what}`, {
      hint: 'the login user needs a POSIX shell at /bin/sh and must be allowed to run commands',
    });
  }

  private readers(nonce: string, onReady: () => void): { stdout: FrameReader; stderr: FrameReader } {
    let ready = 0;
    const begin = (id: number): boolean => {
      if (id === 0 && ++ready === 2) onReady();
      return id !== 0;
    };
    return {
      stdout: new FrameReader(nonce, {
        onData: (bytes) => this.output('stdout', bytes),
        onTimeout: () => undefined,
        onEnd: (end) => {
          if (!begin(end.id) || this.running?.id !== end.id) return;
          this.running.rc = end.rc;
          if (end.held) this.held = true;
          this.finishWhenDone();
        },
      }),
      stderr: new FrameReader(nonce, {
        onData: (bytes) => this.output('stderr', bytes),
        onTimeout: (id) => {
          if (this.running?.id === id) this.running.timedOut = true;
        },
        onEnd: (end) => {
          if (!begin(end.id) || this.running?.id !== end.id) return;
          this.running.errEnded = true;
          this.finishWhenDone();
        },
      }),
    };
  }

  private output(stream: 'stdout' | 'stderr', bytes: Buffer): void {
    const running = this.running;
    // Between frames only a process left behind can speak; nobody asked for that.
    if (!running) return;
    const most = running.job.mostOutput ?? MOST_OUTPUT;
    running.bytes += bytes.length;
    if (running.bytes > most) {
      this.dead = tooMuchError(this.options.hostName, most);
      this.remote.kill();
      running.settle(this.dead);
      return;
    }
    (stream === 'stdout' ? running.out : running.err).push(bytes);
    running.job.onOutput?.(stream, bytes);
  }

  private finishWhenDone(): void {
    const running = this.running;
    if (running?.rc === undefined || !running.errEnded) return;
    if (running.failure) running.settle(running.failure);
    else if (running.timedOut) running.settle(timeoutError(this.options.hostName, running.job.timeout));
    else
      running.settle(undefined, {
        rc: running.rc,
        stdout: Buffer.concat(running.out),
        stderr: Buffer.concat(running.err),
      });
  }

  /** Runs one script; the caller queues. @throws TsplayError timeout, shell-died, unreachable */
  run(job: Job): Promise<JobResult> {
    if (this.dead) return Promise.reject(this.dead);
    const id = this.nextId++;
    const timeout = job.timeout === undefined ? 0 : Math.max(1, Math.ceil(job.timeout / 1000));
    const { script, stdin, watchHolders } = job;
    const stdinBytes = isStream(stdin) ? stdin.size : stdin.length;
    const frame = frameBytes({ id, script, stdinBytes, watchHolders, timeout });
    return new Promise((resolve, reject) => {
      const running: Running = {
        id,
        job,
        out: [],
        err: [],
        bytes: 0,
        rc: undefined,
        errEnded: false,
        timedOut: false,
        stopTimer: () => undefined,
        settle: (error, result) => {
          running.stopTimer();
          this.running = undefined;
          if (result) resolve(result);
          else reject(error ?? new Error('no result'));
        },
      };
      if (timeout > 0) {
        running.stopTimer = after(this.options.clock, timeout * 1000 + KILL_GRACE, () => {
          // The host's own watchdog did not manage: cut the channel.
          const error = timeoutError(this.options.hostName, job.timeout);
          this.dead = error;
          this.remote.kill();
          running.settle(error);
        });
      }
      this.running = running;
      this.remote.stdin.write(frame);
      if (isStream(stdin)) this.send(stdin, running);
      else if (stdinBytes > 0) this.remote.stdin.write(stdin);
    });
  }

  /**
   * A frame that stays incomplete cannot be ended but with its shell: that one meets the end of its input, and the script
   * takes away what it had begun.
   */
  private send(stream: ByteStream, running: Running): void {
    const goesOn = (): boolean => this.running === running && !this.dead;
    sendStream(this.remote.stdin, stream, goesOn).catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      const told = new TsplayError('write-failed', `what was to be sent could not be read: ${why}`, { cause });
      this.dead = cause instanceof TsplayError ? cause : told;
      running.failure = this.dead;
      this.remote.stdin.end();
      running.stopTimer = after(this.options.clock, KILL_GRACE, () => {
        this.remote.kill();
        running.settle(this.dead);
      });
    });
  }

  private async deathReason(exit: { code: number | null; signal: string | null }): Promise<Error> {
    // A broken wire closes its channels first and says why a moment later.
    if (exit.code === null && exit.signal === null) await new Promise((r) => setTimeout(r, 50));
    const broken = this.options.brokenBy();
    if (broken) return broken;
    const how =
      exit.signal !== null ? `was killed by signal ${exit.signal}` : `ended with code ${exit.code ?? 'unknown'}`;
    return new TsplayError(
      'shell-died',
      `${this.options.hostName}: the shell that runs the scripts ${how} before the script did`,
      {
        hint: 'does the script kill its own shell ($$ or every process of the user)? The next script gets a new shell',
      },
    );
  }

  private die(error: Error): void {
    this.dead ??= error;
    this.running?.settle(error);
  }

  /** Fails what is running, at once. */
  abort(error: Error): void {
    this.die(error);
  }

  close(): void {
    const idle = this.running === undefined;
    this.dead ??= new TsplayError('unreachable', `${this.options.hostName}: the connection is closed`);
    // An idle driver ends with its input. It is not killed: that would take along the daemons its scripts have started.
    this.remote.stdin.end();
    if (!idle) this.remote.kill();
    this.running?.settle(this.dead);
  }
}

/** Calls `then` after some time unless the returned function is called first. */
function after(clock: Clock, milliseconds: number, then: () => void): () => void {
  const abort = new AbortController();
  clock.sleep(milliseconds, abort.signal).then(then, () => undefined);
  return () => abort.abort();
}

function plainCommand(nonce: string): BecomeCommand {
  const marker = `TSPLAY-SHELL-${nonce}`;
  return {
    command: `exec /bin/sh -c ${quote(`echo ${marker}; ${BOOTSTRAP}`)}`,
    prompt: undefined,
    marker,
    failures: [],
  };
}
