// The wire to the controller itself: child processes and plain sockets.
import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import type { Duplex } from 'node:stream';
import { quote, TsplayError } from '../ground/index.js';
import { dialFailure } from './failures.js';
import type { DialTarget, LocalSettings, RemoteProcess, Wire } from './types.js';

/** After the shell is gone, how long a process it left behind may still hold its output, in milliseconds. */
const HELD_OUTPUT_GRACE = 500;

/** How long a process may take to end after its input did, when the wire is closed, in milliseconds. */
const CLOSE_GRACE = 500;

/** Node makes no terminals: `script` of util-linux does, and hands on the exit code. */
export function onTerminal(command: string): string {
  return `exec script -qefc ${quote(command)} /dev/null`;
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

/** A child with a process group of its own, as the process of a wire. @param children holds it while it lives */
export function processOf(child: ChildProcessWithoutNullStreams, children: Set<ChildProcess>): RemoteProcess {
  child.on('spawn', () => children.add(child));
  // What is written to a process that has ended is of no use to anybody; its exit tells the story.
  child.stdin.on('error', () => undefined);
  const exit = new Promise<{ code: number | null; signal: string | null }>((done) => {
    child.on('exit', (code, signal) => {
      children.delete(child);
      const timer = setTimeout(() => done({ code, signal }), HELD_OUTPUT_GRACE);
      child.on('close', () => {
        clearTimeout(timer);
        done({ code, signal });
      });
    });
  });
  return {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    exit,
    kill: () => {
      killGroup(child);
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

export function openLocalWire(settings: LocalSettings): Wire {
  const children = new Set<ChildProcess>();
  let closed = false;

  return {
    exec(command, { terminal = false } = {}) {
      return new Promise<RemoteProcess>((resolve, reject) => {
        if (closed) {
          reject(new TsplayError('unreachable', `${settings.name}: the local connection is closed`));
          return;
        }
        // A process group of its own, so that `kill` reaches what the shell has started.
        const child = spawn('/bin/sh', ['-c', terminal ? onTerminal(command) : command], {
          stdio: ['pipe', 'pipe', 'pipe'],
          detached: true,
          cwd: settings.cwd ?? homedir(),
        });
        child.on('error', (error) => {
          reject(
            new TsplayError('unreachable', `${settings.name}: cannot start /bin/sh: ${error.message}`, {
              cause: error,
            }),
          );
        });
        const remote = processOf(child, children);
        child.on('spawn', () => resolve(remote));
      });
    },

    dial(target: DialTarget) {
      return new Promise<Duplex>((resolve, reject) => {
        const local = 'socketPath' in target;
        const where = local ? target.socketPath : `${target.host}:${target.port}`;
        const socket = local ? connect(target.socketPath) : connect(target.port, target.host);
        const onError = (error: Error): void => reject(dialFailure(settings.name, where, error));
        socket.once('error', onError);
        socket.once('connect', () => {
          socket.off('error', onError);
          resolve(socket);
        });
      });
    },

    // The controller does not lose itself.
    onBroken: () => undefined,

    async close() {
      closed = true;
      // A shell that ends with its input is given the time to, so that daemons it started are not killed with its group.
      await Promise.all(
        [...children].map(
          (child) =>
            new Promise<void>((done) => {
              const timer = setTimeout(() => {
                killGroup(child);
                done();
              }, CLOSE_GRACE);
              child.once('exit', () => {
                clearTimeout(timer);
                done();
              });
              child.stdin?.end();
            }),
        ),
      );
    },
  };
}
