// The answers of the HTTP servers in tests of modules that speak HTTP, by path.
import { gzipSync } from 'node:zlib';
import type { Handler } from './http-server.js';

export const handler: Handler = (request, response) => {
  const path = request.url.replace(/^https?:\/\/[^/]+/, '');
  const redirect = /^\/r(\d+)(.*)$/.exec(path);
  if (redirect) response.writeHead(Number(redirect[1]), { Location: redirect[2] || '/text' }).end();
  else if (path === '/text')
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Content-Length': 6 }).end('hello\n');
  else if (path === '/json')
    response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' }).end('{"a": [1, null]}');
  else if (path === '/badjson') response.writeHead(200, { 'Content-Type': 'application/json' }).end('{');
  else if (path === '/500') response.writeHead(500, 'Oh No', { 'Content-Type': 'application/json' }).end('{"e": 1}');
  else if (path === '/latin')
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=iso-8859-1' }).end(Buffer.from([0xe9]));
  else if (path === '/gzip') response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync('unpacked'));
  else if (path === '/cookies')
    response.writeHead(200, { 'Set-Cookie': ['a=1; Path=/', 'b="x y"; HttpOnly'], 'X-Two': ['1', '2'] }).end();
  else if (path === '/basic')
    if (request.headers.authorization === undefined)
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="x"' }).end();
    else response.end(request.headers.authorization);
  else if (path === '/digest')
    if (request.headers.authorization === undefined)
      response
        .writeHead(401, { 'WWW-Authenticate': 'Digest realm="x", nonce="n1", qop="auth", algorithm=SHA-256' })
        .end();
    else response.end(request.headers.authorization);
  else if (path === '/hang') return;
  else if (path === '/circle') response.writeHead(302, { Location: 'circle' }).end();
  else if (path === '/304') response.writeHead(304).end();
  else if (path === '/echo') response.writeHead(201).end(request.body);
  else if (path === '/cut') response.writeHead(200, { 'Content-Length': 100 }).write('part', () => response.destroy());
  else response.writeHead(404).end('nothing here');
};
