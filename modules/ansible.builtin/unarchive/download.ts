// An archive at a URL, fetched as the host would.
import { ModuleFailure, type HostView } from '../../../src/kit/index.js';
import { clientFor, PLAIN_HTTP } from '../../_shared/http-args.js';
import { HttpFailure } from '../../_shared/http.js';

export const isUrl = (src: string): boolean => /^[a-z]+:\/\//.test(src);

/** @throws ModuleFailure with what went wrong and the address */
export async function download(host: HostView, url: string, validateCerts: boolean): Promise<Buffer> {
  const client = await clientFor(host, { ...PLAIN_HTTP, timeout: 10, validate_certs: validateCerts });
  try {
    const response = await client.send({ method: 'GET', url, headers: {}, redirects: 'urllib2' });
    if (response.status === 200) return response.body;
    throw new ModuleFailure(`Failure downloading ${url}, HTTP Error ${response.status}: ${response.reason}`, {
      src: url,
      status_code: response.status,
    });
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const hint = error.hint === undefined ? '' : ` (${error.hint})`;
    throw new ModuleFailure(`Failure downloading ${url}, ${error.message}${hint}`, { src: url });
  }
}
