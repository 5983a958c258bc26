// Private keys in OpenSSH's own format: read and written (PROTOCOL.key of OpenSSH), encrypted ones too.
import { createCipheriv, createDecipheriv, createPrivateKey, randomBytes, type KeyObject } from 'node:crypto';
import {
  base64,
  concat,
  der,
  latin1,
  OID,
  readPem,
  readPrivateNumbers,
  readPublicKey,
  splitPem,
  utf8,
  X509Error,
} from '../x509/index.js';
import { sshNumber, sshPublicBlob, sshString } from './openssh.js';
import { pkcs8Of, readPrivateKey, spkiOf } from './read-key.js';

const MAGIC = 'openssh-key-v1\0';

export interface OpenSshKey {
  readonly format: 'ssh' | 'pkcs1' | 'pkcs8';
  /** The public key; known of encrypted ones in OpenSSH's format too. */
  readonly publicBlob: Uint8Array;
  /** Undefined when it is encrypted and the passphrase does not open it. */
  readonly key: KeyObject | undefined;
  readonly encrypted: boolean;
  readonly comment: string;
}

class Fields {
  private at = 0;
  constructor(private readonly bytes: Uint8Array) {}
  number(): number {
    if (this.at + 4 > this.bytes.length) throw new X509Error('the key ends too early');
    const value = new DataView(this.bytes.buffer, this.bytes.byteOffset).getUint32(this.at);
    this.at += 4;
    return value;
  }
  string(): Uint8Array {
    const length = this.number();
    if (this.at + length > this.bytes.length) throw new X509Error('the key ends too early');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  rest(): Uint8Array {
    return this.bytes.subarray(this.at);
  }
}

/** @throws X509Error when the file is no private key at all */
export async function readOpenSshKey(content: Uint8Array, passphrase: string | undefined): Promise<OpenSshKey> {
  const text = latin1(content);
  const label = /-----BEGIN ([^\n]*PRIVATE KEY)-----/.exec(text)?.[1];
  if (label === undefined) throw new X509Error('this is no private key');
  if (label !== 'OPENSSH PRIVATE KEY') {
    const key = readPrivateKey(content, passphrase);
    const format = /^(?:ENCRYPTED )?PRIVATE KEY$/.test(label) ? 'pkcs8' : 'pkcs1';
    return { format, publicBlob: sshPublicBlob(key), key, encrypted: passphrase !== undefined, comment: '' };
  }
  const { bytes } = readPem(splitPem(text)[0] ?? '');
  if (latin1(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new X509Error('this is no key of OpenSSH');
  const fields = new Fields(bytes.subarray(MAGIC.length));
  const cipher = latin1(fields.string());
  const kdf = latin1(fields.string());
  const kdfOptions = fields.string();
  if (fields.number() !== 1) throw new X509Error('a file of more than one key');
  const publicBlob = fields.string();
  const secret = fields.string();
  const encrypted = cipher !== 'none';
  if (encrypted === (passphrase === undefined)) {
    return { format: 'ssh', publicBlob, key: undefined, encrypted, comment: '' };
  }
  const plain = passphrase === undefined ? secret : await decrypted(secret, { cipher, kdf, kdfOptions }, passphrase);
  const inner = new Fields(plain);
  if (inner.number() !== inner.number()) return { format: 'ssh', publicBlob, key: undefined, encrypted, comment: '' };
  const { key, comment } = readSecret(inner);
  return { format: 'ssh', publicBlob, key, encrypted, comment };
}

const CURVES: Readonly<Record<string, string>> = {
  nistp256: '1.2.840.10045.3.1.7',
  nistp384: '1.3.132.0.34',
  nistp521: '1.3.132.0.35',
};

function readSecret(fields: Fields): { readonly key: KeyObject; readonly comment: string } {
  const type = latin1(fields.string());
  const number = (): bigint =>
    der.readInteger({ tag: der.TAG.integer, content: fields.string(), bytes: new Uint8Array() });
  const info = (algorithm: Uint8Array, inner: Uint8Array): Uint8Array =>
    der.sequence(der.integer(0), algorithm, der.octets(inner));
  let pkcs8: Uint8Array;
  if (type === 'ssh-rsa') {
    const [n, e, d, inverse, p, q] = [number(), number(), number(), number(), number(), number()];
    const all = [0n, n, e, d, p, q, d % (p - 1n), d % (q - 1n), inverse];
    pkcs8 = info(der.sequence(der.oid(OID.rsa), der.nothing()), der.sequence(...all.map((one) => der.integer(one))));
  } else if (type === 'ssh-dss') {
    const [p, q, g] = [number(), number(), number()];
    number();
    const parameters = der.sequence(der.integer(p), der.integer(q), der.integer(g));
    pkcs8 = info(der.sequence(der.oid(OID.dsa), parameters), der.integer(number()));
  } else if (type === 'ssh-ed25519') {
    fields.string();
    pkcs8 = info(der.sequence(der.oid(OID.ed25519)), der.octets(fields.string().slice(0, 32)));
  } else if (type.startsWith('ecdsa-sha2-')) {
    const curve = CURVES[latin1(fields.string())];
    if (curve === undefined) throw new X509Error(`a key of type ${type}`);
    const point = fields.string();
    const size = (point.length - 1) / 2;
    const raw = fields.string();
    const scalar = new Uint8Array(size);
    const digits = raw.subarray(Math.max(0, raw.length - size));
    scalar.set(digits, size - digits.length);
    const inner = der.sequence(der.integer(1), der.octets(scalar), der.context(1, der.bitString(point)));
    pkcs8 = info(der.sequence(der.oid(OID.ec), der.oid(curve)), inner);
  } else throw new X509Error(`keys of type ${type} are not supported`);
  const comment = Buffer.from(fields.string()).toString('utf8');
  try {
    return { key: createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }), comment };
  } catch (error) {
    throw new X509Error(`the key is broken: ${error instanceof Error ? error.message : ''}`);
  }
}

interface Encryption {
  readonly cipher: string;
  readonly kdf: string;
  readonly kdfOptions: Uint8Array;
}

/** What OpenSSH derives a cipher's key and first block from. */
async function derive(passphrase: string, salt: Uint8Array, rounds: number, length: number): Promise<Buffer> {
  // A CommonJS package: its names are those of `default` whichever bundle it is in.
  const { default: bcrypt } = await import('bcrypt-pbkdf');
  const out = new Uint8Array(length);
  const pass = Buffer.from(passphrase, 'utf8');
  bcrypt.pbkdf(pass, pass.length, salt, salt.length, out, length, rounds);
  return Buffer.from(out);
}

async function decrypted(
  secret: Uint8Array,
  { cipher, kdf, kdfOptions }: Encryption,
  passphrase: string,
): Promise<Uint8Array> {
  const bits = /^aes(128|192|256)-(?:ctr|cbc)$/.exec(cipher)?.[1];
  if (kdf !== 'bcrypt' || bits === undefined) throw new X509Error(`keys encrypted with ${cipher} are not supported`);
  const options = new Fields(kdfOptions);
  const salt = options.string();
  const size = Number(bits) / 8;
  const derived = await derive(passphrase, salt, options.number(), size + 16);
  const name = cipher.replace(/^aes(\d+)/, 'aes-$1');
  const open = createDecipheriv(name, derived.subarray(0, size), derived.subarray(size)).setAutoPadding(false);
  return Buffer.concat([open.update(secret), open.final()]);
}

/** The key in OpenSSH's format, encrypted when there is a passphrase. @throws X509Error */
export async function writeOpenSshKey(
  key: KeyObject,
  comment: string,
  passphrase: string | undefined,
): Promise<string> {
  const blob = sshPublicBlob(key);
  const check = randomBytes(4);
  const content = concat(check, check, secretFields(key, blob), sshString(utf8(comment)));
  const block = passphrase === undefined ? 8 : 16;
  const padding = Uint8Array.from({ length: (block - (content.length % block)) % block }, (_, i) => i + 1);
  const plain = concat(content, padding);
  const word = (n: number): Uint8Array => Uint8Array.of(0, 0, 0, n);
  let head = concat(sshString(utf8('none')), sshString(utf8('none')), sshString(new Uint8Array()));
  let secret = plain;
  if (passphrase !== undefined) {
    const salt = randomBytes(16);
    const derived = await derive(passphrase, salt, 16, 48);
    const seal = createCipheriv('aes-256-ctr', derived.subarray(0, 32), derived.subarray(32));
    secret = Buffer.concat([seal.update(plain), seal.final()]);
    head = concat(
      sshString(utf8('aes256-ctr')),
      sshString(utf8('bcrypt')),
      sshString(concat(sshString(salt), word(16))),
    );
  }
  const whole = concat(utf8(MAGIC), head, word(1), sshString(blob), sshString(secret));
  const lines = base64(whole).match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}

function secretFields(key: KeyObject, blob: Uint8Array): Uint8Array {
  const { type, data } = readPublicKey(spkiOf(key));
  const numbers = readPrivateNumbers(pkcs8Of(key));
  const n = (name: string): bigint => BigInt(data[name] ?? numbers[name] ?? 0);
  if (type === 'RSA') {
    const [p, q] = [BigInt(numbers['p'] ?? 0), BigInt(numbers['q'] ?? 0)];
    const d = BigInt(numbers['exponent'] ?? 0);
    const all = [n('modulus'), n('exponent'), d, inverse(q, p), p, q];
    return concat(sshString(utf8('ssh-rsa')), ...all.map(sshNumber));
  }
  if (type === 'DSA') return concat(blob, sshNumber(BigInt(numbers['x'] ?? 0)));
  if (type === 'ECC') return concat(blob, sshNumber(n('multiplier')));
  const reader = new der.Reader(der.readDer(pkcs8Of(key)));
  reader.next();
  reader.next();
  const seed = der.readDer(reader.next(der.TAG.octetString).content).content;
  const point = blob.subarray(blob.length - 32);
  return concat(blob, sshString(concat(seed, point)));
}

/** a⁻¹ modulo m. */
function inverse(a: bigint, m: bigint): bigint {
  let [r0, r1, s0, s1] = [a % m, m, 1n, 0n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [s0, s1] = [s1, s0 - quotient * s1];
  }
  return ((s0 % m) + m) % m;
}
