// The certificate that a server shows to the host.
import { constants } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { connect as tlsConnect } from 'node:tls';
import {
  bool,
  choice,
  defineModule,
  int,
  list,
  ModuleFailure,
  path,
  str,
  TsplayError,
  z,
  type HostView,
} from '../../../src/kit/index.js';
import { base64, der, oidName, readCertificate, small, writePem, type Name } from '../../../src/x509/index.js';
import { orFail, readFiles } from '../../_shared/crypto-file.js';
import { backendArgument } from '../../_shared/private-key.js';

const args = z.strictObject({
  host: str().describe('The server.'),
  port: int().describe('Its port.'),
  ca_cert: path().optional().describe('A file of authorities: then one of them must have signed the certificate.'),
  server_name: str().optional().describe('The name asked for, when it is not `host`.'),
  proxy_host: str().optional().describe('An HTTP proxy to go through.'),
  proxy_port: int().default(8080).describe('Its port.'),
  starttls: choice('mysql').optional().describe('The protocol in which TLS is asked for first.'),
  timeout: int().default(10).describe('Seconds.'),
  ciphers: list(str()).optional().describe('Ciphers to offer, as OpenSSL names them.'),
  asn1_base64: bool().optional().describe('The values of extensions as base64; else as text, which loses bytes.'),
  tls_ctx_options: list(z.unknown())
    .optional()
    .describe("Options of OpenSSL: numbers, or Python's names of them (OP_NO_TLSv1_3)."),
  get_certificate_chain: bool().default(false).describe('Also the chain; only no, a chain cannot be had.'),
  ...backendArgument,
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.crypto.get_certificate',
  summary: 'Gets the certificate that a server shows to the host.',
  args,
  returns: z.object({
    cert: z.string().describe('The certificate, as PEM.'),
    expired: z.boolean().describe('Whether its time is over.'),
    extensions: z
      .array(
        z.object({
          critical: z.boolean().describe('Whether it is critical.'),
          asn1_data: z.string().describe('Its bytes.'),
          name: z.string().describe('Its name.'),
        }),
      )
      .describe('All extensions.'),
    issuer: z.record(z.string(), z.string()).describe('Who signed it, by short names.'),
    not_after: z.string().describe('Valid until (`20261231235959Z`).'),
    not_before: z.string().describe('Valid from.'),
    serial_number: z.number().describe('The serial number.'),
    signature_algorithm: z.string().describe('How it is signed.'),
    subject: z.record(z.string(), z.string()).describe('The subject, by short names.'),
    version: z.number().describe('One less than people count: 2 of version 3.'),
  }),
  check: 'none',
  diff: false,
  rules: (a) =>
    a.get_certificate_chain
      ? ['get_certificate_chain is not supported: `openssl s_client -showcerts` by the module command tells a chain']
      : [],
  examples: [
    {
      name: 'The certificate of a web server',
      task: 'community.crypto.get_certificate:\n  host: www.example.org\n  port: 443\n  asn1_base64: true\nregister: cert',
    },
  ],
  async run({ args: a, host, task }) {
    const ca = (await readFiles(host, [a.ca_cert])).get(a.ca_cert ?? '');
    if (a.ca_cert !== undefined && !ca) throw new ModuleFailure('ca_cert file does not exist');
    const options = optionsOf(a);
    const via = a.proxy_host === undefined ? '' : ` via proxy ${a.proxy_host}:${a.proxy_port} from`;
    const failed = (error: unknown): ModuleFailure =>
      new ModuleFailure(
        `Failed to get cert${via === '' ? ' from' : via} ${a.host}:${a.port}, error: ${error instanceof Error ? error.message : String(error)}`,
      );
    let bytes: Uint8Array;
    const opened: Duplex[] = [];
    const timer = new AbortController();
    const late = setTimeout(() => timer.abort(), a.timeout * 1000);
    const timedOut = new Promise<never>((_, reject) => {
      timer.signal.addEventListener('abort', () => reject(new Error('timed out')));
    });
    try {
      const work = (async (): Promise<Uint8Array> => {
        const stream = await open(host, a);
        opened.push(stream);
        stream.on('error', () => undefined);
        return peerCertificate(stream, a, ca, options);
      })();
      work.catch(() => undefined);
      bytes = await Promise.race([work, timedOut]);
    } catch (error) {
      if (error instanceof TsplayError && error.code === 'unreachable') throw error;
      throw failed(error);
    } finally {
      clearTimeout(late);
      opened[0]?.destroy();
    }
    return orFail(() => told(bytes, task.now(), a.asn1_base64 === true));
  },
});

