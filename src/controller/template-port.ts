// Gives the template engine what it may ask of the controller: files, environment, commands, time.
import type * as Crypto from 'node:crypto';
import { createRequire } from 'node:module';
import { homedir, hostname } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { TsplayError } from '../ground/index.js';
import type { Value } from '../value/index.js';
import { loadYaml } from '../yaml/index.js';
import { opensslCrypto } from '../keys/index.js';
import type { Scope, TemplatePort } from '../template/types.js';
import { env } from './env.js';
import { execSync } from './exec.js';
import { exchangeDns, isResolvable, nameServers } from './dns-sync.js';
import { httpSync } from './http-sync.js';
import { entryAt, realPath } from './links.js';
import { tree, userName } from './tree.js';
import { nodeFiles, type Files } from './files.js';
import { writePrivate } from './write.js';
import { remembering } from './yaml-memo.js';
import { DEFAULT_ID, Vault } from '../vault/index.js';

export interface TemplatePortOptions {
  /**
   * The directories in which files are searched for a task with this scope, nearest first: the role's, the including
   * file's, the playbook's.
   */
  readonly searchPath: (scope: Scope) => readonly string[];
  readonly files?: Files;
  readonly env?: (name: string) => string | undefined;
  readonly now?: () => number;
  readonly setting?: TemplatePort['setting'];
  /** Told of what the filter `unvault` gave. */
  readonly onUnsealed?: ((text: string) => void) | undefined;
}

/** The port for real runs. In each directory of the search path `<kind>/<name>` comes before `<name>` itself. */
export function createTemplatePort(options: TemplatePortOptions): TemplatePort {
  const files = options.files ?? nodeFiles;
  const fromYamlAll = remembering(parseData);
  return {
    env: options.env ?? env,
    readFile: (path) => files.readBytes(path),
    find(kind, name, scope) {
      const wanted = expandHome(name);
      if (isAbsolute(wanted)) return files.exists(wanted) === undefined ? undefined : wanted;
      return options
        .searchPath(scope)
        .flatMap((dir) => [join(dir, kind, wanted), join(dir, wanted)])
        .map((path) => resolve(path))
        .find((path) => files.exists(path) !== undefined);
    },
    directories: (kind, scope) => options.searchPath(scope).flatMap((dir) => [join(dir, kind), dir]),
    entry: entryAt,
    realPath,
    glob: (pattern) => files.glob(expandHome(pattern)),
    exists: (path) => files.exists(path),
    status(path) {
      const s = files.stat(path);
      return s && { owner: userName(s.uid) ?? s.uid, mtime: s.mtime };
    },
    hostname,
    exec: (command, directory) => execSync(command, { cwd: directory, strict: true }),
    http: httpSync,
    isResolvable,
    dns: exchangeDns,
    nameServers,
    tree,
    crypto: opensslCrypto,
    now: options.now ?? Date.now,
    hash,
    digest,
    bcrypt,
    readSealed: (path) => (files.raw ?? files).readBytes(path),
    seal(plain, password, id, salt) {
      const secret = { id, bytes: Buffer.from(password) };
      return new Vault([]).encrypt(Buffer.from(plain), secret, id, salt === undefined ? undefined : Buffer.from(salt));
    },
    unseal(vaulted, password) {
      const { plain } = new Vault([{ id: DEFAULT_ID, bytes: Buffer.from(password) }]).decrypt(vaulted);
      const text = Buffer.from(plain).toString('utf8');
      options.onUnsealed?.(text);
      return text;
    },
    writePrivate: (path, text) => writePrivate(path, text),
    fromYaml: (text) => onlyOne(fromYamlAll(text)),
    fromYamlAll,
    ...(options.setting && { setting: options.setting }),
  };
}

function onlyOne(documents: readonly Value[]): Value {
  if (documents.length > 1)
    throw new TsplayError('template-value', `one YAML document is expected, there are ${documents.length}`, {
      hint: 'from_yaml_all gives them all',
    });
  return documents[0] ?? null;
}

/** Few runs hash anything, and loading OpenSSL's bindings costs every start some milliseconds: loaded when first used. */
function hash(algorithm: string, bytes: Uint8Array): string | undefined {
  const { createHash, getHashes } = load('node:crypto') as typeof Crypto;
  return getHashes().includes(algorithm) ? createHash(algorithm).update(bytes).digest('hex') : undefined;
}

const load = createRequire(import.meta.url);

function digest(algorithm: string, bytes: Uint8Array): Uint8Array {
  const node = load('node:crypto') as typeof Crypto & {
    /** One call for all, twice as fast; since Node 20.12. */
    hash?: (algorithm: string, bytes: Uint8Array, encoding: 'buffer') => Buffer;
  };
  return node.hash?.(algorithm, bytes, 'buffer') ?? node.createHash(algorithm).update(bytes).digest();
}

function bcrypt(password: string, settings: string): string {
  return (load('bcryptjs') as { hashSync(password: string, salt: string): string }).hashSync(password, settings);
}

/** YAML that came as a value: data, never templates. @throws TsplayError yaml-syntax */
function parseData(text: string): Value[] {
  const { documents, diagnostics } = loadYaml(text, '<value>', { trust: 'data', onlyStandardTags: true });
  const error = diagnostics.find((d) => d.severity === 'error');
  if (error) throw new TsplayError(error.code, error.message, { span: error.span, hint: error.hint });
  return [...documents];
}

/** `~` and `~/…` as the home directory of the user who runs tsplay. */
export function expandHome(path: string): string {
  return path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
}
