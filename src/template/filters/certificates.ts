// The filters of community.crypto that tell what certificates, requests, keys and revocation lists say.
import { fromJs, type Value } from '../../value/index.js';
import {
  certificateInfo,
  isPem,
  privateKeyInfo,
  publicKeyInfo,
  requestInfo,
  revocationListInfo,
  X509Error,
  type CryptoPort,
  type Info,
  type NameEncoding,
} from '../../x509/index.js';
import { fail, unsupported } from '../python/errors.js';
import { typeName } from '../python/text.js';
import type { Filter, FilterCall } from '../types.js';
import { take, type Table } from './define.js';

const ENCODINGS: readonly NameEncoding[] = ['ignore', 'idna', 'unicode'];

/** The text's bytes and the arguments by name. */
function given(call: FilterCall, name: string, options: readonly string[]): [Uint8Array, (Value | undefined)[]] {
  const args = take(call, name, options);
  const { value } = call;
  if (typeof value !== 'string')
    return fail(`The community.crypto.${name} input must be a text type, not ${typeName(value)}`);
  return [new TextEncoder().encode(value), args];
}

function cryptoOf(call: FilterCall): CryptoPort {
  return call.port.crypto ?? unsupported('certificates and keys need a controller that can read them');
}

function encodingOf(v: Value | undefined): NameEncoding {
  if (v === undefined) return 'ignore';
  if (typeof v !== 'string') return fail(`The name_encoding option must be of a text type, not ${typeName(v)}`);
  return (
    ENCODINGS.find((e) => e === v) ??
    fail(`The name_encoding option must be one of the values "ignore", "idna", or "unicode", not "${v}"`)
  );
}

function boolOf(v: Value | undefined, name: string, fallback: boolean): boolean {
  if (v === undefined) return fallback;
  return typeof v === 'boolean' ? v : fail(`The ${name} option must be a boolean, not ${typeName(v)}`);
}

/** What is wrong with the certificate or key, as an error of the filter. */
function read(work: () => Info): Value {
  try {
    return fromJs(work());
  } catch (error) {
    if (error instanceof X509Error) return fail(error.message);
    throw error;
  }
}

const certificate: Filter = (call) => {
  const [bytes, [encoding]] = given(call, 'x509_certificate_info', ['name_encoding']);
  const options = { crypto: cryptoOf(call), encoding: encodingOf(encoding) };
  return read(() => certificateInfo(bytes, call.port.now(), options));
};

const request: Filter = (call) => {
  const [bytes, [encoding]] = given(call, 'openssl_csr_info', ['name_encoding']);
  const options = { crypto: cryptoOf(call), encoding: encodingOf(encoding) };
  return read(() => {
    const info = requestInfo(bytes, options);
    return info['signature_valid'] === true ? info : fail('CSR signature is invalid!');
  });
};

const privateKey: Filter = (call) => {
  const names = ['passphrase', 'return_private_key_data'];
  const [bytes, [passphrase = null, whole]] = given(call, 'openssl_privatekey_info', names);
  if (passphrase !== null && typeof passphrase !== 'string')
    return fail(`The passphrase option must be a text type, not ${typeName(passphrase)}`);
  const withPrivate = boolOf(whole, 'return_private_key_data', false);
  const options = { crypto: cryptoOf(call) };
  return read(() => {
    const { pkcs8: _, ...told } = privateKeyInfo(bytes, passphrase ?? undefined, withPrivate, options);
    return told;
  });
};

const publicKey: Filter = (call) => {
  const [bytes] = given(call, 'openssl_publickey_info', []);
  const crypto = cryptoOf(call);
  return read(() => publicKeyInfo(crypto.publicKey(bytes), { crypto }));
};

const revocationList: Filter = (call) => {
  const names = ['name_encoding', 'list_revoked_certificates'];
  const [bytes, [encoding, list]] = given(call, 'x509_crl_info', names);
  const withEntries = boolOf(list, 'list_revoked_certificates', true);
  const nameEncoding = encodingOf(encoding);
  const content = isPem(bytes) ? bytes : (fromBase64(call.value as string) ?? bytes);
  return read(() => ({ changed: false, ...revocationListInfo(content, withEntries, nameEncoding) }));
};

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text.replace(/[^A-Za-z0-9+/=]/g, '')), (c) => c.charCodeAt(0));
  } catch {
    return undefined;
  }
}

export const CERTIFICATE_FILTERS: Table = {
  x509_certificate_info: certificate,
  openssl_csr_info: request,
  openssl_privatekey_info: privateKey,
  openssl_publickey_info: publicKey,
  x509_crl_info: revocationList,
};
