// A command in a container of a pod: its streams and how it ended, by the channels of `v5.channel.k8s.io` and `v4`.
import { TsplayError } from '../ground/index.js';
import { refusal } from './errors.js';
import type { KubeHttp } from './http.js';
import { isObject } from './types.js';
import { handshake, WebSocketStream, type Closed } from './websocket.js';

/** Newest first: the server takes the first it knows. Version 5 can end the input, version 4 cannot. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, status: 3, close: 255 } as const;
/** Bytes of input in one message. */
const PIECE = 32 * 1024;

export interface ExecOptions {
  readonly container?: string | undefined;
  /** Bytes for its input; none when not given. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
  readonly onStdout?: ((bytes: Buffer) => void | Promise<void>) | undefined;
  readonly onStderr?: ((bytes: Buffer) => void) | undefined;
}

interface ExecRequest extends ExecOptions {
  readonly namespace: string;
  readonly pod: string;
  readonly command: readonly string[];
}

/** How a command ended. */
export interface ExecEnd {
  /** Undefined when it was not even started. */
  readonly rc: number | undefined;
  /** What the server says of an end that is no success. */
  readonly message: string;
}

export interface Exec {
  /** @throws TsplayError dial-failed when the connection broke before the command ended */
  readonly ended: Promise<ExecEnd>;
  /** When all of its input is sent. */
  readonly sent: Promise<void>;
  /** Whether the server can be told that the input is over; an old one cannot. */
  readonly endsInput: boolean;
  /** Leaves it. */
  stop(): void;
}

/** What the status channel says: exit code 0, another one, or that there was no command to run. */
export function endOf(status: unknown): ExecEnd {
  if (!isObject(status)) return { rc: undefined, message: 'the API server did not say how the command ended' };
  if (status['status'] === 'Success') return { rc: 0, message: '' };
  const message = typeof status['message'] === 'string' ? status['message'] : JSON.stringify(status);
  const details = isObject(status['details']) ? status['details'] : {};
  const causes = Array.isArray(details['causes']) ? details['causes'].filter(isObject) : [];
  const code = causes.find((cause) => cause['reason'] === 'ExitCode')?.['message'];
  return { rc: typeof code === 'string' && /^\d+$/.test(code) ? Number(code) : undefined, message };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text === '' ? undefined : { status: 'Failure', message: text };
  }
}

/** @throws KubeRefusal: no such pod or container, no right to; TsplayError dial-failed */
export async function startExec(http: KubeHttp, origin: string, request: ExecRequest): Promise<Exec> {
  const { namespace, pod, command, container, stdin } = request;
  const query = new URLSearchParams(command.map((word) => ['command', word]));
  if (container !== undefined) query.set('container', container);
  for (const name of ['stdout', 'stderr', ...(stdin ? ['stdin'] : [])]) query.set(name, 'true');
  const { key, answer } = handshake();
  const upgraded = await http.upgrade(
    `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/exec`,
    query,
    {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': key,
      'sec-websocket-protocol': PROTOCOLS.join(', '),
    },
  );
  if ('refused' in upgraded) throw refusal(upgraded.refused, `run a command in pod ${namespace}/${pod}`, origin);
  const { stream, protocol } = upgraded;
  if (upgraded.accept !== answer || !PROTOCOLS.includes(protocol)) {
    stream.destroy();
    const what = protocol === '' ? 'no protocol' : `the protocol '${protocol}'`;
    throw new TsplayError('kube-refused', `the API server agreed to ${what} for commands: it is too old`, {
      hint: `tsplay speaks ${PROTOCOLS.join(' and ')}`,
    });
  }
  let socket: WebSocketStream | undefined;
  let status = '';
  let work = Promise.resolve();
  let sent = Promise.resolve();
  const endsInput = protocol === PROTOCOLS[0];
  const ended = new Promise<ExecEnd>((resolve, reject) => {
    const fail = (error: unknown): void => {
      socket?.close();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const take = (message: Buffer): void => {
      const data = message.subarray(1);
      if (message[0] === CHANNEL.status) status += data.toString('utf8');
      if (data.length === 0) return;
      if (message[0] === CHANNEL.stderr) request.onStderr?.(data);
      if (message[0] !== CHANNEL.stdout) return;
      const taken = request.onStdout?.(data);
      if (!(taken instanceof Promise)) return;
      socket?.pause();
      work = work.then(() => taken).then(() => socket?.resume());
      work.catch(fail);
    };
    const finish = (how: Closed | Error): void => {
      const end = parsed(status);
      if (end !== undefined) return void work.then(() => resolve(endOf(end)), reject);
      if (how instanceof Error) return reject(how);
      const why = how.reason === '' ? `closed with code ${how.code}` : how.reason;
      return reject(new TsplayError('dial-failed', `the connection to pod ${namespace}/${pod} ended early: ${why}`));
    };
    socket = new WebSocketStream(stream, take, finish);
    if (stdin) sent = feed(socket, stdin, endsInput);
    sent.catch(fail);
  });
  ended.catch(() => undefined);
  return { ended, sent, endsInput, stop: () => socket?.close() };
}

async function feed(socket: WebSocketStream, input: AsyncIterable<Uint8Array>, canEnd: boolean): Promise<void> {
  for await (const chunk of input) {
    for (let at = 0; at < chunk.length; at += PIECE) {
      await socket.send(Buffer.concat([Buffer.from([CHANNEL.stdin]), chunk.subarray(at, at + PIECE)]));
    }
  }
  if (canEnd) await socket.send(Buffer.from([CHANNEL.close, CHANNEL.stdin]));
}
