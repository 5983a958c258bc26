// A PKCS#12 file of a key and certificates, made or taken apart.
import {
  alias,
  bool,
  choice,
  defineModule,
  int,
  list,
  ModuleFailure,
  path,
  secret,
  str,
  z,
} from '../../../src/kit/index.js';
import { readPkcs12, partsOf, writePkcs12 } from '../../../src/keys/index.js';
import { exclusive, neededWhen } from '../../_shared/argument-rules.js';
import {
  backupReturn,
  lookAtFiles,
  orFail,
  placeFile,
  removeFile,
  requireDirectory,
  type Seen,
} from '../../_shared/crypto-file.js';
import { fileArguments, modeBits } from '../../_shared/file-attributes.js';
import { contentOfStore, isExported, wishOf } from './decide.js';

export const args = z.strictObject({
  path: path().describe('The file to write.'),
  state: choice('present', 'absent').default('present').describe('Whether it shall be there.'),
  action: choice('export', 'parse')
    .default('export')
    .describe('Put a key and certificates into the file, or write what is in `src` as PEM.'),
  src: path().optional().describe('The PKCS#12 file to take apart.'),
  friendly_name: alias(str().optional(), 'name').describe('The name of key and certificate; needed to make the file.'),
  privatekey_path: path().optional().describe('The file of the private key.'),
  privatekey_content: secret(str()).optional().describe('The private key itself, instead of a file.'),
  privatekey_passphrase: secret(str()).optional().describe('Of an encrypted private key.'),
  certificate_path: path().optional().describe('The file of the certificate.'),
  certificate_content: str().optional().describe('The certificate itself, instead of a file.'),
  other_certificates: alias(list(path()).optional(), 'ca_certificates').describe('Files of further certificates.'),
  other_certificates_content: list(str()).optional().describe('Further certificates themselves, instead of files.'),
  other_certificates_parse_all: bool()
    .default(false)
    .describe('Take all certificates of each of these, not only the first.'),
  passphrase: secret(str()).optional().describe('The password of the PKCS#12 file.'),
  encryption_level: choice('auto', 'compatibility2022')
    .default('auto')
    .describe('AES-256, or 3DES for software of before 2022; not looked at in a file that is there.'),
  iter_size: int().optional().describe('Rounds of encryption; only with compatibility2022, where it is 50000.'),
  maciter_size: int().optional().describe('Rounds of the MAC; belongs to pyOpenSSL, and is refused.'),
  force: bool().default(false).describe('Write it in any case.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  return_content: bool().default(false).describe('Return the file as base64.'),
  select_crypto_backend: choice('auto', 'cryptography', 'pyopenssl')
    .default('auto')
    .describe('For playbooks that give it: the work is done by tsplay itself; pyopenssl is refused.'),
  ...fileArguments,
  mode: fileArguments.mode.describe("Permissions, as in ansible.builtin.file; '0400' when not given."),
});
export type Args = z.output<typeof args>;

function rules(a: Args): string[] {
  const broken = [
    ...neededWhen(a, a.action === 'parse', 'action is parse', 'src'),
    ...exclusive(a, 'privatekey_path', 'privatekey_content'),
    ...exclusive(a, 'certificate_path', 'certificate_content'),
    ...exclusive(a, 'other_certificates', 'other_certificates_content'),
  ];
  const modern = a.select_crypto_backend === 'cryptography';
  if (a.select_crypto_backend === 'pyopenssl') broken.push('the backend pyopenssl is not supported: leave it out');
  else if (a.maciter_size !== undefined && !modern) {
    broken.push('maciter_size means the backend pyopenssl, which is not supported: leave it out');
  } else if (a.iter_size !== undefined && a.encryption_level === 'auto' && !modern) {
    broken.push('iter_size is only supported with encryption_level compatibility2022: leave it out');
  }
  return broken;
}

export default defineModule({
  name: 'community.crypto.openssl_pkcs12',
  summary: 'Makes PKCS#12 files of a key and certificates, or takes them apart.',
  args,
  returns: z.object({
    filename: z.string().describe('The file.'),
    pkcs12: z.string().nullable().optional().describe('The file as base64.'),
    backup_file: z.string().optional().describe('The copy of the old file.'),
  }),
  check: 'full',
  diff: false,
  rules,
  examples: [
    {
      name: 'A key, its certificate and the CA in one file',
      task: 'community.crypto.openssl_pkcs12:\n  path: /etc/ssl/private/host.p12\n  friendly_name: host\n  privatekey_path: /etc/ssl/private/host.pem\n  certificate_path: /etc/ssl/host.crt\n  other_certificates: /etc/ssl/ca.crt\n  passphrase: "{{ p12_password }}"',
    },
    {
      name: 'What is in it, as PEM',
      task: 'community.crypto.openssl_pkcs12:\n  action: parse\n  src: /etc/ssl/private/host.p12\n  path: /etc/ssl/private/host-all.pem\n  passphrase: "{{ p12_password }}"',
    },
  ],
  async run(context) {
    const { args: a, checkMode } = context;
    const others = a.other_certificates ?? [];
    const seen = await lookAtFiles(context, a.path, [a.privatekey_path, a.certificate_path, a.src, ...others]);
    requireDirectory(seen);
    const told = (bytes: Uint8Array | undefined, backup: string | undefined): Record<string, unknown> => ({
      filename: a.path,
      ...(a.privatekey_path === undefined ? {} : { privatekey_path: a.privatekey_path }),
      ...backupReturn(backup),
      ...(a.return_content ? { pkcs12: bytes ? Buffer.from(bytes).toString('base64') : null } : {}),
    });
    if (a.state === 'absent') {
      const backup = await removeFile(context, seen, a.backup);
      return told(checkMode ? seen.bytes : undefined, backup);
    }
    const content = a.force || !isRight(a, seen) ? contentFor(a, seen, checkMode) : undefined;
    const backup = await placeFile(context, seen, content, {
      summary: a.action === 'parse' ? `write the parts of ${a.src ?? ''} to ${a.path}` : `write ${a.path}`,
      backup: a.backup,
      mode: 0o400,
    });
    const after = checkMode ? seen.bytes : (content ?? seen.bytes);
    return { ...told(after, backup), ...(checkMode ? {} : { mode: modeText(a, seen) }) };
  },
});

/** Whether the file says already what is wished. @throws ModuleFailure when a source is missing or cannot be read */
function isRight(a: Args, seen: Seen): boolean {
  if (!seen.bytes) return false;
  const present = seen.bytes;
  if (a.action === 'export') return orFail(() => isExported(a, present, wishOf(a, seen)));
  const source = seen.others.get(a.src ?? '');
  if (!source) return false;
  const parts = readOrUndefined(() => contentOfStore(partsOf(readPkcs12(source, a.passphrase))));
  return parts !== undefined && Buffer.from(present).equals(parts);
}

function readOrUndefined<T>(act: () => T): T | undefined {
  try {
    return orFail(act);
  } catch (error) {
    if (error instanceof ModuleFailure) return undefined;
    throw error;
  }
}

/** What is written. compat: check mode neither asks for a name nor opens the source. */
function contentFor(a: Args, seen: Seen, checkMode: boolean): Uint8Array {
  if (checkMode) return new Uint8Array();
  if (a.action === 'export') {
    if (!a.friendly_name) throw new ModuleFailure('Friendly_name is required');
    return orFail(() =>
      writePkcs12({
        ...wishOf(a, seen),
        password: a.passphrase,
        strength: a.encryption_level === 'auto' ? 'modern' : 'old',
        iterations: a.iter_size,
      }),
    );
  }
  const source = seen.others.get(a.src ?? '');
  if (!source) throw new ModuleFailure(`[Errno 2] No such file or directory: '${a.src ?? ''}'`);
  return orFail(() => contentOfStore(partsOf(readPkcs12(source, a.passphrase))));
}

function modeText(a: Args, { look, file }: Seen): string {
  const bits = modeBits(a.mode ?? { kind: 'bits', bits: 0o400 }, file.target, 'file', look.umask);
  return (bits ?? file.target?.mode ?? 0o400).toString(8).padStart(4, '0');
}
