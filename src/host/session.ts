// One open resident shell: how it is started, becomes another user, runs one frame at a time, and dies.
import { randomBytes } from 'node:crypto';
import { becomeCommand, type BecomeCommand } from '../become/index.js';
import { brokenWire } from '../connection/failures.js';
import type { RemoteProcess, Wire } from '../connection/types.js';
import { quote, TsplayError, withinTime } from '../ground/index.js';
import { BOOTSTRAP, frameBytes } from './driver.js';
import { FrameReader } from './frames.js';
import { after, shakeHands } from './handshake.js';
import { isStream, sendStream, sizeOf, type ByteStream } from './stdin.js';
import { timeoutError, tooMuchError } from './session-errors.js';
import type { Job, JobResult, LostRun, SessionOptions } from './session-types.js';

/** How long the host's own kill is waited for before the channel is cut, in milliseconds. */
const KILL_GRACE = 10_000;

/** What the OpenSSH client ends with when its connection broke. */
const SSH_FAILED = 255;
/** How long a shell may take to put its spool away, in milliseconds. */
const BYE_GRACE = 2_000;
const NO_JOB: Job = { script: '', stdin: new Uint8Array(0), watchHolders: false, timeout: undefined };

/** Bytes that a script may print, both streams together: they are kept as text, in memory, more than once. */
const MOST_OUTPUT = 256 * 1024 * 1024;

export type { Job, JobResult, LostRun, SessionOptions } from './session-types.js';

interface Running {
  id: number;
  readonly job: Job;
  kept: boolean;
  refused: boolean;
  readonly out: Buffer[];
  readonly err: Buffer[];
  /** Parts that have ended on one of the streams only. */
  readonly parts: Map<number, { rc?: number | undefined; stdout?: Buffer; stderr?: Buffer }>;
  /** The part that ends next, by stream. */
  readonly part: { stdout: number; stderr: number };
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
  private bootText = '';
  /** Whether kept frames have been run: there is a spool, and it goes away when the session is closed. */
  private spooled = false;
  private bare = false;
  /** Set when the wire broke: what ran then, or only that there is a spool (id 0). */
  lost: LostRun | undefined;
  /** Whether it ended because the wire did. */
  isWireLost = false;

  private constructor(
    private readonly remote: RemoteProcess,
    private readonly options: SessionOptions,
    private readonly nonce: string,
  ) {}

  /** By what a script that is still running is found on the host; undefined when none is. */
  get runningAs(): string | undefined {
    return this.running === undefined || this.dead ? undefined : this.nonce;
  }

  /** Which boot of which host this is; empty where the host does not say. */
  get boot(): string {
    return this.bootText.trim();
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
    const session = new Session(await wire.exec(becoming.command), options, nonce);
    await session.handshake(becoming);
    return session;
  }

