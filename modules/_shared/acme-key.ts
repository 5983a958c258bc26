// The key of an ACME account: which keys will do, and requests signed by them (RFC 7515, RFC 8555 section 6.2).
import { createHash, createHmac, createPublicKey, sign, type JsonWebKey, type KeyObject } from 'node:crypto';
import { ModuleFailure } from '../../src/kit/index.js';
import { readPrivateKey } from '../../src/keys/index.js';
import { X509Error } from '../../src/x509/index.js';

export interface AccountKey {
  readonly key: KeyObject;
  /** Name of the signature (RFC 7518). */
  readonly algorithm: string;
  readonly digest: string;
  /** The public key; members sorted as its thumbprint needs them (RFC 7638). */
  readonly jwk: Readonly<Record<string, string>>;
}

/** What is sent: RFC 7515, section 7.2.2. */
export interface SignedMessage {
  readonly protected: string;
  readonly payload: string;
  readonly signature: string;
}

const CURVES: Readonly<Record<string, { readonly algorithm: string; readonly digest: string }>> = {
  'P-256': { algorithm: 'ES256', digest: 'sha256' },
  'P-384': { algorithm: 'ES384', digest: 'sha384' },
  'P-521': { algorithm: 'ES512', digest: 'sha512' },
};

/** @param what for the message: `account key`. @throws ModuleFailure */
export function readAccountKey(pem: Uint8Array, passphrase: string | undefined, what = 'account key'): AccountKey {
  const failed = (why: string): ModuleFailure => new ModuleFailure(`Error while parsing ${what}: ${why}`);
  let key: KeyObject;
  try {
    key = readPrivateKey(pem, passphrase);
  } catch (error) {
    if (error instanceof X509Error) throw failed(`error while loading key: ${error.message}`);
    throw error;
  }
  const type = key.asymmetricKeyType ?? 'unknown';
  if (type === 'rsa') {
    const { e = '', n = '' } = publicJwk(key);
    return { key, algorithm: 'RS256', digest: 'sha256', jwk: { e, kty: 'RSA', n } };
  }
  if (type !== 'ec') throw failed(`unknown key type "${type}"`);
  const named = key.asymmetricKeyDetails?.namedCurve ?? 'unknown';
  if (!['prime256v1', 'secp384r1', 'secp521r1'].includes(named)) throw failed(`unknown elliptic curve: ${named}`);
  const { crv = '', x = '', y = '' } = publicJwk(key);
  const curve = CURVES[crv];
  if (!curve) throw failed(`unknown elliptic curve: ${named}`);
  return { key, ...curve, jwk: { crv, kty: 'EC', x, y } };
}

const publicJwk = (key: KeyObject): JsonWebKey => createPublicKey(key).export({ format: 'jwk' });

/** @param payload undefined: none, as in POST-as-GET; bytes are sent as they are */
export function signMessage(
  account: Pick<AccountKey, 'key' | 'digest'>,
  header: Readonly<Record<string, unknown>>,
  payload: unknown,
): SignedMessage {
  return message(header, payload, (text) =>
    sign(account.digest, text, { key: account.key, dsaEncoding: 'ieee-p1363' }),
  );
}

const MAC_BYTES: Readonly<Record<string, number>> = { HS256: 32, HS384: 48, HS512: 64 };

/** What binds a new account to one the authority knows (RFC 8555, section 7.3.4). @throws ModuleFailure */
export function bindingMessage(
  binding: { readonly kid: string; readonly alg: string; readonly key: string },
  url: string,
  jwk: AccountKey['jwk'],
): SignedMessage {
  if (!/^[\w-]*=*$/.test(binding.key)) {
    throw new ModuleFailure('Key for external_account_binding must be Base64 URL encoded');
  }
  const key = Buffer.from(binding.key, 'base64url');
  const least = MAC_BYTES[binding.alg] ?? 0;
  if (key.length < least) {
    throw new ModuleFailure(`${binding.alg} key must be at least ${least} bytes long (after Base64 decoding)`);
  }
  return message({ alg: binding.alg, kid: binding.kid, url }, jwk, (text) =>
    createHmac(`sha${binding.alg.slice(2)}`, key)
      .update(text)
      .digest(),
  );
}

function message(
  header: Readonly<Record<string, unknown>>,
  payload: unknown,
  signed: (text: Buffer) => Buffer,
): SignedMessage {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');
  const head = part(header);
  const body =
    payload === undefined
      ? ''
      : payload instanceof Uint8Array
        ? Buffer.from(payload).toString('base64url')
        : part(payload);
  const signature = signed(Buffer.from(`${head}.${body}`, 'ascii')).toString('base64url');
  return { protected: head, payload: body, signature };
}

/** What proves that a challenge was met by who has the account (RFC 8555, section 8.1). */
export function keyAuthorization(account: Pick<AccountKey, 'jwk'>, token: string): string {
  const thumbprint = createHash('sha256').update(JSON.stringify(account.jwk), 'utf8').digest('base64url');
  return `${token}.${thumbprint}`;
}
