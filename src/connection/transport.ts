// The byte stream that SSH is spoken over: a TCP connection, or what a ProxyCommand reads and writes.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { TsplayError } from '../ground/index.js';
import { connectFailure } from './failures.js';
import type { SshSettings } from './types.js';

/** One address of several may take this long before the next is tried, in milliseconds. */
const NEXT_ADDRESS = 2000;
/** Between attempts to connect, as OpenSSH, in milliseconds. */
const BETWEEN_ATTEMPTS = 1000;

/** How long the last words of a ProxyCommand are waited for, in milliseconds. */
const COMPLAINT_GRACE = 300;

export interface Transport {
  readonly stream: Duplex;
  /** The address that answered, where it is known. */
  readonly address: string | undefined;
  /** What the ProxyCommand complained about, once it has ended. */
  complaint(): Promise<string>;
}

/** @throws TsplayError unreachable */
export async function openTransport(settings: SshSettings): Promise<Transport> {
  if (settings.proxyCommand !== undefined) return throughCommand(settings, settings.proxyCommand);
  for (let left = settings.attempts ?? 1; ; left--) {
    try {
      return await tcp(settings);
    } catch (error) {
      if (left <= 1) throw error;
      await pause(BETWEEN_ATTEMPTS);
    }
  }
}

function tcp(settings: SshSettings): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: settings.host,
      port: settings.port,
      family: settings.addressFamily ?? 0,
      localAddress: settings.bindAddress,
      autoSelectFamilyAttemptTimeout: NEXT_ADDRESS,
    });
    const timer = setTimeout(() => {
      const error = Object.assign(new Error('timed out'), { level: 'client-timeout' });
      socket.destroy();
      reject(connectFailure(settings, error));
    }, settings.connectTimeout);
    const onError = (error: Error): void => {
      clearTimeout(timer);
      reject(connectFailure(settings, error));
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      resolve({ stream: socket, address: socket.remoteAddress, complaint: () => Promise.resolve('') });
    });
  });
}

/** With the user's shell, which the command replaces, as OpenSSH runs it. */
function throughCommand(settings: SshSettings, command: string): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const shell = process.env['SHELL'];
    const child = spawn(shell === undefined || shell === '' ? '/bin/sh' : shell, ['-c', `exec ${command}`], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-1000);
    });
    const ended = new Promise((done) => child.once('close', done));
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => {
      reject(
        new TsplayError('unreachable', `${settings.name}: the ProxyCommand cannot be started: ${error.message}`, {
          hint: `it is: ${command}`,
          cause: error,
        }),
      );
    });
    child.once('spawn', () => {
      const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
      stream.on('error', () => undefined);
      stream.on('close', () => child.kill());
      resolve({
        stream,
        address: undefined,
        complaint: async () => {
          await Promise.race([ended, pause(COMPLAINT_GRACE, undefined, { ref: false })]);
          return said.trim();
        },
      });
    });
  });
}
