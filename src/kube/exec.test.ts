// Commands in pods against a server of our own that speaks the channels of `pods/exec`, in versions 4 and 5.
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import type { KubeAccess } from './access.js';
import { endOf, startExec } from './exec.js';
import { KubeHttp } from './http.js';
import { clientFrame, frameAt, WebSocketStream } from './websocket.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** A frame as a server sends it: not masked. */
function serverFrame(payload: Uint8Array, opcode = 2, isLast = true): Buffer {
  const { length } = payload;
  const head = length < 126 ? [length] : length < 65_536 ? [126, length >> 8, length & 255] : undefined;
  const long = Buffer.alloc(9);
  long[0] = 127;
  long.writeBigUInt64BE(BigInt(length), 1);
  return Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | opcode]), head ? Buffer.from(head) : long, payload]);
}

const channel = (number: number, text: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from([number]), Buffer.from(text)]);
const success = channel(3, JSON.stringify({ status: 'Success' }));

/** The payload of a client's frame, unmasked. */
function unmasked(bytes: Buffer, start: number): { payload: Buffer; end: number } | undefined {
  if (bytes.length < start + 2) return undefined;
  const short = (bytes[start + 1] ?? 0) & 0x7f;
  const size = short === 126 ? 2 : short === 127 ? 8 : 0;
  const length =
    size === 0 ? short : size === 2 ? bytes.readUInt16BE(start + 2) : Number(bytes.readBigUInt64BE(start + 2));
  const mask = start + 2 + size;
  if (bytes.length < mask + 4 + length) return undefined;
  const payload = Buffer.from(bytes.subarray(mask + 4, mask + 4 + length));
  payload.forEach((byte, i) => (payload[i] = byte ^ (bytes[mask + (i & 3)] ?? 0)));
  return { payload, end: mask + 4 + length };
}

interface Peer {
  send(...frames: Buffer[]): void;
  readonly got: Buffer[];
  readonly stream: Duplex;
}

/** @param answer told of the request's address and what it asks for; `undefined` as protocol refuses */
async function serve(protocol: string | undefined, act: (peer: Peer, url: string) => void): Promise<KubeHttp> {
  const server = createServer((_request, response) => {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ kind: 'Status', message: 'pods "p" not found', reason: 'NotFound' }));
  });
  servers.push(server);
  if (protocol !== undefined)
    server.on('upgrade', (request, stream: Duplex) => {
      const key = `${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
      const accept = createHash('sha1').update(key).digest('base64');
      stream.write(
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\nsec-websocket-protocol: ${protocol}\r\n\r\n`,
      );
      const got: Buffer[] = [];
      let rest = Buffer.alloc(0);
      stream.on('data', (chunk: Buffer) => {
        rest = Buffer.concat([rest, chunk]);
        for (let frame = unmasked(rest, 0); frame; frame = unmasked(rest, 0)) {
          got.push(frame.payload);
          rest = rest.subarray(frame.end);
        }
      });
      stream.on('error', () => undefined);
      act({ send: (...frames) => stream.write(Buffer.concat(frames)), got, stream }, request.url ?? '');
    });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const access = {
    server: `http://127.0.0.1:${port}`,
    headers: { authorization: 'Bearer t' },
    origin: 'test',
  } as unknown as KubeAccess;
  return new KubeHttp(access, () => {
    const stream = connect(port, '127.0.0.1');
    return new Promise((done) => stream.once('connect', () => done(stream)));
  });
}

const place = { namespace: 'n', pod: 'p', command: ['echo', 'a b'] };

