// Private keys as the task wants them: whether the present one is right, a new one, and what is told of it.
import type { KeyObject } from 'node:crypto';
import { choice, int, ModuleFailure, secret, str, z } from '../../src/kit/index.js';
import {
  opensslCrypto,
  makePrivateKey,
  readAnyPrivateKey,
  spkiOf,
  writePrivateKey,
  type KeyFormat,
} from '../../src/keys/index.js';
import {
  fingerprints,
  privateKeyFormat,
  privateKeyInfo,
  readPublicKey,
  X509Error,
  type Info,
} from '../../src/x509/index.js';
import { orFail, orFailAsync } from './crypto-file.js';

export const CURVE_CHOICES = [
  'secp224r1',
  'secp256k1',
  'secp256r1',
  'secp384r1',
  'secp521r1',
  'secp192r1',
  'brainpoolP256r1',
  'brainpoolP384r1',
  'brainpoolP512r1',
  'sect163k1',
  'sect163r2',
  'sect233k1',
  'sect233r1',
  'sect283k1',
  'sect283r1',
  'sect409k1',
  'sect409r1',
  'sect571k1',
  'sect571r1',
] as const;

/** Curves nobody should take for new keys. */
const OLD_CURVES = /^(?:secp192r1|sect|brainpool)/;

/** `select_crypto_backend`: there is only OpenSSL of Node, whatever is chosen. */
export const backendArgument = {
  select_crypto_backend: choice('auto', 'cryptography')
    .default('auto')
    .describe('For playbooks that give it: the work is always done by tsplay itself, which needs no library.'),
};

export const keyArguments = {
  size: int().default(4096).describe('Bits of RSA and DSA keys.'),
  type: choice('DSA', 'ECC', 'Ed25519', 'Ed448', 'RSA', 'X25519', 'X448').default('RSA').describe('The kind of key.'),
  curve: choice(...CURVE_CHOICES)
    .optional()
    .describe('The curve of a key of type ECC.'),
  passphrase: secret(str()).optional().describe('Encrypts the key.'),
  cipher: str().default('auto').describe('How it is encrypted: only `auto`, which is AES with 256 bits.'),
  format: choice('pkcs1', 'pkcs8', 'raw', 'auto', 'auto_ignore')
    .default('auto_ignore')
    .describe('How the file holds it; `auto` takes pkcs1 where the kind of key has it, `auto_ignore` accepts any.'),
  format_mismatch: choice('regenerate', 'convert')
    .default('regenerate')
    .describe('What becomes of a key in another format: a new one, or the same one rewritten.'),
  regenerate: choice('never', 'fail', 'partial_idempotence', 'full_idempotence', 'always')
    .default('full_idempotence')
    .describe('When a present key is replaced: by what differs (full_idempotence also when it cannot be read).'),
  ...backendArgument,
};

/** The same rules for all modules that make keys. */
export function keyRules(a: {
  readonly type: string;
  readonly curve?: string | undefined;
  readonly cipher: string;
  readonly passphrase?: string | undefined;
}): string[] {
  const broken: string[] = [];
  if (a.type === 'ECC' && a.curve === undefined) broken.push('type is ECC but all of the following are missing: curve');
  if (a.passphrase !== undefined && a.cipher !== 'auto')
    broken.push('Cryptography backend can only use "auto" for cipher option.');
  return broken;
}

export type KeyArguments = z.output<z.ZodObject<typeof keyArguments>>;

export const keyReturns = {
  size: z.number().describe('Bits asked for.'),
  type: z.string().describe('The kind of key.'),
  curve: z.string().optional().describe('The curve of a key of type ECC.'),
  fingerprint: z.record(z.string(), z.string()).nullable().describe('Digests of the public key, by algorithm.'),
  privatekey: z.string().optional().describe('The key; base64 of a raw one.'),
};

export interface KeyPlan {
  readonly action: 'keep' | 'make' | 'convert';
  /** The present key, as far as it can be read. */
  readonly present: KeyObject | undefined;
}

function wantedFormat({ format, type }: KeyArguments): KeyFormat {
  if (format !== 'auto' && format !== 'auto_ignore') return format;
  return ['RSA', 'DSA', 'ECC'].includes(type) ? 'pkcs1' : 'pkcs8';
}

