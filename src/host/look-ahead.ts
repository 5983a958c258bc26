// Looks that are made before their turn: sent along with one whose turn it is, kept while nothing can have changed.
import { isUnreachable } from '../connection/failures.js';
import { quote, type Clock } from '../ground/index.js';
import type { Job, JobResult } from './session.js';
import type { Stillness } from './stillness.js';

/**
 * The scripts of looks that the coming tasks will begin with, in order, as far as it is known; at most so many. It is only a
 * guess: an answer is used for the very same script, or not at all.
 */
export type Coming = (most: number) => Promise<readonly string[]>;

/** Looks in one frame, and bytes of script. */
const MOST_LOOKS = 48;
const MOST_BYTES = 256 * 1024;
/** Milliseconds after which an answer that has come is not used any more: the world has other ways to change. */
const OLDEST = 2000;
/** So many looks in a row that nobody foresaw: what is kept is thought to be passed over. */
const MOST_MISSES = 2;

interface Kept {
  readonly script: string;
  /** When the answer came. */
  since: number;
  /** Undefined when it was not answered. */
  readonly answer: Promise<JobResult | undefined>;
}

/** The looks of one resident shell. */
export class LookAhead {
  private kept: Kept[] = [];
  private misses = 0;
  /** Looks since the last disturbance: so many are sent ahead. A play that changes something everywhere sends none. */
  private quiet = 0;
  private moment: number;

  constructor(
    private readonly run: (job: Job) => Promise<JobResult>,
    private readonly stillness: Stillness,
    private readonly clock: Clock,
  ) {
    this.moment = stillness.moment;
  }

  /** The answer of a look that has no input and no time limit. @throws TsplayError as a run of the script alone */
  async look(job: Job, coming: Coming): Promise<JobResult> {
    this.forgetAfterDisturbance();
    const known = await this.take(job.script);
    const result = known ?? (await this.ask(job, coming));
    if (this.moment === this.stillness.moment) this.quiet++;
    return result;
  }

  private forgetAfterDisturbance(): void {
    if (this.moment === this.stillness.moment) return;
    this.moment = this.stillness.moment;
    this.kept = [];
    this.quiet = 0;
    this.misses = 0;
  }

  /** An answer that waits for this script; those before it are of tasks that were passed over. */
  private take(script: string): Kept['answer'] | undefined {
    const oldest = this.clock.now() - OLDEST;
    this.kept = this.kept.filter((kept) => kept.since >= oldest);
    const at = this.kept.findIndex((kept) => kept.script === script);
    if (at < 0) {
      if (++this.misses > MOST_MISSES) this.kept = [];
      return undefined;
    }
    this.misses = 0;
    return this.kept.splice(0, at + 1).at(-1)?.answer;
  }

  private async ask(job: Job, coming: Coming): Promise<JobResult> {
    const most = Math.min(this.quiet, MOST_LOOKS);
    if (most === 0 || this.kept.length > 0 || !this.stillness.isStill) return this.run(job);
    const { moment } = this;
    const scripts = withinBytes(await coming(most), MOST_BYTES - job.script.length);
    if (scripts.length === 0 || moment !== this.stillness.moment || this.kept.length > 0) return this.run(job);
    const all = [job.script, ...scripts];
    const answers = all.map(() => later<JobResult | undefined>());
    const [first, ...others] = answers;
    if (!first) return this.run(job);
    const whole = this.run({
      ...job,
      script: together(all),
      onOutput: undefined,
      onPart: (part, result) => answers[part]?.settle(result),
    });
    const ended = whole.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    void ended.then(() => {
      for (const answer of answers) answer.settle(undefined);
    });
    this.kept = others.map(({ value }, i) => {
      const kept: Kept = { script: scripts[i] ?? '', since: Infinity, answer: value };
      void value.then(() => (kept.since = this.clock.now()));
      return kept;
    });
    const own = await first.value;
    if (own) return own;
    // Whatever a look of another task did to the shell is not this task's failure.
    const failure = await ended;
    if (failure && isUnreachable(failure.error)) throw failure.error;
    this.kept = [];
    return this.run(job);
  }
}

function withinBytes(scripts: readonly string[], most: number): string[] {
  let bytes = 0;
  return scripts.filter((script) => (bytes += script.length) <= most);
}

/**
 * One script that runs all in turn, each in a shell of its own, and says behind each of them how it ended: on both streams,
 * since each has its part of both. `_ts_n` is the driver's name for the mark.
 */
function together(scripts: readonly string[]): string {
  const mark = `_ts_z() { printf '%s~%s:%s\\n' "$_ts_n" $1 $2; printf '%s~%s\\n' "$_ts_n" $1 >&2; }`;
  return `${mark}\n${scripts.map((script, i) => `( eval ${quote(script)} )\n_ts_z ${i} $?\n`).join('')}`;
}

interface Later<T> {
  readonly value: Promise<T>;
  readonly settle: (value: T) => void;
}

function later<T>(): Later<T> {
  let settle: (value: T) => void = () => undefined;
  const value = new Promise<T>((resolve) => (settle = resolve));
  return { value, settle };
}
