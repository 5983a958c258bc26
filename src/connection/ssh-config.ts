// What ssh_config(5) files say about one host. Pure: included files come through a function.
import { matchesPatterns } from './known-hosts.js';
import { noOptions, optionWords, takeOption, type SshOptions } from './ssh-options.js';

export interface SshConfigFile {
  readonly path: string;
  readonly text: string;
}

export interface SshConfigContext {
  readonly home: string;
  /** The controller's user. */
  readonly localUser: string;
  /** The user that is asked for from outside, which wins over the file's User. */
  readonly remoteUser?: string | undefined;
  /** The files an Include names (`~` and `*` allowed; relative to ~/.ssh, or to /etc/ssh for a system file). */
  readonly include: (pattern: string, from: string) => readonly SshConfigFile[];
}

export interface SshHostConfig extends SshOptions {
  /** Lines that could not be understood and may have mattered. */
  readonly warnings: string[];
}

const MAX_INCLUDE_DEPTH = 16;

/** `%h`-style tokens; an unknown one stays as it is. */
export function expandTokens(text: string, tokens: Readonly<Record<string, string>>): string {
  return text.replace(/%(.)/g, (all, letter: string) => (letter === '%' ? '%' : (tokens[letter] ?? all)));
}

/** A leading `~/` as the home directory. */
export function expandHome(path: string, home: string): string {
  return path === '~' ? home : path.startsWith('~/') ? `${home}${path.slice(1)}` : path;
}

class Reader {
  readonly options: SshHostConfig = { ...noOptions(), warnings: [] };

  constructor(
    private readonly original: string,
    private readonly context: SshConfigContext,
  ) {}

  private get target(): string {
    return this.options.hostName === undefined
      ? this.original
      : expandTokens(this.options.hostName, { h: this.original });
  }

  /** @param active whether an enclosing block applies */
  read(file: SshConfigFile, active: boolean, depth: number): void {
    let applies = active;
    file.text.split(/\r?\n/).forEach((line, index) => {
      const match = /^\s*([A-Za-z0-9]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line);
      const key = match?.[1]?.toLowerCase();
      if (key === undefined) return;
      const value = match?.[2] ?? '';
      const place = `${file.path}:${index + 1}`;
      if (key === 'host') applies = active && matchesPatterns(optionWords(value), this.original.toLowerCase());
      else if (key === 'match') applies = active && this.matches(value, place);
      else if (!applies) return;
      else if (key === 'include') this.include(value, file.path, depth, place);
      else this.take(key, value, place);
    });
  }

  private take(key: string, value: string, place: string): void {
    try {
      takeOption(this.options, key, value);
    } catch (error) {
      this.options.warnings.push(`${place}: ${(error as Error).message}`);
    }
  }

  private include(value: string, from: string, depth: number, place: string): void {
    if (depth >= MAX_INCLUDE_DEPTH) {
      this.options.warnings.push(`${place}: Include is nested too deeply and left out`);
      return;
    }
    for (const pattern of optionWords(value)) {
      for (const file of this.context.include(pattern, from)) this.read(file, true, depth + 1);
    }
  }

  private matches(value: string, place: string): boolean {
    const words = optionWords(value);
    let result = true;
    for (let i = 0; i < words.length; i++) {
      let criterion = (words[i] ?? '').toLowerCase();
      const negated = criterion.startsWith('!');
      if (negated) criterion = criterion.slice(1);
      if (criterion === 'all') continue;
      const subjects: Readonly<Record<string, string>> = {
        host: this.target.toLowerCase(),
        originalhost: this.original.toLowerCase(),
        user: this.context.remoteUser ?? this.options.user ?? this.context.localUser,
        localuser: this.context.localUser,
      };
      const subject = subjects[criterion];
      if (subject === undefined) {
        // compat: without canonicalization OpenSSH reads the files once, so these two never match either.
        if (criterion !== 'canonical' && criterion !== 'final') {
          this.options.warnings.push(`${place}: 'Match ${criterion}' is not supported, the block is left out`);
        }
        return false;
      }
      const patterns = (words[++i] ?? '').split(',');
      if (matchesPatterns(patterns, subject) === negated) result = false;
    }
    return result;
  }
}

/**
 * @param host as the user names it (ansible_host, or a jump host)
 * @param files in the order in which they count: the user's, then the system's
 */
export function sshConfigFor(host: string, files: readonly SshConfigFile[], context: SshConfigContext): SshHostConfig {
  const reader = new Reader(host, context);
  for (const file of files) reader.read(file, true, 0);
  return reader.options;
}
