// Takes URLs apart as Python's urllib.parse does.
import { utf8Of } from './python/bytes.js';
import { fail } from './python/errors.js';

export interface SplitUrl {
  readonly scheme: string;
  readonly netloc: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** `urllib.parse.urlsplit(text)`. @throws TsplayError template-value for a wrong address of IPv6 */
export function splitUrl(source: string): SplitUrl {
  let rest = source.replace(/^[\0-\x20]+/, '').replace(/[\t\r\n]/g, '');
  const named = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(rest);
  const scheme = (named?.[1] ?? '').toLowerCase();
  rest = rest.slice(named?.[0].length ?? 0);
  let netloc = '';
  if (rest.startsWith('//')) {
    netloc = /^[^/?#]*/.exec(rest.slice(2))?.[0] ?? '';
    rest = rest.slice(2 + netloc.length);
    if (netloc.includes('[') !== netloc.includes(']')) fail('Invalid IPv6 URL');
    if (netloc.includes('[')) checkBrackets(netloc);
  }
  const [, path = '', query = '', fragment = ''] = /^([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/.exec(rest) ?? [];
  return { scheme, netloc, path, query, fragment };
}

function checkBrackets(netloc: string): void {
  const host = netloc.slice(netloc.lastIndexOf('@') + 1);
  const [, inside = ''] = /^\[([^\]]*)\]/.exec(host) ?? fail('Invalid IPv6 URL');
  if (/^v/i.test(inside) ? !/^v[a-fA-F0-9]+\..+$/.test(inside) : !/^[\da-fA-F:]*:[\da-fA-F:.]*(?:%.+)?$/.test(inside))
    fail(`'${inside}' does not appear to be an IPv6 address`);
}

export interface Authority {
  readonly username: string | null;
  readonly password: string | null;
  readonly hostname: string | null;
  readonly port: number | null;
}

/** The parts of `user:password@host:port`. @throws TsplayError template-value for a port that is none */
export function splitAuthority(netloc: string): Authority {
  const at = netloc.lastIndexOf('@');
  const user = at < 0 ? undefined : netloc.slice(0, at);
  const colon = user?.indexOf(':') ?? -1;
  const info = netloc.slice(at + 1);
  const bracket = info.indexOf('[');
  const [, host = '', portText = ''] =
    (bracket >= 0 ? /^([^\]]*)\]?(?:[^:]*:)?([^]*)$/.exec(info.slice(bracket + 1)) : /^([^:]*):?([^]*)$/.exec(info)) ??
    [];
  const zone = host.indexOf('%');
  const hostname = zone < 0 ? host.toLowerCase() : host.slice(0, zone).toLowerCase() + host.slice(zone);
  return {
    username: user === undefined ? null : colon < 0 ? user : user.slice(0, colon),
    password: user === undefined || colon < 0 ? null : user.slice(colon + 1),
    hostname: hostname === '' ? null : hostname,
    port: portText === '' ? null : portOf(portText),
  };
}

function portOf(text: string): number {
  if (!/^\d+$/.test(text)) return fail(`Port could not be cast to integer value as '${text}'`);
  const port = Number(text);
  return port <= 65535 ? port : fail('Port out of range 0-65535');
}

/** Percent-encodes the UTF-8 of a text except letters, digits, `_.-~` and, if wanted, slashes. */
export function quoteUrl(text: string, slash: boolean): string {
  utf8Of(text);
  const out = encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return slash ? out.replaceAll('%2F', '/') : out;
}

/** `urllib.parse.unquote_plus(text)` */
export function unquotePlus(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[\da-fA-F]{2})+/g, (codes) => {
    const bytes = codes
      .slice(1)
      .split('%')
      .map((h) => parseInt(h, 16));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  });
}
