// Ctrl-C: no new step is begun, steps under way may finish for a moment, then the connections are closed.
import { systemClock } from '../ground/index.js';
import { stderr } from '../controller/streams.js';

/** How long steps under way may take to finish, in milliseconds. */
const GRACE = 3_000;

/** The run was stopped from outside. */
export class Interrupted extends Error {
  constructor(signal: string) {
    super(`stopped by ${signal}`);
    this.name = 'Interrupted';
  }
}

/**
 * Does `work` until it ends or SIGINT or SIGTERM comes: then `abort` is aborted and, when the work does not end by itself
 * within a moment, given up. A second signal ends the process at once, with the exit code of an interrupted run.
 * @throws Interrupted, and what the work throws
 */
export async function interruptible<T>(abort: AbortController, work: () => Promise<T>): Promise<T> {
  let giveUp: (reason: Interrupted) => void = () => undefined;
  const givenUp = new Promise<never>((_, reject) => (giveUp = reject));
  const onSignal = (signal: NodeJS.Signals): void => {
    if (abort.signal.aborted) process.exit(99);
    const reason = new Interrupted(signal);
    stderr.write(`\n${signal}: waiting for the steps under way; once more to leave at once\n`);
    abort.abort(reason);
    void systemClock.sleep(GRACE).then(() => giveUp(reason));
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    return await Promise.race([work(), givenUp]);
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}
