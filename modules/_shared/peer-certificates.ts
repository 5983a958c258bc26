// The certificates a server shows in a TLS handshake, over a stream that the host opens.
import type { Duplex } from 'node:stream';
import { connect as tlsConnect, type DetailedPeerCertificate } from 'node:tls';
import { TsplayError, type HostView } from '../../src/kit/index.js';

export interface TlsServer {
  readonly host: string;
  readonly port: number;
  /** The name asked for, when it is not the host's. */
  readonly serverName?: string | undefined;
  readonly proxy?: { readonly host: string; readonly port: number } | undefined;
  readonly starttls?: 'mysql' | undefined;
  /** Seconds for all of it. */
  readonly timeout: number;
}

export interface TlsChoice {
  /** Authorities, PEM; issuers are looked for among them too. Undefined: those of Node. Empty: none. */
  readonly ca?: string | undefined;
  /** Whether one of them must have signed what the server shows. */
  readonly verify: boolean;
  readonly ciphers?: string | undefined;
  readonly secureOptions?: number | undefined;
}

/**
 * The server's certificate and its issuers in their order, as far as the server sent them or `ca` has them.
 * @throws TsplayError unreachable; Error with the reason for everything else
 */
export async function peerCertificates(host: HostView, server: TlsServer, wanted: TlsChoice): Promise<Uint8Array[]> {
  let stream: Duplex | undefined;
  let late: NodeJS.Timeout | undefined;
  const timedOut = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error('timed out')), server.timeout * 1000);
  });
  try {
    const work = (async (): Promise<Uint8Array[]> => {
      stream = await open(host, server);
      stream.on('error', () => undefined);
      return shown(stream, server, wanted);
    })();
    work.catch(() => undefined);
    return await Promise.race([work, timedOut]);
  } finally {
    clearTimeout(late);
    stream?.destroy();
  }
}

/** What is said of a server that shows none. Failures of the connection to the host itself are thrown on. */
export function peerProblem(error: unknown): string {
  if (error instanceof TsplayError && error.code === 'unreachable') throw error;
  return error instanceof Error ? error.message : String(error);
}

async function open(host: HostView, { host: name, port, proxy, starttls }: TlsServer): Promise<Duplex> {
  const stream = await host.dial(proxy ?? { host: name, port });
  if (proxy) {
    stream.write(`CONNECT ${name}:${port} HTTP/1.0\r\n\r\n`);
    const answer = await until(stream, (text) => text.includes('\r\n\r\n'));
    if (!/^HTTP\/\S+ 2\d\d/.test(answer)) throw new Error(`the proxy answered ${answer.split('\r\n')[0]}`);
  }
  if (starttls === 'mysql') await askMysql(stream);
  return stream;
}

/** MySQL: the server greets, the client asks for TLS (SSLRequest packet). */
async function askMysql(stream: Duplex): Promise<void> {
  await until(stream, (text) => text.length >= 4);
  const request = Buffer.alloc(36);
  request.writeUIntLE(32, 0, 3);
  request.writeUInt8(1, 3);
  // CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION
  request.writeUInt32LE(0x00000200 | 0x00000800 | 0x00008000, 4);
  request.writeUInt32LE(1 << 24, 8);
  request.writeUInt8(33, 12);
  stream.write(request);
}

/** What comes until it is enough, one character per byte. */
function until(stream: Duplex, enough: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const more = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!enough(text)) return;
      stream.off('data', more);
      stream.pause();
      resolve(text);
    };
    stream.on('data', more);
    stream.once('error', reject);
    stream.once('close', () => reject(new Error('the connection was closed')));
  });
}

function shown(stream: Duplex, server: TlsServer, wanted: TlsChoice): Promise<Uint8Array[]> {
  const name = server.serverName ?? server.host;
  const isAddress = name.includes(':') || /^[\d.]+$/.test(name);
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({
      socket: stream,
      ...(isAddress ? {} : { servername: name }),
      rejectUnauthorized: wanted.verify,
      checkServerIdentity: () => undefined,
      // An empty list is a store of none; left out it would be Node's own.
      ...(wanted.ca === undefined ? {} : { ca: wanted.ca === '' ? [] : wanted.ca }),
      ...(wanted.ciphers === undefined ? {} : { ciphers: wanted.ciphers }),
      ...(wanted.secureOptions === undefined ? {} : { secureOptions: wanted.secureOptions }),
    });
    socket.once('secureConnect', () => {
      const chain = chainOf(socket.getPeerCertificate(true));
      socket.destroy();
      if (chain.length > 0) resolve(chain);
      else reject(new Error('the server has no certificate'));
    });
    socket.once('error', reject);
  });
}

function chainOf(first: DetailedPeerCertificate): Uint8Array[] {
  const out: Uint8Array[] = [];
  // A root is its own issuer.
  const seen = new Set<unknown>();
  for (
    let one: DetailedPeerCertificate | undefined = first;
    one && (one.raw as Buffer | undefined) && !seen.has(one.fingerprint256);
    one = one.issuerCertificate as DetailedPeerCertificate | undefined
  ) {
    seen.add(one.fingerprint256);
    out.push(one.raw);
  }
  return out;
}
