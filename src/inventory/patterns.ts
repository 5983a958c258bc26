// Which hosts a pattern such as `web:&prod:!web3`, `db[0]` or `~web\d+` selects, and in which order.
import { characterSet, TsplayError, type Diagnostic, type Span } from '../ground/index.js';
import { hostsOf, LOCALHOST_NAMES, type Host, type Inventory } from './model.js';
import { parseAddress } from './ranges.js';

export interface Matched {
  /** In inventory order for each pattern, patterns in turn; each host once. */
  readonly hosts: readonly Host[];
  /** Warnings about patterns that select nothing. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Single patterns out of a text (or several) in which they are separated by commas, or by colons when there is no comma.
 * IPv6 addresses and `[1:3]` keep their colons.
 */
export function splitPatterns(patterns: string | readonly string[]): string[] {
  if (typeof patterns !== 'string') return patterns.flatMap((p) => splitPatterns(p));
  const parts = patterns.includes(',')
    ? patterns.split(',')
    : parseAddress(patterns)
      ? [patterns]
      : (patterns.match(/(?:[^\s:[\]]|\[[^\]]*\])+/g) ?? []);
  return parts.map((p) => p.trim()).filter((p) => p !== '');
}

/**
 * The patterns of `--limit`; `@file` stands for the lines of that file. Undefined when there is none: no limit.
 * @param readLines gives a file's text, or throws a TsplayError.
 */
export function limitPatterns(limit: string, readLines: (path: string) => string): string[] | undefined {
  const patterns = splitPatterns(limit).flatMap((p) =>
    p.startsWith('@')
      ? readLines(p.slice(1))
          .split('\n')
          .map((line) => line.trim())
      : [p],
  );
  return patterns.length > 0 ? patterns : undefined;
}

export interface MatchOptions {
  readonly limit?: readonly string[] | undefined;
  readonly span?: Span | undefined;
  /** What a pattern is that matches nothing: told, refused, or passed over (HOST_PATTERN_MISMATCH). */
  readonly mismatch?: 'warning' | 'error' | 'ignore' | undefined;
}

/**
 * The hosts that `patterns` select, and, when `limit` is given, that its patterns select too.
 * First all plain patterns count, then the intersections (`&`), then the exclusions (`!`); with none of the plain kind
 * all hosts are meant. `localhost` selects the controller also when no inventory lists it.
 * @throws TsplayError host-pattern for a pattern that does not parse, a subscript beyond the end, and, with `mismatch`
 * error, a pattern that matches nothing.
 */
export function matchHosts(
  inventory: Inventory,
  patterns: string | readonly string[],
  options: MatchOptions = {},
): Matched {
  const diagnostics: Diagnostic[] = [];
  const mismatch = options.mismatch ?? 'warning';
  const matcher = new Matcher(inventory, diagnostics, mismatch, options.span);
  let hosts = matcher.all(splitPatterns(patterns));
  if (options.limit) {
    const limited = new Set(new Matcher(inventory, diagnostics, mismatch, undefined).all(options.limit));
    hosts = hosts.filter((h) => limited.has(h));
  }
  return { hosts, diagnostics };
}

class Matcher {
  constructor(
    private readonly inventory: Inventory,
    private readonly diagnostics: Diagnostic[],
    private readonly mismatch: 'warning' | 'error' | 'ignore',
    private readonly span: Span | undefined,
  ) {}

  all(listed: readonly string[]): Host[] {
    const patterns = listed.filter((p) => p !== '');
    const excluded = patterns.filter((p) => p.startsWith('!'));
    const intersected = patterns.filter((p) => p.startsWith('&'));
    const plain = patterns.filter((p) => !/^[!&]/.test(p));
    let hosts = new Set<Host>();
    for (const p of plain.length > 0 || listed.length === 0 ? plain : ['all']) {
      const host = this.inventory.hosts.get(p);
      for (const found of host ? [host] : this.one(p)) hosts.add(found);
    }
    for (const p of intersected) {
      const kept = new Set(this.one(p.slice(1)));
      hosts = new Set([...hosts].filter((h) => kept.has(h)));
    }
    for (const p of excluded) for (const host of this.one(p.slice(1))) hosts.delete(host);
    return [...hosts];
  }

