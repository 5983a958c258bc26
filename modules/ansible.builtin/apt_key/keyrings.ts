// The keys apt trusts, read from its keyrings without apt-key and without gpg, and edits of those files.
import { lines, ModuleFailure, script, sh, type HostView, type Script } from '../../../src/kit/index.js';
import { APT_PLACES } from '../../_shared/apt-look.js';
import { dearmor, isArmored, isKeybox, parseKeys, type PublicKey } from '../../_shared/openpgp.js';
import { ask } from '../../_shared/told.js';

export interface Keyring {
  readonly path: string;
  readonly realPath: string;
  readonly armored: boolean;
  readonly keys: readonly PublicKey[];
}

export interface Keyrings {
  readonly all: readonly Keyring[];
  /** The path of the one that new keys go to. */
  readonly target: string;
  /** The bytes of the file asked for. */
  readonly file: Buffer | undefined;
  /** Of files that hold no keys apt can read, and why. */
  readonly unreadable: readonly string[];
}

/**
 * One round trip.
 * @param keyring only this one; otherwise trusted.gpg and the files of trusted.gpg.d
 * @param file a file on the host with a key to add
 * @param now milliseconds since the epoch
 */
export async function lookAtKeyrings(
  host: HostView,
  keyring: string | undefined,
  file: string | undefined,
  now: number,
): Promise<Keyrings> {
  const rings: Script =
    keyring === undefined
      ? script(
          'say target "$trusted"; tell "$trusted"\nfor f in "$trustedparts"/*.gpg "$trustedparts"/*.asc; do tell "$f"; done',
        )
      : sh`say target ${keyring}; tell ${keyring}`;
  const told = await ask(host, lines([APT_PLACES, rings, ...(file === undefined ? [] : [sh`tell ${file}`])]));
  const source = file === undefined ? undefined : told.files.findLast((one) => one.path === file);
  const unreadable: string[] = [];
  const all = told.files
    .filter((one) => one !== source)
    .flatMap(({ path, realPath, bytes }): Keyring[] => {
      if (isKeybox(bytes)) {
        unreadable.push(`${path} is a keybox, which only gpg reads`);
        return [];
      }
      try {
        return [{ path, realPath, armored: isArmored(bytes), keys: parseKeys(bytes, now) }];
      } catch (error) {
        if (!(error instanceof ModuleFailure)) throw error;
        unreadable.push(`${path}: ${error.message}`);
        return [];
      }
    });
  return { all, target: told.value('target') ?? keyring ?? '', file: source?.bytes, unreadable };
}

/** The keys of both; one that is in both is the added one. */
export function mergeKeys(present: readonly PublicKey[], added: readonly PublicKey[]): PublicKey[] {
  const isNew = new Set(added.map((key) => key.fingerprint));
  return [...present.filter((key) => !isNew.has(key.fingerprint)), ...added];
}

/** The keyring as a file: without armour, unless the file had it, as apt goes by the name. */
export function printKeyring({ armored, keys }: Keyring): Buffer | string {
  const bytes = Buffer.concat(keys.map((key) => key.bytes));
  if (!armored) return bytes;
  const body = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${body.join('\n')}\n-----END PGP PUBLIC KEY BLOCK-----\n`;
}

/** The primary keys of `data`. @throws ModuleFailure when there is none */
export function keysIn(data: Buffer, from: string, now: number): PublicKey[] {
  let keys: PublicKey[] = [];
  try {
    keys = parseKeys(dearmor(data), now);
  } catch (error) {
    if (!(error instanceof ModuleFailure)) throw error;
  }
  if (keys.length === 0)
    throw new ModuleFailure(`Unable to extract key from '${from}': it holds no OpenPGP public key`);
  return keys;
}
