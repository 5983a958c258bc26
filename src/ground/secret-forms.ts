// The ways in which a secret stands in text: as it is, its lines, in other letters, and as JSON, URLs, shells, XML, base64 and hexadecimal write them.
import { SHORTEST } from './text-search.js';

/** Shorter parts than this would be found in text that has nothing to do with the secret. */
const LEAST_PART = 8;
/** Characters of a longer text are not encoded as a whole: its lines are. Of many lines the further ones are not either. */
const LONGEST_ENCODED = 8192;
const LINES_ENCODED = 1000;
/** Of text up to here what is written in two ways, one inside the other, is looked for as well. */
const LONGEST_TWICE = 512;
/** Of text from here on lines may be broken between its words; so much of it is looked for at least. */
const LEAST_FOLDED = 30;
const LEAST_RUN = 12;

/** Every form once; each has at least four characters. */
export function formsOf(secret: string): Set<string> {
  const forms = new Set<string>();
  // A block of YAML ends with a newline that a command does not print.
  for (const plain of new Set([secret, secret.trim()])) addForms(forms, plain);
  if (!/[\r\n]/.test(secret)) return forms;
  for (const [index, written] of secret.split(/\r\n|\r|\n/).entries()) {
    const line = written.trim();
    if (line.length < LEAST_PART) continue;
    if (index < LINES_ENCODED) addForms(forms, line);
    else forms.add(line);
  }
  return forms;
}

function addForms(forms: Set<string>, plain: string): void {
  if (plain.length < SHORTEST) return;
  forms.add(plain);
  if (plain.length > LONGEST_ENCODED) return;
  const once = { urls: asUrl(plain), quotes: quoted(plain), base64: inBase64(plain) };
  for (const form of [...written(plain), ...Object.values(once).flat()]) forms.add(form);
  for (const part of runsOfWords(plain)) forms.add(part);
  if (plain.length <= LONGEST_TWICE) for (const form of [...twice(plain, once), ...derived(plain)]) forms.add(form);
}

/** The ways of writing that are also looked for inside another one. */
type Once = Readonly<Record<'urls' | 'quotes' | 'base64', readonly string[]>>;

/** In hexadecimal, and in large and small letters where a digit or a sign says that it is no usual word. */
function derived(text: string): string[] {
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, '0'));
  const hex = bytes.length * 2 >= LEAST_PART ? [bytes.join(''), bytes.join('').toUpperCase()] : [];
  const isWord = text.length < LEAST_PART || !/[^\p{L}\s]/u.test(text);
  return isWord ? hex : [...hex, text.toUpperCase(), text.toLowerCase()];
}

/** As JSON and Python write it. */
function written(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  return [json, inAscii(json), json.replaceAll('/', '\\/'), inHtml(inAscii(json)), ...asPython(text)];
}

/** One way of writing inside another: JSON in base64 or in JSON, base64 in a URL or in base64 again, a URL in a URL. */
function twice(plain: string, { urls, quotes, base64 }: Once): string[] {
  const json = JSON.stringify(plain).slice(1, -1);
  const forms = [...new Set([json, inAscii(json)])].flatMap((form) =>
    form === plain ? [] : [...inBase64(form), JSON.stringify(form).slice(1, -1)],
  );
  for (const form of urls) forms.push(form.replaceAll('%', '%25'));
  for (const form of quotes) forms.push(...quoted(form));
  for (const form of base64) {
    forms.push(...inBase64(form));
    if (/[+/]/.test(form)) forms.push(form.replaceAll('+', '%2B'), form.replaceAll('+', '%2B').replaceAll('/', '%2F'));
  }
  return forms.filter((form) => form.length >= LEAST_PART);
}

/** A secret begins at any of three places of base64's groups when longer text is encoded as a whole; `base64` breaks lines. */
function inBase64(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const forms: string[] = [];
  for (const before of [0, 1, 2]) {
    const whole = toBase64(new Uint8Array([...new Uint8Array(before), ...bytes])).replace(/=+$/, '');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const middle = whole.slice(first, last);
    if (middle.length >= LEAST_PART) forms.push(middle, middle.replaceAll('+', '-').replaceAll('/', '_'));
    if (before === 0 && middle.length > 64)
      for (const width of [64, 76]) forms.push(...(middle.match(new RegExp(`.{${LEAST_PART},${width}}`, 'g')) ?? []));
  }
  return forms;
}

/** Neighbours among the words of a long text: YAML, pprint and wordwrap break its lines wherever there is a blank. */
function runsOfWords(text: string): string[] {
  if (text.length < LEAST_FOLDED || /[\r\n]/.test(text)) return [];
  const words = text.split(' ').slice(0, LINES_ENCODED);
  return words.flatMap((_, i) => {
    const run = words
      .slice(i, i + 3)
      .join(' ')
      .trim();
    return run.length >= LEAST_RUN && run.includes(' ') ? [run] : [];
  });
}

/** Inside Python's quotes, as text and as bytes. */
function asPython(text: string): string[] {
  const slashes = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  const bytes = Array.from(new TextEncoder().encode(text), byteInPython).join('');
  return [slashes, slashes.replaceAll("'", "\\'"), bytes, bytes.replaceAll("'", "\\'")];
}

function byteInPython(byte: number): string {
  const escape = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' }[byte];
  if (escape !== undefined) return escape;
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
}

function quoted(text: string): string[] {
  if (!/['"&<>]/.test(text)) return [];
  const xml = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return [
    text.replaceAll("'", `'"'"'`),
    text.replaceAll("'", String.raw`'\''`),
    text.replaceAll("'", String.raw`\'`),
    xml,
    xml.replaceAll('"', '&quot;').replaceAll("'", '&#x27;'),
    xml.replaceAll('"', '&#34;').replaceAll("'", '&#39;'),
  ];
}

function inAscii(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** As Jinja2's `tojson` writes JSON, for use in a page. */
function inHtml(json: string): string {
  return json.replace(/[<>&']/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function asUrl(text: string): string[] {
  const percent = Array.from(new TextEncoder().encode(text), percentCode).join('');
  return [
    percent,
    percent.replaceAll('%20', '+'),
    percent.replaceAll('%2F', '/'),
    percent.replace(/%../g, (code) => code.toLowerCase()),
  ];
}

function percentCode(byte: number): string {
  const character = String.fromCharCode(byte);
  return byte < 0x80 && /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
