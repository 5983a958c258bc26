// The certificate chains an ACME server offers (RFC 8555, section 7.4.2), and which of them a task wants.
import { choice, dict, ModuleFailure, raw, str, z } from '../../src/kit/index.js';
import {
  equalBytes,
  findExtension,
  fromHex,
  loadCertificate,
  nameToOid,
  OID,
  readAuthorityKey,
  readCertificate,
  der,
  splitPem,
  writePem,
  X509Error,
  type Certificate,
  type Name,
} from '../../src/x509/index.js';
import { linksOf, type AcmeClient } from './acme-client.js';
import { orFail } from './crypto-file.js';

export const criterionArgument = z.strictObject({
  test_certificates: choice('first', 'last', 'all')
    .default('all')
    .describe('Which certificates of the chain are looked at; the one of the host itself is never.'),
  issuer: dict(raw()).optional().describe("Parts of the issuer's name."),
  subject: dict(raw()).optional().describe("Parts of the subject's name."),
  subject_key_identifier: str().optional().describe('Identifier of its key, as pairs of hex digits with colons.'),
  authority_key_identifier: str().optional().describe("Identifier of its issuer's key, written likewise."),
});

export interface Chain {
  /** PEM, with its line end. */
  readonly cert: string;
  readonly chain: readonly string[];
  readonly alternates: readonly string[];
}

const PEM_CHAIN = 'application/pem-certificate-chain';

/** @throws ModuleFailure when the answer is no chain */
export async function downloadChain(client: AcmeClient, url: string): Promise<Chain> {
  const answer = await client.read(url, { Accept: PEM_CHAIN });
  const type = answer.headers['content-type'] ?? '';
  const body = answer.body.toString('utf8');
  if (body === '' || !type.startsWith(PEM_CHAIN)) {
    throw new ModuleFailure(
      `Cannot download certificate chain from ${url}, as content type is not ${PEM_CHAIN}: ${type}: ${body}`,
    );
  }
  const [cert, ...chain] = splitPem(body);
  if (cert === undefined) throw new ModuleFailure(`Failed to parse certificate chain download from ${url}: ${body}`);
  const [up] = linksOf(answer, 'up');
  if (chain.length === 0 && up !== undefined) {
    const issuer = (await client.read(up)).body;
    chain.push(writePem('CERTIFICATE', orFail(() => loadCertificate(issuer)).der));
  }
  return { cert, chain, alternates: linksOf(answer, 'alternate') };
}

/** `compat:` certificates of a chain have an empty line between them. */
export const chainText = ({ chain }: Pick<Chain, 'chain'>): string => chain.join('\n');
export const fullChainText = (one: Pick<Chain, 'cert' | 'chain'>): string => one.cert + chainText(one);

/** As the modules return a chain. */
export const chainResult = (chain: Chain): Record<'cert' | 'chain' | 'full_chain', string> => ({
  cert: chain.cert,
  chain: chainText(chain),
  full_chain: fullChainText(chain),
});

/** The other chains; one that cannot be had is warned of. */
export async function downloadAlternates(
  client: AcmeClient,
  main: Chain,
  warn: (message: string) => void,
): Promise<Chain[]> {
  const out: Chain[] = [];
  for (const url of main.alternates) {
    try {
      out.push(await downloadChain(client, url));
    } catch (error) {
      if (!(error instanceof ModuleFailure)) throw error;
      warn(`Error while downloading alternative certificate ${url}: ${error.message}`);
    }
  }
  return out;
}

type Criterion = z.output<typeof criterionArgument>;
export type Matcher = (chain: Pick<Chain, 'chain'>) => boolean;

/** What the criteria ask for; one that cannot be understood is warned of and left out. */
export function matchersOf(criteria: readonly Criterion[], warn: (message: string) => void): Matcher[] {
  return criteria.flatMap((criterion, index) => {
    try {
      return [matcherOf(criterion, index, warn)];
    } catch (error) {
      if (!(error instanceof X509Error)) throw error;
      warn(`Error while parsing criterium: ${error.message}. Ignoring criterium.`);
      return [];
    }
  });
}

function matcherOf(criterion: Criterion, index: number, warn: (message: string) => void): Matcher {
  const subject = partsOf(criterion.subject);
  const issuer = partsOf(criterion.issuer);
  const identifier = (given: string | undefined, name: string): Uint8Array | undefined => {
    if (given === undefined || given === '') return undefined;
    const digits = given.replaceAll(':', '');
    if (/^(?:[\da-f]{2})+$/i.test(digits)) return fromHex(digits);
    warn(`Criterium ${index} in select_chain has invalid ${name} value. Ignoring criterium.`);
    return undefined;
  };
  const subjectKey = identifier(criterion.subject_key_identifier, 'subject_key_identifier');
  const authorityKey = identifier(criterion.authority_key_identifier, 'authority_key_identifier');
  const fits = (cert: Certificate): boolean =>
    has(cert.subject, subject) &&
    has(cert.issuer, issuer) &&
    (!subjectKey || same(subjectKeyOf(cert), subjectKey)) &&
    (!authorityKey || same(authorityKeyOf(cert), authorityKey));
  return ({ chain }) => {
    const tested =
      criterion.test_certificates === 'first'
        ? chain.slice(0, 1)
        : criterion.test_certificates === 'last'
          ? chain.slice(-1)
          : chain;
    return tested.some((pem) => fits(orFail(() => loadCertificate(Buffer.from(pem)))));
  };
}

function partsOf(given: Readonly<Record<string, unknown>> | undefined): { oid: string; value: string }[] {
  return Object.entries(given ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => ({ oid: nameToOid(name), value: String(one) })),
  );
}

const has = (name: Name, parts: readonly { oid: string; value: string }[]): boolean =>
  parts.every((part) => name.flat().some(({ oid, value }) => oid === part.oid && value === part.value));

const same = (a: Uint8Array | undefined, b: Uint8Array): boolean => a !== undefined && equalBytes(a, b);

function subjectKeyOf(cert: Certificate): Uint8Array | undefined {
  const found = findExtension(cert.extensions, OID.subjectKeyIdentifier);
  return found && der.readDer(found.value).content;
}

function authorityKeyOf(cert: Pick<Certificate, 'extensions'>): Uint8Array | undefined {
  const found = findExtension(cert.extensions, OID.authorityKeyIdentifier);
  return found && readAuthorityKey(found.value).keyIdentifier;
}

/** How renewal information names a certificate (RFC 9773, section 4.1); undefined: it does not say whose key signed it. */
export function renewalId(certificate: Uint8Array): string | undefined {
  const cert = readCertificate(certificate);
  const authority = authorityKeyOf(cert);
  if (!authority) return undefined;
  const serial = der.readDer(der.integer(cert.serial)).content;
  return [authority, serial].map((bytes) => Buffer.from(bytes).toString('base64url')).join('.');
}
