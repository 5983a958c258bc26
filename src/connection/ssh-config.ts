// What ssh_config(5) files say about one host. Pure: files, programs and names come through functions.
import { matchesPatterns } from './known-hosts.js';
import { globRegExp, noOptions, takeOption, type SshOptions } from './ssh-options.js';
import { expandTokens, tokensOf, type Controller } from './ssh-tokens.js';
import { configLine, optionWords } from './ssh-words.js';

export { expandHome, expandTokens } from './ssh-tokens.js';

export interface SshConfigFile {
  readonly path: string;
  readonly text: string;
}

export interface SshConfigContext {
  readonly controller: Controller;
  /** What is asked for from outside, which wins over the files. */
  readonly remoteUser?: string | undefined;
  readonly hostName?: string | undefined;
  readonly port?: number | undefined;
  /** The files an Include names (`~` and `*` allowed; relative to ~/.ssh, or to /etc/ssh for a system file). */
  readonly include: (pattern: string, from: string) => readonly SshConfigFile[];
  /** Whether a command line of the controller succeeds, for `Match exec`. */
  readonly exec?: ((command: string) => boolean) | undefined;
  /** Whether a name has an address, for CanonicalizeHostname. */
  readonly resolves?: ((name: string) => boolean) | undefined;
  /** Names and addresses of the controller's networks, for `Match localnetwork`. */
  readonly inNetwork?: ((list: string) => boolean) | undefined;
}

export interface SshHostConfig extends SshOptions {
  /** Lines that could not be understood and may have mattered. */
  readonly warnings: string[];
}

const MAX_INCLUDE_DEPTH = 16;
/** What OpenSSH has, so that a Match with it is no mistake, and tsplay does not ask. */
const UNASKED: ReadonlySet<string> = new Set(['tagged', 'version', 'sessiontype', 'command']);

class Reader {
  readonly options: SshHostConfig = { ...noOptions(), warnings: [] };
  /** A `Match final` stands somewhere: the files are read again. */
  wantsFinal = false;
  private final = false;

  constructor(
    private readonly original: string,
    private readonly context: SshConfigContext,
  ) {
    if (context.remoteUser !== undefined) this.options.user = context.remoteUser;
    if (context.hostName !== undefined) this.options.hostName = context.hostName;
    if (context.port !== undefined) this.options.port = context.port;
  }

  /** What is connected to, as far as it is known. */
  get target(): string {
    return this.options.hostName === undefined
      ? this.original
      : expandTokens(this.options.hostName, { h: this.original });
  }

  /** From now on `Match final` matches, and `Host` asks the name that was found. */
  beginFinal(host: string): void {
    this.final = true;
    this.options.hostName = host.replaceAll('%', '%%');
  }

  /** @param active whether an enclosing block applies */
  read(file: SshConfigFile, active: boolean, depth: number): void {
    let applies = active;
    file.text.split(/\r?\n/).forEach((text, index) => {
      const line = configLine(text);
      if (!line) return;
      const place = `${file.path}:${index + 1}`;
      const { key, rest } = line;
      if (key === 'host') applies = active && this.isHost(optionWords(rest));
      else if (key === 'match') {
        const matched = this.matches(optionWords(rest), place, active);
        applies = active && matched;
      } else if (key === 'include') this.include(rest, file.path, applies, depth, place);
      else if (applies) this.take(key, rest, place);
    });
  }

  private isHost(patterns: readonly string[]): boolean {
    const name = this.final ? this.target : this.original;
    let matched = false;
    for (const pattern of patterns) {
      const negated = pattern.startsWith('!');
      if (!globRegExp(negated ? pattern.slice(1) : pattern).test(name)) continue;
      if (negated) return false;
      matched = true;
    }
    return matched;
  }

  private take(key: string, value: string, place: string): void {
    try {
      const taken = takeOption(this.options, key, value);
      if (taken === 'left-out') this.warn(`${place}: ${key} is left out: tsplay does not do it`);
      else if (taken === 'unknown' && !matchesPatterns((this.options.ignoreUnknown ?? '').split(','), key)) {
        this.warn(`${place}: ${key} is no option that tsplay knows`);
      }
    } catch (error) {
      if ((error as { code?: string }).code === 'connection-setting' && /not supported/.test((error as Error).message))
        throw error;
      this.warn(`${place}: ${(error as Error).message}`);
    }
  }

  private warn(message: string): void {
    if (!this.options.warnings.includes(message)) this.options.warnings.push(message);
  }

  private include(value: string, from: string, applies: boolean, depth: number, place: string): void {
    if (depth >= MAX_INCLUDE_DEPTH) {
      this.warn(`${place}: Include is nested too deeply and left out`);
      return;
    }
    for (const pattern of optionWords(value)) {
      for (const file of this.context.include(pattern, from)) this.read(file, applies, depth + 1);
    }
  }

