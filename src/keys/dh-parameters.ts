// Parameters of Diffie-Hellman: made, and how many bits a file's have.
import { generateKeyPair, type KeyObject } from 'node:crypto';
import { der, latin1, spkiAlgorithm, splitPem, readPem, writePem, X509Error } from '../x509/index.js';

// Missing in the types of Node 20.
type MakePair = (
  type: 'dh',
  options: { readonly primeLength: number; readonly generator: number },
  done: (error: Error | null, publicKey: KeyObject) => void,
) => void;

/** New parameters with a safe prime, as PEM; takes minutes with many bits, beside the event loop. */
export async function makeDhParameters(bits: number): Promise<string> {
  const spki = await new Promise<Uint8Array>((resolve, reject) => {
    try {
      // Taken where it is used: to take anything from node:crypto loads it.
      (generateKeyPair as unknown as MakePair)('dh', { primeLength: bits, generator: 2 }, (error, key) => {
        if (error) reject(new X509Error(`parameters of ${bits} bits cannot be made: ${error.message}`));
        else resolve(key.export({ type: 'spki', format: 'der' }));
      });
    } catch (error) {
      reject(
        new X509Error(`parameters of ${bits} bits cannot be made: ${error instanceof Error ? error.message : ''}`),
      );
    }
  });
  const [p, g] = der.children(spkiAlgorithm(spki));
  if (!p || !g) throw new X509Error('OpenSSL gave no parameters');
  return writePem('DH PARAMETERS', der.sequence(p.bytes, g.bytes));
}

/** The bits of the prime; undefined when the file holds no parameters. */
export function dhBits(bytes: Uint8Array): number | undefined {
  try {
    const { label, bytes: inner } = readPem(splitPem(latin1(bytes))[0] ?? '');
    if (label !== 'DH PARAMETERS' && label !== 'X9.42 DH PARAMETERS') return undefined;
    const [p] = der.children(der.readWhole(inner));
    return p && der.readInteger(p).toString(2).length;
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}
