// Whether a redirect is followed, and what the next request is.

/** `follow_redirects` of the uri module. */
export type RedirectPolicy = 'all' | 'none' | 'safe' | 'urllib2';

export interface NextRequest {
  readonly method: string;
  readonly url: URL;
  readonly keepBody: boolean;
}

const BODY_HEADERS = ['content-length', 'content-type', 'transfer-encoding'];

/**
 * @param location the Location header; relative ones are resolved
 * @returns undefined when the response is to be taken as it is
 */
export function nextRequest(
  policy: RedirectPolicy,
  status: number,
  method: string,
  url: URL,
  location: string | undefined,
): NextRequest | undefined {
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status) || policy === 'none') return undefined;
  const reads = method === 'GET' || method === 'HEAD';
  if (policy === 'safe' && !reads) return undefined;
  if (policy === 'urllib2' && !(reads || (method === 'POST' && status <= 303))) return undefined;
  const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  if (next === undefined || !['http:', 'https:'].includes(next.protocol)) return undefined;
  if (next.hash === '') next.hash = url.hash;
  if (policy === 'urllib2') return { method: method === 'HEAD' ? 'HEAD' : 'GET', url: next, keepBody: false };
  if (status === 307 || status === 308) return { method, url: next, keepBody: true };
  // As browsers do: 303 and 302 lead to a GET, 301 only from a POST.
  const toGet = method !== 'HEAD' && (status === 303 || status === 302 || method === 'POST');
  return { method: toGet ? 'GET' : method, url: next, keepBody: false };
}

/** The headers that go with the next request. */
export function nextHeaders(
  headers: Readonly<Record<string, string>>,
  unredirected: readonly string[],
  keepBody: boolean,
): Record<string, string> {
  const dropped = new Set([...unredirected.map((name) => name.toLowerCase()), ...(keepBody ? [] : BODY_HEADERS)]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name.toLowerCase())));
}
