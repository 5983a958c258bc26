// Which strings must never be shown, and the one function that takes them out of text.

const CENSORED = '********';

/** Collects secret strings (passwords, vaulted values) and redacts them from anything that is about to be shown. */
export class Secrets {
  private readonly known = new Set<string>();

  /** Very short secrets are not tracked: hiding every "a" would make output useless and give the secret away. */
  add(secret: string): void {
    if (secret.length >= 4) this.known.add(secret);
  }

  redact(text: string): string {
    let out = text;
    for (const secret of this.known) out = out.replaceAll(secret, CENSORED);
    return out;
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
