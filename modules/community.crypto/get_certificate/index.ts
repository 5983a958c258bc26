// The certificate that a server shows to the host.
import { constants } from 'node:crypto';
import { bool, choice, defineModule, int, list, ModuleFailure, path, str, z } from '../../../src/kit/index.js';
import { base64, der, oidName, readCertificate, small, writePem, type Name } from '../../../src/x509/index.js';
import { orFail, readFiles } from '../../_shared/crypto-file.js';
import { lookAtHttp, trustedByHost } from '../../_shared/http-environment.js';
import { peerCertificates, peerProblem, type TlsChoice } from '../../_shared/peer-certificates.js';
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
  get_certificate_chain: bool()
    .default(false)
    .describe('Also the chains, as the server sent it and up to a root; the server is asked twice.'),
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
    unverified_chain: z.array(z.string()).optional().describe('The chain as the server sent it, as PEM.'),
    verified_chain: z.array(z.string()).optional().describe('The chain up to a root that is trusted, as PEM.'),
    version: z.number().describe('One less than people count: 2 of version 3.'),
  }),
  check: 'none',
  diff: false,
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
    const server = {
      host: a.host,
      port: a.port,
      serverName: a.server_name,
      proxy: a.proxy_host === undefined ? undefined : { host: a.proxy_host, port: a.proxy_port },
      starttls: a.starttls,
      timeout: a.timeout,
    };
    const shown = async (choice: TlsChoice): Promise<Uint8Array[]> => {
      try {
        return await peerCertificates(host, server, { ...options, ciphers: a.ciphers?.join(':'), ...choice });
      } catch (error) {
        const why = peerProblem(error);
        throw new ModuleFailure(`Failed to get cert${via === '' ? ' from' : via} ${a.host}:${a.port}, error: ${why}`);
      }
    };
    const trusted = ca
      ? Buffer.from(ca).toString('utf8')
      : a.get_certificate_chain
        ? await trustedByHost(host, await lookAtHttp(host))
        : undefined;
    const verified = await shown({ ca: trusted, verify: ca !== undefined });
    const [bytes = new Uint8Array()] = verified;
    // Without a store, only what the server sent is in the chain.
    const sent = a.get_certificate_chain ? await shown({ ca: '', verify: false }) : [];
    const pems = (chain: readonly Uint8Array[]): string[] => chain.map((one) => writePem('CERTIFICATE', one));
    return {
      ...orFail(() => told(bytes, task.now(), a.asn1_base64 === true)),
      ...(a.get_certificate_chain ? { verified_chain: pems(verified), unverified_chain: pems(sent) } : {}),
    };
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
