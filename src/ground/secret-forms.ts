// The ways in which a secret stands in text: as it is, its lines, and as JSON, URLs, shells, XML and base64 write them.
import { SHORTEST } from './text-search.js';

/** Shorter parts than this would be found in text that has nothing to do with the secret. */
const LEAST_PART = 8;
/** Characters of a longer text are not encoded as a whole: its lines are. Of many lines the further ones are not either. */
const LONGEST_ENCODED = 8192;
const LINES_ENCODED = 1000;

/** Every form once; each has at least four characters. */
export function formsOf(secret: string): Set<string> {
  const forms = new Set<string>();
  // A block of YAML ends with a newline that a command does not print.
  for (const plain of [secret, secret.trim()]) addForms(forms, plain);
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
  for (const form of encoded(plain)) forms.add(form);
}

function encoded(text: string): string[] {
  const bytes = new TextEncoder().encode(text);
  const json = JSON.stringify(text).slice(1, -1);
  const forms = [json, inAscii(json), json.replaceAll('/', '\\/'), ...asUrl(bytes), ...quoted(text)];
  // Inside longer text that is encoded as a whole a secret begins at any of three places of base64's groups.
  for (const before of [0, 1, 2]) {
    const whole = base64(new Uint8Array([...new Uint8Array(before), ...bytes])).replace(/=+$/, '');
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const middle = whole.slice(first, last);
    if (middle.length >= LEAST_PART) forms.push(middle, middle.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

/** Between single quotes of a shell or of Python, and in XML; nothing where it is as it is. */
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

function asUrl(bytes: Uint8Array): string[] {
  const percent = Array.from(bytes, percentCode).join('');
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

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join(''));
}
