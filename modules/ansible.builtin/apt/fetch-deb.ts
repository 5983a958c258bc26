// The package file of a `deb:` that is a URL, fetched over the host's network.
import { ModuleFailure, type RunContext } from '../../../src/kit/index.js';
import { fetchBytes } from '../../_shared/fetch-bytes.js';
import { nameFromUrl } from '../../_shared/url-name.js';
import type { Args } from './args.js';
import type { TemporaryDeb } from './command-line.js';

/**
 * @returns undefined when `deb` is no URL
 * @throws ModuleFailure when it cannot be had
 */
export async function fetchDeb({ args, host, task }: RunContext<Args>): Promise<TemporaryDeb | undefined> {
  const url = args.deb;
  if (!url?.includes('://')) return undefined;
  const failed = (why: string): ModuleFailure => new ModuleFailure(`Failure downloading ${url}, ${why}`);
  const bytes = await fetchBytes(host, url, failed);
  const name = nameFromUrl(url)
    .replace(/[^A-Za-z0-9+._~-]/g, '_')
    .replace(/(?:\.deb)?$/, '.deb');
  // The directory is made with mkdir, which refuses one that is there: nobody can have put it there before.
  const unique = `${task.now().toString(36)}${Math.random().toString(36).slice(2)}`;
  return { path: `/tmp/tsplay-deb-${unique}/${name}`, bytes };
}