  private async handshake(becoming: BecomeCommand): Promise<void> {
    const { remote, options, nonce } = this;
    try {
      await shakeHands({
        remote,
        options,
        becoming,
        nonce,
        readers: (onReady) => this.readers(nonce, onReady),
        reasonOf: (exit) => this.deathReason(exit),
        isWireLost: () => this.isWireLost,
        onExit: (error) => this.die(error),
      });
    } catch (error) {
      this.dead = error as Error;
      throw error;
    }
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
        onPart: (part, rc) => this.endPart(part, 'stdout', rc),
        onEnd: (end) => {
          if (!begin(end.id) || this.running?.id !== end.id) return;
          this.running.rc = end.rc;
          if (end.held) this.held = true;
          this.running.refused = end.refused;
          if (this.running.kept && !end.refused) this.spooled = true;
          this.finishWhenDone();
        },
      }),
      stderr: new FrameReader(nonce, {
        onData: (bytes) => this.output('stderr', bytes),
        onTimeout: (id) => {
          if (this.running?.id === id) this.running.timedOut = true;
        },
        onPart: (part) => this.endPart(part, 'stderr'),
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
    if (this.nextId === 1 && stream === 'stdout') this.bootText += bytes.toString('latin1');
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

  private endPart(id: number, stream: 'stdout' | 'stderr', rc?: number): void {
    const running = this.running;
    // Any other mark is a script's own doing.
    if (!running?.job.onPart || id !== running.part[stream]) return;
    running.part[stream]++;
    const part = running.parts.get(id) ?? {};
    running.parts.set(id, part);
    part[stream] = Buffer.concat((stream === 'stdout' ? running.out : running.err).splice(0));
    part.rc ??= rc;
    if (part.rc === undefined || !part.stdout || !part.stderr) return;
    running.parts.delete(id);
    running.job.onPart(id, { rc: part.rc, stdout: part.stdout, stderr: part.stderr });
  }

  private finishWhenDone(): void {
    const running = this.running;
    if (running?.rc === undefined || !running.errEnded) return;
    if (running.failure) running.settle(running.failure);
    else if (running.refused) {
      this.bare = true;
      this.send(running);
    } else if (running.timedOut) running.settle(timeoutError(this.options.hostName, running.job.timeout));
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
    return new Promise((resolve, reject) => {
      const running: Running = {
        id: 0,
        job,
        kept: false,
        refused: false,
        out: [],
        err: [],
        parts: new Map(),
        part: { stdout: 0, stderr: 0 },
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
      this.running = running;
      this.send(running);
    });
  }

  /** Puts the frame on the wire; once more, not to be kept, when the host has no place to keep it. */
  private send(running: Running): void {
    const { job } = running;
    const timeout = job.timeout === undefined ? 0 : Math.max(1, Math.ceil(job.timeout / 1000));
    const keep = job.keep === true && !this.bare;
    const { script, stdin, watchHolders } = job;
    let frame: Buffer;
    try {
      frame = frameBytes({ id: this.nextId, script, stdinBytes: sizeOf(stdin), watchHolders, timeout, keep });
    } catch (error) {
      running.settle(error as Error);
      return;
    }
    Object.assign(running, { id: this.nextId++, kept: keep, refused: false, rc: undefined, errEnded: false });
    running.stopTimer();
    if (timeout > 0) {
      running.stopTimer = after(this.options.clock, timeout * 1000 + KILL_GRACE, () => {
        // The host's own watchdog did not manage: cut the channel.
        const error = timeoutError(this.options.hostName, job.timeout);
        this.dead = error;
        this.remote.kill();
        running.settle(error);
      });
    }
    this.remote.stdin.write(frame);
    if (isStream(stdin)) this.stream(stdin, running);
    else if (stdin.length > 0) this.remote.stdin.write(stdin);
  }

  /**
   * A frame that stays incomplete cannot be ended but with its shell: that one meets the end of its input, and the script
   * takes away what it had begun.
   */
  private stream(stream: ByteStream, running: Running): void {
    const { id, job } = running;
    const goesOn = (): boolean => this.running === running && running.id === id && !this.dead;
    sendStream(this.remote.stdin, stream, goesOn).catch((cause: unknown) => {
      if (!goesOn()) return;
      const why = cause instanceof Error ? cause.message : String(cause);
      const told = new TsplayError('write-failed', `what was to be sent could not be read: ${why}`, { cause });
      this.dead = running.failure = cause instanceof TsplayError ? cause : told;
      const { nonce, spooled, boot } = this;
      // Whoever takes the next shell takes away what this one keeps.
      if (spooled) this.lost = { nonce, spooled, boot, seen: { stdout: 0, stderr: 0 }, id, job, kept: false };
      this.remote.stdin.end();
      running.stopTimer();
      running.stopTimer = after(this.options.clock, KILL_GRACE, () => {
        this.remote.kill();
        running.settle(this.dead);
      });
    });
  }

  private async deathReason(exit: { code: number | null; signal: string | null }): Promise<Error> {
    // A broken wire closes its channels first and says why a moment later.
    if ((exit.code === null && exit.signal === null) || exit.code === SSH_FAILED)
      await new Promise((r) => setTimeout(r, 50));
    const broken = this.options.brokenBy();
    if (broken || (exit.code === null && exit.signal === null)) {
      this.isWireLost = true;
      return broken ?? brokenWire(this.options.hostName, 'the session on the host was closed without an exit code');
    }
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
    if (this.isWireLost && !this.dead) {
      const { nonce, spooled, running } = this;
      const what = { nonce, spooled, boot: this.boot };
      const seen = { stdout: size(running?.out), stderr: size(running?.err) };
      if (running) this.lost = { ...what, seen, id: running.id, job: running.job, kept: running.kept };
      else if (spooled) this.lost = { ...what, seen, id: 0, job: NO_JOB, kept: false };
    }
    this.dead ??= error;
    this.running?.settle(error);
  }

  /** The wire broke: fails what is running, at once. */
  abort(error: Error): void {
    this.isWireLost = true;
    this.die(error);
  }

  /** @returns when what the shell kept on the host is gone, or a moment has passed */
  async close(): Promise<void> {
    const idle = this.running === undefined;
    const says = this.dead === undefined && idle;
    this.dead ??= new TsplayError('unreachable', `${this.options.hostName}: the connection is closed`);
    if (says) this.remote.stdin.write('bye\n');
    // An idle driver ends with its input. It is not killed: that would take along the daemons its scripts have started.
    this.remote.stdin.end();
    if (!idle) this.remote.kill();
    this.running?.settle(this.dead);
    if (says && this.spooled) await withinTime(this.options.clock, BYE_GRACE, this.remote.exit);
  }
}

function size(parts: readonly Buffer[] = []): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
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
