// The lookup `password`: a password kept in a file of the controller, made when there is none.
import type { Value } from '../../value/index.js';
import { joinPaths } from '../filters/paths.js';
import { fail } from '../python/errors.js';
import { PythonRandom } from '../python/random.js';
import { str } from '../python/text.js';
import { defaultsOf, hashPassword, randomText } from '../passwords/hash.js';
import type { LookupCall } from '../types.js';
import { checkOptions, wholeNumber } from './options.js';

const OPTIONS = ['length', 'chars', 'encrypt', 'ident', 'seed'];

/** The names of Python's module `string`. */
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const CLASSES: Readonly<Record<string, string>> = {
  ascii_lowercase: LOWER,
  ascii_uppercase: LOWER.toUpperCase(),
  ascii_letters: LOWER + LOWER.toUpperCase(),
  digits: '0123456789',
  hexdigits: '0123456789abcdefABCDEF',
  octdigits: '01234567',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
  whitespace: ' \t\n\r\x0b\x0c',
};
const SALT_CHARS = `${CLASSES['ascii_letters']}${CLASSES['digits']}./`;

interface Stored {
  readonly password: string;
  readonly salt: string | undefined;
  readonly ident: string | undefined;
}

export function password(call: LookupCall): Value[] {
  checkOptions(call, 'password', OPTIONS);
  return call.terms.map((term) => {
    const { file, options } = parseTerm(
      call,
      typeof term === 'string' ? term : fail('the lookup password takes paths'),
    );
    const path = absolute(call, file);
    const kept = path === '/dev/null' ? undefined : readStored(call, path);
    const encrypt = optional(options.get('encrypt'));
    const wanted = optional(options.get('ident'));
    const found = kept ?? { password: made(call, options), salt: undefined, ident: undefined };
    if (found.ident !== undefined && wanted !== undefined && found.ident !== wanted) {
      return fail(`The ident parameter provided (${found.ident}) does not match the stored one (${wanted}).`);
    }
    const salt =
      encrypt !== undefined && !found.salt ? randomText(defaultsOf(encrypt).saltSize, SALT_CHARS) : found.salt;
    const ident = found.ident ?? wanted ?? (encrypt === undefined ? undefined : defaultsOf(encrypt).ident);
    // compat: a bcrypt password is written each time it has no ident of its own, others only when they are new or get a salt.
    const changed = kept === undefined || salt !== kept.salt || (encrypt !== undefined && ident !== kept.ident);
    if (changed && path !== '/dev/null')
      call.port.writePrivate(path, `${content(found.password, salt, ident, encrypt)}\n`);
    return encrypt === undefined ? found.password : hashPassword(call.port, found.password, encrypt, { salt, ident });
  });
}

/** compat: options may stand behind the file name, as `file length=8 chars=digits`; then those named otherwise do not count. */
function parseTerm(call: LookupCall, term: string): { file: string; options: ReadonlyMap<string, Value> } {
  const options = new Map<string, Value>();
  const [first = '', ...rest] = term.split(' ');
  const names = [first];
  let seen = false;
  for (const word of rest) {
    const pair = /^(\w+)=(.*)$/s.exec(word);
    if (!pair) {
      if (seen) fail('Unrecognized value after key=value parameters given to password lookup');
      names.push(word);
      continue;
    }
    seen = true;
    const [, key = '', value = ''] = pair;
    if (!OPTIONS.includes(key)) fail(`Unrecognized parameter(s) given to password lookup: ${key}`);
    options.set(key, value.replace(/^(['"])(.*)\1$/s, '$2'));
  }
  // compat: options in the term are all there are.
  if (!seen) for (const [key, value] of call.options) if (value !== null) options.set(str(key), value);
  return { file: names.join(' '), options };
}

function optional(v: Value | undefined): string | undefined {
  return v === undefined || v === null || v === '' ? undefined : str(v);
}

function absolute(call: LookupCall, file: string): string {
  if (file.startsWith('/')) return file;
  if (file.startsWith('~/')) return joinPaths([call.port.env('HOME') ?? '/', file.slice(2)]);
  const base = call.scope.lookup('playbook_dir');
  return joinPaths([typeof base === 'string' ? base : '.', file]);
}

function readStored(call: LookupCall, path: string): Stored | undefined {
  if (call.port.exists(path) === undefined) return undefined;
  const text = new TextDecoder().decode(call.port.readSealed(path)).trimEnd();
  const at = text.lastIndexOf(' salt=');
  if (at < 0) return { password: text, salt: undefined, ident: undefined };
  const rest = text.slice(at + ' salt='.length);
  const identAt = rest.lastIndexOf(' ident=');
  return {
    password: text.slice(0, at),
    salt: identAt < 0 ? rest : rest.slice(0, identAt),
    ident: identAt < 0 ? undefined : rest.slice(identAt + ' ident='.length),
  };
}

function content(
  plain: string,
  salt: string | undefined,
  ident: string | undefined,
  encrypt: string | undefined,
): string {
  if (encrypt === undefined && !salt) return plain;
  return ident ? `${plain} salt=${salt} ident=${ident}` : `${plain} salt=${salt}`;
}

function made(call: LookupCall, options: ReadonlyMap<string, Value>): string {
  const length = options.get('length');
  const count = length === undefined ? 20 : wholeNumber(length, 'length');
  if (count < 0) fail(`the length of a password must not be negative: ${count}`);
  const chars = candidates(options.get('chars'));
  if (chars === '') fail('there are no characters to make a password of');
  const seed = options.get('seed');
  if (seed === undefined || seed === null) return randomText(count, chars);
  const random = new PythonRandom(str(seed), (bytes) => call.port.digest('sha512', bytes));
  const all = [...chars];
  return Array.from({ length: count }, () => random.choice(all)).join('');
}

/** compat: a text is split at commas, `,,` stands for a comma; quotes are never among the characters. */
function candidates(given: Value | undefined): string {
  const specs =
    given === undefined || given === null
      ? ['ascii_letters', 'digits', '.,:-_']
      : Array.isArray(given)
        ? given.map(str)
        : [...(str(given).includes(',,') ? [','] : []), ...str(given).replaceAll(',,', ',').split(',').filter(Boolean)];
  return specs
    .map((spec) => (Object.hasOwn(CLASSES, spec) ? (CLASSES[spec] ?? '') : spec))
    .join('')
    .replace(/["']/g, '');
}
