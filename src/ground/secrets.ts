// Which strings must never be shown, and the one function that takes them out of text.

const CENSORED = '********';
/** Shorter forms than this would be found in text that has nothing to do with the secret. */
const LEAST = 4;
const LEAST_ENCODED = 8;

/** The source of a pattern that matches exactly `text`. */
const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * Collects secret strings (passwords, answers to private prompts) and redacts them from anything that is about to be
 * shown: as they are, their lines, and as JSON, URLs and base64 write them, also inside longer text.
 */
export class Secrets {
  private readonly known = new Set<string>();
  private readonly forms = new Set<string>();
  private pattern: RegExp | undefined;

  /** Very short secrets are not tracked: hiding every "a" would make output useless and give the secret away. */
  add(secret: string): void {
    if (secret.length < LEAST || this.known.has(secret)) return;
    this.known.add(secret);
    for (const form of formsOf(secret)) this.forms.add(form);
    this.pattern = undefined;
  }

  redact(text: string): string {
    if (this.known.size === 0) return text;
    // One pass, the longest first: of a secret that holds another one nothing is left over.
    this.pattern ??= new RegExp(
      [...this.forms]
        .sort((a, b) => b.length - a.length)
        .map(literally)
        .join('|'),
      'g',
    );
    return text.replace(this.pattern, CENSORED);
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

/** The ways in which a secret stands in text. */
function formsOf(secret: string): string[] {
  const lines = /[\r\n]/.test(secret) ? secret.split(/\r\n|\r|\n/).map((line) => line.trim()) : [];
  // A block of YAML ends with a newline that a command does not print.
  const plain = [secret, secret.trim(), ...lines.filter((line) => line.length >= LEAST_ENCODED)];
  return [...new Set(plain.filter((text) => text.length >= LEAST).flatMap((text) => [text, ...encoded(text)]))];
}

function encoded(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const json = JSON.stringify(text).slice(1, -1);
  const percent = Array.from(bytes, (b) => asUrl(b));
  const forms = [
    json,
    json.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`),
    json.replaceAll('/', '\\/'),
    percent.join(''),
    percent.join('').replaceAll('%20', '+'),
    percent.join('').replaceAll('%2F', '/'),
    percent.join('').replace(/%../g, (code) => code.toLowerCase()),
  ];
  // Inside longer text that is encoded as a whole a secret begins at any of three places of base64's groups.
  for (const before of [0, 1, 2]) {
    const whole = base64(new Uint8Array([...new Uint8Array(before), ...bytes])).replace(/=+$/, '');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const middle = whole.slice(first, last);
    if (middle.length >= LEAST_ENCODED) forms.push(middle, middle.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

function asUrl(byte: number): string {
  const character = String.fromCharCode(byte);
  return byte < 0x80 && /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''));
}
