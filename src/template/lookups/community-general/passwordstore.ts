// The lookup passwordstore: passwords kept by pass or gopass on the controller, made when that is asked for.
import { quote } from '../../../ground/index.js';
import type { Value, ValueMap } from '../../../value/index.js';
import type { Engine } from '../../engine.js';
import { mapGet, truthy } from '../../python/compare.js';
import { fail } from '../../python/errors.js';
import { splitLines } from '../../python/str-split.js';
import { str } from '../../python/text.js';
import { randomText } from '../../passwords/hash.js';
import type { LookupCall } from '../../types.js';
import { boolOption, checkOptions, wholeNumber } from '../options.js';
import { withLock } from './passwordstore-lock.js';

const OPTIONS = [
  'directory',
  'create',
  'overwrite',
  'umask',
  'returnall',
  'subkey',
  'userpass',
  'length',
  'backup',
  'nosymbols',
  'missing',
  'lock',
  'locktimeout',
  'backend',
  'timestamp',
  'preserve',
  'missing_subkey',
];
/** What stands in a call only, not behind a name. */
const NOT_AS_WORDS = ['lock', 'locktimeout', 'backend'];
const SWITCHES = ['create', 'returnall', 'overwrite', 'backup', 'nosymbols', 'timestamp', 'preserve'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const PLAIN = `${LETTERS}${LETTERS.toUpperCase()}0123456789`;

interface Entry {
  readonly lines: readonly string[];
  readonly keys: ValueMap;
}

/** One term with its options, and the commands of the store. */
class Store {
  constructor(
    private readonly call: LookupCall,
    private readonly name: string,
    private readonly options: ReadonlyMap<string, Value>,
  ) {}

  private text(key: string, fallback = ''): string {
    const v = this.options.get(key);
    return v === undefined || v === null ? fallback : str(v);
  }

  private is(key: string, fallback = false): boolean {
    return truthy(this.options.get(key) ?? fallback);
  }

  private choice(key: string, choices: readonly string[]): string {
    const chosen = this.text(key, choices[0]);
    return choices.includes(chosen)
      ? chosen
      : fail(`passwordstore: ${key} must be one of ${choices.join(', ')}, not '${chosen}'`);
  }

  private get subkey(): string {
    return this.text('subkey', 'password');
  }

  private directory(): string {
    const home = this.call.port.env('HOME') ?? '';
    const given = this.text('directory', this.call.port.env('PASSWORD_STORE_DIR') ?? `${home}/.password-store`);
    return given.replace(/^~(?=\/|$)/, home);
  }

  private command(words: readonly string[]): string {
    const backend = this.choice('backend', ['pass', 'gopass']);
    const settings = ['LANGUAGE=C', 'LC_ALL=C'];
    if (backend === 'gopass') settings.push('GOPASS_NO_REMINDER=YES');
    else {
      const directory = this.directory();
      if (this.call.port.exists(directory) !== 'directory')
        fail(`Passwordstore directory '${directory}' does not exist`);
      settings.push(`PASSWORD_STORE_DIR=${quote(directory)}`);
    }
    const umask = this.text('umask', this.call.port.env('PASSWORD_STORE_UMASK') ?? '');
    if (umask !== '' && !/^[0-3]\d\d$/.test(umask))
      fail(`passwordstore: umask must be three digits that leave the file readable for its owner, not '${umask}'`);
    if (umask !== '') settings.push(`PASSWORD_STORE_UMASK=${umask}`);
    return [...settings, backend, ...words.map(quote)].join(' ');
  }

  private parse(output: string): Entry {
    const lines = splitLines(output);
    const keys: ValueMap = new Map();
    try {
      const parsed = this.call.port.fromYaml(lines.slice(1).join('\n'));
      if (parsed instanceof Map) return { lines, keys: parsed };
    } catch {
      // Not YAML: lines of `name: value` are looked for.
    }
    for (const line of lines.slice(1)) {
      const at = line.indexOf(':');
      if (at >= 0) keys.set(line.slice(0, at).trim(), line.slice(at + 1).trim());
    }
    return { lines, keys };
  }

  private show(): Entry | undefined {
    const { rc, stdout, stderr } = this.call.port.exec(this.command(['show', this.name]));
    const gone = /not in the password store/.test(stdout + stderr);
    if (rc !== 0 && !gone) fail(`passwordstore: pass show ended with ${rc}: ${(stderr || stdout).trim()}`);
    const isFile =
      this.text('backend', 'pass') === 'gopass' ||
      this.call.port.exists(`${this.directory()}/${this.name}.gpg`) === 'file';
    return rc === 0 && isFile ? this.parse(stdout) : undefined;
  }

  /** Through a file only its owner can read: what stands in a command line is seen by everybody. */
  private insert(text: string): void {
    const { port } = this.call;
    const file = `${port.env('TMPDIR') ?? '/tmp'}/.tsplay-pass-${randomText(16, PLAIN)}`;
    port.writePrivate(file, text);
    const insert = this.command(['insert', '-f', '-m', this.name]);
    const run = `${insert} < ${quote(file)}; rc=$?; rm -f ${quote(file)}; exit $rc`;
    const { rc, stdout, stderr } = port.exec(run);
    if (rc !== 0 || /encryption failed: Unusable public key/.test(stdout + stderr))
      fail(`passwordstore: pass insert ended with ${rc}: ${(stderr || stdout).trim()}`);
  }

  private newPassword(): string {
    const given = this.text('userpass');
    if (given !== '') return given;
    const length = wholeNumber(this.options.get('length') ?? 16, 'length');
    if (length < 0) fail(`passwordstore: a password has no length of ${length}`);
    return randomText(length, this.is('nosymbols') ? PLAIN : `${PLAIN}.,:-_`);
  }

  private now(): string {
    const d = new Date(this.call.port.now());
    const two = (n: number): string => String(n).padStart(2, '0');
    const date = `${two(d.getDate())}/${two(d.getMonth() + 1)}/${d.getFullYear()}`;
    return `${date} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
  }

  private generate(): string {
    const password = this.newPassword();
    const own = this.subkey === 'password' ? password : `\n\n${this.subkey}: ${password}`;
    const note = this.is('timestamp', true) ? `\nlookup_pass: First generated by ansible on ${this.now()}\n` : '';
    this.insert(own + note);
    return password;
  }

  private withSubkey({ lines, keys }: Entry, password: string): string {
    const prefix = `${this.subkey}: `;
    const out = lines.map((line) => (line.startsWith(prefix) ? prefix + password : line));
    if (!lines.some((line) => line.startsWith(prefix))) out.splice(2, 0, prefix + password);
    const old = mapGet(keys, this.subkey);
    if (this.is('timestamp', true) && this.is('backup') && old !== undefined && str(old) !== password)
      out.push(`lookup_pass: old subkey '${this.subkey}' password was ${str(old)} (Updated on ${this.now()})\n`);
    return out.join('\n');
  }

  private update(entry: Entry): string {
    const password = this.newPassword();
    if (this.subkey !== 'password') this.insert(this.withSubkey(entry, password));
    else {
      const [preserve, timestamp] = [this.is('preserve', true), this.is('timestamp', true)];
      let text = password + (preserve || timestamp ? '\n' : '');
      if (preserve && entry.lines.length > 1) text += `${entry.lines.slice(1).join('\n')}\n`;
      if (timestamp && this.is('backup'))
        text += `lookup_pass: old password was ${entry.lines[0] ?? ''} (Updated on ${this.now()})\n`;
      this.insert(text);
    }
    return password;
  }

  private read(entry: Entry): Value {
    if (this.is('returnall')) return entry.lines.join('\n');
    if (this.subkey === 'password') return entry.lines[0] ?? '';
    const found = mapGet(entry.keys, this.subkey);
    if (found !== undefined) return found;
    const wanted = this.choice('missing_subkey', ['empty', 'error', 'warn']);
    const message = `passwordstore: subkey ${this.subkey} for passname ${this.name} not found`;
    if (wanted === 'error') fail(`${message} and missing_subkey=error is set`);
    if (wanted === 'warn') (this.call.engine as Engine).tell(message);
    return null;
  }

  result(): Value {
    const missing = this.is('create') ? 'create' : this.choice('missing', ['error', 'warn', 'empty', 'create']);
    const lock = this.choice('lock', ['write', 'readwrite', 'none']);
    const timeout = this.text('locktimeout', '15m');
    if (!/^\d+[smh]$/.test(timeout)) fail(`${timeout} is not a correct value for locktimeout`);
    const locked = <T>(when: string, work: () => T): T => (lock === when ? withLock(this.call, timeout, work) : work());
    return locked('readwrite', () => {
      const entry = this.show();
      if (entry) {
        const lacks = this.subkey !== 'password' && !truthy(mapGet(entry.keys, this.subkey) ?? null);
        if (!this.is('overwrite') && !(lacks && missing === 'create')) return this.read(entry);
        return locked('write', () => this.update(entry));
      }
      if (missing === 'create')
        return locked('write', () => {
          // Another run may have made it since.
          const made = lock === 'write' ? this.show() : undefined;
          return made ? this.read(made) : this.generate();
        });
      const message = `passwordstore: passname ${this.name} not found`;
      if (missing === 'error') fail(`${message} and missing=error is set`);
      if (missing === 'warn') (this.call.engine as Engine).tell(message);
      return null;
    });
  }
}

/** The options of the call, and those of its variables. */
function given(call: LookupCall): Map<string, Value> {
  const options = new Map<string, Value>();
  for (const [key, variable] of [
    ['directory', 'passwordstore'],
    ['backend', 'passwordstore_backend'],
  ] as const) {
    const v = call.scope.lookup(variable);
    if (v !== undefined) options.set(key, call.engine.resolve(v, call.scope));
  }
  for (const [key, v] of call.options) options.set(str(key), v);
  for (const name of SWITCHES)
    if (options.has(name)) options.set(name, boolOption(call, name, name === 'preserve' || name === 'timestamp'));
  const length = options.get('length') ?? null;
  if (length !== null) options.set('length', wholeNumber(length, 'length'));
  return options;
}

/** compat: of `timestamp` and `preserve` behind a name any text is yes, also `no`. */
function wordValue(key: string, text: string): Value {
  if (key === 'length' && !/^\d+$/.test(text)) fail(`${text} is not a correct value for length`);
  if (!SWITCHES.includes(key) || key === 'timestamp' || key === 'preserve') return text;
  if (/^(?:y|yes|on|1|true|t|1\.0)$/i.test(text)) return true;
  return /^(?:n|no|off|0|false|f|0\.0)$/i.test(text)
    ? false
    : fail(`passwordstore: ${key} must be a boolean, not '${text}'`);
}

/** compat: options may stand behind a name, as `example/test create=true`, and hold for the names after it as well. */
export function passwordstore(call: LookupCall): Value[] {
  checkOptions(call, 'passwordstore', OPTIONS);
  (call.engine as Engine).impure();
  const options = given(call);
  return call.terms.map((term) => {
    const [name, ...words] = (typeof term === 'string' ? term : '').split(/\s+/).filter(Boolean);
    if (name === undefined) return fail('passwordstore needs the name of a password');
    for (const word of words) {
      const [key, text] = [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)];
      if (!OPTIONS.includes(key) || NOT_AS_WORDS.includes(key))
        fail(`passwordstore: '${word}' behind a name is no option`);
      options.set(key, wordValue(key, text));
    }
    return new Store(call, name, options).result();
  });
}
