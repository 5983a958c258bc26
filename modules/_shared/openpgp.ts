// Reads OpenPGP public keys (RFC 4880, RFC 9580) without gpg: armour taken off, which keys there are, when they expire.
import { createHash } from 'node:crypto';
import { ModuleFailure } from '../../src/kit/index.js';

interface SubKey {
  /** Sixteen upper-case hex digits. */
  readonly id: string;
  readonly expired: boolean;
}

/** A primary key with everything that belongs to it. */
export interface PublicKey extends SubKey {
  /** Upper-case hex. */
  readonly fingerprint: string;
  readonly subkeys: readonly SubKey[];
  /** Its packets as they stand in a keyring. */
  readonly bytes: Buffer;
}

const ARMOUR = /-----BEGIN PGP PUBLIC KEY BLOCK-----([\s\S]*?)-----END PGP PUBLIC KEY BLOCK-----/g;

export const isArmored = (data: Uint8Array): boolean =>
  Buffer.from(data).includes('-----BEGIN PGP PUBLIC KEY BLOCK-----');

/** A keyring in the format only gpg reads; apt does not read it either. */
export const isKeybox = (data: Buffer): boolean => data.subarray(8, 12).toString('latin1') === 'KBXf';

/** The packets of all armoured blocks, or the bytes as they are when there is none. */
export function dearmor(data: Buffer): Buffer {
  if (!isArmored(data)) return data;
  const blocks = [...data.toString('latin1').matchAll(ARMOUR)].map(([, inside = '']) => {
    const body = inside
      .split(/\r?\n/)
      .map((line) => line.trim())
      // Headers are `Version: …`; a line that starts with = is the checksum.
      .filter((line) => line !== '' && !/^[A-Za-z-]+:(?: |$)/.test(line) && !line.startsWith('='));
    return Buffer.from(body.join(''), 'base64');
  });
  return Buffer.concat(blocks);
}

interface Packet {
  readonly tag: number;
  readonly body: Buffer;
  readonly start: number;
  readonly end: number;
}

/** @throws RangeError for what are no packets */
function* packetsOf(bytes: Buffer): Generator<Packet> {
  for (let at = 0; at < bytes.length;) {
    const start = at;
    const head = bytes.readUInt8(at++);
    if ((head & 0x80) === 0) throw new RangeError('no packet');
    let tag = head & 0x3f;
    let size: number;
    if (head & 0x40) {
      const first = bytes.readUInt8(at++);
      if (first < 192) size = first;
      else if (first < 224) size = ((first - 192) << 8) + bytes.readUInt8(at++) + 192;
      else if (first === 255) {
        size = bytes.readUInt32BE(at);
        at += 4;
      } else throw new RangeError('a key of partial length');
    } else {
      const width = [1, 2, 4, 0][tag & 3] ?? 0;
      tag >>= 2;
      size = width === 0 ? bytes.length - at : bytes.readUIntBE(at, width);
      at += width;
    }
    if (at + size > bytes.length) throw new RangeError('a packet is cut off');
    yield { tag, body: bytes.subarray(at, at + size), start, end: at + size };
    at += size;
  }
}

const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();

function identify(body: Buffer): { fingerprint: string; id: string } {
  const version = body.readUInt8(0);
  const prefix = (mark: number, width: 2 | 4): Buffer => {
    const head = Buffer.alloc(1 + width);
    head.writeUInt8(mark);
    head.writeUIntBE(body.length, 1, width);
    return Buffer.concat([head, body]);
  };
  if (version >= 5) {
    const fingerprint = hex(
      createHash('sha256')
        .update(prefix(version === 5 ? 0x9a : 0x9b, 4))
        .digest(),
    );
    return { fingerprint, id: fingerprint.slice(0, 16) };
  }
  if (version === 4) {
    const fingerprint = hex(createHash('sha1').update(prefix(0x99, 2)).digest());
    return { fingerprint, id: fingerprint.slice(-16) };
  }
  // Version 3: the modulus is the first number, its last eight bytes are the id.
  const modulus = body.subarray(10, 10 + Math.ceil(body.readUInt16BE(8) / 8));
  const exponentAt = 10 + modulus.length;
  const exponent = body.subarray(exponentAt + 2);
  const fingerprint = hex(createHash('md5').update(modulus).update(exponent).digest());
  return { fingerprint, id: hex(modulus.subarray(-8)) };
}

