// The single looks wait_for repeats: a port, a text on a port, a file, drained connections.
import type { Duplex } from 'node:stream';
import { ModuleFailure, TsplayError, type FileStatus, type HostView } from '../../../src/kit/index.js';
import { isForwardingRefused } from '../../_shared/http-connect.js';
import {
  activeConnections,
  isListening,
  lookScript,
  parseLook,
  type ConnectionLook,
  type DrainQuery,
} from './connections.js';

/** Opens a connection to a port from the host; undefined when nothing answers in time. */
export async function connect(
  host: HostView,
  address: string,
  port: number,
  ms: number,
): Promise<Duplex | 'listening' | undefined> {
  let late = false;
  let timer: NodeJS.Timeout | undefined;
  const dialled = host.dial({ host: address, port }).then((stream) => {
    stream.on('error', () => undefined);
    if (late) stream.destroy();
    return stream;
  });
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      late = true;
      resolve(undefined);
    }, ms);
  });
  try {
    return await Promise.race([dialled, timeout]);
  } catch (error) {
    if (isForwardingRefused(error)) return (await listensLocally(host, address, port)) ? 'listening' : undefined;
    if (error instanceof TsplayError && error.code === 'dial-failed') return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    dialled.catch(() => undefined);
  }
}

const LOCAL = new Set(['127.0.0.1', '::1', 'localhost', '0.0.0.0', '::']);

/** Where the sshd forwards nothing, the kernel's table still tells of the host's own ports. */
async function listensLocally(host: HostView, address: string, port: number): Promise<boolean> {
  if (LOCAL.has(address)) return isListening(await tables(host, [address]), port);
  throw new ModuleFailure(
    `the sshd of the host does not let a connection to ${address}:${port} be forwarded: ` +
      "set 'AllowTcpForwarding yes' in its sshd_config, or test the port with a command task",
  );
}

async function tables(host: HostView, names: readonly string[]): Promise<ConnectionLook> {
  try {
    return parseLook((await host.probe(lookScript(names))).stdout);
  } catch (error) {
    if (error instanceof RangeError) throw new ModuleFailure(error.message);
    throw error;
  }
}

/** Whether the port of `address` has no connection left that counts. */
export async function isDrained(
  host: HostView,
  address: string,
  excluded: readonly string[],
  query: DrainQuery,
): Promise<boolean> {
  return activeConnections(await tables(host, [address, ...excluded]), query) === 0;
}

/** Reads from a stream until the pattern matches, the stream ends, or time is up. */
export function matchStream(stream: Duplex, pattern: RegExp, ms: number): Promise<RegExpExecArray | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const finish = (found: RegExpExecArray | undefined): void => {
      clearTimeout(timer);
      stream.destroy();
      resolve(found);
    };
    const timer = setTimeout(() => finish(undefined), ms);
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const found = search(pattern, Buffer.concat(chunks).toString('utf8'));
      if (found) finish(found);
    });
    stream.on('close', () => finish(undefined));
    stream.on('end', () => finish(undefined));
    stream.on('error', () => finish(undefined));
  });
}

function search(pattern: RegExp, text: string): RegExpExecArray | undefined {
  pattern.lastIndex = 0;
  return pattern.exec(text) ?? undefined;
}

/** Looks for a text in a file, and reads it again only when it has changed. */
export class FileSearch {
  private seen = '';

  constructor(
    private readonly host: HostView,
    private readonly pattern: RegExp,
  ) {}

  async look(status: FileStatus): Promise<RegExpExecArray | undefined> {
    const version = `${status.inode} ${status.size} ${status.mtime}`;
    if (version === this.seen) return undefined;
    try {
      const text = (await this.host.read(status.path)).toString('utf8');
      // A file in /proc and its like has no size and always the same time.
      this.seen = status.size === 0 ? '' : version;
      return search(this.pattern, text);
    } catch (error) {
      if (error instanceof TsplayError && (error.code === 'file-missing' || error.code === 'file-unreadable'))
        return undefined;
      throw error;
    }
  }
}
