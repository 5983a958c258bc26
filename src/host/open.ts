// Starts a process of its own on the host, as whomever the task becomes, and gives its streams: for programs that talk
// (rsync, prompts), which the resident shell's frames cannot carry.
import { randomBytes } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { becomeCommand, type BecomeCommand, type BecomeSpec } from '../become/index.js';
import type { RemoteProcess, Wire } from '../connection/types.js';
import { asciiCommand, quote, TsplayError, type Clock } from '../ground/index.js';
import { becomeFailure } from './session-errors.js';

/** How long another user's shell may take to begin, in milliseconds. */
const START_TIMEOUT = 12_000;

/** Of what a login says, so much is kept, in characters. */
const KEPT_WORDS = 16 * 1024;

export interface OpenRequest {
  readonly hostName: string;
  readonly loginUser: string;
  readonly become: BecomeSpec | undefined;
  readonly clock: Clock;
  /** Shell text. */
  readonly command: string;
  /** Whether the process gets a terminal; what it prints as errors then comes on its output too. */
  readonly terminal: boolean;
}

/**
 * The process, as soon as it runs as who it is to be; what a login prints before it is not in its output.
 * @throws TsplayError become-failed, unreachable
 */
export async function openProcess(wire: Wire, request: OpenRequest): Promise<RemoteProcess> {
  const { become, terminal } = request;
  const command = asciiCommand(request.command);
  const nonce = `ts${randomBytes(8).toString('hex')}`.slice(0, 14);
  const becoming: BecomeCommand = become
    ? becomeCommand(command, become, nonce)
    : {
        command: `exec /bin/sh -c ${quote(`echo TSPLAY-SHELL-${nonce}; ${command}`)}`,
        prompt: undefined,
        marker: `TSPLAY-SHELL-${nonce}`,
        failures: [],
      };
  const remote = await wire.exec(becoming.command, { terminal });
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  await begun(remote, becoming, request, { stdout, stderr });
  return { stdin: remote.stdin, stdout, stderr, exit: remote.exit, kill: () => remote.kill() };
}

/** Answers the prompt and waits for the marker; everything after it goes on into the given streams. */
function begun(
  remote: RemoteProcess,
  becoming: BecomeCommand,
  request: OpenRequest,
  streams: { readonly stdout: PassThrough; readonly stderr: PassThrough },
): Promise<void> {
  const { become } = request;
  return new Promise((resolve, reject) => {
    const timer = new AbortController();
    let said = '';
    let early = Buffer.alloc(0);
    let answered = 0;
    let settled = false;
    const settle = (error?: Error): void => {
      if (settled) return;
      settled = true;
      timer.abort();
      remote.stdout.off('data', onOutput);
      remote.stderr.off('data', onError);
      if (error) {
        remote.kill();
        reject(error);
      } else resolve();
    };
    const refuse = (message: string, hint: string): void => settle(failure(request, message, hint, said));
    const listen = (text: string): void => {
      said += text;
      if (said.length > 2 * KEPT_WORDS) said = said.slice(-KEPT_WORDS);
      const prompts = becoming.prompt === undefined ? 0 : [...said.matchAll(new RegExp(becoming.prompt, 'gi'))].length;
      if (prompts <= answered) return;
      if (become?.password === undefined) {
        refuse('a password is asked for and none was given', 'give it with -K or ansible_become_password');
      } else if (answered > 0) {
        const known = becoming.failures.find((f) => f.pattern.test(said));
        if (known) refuse(known.message, known.hint);
        else
          refuse(
            `${become.method} refused the become password`,
            'give the right one with -K or ansible_become_password',
          );
      } else {
        answered = prompts;
        remote.stdin.write(`${become.password}\n`);
      }
    };
    const onError = (chunk: Buffer): void => listen(chunk.toString());
    const onOutput = (chunk: Buffer): void => {
      early = Buffer.concat([early, chunk]);
      const at = early.indexOf(becoming.marker);
      const end = at < 0 ? -1 : early.indexOf('\n', at);
      if (end < 0) {
        // A login that floods is not kept: where the marker may begin is enough.
        if (early.length > KEPT_WORDS) early = early.subarray(at < 0 ? -becoming.marker.length : at);
        listen(chunk.toString());
        return;
      }
      settle();
      const rest = early.subarray(end + 1);
      if (rest.length > 0) streams.stdout.write(rest);
      remote.stdout.pipe(streams.stdout);
      remote.stderr.pipe(streams.stderr);
    };
    remote.stdout.on('data', onOutput);
    remote.stderr.on('data', onError);
    void remote.exit.then(() => {
      const known = becoming.failures.find((f) => f.pattern.test(said));
      refuse(
        known?.message ?? `the process ended at once${said.trim() === '' ? '' : `: ${said.trim()}`}`,
        known?.hint ?? 'may the login user run commands on the host?',
      );
    });
    request.clock.sleep(START_TIMEOUT, timer.signal).then(
      () => refuse(`no answer after ${START_TIMEOUT / 1000} s`, 'try by hand on the host'),
      () => undefined,
    );
  });
}

function failure(request: OpenRequest, message: string, hint: string, said: string): TsplayError {
  if (request.become) return becomeFailure(request, message, hint, said);
  return new TsplayError('unreachable', `${request.hostName}: ${message}`, { hint });
}
