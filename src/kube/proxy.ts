// HTTP proxies in front of an API server: whether one is used, and the CONNECT that opens the way through it.
import type { Duplex } from 'node:stream';
import { TsplayError } from '../ground/index.js';
import type { AuthArgs, KubeProxy } from './access.js';

function ipv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((p) => /^\d{1,3}$/.test(p) && Number(p) < 256)) return undefined;
  return parts.reduce((sum, p) => sum * 256 + Number(p), 0);
}

/**
 * Whether a host is on a `no_proxy` list.
 * @param list comma-separated names, domains (`.example.com`), addresses and IPv4 ranges in CIDR notation, or `*`
 */
export function bypassesProxy(host: string, list: string | undefined): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  const address = ipv4(name);
  return (list ?? '')
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => {
      if (entry === '') return false;
      if (entry === '*') return true;
      const [range = '', bits] = entry.split('/');
      const base = ipv4(range);
      if (bits !== undefined && base !== undefined && address !== undefined) {
        const size = 2 ** (32 - Number(bits));
        return Math.floor(base / size) === Math.floor(address / size);
      }
      const bare = entry.replace(/^\*?\./, '');
      return name === bare || name.endsWith(`.${bare}`);
    });
}

function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** @throws TsplayError kube-config for a proxy that is not plain HTTP */
export function proxyFor(
  url: string | undefined,
  noProxy: string | undefined,
  headers: NonNullable<AuthArgs['proxy_headers']>,
  server: URL,
): KubeProxy | undefined {
  if (!url || bypassesProxy(server.hostname, noProxy)) return undefined;
  let parsed: URL;
  try {
    parsed = new URL(url.includes('://') ? url : `http://${url}`);
  } catch {
    throw new TsplayError('kube-config', `proxy '${url}' is not a URL`);
  }
  if (parsed.protocol !== 'http:') {
    throw new TsplayError('kube-config', `proxy '${url}': tsplay goes through http:// proxies only`, {
      hint: 'the connection starts on the target: often no proxy is needed at all',
    });
  }
  const sent: Record<string, string> = {};
  if (headers.user_agent) sent['user-agent'] = headers.user_agent;
  const login =
    parsed.username === ''
      ? undefined
      : `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
  const credentials = headers.proxy_basic_auth ?? login;
  if (credentials) sent['proxy-authorization'] = basic(credentials);
  return { host: parsed.hostname, port: Number(parsed.port || 80), headers: sent };
}

/** Asks the proxy at the other end of `stream` for a tunnel. @throws TsplayError dial-failed when it refuses */
export function openTunnel(stream: Duplex, proxy: KubeProxy, host: string, port: number): Promise<Duplex> {
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    const fail = (problem: string): void => {
      stream.destroy();
      reject(
        new TsplayError('dial-failed', `proxy ${proxy.host}:${proxy.port} did not connect to ${target}: ${problem}`),
      );
    };
    const onEnd = (): void => fail('it closed the connection');
    const onError = (error: Error): void => fail(error.message);
    // Read on demand, not by 'data' and pause: a stream that was paused would stay so for whoever gets it next.
    const onReadable = (): void => {
      for (let chunk = read(stream); chunk !== null; chunk = read(stream)) head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n\r\n');
      if (end < 0) return head.length > 65_536 ? fail('its answer is not HTTP') : undefined;
      stream.off('readable', onReadable).off('end', onEnd).off('error', onError);
      const status = head.toString('latin1', 0, head.indexOf('\r\n'));
      if (!/^HTTP\/1\.[01] 2\d\d/.test(status)) return fail(status);
      if (head.length > end + 4) stream.unshift(head.subarray(end + 4));
      return resolve(stream);
    };
    stream.on('readable', onReadable).on('end', onEnd).on('error', onError);
    const lines = Object.entries(proxy.headers).map(([name, value]) => `${name}: ${value}\r\n`);
    stream.write(`CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n${lines.join('')}\r\n`);
  });
}

function read(stream: Duplex): Buffer | null {
  return stream.read() as Buffer | null;
}
