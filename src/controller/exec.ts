// Runs a command on the controller and waits for it, for lookups such as `pipe`.
import { isUtf8 } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { TsplayError } from '../ground/index.js';

export interface ExecResult {
  readonly rc: number;
  readonly stdout: string;
  readonly stderr: string;
}

const MAX_OUTPUT = 256 * 1024 * 1024;

/**
 * Runs `command` with /bin/sh, its standard input empty. A command that is ended by signal n has the rc 128+n.
 * @param options.strict refuses output that is no UTF-8
 * @throws TsplayError command-failed when it cannot be started or says more than 256 MiB.
 */
export function execSync(
  command: string,
  options: { readonly cwd?: string | undefined; readonly strict?: boolean } = {},
): ExecResult {
  const done = spawnSync('/bin/sh', ['-c', command], {
    cwd: options.cwd,
    maxBuffer: MAX_OUTPUT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (done.error) {
    throw new TsplayError('command-failed', `'${command}' cannot be run on the controller: ${done.error.message}`, {
      cause: done.error,
    });
  }
  if (options.strict && !isUtf8(done.stdout))
    throw new TsplayError('command-failed', `'${command}' printed bytes that are no UTF-8 text`, {
      hint: 'let it print them as base64 and use the filter b64decode',
    });
  const rc = done.status ?? 128 + signalNumber(done.signal);
  return { rc, stdout: done.stdout.toString('utf8'), stderr: done.stderr.toString('utf8') };
}

/**
 * Runs a program of the controller with arguments, its standard input empty. One that is ended by signal n has the rc 128+n.
 * @throws TsplayError command-failed when it cannot be started or says more than 256 MiB.
 */
export function runProgram(program: string, args: readonly string[]): ExecResult {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: MAX_OUTPUT, stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.error) {
    const said = done.error.message.replace(/^spawnSync \S+ /, '');
    throw new TsplayError('command-failed', `'${program}' cannot be started: ${said}`, { cause: done.error });
  }
  return { rc: done.status ?? 128 + signalNumber(done.signal), stdout: done.stdout, stderr: done.stderr };
}

function signalNumber(signal: NodeJS.Signals | null): number {
  const numbers: Partial<Record<NodeJS.Signals, number>> = {
    SIGHUP: 1,
    SIGINT: 2,
    SIGKILL: 9,
    SIGPIPE: 13,
    SIGTERM: 15,
  };
  return (signal && numbers[signal]) ?? 0;
}
