// What a vaulted text looks like: a header with version, cipher and vault id, then hexadecimal lines.
import { TsplayError } from '../ground/index.js';

const HEADER = '$ANSIBLE_VAULT';
const LINE = 80;
/** The id of what has none. */
export const DEFAULT_ID = 'default';

/** The parts of a vaulted text, still encrypted. */
export interface Envelope {
  /** The vault id the header names; format 1.1 has none. */
  readonly id: string | undefined;
  readonly salt: Uint8Array;
  /** The HMAC-SHA256 of the ciphertext. */
  readonly hmac: Uint8Array;
  readonly ciphertext: Uint8Array;
}

/** Whether text or bytes begin as vaulted text does. `compat:` what is not ASCII throughout is not vaulted. */
export function isVaulted(content: string | Uint8Array): boolean {
  if (typeof content === 'string') return content.startsWith(HEADER);
  if (content.length < HEADER.length) return false;
  for (let i = 0; i < HEADER.length; i++) if (content[i] !== HEADER.charCodeAt(i)) return false;
  return true;
}

/** @throws TsplayError vault-failed when the text is cut off or is not what a vault writes */
export function parseEnvelope(text: string): Envelope {
  const [first = '', ...lines] = text.split(/\r\n|\r|\n/);
  const [, version, cipher, id] = first.split(';').map((part) => part.trim());
  if (version === undefined || cipher === undefined) {
    throw broken('Vault envelope format error: the first line names no version and cipher');
  }
  if (cipher !== 'AES256') {
    throw new TsplayError('vault-failed', `${cipher} cipher could not be found`, {
      hint: 'AES256 is the only one; re-encrypt what an Ansible before 1.5 has written with a later one',
    });
  }
  const parts = latin1(unhex(lines.map((l) => l.trim()).join(''))).split('\n');
  if (parts.length < 3) throw broken('Vault vaulttext format error: salt, checksum or content is missing');
  const [salt = '', hmac = '', ...rest] = parts;
  return { id: id === '' ? undefined : id, salt: unhex(salt), hmac: unhex(hmac), ciphertext: unhex(rest.join('\n')) };
}

/** The vaulted text, lines of 80 columns. With an id other than `default` it is of format 1.2, without of 1.1. */
export function formatEnvelope(envelope: Envelope): string {
  const { id } = envelope;
  const header =
    id !== undefined && id !== '' && id !== DEFAULT_ID ? `${HEADER};1.2;AES256;${id}` : `${HEADER};1.1;AES256`;
  const inner = [envelope.salt, envelope.hmac, envelope.ciphertext].map(hex).join('\n');
  const body = hex(Uint8Array.from(inner, (c) => c.charCodeAt(0)));
  const lines = body.match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return [header, ...lines, ''].join('\n');
}

function broken(message: string): TsplayError {
  return new TsplayError('vault-failed', message, {
    hint: 'it is cut off, or was changed by hand or by an editor; encrypt it again',
  });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function unhex(text: string): Uint8Array {
  if (text.length % 2 !== 0) throw broken('Vault format unhexlify error: Odd-length string');
  if (/[^0-9a-fA-F]/.test(text)) throw broken('Vault format unhexlify error: Non-hexadecimal digit found');
  return Buffer.from(text, 'hex');
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
