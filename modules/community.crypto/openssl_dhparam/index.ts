// Parameters of Diffie-Hellman in a file of the host.
import { bool, choice, defineModule, int, path, z } from '../../../src/kit/index.js';
import { dhBits, makeDhParameters } from '../../../src/keys/index.js';
import {
  backupReturn,
  lookAtFiles,
  orFailAsync,
  placeFile,
  removeFile,
  requireDirectory,
} from '../../_shared/crypto-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';

const args = z.strictObject({
  path: path().describe('The file.'),
  state: choice('absent', 'present').default('present').describe('Whether it shall be there.'),
  size: int().default(4096).describe('Bits of the prime; many take minutes.'),
  force: bool().default(false).describe('Make new ones in any case.'),
  backup: bool().default(false).describe('Keep a copy of the old file, with the time in its name.'),
  return_content: bool().default(false).describe('Return the parameters.'),
  select_crypto_backend: choice('auto', 'cryptography', 'openssl')
    .default('auto')
    .describe('For playbooks that give it: the work is always done by tsplay itself, which needs no library.'),
  ...fileArguments,
});

export default defineModule({
  name: 'community.crypto.openssl_dhparam',
  summary: 'Makes parameters of Diffie-Hellman in files of the host.',
  args,
  returns: z.object({
    filename: z.string().describe('The file.'),
    size: z.number().describe('Bits asked for.'),
    backup_file: z.string().optional().describe('The copy of the old file.'),
    dhparams: z.string().nullable().optional().describe('The parameters.'),
  }),
  check: 'full',
  diff: false,
  examples: [
    { name: '2048 bits', task: 'community.crypto.openssl_dhparam:\n  path: /etc/ssl/dhparams.pem\n  size: 2048' },
  ],
  async run(context) {
    const { args: a, checkMode } = context;
    const seen = await lookAtFiles(context, a.path);
    requireDirectory(seen);
    const result = { size: a.size, filename: a.path };
    const content = (bytes: Uint8Array | undefined): Record<string, unknown> =>
      a.return_content ? { dhparams: bytes ? Buffer.from(bytes).toString('utf8') : null } : {};
    if (a.state === 'absent') {
      const backup = await removeFile(context, seen, a.backup);
      return { ...result, ...content(checkMode ? seen.bytes : undefined), ...backupReturn(backup) };
    }
    const right = !a.force && seen.bytes !== undefined && dhBits(seen.bytes) === a.size;
    const made = right ? undefined : Buffer.from(checkMode ? '' : await orFailAsync(() => makeDhParameters(a.size)));
    const backup = await placeFile(context, seen, made, { summary: `write DH parameters ${a.path}`, backup: a.backup });
    return { ...result, ...content(checkMode ? seen.bytes : (made ?? seen.bytes)), ...backupReturn(backup) };
  },
});