describe('startExec', () => {
  it('asks for the streams and gives them, long, in pieces and interrupted', async () => {
    const long = Buffer.alloc(70_000, 'x');
    let asked = '';
    const http = await serve('v5.channel.k8s.io', (peer, url) => {
      asked = url;
      peer.send(serverFrame(channel(1, 'out ')), serverFrame(channel(2, 'err')), serverFrame(Buffer.from('hi'), 9));
      peer.send(
        serverFrame(channel(1, long)),
        serverFrame(channel(1, 'pie'), 2, false),
        serverFrame(Buffer.from('ces'), 0),
      );
      peer.send(serverFrame(success), serverFrame(Buffer.from([3, 232]), 8));
    });
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    const exec = await startExec(http, 'test', {
      ...place,
      container: 'c',
      onStdout: async (bytes) => {
        await new Promise((done) => setTimeout(done, 5));
        out.push(bytes);
      },
      onStderr: (bytes) => void err.push(bytes),
    });
    expect(await exec.ended).toEqual({ rc: 0, message: '' });
    expect(Buffer.concat(out).toString()).toBe(`out ${long.toString()}pieces`);
    expect(Buffer.concat(err).toString()).toBe('err');
    expect(asked).toBe('/api/v1/namespaces/n/pods/p/exec?command=echo&command=a+b&container=c&stdout=true&stderr=true');
  });
  it.each([
    ['v5.channel.k8s.io', true],
    ['v4.channel.k8s.io', false],
  ])('sends input by %s', async (protocol, ends) => {
    let peer: Peer | undefined;
    const http = await serve(protocol, (it_) => {
      peer = it_;
    });
    const input = [Buffer.alloc(40_000, 'a'), Buffer.from('b')];
    async function* stdin(): AsyncIterable<Uint8Array> {
      for (const piece of input) yield await Promise.resolve(piece);
    }
    const exec = await startExec(http, 'test', { ...place, stdin: stdin() });
    await exec.sent;
    expect(exec.endsInput).toBe(ends);
    await expect.poll(() => peer?.got.length).toBe(ends ? 4 : 3);
    const data = peer?.got.filter((message) => message[0] === 0).map((message) => message.subarray(1)) ?? [];
    expect(Buffer.concat(data).equals(Buffer.concat(input))).toBe(true);
    if (ends) expect(peer?.got.at(-1)).toEqual(Buffer.from([255, 0]));
    peer?.send(
      serverFrame(channel(3, JSON.stringify({ status: 'Failure', message: 'no' }))),
      serverFrame(Buffer.alloc(0), 8),
    );
    expect(await exec.ended).toEqual({ rc: undefined, message: 'no' });
  });
  it('says who refuses', async () => {
    const http = await serve(undefined, () => undefined);
    await expect(startExec(http, 'test', place)).rejects.toMatchObject({ status: 404 });
    const old = await serve('channel.k8s.io', () => undefined);
    await expect(startExec(old, 'test', place)).rejects.toThrow("agreed to the protocol 'channel.k8s.io'");
  });
  it('fails when the connection ends before the command', async () => {
    const cut = await serve('v4.channel.k8s.io', (peer) => void peer.stream.destroy());
    await expect((await startExec(cut, 'test', place)).ended).rejects.toMatchObject({ code: 'dial-failed' });
    const closed = await serve('v4.channel.k8s.io', (peer) => {
      peer.send(serverFrame(Buffer.concat([Buffer.from([3, 243]), Buffer.from('node is gone')]), 8));
    });
    await expect((await startExec(closed, 'test', place)).ended).rejects.toThrow('ended early: node is gone');
    const wrong = await serve('v4.channel.k8s.io', (peer) => peer.send(Buffer.from([0xf2, 0x01, 0x00])));
    await expect((await startExec(wrong, 'test', place)).ended).rejects.toThrow('does not speak WebSocket as agreed');
  });
  it('fails with what a reader of the output throws', async () => {
    const http = await serve('v4.channel.k8s.io', (peer) => peer.send(serverFrame(channel(1, 'x'))));
    const onStdout = (): Promise<void> => Promise.reject(new Error('disk full'));
    await expect((await startExec(http, 'test', { ...place, onStdout })).ended).rejects.toThrow('disk full');
    const again = await serve('v4.channel.k8s.io', (peer) => peer.send(serverFrame(channel(2, 'x'))));
    const onStderr = (): void => {
      throw new Error('too much');
    };
    await expect((await startExec(again, 'test', { ...place, onStderr })).ended).rejects.toThrow('too much');
  });
});

describe('endOf', () => {
  const causes = [{ reason: 'ExitCode', message: '137' }];
  it.each([
    [{ status: 'Success' }, { rc: 0, message: '' }],
    [
      { status: 'Failure', reason: 'NonZeroExitCode', message: 'm', details: { causes } },
      { rc: 137, message: 'm' },
    ],
    [
      { status: 'Failure', message: 'no such file' },
      { rc: undefined, message: 'no such file' },
    ],
    [undefined, { rc: undefined, message: 'the API server did not say how the command ended' }],
  ])('%j', (status, end) => expect(endOf(status)).toEqual(end));
});

describe('frames', () => {
  it('wait until they are there in full', () => {
    const frame = serverFrame(Buffer.alloc(300, 'x'));
    for (const length of [0, 1, 3, 100, frame.length - 1])
      expect(frameAt(frame.subarray(0, length), 0)).toBeUndefined();
    expect(frameAt(frame, 0)).toMatchObject({ isLast: true, opcode: 2, end: frame.length });
    expect(() => frameAt(serverFrame(Buffer.alloc(0)).fill(0xff), 0)).toThrow('as agreed');
  });
  it.each([0, 125, 126, 65_535, 65_536])('of %i bytes are masked', (length) => {
    const payload = Buffer.alloc(length, 'p');
    expect(unmasked(clientFrame(2, payload), 0)?.payload.equals(payload)).toBe(true);
  });
  it('of too many bytes are not waited for', () => {
    const huge = Buffer.from([0x82, 127, 0, 0, 0, 1, 0, 0, 0, 0]);
    expect(() => frameAt(huge, 0)).toThrow('in one message');
    expect(WebSocketStream).toBeTypeOf('function');
  });
});
