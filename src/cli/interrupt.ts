// Ctrl-C: once, no new task is begun and the run reports what was done; twice, what runs on the hosts is ended.
import { stderr } from '../controller/streams.js';

/** The run was stopped from outside, and what was under way was given up. */
export class Interrupted extends Error {
  constructor(signal: string) {
    super(`stopped by ${signal}`);
    this.name = 'Interrupted';
  }
}

/** How the shell tells of a signal's end: the exit code for who does not even wait for the hosts. */
const INTERRUPTED = 99;

/** A supervisor that sends these kills a moment later, and a terminal that is closed shows nothing any more. */
const AT_ONCE: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP'];

/**
 * Does `work` until it ends. A first SIGINT aborts `abort`: no new task is begun, those under way are finished, and the work
 * ends by itself. A second one, or SIGTERM or SIGHUP, gives the work up: the caller closes what is open, which ends what runs
 * on the hosts. One more ends the process on the spot.
 * @throws Interrupted when the work was given up, and what the work throws
 */
export async function interruptible<T>(abort: AbortController, work: () => Promise<T>): Promise<T> {
  let giveUp: (reason: Interrupted) => void = () => undefined;
  const givenUp = new Promise<never>((_, reject) => (giveUp = reject));
  let isGivenUp = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isGivenUp) process.exit(INTERRUPTED);
    const reason = new Interrupted(signal);
    if (!abort.signal.aborted && !AT_ONCE.includes(signal)) {
      stderr.write(`\n${signal}: the run ends when the tasks under way are done; once more to end them now\n`);
      abort.abort(reason);
      return;
    }
    isGivenUp = true;
    stderr.write(`\n${signal}: ending what runs on the hosts; once more to leave without it\n`);
    abort.abort(reason);
    giveUp(reason);
  };
  const signals: readonly NodeJS.Signals[] = ['SIGINT', ...AT_ONCE];
  for (const signal of signals) process.on(signal, onSignal);
  try {
    return await Promise.race([work(), givenUp]);
  } finally {
    // Who was given up is still closing connections: one more signal is for that.
    if (!isGivenUp) for (const signal of signals) process.off(signal, onSignal);
  }
}
