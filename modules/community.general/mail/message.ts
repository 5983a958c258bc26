// A mail as text: headers, body and attachments as RFC 5322 and MIME want them.
import { randomBytes } from 'node:crypto';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly body: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly charset: string;
  readonly subtype: 'html' | 'plain';
  readonly domain: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** `Name <a@b>`, `a@b (Name)` or `a@b`, as phrase and address. */
export function parseAddress(text: string): { readonly phrase: string; readonly address: string } {
  const angle = /^\s*(.*?)\s*<([^<>]*)>\s*$/s.exec(text);
  if (angle) {
    const phrase = (angle[1] ?? '').replace(/^"(.*)"$/s, '$1').replace(/\\(["\\])/g, '$1');
    return { phrase, address: (angle[2] ?? '').trim() };
  }
  const comment = /^\s*(\S+)\s*\((.*)\)\s*$/s.exec(text);
  if (comment) return { phrase: comment[2] ?? '', address: comment[1] ?? '' };
  return { phrase: '', address: text.trim() };
}

const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

/** One header's value on one line: nothing in it may begin another header. */
const oneLine = (text: string): string => text.replace(/[\r\n]+\s*/g, ' ');

/** The bytes of text in a character set this program can write. */
function encodeText(text: string, charset: string): Buffer {
  const name = charset.toLowerCase().replaceAll('_', '-');
  if (name === 'us-ascii' || name === 'ascii') return Buffer.from(text, isAscii(text) ? 'ascii' : 'utf8');
  return Buffer.from(text, LATIN.has(name) ? 'latin1' : 'utf8');
}
const LATIN = new Set(['iso-8859-1', 'latin-1', 'latin1']);

/** Character sets that can be written. */
export const canWrite = (charset: string): boolean =>
  /^(?:utf-?8|us-ascii|ascii|iso-8859-1|latin-?1)$/i.test(charset.replaceAll('_', '-'));

/** A header's text, encoded (RFC 2047) when it is not ASCII; in pieces of at most 75 characters. */
function word(text: string, charset: string): string {
  const line = oneLine(text);
  if (isAscii(line)) return line;
  const pieces: string[] = [];
  let piece = '';
  for (const c of line) {
    if (encodeText(piece + c, charset).length > 42) {
      pieces.push(piece);
      piece = '';
    }
    piece += c;
  }
  return [...pieces, piece].map((p) => `=?${charset}?b?${encodeText(p, charset).toString('base64')}?=`).join('\r\n ');
}

function formatted(text: string, charset: string): string {
  const { phrase, address } = parseAddress(text);
  const own = oneLine(address);
  if (phrase === '') return own;
  const quoted =
    /[^\w !#$%&'*+\-/=?^`{|}~]/.test(phrase) && isAscii(phrase) ? `"${phrase.replace(/["\\]/g, '\\$&')}"` : phrase;
  return `${word(quoted, charset)} <${own}>`;
}

const wrapped = (bytes: Uint8Array): string =>
  (
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\r\n');

/** RFC 5322's date. */
function dateOf(now: number): string {
  return new Date(now).toUTCString().replace('GMT', '+0000');
}

/** The whole mail; lines end in CRLF. */
export function composeMail(mail: Mail): string {
  const boundary = `===============${randomBytes(12).toString('hex')}==`;
  const { charset } = mail;
  const lists = (list: readonly string[]): string => list.map((one) => formatted(one, charset)).join(', ');
  const own = mail.headers.map(([name, value]) => `${name}: ${word(value, charset)}`);
  const isGiven = mail.headers.some(([name]) => name.toLowerCase() === 'x-mailer');
  const head = [
    `Content-Type: multipart/mixed; charset="${charset}"; boundary="${boundary}"`,
    'MIME-Version: 1.0',
    `From: ${formatted(mail.from, charset)}`,
    `Date: ${dateOf(mail.now)}`,
    `Subject: ${word(mail.subject, charset)}`,
    `Message-ID: <${mail.now}.${randomBytes(8).toString('hex')}@${oneLine(mail.domain)}>`,
    ...own,
    ...(isGiven ? [] : ['X-Mailer: tsplay mail module']),
    `To: ${lists(mail.to)}`,
    `Cc: ${lists(mail.cc)}`,
  ];
  const parts = [
    [
      `Content-Type: text/${mail.subtype}; charset="${charset}"`,
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: base64',
      '',
      wrapped(encodeText(`${mail.body}\n\n`, charset)),
    ],
    ...mail.attachments.map(({ name, bytes }) => [
      'Content-Type: application/octet-stream',
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; ${fileName(name)}`,
      '',
      wrapped(bytes),
    ]),
  ];
  const body = parts.flatMap((part) => [`--${boundary}`, ...part]);
  return [...head, '', 'Multipart message', ...body, `--${boundary}--`, ''].join('\r\n');
}

function fileName(name: string): string {
  if (isAscii(name)) return `filename="${oneLine(name).replace(/["\\]/g, '\\$&')}"`;
  return `filename*=utf-8''${encodeURIComponent(name)}`;
}
