// Whether a password is the one whose hash PostgreSQL keeps.
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

const SCRAM = /^SCRAM-SHA-256\$(\d+):([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)$/;
const isMd5 = (password: string): boolean => password.startsWith('md5') && password.length === 35;

/** Tables C.1.2 and B.1 of RFC 3454: blanks that become a space, characters that become nothing. */
const BLANKS = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g;
const NOTHING = /[\u00ad\u034f\u1806\u180b-\u180d\u200c\u200d\u2060\ufe00-\ufe0f\ufeff]/g;

/** SASLprep (RFC 4013), by which a server and its clients write a password the same way. */
const saslPrepared = (password: string): string => password.replace(BLANKS, ' ').replace(NOTHING, '').normalize('NFKC');

function matchesScram(password: string, [, rounds, salt, , serverKey]: RegExpExecArray): boolean {
  const salted = pbkdf2Sync(saslPrepared(password), Buffer.from(salt ?? '', 'base64'), Number(rounds), 32, 'sha256');
  return createHmac('sha256', salted).update('Server Key').digest('base64') === serverKey;
}

/**
 * Whether the server must be told the password again.
 * @param present what pg_authid has; null: none
 * @param encryption the server's `password_encryption`
 */
export function passwordDiffers(
  password: string,
  user: string,
  present: string | null,
  encryption: string,
  encrypted: boolean,
): boolean {
  if (password === '') return present !== null;
  if (SCRAM.test(password)) return password !== present;
  const scram = present === null ? null : SCRAM.exec(present);
  if (scram) return !matchesScram(password, scram);
  if (isMd5(password) || !encrypted) return password !== present;
  if (encryption !== 'md5') return encryption === 'scram-sha-256';
  return `md5${createHash('md5').update(password).update(user).digest('hex')}` !== present;
}
