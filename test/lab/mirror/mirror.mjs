// The lab's HTTPS mirror: stands where get.k3s.io, update.k3s.io and the k3s releases on github.com stand.
//
//   node mirror.mjs --root FOLDER [--host 0.0.0.0] [--port 443] [--plain-port PORT]
//
// FOLDER is made by ./start-mirror.sh: installer.sh, ca.crt, mirror.crt, mirror.key and releases/VERSION/FILE.
// What it serves is nothing but those files; every request is one line on standard output.
import { createReadStream, readFileSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    root: { type: 'string' },
    host: { type: 'string', default: '0.0.0.0' },
    port: { type: 'string', default: '443' },
  },
});
if (!values.root) {
  console.error('usage: node mirror.mjs --root FOLDER [--host ADDRESS] [--port PORT]');
  process.exit(1);
}
const root = values.root;
const releases = join(root, 'releases');

/** Newest version that the mirror has; channels of k3s all lead to it. */
const newest = () =>
  readdirSync(releases)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1);

const notFound = { status: 404, text: 'the lab mirror has no such file\n' };

/** What to answer to a path on one of the hosts we stand for. Pure but for the list of releases. */
function answer(host, path) {
  if (host === 'get.k3s.io') {
    if (path === '/') return { file: join(root, 'installer.sh'), type: 'text/plain; charset=utf-8' };
    if (path === '/sha256') return { file: join(root, 'installer.sha256'), type: 'text/plain; charset=utf-8' };
    return notFound;
  }
  const release = `https://github.com/k3s-io/k3s/releases/tag/`;
  if (host === 'update.k3s.io') {
    const known = /^\/v1-release\/channels\/(stable|latest|testing|v\d+\.\d+)$/.test(path);
    return known ? { redirect: release + encodeURIComponent(newest()) } : notFound;
  }
  if (host === 'github.com') {
    const found = /^\/k3s-io\/k3s\/releases\/(?:tag\/(?<tag>[^/]+)|download\/(?<version>[^/]+)\/(?<name>[^/]+))$/.exec(
      path,
    );
    if (found === null)
      return path === '/k3s-io/k3s/releases/latest' ? { redirect: release + encodeURIComponent(newest()) } : notFound;
    const { tag, version, name } = found.groups;
    const known = readdirSync(releases);
    if (tag !== undefined) return known.includes(tag) ? { status: 200, text: `${tag} (tsplay lab)\n` } : notFound;
    if (!known.includes(version) || !readdirSync(join(releases, version)).includes(name)) return notFound;
    return { file: join(releases, version, name), type: 'application/octet-stream' };
  }
  return { status: 421, text: `the lab mirror does not stand for ${host}\n` };
}

const server = createServer(
  { cert: readFileSync(join(root, 'mirror.crt')), key: readFileSync(join(root, 'mirror.key')) },
  (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    let reply = notFound;
    try {
      reply = answer(host, decodeURIComponent(new URL(request.url ?? '/', 'https://mirror').pathname));
    } catch {
      reply = { status: 400, text: 'not a path\n' };
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') reply = { status: 405, text: 'only GET and HEAD\n' };
    response.on('close', () => console.log(`${request.method} https://${host}${request.url} ${response.statusCode}`));
    if (reply.redirect !== undefined) {
      response.writeHead(302, { location: reply.redirect }).end();
      return;
    }
    if (reply.file === undefined) {
      response.writeHead(reply.status, { 'content-type': 'text/plain; charset=utf-8' }).end(reply.text);
      return;
    }
    const { size, mtime } = statSync(reply.file);
    response.writeHead(200, {
      'content-type': reply.type,
      'content-length': size,
      'last-modified': mtime.toUTCString(),
    });
    if (request.method === 'HEAD') response.end();
    else pipeline(createReadStream(reply.file), response, () => {});
  },
);
server.on('error', (error) => {
  console.error(`lab mirror: ${error.message}`);
  process.exit(1);
});
server.listen(Number(values.port), values.host, () => {
  const { address, port } = server.address();
  console.log(`lab mirror: listening on ${address}:${port}`);
});
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.on(signal, () => {
    server.closeAllConnections();
    server.close(() => process.exit(0));
  });
}
