// The body of a request: JSON, a form, several parts, or text as it is.
import { randomBytes } from 'node:crypto';
import { ModuleFailure } from '../../../src/kit/index.js';
import { pythonJson } from '../../_shared/python-json.js';

export interface Body {
  readonly bytes: Buffer;
  readonly contentType: string;
  /** Whether a Content-Type of the user's headers is overruled: the boundary is in ours. */
  readonly fixedType?: boolean;
}

/** What urllib says of a body whose type nobody gave. */
const DEFAULT_TYPE = 'application/x-www-form-urlencoded';

export const rawBody = (bytes: Buffer): Body => ({ bytes, contentType: DEFAULT_TYPE });

export type BodyFormat = 'form-urlencoded' | 'json' | 'raw' | 'form-multipart';

/** @param readFile gives the content of a file named in a part */
export async function encodeBody(
  body: unknown,
  format: BodyFormat,
  readFile: (path: string) => Promise<Buffer>,
): Promise<Body> {
  switch (format) {
    case 'json':
      return {
        bytes: Buffer.from(typeof body === 'string' ? body : pythonJson(body)),
        contentType: 'application/json',
      };
    case 'form-urlencoded':
      return { bytes: Buffer.from(typeof body === 'string' ? body : formText(body)), contentType: DEFAULT_TYPE };
    case 'form-multipart':
      return multipart(body, readFile);
    case 'raw':
      if (typeof body === 'object') {
        throw new ModuleFailure(
          "body is a structure and body_format is 'raw': set body_format to json, form-urlencoded or form-multipart",
        );
      }
      return rawBody(Buffer.from(text(body)));
  }
}

/** A scalar as Python prints it. */
function text(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? value : pythonJson(value);
}

/** `quote_plus`: letters, digits and `_.-~` stay, a blank is `+`. */
function quotePlus(value: unknown): string {
  return encodeURIComponent(text(value))
    .replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

/** A dict or a list of pairs; a list as value repeats its name. */
function formText(body: unknown): string {
  const pairs: readonly unknown[] = Array.isArray(body) ? body : Object.entries((body as object | null) ?? {});
  return pairs
    .flatMap((pair) => {
      if (!Array.isArray(pair) || pair.length !== 2) {
        throw new ModuleFailure('failed to parse body as form-urlencoded: it is neither a dict nor a list of pairs');
      }
      const [name, value] = pair as [unknown, unknown];
      const values: readonly unknown[] = Array.isArray(value) ? value : [value];
      return values.map((v) => `${quotePlus(name)}=${quotePlus(v)}`);
    })
    .join('&');
}

interface Part {
  readonly filename?: string;
  readonly content?: string;
  readonly mime_type?: string;
  readonly multipart_encoding?: string;
}

/** The media types of file names that turn up in uploads; anything else is bytes. */
const TYPES: Readonly<Record<string, string>> = {
  txt: 'text/plain',
  html: 'text/html',
  htm: 'text/html',
  css: 'text/css',
  csv: 'text/csv',
  xml: 'text/xml',
  js: 'text/javascript',
  json: 'application/json',
  pdf: 'application/pdf',
  zip: 'application/zip',
  tar: 'application/x-tar',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  svg: 'image/svg+xml',
};

async function multipart(body: unknown, readFile: (path: string) => Promise<Buffer>): Promise<Body> {
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw new ModuleFailure('failed to parse body as form-multipart: it must be a dict of fields');
  }
  const boundary = `tsplay-${randomBytes(16).toString('hex')}`;
  const chunks: Buffer[] = [];
  for (const [name, value] of Object.entries(body)) {
    const { headers, content } = await partOf(name, value, readFile);
    chunks.push(Buffer.from(`--${boundary}\r\n${headers.join('\r\n')}\r\n\r\n`), content, Buffer.from('\r\n'));
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  const contentType = `multipart/form-data; boundary="${boundary}"`;
  return { bytes: Buffer.concat(chunks), contentType, fixedType: true };
}

const parameter = (value: string): string =>
  `"${value.replace(/["\r\n]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)}"`;

async function partOf(
  name: string,
  value: unknown,
  readFile: (path: string) => Promise<Buffer>,
): Promise<{ headers: string[]; content: Buffer }> {
  const disposition = `Content-Disposition: form-data; name=${parameter(name)}`;
  if (typeof value === 'string')
    return { headers: ['Content-Type: text/plain', disposition], content: Buffer.from(value) };
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ModuleFailure(`failed to parse body as form-multipart: '${name}' must be text or a dict`);
  }
  const part = value as Part;
  if (part.filename === undefined && part.content === undefined) {
    throw new ModuleFailure(`failed to parse body as form-multipart: '${name}' needs 'filename' or 'content'`);
  }
  const file = part.filename?.split('/').at(-1);
  const type = part.mime_type ?? TYPES[file?.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
  const headers = [
    `Content-Type: ${type}`,
    file === undefined ? disposition : `${disposition}; filename=${parameter(file)}`,
  ];
  if (part.content !== undefined) return { headers, content: Buffer.from(text(part.content)) };
  const bytes = await readFile(part.filename ?? '');
  if (part.multipart_encoding === '7or8bit') return { headers, content: bytes };
  if (part.multipart_encoding !== undefined && part.multipart_encoding !== 'base64') {
    throw new ModuleFailure(`'${name}': multipart_encoding must be base64 or 7or8bit`);
  }
  // compat: files go in base64 unless `multipart_encoding: 7or8bit` says otherwise.
  const encoded = bytes.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n');
  return { headers: ['Content-Transfer-Encoding: base64', ...headers], content: Buffer.from(`${encoded}\r\n`) };
}
