// Our readers of keys, certificates, requests and revocation lists against what community.crypto said of the same bytes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opensslCrypto } from '../../../src/keys/index.js';
import {
  certificateInfo,
  privateKeyInfo,
  publicKeyInfo,
  requestInfo,
  revocationListInfo,
  utf8,
  type NameEncoding,
} from '../../../src/x509/index.js';

interface Entry {
  readonly pem: string;
  readonly public?: string;
  readonly passphrase?: string | null;
  readonly encoding: NameEncoding;
  readonly info: Record<string, unknown>;
}
const corpus = JSON.parse(readFileSync(join(import.meta.dirname, 'corpus.json'), 'utf8')) as Record<
  'certificates' | 'requests' | 'keys' | 'crls',
  Entry[]
>;

/** Whole numbers beyond JavaScript's are written `int:…` in the corpus. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? `int:${v}` : v)));
}
const crypto = opensslCrypto;

describe('what the collection says of', () => {
  it('certificates', () => {
    for (const { pem, encoding, info } of corpus.certificates) {
      const { expired, ...own } = certificateInfo(utf8(pem), Date.UTC(2026, 5), { crypto, encoding });
      expect(plain(own), pem).toEqual(info);
      expect(expired).toBe(String(info['not_after']) < '20260601000000Z');
    }
  });

  it('requests', () => {
    for (const { pem, encoding, info } of corpus.requests) {
      expect(plain(requestInfo(utf8(pem), { crypto, encoding })), pem).toEqual(info);
    }
  });

  it('keys', () => {
    for (const { pem, public: spki, passphrase, info } of corpus.keys) {
      if (spki !== undefined) {
        expect(plain(publicKeyInfo(crypto.publicKey(utf8(spki)), { crypto }))).toEqual(info);
        continue;
      }
      const { pkcs8, ...own } = privateKeyInfo(utf8(pem), passphrase ?? undefined, true, { crypto });
      expect(plain({ ...own, can_parse_key: true, key_is_consistent: null })).toEqual(info);
      expect(crypto.isConsistent(pkcs8)).toBe(/^X/.test(String(info['type'])) ? undefined : true);
    }
  });

  it('revocation lists', () => {
    for (const { pem, encoding, info } of corpus.crls) {
      expect(plain(revocationListInfo(utf8(pem), true, encoding)), pem).toEqual(info);
    }
  });
});
