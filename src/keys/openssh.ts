// Public keys as OpenSSH writes them: `ssh-ed25519 AAAA… comment`.
import type { KeyObject } from 'node:crypto';
import {
  base64,
  concat,
  der,
  fromBase64,
  latin1,
  readPublicKey,
  publicKeyBits,
  utf8,
  X509Error,
} from '../x509/index.js';
import { spkiOf } from './read-key.js';

const CURVES: Readonly<Record<string, string>> = {
  secp256r1: 'nistp256',
  secp384r1: 'nistp384',
  secp521r1: 'nistp521',
};

/** A length and so many bytes. */
export function sshString(bytes: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, bytes.length);
  return concat(length, bytes);
}

/** A number as SSH writes it: two's complement, no more bytes than it takes. */
export const sshNumber = (value: bigint): Uint8Array =>
  sshString(value === 0n ? new Uint8Array() : der.readDer(der.integer(value)).content);

/** The blob of a public key. @throws X509Error for a kind SSH does not know */
export function sshPublicBlob(key: KeyObject): Uint8Array {
  const spki = spkiOf(key);
  const { type, data } = readPublicKey(spki);
  const n = (name: string): Uint8Array => sshNumber(BigInt(data[name] ?? 0));
  if (type === 'RSA') return concat(sshString(utf8('ssh-rsa')), n('exponent'), n('modulus'));
  if (type === 'DSA') return concat(sshString(utf8('ssh-dss')), n('p'), n('q'), n('g'), n('y'));
  if (type === 'Ed25519') return concat(sshString(utf8('ssh-ed25519')), sshString(publicKeyBits(spki)));
  const curve = type === 'ECC' ? CURVES[String(data['curve'])] : undefined;
  if (curve !== undefined) {
    return concat(sshString(utf8(`ecdsa-sha2-${curve}`)), sshString(utf8(curve)), sshString(publicKeyBits(spki)));
  }
  throw new X509Error(`OpenSSH has no keys of type ${type}${type === 'ECC' ? ` on ${String(data['curve'])}` : ''}`);
}

/** `ssh-… AAAA…`, without comment and line end. */
export function sshPublicText(key: KeyObject): string {
  const blob = sshPublicBlob(key);
  return `${sshStrings(blob)[0] ?? ''} ${base64(blob)}`;
}

/** The first string of a blob and the rest of them as text. */
export function sshStrings(blob: Uint8Array): string[] {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const out: string[] = [];
  for (let at = 0; at + 4 <= blob.length;) {
    const length = view.getUint32(at);
    out.push(latin1(blob.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return out;
}

/** The parts of a line of a `.pub` file, or undefined when it is none. */
export function readSshPublic(
  text: string,
): { readonly type: string; readonly blob: Uint8Array; readonly comment: string } | undefined {
  const m = /^\s*((?:ssh|ecdsa|sk)-[\w@.-]+) +([A-Za-z0-9+/=]+)(?:[ \t]+(.*?))?\s*$/s.exec(text);
  const blob = m ? fromBase64(m[2] ?? '') : undefined;
  if (!m || !blob) return undefined;
  const type = m[1] ?? '';
  return sshStrings(blob)[0] === type ? { type, blob, comment: m[3] ?? '' } : undefined;
}
