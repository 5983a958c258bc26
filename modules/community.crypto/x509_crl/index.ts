// A list of revoked certificates in a file of the host.
import { bool, choice, defineModule, dict, list, path, secret, str, z } from '../../../src/kit/index.js';
import { isPem } from '../../../src/x509/index.js';
import { exactlyOne, exclusive, neededWhen, oneNeededWhen } from '../../_shared/argument-rules.js';
import {
  backupReturn,
  lookAtFiles,
  orFail,
  placeFile,
  removeFile,
  requireDirectory,
} from '../../_shared/crypto-file.js';
import { revokedCertificates } from '../../_shared/crl-returns.js';
import { fileArguments } from '../../_shared/file-attributes.js';
import { converted, listWish, makeList, readList, sameList, sourcesOf } from './decide.js';
import { infoOf, listResult, wishResult } from './result.js';

const { mode: _, ...ownership } = fileArguments;
const way = () => choice('generate', 'update').optional();

export const args = z.strictObject({
  path: path().describe('The file.'),
  state: choice('present', 'absent').default('present').describe('Whether it shall be there.'),
  crl_mode: way().describe('generate: exactly these certificates, the default; update: these and those listed before.'),
  mode: way().describe('The old name of crl_mode; the permissions of the file cannot be set.'),
  force: bool().default(false).describe('Make a new list in any case.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  format: choice('pem', 'der').default('pem').describe('How the file holds it; another format is rewritten.'),
  privatekey_path: path().optional().describe("The file of the CA's private key."),
  privatekey_content: secret(str()).optional().describe('The key itself, instead of a file.'),
  privatekey_passphrase: secret(str()).optional().describe('Of an encrypted key.'),
  issuer: dict(z.unknown()).optional().describe('Parts of the name of the CA, each with a text or a list of texts.'),
  issuer_ordered: list(z.record(z.string(), z.unknown()))
    .optional()
    .describe('The same in the order given: mappings of one name each.'),
  last_update: str().default('+0s').describe('When it was made: `+0s`, `-1d`, `20261231235959Z`.'),
  next_update: str().optional().describe('When the next one comes at the latest.'),
  digest: str().default('sha256').describe('The digest that is signed; keys of type Ed25519 and Ed448 need none.'),
  ignore_timestamps: bool()
    .default(false)
    .describe('A list that differs in last_update, next_update and revocation_date only is right.'),
  return_content: bool().default(false).describe('Return the list; base64 of one in DER.'),
  revoked_certificates: list(
    z.strictObject({
      path: path().optional().describe('The file of the certificate.'),
      content: str().optional().describe('The certificate itself.'),
      serial_number: z.unknown().optional().describe('Its serial number, written as `serial_numbers` says.'),
      revocation_date: str().default('+0s').describe('Since when it is revoked.'),
      issuer: list(str()).optional().describe('Who signed it, when that is another CA: `DNS:ca.example.org`.'),
      issuer_critical: bool().default(false).describe('Whether that is critical.'),
      reason: choice(
        'unspecified',
        'key_compromise',
        'ca_compromise',
        'affiliation_changed',
        'superseded',
        'cessation_of_operation',
        'certificate_hold',
        'privilege_withdrawn',
        'aa_compromise',
        'remove_from_crl',
      )
        .optional()
        .describe('Why.'),
      reason_critical: bool().default(false).describe('Whether that is critical.'),
      invalidity_date: str().optional().describe('Since when it must not be trusted.'),
      invalidity_date_critical: bool().default(false).describe('Whether that is critical.'),
    }),
  )
    .optional()
    .describe('The certificates.'),
  name_encoding: choice('ignore', 'idna', 'unicode')
    .default('ignore')
    .describe('Names of hosts in the result: as they stand, in ASCII, or in Unicode.'),
  serial_numbers: choice('integer', 'hex-octets')
    .default('integer')
    .describe('Serial numbers are whole numbers, or bytes like `01:02:AF`.'),
  ...ownership,
});
export type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.crypto.x509_crl',
  summary: 'Makes lists of revoked certificates in files of the host.',
  args,
  returns: z.object({
    filename: z.string().describe('The file.'),
    privatekey: z.string().nullable().describe("The file of the CA's private key."),
    format: z.string().describe('pem or der.'),
    last_update: z.string().nullable().describe('When it was made (`20261231235959Z`).'),
    next_update: z.string().nullable().describe('When the next one comes.'),
    digest: z.string().nullable().describe('How it is signed.'),
    issuer: z.record(z.string(), z.string()).nullable().describe('The name of the CA.'),
    issuer_ordered: z.array(z.unknown()).nullable().describe('The name of the CA as pairs, in order.'),
    revoked_certificates: revokedCertificates.describe('The certificates.'),
    crl: z.string().nullable().optional().describe('The list; base64 of one in DER.'),
    backup_file: z.string().optional().describe('The copy of the old file.'),
  }),
  check: 'full',
  diff: true,
  rules: (a) => [
    ...exclusive(a, 'privatekey_path', 'privatekey_content'),
    ...exclusive(a, 'issuer', 'issuer_ordered'),
    ...(a.mode !== undefined && a.crl_mode !== undefined
      ? ['You cannot use both `mode` and `crl_mode`. Use `crl_mode`.']
      : []),
    ...oneNeededWhen(a, a.state === 'present', 'state is present', 'privatekey_path', 'privatekey_content'),
    ...oneNeededWhen(a, a.state === 'present', 'state is present', 'issuer', 'issuer_ordered'),
    ...neededWhen(a, a.state === 'present', 'state is present', 'next_update', 'revoked_certificates'),
    ...(a.revoked_certificates ?? []).flatMap((one) =>
      exactlyOne(one, 'path', 'content', 'serial_number').map((m) => `${m} found in revoked_certificates`),
    ),
  ],
  examples: [
    {
      name: 'A list for a week',
      task: 'community.crypto.x509_crl:\n  path: /etc/ssl/our-ca.crl\n  privatekey_path: /etc/ssl/private/our-ca.pem\n  issuer:\n    CN: Our CA\n  next_update: +7d\n  ignore_timestamps: true\n  revoked_certificates:\n    - serial_number: 1234\n      revocation_date: 20260331202428Z\n    - path: /etc/ssl/old.crt\n      revocation_date: 20261013152910Z\n      reason: superseded',
    },
  ],
  async run(context) {
    const { args: a, checkMode, task } = context;
    // Here `mode` is no permissions.
    const files = { ...context, args: { ...a, mode: undefined } };
    const seen = await lookAtFiles(files, a.path, sourcesOf(a));
    const present = seen.bytes && readList(seen.bytes);
    const contentText = (bytes: Uint8Array | undefined): string | null => {
      if (!bytes) return null;
      return Buffer.from(bytes).toString(isPem(bytes) ? 'utf8' : 'base64');
    };
    const known = present && seen.bytes;
    const common = (after: Uint8Array | undefined, backup: string | undefined): Record<string, unknown> => ({
      filename: a.path,
      privatekey: a.privatekey_path ?? null,
      format: a.format,
      ...backupReturn(backup),
      ...(a.return_content ? { crl: contentText(after) } : {}),
      diff: { before: infoOf(known, a.name_encoding), after: infoOf(after, a.name_encoding) },
    });
    if (a.state === 'absent') {
      const backup = await removeFile(context, seen, a.backup);
      return { ...listResult(known, a.name_encoding), ...common(known, backup) };
    }
    requireDirectory(seen);
    const wish = orFail(() => listWish(a, seen, task.now()));
    const right = present !== undefined && !a.force && sameList(wish, present);
    const made = right
      ? present && converted(seen.bytes ?? new Uint8Array(), present, a.format)
      : orFail(() => makeList(wish, present, a.format));
    const backup = await placeFile(files, seen, made, {
      summary: right ? `rewrite ${a.path} as ${a.format}` : `write revocation list ${a.path}`,
      backup: a.backup,
    });
    const after = checkMode ? known : (made ?? known);
    const told = checkMode ? wishResult(wish, a) : listResult(after, a.name_encoding);
    return { ...told, ...common(after, backup) };
  },
});