/** The options of TLS, with those of OpenSSL as one number. */
function optionsOf(a: Args): { readonly secureOptions?: number } {
  if (a.tls_ctx_options === undefined) return {};
  let secureOptions = 0;
  for (const option of a.tls_ctx_options) {
    const known =
      typeof option === 'string' ? (constants as unknown as Record<string, unknown>)[`SSL_${option}`] : option;
    if (typeof known !== 'number') {
      throw new ModuleFailure(`Failed to determine the numeric value for ${String(option)}`);
    }
    secureOptions |= known;
  }
  return { secureOptions };
}

async function open(host: HostView, a: Args): Promise<Duplex> {
  if (a.proxy_host === undefined) {
    const stream = await host.dial({ host: a.host, port: a.port });
    if (a.starttls === 'mysql') await askMysql(stream);
    return stream;
  }
  const stream = await host.dial({ host: a.proxy_host, port: a.proxy_port });
  stream.write(`CONNECT ${a.host}:${a.port} HTTP/1.0\r\n\r\n`);
  const answer = await until(stream, (text) => text.includes('\r\n\r\n'));
  if (!/^HTTP\/\S+ 2\d\d/.test(answer)) throw new Error(`the proxy answered ${answer.split('\r\n')[0]}`);
  if (a.starttls === 'mysql') await askMysql(stream);
  return stream;
}

/** MySQL: the server greets, the client asks for TLS (SSLRequest packet). */
async function askMysql(stream: Duplex): Promise<void> {
  await until(stream, (text) => text.length >= 4);
  const request = Buffer.alloc(36);
  request.writeUIntLE(32, 0, 3);
  request.writeUInt8(1, 3);
  // CLIENT_PROTOCOL_41 | CLIENT_SSL | CLIENT_SECURE_CONNECTION
  request.writeUInt32LE(0x00000200 | 0x00000800 | 0x00008000, 4);
  request.writeUInt32LE(1 << 24, 8);
  request.writeUInt8(33, 12);
  stream.write(request);
}

/** What comes until it is enough, one character per byte. */
function until(stream: Duplex, enough: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const more = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (!enough(text)) return;
      stream.off('data', more);
      stream.pause();
      resolve(text);
    };
    stream.on('data', more);
    stream.once('error', reject);
    stream.once('close', () => reject(new Error('the connection was closed')));
  });
}

function peerCertificate(
  stream: Duplex,
  a: Args,
  ca: Uint8Array | undefined,
  options: { readonly secureOptions?: number },
): Promise<Uint8Array> {
  const name = a.server_name ?? a.host;
  const isAddress = name.includes(':') || /^[\d.]+$/.test(name);
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({
      socket: stream,
      ...(isAddress ? {} : { servername: name }),
      rejectUnauthorized: ca !== undefined,
      ...(ca === undefined ? {} : { ca: Buffer.from(ca), checkServerIdentity: () => undefined }),
      ...(a.ciphers === undefined ? {} : { ciphers: a.ciphers.join(':') }),
      ...options,
    });
    socket.once('secureConnect', () => {
      const { raw } = socket.getPeerCertificate();
      socket.destroy();
      if (raw as Buffer | undefined) resolve(raw);
      else reject(new Error('the server has no certificate'));
    });
    socket.once('error', reject);
  });
}

function told(bytes: Uint8Array, now: number, asBase64: boolean): Record<string, unknown> {
  const cert = readCertificate(bytes);
  const named = (name: Name): Record<string, string> =>
    Object.fromEntries(name.flat().map(({ oid, value }) => [oidName(oid, true), value]));
  return {
    cert: writePem('CERTIFICATE', bytes),
    subject: named(cert.subject),
    issuer: named(cert.issuer),
    expired: cert.notAfter < now,
    extensions: cert.extensions.map(({ oid, critical, value }) => ({
      critical,
      asn1_data: asBase64 ? base64(value) : asText(value),
      name: oidName(oid, true),
    })),
    not_after: der.timestamp(cert.notAfter),
    not_before: der.timestamp(cert.notBefore),
    serial_number: small(cert.serial),
    signature_algorithm: oidName(cert.signatureAlgorithm),
    version: cert.version - 1,
  };
}

/** Bytes as text: UTF-8 where they are, else a character each. */
function asText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('utf8');
  return Buffer.from(text, 'utf8').equals(buffer) ? text : buffer.toString('latin1');
}
