// What the template engine offers, and what it needs from outside.
import type { Span } from '../ground/index.js';
import type { CryptoPort } from '../x509/index.js';
import type { TemplateText, TextKind, Value, ValueMap } from '../value/index.js';
import type { TemplateFile } from './file-variables.js';

/** Where names are looked up. Immutable: the same name always gives the same raw value. */
export interface Scope {
  /** The raw value (a TemplateText is evaluated by the engine, in this scope), or undefined when there is none. */
  lookup(name: string): Value | undefined;
  /** All names, for did-you-mean and `varnames`. */
  names(): Iterable<string>;
  /** Whether a file of the project or the command line gives the name its value, and no host had a say in it. */
  isFromProject?(name: string): boolean;
  /** The kind of the text a name stands for: `NativeJinjaText` stays text whatever it looks like. */
  textKind?(name: string, text: string): TextKind | undefined;
}

/** What filters and lookups may ask of the controller. All synchronous: an expression is evaluated in one go. */
export interface TemplatePort {
  env(name: string): string | undefined;
  /** The bytes of a controller file. Throws a TsplayError when it cannot be read. */
  readFile(path: string): Uint8Array;
  /** The absolute path of `name` searched where Ansible searches files of that kind, or undefined. */
  find(kind: 'files' | 'templates' | 'vars', name: string, scope: Scope): string | undefined;
  /** The directories in which files of that kind are searched, nearest first. */
  directories?(kind: 'files' | 'templates' | 'vars', scope: Scope): string[];
  /** Paths (absolute) that match a glob pattern, sorted. */
  glob(pattern: string): string[];
  exists(path: string): 'file' | 'directory' | 'other' | undefined;
  /** Who owns a controller file (a name where there is one) and when it was changed last (milliseconds); undefined: none. */
  status?(path: string): { readonly owner: string | number; readonly mtime: number } | undefined;
  /** The name of the machine tsplay runs on. */
  hostname?(): string;
  /** What stands at a path itself, links not followed; undefined: nothing. */
  entry?(path: string): PathEntry | undefined;
  /** The path with the links in it followed, which need not lead anywhere. */
  realPath?(path: string): string;
  /** Runs a shell command on the controller (lookup `pipe`, `lines`). @param directory where it is run */
  exec(command: string, directory?: string): { readonly rc: number; readonly stdout: string; readonly stderr: string };
  /** Sends a request from the controller and waits for the answer (lookup `url`). @throws TsplayError when none comes */
  readonly http?: (request: HttpRequest) => HttpAnswer;
  /** Whether the controller resolves a name, or finds the name of an address. */
  readonly isResolvable?: (host: string) => boolean;
  /** Asks a name server (lookup `dig`), and the addresses of the system's own. */
  readonly dns?: DnsExchange;
  readonly nameServers?: () => string[];
  /** Everything below a directory (lookup `filetree`). */
  readonly tree?: (root: string) => TreeEntry[];
  /** What reading keys and certificates needs of the controller. */
  readonly crypto?: CryptoPort;
  /** The current time in milliseconds. */
  now(): number;
  /** The digest as lower-case hexadecimal: md5, sha1, sha224, sha256, sha384, sha512. Undefined: not available. */
  hash(algorithm: string, bytes: Uint8Array): string | undefined;
  /** The same as bytes; the algorithms `hash` knows. */
  digest(algorithm: string, bytes: Uint8Array): Uint8Array;
  /** The bcrypt hash of a password. @param settings variant, cost and salt: `$2b$12$` and 22 characters */
  bcrypt(password: string, settings: string): string;
  /** The bytes of a controller file as they stand on the disk: one that is encrypted with a vault is not decrypted. */
  readSealed(path: string): Uint8Array;
  /** Encrypts text as a vault does. @param salt random unless given */
  seal(plain: string, password: string, id: string, salt: string | undefined): string;
  /** The text a vault has encrypted. Throws a TsplayError when the password is not the one. */
  unseal(vaulted: string, password: string): string;
  /** Writes a file only its owner can read, with the directories above it. */
  writePrivate(path: string, text: string): void;
  /** Parses YAML text that is data. Throws a TsplayError when it is not YAML. */
  fromYaml(text: string): Value;
  /** Parses all documents of a YAML text that is data. */
  fromYamlAll(text: string): Value[];
  /** A setting of ansible.cfg by name, or the option of a plugin; undefined when there is none (lookup `config`). */
  setting?(
    name: string,
    plugin?: { readonly kind: string; readonly name: string },
  ): { readonly value: Value; readonly origin: string } | undefined;
}

/** Sends a DNS message to a server and gives its answer; undefined: none came in time (milliseconds). */
export type DnsExchange = (
  message: Uint8Array,
  to: { readonly server: string; readonly port: number; readonly tcp: boolean; readonly timeout: number },
) => Uint8Array | undefined;

export interface HttpRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly redirect: 'follow' | 'manual';
  /** Milliseconds. */
  readonly timeout: number;
  readonly validateCerts: boolean;
  readonly caPath: string | undefined;
  /** Whether the proxies that the environment names are used. */
  readonly useProxy: boolean;
  /** Certificates and key (PEM) of its own, and the name the server's certificate must be for. */
  readonly tls?: {
    readonly ca?: string | undefined;
    readonly cert?: string | undefined;
    readonly key?: string | undefined;
    readonly servername?: string | undefined;
  };
}

