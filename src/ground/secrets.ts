// Which strings must never be shown, and the one place that takes them out of text.
import { isUsual, saysNothing } from './common-words.js';
import { formsOf } from './secret-forms.js';
import { SHORTEST, TextSearch } from './text-search.js';

const CENSORED = '********';
/** Nobody hides less. */
const LEAST_VALUE = 3;

/**
 * Collects secret strings (passwords, answers to private prompts, what vaults and `no_log` hide) and redacts them from
 * anything that is about to be shown: as they are, their lines, and as JSON, URLs and base64 write them, also inside longer
 * text.
 */
export class Secrets {
  private readonly known = new Set<string>();
  /** What is hidden where a value is that and nothing else. */
  private readonly wholes = new Set<string>();
  private readonly search = new TextSearch();

  /**
   * A password or an answer: found anywhere. What has less than four characters is hidden only where it is all of a value:
   * hiding every "a" would make output useless and give the secret away.
   */
  add(secret: string): void {
    if (secret === '' || this.known.has(secret)) return;
    this.known.add(secret);
    this.wholes.add(secret.trim());
    for (const form of formsOf(secret)) this.search.add(form);
  }

  /**
   * A value among others that are hidden (of an encrypted file, a result under `no_log`): found anywhere. Of usual words,
   * short numbers and paths of every machine only whole values are hidden; one or two characters and the words of every
   * result are no secrets.
   */
  addValue(value: string): void {
    const text = value.trim();
    if (text.length < LEAST_VALUE || saysNothing(text)) return;
    if (text.length >= SHORTEST && !isUsual(text)) this.add(value);
    else this.wholes.add(text);
  }

  /** A text without secrets. */
  redact(text: string): string {
    return this.known.size === 0 ? text : this.search.replace(text, () => CENSORED);
  }

  /** The same with a star for each character: lines and columns stay where they are. */
  mask(text: string): string {
    return this.known.size === 0 ? text : this.search.replace(text, (found) => found.replace(/[^\r\n]/g, '*'));
  }

  /** A copy of a plain JSON-like value in which every string is redacted; the value itself when nothing is known. */
  redactDeep<T>(value: T): T {
    if (this.wholes.size === 0) return value;
    return this.walk(value) as T;
  }

  private walk(value: unknown): unknown {
    if (typeof value === 'string') return this.isSecret(value) ? CENSORED : this.redact(value);
    if (typeof value === 'number' || typeof value === 'bigint') return this.known.has(String(value)) ? CENSORED : value;
    if (Array.isArray(value)) return value.map((v) => this.walk(v));
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [this.redact(k), this.walk(v)]));
    }
    return value;
  }

  private isSecret(value: string): boolean {
    return value !== '' && (this.wholes.has(value) || this.wholes.has(value.trim()));
  }
}
