// The package file of a `deb:` that is a URL, fetched over the host's network.
import { ModuleFailure, type RunContext } from '../../../src/kit/index.js';
import { clientFor } from '../../_shared/http-args.js';
import { HttpFailure } from '../../_shared/http.js';
import { nameFromUrl } from '../../_shared/url-name.js';
import type { Args } from './args.js';
import type { TemporaryDeb } from './command-line.js';

const HTTP = {
  decompress: true,
  force_basic_auth: false,
  http_agent: 'ansible-httpget',
  timeout: 30,
  unredirected_headers: [],
  use_gssapi: false,
  use_netrc: true,
  use_proxy: true,
  validate_certs: true,
};

/**
 * @returns undefined when `deb` is no URL
 * @throws ModuleFailure when it cannot be had
 */
export async function fetchDeb({ args, host, task }: RunContext<Args>): Promise<TemporaryDeb | undefined> {
  const url = args.deb;
  if (!url?.includes('://')) return undefined;
  const failed = (why: string): ModuleFailure => new ModuleFailure(`Failure downloading ${url}, ${why}`);
  let bytes: Buffer;
  if (url.startsWith('file://')) {
    bytes = await host.read(decodeURIComponent(new URL(url).pathname));
  } else {
    const client = await clientFor(host, HTTP);
    const response = await client
      .send({ method: 'GET', url, headers: {}, redirects: 'urllib2' })
      .catch((error: unknown) => {
        if (error instanceof HttpFailure) throw failed(error.message);
        throw error;
      });
    if (response.status !== 200) throw failed(`HTTP Error ${response.status}: ${response.reason}`);
    bytes = response.body;
  }
  const name = nameFromUrl(url)
    .replace(/[^A-Za-z0-9+._~-]/g, '_')
    .replace(/(?:\.deb)?$/, '.deb');
  // The directory is made with mkdir, which refuses one that is there: nobody can have put it there before.
  const unique = `${task.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  return { path: `/tmp/tsplay-deb-${unique}/${name}`, bytes };
}
