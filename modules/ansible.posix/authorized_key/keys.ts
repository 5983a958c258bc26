// The lines of an authorized_keys file: what they say, and what is to become of them.
import { splitLines } from '../../_shared/output.js';

/** Names with a value or without one, in order; a name may come more than once. */
type Options = readonly (readonly [name: string, value: string | null])[];

export interface Key {
  readonly key: string;
  readonly type: string;
  readonly options: Options;
  readonly comment: string;
}

/** A line that is no key: a comment, a blank line, something unknown. It stays as it is. */
interface Other {
  readonly line: string;
}

const TYPES = new Set([
  ...['ssh-ed25519', 'ssh-rsa', 'ssh-dss', 'rsa-sha2-256', 'rsa-sha2-512'],
  ...['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'],
  ...['ssh-xmss@openssh.com', 'sk-ecdsa-sha2-nistp256@openssh.com', 'sk-ssh-ed25519@openssh.com'],
  'webauthn-sk-ecdsa-sha2-nistp256@openssh.com',
  ...['ssh-ed25519', 'ssh-rsa', 'ssh-dss', 'ssh-xmss', 'rsa-sha2-256', 'rsa-sha2-512', 'sk-ssh-ed25519'].map(
    certificate,
  ),
  ...['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521', 'sk-ecdsa-sha2-nistp256'].map(certificate),
]);

function certificate(type: string): string {
  return `${type}-cert-v01@openssh.com`;
}

/** `name,name="value, with a comma"`. */
function parseOptions(text: string): Options {
  return (text.match(/(?:[^,"']|"[^"]*"|'[^']*')+/g) ?? []).map((part) => {
    const equals = part.indexOf('=');
    return equals < 0 ? [part, null] : [part.slice(0, equals), part.slice(equals + 1)];
  });
}

/** @returns undefined when the line has no type of a key in it, or nothing behind it */
export function parseKey(line: string): Key | undefined {
  const words = line
    .replaceAll('\\#', '#')
    .split(/\s+/)
    .filter((word) => word !== '');
  const at = words.findIndex((word) => TYPES.has(word));
  const [type, key] = at < 0 || words[0] === '#' ? [] : words.slice(at);
  if (type === undefined || key === undefined) return undefined;
  return { key, type, options: parseOptions(words.slice(0, at).join(' ')), comment: words.slice(at + 2).join(' ') };
}

const isKey = (entry: Key | Other): entry is Key => 'key' in entry;

function text(entry: Key | Other): string {
  if (!isKey(entry)) return entry.line;
  const options = entry.options.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join(',');
  // compat: a key without a comment keeps a blank at its end.
  return `${options === '' ? '' : `${options} `}${entry.type} ${entry.key} ${entry.comment}\n`;
}

/** Options are the same in whatever order their names stand. */
function same(a: Key, b: Key): boolean {
  const options = (key: Key): string => {
    const byName = new Map<string, (string | null)[]>();
    for (const [name, value] of key.options) byName.set(name, [...(byName.get(name) ?? []), value]);
    return JSON.stringify([...byName].sort(([x], [y]) => (x < y ? -1 : 1)));
  };
  return a.type === b.type && a.comment === b.comment && options(a) === options(b);
}

export interface Wanted {
  readonly state: 'absent' | 'present';
  /** One key a line; blank lines and comments are passed over. */
  readonly key: string;
  readonly key_options?: string | undefined;
  readonly comment?: string | undefined;
  readonly exclusive: boolean;
}

export class InvalidKey extends Error {
  constructor(readonly line: string) {
    super(`invalid key specified: ${line}`);
  }
}

/** @returns the keys named by the arguments. @throws InvalidKey */
function wantedKeys(wanted: Wanted): Key[] {
  const lines = splitLines(wanted.key).filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const key = parseKey(line);
    if (!key) throw new InvalidKey(line);
    return {
      ...key,
      ...(wanted.key_options === undefined ? {} : { options: parseOptions(wanted.key_options) }),
      ...(wanted.comment === undefined ? {} : { comment: wanted.comment }),
    };
  });
}

/**
 * The file's new text, or undefined when nothing is to be done. A key is known by itself, whatever stands around it; of
 * two lines with one key the last counts. New and changed keys come last, in the order they were given.
 * @throws InvalidKey
 */
export function decide(content: string, wanted: Wanted): string | undefined {
  const there = new Map<string, Key | Other>();
  for (const line of content.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const entry = parseKey(line) ?? { line };
    const name = isKey(entry) ? entry.key : entry.line;
    there.delete(name);
    there.set(name, entry);
  }
  const keys = wantedKeys(wanted);
  let changed = false;
  for (const key of keys) {
    const old = there.get(key.key);
    if (wanted.state === 'absent') {
      if (there.delete(key.key)) changed = true;
    } else if (!old || !isKey(old) || !same(old, key)) {
      there.delete(key.key);
      there.set(key.key, key);
      changed = true;
    }
  }
  if (wanted.state === 'present' && wanted.exclusive) {
    const named = new Set(keys.map(({ key }) => key));
    for (const name of [...there.keys()]) {
      if (named.has(name)) continue;
      there.delete(name);
      changed = true;
    }
  }
  if (!changed) return undefined;
  const lines = [...there.values()].map(text);
  return lines.map((line, i) => (line.endsWith('\n') || i === lines.length - 1 ? line : `${line}\n`)).join('');
}
