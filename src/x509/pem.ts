// What PEM text holds: its blocks, their labels and bytes.
import { base64, fromBase64 } from './bytes.js';
import { X509Error } from './errors.js';

/** All blocks, each with its line ends, whatever stands between them left out. */
export function splitPem(text: string): string[] {
  const out: string[] = [];
  let current: string[] | undefined;
  for (const line of text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? []) {
    if (line.trim() === '') continue;
    if (line.startsWith('-----BEGIN ')) current = [];
    current?.push(line);
    if (current && line.startsWith('-----END ')) {
      out.push(current.join(''));
      current = undefined;
    }
  }
  return out;
}

const BEGIN = /^-----BEGIN ([^\r\n]+)-----\r?(?:\n|$)/;

export interface PemBlock {
  readonly label: string;
  /** `Proc-Type`, `DEK-Info` of old encrypted keys. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** The label of the first block, or undefined when the text has none. */
export function pemLabel(text: string): string | undefined {
  return BEGIN.exec(splitPem(text)[0] ?? '')?.[1];
}

/** Reads one block. @throws X509Error */
export function readPem(block: string): PemBlock {
  const label = BEGIN.exec(block)?.[1];
  if (label === undefined) throw new X509Error('this is not PEM: no line begins it');
  const lines = block.split(/\r\n|\r|\n/).slice(1);
  const end = lines.findIndex((line) => line.startsWith('-----END '));
  const headers: Record<string, string> = {};
  const body: string[] = [];
  for (const line of lines.slice(0, end)) {
    const header = /^([\w-]+): *(.*)$/.exec(line);
    if (header) headers[header[1] ?? ''] = header[2] ?? '';
    else body.push(line.trim());
  }
  const bytes = fromBase64(body.join(''));
  if (!bytes || bytes.length === 0) throw new X509Error('this is not PEM: its text is not base64');
  return { label, headers, bytes };
}

/** The bytes of the first block with one of these labels. @throws X509Error */
export function firstPem(text: string, ...labels: readonly string[]): Uint8Array {
  const block = splitPem(text).find((one) => labels.includes(BEGIN.exec(one)?.[1] ?? ''));
  if (block === undefined) throw new X509Error(`no PEM block ${labels.map((l) => `"${l}"`).join(' or ')} in it`);
  return readPem(block).bytes;
}

export function writePem(label: string, bytes: Uint8Array): string {
  const lines = base64(bytes).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** Whether the bytes are PEM text. */
export function isPem(bytes: Uint8Array): boolean {
  try {
    return pemLabel(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) !== undefined;
  } catch {
    return false;
  }
}

/** compat: what the collection calls the format of a private key file. */
export function privateKeyFormat(bytes: Uint8Array): 'raw' | 'pkcs1' | 'pkcs8' | 'unknown-pem' {
  let label: string | undefined;
  try {
    label = pemLabel(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return 'raw';
  }
  if (label === undefined) return 'raw';
  if (label === 'PRIVATE KEY' || label === 'ENCRYPTED PRIVATE KEY') return 'pkcs8';
  return label.endsWith(' PRIVATE KEY') ? 'pkcs1' : 'unknown-pem';
}
