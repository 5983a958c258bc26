// Certificates that answer the challenge tls-alpn-01.
import { randomBytes, type KeyObject } from 'node:crypto';
import { choice, defineModule, dict, ModuleFailure, path, raw, secret, str, z } from '../../../src/kit/index.js';
import { readPrivateKey, signed, spkiOf } from '../../../src/keys/index.js';
import {
  der,
  ipBytes,
  OID,
  toBigInt,
  writeExtensions,
  writeGeneralNames,
  writePem,
  X509Error,
  type Extension,
} from '../../../src/x509/index.js';
import { withOther } from '../../_shared/acme-open.js';
import { exactlyOne } from '../../_shared/argument-rules.js';
import { given, orFail, readFiles } from '../../_shared/crypto-file.js';

/** Milliseconds that both are valid. */
const TEN_DAYS = 10 * 86_400_000;

export default defineModule({
  name: 'community.crypto.acme_challenge_cert_helper',
  aliases: ['acme_challenge_cert_helper', 'ansible.builtin.acme_challenge_cert_helper'],
  summary: 'Makes the certificates that answer the ACME challenge tls-alpn-01.',
  args: z.strictObject({
    challenge: choice('tls-alpn-01').describe('The kind of challenge.'),
    challenge_data: dict(raw()).describe('What acme_certificate returned for it.'),
    private_key_src: path().optional().describe('The file of the private key of the certificates.'),
    private_key_content: secret(str()).optional().describe('The key itself, instead of a file.'),
    private_key_passphrase: secret(str()).optional().describe('Of an encrypted key.'),
  }),
  returns: z.object({
    challenge_certificate: z.string().describe('The certificate for connections that speak acme-tls/1.'),
    regular_certificate: z.string().describe('One for other connections, should there be none yet.'),
    domain: z.string().describe('The name a connection asks for.'),
    identifier: z.string().describe('What the challenge is for: a name, or an address.'),
    identifier_type: z.string().describe('dns or ip.'),
  }),
  check: 'none',
  diff: false,
  rules: (a) => exactlyOne(a, 'private_key_src', 'private_key_content'),
  examples: [
    {
      name: 'The certificates for a name',
      task: "community.crypto.acme_challenge_cert_helper:\n  challenge: tls-alpn-01\n  challenge_data: \"{{ order.challenge_data['www.example.org']['tls-alpn-01'] }}\"\n  private_key_src: /etc/acme/challenge.key\nregister: answer",
    },
  ],
  run: ({ args: a, host, task }) =>
    withOther(async () => {
      const others = await readFiles(host, [a.private_key_src]);
      const source = given({ others }, a.private_key_src, a.private_key_content, 'private key') ?? new Uint8Array();
      const key = orFail(() => readKey(source, a.private_key_passphrase));
      const text = (name: string): string => {
        const value = a.challenge_data[name];
        if (typeof value !== 'string') throw new ModuleFailure(`challenge_data has no ${name}`);
        return value;
      };
      const domain = text('resource');
      const original =
        a.challenge_data['resource_original'] === undefined ? `dns:${domain}` : text('resource_original');
      const colon = original.indexOf(':');
      const [type, identifier] = [original.slice(0, colon), original.slice(colon + 1)];
      if (type !== 'dns' && type !== 'ip') throw new ModuleFailure(`Unsupported identifier type "${type}"`);
      const names: Extension = orFail(() => ({
        oid: OID.subjectAltName,
        critical: false,
        value: writeGeneralNames([
          type === 'dns' ? { kind: 'dns', value: identifier } : { kind: 'ip', bytes: ipBytes(identifier) },
        ]),
      }));
      const proof = der.octets(Buffer.from(text('resource_value'), 'base64'));
      const answer: Extension = { oid: OID.acmeIdentifier, critical: true, value: proof };
      return {
        changed: true,
        domain,
        identifier,
        identifier_type: type,
        challenge_certificate: orFail(() => certificate(key, [names, answer], task.now())),
        regular_certificate: orFail(() => certificate(key, [names], task.now())),
      };
    }),
});

function readKey(source: Uint8Array, passphrase: string | undefined): KeyObject {
  try {
    return readPrivateKey(source, passphrase);
  } catch (error) {
    if (!(error instanceof X509Error)) throw error;
    throw new X509Error(`Error while loading private key: ${error.message}`);
  }
}

/** Signed by its own key, without a name. */
function certificate(key: KeyObject, extensions: readonly Extension[], now: number): string {
  const bytes = signed(key, 'sha256', (algorithm) =>
    der.sequence(
      der.context(0, der.integer(2)),
      der.integer(toBigInt(randomBytes(20)) >> 1n),
      algorithm,
      der.sequence(),
      der.sequence(der.time(now), der.time(now + TEN_DAYS)),
      der.sequence(),
      spkiOf(key),
      der.context(3, writeExtensions(extensions)),
    ),
  );
  return writePem('CERTIFICATE', bytes);
}
