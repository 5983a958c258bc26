// An API server that knows one pod and lets `kubectl exec` into it: the real kubectl, its real protocol (WebSocket,
// v5.channel.k8s.io), a container of Docker in place of the pod's.
//
// The lab's real API server cannot do it: what answers for its node runs no containers.
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export interface KubeExec {
  readonly url: string;
  /** Cuts the connections of all that is being executed, which goes on in the container. */
  cut(): void;
  /** Lets nobody in any more, or again. */
  refuse(refused: boolean): void;
  close(): Promise<void>;
}

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
const CLOSE = 255;

const RESOURCES = {
  kind: 'APIResourceList',
  groupVersion: 'v1',
  resources: [
    { name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', verbs: ['get'] },
    { name: 'pods/exec', singularName: '', namespaced: true, kind: 'PodExecOptions', verbs: ['create', 'get'] },
  ],
};

/** @param container of Docker; the pod is called `app` */
export async function startKubeExec(container: string): Promise<KubeExec> {
  const open = new Set<Duplex>();
  let isRefused = false;
  const pod = {
    kind: 'Pod',
    apiVersion: 'v1',
    metadata: { name: 'app', namespace: 'default', uid: '1' },
    spec: { containers: [{ name: 'main', image: 'main' }] },
    status: { phase: 'Running' },
  };
  const answers: Readonly<Record<string, unknown>> = {
    '/api': { kind: 'APIVersions', versions: ['v1'] },
    '/apis': { kind: 'APIGroupList', apiVersion: 'v1', groups: [] },
    '/api/v1': RESOURCES,
    '/api/v1/namespaces/default/pods/app': pod,
  };
  const onRequest = ({ url = '' }: IncomingMessage, response: ServerResponse): void => {
    const body = isRefused ? undefined : answers[url.split('?')[0] ?? ''];
    response.writeHead(body === undefined ? 404 : 200, { 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify(body ?? { kind: 'Status', status: 'Failure', reason: 'NotFound', message: 'not here', code: 404 }),
    );
  };
  const server = createServer(onRequest);
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    if (isRefused) {
      socket.destroy();
      return;
    }
    const query = new URL(request.url ?? '', 'http://here').searchParams;
    const key = request.headers['sec-websocket-key'] ?? '';
    const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: v5.channel.k8s.io\r\n\r\n`,
    );
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    execute(socket, container, query.getAll('command'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      for (const socket of open) socket.destroy();
    },
    refuse(refused) {
      isRefused = refused;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function execute(socket: Duplex, container: string, command: readonly string[]): void {
  const child = spawn('docker', ['exec', '-i', container, ...command], { stdio: ['pipe', 'pipe', 'pipe'] });
  const say = (channel: number, data: Buffer): void => {
    if (socket.writable) socket.write(framed(2, Buffer.concat([Buffer.of(channel), data])));
  };
  child.stdin.on('error', () => undefined);
  child.stdout.on('data', (data: Buffer) => say(STDOUT, data));
  child.stderr.on('data', (data: Buffer) => say(STDERR, data));
  child.on('close', (code) => {
    const failed = {
      status: 'Failure',
      reason: 'NonZeroExitCode',
      message: `command terminated with non-zero exit code ${code}`,
      details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
    };
    say(STATUS, Buffer.from(JSON.stringify({ metadata: {}, ...(code === 0 ? { status: 'Success' } : failed) })));
    if (socket.writable) socket.end(framed(8, Buffer.of(0x03, 0xe8)));
  });
  const reader = messages((opcode, data) => {
    if (opcode === 9) socket.write(framed(10, data));
    if (opcode === 8) socket.end();
    if (opcode !== 2) return;
    if (data[0] === STDIN) child.stdin.write(data.subarray(1));
    else if (data[0] === CLOSE) child.stdin.end();
  });
  socket.on('data', reader);
  socket.on('error', () => undefined);
  // As a kubelet does, the input ends with the connection, and the process is left alone.
  socket.on('close', () => child.stdin.end());
}

function framed(opcode: number, data: Buffer): Buffer {
  const head = Buffer.alloc(data.length < 126 ? 2 : data.length < 65536 ? 4 : 10);
  head[0] = 0x80 | opcode;
  if (head.length === 2) head[1] = data.length;
  else if (head.length === 4) {
    head[1] = 126;
    head.writeUInt16BE(data.length, 2);
  } else {
    head[1] = 127;
    head.writeBigUInt64BE(BigInt(data.length), 2);
  }
  return Buffer.concat([head, data]);
}

/** Takes frames of a client apart; what comes in several is handed on as several messages but for its first byte. */
function messages(onMessage: (opcode: number, data: Buffer) => void): (chunk: Buffer) => void {
  let held = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let kind = 0;
  return (chunk) => {
    held = Buffer.concat([held, chunk]);
    for (;;) {
      if (held.length < 2) return;
      const [first = 0, second = 0] = held;
      const short = second & 0x7f;
      const start = short === 126 ? 4 : short === 127 ? 10 : 2;
      if (held.length < start + 4) return;
      const length = short === 126 ? held.readUInt16BE(2) : short === 127 ? Number(held.readBigUInt64BE(2)) : short;
      if (held.length < start + 4 + length) return;
      const mask = held.subarray(start, start + 4);
      const data = Buffer.from(held.subarray(start + 4, start + 4 + length));
      for (let i = 0; i < length; i++) data[i] = (data[i] ?? 0) ^ (mask[i % 4] ?? 0);
      held = held.subarray(start + 4 + length);
      const opcode = first & 0x0f;
      if (opcode >= 8) {
        onMessage(opcode, data);
        continue;
      }
      if (opcode !== 0) kind = opcode;
      parts.push(data);
      if ((first & 0x80) === 0) continue;
      onMessage(kind, Buffer.concat(parts));
      parts = [];
    }
  };
}
