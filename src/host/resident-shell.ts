// The resident shell of one (host, become user): scripts are queued, a dead or tainted shell is replaced for the next one.
import type { Job, JobResult, Session } from './session.js';

export class ResidentShell {
  private session: Session | undefined;
  private tail: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(private readonly open: () => Promise<Session>) {}

  /** Runs a script after all that were given before. @throws TsplayError as Session.start and Session.run */
  run(job: Job): Promise<JobResult> {
    const result = this.tail.then(() => this.runNow(job));
    this.tail = result.catch(() => undefined);
    return result;
  }

  private async runNow(job: Job): Promise<JobResult> {
    if (this.session?.usable !== true) {
      this.session?.close();
      this.session = undefined;
      const session = await this.open();
      if (this.closed) session.close();
      this.session = session;
    }
    return this.session.run(job);
  }

  get runningAs(): Session['runningAs'] {
    return this.session?.runningAs;
  }

  /** Fails what is running now. */
  abort(error: Error): void {
    this.session?.abort(error);
  }

  close(): void {
    this.closed = true;
    this.session?.close();
    this.session = undefined;
  }
}