function load(bytes: Uint8Array, a: KeyArguments): KeyObject | undefined {
  // compat: a raw key cannot be encrypted, so a passphrase does not fit it.
  if (privateKeyFormat(bytes) === 'raw' && a.passphrase !== undefined) return undefined;
  try {
    return readAnyPrivateKey(bytes, a.passphrase, a.type);
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}

/**
 * Whether the key stays.
 * @param bytes the present key; undefined: there is none
 * @throws ModuleFailure when it would have to be replaced and `regenerate` does not allow it
 */
export function planKey(bytes: Uint8Array | undefined, a: KeyArguments): KeyPlan {
  const present = bytes && load(bytes, a);
  if (a.regenerate === 'always' || !bytes) return { action: 'make', present };
  if (!present) {
    if (a.regenerate === 'full_idempotence') return { action: 'make', present };
    throw new ModuleFailure(
      'Unable to read the key. The key is protected with a another passphrase / no passphrase or broken.' +
        ' Will not proceed. To force regeneration, call the module with `generate`' +
        ' set to `full_idempotence` or `always`, or with `force=true`.',
    );
  }
  const may = a.regenerate === 'partial_idempotence' || a.regenerate === 'full_idempotence';
  if (a.regenerate !== 'never' && !isOfKind(present, a)) {
    if (may) return { action: 'make', present };
    throw new ModuleFailure(
      'Key has wrong type and/or size. Will not proceed. To force regeneration, call the module with `generate`' +
        ' set to `partial_idempotence`, `full_idempotence` or `always`, or with `force=true`.',
    );
  }
  if (a.format === 'auto_ignore' || privateKeyFormat(bytes) === wantedFormat(a)) return { action: 'keep', present };
  if (a.format_mismatch === 'convert') return { action: 'convert', present };
  if (a.regenerate === 'never') return { action: 'keep', present };
  if (may) return { action: 'make', present };
  throw new ModuleFailure(
    'Key has wrong format. Will not proceed. To force regeneration, call the module with `generate`' +
      ' set to `partial_idempotence`, `full_idempotence` or `always`, or with `force=true`.' +
      ' To convert the key, set `format_mismatch` to `convert`.',
  );
}

function isOfKind(key: KeyObject, a: KeyArguments): boolean {
  const { type, data } = orFail(() => readPublicKey(spkiOf(key)));
  if (type !== a.type) return false;
  if (type === 'RSA' || type === 'DSA') return data['size'] === a.size;
  return type !== 'ECC' || data['curve'] === a.curve;
}

/** The new content of the file, made or converted. */
export async function makeKey(
  plan: KeyPlan,
  a: KeyArguments,
  warn: (message: string) => void,
): Promise<{ readonly key: KeyObject; readonly bytes: Uint8Array }> {
  if (plan.action === 'make' && a.type === 'ECC' && OLD_CURVES.test(a.curve ?? '')) {
    warn(`Elliptic curves of type ${a.curve} should not be used for new keys!`);
  }
  return orFailAsync(async () => {
    const key = plan.action === 'convert' && plan.present ? plan.present : await makePrivateKey(a);
    return { key, bytes: writePrivateKey(key, wantedFormat(a), a.passphrase) };
  });
}

/** What a diff shows of a key: nothing secret. */
export function keyDiff(bytes: Uint8Array | undefined, passphrase: string | undefined): Info {
  if (!bytes) return {};
  try {
    const { pkcs8: _, ...info } = privateKeyInfo(bytes, passphrase, false, {
      crypto: opensslCrypto,
      oneFingerprint: true,
    });
    return { can_parse_key: true, key_is_consistent: null, ...info };
  } catch (error) {
    if (error instanceof X509Error) return { can_parse_key: false, key_is_consistent: null };
    throw error;
  }
}

/**
 * The result of a module that makes a key.
 * @param before the content as it was
 * @param after the content as it is now
 */
export function keyResult(
  a: KeyArguments,
  key: KeyObject | undefined,
  before: Uint8Array | undefined,
  after: Uint8Array | undefined,
  withContent: boolean,
): Record<string, unknown> {
  return {
    size: a.size,
    type: a.type,
    ...(a.type === 'ECC' ? { curve: a.curve } : {}),
    fingerprint: key ? fingerprints(spkiOf(key), { crypto: opensslCrypto }) : null,
    ...(withContent ? { privatekey: after ? contentText(after) : null } : {}),
    diff: { before: keyDiff(before, a.passphrase), after: keyDiff(after, a.passphrase) },
  };
}

function contentText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString(privateKeyFormat(bytes) === 'raw' ? 'base64' : 'utf8');
}
