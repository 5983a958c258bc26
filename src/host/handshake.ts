// How a shell on the host begins: it becomes another user, answers what is asked on the way, and says that it is ready.
import type { BecomeCommand } from '../become/index.js';
import type { ProcessEnd, RemoteProcess } from '../connection/types.js';
import type { Clock, TsplayError } from '../ground/index.js';
import { opening } from './driver.js';
import type { FrameReader } from './frames.js';
import { becomeFailure, NoShell } from './session-errors.js';
import type { SessionOptions } from './session-types.js';

/** Of what a login says, so much is kept to be looked through and to be told, in characters. */
const KEPT_WORDS = 16 * 1024;
/** What a login may say before the shell does, in bytes: a greeting, not a flood. */
const MOST_WORDS = 64 * 1024 * 1024;

export interface Handshake {
  readonly remote: RemoteProcess;
  readonly options: SessionOptions;
  readonly becoming: BecomeCommand;
  readonly nonce: string;
  /** What reads the streams once the shell speaks; `onReady` is called when both have begun. */
  readonly readers: (onReady: () => void) => { readonly stdout: FrameReader; readonly stderr: FrameReader };
  /** Why the process ended. */
  readonly reasonOf: (exit: ProcessEnd) => Promise<Error>;
  readonly isWireLost: () => boolean;
  /** Called when the process ends after the shell was ready, or had failed to be. */
  readonly onExit: (error: Error) => void;
}

/** Resolves when scripts can be sent. @throws TsplayError become-failed, shell-died, unreachable */
export function shakeHands(shake: Handshake): Promise<void> {
  const { remote, options, becoming, nonce } = shake;
  const password = options.become?.password;
  return new Promise((resolve, reject) => {
    /** The end of what the host said. */
    let said = '';
    /** What was said since the password was given. */
    let asked = '';
    let junk = 0;
    let settled = false;
    let passwordSent = false;
    let markerSeen = false;
    const stopTimer = after(options.clock, options.startTimeout, () => {
      const what = said.trim() === '' ? 'nothing' : `'${said.trim().slice(-200)}'`;
      fail(startFailure(options, `no shell after ${options.startTimeout / 1000} s; the host said ${what}`));
    });
    const fail = (error: Error): void => {
      if (settled) return;
      settled = true;
      stopTimer();
      remote.kill();
      reject(error);
    };
    const readers = shake.readers(() => {
      settled = true;
      stopTimer();
      resolve();
    });
    /** Text before the other user's shell runs: prompts and refusals. */
    const listen = (text: string): void => {
      junk += text.length;
      if (junk > MOST_WORDS) {
        fail(startFailure(options, 'the login prints without end before any command of ours runs'));
        return;
      }
      said = (said + text).slice(-KEPT_WORDS);
      asked = (asked + text).slice(-KEPT_WORDS);
      if (becoming.prompt?.test(asked) !== true) return;
      if (password === undefined) {
        const hint = 'give it with -K or ansible_become_password';
        fail(becomeFailure(options, 'a password is asked for and none was given', hint));
      } else if (!passwordSent) {
        passwordSent = true;
        asked = '';
        remote.stdin.write(`${password}\n`);
      } else {
        // Another question after the password: for a new one, perhaps.
        const known = becoming.failures.find((f) => f.pattern.test(said));
        const wrong = `${options.become?.method} refused the become password`;
        const hint = 'give the right one with -K or the variable ansible_become_password';
        fail(known ? becomeFailure(options, known.message, known.hint, said) : becomeFailure(options, wrong, hint));
      }
    };
    const onMarker = (): void => {
      markerSeen = true;
      if (password !== undefined) remote.stdin.write(opening(nonce, options.keptSeconds));
    };
    const start = `${becoming.marker}\n`;
    let early = '';
    remote.stdout.on('data', (chunk: Buffer) => {
      if (markerSeen) {
        readers.stdout.feed(chunk);
        return;
      }
      early += chunk.toString('latin1');
      const at = early.indexOf(start);
      if (at < 0) {
        early = early.slice(-start.length);
        if (!settled) listen(chunk.toString());
        return;
      }
      onMarker();
      const rest = early.slice(at + start.length);
      if (rest !== '') readers.stdout.feed(Buffer.from(rest, 'latin1'));
    });
    remote.stderr.on('data', (chunk: Buffer) => {
      if (!settled && !markerSeen) listen(chunk.toString());
      readers.stderr.feed(chunk);
    });
    void remote.exit.then(async (exit) => {
      const error = await shake.reasonOf(exit);
      if (settled) {
        shake.onExit(error);
        return;
      }
      const failure = becoming.failures.find((f) => f.pattern.test(said));
      if (shake.isWireLost()) fail(error);
      else if (failure) fail(becomeFailure(options, failure.message, failure.hint, said));
      else fail(startFailure(options, `the shell ended at once${said.trim() === '' ? '' : `: ${said.trim()}`}`));
    });
    // Nothing to wait for when no password is asked: the first script follows without a round trip between.
    if (password === undefined) remote.stdin.write(opening(nonce, options.keptSeconds));
  });
}

function startFailure(options: SessionOptions, what: string): TsplayError {
  const { hostName, become } = options;
  if (become) {
    const hint = `try by hand on the host: ${become.method} for user '${become.user}'; more time: --timeout or ansible_timeout`;
    return becomeFailure(options, what, hint);
  }
  return new NoShell('unreachable', `${hostName}: ${what}`, {
    hint: 'the login user needs a POSIX shell at /bin/sh and must be allowed to run commands',
  });
}

/** Calls `then` after some time, in milliseconds, unless the returned function is called first. */
export function after(clock: Clock, milliseconds: number, then: () => void): () => void {
  const abort = new AbortController();
  clock.sleep(milliseconds, abort.signal).then(then, () => undefined);
  return () => abort.abort();
}
