// Personal package archives of Launchpad: the source line behind `ppa:owner/name`, and the key it is signed with.
import { ModuleFailure, type HostView } from '../../../src/kit/index.js';
import { fetchBytes } from '../../_shared/fetch-bytes.js';
import { parseKeys, type PublicKey } from '../../_shared/openpgp.js';

export interface Ppa {
  readonly owner: string;
  readonly name: string;
  /** The source line. */
  readonly source: string;
}

export function parsePpa(repo: string, codename: string): Ppa {
  const [owner = '', name = 'ppa'] = (repo.split(':')[1] ?? '').split('/');
  if (owner === '' || /\s/.test(owner + name)) throw new ModuleFailure(`Invalid repository string: ${repo}`, { repo });
  if (codename === '') {
    throw new ModuleFailure(`the host does not say its release's code name: give 'codename' with ${repo}`, { repo });
  }
  return { owner, name, source: `deb https://ppa.launchpadcontent.net/${owner}/${name}/ubuntu ${codename} main` };
}

/** The fingerprint Launchpad names. */
export async function ppaFingerprint(host: HostView, ppa: Ppa, validateCerts: boolean): Promise<string> {
  const url = `https://api.launchpad.net/1.0/~${encodeURIComponent(ppa.owner)}/+archive/${encodeURIComponent(ppa.name)}`;
  const failed = (why: string): ModuleFailure =>
    new ModuleFailure(`failed to fetch PPA information, error was: ${why}`);
  const bytes = await fetchBytes(host, url, failed, { validateCerts, headers: { Accept: 'application/json' } });
  try {
    const { signing_key_fingerprint: fingerprint } = JSON.parse(bytes.toString('utf8')) as Record<string, unknown>;
    if (typeof fingerprint === 'string' && /^[0-9A-Fa-f]{40,64}$/.test(fingerprint)) return fingerprint.toUpperCase();
  } catch {
    // Told below.
  }
  throw failed(`the answer of ${url} names no signing key`);
}

/** The key itself, from Ubuntu's key server. */
export async function ppaKey(
  host: HostView,
  fingerprint: string,
  now: number,
  validateCerts: boolean,
): Promise<PublicKey> {
  const url = `https://keyserver.ubuntu.com/pks/lookup?op=get&options=mr&search=0x${fingerprint}`;
  const failed = (why: string): ModuleFailure =>
    new ModuleFailure(`Unable to get required signing key ${fingerprint}: ${why}`);
  const bytes = await fetchBytes(host, url, failed, { validateCerts });
  const key = parseKeys(bytes, now).find((one) => one.fingerprint === fingerprint);
  if (!key) throw failed('the key server gave another one');
  return key;
}
