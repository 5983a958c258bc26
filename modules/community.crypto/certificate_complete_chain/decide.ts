// Finds the issuers of a chain's last certificate, one after the other, up to a root.
import { ModuleFailure } from '../../../src/kit/index.js';
import { opensslCrypto } from '../../../src/keys/index.js';
import {
  equalBytes,
  loadCertificate,
  oidName,
  sameName,
  splitPem,
  X509Error,
  type Certificate,
  type Name,
} from '../../../src/x509/index.js';

export interface PemCertificate {
  readonly pem: string;
  readonly cert: Certificate;
}

export interface StoreFile {
  /** The argument it was found by. */
  readonly from: string;
  readonly path: string;
  readonly state: 'there' | 'missing' | 'closed';
  readonly bytes: Buffer;
}

/** The certificates of PEM text. @param wrong is told of blocks that are none; they are left out */
export function parsePems(text: string, source: string, wrong: (message: string) => void): PemCertificate[] {
  const out: PemCertificate[] = [];
  for (const block of splitPem(text)) {
    try {
      const pem = /[\r\n]$/.test(block) ? block : `${block}\n`;
      out.push({ pem, cert: loadCertificate(Buffer.from(block, 'utf8')) });
    } catch (error) {
      if (!(error instanceof X509Error)) throw error;
      wrong(`Cannot parse certificate #${out.length + 1} from ${source}: ${error.message}`);
    }
  }
  return out;
}

export function readStore(files: readonly StoreFile[], warn: (message: string) => void): PemCertificate[] {
  return files.flatMap(({ path, state, bytes }) => {
    const problem = (why: string): PemCertificate[] => {
      warn(`Cannot read certificate file ${path}: ${why}`);
      return [];
    };
    if (state === 'missing') return problem(`[Errno 2] No such file or directory: '${path}'`);
    if (state === 'closed') return problem(`[Errno 13] Permission denied: '${path}'`);
    let text: string;
    try {
      text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      return problem('it is not text');
    }
    return parsePems(text, path, warn);
  });
}

/** compat: as Python's cryptography shows a certificate. */
const shown = ({ cert }: PemCertificate): string => {
  const name = (of: Name): string =>
    of.map((rdn) => rdn.map((at) => `${oidName(at.oid, true)}=${at.value}`).join('+')).join(',');
  return `<Certificate(subject=<Name(${name(cert.subject)})>, ...)>`;
};

const same = (a: PemCertificate, b: PemCertificate): boolean => equalBytes(a.cert.der, b.cert.der);

const isParent = ({ cert }: PemCertificate, { cert: parent }: PemCertificate): boolean =>
  sameName(cert.issuer, parent.subject) &&
  opensslCrypto.verify(parent.publicKey, cert.algorithm, cert.signedBytes, cert.signature);

/** @throws ModuleFailure when the chain given is none, or cannot be completed */
export function completeChain(
  input: readonly PemCertificate[],
  intermediates: readonly PemCertificate[],
  roots: readonly PemCertificate[],
): { root: string; chain: string[]; complete_chain: string[] } {
  const last = input.at(-1);
  if (!last) throw new ModuleFailure('Input chain must contain at least one certificate');
  for (const [i, parent] of input.slice(1).entries()) {
    const child = input[i];
    if (child && !isParent(child, parent)) {
      throw new ModuleFailure(
        `Cannot verify input chain: certificate #${i + 2}: ${shown(parent)} is not issuer of certificate #${i + 1}: ${shown(child)}`,
      );
    }
  }
  const added: PemCertificate[] = [];
  const add = (one: PemCertificate): PemCertificate => {
    if ([...input, ...added].some((other) => same(one, other))) {
      throw new ModuleFailure('Found cycle while building certificate chain');
    }
    added.push(one);
    return one;
  };
  let current: PemCertificate | undefined = roots.some((root) => same(root, last)) ? undefined : last;
  while (current) {
    const child: PemCertificate = current;
    const root = roots.find((one) => isParent(child, one));
    if (root) {
      add(root);
      break;
    }
    const next = intermediates.find((one) => isParent(child, one));
    if (!next) throw new ModuleFailure(`Cannot complete chain. Stuck at certificate ${shown(child)}`);
    current = add(next);
  }
  const complete = [...input, ...added];
  return {
    root: complete.at(-1)?.pem ?? '',
    chain: added.map(({ pem }) => pem),
    complete_chain: complete.map(({ pem }) => pem),
  };
}
