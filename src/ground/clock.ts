// Time as a port, so that waits and durations can be driven by tests.

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds, or rejects with the signal's reason when aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal?.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      const end = Date.now() + ms;
      const wake = (): void => {
        // Node's timers may fire up to a millisecond early: who waits until a deadline would find it not reached.
        const left = end - Date.now();
        if (left > 0) {
          timer = setTimeout(wake, left);
          return;
        }
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      let timer = setTimeout(wake, ms);
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/**
 * Waits for `work`, but no longer than `ms` milliseconds; the clock is left alone as soon as either comes.
 * @returns what the work came to; undefined when it was not done in time, and is left to itself
 * @throws what the work throws in time
 */
export async function withinTime<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | undefined> {
  const done = new AbortController();
  const late = clock.sleep(ms, done.signal).catch(() => undefined);
  try {
    return await Promise.race([work, late.then(() => undefined)]);
  } finally {
    done.abort();
  }
}
