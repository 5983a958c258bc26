// HTTP and HTTPS servers, a proxy and a throw-away certificate authority for tests of modules that speak HTTP.
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as http from 'node:http';
import * as https from 'node:https';
import { connect, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export type Handler = (request: Seen, response: http.ServerResponse) => void;

export interface TestServer {
  readonly url: string;
  readonly port: number;
  /** The requests so far; `take` empties the list. */
  take(): Seen[];
  close(): Promise<void>;
}

function listen(server: Server, scheme: string, seen: Seen[], where: string | number): Promise<TestServer> {
  return new Promise((resolve) => {
    const opened = new Set<{ destroy(): void }>();
    server.on('connection', (socket) => opened.add(socket));
    const ready = (): void => {
      const port = typeof where === 'string' ? 0 : (server.address() as AddressInfo).port;
      resolve({
        url: typeof where === 'string' ? 'http://socket' : `${scheme}://localhost:${port}`,
        port,
        take: () => seen.splice(0),
        close: () =>
          new Promise((done) => {
            server.close(() => done());
            for (const socket of opened) socket.destroy();
          }),
      });
    };
    if (typeof where === 'string') server.listen(where, ready);
    else server.listen(where, 'localhost', ready);
  });
}

function recording(seen: Seen[], handler: Handler): http.RequestListener {
  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      seen.push(one);
      handler(one, response);
    });
  };
}

/** @param where a port, 0 for a free one, or the path of a unix socket */
export function serveHttp(handler: Handler, where: string | number = 0): Promise<TestServer> {
  const seen: Seen[] = [];
  return listen(http.createServer(recording(seen, handler)), 'http', seen, where);
}

export function serveHttps(handler: Handler, tls: https.ServerOptions): Promise<TestServer> {
  const seen: Seen[] = [];
  return listen(https.createServer(tls, recording(seen, handler)), 'https', seen, 0);
}

/** A proxy for plain requests and CONNECT; with `login` it wants those credentials. */
export function serveProxy(login?: string): Promise<TestServer> {
  const seen: Seen[] = [];
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
  const refused = (headers: http.IncomingHttpHeaders): boolean =>
    wanted !== undefined && headers['proxy-authorization'] !== wanted;
  const server = http.createServer((request, response) => {
    seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: '' });
    if (refused(request.headers)) {
      response.writeHead(407).end();
      return;
    }
    const onward = http.request(request.url ?? '', { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  server.on('connect', (request, socket, head) => {
    seen.push({ method: 'CONNECT', url: request.url ?? '', headers: request.headers, body: '' });
    if (refused(request.headers)) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      return;
    }
    const [host = '', port = '0'] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      if (head.length > 0) onward.write(head);
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  return listen(server, 'http', seen, 0);
}

export interface Authority {
  /** Directory with ca.pem, server.pem, server.key, client.pem, client.key. */
  readonly directory: string;
  readonly ca: string;
  readonly server: { readonly cert: Buffer; readonly key: Buffer };
}

/** A certificate authority, a server certificate for `localhost` and a client certificate, made with openssl. */
export function makeAuthority(): Authority {
  const directory = fs.mkdtempSync(join(tmpdir(), 'tsplay-ca-'));
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
  };
  const key = (name: string): string[] => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    name,
  ];
  openssl('req', '-x509', ...key('ca.key'), '-out', 'ca.pem', '-days', '2', '-subj', '/CN=tsplay test authority');
  for (const name of ['server', 'client']) {
    fs.writeFileSync(join(directory, `${name}.ext`), 'subjectAltName=DNS:localhost\n');
    openssl('req', ...key(`${name}.key`), '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'],
      ...['-out', `${name}.pem`, '-days', '2', '-extfile', `${name}.ext`],
    );
  }
  return {
    directory,
    ca: join(directory, 'ca.pem'),
    server: {
      cert: fs.readFileSync(join(directory, 'server.pem')),
      key: fs.readFileSync(join(directory, 'server.key')),
    },
  };
}
