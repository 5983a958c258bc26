// The `checksum` parameter of get_url: its forms, and files that list checksums.
import { ModuleFailure } from '../../../src/kit/index.js';
import type { Digest } from '../../_shared/file-look.js';

const DIGESTS: readonly Digest[] = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];

export type ChecksumSource =
  { readonly algorithm: Digest; readonly digest: string } | { readonly algorithm: Digest; readonly url: string };

/** `algorithm:digest` or `algorithm:URL`; undefined for none. @throws ModuleFailure */
export function parseChecksum(text: string): ChecksumSource | undefined {
  if (text === '') return undefined;
  const colon = text.indexOf(':');
  if (colon < 0) {
    throw new ModuleFailure(`The checksum parameter has to be in format <algorithm>:<checksum>, it is '${text}'`);
  }
  const name = text.slice(0, colon).trim().toLowerCase();
  const rest = text.slice(colon + 1).trim();
  const algorithm = DIGESTS.find((digest) => digest === name);
  if (!algorithm) throw new ModuleFailure(`checksum: '${name}' is not one of ${DIGESTS.join(', ')}`);
  if (/^[a-z]+:\/\//i.test(rest)) return { algorithm, url: rest };
  return { algorithm, digest: cleanDigest(rest) };
}

function cleanDigest(text: string): string {
  const digest = text.replace(/\W+/g, '').toLowerCase();
  if (!/^[0-9a-f]+$/.test(digest))
    throw new ModuleFailure(`The checksum format is invalid: '${text}' is not hexadecimal`);
  return digest;
}

/**
 * The digest of a file in a list as the `sha256sum` family writes it (`digest  name`, `digest *name`, `./name`), in the
 * BSD form (`SHA256 (name) = digest`), or in a file that holds nothing but one digest.
 * @param urlPath path of the download's URL; its last part is the name looked for, or a longer end of it
 * @throws ModuleFailure when the name is not listed
 */
export function findChecksum(list: string, urlPath: string, source: string): string {
  const lines = list.split(/\r?\n/).filter((line) => line.trim() !== '');
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && /^\s*[0-9a-f]+\s*$/i.test(only)) return cleanDigest(only);
  const name = urlPath.split('/').at(-1) ?? '';
  const entries = lines.flatMap((line) => {
    const bsd = /^\\?[\w/-]+ \((.*)\) = ([0-9a-f]+)\s*$/i.exec(line);
    if (bsd) return [{ digest: bsd[2] ?? '', file: bsd[1] ?? '' }];
    const gnu = /^\\?([0-9a-f]+)\s+\*?(.+?)\s*$/i.exec(line);
    return gnu ? [{ digest: gnu[1] ?? '', file: gnu[2] ?? '' }] : [];
  });
  const bare = (file: string): string => file.replace(/^\.\//, '');
  const found =
    entries.find(({ file }) => bare(file) === name) ??
    entries.find(
      ({ file }) => bare(file).includes('/') && `/${urlPath}`.endsWith(`/${bare(file).replace(/^\/+/, '')}`),
    );
  if (!found) throw new ModuleFailure(`Unable to find a checksum for file '${name}' in '${source}'`);
  return cleanDigest(found.digest);
}
