// One HTTP request of the controller, waited for: expressions are evaluated in one go, so lookups cannot wait in any other way.
import { spawnSync } from 'node:child_process';
import { proxyFor, TsplayError } from '../ground/index.js';
import type { HttpAnswer, HttpRequest } from '../template/types.js';

/** Runs in a Node of its own; reads the request as JSON from standard input. */
const PROGRAM = `
const [http, https, tls, zlib] = ['http', 'https', 'tls', 'zlib'].map((name) => require('node:' + name));
const proxyFor = ${proxyFor.toString()};
const { url, method, headers, redirect, timeout, variables, rejectUnauthorized, tls: own } = JSON.parse(require('node:fs').readFileSync(0));
const end = (answer) => process.stdout.write(JSON.stringify(answer), () => process.exit(0));
const failed = (e) => end({ error: e.message || e.code || String(e) });
const word = (text) => { try { return decodeURIComponent(text); } catch { return text; } };
const login = (u) => u.username === '' ? {} :
  { 'proxy-authorization': 'Basic ' + Buffer.from(word(u.username) + ':' + word(u.password)).toString('base64') };
setTimeout(() => failed(new Error('the request timed out')), timeout);
function tunnel(u, proxy) {
  return new Promise((done, fail) => {
    const path = u.hostname + ':' + (u.port || 443);
    const to = proxy.protocol === 'https:' ? https : http;
    to.request({ host: proxy.hostname.replace(/^\\[|\\]$/g, ''), port: proxy.port || (to === https ? 443 : 80), method: 'CONNECT', path,
      headers: { host: path, ...login(proxy) }, rejectUnauthorized })
      .on('connect', (r, socket) => r.statusCode === 200
        ? done(tls.connect({ socket, servername: u.hostname, rejectUnauthorized }))
        : fail(new Error('Tunnel connection failed: ' + r.statusCode + ' ' + r.statusMessage)))
      .on('error', fail).end();
  });
}
async function ask(address, sent, left) {
  const u = new URL(address);
  if (u.protocol !== 'http:' && u.protocol !== 'https:') throw new Error('unknown url type: ' + u.protocol.slice(0, -1));
  const proxy = variables && proxyFor(u, variables);
  if (proxy && proxy.protocol !== 'http:' && proxy.protocol !== 'https:') throw new Error('the proxy ' + proxy.host + ' speaks no HTTP');
  const host = u.hostname.replace(/^\\[|\\]$/g, '');
  let options = { host, port: u.port || undefined, path: u.pathname + u.search, method, rejectUnauthorized, agent: false, ...own,
    headers: { 'accept-encoding': 'identity', host: u.host, connection: 'close', ...sent } };
  let by = u.protocol === 'https:' ? https : http;
  if (proxy && by === https) {
    const socket = await tunnel(u, proxy);
    options = { ...options, createConnection: () => socket };
  } else if (proxy) {
    by = proxy.protocol === 'https:' ? https : http;
    options = { ...options, host: proxy.hostname.replace(/^\\[|\\]$/g, ''), port: proxy.port || undefined, path: u.href.replace(/#.*$/, ''),
      headers: { ...options.headers, ...login(proxy) } };
  }
  const r = await new Promise((done, fail) => by.request(options, done).on('error', fail).end());
  const { location } = r.headers;
  if (redirect === 'follow' && [301, 302, 303, 307, 308].includes(r.statusCode) && location) {
    if (left === 0) throw new Error('too many redirects');
    r.resume();
    const next = new URL(location, u);
    const more = next.host === u.host ? sent : Object.fromEntries(Object.entries(sent).filter(([n]) => n !== 'authorization' && n !== 'cookie'));
    return ask(next.href, more, left - 1);
  }
  const parts = []; for await (const c of r) parts.push(c);
  let body = Buffer.concat(parts);
  if (/gzip/i.test(r.headers['content-encoding'] ?? '')) body = zlib.gunzipSync(body);
  end({ status: r.statusCode, reason: r.statusMessage, body: body.toString('base64') });
}
ask(url, headers, 10).catch(failed);`;

/** What the variables that name proxies say; a controller that runs for a web server (CGI) takes none from a request. */
function proxyVariables(): Record<string, string> {
  const isCgi = process.env['REQUEST_METHOD'] !== undefined;
  const named = Object.entries(process.env).filter(
    ([name]) => /_proxy$/i.test(name) && !(isCgi && name === 'HTTP_PROXY'),
  );
  return Object.fromEntries(named.map(([name, value]) => [name, value ?? '']));
}

const MAX_ANSWER = 256 * 1024 * 1024;

/** @throws TsplayError command-failed when no answer comes */
export function httpSync(request: HttpRequest): HttpAnswer {
  const { validateCerts, caPath, useProxy, ...given } = request;
  const sent = { ...given, rejectUnauthorized: validateCerts, ...(useProxy && { variables: proxyVariables() }) };
  const done = spawnSync(process.execPath, ['--no-warnings', '-e', PROGRAM], {
    input: JSON.stringify(sent),
    encoding: 'utf8',
    maxBuffer: MAX_ANSWER,
    env: {
      ...process.env,
      ...(caPath === undefined ? {} : { NODE_EXTRA_CA_CERTS: caPath }),
    },
  });
  const failed = (why: string): TsplayError => new TsplayError('command-failed', `${request.url}: ${why}`);
  if (done.error) throw failed(done.error.message);
  let answer: { status?: number; reason?: string; body?: string; error?: string };
  try {
    answer = JSON.parse(done.stdout) as typeof answer;
  } catch {
    throw failed(done.stderr.trim() || 'the request gave no answer');
  }
  if (answer.status === undefined) throw failed(answer.error ?? 'the request gave no answer');
  return {
    status: answer.status,
    reason: answer.reason ?? '',
    body: Buffer.from(answer.body ?? '', 'base64').toString('utf8'),
  };
}
