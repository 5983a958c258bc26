// Fetches a few bytes (a key, a package file) over the host's network, for modules that take a URL.
import type { HostView } from '../../src/kit/index.js';
import { clientFor, PLAIN_HTTP } from './http-args.js';
import { HttpFailure } from './http.js';

export interface FetchOptions {
  /** Default true. */
  readonly validateCerts?: boolean | undefined;
  /** Seconds until an answer must begin; default 30. */
  readonly timeout?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The body of http://, https:// and file:// (a file of the host).
 * @param failed makes the error to throw of the reason
 */
export async function fetchBytes(
  host: HostView,
  url: string,
  failed: (why: string) => Error,
  options: FetchOptions = {},
): Promise<Buffer> {
  if (!URL.canParse(url)) throw failed(`'${url}' is no URL`);
  if (url.startsWith('file://')) return host.read(decodeURIComponent(new URL(url).pathname));
  const client = await clientFor(host, {
    ...PLAIN_HTTP,
    timeout: options.timeout ?? 30,
    validate_certs: options.validateCerts ?? true,
  });
  const response = await client
    .send({ method: 'GET', url, headers: { ...options.headers }, redirects: 'urllib2' })
    .catch((error: unknown) => {
      if (error instanceof HttpFailure) throw failed(error.message);
      throw error;
    });
  if (response.status !== 200) throw failed(`HTTP Error ${response.status}: ${response.reason}`);
  return response.body;
}
