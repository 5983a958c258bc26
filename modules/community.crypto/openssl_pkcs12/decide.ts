// What a PKCS#12 file shall hold, whether it holds it, and its parts as PEM.
import { ModuleFailure } from '../../../src/kit/index.js';
import {
  partsOf,
  readPkcs12,
  readPrivateKey,
  samePrivateKey,
  spkiOf,
  writePrivateKey,
  type Pkcs12Parts,
} from '../../../src/keys/index.js';
import {
  equalBytes,
  latin1,
  loadCertificate,
  readPublicKey,
  splitPem,
  writePem,
  X509Error,
} from '../../../src/x509/index.js';
import { given, type Seen } from '../../_shared/crypto-file.js';
import type { Args } from './index.js';

type Files = Pick<Seen, 'others'>;

/** compat: a missing file is told as Python tells it. */
function fileOf(seen: Files, path: string | undefined, content: string | undefined): Uint8Array | undefined {
  if (content === undefined && path !== undefined && !seen.others.has(path)) {
    throw new ModuleFailure(`[Errno 2] No such file or directory: '${path}'`);
  }
  return given(seen, path, content, 'source');
}

function certificateFrom(bytes: Uint8Array): Uint8Array {
  const pem = splitPem(latin1(bytes))[0];
  if (pem !== undefined && !/^-----BEGIN (?:X509 )?CERTIFICATE-----/.test(pem)) {
    throw new X509Error(
      'Valid PEM but no BEGIN CERTIFICATE/END CERTIFICATE delimiters. Are you sure this is a certificate?',
    );
  }
  return loadCertificate(bytes).der;
}

/** @throws X509Error, ModuleFailure when a source is missing or cannot be read */
export function wishOf(a: Args, seen: Files): Pkcs12Parts {
  const keyBytes = fileOf(seen, a.privatekey_path, a.privatekey_content);
  const certificate = fileOf(seen, a.certificate_path, a.certificate_content);
  const sources =
    a.other_certificates && a.other_certificates.length > 0
      ? a.other_certificates.map((path) => fileOf(seen, path, undefined) ?? new Uint8Array())
      : (a.other_certificates_content ?? []).map((text) => Buffer.from(text, 'utf8'));
  const others = a.other_certificates_parse_all
    ? sources.flatMap((bytes) => splitPem(latin1(bytes)).map((block) => Buffer.from(block, 'latin1')))
    : sources;
  return {
    key: keyBytes && keyBytes.length > 0 ? readPrivateKey(keyBytes, a.privatekey_passphrase) : undefined,
    certificate: certificate && certificate.length > 0 ? certificateFrom(certificate) : undefined,
    others: others.map(certificateFrom),
    friendlyName: a.friendly_name,
  };
}

/** Whether the file holds what is wished; how it is encrypted does not matter. */
export function isExported(a: Args, bytes: Uint8Array, wish: Pkcs12Parts): boolean {
  let present: Pkcs12Parts;
  try {
    present = partsOf(readPkcs12(bytes, a.passphrase));
  } catch (error) {
    if (error instanceof X509Error) return false;
    throw error;
  }
  if (!same(present.key, wish.key, samePrivateKey)) return false;
  if (!same(present.certificate, wish.certificate, equalBytes)) return false;
  const set = (list: readonly Uint8Array[]): string =>
    [...new Set(list.map((one) => Buffer.from(one).toString('base64')))].sort().join(' ');
  if (set(present.others) !== set(wish.others)) return false;
  return present.key === undefined || (present.friendlyName ?? '') === (wish.friendlyName ?? '');
}

function same<T>(a: T | undefined, b: T | undefined, equal: (a: T, b: T) => boolean): boolean {
  return a === undefined || b === undefined ? a === b : equal(a, b);
}

/** Key, certificate and the others as PEM, one after the other. */
export function contentOfStore({ key, certificate, others }: Pkcs12Parts): Buffer {
  const simple = key && !['RSA', 'DSA', 'ECC'].includes(readPublicKey(spkiOf(key)).type);
  const pems = [certificate, ...others].flatMap((one) => (one ? [Buffer.from(writePem('CERTIFICATE', one))] : []));
  return Buffer.concat([...(key ? [writePrivateKey(key, simple ? 'pkcs8' : 'pkcs1')] : []), ...pems]);
}
