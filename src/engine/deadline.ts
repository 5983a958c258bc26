// `timeout`: how long one attempt of a task may take, and what ends with it.
import type { PlayRun } from './types.js';

/** What bounds one attempt: no script may run past the deadline, waits end with the signal. */
export interface Bounds {
  /** Milliseconds since the epoch; undefined: none. */
  readonly deadline: number | undefined;
  readonly signal: AbortSignal;
}

/**
 * Does the work within so many seconds; 0 is without a limit. What is still running then is stopped: scripts on the
 * host by its own watchdog, waits by the signal.
 * @returns 'too late' when the time was over first
 */
export async function within<T>(
  run: PlayRun,
  seconds: number,
  work: (bounds: Bounds) => Promise<T>,
): Promise<T | 'too late'> {
  const { clock, signal } = run.ports;
  if (seconds <= 0) return work({ deadline: undefined, signal });
  const over = new AbortController();
  const done = new AbortController();
  const bounds = { deadline: clock.now() + seconds * 1000, signal: AbortSignal.any([signal, over.signal]) };
  const late = clock.sleep(seconds * 1000, done.signal).then(
    () => 'too late' as const,
    // The work was done first: nobody waits for this any more.
    () => new Promise<never>(() => undefined),
  );
  const working = work(bounds);
  try {
    const first = await Promise.race([working, late]);
    if (first === 'too late') {
      over.abort(new Error('the task took too long'));
      // Told already: what the rest of it comes to is of no interest.
      working.catch(() => undefined);
    }
    return first;
  } finally {
    done.abort();
  }
}