  /** @param asked whether the answer counts; `Match final` is noticed anyway */
  private matches(words: readonly string[], place: string, asked: boolean): boolean {
    let result = true;
    for (let i = 0; i < words.length; i++) {
      const written = words[i] ?? '';
      const negated = written.startsWith('!');
      const criterion = (negated ? written.slice(1) : written).toLowerCase();
      if (criterion === 'all') continue;
      if (criterion === 'canonical' || criterion === 'final') {
        if (criterion === 'final') this.wantsFinal = true;
        if (this.final === negated) result = false;
        continue;
      }
      const said = words[++i] ?? '';
      // What costs a program is asked only when all before it matched.
      if (criterion === 'exec' && (!asked || !result)) continue;
      const matched = this.criterion(criterion, said, place);
      if (matched === undefined) return false;
      if (matched === negated) result = false;
    }
    return result;
  }

  private criterion(criterion: string, said: string, place: string): boolean | undefined {
    const { controller, exec, inNetwork } = this.context;
    const user = this.options.user ?? controller.user;
    switch (criterion) {
      case 'host':
        return matchesPatterns(said.toLowerCase().split(','), this.target.toLowerCase());
      case 'originalhost':
        return matchesPatterns(said.toLowerCase().split(','), this.original.toLowerCase());
      case 'user':
        return said.split(',').length > 0 && matchesExactly(said, user);
      case 'localuser':
        return matchesExactly(said, controller.user);
      case 'localnetwork':
        if (inNetwork) return inNetwork(said);
        break;
      case 'exec':
        if (exec) return exec(this.command(said));
    }
    const known = UNASKED.has(criterion) || criterion === 'exec' || criterion === 'localnetwork';
    this.warn(`${place}: 'Match ${criterion}' is ${known ? 'not supported' : 'unknown'}, the block is left out`);
    return undefined;
  }

  private command(said: string): string {
    const { controller } = this.context;
    const { options } = this;
    return expandTokens(
      said,
      tokensOf({
        original: this.original,
        host: this.target,
        port: options.port ?? 22,
        user: options.user ?? controller.user,
        keyAlias: options.hostKeyAlias ?? this.original,
        proxyJump: options.proxyJump ?? '',
        controller,
      }),
    );
  }
}

/** As matchesPatterns, with case. */
function matchesExactly(list: string, name: string): boolean {
  let matched = false;
  for (const pattern of list.split(',')) {
    const negated = pattern.startsWith('!');
    if (!globRegExp(negated ? pattern.slice(1) : pattern).test(name)) continue;
    if (negated) return false;
    matched = true;
  }
  return matched;
}

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*(?:%.*)?)$/i;

/** The host's full name, when CanonicalizeHostname asks for one and a domain has it. */
function canonical(host: string, options: SshHostConfig, context: SshConfigContext): string {
  const when = options.canonicalizeHostname ?? 'no';
  if (when === 'no' || when === 'false' || when === 'none' || ADDRESS.test(host)) return host;
  const through = [options.proxyCommand, options.proxyJump].some((way) => way !== undefined && way !== 'none');
  if (through && when !== 'always') return host;
  const dots = host.replace(/\.$/, '').split('.').length - 1;
  if (host.endsWith('.')) return host.slice(0, -1);
  if (dots > (options.canonicalizeMaxDots ?? 1)) return host;
  for (const domain of options.canonicalDomains ?? []) {
    const full = `${host}.${domain.replace(/^\./, '')}`;
    if (domain !== 'none' && context.resolves?.(full) === true) return full.toLowerCase();
  }
  if (options.canonicalizeFallbackLocal === false)
    options.warnings.push(
      `${host} is in none of CanonicalDomains; OpenSSH would give up, tsplay uses the name as it is`,
    );
  return host;
}

/**
 * @param host as the user names it (ansible_host, or a jump host)
 * @param files in the order in which they count: the user's, then the system's
 * @throws TsplayError connection-setting for options on which trust rests and that cannot be honoured
 */
export function sshConfigFor(host: string, files: readonly SshConfigFile[], context: SshConfigContext): SshHostConfig {
  const reader = new Reader(host, context);
  for (const file of files) reader.read(file, true, 0);
  const { options } = reader;
  const when = options.canonicalizeHostname ?? 'no';
  const canonicalizes = when === 'yes' || when === 'true' || when === 'always';
  if (!reader.wantsFinal && !canonicalizes) return options;
  reader.beginFinal(canonical(reader.target.toLowerCase(), options, context));
  for (const file of files) reader.read(file, true, 0);
  return options;
}
