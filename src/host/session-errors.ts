// What is told when a script or its shell comes to a bad end.
import type { BecomeSpec } from '../become/index.js';
import { TsplayError } from '../ground/index.js';

/** Who becomes whom, and where. */
interface Who {
  readonly hostName: string;
  readonly loginUser: string;
  readonly become: BecomeSpec | undefined;
}

/** The host is there and gives no shell: to ask again is of no use. */
export class NoShell extends TsplayError {}

export function timeoutError(hostName: string, timeout: number | undefined): TsplayError {
  return new TsplayError(
    'timeout',
    `${hostName}: the script took longer than ${(timeout ?? 0) / 1000} s and was killed`,
    {
      hint: 'allow more time, or find out on the host what it waits for',
    },
  );
}

export function tooMuchError(hostName: string, most: number): TsplayError {
  return new TsplayError(
    'too-much-output',
    `${hostName}: the script printed more than ${most / 1024 / 1024} MiB and was stopped`,
    { hint: 'send the output to a file on the host' },
  );
}

export function becomeFailure(options: Who, message: string, hint: string, said?: string): TsplayError {
  const who = `${options.loginUser} to ${options.become?.user}`;
  const quoted = said?.trim();
  return new TsplayError('become-failed', `${options.hostName}: cannot become another user (${who}): ${message}`, {
    hint,
    ...(quoted === undefined || quoted === '' ? {} : { notes: [{ message: `the host said: ${quoted.slice(-400)}` }] }),
  });
}
