// From an HTTP answer to the return values of uri.
import type { HttpResponse } from '../../_shared/http.js';

const ownKeys = new Set([
  'status',
  'url',
  'redirected',
  'msg',
  'elapsed',
  'changed',
  'failed',
  'cookies',
  'cookies_string',
]);

/** Headers as return values: small letters, `_` for `-`; names of our own return values are not overwritten. */
export function headerValues(response: HttpResponse): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    const key = name.replaceAll('-', '_');
    if (!ownKeys.has(key)) values[key] = value;
  }
  const { location } = response.headers;
  if (location !== undefined && URL.canParse(location, response.url)) {
    values['location'] = new URL(location, response.url).href;
  }
  return values;
}

export function cookieValues(response: HttpResponse): { cookies: Record<string, string>; cookies_string: string } {
  const pairs = response.setCookies.map((cookie) => (cookie.split(';')[0] ?? '').trim());
  const named = pairs
    .filter((pair) => pair.indexOf('=') > 0)
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair] as const);
  // A cookie set twice has the last value.
  const last = new Map(named);
  const value = (pair: string): string => pair.slice(pair.indexOf('=') + 1).replace(/^"(.*)"$/, '$1');
  return {
    cookies: Object.fromEntries([...last].map(([name, pair]) => [name, value(pair)])),
    cookies_string: [...last].map(([name, pair]) => `${name}=${value(pair)}`).join('; '),
  };
}

/** The body as text, by the charset of its Content-Type; UTF-8 when that is missing or unknown. */
export function contentText(response: HttpResponse): string {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(response.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset, { ignoreBOM: true }).decode(response.body);
  } catch {
    return response.body.toString('utf8');
  }
}

/** The parsed body when its type says JSON and it is. */
export function jsonValue(response: HttpResponse): { json: unknown } | undefined {
  const type = (response.headers['content-type'] ?? '').split(';')[0] ?? '';
  if (!/\/.*(?:json|javascript)/i.test(type)) return undefined;
  try {
    return { json: JSON.parse(contentText(response)) as unknown };
  } catch {
    return undefined;
  }
}

/** As the result says it: `OK (12 bytes)`, `HTTP Error 404: Not Found`. */
export function statusMessage(response: HttpResponse): string {
  if (response.status >= 200 && response.status < 300) {
    return `OK (${response.headers['content-length'] ?? 'unknown'} bytes)`;
  }
  return `HTTP Error ${response.status}: ${response.reason}`;
}
