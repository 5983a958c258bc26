// What reading keys and certificates needs beyond their bytes: digests, signatures, encrypted keys.

/** Done by OpenSSL of Node (src/keys/); the readers themselves run anywhere. All of it is synchronous. */
export interface CryptoPort {
  /**
   * The digest by its name in Python's hashlib (`sha256`, `sha3_256`, `blake2b`, `shake_128` of 32 bytes …).
   * @returns undefined when this OpenSSL has no such algorithm
   */
  digest(algorithm: string, bytes: Uint8Array): Uint8Array | undefined;
  /**
   * Reads a private key: PEM of any kind, decrypted when it is encrypted.
   * @throws X509Error when the passphrase is wrong or missing, or it is no key
   */
  privateKey(content: Uint8Array, passphrase: string | undefined): KeyBytes;
  /** A public key (PEM) as SubjectPublicKeyInfo. @throws X509Error */
  publicKey(content: Uint8Array): Uint8Array;
  /** Whether a signature by this key is right. @param algorithm the AlgorithmIdentifier's bytes */
  verify(publicKey: Uint8Array, algorithm: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean;
  /** Whether the numbers of a private key belong together; undefined: not known for this kind. */
  isConsistent(pkcs8: Uint8Array): boolean | undefined;
}

export interface KeyBytes {
  /** PrivateKeyInfo, not encrypted. */
  readonly pkcs8: Uint8Array;
  /** SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
}