export interface HttpAnswer {
  readonly status: number;
  readonly reason: string;
  readonly body: string;
}

/** Two paths with the same device and number are one file. */
export interface PathEntry {
  readonly isLink: boolean;
  readonly device: number;
  readonly inode: number;
}

export interface TreeEntry {
  /** Relative to the root. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'link';
  /** Where a link leads. */
  readonly target: string | undefined;
  readonly mode: number;
  readonly size: number;
  /** Seconds. */
  readonly mtime: number;
  readonly ctime: number;
  readonly uid: number;
  readonly gid: number;
  readonly owner: string | number;
  readonly group: string | number;
}

export interface FileOptions {
  /** Markers and whitespace settings; defaults are Ansible's: trim_blocks on, lstrip_blocks off, final newline kept. */
  readonly trimBlocks?: boolean;
  readonly lstripBlocks?: boolean;
  readonly newlineSequence?: '\n' | '\r' | '\r\n';
  readonly variableStart?: string;
  readonly variableEnd?: string;
  readonly blockStart?: string;
  readonly blockEnd?: string;
  readonly commentStart?: string;
  readonly commentEnd?: string;
}

export interface TemplateEngine {
  /**
   * Evaluates one template text. A single `{{ expression }}` gives the expression's own value; anything else a string.
   * A string that looks like a list, dict or boolean literal becomes one (`compat:` ansible-core before 2.19), unless
   * a filter such as `to_json` or `string` made it.
   * An undefined result is returned as Undefined; undefined inside longer text throws.
   * @throws TsplayError template-syntax, undefined-variable, template-value, variable-loop, with the span of the use.
   */
  evaluate(text: TemplateText, scope: Scope): Value;
  /**
   * A value in which every TemplateText, at any depth, is evaluated (mapping keys too) and every key, list element or
   * value that is `omit` is dropped. A top-level omit is returned as OmitValue.
   * Containers without templates are returned as they are, not copied.
   * @param keepOmits whether dicts keep keys that are `omit`, for the items of a loop: what is done with them omits
   * @throws TsplayError undefined-variable when anything in it is undefined.
   */
  resolve(value: Value, scope: Scope, keepOmits?: boolean): Value;
  /**
   * Evaluates an expression without markers, as in `when`, `until`, `debug: var=`. The result is fully resolved.
   * @param typed whether text that looks like a list, a dict or a boolean becomes one, as in a template
   */
  expression(source: string, span: Span | undefined, scope: Scope, typed?: boolean): Value;
  /** The truth of an expression; `true`/`false` values and TemplateTexts are taken too, as Ansible's conditionals do. */
  condition(condition: Value, span: Span | undefined, scope: Scope): boolean;
  /**
   * Renders a template file's text to a string. Honours the `#jinja2:` header line.
   * `include`, `import` and `extends` are searched beside `name`, then through the port's `find('templates', …)`.
   */
  renderFile(source: string, name: string, scope: Scope, options?: FileOptions): string;
  /**
   * The variables of a template file about itself (`template_path`, `ansible_managed` …): a layer above all others.
   * @throws TsplayError template-value when the setting `ansible_managed` has a field it cannot have
   */
  fileVariables(file: TemplateFile): ValueMap;
  /** The kind of the text that the raw value comes to, if it is evaluated already or can be without an effect. */
  textKind(value: Value, scope: Scope): TextKind | undefined;
  /** Whether the raw value, with all that its templates speak of, comes from files of the project and no host had a say in it. */
  isWritten(value: Value, scope: Scope): boolean;
  /** Runs a lookup plugin as `query` does, for `with_<name>` loops. @throws TsplayError unsupported-template for an unknown one */
  runLookup(name: string, terms: readonly Value[], options: ValueMap, scope: Scope): Value[];
  /** Parses a template text without evaluating it. @throws TsplayError template-syntax */
  checkText(text: TemplateText): void;
  /** Parses a condition or expression as `condition` would read it. @throws TsplayError template-syntax */
  checkCondition(condition: Value, span: Span | undefined): void;
  /** The same engine for what may turn out not to be needed: what would have an effect, or another source than the scope, throws. */
  readonly forGuesses?: TemplateEngine;
  /** A resolved value as Python's `str` prints it. */
  text(value: Value): string;
  /** Whether the text has template markers at all; without them it is plain data. */
  isTemplate(text: string): boolean;
}

/** A filter: the piped value first; throws TsplayError 'template-value' on values it cannot take. */
export type Filter = (call: FilterCall) => Value;

export interface FilterCall {
  readonly value: Value;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
  readonly scope: Scope;
  readonly engine: TemplateEngine;
  readonly port: TemplatePort;
}

/** A lookup plugin: terms and options to a list of results (`lookup` joins or takes one, `query` gives the list). */
export type Lookup = (call: LookupCall) => Value[];

export interface LookupCall {
  readonly terms: readonly Value[];
  readonly options: ValueMap;
  readonly scope: Scope;
  readonly engine: TemplateEngine;
  readonly port: TemplatePort;
}

export type PluginKind = 'filter' | 'test' | 'lookup';

/** Filters, tests and lookups that a project brings along; they come before those of the box. */
export interface TemplatePlugins {
  filter(name: string): Filter | undefined;
  test(name: string): Filter | undefined;
  lookup(name: string): Lookup | undefined;
  /** What to say of a name that neither the box nor the project has, when the project has something that cannot be used. */
  missing(kind: PluginKind, name: string): string | undefined;
}
