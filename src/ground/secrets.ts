// Which strings must never be shown, and the one function that takes them out of text.

const CENSORED = '********';

/** The source of a pattern that matches exactly `text`. */
const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Collects secret strings (passwords, vaulted values) and redacts them from anything that is about to be shown. */
export class Secrets {
  private readonly known = new Set<string>();
  private pattern: RegExp | undefined;

  /** Very short secrets are not tracked: hiding every "a" would make output useless and give the secret away. */
  add(secret: string): void {
    if (secret.length < 4 || this.known.has(secret)) return;
    this.known.add(secret);
    // One pass, the longest first: of a secret that holds another one nothing is left over.
    const longestFirst = [...this.known].sort((a, b) => b.length - a.length);
    this.pattern = new RegExp(longestFirst.map(literally).join('|'), 'g');
  }

  redact(text: string): string {
    return this.pattern === undefined ? text : text.replace(this.pattern, CENSORED);
  }

  /** A copy of a plain JSON-like value in which every string is redacted; the value itself when nothing is known. */
  redactDeep<T>(value: T): T {
    if (this.known.size === 0) return value;
    return this.walk(value) as T;
  }

  private walk(value: unknown): unknown {
    if (typeof value === 'string') return this.redact(value);
    if (Array.isArray(value)) return value.map((v) => this.walk(v));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [this.redact(k), this.walk(v)]));
    }
    return value;
  }
}
