// The resident shell of one (host, become user): scripts are queued, a dead or tainted shell is replaced for the next one,
// and after a broken wire the script that ran is taken up again where it is.
import { isUnreachable } from '../connection/failures.js';
import { TsplayError, type Clock } from '../ground/index.js';
import { endScript } from './end-script.js';
import { resume, forget } from './resume.js';
import { NoShell } from './session-errors.js';
import type { Job, JobResult, LostRun } from './session-types.js';
import type { Session } from './session.js';

/** The longest pause between two attempts, in milliseconds. */
const LONGEST_PAUSE = 2_000;

/** How often the wire may break under one script. */
const MOST_BREAKS = 50;

export interface ShellPorts {
  /** @throws TsplayError as Session.start */
  readonly open: () => Promise<Session>;
  readonly hostName: string;
  readonly clock: Clock;
  /** For how long a host that was lost is tried to be reached again, in milliseconds. */
  readonly patience: number;
  /** Whether the host was reached before in this run: then it is worth to wait for it. */
  readonly wasReached: () => boolean;
}

export class ResidentShell {
  private session: Session | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private closed = false;
  /** Nothing is tried again any more. */
  private ending = false;
  /** A host that did not come back is asked once per script, not waited for again. */
  private isGivenUp = false;
  /** The shell in which a script runs that is being taken up again. */
  private lostNonce: string | undefined;
  /** Shells that were lost and of which nothing more is wanted; their spools are still there. */
  private readonly left: string[] = [];

  constructor(private readonly ports: ShellPorts) {}

  /** Runs a script after all that were given before. @throws TsplayError as Session.start and Session.run */
  run(job: Job): Promise<JobResult> {
    const result = this.tail
      .then(() => this.runNow(job))
      .finally(() => {
        this.lostNonce = undefined;
      });
    this.tail = result.catch(() => undefined);
    return result;
  }

  private async runNow(job: Job): Promise<JobResult> {
    const { clock, hostName, wasReached, patience } = this.ports;
    // What is begun now would be cut in its middle, and would leave its shell behind.
    if (this.ending) throw new TsplayError('unreachable', `${hostName}: the run is over, nothing more is begun`);
    const since = clock.now();
    let lost: LostRun | undefined;
    let brokenSince: number | undefined;
    let pause = 0;
    let breaks = 0;
    for (;;) {
      let session: Session | undefined;
      this.lostNonce = lost?.nonce;
      try {
        session = await this.opened();
        await this.tidy(session);
        brokenSince = undefined;
        pause = 0;
        this.isGivenUp = false;
        if (lost) {
          const { nonce } = lost;
          const found = await resume(session, lost, hostName, clock, since).finally(() => {
            if (session?.isWireLost !== true) this.left.push(nonce);
          });
          lost = this.lostNonce = undefined;
          await this.tidy(session).catch(() => undefined);
          if (found) return found;
        }
        return await session.run(job);
      } catch (error) {
        const isBroken = session ? session.isWireLost : isGone(error) && wasReached() && !this.isGivenUp;
        if (!isBroken || this.closed || this.ending || job.mayCutWire === true)
          throw session ? error : this.notBack(error, lost, 'cannot be made again');
        // What a look or a tidying of ours was doing is done again; a script that changes something is asked for.
        if (session?.lost?.job === job && job.keep === true) lost = session.lost;
        brokenSince ??= clock.now();
        if (clock.now() - brokenSince > patience || ++breaks > MOST_BREAKS) {
          this.isGivenUp = true;
          throw this.notBack(error, lost, `could not be made again within ${patience / 1000} s`);
        }
        if (pause > 0) await clock.sleep(pause);
        pause = Math.min(LONGEST_PAUSE, Math.max(100, pause * 2));
      }
    }
  }

  private notBack(error: unknown, lost: LostRun | undefined, why: string): unknown {
    if (!lost || !(error instanceof TsplayError)) return error;
    const { hostName } = this.ports;
    const message = `${hostName}: the connection broke while a script that changes something was running, and ${why}: it is unknown whether the script ran to its end`;
    return new TsplayError('unreachable', message, {
      hint: 'it is not run a second time: look at the host, then run the playbook again; a host that needs longer to come back: --timeout or ansible_timeout, of which this is the threefold',
      notes: [{ message: `the last attempt: ${error.message}` }],
      cause: error,
    });
  }

  /** A shell that works, a new one where the last one does not. */
  private async opened(): Promise<Session> {
    if (this.session?.usable === true) return this.session;
    const { session: old } = this;
    this.session = undefined;
    if (old?.lost?.spooled === true && !old.lost.kept) this.left.push(old.lost.nonce);
    void old?.close();
    const session = await this.ports.open();
    if (this.closed) void session.close();
    this.session = session;
    return session;
  }

  private async tidy(session: Session): Promise<void> {
    for (let one = this.left[0]; one; one = this.left[0]) {
      await forget(session, one);
      this.left.shift();
    }
  }

  /** Ends what still runs on the host, also where the wire under it broke. */
  async end(): Promise<void> {
    this.ending = true;
    const running = [this.session?.runningAs, this.lostNonce].filter((nonce) => nonce !== undefined);
    await Promise.all(running.map((nonce) => endScript(this.ports.open, nonce, this.ports.clock)));
  }

  /** The wire broke: fails what is running now. */
  abort(error: Error): void {
    this.session?.abort(error);
  }

  /**
   * @param tidy whether to go back to the host once more for what a shell left there when its wire broke
   * @returns when nothing of it is left on the host, as far as that can be
   */
  async close(tidy = true): Promise<void> {
    const { session } = this;
    const isLost = session?.lost?.spooled === true && !session.lost.kept && !this.closed;
    if (tidy && (isLost || this.left.length > 0)) {
      // Nobody came back to it after its wire broke: one attempt, then its own time limit does it.
      await this.opened()
        .then((fresh) => this.tidy(fresh))
        .catch(() => undefined);
    }
    this.closed = true;
    const last = this.session;
    this.session = undefined;
    await last?.close();
  }
}

/** Whether the host cannot be reached now, as opposed to refusing us. */
function isGone(error: unknown): boolean {
  if (error instanceof NoShell) return false;
  return isUnreachable(error) && error instanceof TsplayError && error.code === 'unreachable';
}
