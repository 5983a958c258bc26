// Questions about names of hosts, waited for: expressions are evaluated in one go, so lookups cannot wait in any other way.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { TsplayError } from '../ground/index.js';
import type { DnsExchange } from '../template/types.js';

/** Runs in a Node of its own: whether the system knows a name, or an address by a name. */
const KNOWN = `
import dns from 'node:dns/promises'; import { isIP } from 'node:net';
const [host] = process.argv.slice(1);
try { await (isIP(host) ? dns.lookupService(host, 0) : dns.lookup(host)); process.stdout.write('yes'); } catch { process.stdout.write('no'); }`;

/** Sends one message and prints the answer; over TCP when that is wanted or the answer did not fit. */
const EXCHANGE = `
import dgram from 'node:dgram'; import net from 'node:net';
const { server, port, tcp, timeout, message } = JSON.parse(process.argv[1]);
const query = Buffer.from(message, 'base64');
const done = (answer) => { process.stdout.write(answer.toString('base64')); process.exit(0); };
const failed = (error) => { process.stderr.write(error.message); process.exit(1); };
setTimeout(() => failed(new Error('timeout')), timeout);
const stream = () => {
  const socket = net.connect(port, server, () => { const size = Buffer.alloc(2); size.writeUInt16BE(query.length); socket.write(Buffer.concat([size, query])); });
  let all = Buffer.alloc(0);
  socket.on('error', failed);
  socket.on('data', (part) => { all = Buffer.concat([all, part]); if (all.length > 2 && all.length >= 2 + all.readUInt16BE(0)) done(all.subarray(2, 2 + all.readUInt16BE(0))); });
};
if (tcp) stream();
else {
  const socket = dgram.createSocket(net.isIP(server) === 6 ? 'udp6' : 'udp4');
  socket.on('error', failed);
  socket.on('message', (answer) => { if (answer.readUInt16BE(0) !== query.readUInt16BE(0)) return; if (answer[2] & 2) stream(); else done(answer); });
  socket.send(query, port, server);
}`;

function run(program: string, argument: string): { ok: boolean; out: string; error: string } {
  const done = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', program, argument], {
    encoding: 'utf8',
  });
  if (done.error)
    throw new TsplayError('command-failed', `a question about names cannot be asked: ${done.error.message}`);
  return { ok: done.status === 0, out: done.stdout, error: done.stderr };
}

/** Whether the system resolves a name, or finds the name of an address. */
export function isResolvable(host: string): boolean {
  if (!/^[\w.:%-]+$/.test(host)) return false;
  return run(KNOWN, host).out === 'yes';
}

/** One exchange with a name server; undefined: no answer came in time. */
export const exchangeDns: DnsExchange = (message, { server, port, tcp, timeout }) => {
  const request = { server, port, tcp, timeout, message: Buffer.from(message).toString('base64') };
  const { ok, out } = run(EXCHANGE, JSON.stringify(request));
  return ok ? Buffer.from(out, 'base64') : undefined;
};

/** The system's name servers, in their order. */
export function nameServers(path = '/etc/resolv.conf'): string[] {
  try {
    const lines = readFileSync(path, 'utf8').matchAll(/^\s*nameserver\s+(\S+)/gm);
    return [...lines].map((m) => m[1] ?? '').filter((s) => /^[\d.]+$|:/.test(s));
  } catch {
    return [];
  }
}