/** Of a signature that says how long a key is valid: when it was made, and the seconds after the key's own making. */
function validity(body: Buffer): { made: number; seconds: number } | undefined {
  // Certifications of a user id, direct signatures and bindings of a subkey.
  const kinds = [0x10, 0x11, 0x12, 0x13, 0x18, 0x1f];
  if (body.readUInt8(0) < 4 || !kinds.includes(body.readUInt8(1))) return undefined;
  const width = body.readUInt8(0) === 6 ? 4 : 2;
  const size = body.readUIntBE(4, width);
  const hashed = body.subarray(4 + width, 4 + width + size);
  let made = 0;
  let seconds = 0;
  for (let at = 0; at < hashed.length;) {
    let length = hashed.readUInt8(at++);
    if (length === 255) {
      length = hashed.readUInt32BE(at);
      at += 4;
    } else if (length >= 192) length = ((length - 192) << 8) + hashed.readUInt8(at++) + 192;
    const type = hashed.readUInt8(at) & 0x7f;
    if (type === 2) made = hashed.readUInt32BE(at + 1);
    if (type === 9) seconds = hashed.readUInt32BE(at + 1);
    at += length;
  }
  return { made, seconds };
}

interface Open {
  readonly created: number;
  readonly id: string;
  latest: number;
  seconds: number;
}

/**
 * The keys of a keyring, armoured or not. What gpg would not be able to verify is not verified here either: only apt's
 * own verification decides what is trusted.
 * @param now milliseconds since the epoch, for what has expired
 * @throws ModuleFailure for what is no keyring
 */
export function parseKeys(data: Buffer, now: number): PublicKey[] {
  const bytes = dearmor(data);
  const keys: { fingerprint: string; open: Open[]; start: number; end: number }[] = [];
  try {
    for (const { tag, body, start, end } of packetsOf(bytes)) {
      const key = keys.at(-1);
      if (tag === 6 || tag === 14) {
        const { fingerprint, id } = identify(body);
        const open = { created: body.readUInt32BE(1), id, latest: -1, seconds: 0 };
        if (tag === 6) keys.push({ fingerprint, open: [open], start, end });
        else key?.open.push(open);
      }
      const belongs = keys.at(-1);
      if (!belongs) continue;
      belongs.end = end;
      const about = belongs.open.at(-1);
      const said = tag === 2 ? validity(body) : undefined;
      if (said && about && said.made >= about.latest) {
        about.latest = said.made;
        about.seconds = said.seconds;
      }
    }
  } catch (error) {
    if (error instanceof RangeError) throw new ModuleFailure(`no OpenPGP public key: ${error.message}`);
    throw error;
  }
  const seen = ({ id, created, seconds }: Open): SubKey => ({
    id,
    expired: seconds > 0 && (created + seconds) * 1000 <= now,
  });
  return keys.map(({ fingerprint, open: [primary, ...subkeys], start, end }) => ({
    ...seen(primary ?? { id: '', created: 0, seconds: 0, latest: 0 }),
    fingerprint,
    subkeys: subkeys.map(seen),
    bytes: Buffer.from(bytes.subarray(start, end)),
  }));
}

/** The ids of primary keys and subkeys in their order, without those that have expired: as `apt-key list` names them. */
export function validIds(keys: readonly PublicKey[]): string[] {
  return keys.flatMap((key) => [key, ...key.subkeys].filter(({ expired }) => !expired).map(({ id }) => id));
}