  private one(pattern: string): Host[] {
    const subscript = pattern.startsWith('~') ? null : /^(.+)\[(?:(-?\d+)|(\d+)([:-])(\d*))\]$/.exec(pattern);
    if (!subscript) return this.named(pattern);
    const [, name = '', index, start, separator, end = ''] = subscript;
    if (separator === '-') {
      this.diagnostics.push({
        code: 'host-pattern',
        severity: 'warning',
        message: 'Use [x:y] inclusive subscripts instead of [x-y] which has been removed',
        span: this.span,
      });
    }
    const hosts = this.named(name);
    if (hosts.length === 0) return hosts;
    if (index === undefined && Number(end) > 0) return hosts.slice(Number(start), Number(end) + 1);
    if (index === undefined && end === '') return hosts.slice(Number(start));
    const host = hosts.at(Number(index ?? start));
    if (!host) {
      throw new TsplayError('host-pattern', `no host has the place of '${pattern}'`, {
        span: this.span,
        hint: `'${name}' stands for ${hosts.length} host${hosts.length === 1 ? '' : 's'}; the first has the place 0`,
      });
    }
    return [host];
  }

  private named(pattern: string): Host[] {
    const test = this.tester(pattern);
    const groups = [...this.inventory.groups.values()].filter((g) => test(g.name));
    const found = new Set(groups.flatMap((g) => hostsOf(g)));
    if (groups.length === 0 || pattern.startsWith('~') || /[.?*[]/.test(pattern)) {
      for (const host of this.inventory.hosts.values()) if (test(host.name)) found.add(host);
    }
    if (found.size === 0 && LOCALHOST_NAMES.includes(pattern)) {
      const implicit = this.inventory.host(pattern);
      if (implicit) found.add(implicit);
    }
    if (found.size === 0 && groups.length === 0 && pattern !== 'all') this.unmatched(pattern);
    return [...found];
  }

  /** compat: the words of the message are Ansible's. */
  private unmatched(pattern: string): void {
    if (this.mismatch === 'ignore') return;
    const message = `Could not match supplied host pattern, ignoring: ${pattern}`;
    const hint = 'the names are those of the inventory; --list-hosts shows what a play selects';
    if (this.mismatch === 'error') throw new TsplayError('host-pattern', message, { span: this.span, hint });
    this.diagnostics.push({ code: 'host-pattern', severity: 'warning', message, span: this.span, hint });
  }

  private tester(pattern: string): (name: string) => boolean {
    if (!/[~?*[]/.test(pattern)) return (name) => name === pattern;
    try {
      const regex = pattern.startsWith('~') ? pythonRegex(pattern.slice(1)) : globRegex(pattern);
      return (name) => regex.test(name);
    } catch (cause) {
      throw new TsplayError('host-pattern', `the pattern '${pattern}' does not parse`, {
        span: this.span,
        hint: 'after ~ comes a regular expression; without it, * ? and [abc] are wildcards',
        cause,
      });
    }
  }
}

/** A regular expression that must match from the start, as Python's `re.match` has it. */
function pythonRegex(source: string): RegExp {
  const flags = /^\(\?([aimsux]+)\)/.exec(source);
  const body = source
    .slice(flags?.[0].length ?? 0)
    .replaceAll('(?P<', '(?<')
    .replaceAll('\\Z', '$')
    .replaceAll('\\A', '^');
  return new RegExp(`^(?:${body})`, flags?.[1]?.replace(/[^ims]/g, '') ?? '');
}

function globRegex(pattern: string): RegExp {
  let out = '';
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern.charAt(i);
    const set = c === '[' ? /^\[(!?)(\]?[^\]]*)\]/.exec(pattern.slice(i)) : null;
    if (c === '*') out += '.*';
    else if (c === '?') out += '.';
    else if (set) {
      out += characterSet(set[2] ?? '', set[1] === '!');
      i += set[0].length - 1;
    } else out += c.replace(/[\\^$.|+(){}[\]]/g, '\\$&');
  }
  return new RegExp(`^${out}$`, 's');
}
