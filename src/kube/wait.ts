// Asks until something is so, or its time is up.
import { isPassing } from './client.js';

export interface WaitOptions {
  /** Seconds. */
  readonly timeout: number;
  /** Seconds between two questions, at most: the first ones come sooner, what is quick need not wait. */
  readonly interval: number;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Says that waiting is in vain, and why. */
export type Hopeless<T> = (answer: T, elapsed: number) => Promise<string | undefined>;

export interface Waited<T> {
  readonly met: boolean;
  /** The last answer; undefined when none came. */
  readonly last: T | undefined;
  /** The last question's failure. */
  readonly error: unknown;
  /** Why it was given up before its time. */
  readonly given?: string | undefined;
  /** Whole seconds. */
  readonly elapsed: number;
}

const FIRST_PAUSE = 250;

/**
 * @param isHopeless asked after each answer that is not what is waited for; a text ends the waiting
 * @param ask failures that may pass (a restarting API server) count as "not yet"; others are thrown
 */
export async function waitUntil<T>(
  ask: () => Promise<T>,
  isMet: (answer: T) => boolean,
  options: WaitOptions,
  isHopeless?: Hopeless<T>,
): Promise<Waited<T>> {
  const start = options.now();
  let pause = FIRST_PAUSE;
  for (;;) {
    let last: T | undefined;
    let error: unknown;
    let met = false;
    try {
      last = await ask();
      met = isMet(last);
    } catch (failure) {
      if (!isPassing(failure)) throw failure;
      error = failure;
    }
    const elapsed = options.now() - start;
    const left = options.timeout * 1000 - elapsed;
    const seconds = Math.floor(elapsed / 1000);
    const given = met || last === undefined ? undefined : await isHopeless?.(last, elapsed);
    if (met || left <= 0 || given !== undefined) return { met, last, error, given, elapsed: seconds };
    const limit = Math.max(options.interval * 1000, 50);
    await options.sleep(Math.min(pause, limit, left));
    pause = Math.min(pause * 1.6, limit);
  }
}
