// Hashes of passwords as htpasswd files have them: made, and recognised by their form.
import { createHash, randomInt } from 'node:crypto';
import { ModuleFailure, toJs, type TaskView } from '../../../src/kit/index.js';
import { md5Crypt } from '../../_shared/md5-crypt.js';

const SALT = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const saltOf = (length: number): string => Array.from({ length }, () => SALT.charAt(randomInt(SALT.length))).join('');

/** The hash that the filter `password_hash` makes. All that is put in is a literal. */
function byFilter(task: TaskView, password: string, options: string): string {
  const made = toJs(task.evaluate(`${literal(password)} | password_hash(${options})`));
  if (typeof made !== 'string') throw new ModuleFailure('the password could not be hashed');
  return made;
}

/** Text of a template's language, which has no other escapes. */
const literal = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`;

const sha1 = (password: string): string => `{SHA}${createHash('sha1').update(password).digest('base64')}`;

const SCHEMES: Readonly<Record<string, (task: TaskView, password: string) => string>> = {
  apr_md5_crypt: (_task, password) => md5Crypt(password, saltOf(8), '$apr1$'),
  portable: (_task, password) => md5Crypt(password, saltOf(8), '$apr1$'),
  portable_apache_22: (_task, password) => md5Crypt(password, saltOf(8), '$apr1$'),
  portable_apache_24: (_task, password) => md5Crypt(password, saltOf(8), '$apr1$'),
  md5_crypt: (_task, password) => md5Crypt(password, saltOf(8), '$1$'),
  ldap_sha1: (_task, password) => sha1(password),
  plaintext: (_task, password) => password,
  bcrypt: (task, password) => byFilter(task, password, "'bcrypt', ident='2y'"),
  sha256_crypt: (task, password) => byFilter(task, password, "'sha256'"),
  sha512_crypt: (task, password) => byFilter(task, password, "'sha512'"),
  host: (task, password) => byFilter(task, password, "'sha512'"),
};

export const schemes: readonly string[] = Object.keys(SCHEMES);

/** @throws ModuleFailure for a scheme that is not one of ours */
export function hashed(task: TaskView, scheme: string, password: string): string {
  const make = SCHEMES[scheme];
  if (!make) throw new ModuleFailure(`hash_scheme '${scheme}' is not supported: use one of ${schemes.join(', ')}`);
  return make(task, password);
}

/** Whether a stored hash, of whatever form, is this password's. */
export function isPassword(task: TaskView, stored: string, password: string, plain: boolean): boolean {
  const md5 = /^(\$apr1\$|\$1\$)([^$]{0,8})\$/.exec(stored);
  if (md5) return md5Crypt(password, md5[2] ?? '', md5[1] as '$apr1$' | '$1$') === stored;
  if (stored.startsWith('{SHA}')) return sha1(password) === stored;
  const bcrypt = /^\$(2[aby])\$(\d\d)\$([./A-Za-z0-9]{22})/.exec(stored);
  if (bcrypt) {
    const [, ident, rounds, salt] = bcrypt;
    return byFilter(task, password, `'bcrypt', salt='${salt}', rounds=${Number(rounds)}, ident='${ident}'`) === stored;
  }
  const sha = /^\$([56])\$(?:rounds=(\d+)\$)?([./A-Za-z0-9]{0,16})\$/.exec(stored);
  if (sha) {
    const [, kind, rounds, salt] = sha;
    const options = `'${kind === '5' ? 'sha256' : 'sha512'}', salt='${salt}', rounds=${Number(rounds ?? 5000)}`;
    const end = (text: string): string => text.slice(text.lastIndexOf('$'));
    return end(byFilter(task, password, options)) === end(stored);
  }
  return plain && stored === password;
}
