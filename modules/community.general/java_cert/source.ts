// The certificate a task wants in a keystore, and under which alias.
import { ModuleFailure, proxyFor } from '../../../src/kit/index.js';
import { partsOf, readPkcs12 } from '../../../src/keys/index.js';
import { equalBytes, loadCertificate, readCertificate, X509Error } from '../../../src/x509/index.js';
import { given, orFail, type Seen } from '../../_shared/crypto-file.js';
import { lookAtHttp } from '../../_shared/http-environment.js';
import { peerCertificates, peerProblem } from '../../_shared/peer-certificates.js';
import type { Args, Context } from './index.js';

export interface NewCertificate {
  readonly alias: string;
  /** DER. */
  readonly certificate: Uint8Array;
}

/** @throws ModuleFailure when it is not there, or is none */
export async function certificateOf({ args: a, host }: Context, seen: Seen): Promise<NewCertificate> {
  if (a.pkcs12_path !== undefined) return ofStore(a, seen);
  if (a.cert_url !== undefined) {
    const certificate = await ofServer(host, a.cert_url, a.cert_port);
    return { alias: a.cert_alias ?? a.cert_url, certificate };
  }
  const bytes = given(seen, a.cert_path, a.cert_content, 'certificate') ?? new Uint8Array();
  try {
    return { alias: a.cert_alias ?? '', certificate: loadCertificate(bytes).der };
  } catch (error) {
    if (!(error instanceof X509Error)) throw error;
    throw new ModuleFailure(`Internal module failure, cannot extract certificate, error: ${error.message}`);
  }
}

function ofStore(a: Args, seen: Seen): NewCertificate {
  const bytes = given(seen, a.pkcs12_path, undefined, 'PKCS12') ?? new Uint8Array();
  try {
    const store = readPkcs12(bytes, a.pkcs12_password);
    const alias = a.pkcs12_alias?.toLowerCase();
    const key = store.keys.find(({ friendlyName }) => alias === undefined || friendlyName?.toLowerCase() === alias);
    const named = store.certificates.find(
      ({ friendlyName }) => alias !== undefined && friendlyName?.toLowerCase() === alias,
    );
    const own = key && store.certificates.find(({ keyId }) => keyId && key.keyId && equalBytes(keyId, key.keyId));
    const certificate = own?.der ?? named?.der ?? (alias === undefined ? partsOf(store).certificate : undefined);
    if (!certificate) throw new X509Error(`Alias <${a.pkcs12_alias ?? ''}> does not exist`);
    return { alias: a.cert_alias ?? a.pkcs12_alias ?? key?.friendlyName ?? '1', certificate };
  } catch (error) {
    if (!(error instanceof X509Error)) throw error;
    throw new ModuleFailure(
      `Internal module failure, cannot extract public certificate from PKCS12, message: ${error.message}`,
    );
  }
}

async function ofServer(host: Context['host'], name: string, port: number): Promise<Uint8Array> {
  const { variables } = await lookAtHttp(host);
  const proxy = proxyFor(new URL(`https://${name.includes(':') ? `[${name}]` : name}:${port}/`), variables);
  const via = proxy && { host: proxy.hostname, port: Number(proxy.port || 80) };
  try {
    const server = { host: name, port, proxy: via, timeout: 30 };
    const [first] = await peerCertificates(host, server, { verify: false });
    return orFail(() => readCertificate(first ?? new Uint8Array()).der);
  } catch (error) {
    if (error instanceof ModuleFailure) throw error;
    throw new ModuleFailure(`Internal module failure, cannot download certificate, error: ${peerProblem(error)}`);
  }
}
