// A pair of keys for OpenSSH in two files of the host.
import { createHash, type KeyObject } from 'node:crypto';
import {
  bool,
  choice,
  defineModule,
  int,
  lines,
  ModuleFailure,
  path,
  secret,
  sh,
  str,
  z,
} from '../../../src/kit/index.js';
import {
  makePrivateKey,
  readOpenSshKey,
  readSshPublic,
  sshPublicBlob,
  sshPublicText,
  sshStrings,
  writeOpenSshKey,
  writePrivateKey,
  type OpenSshKey,
} from '../../../src/keys/index.js';
import { base64, equalBytes, toBigInt, X509Error } from '../../../src/x509/index.js';
import { lookAtFiles, orFailAsync, placeFile, requireDirectory, type Seen } from '../../_shared/crypto-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';

const args = z.strictObject({
  path: path().describe('The file of the private key; the public one is beside it, with `.pub`.'),
  state: choice('present', 'absent').default('present').describe('Whether they shall be there.'),
  type: choice('rsa', 'dsa', 'rsa1', 'ecdsa', 'ed25519').default('rsa').describe('The kind of key.'),
  size: int().optional().describe('Bits: 4096 of rsa, 256, 384 or 521 of ecdsa.'),
  comment: str().optional().describe('Stands in the public key, and in the private one where its format has it.'),
  passphrase: secret(str()).optional().describe('Encrypts the private key.'),
  force: bool().default(false).describe('Make new ones in any case.'),
  regenerate: choice('never', 'fail', 'partial_idempotence', 'full_idempotence', 'always')
    .default('partial_idempotence')
    .describe('When present keys are replaced: by what differs (full_idempotence also when they cannot be read).'),
  private_key_format: choice('auto', 'pkcs1', 'pkcs8', 'ssh')
    .default('auto')
    .describe('auto is the format of OpenSSH.'),
  backend: choice('auto', 'cryptography', 'opensshbin')
    .default('auto')
    .describe('For playbooks that give it: the work is always done by tsplay itself.'),
  ...fileArguments,
});
type Args = z.output<typeof args>;

const SIZES = { rsa: 4096, rsa1: 4096, dsa: 1024, ecdsa: 256, ed25519: 256 } as const;
const sizeOf = ({ type, size }: Args): number => (type === 'ed25519' ? 256 : (size ?? SIZES[type]));

export default defineModule({
  name: 'community.crypto.openssh_keypair',
  summary: 'Makes pairs of keys for OpenSSH on the host.',
  args,
  returns: z.object({
    size: z.number().describe('Bits.'),
    type: z.string().describe('The kind of key.'),
    filename: z.string().describe('The file of the private key.'),
    fingerprint: z.string().describe('SHA256: and the digest of the public key.'),
    public_key: z.string().describe('The public key, without its comment.'),
    comment: z.string().describe('The comment of the public key.'),
  }),
  check: 'full',
  diff: true,
  oneDiff: true,
  rules: (a) => {
    const size = sizeOf(a);
    if (a.type === 'rsa1') return ['RSA1 keys are not supported: no OpenSSH of today takes them, use rsa or ed25519'];
    if (a.type === 'rsa' && size < 1024)
      return ['For RSA keys, the minimum size is 1024 bits and the default is 4096 bits.'];
    if (a.type === 'dsa' && size !== 1024) return ['DSA keys must be exactly 1024 bits as specified by FIPS 186-2.'];
    if (a.type === 'ecdsa' && ![256, 384, 521].includes(size)) return ['For ECDSA keys, size is 256, 384 or 521 bits.'];
    if (a.mode?.kind === 'preserve') return ["mode 'preserve' has no meaning here: give the mode itself"];
    if (a.backend === 'opensshbin' && a.private_key_format !== 'auto') {
      return ["'auto' is the only valid option for 'private_key_format' when 'backend' is not 'cryptography'"];
    }
    return [];
  },
  examples: [
    {
      name: 'A pair of keys',
      task: 'community.crypto.openssh_keypair:\n  path: /root/.ssh/id_ed25519\n  type: ed25519\n  comment: backup',
    },
  ],
  async run(context) {
    const { args: a, checkMode } = context;
    const pub = `${a.path}.pub`;
    const seen = await lookAtFiles(context, a.path, [], pub);
    if (!seen.beside) throw new ModuleFailure(`could not look at ${pub}`);
    const seenPub: Seen = { ...seen, file: seen.beside, bytes: seen.others.get(pub) };
    requireDirectory(seen);
    const before = readSshPublic(text(seenPub.bytes) ?? '');
    if (a.state === 'absent') {
      const there = [seen, seenPub].filter(({ file }) => file.self !== null).map(({ file }) => file.path);
      if (there.length > 0) {
        const diff = { before: facts(a, await loaded(seen, a), before), after: {} };
        await context.change({ summary: `remove ${there.join(' and ')}`, diff }, (hands) =>
          hands.must(lines([sh`rm -f -- ${there}`])),
        );
      }
      return result(a, await loaded(seen, a), text(seenPub.bytes));
    }
    const present = await loaded(seen, a);
    const regenerate = a.force ? 'always' : a.regenerate;
    const readable = present?.key !== undefined;
    if (seen.bytes && !readable && ['never', 'fail', 'partial_idempotence'].includes(regenerate)) {
      throw new ModuleFailure(
        'Unable to read the key. The key is protected with a passphrase or broken. Will not proceed. ' +
          'To force regeneration, call the module with `generate` set to `full_idempotence` or `always`, or with `force=true`.',
      );
    }
    const valid = present !== undefined && readable && isWanted(present, a);
    if (!valid && present && regenerate === 'fail') {
      throw new ModuleFailure(
        'Key has wrong type and/or size. Will not proceed. To force regeneration, call the module with `generate` set to ' +
          '`partial_idempotence`, `full_idempotence` or `always`, or with `force=true`.',
      );
    }
    const make = !present || !readable || regenerate === 'always' || (!valid && regenerate !== 'never');
    const key = make ? (checkMode ? undefined : await orFailAsync(() => makePrivateKey(wishOf(a)))) : present.key;
    const comment = a.comment ?? (make ? '' : (before?.comment ?? ''));
    const rightPublic =
      !make &&
      key !== undefined &&
      before !== undefined &&
      equalBytes(before.blob, sshPublicBlob(key)) &&
      (a.comment === undefined || before.comment === a.comment);
    const publicText = key && `${sshPublicText(key)}${comment === '' ? '' : ` ${comment}`}`;
    // The comment stands in both files.
    const rewrite =
      !make && !rightPublic && a.comment !== undefined && present.format === 'ssh' && present.comment !== a.comment;
    // In a dry run a new key is not known yet.
    const made = checkMode && make ? { type: a.type, size: sizeOf(a), format: '', comment } : undefined;
    const written = key && { publicBlob: sshPublicBlob(key) };
    const diff = {
      before: facts(a, present, before),
      after: made ?? facts(a, written, written && { blob: written.publicBlob, comment }),
    };
    const content = make || rewrite ? await privateContent(key, a, comment, rewrite ? 'ssh' : undefined) : undefined;
    await placeFile(context, seen, content, {
      summary: `write private key ${a.path}`,
      backup: false,
      diff,
      ...(seen.bytes ? {} : { mode: 0o600 }),
    });
    const publicContent = make || !rightPublic ? Buffer.from(`${publicText ?? ''}\n`) : undefined;
    await placeFile(context, seenPub, publicContent, {
      summary: `write public key ${pub}`,
      backup: false,
      diff: content ? undefined : diff,
      ...(seenPub.bytes ? {} : { mode: 0o644 }),
    });
    const now = checkMode || !key ? present : { publicBlob: sshPublicBlob(key) };
    const shown = checkMode ? text(seenPub.bytes) : (publicText ?? '');
    return result(a, now, rightPublic ? text(seenPub.bytes) : shown);
  },
});

const text = (bytes: Uint8Array | undefined): string | undefined => bytes && Buffer.from(bytes).toString('utf8').trim();

async function loaded(seen: Seen, a: Args): Promise<OpenSshKey | undefined> {
  if (!seen.bytes) return undefined;
  try {
    return await readOpenSshKey(seen.bytes, a.passphrase === '' ? undefined : a.passphrase);
  } catch (error) {
    if (error instanceof X509Error) return undefined;
    throw error;
  }
}

function wishOf(a: Args): Parameters<typeof makePrivateKey>[0] {
  const size = sizeOf(a);
  if (a.type === 'ed25519') return { type: 'Ed25519', size };
  if (a.type === 'ecdsa') return { type: 'ECC', size, curve: `secp${size}r1` };
  return { type: a.type === 'dsa' ? 'DSA' : 'RSA', size };
}

/** The kind and bits of a public key. */
function kindOf(blob: Uint8Array): { readonly type: string; readonly size: number } {
  const [name = '', ...parts] = sshStrings(blob);
  const bits = (part: string | undefined): number => toBigInt(Buffer.from(part ?? '', 'latin1')).toString(2).length;
  if (name === 'ssh-rsa') return { type: 'rsa', size: bits(parts[1]) };
  if (name === 'ssh-dss') return { type: 'dsa', size: bits(parts[0]) };
  if (name === 'ssh-ed25519') return { type: 'ed25519', size: 256 };
  return { type: 'ecdsa', size: Number(/\d+$/.exec(name)?.[0]) };
}

function isWanted(present: OpenSshKey, a: Args): boolean {
  const { type, size } = kindOf(present.publicBlob);
  const format = a.private_key_format === 'auto' || a.private_key_format === present.format;
  return type === a.type && size === sizeOf(a) && format;
}

async function privateContent(
  key: KeyObject | undefined,
  a: Args,
  comment: string,
  format: 'ssh' | undefined,
): Promise<Uint8Array> {
  if (!key) return Buffer.alloc(0);
  const wanted = format ?? (a.private_key_format === 'auto' ? 'ssh' : a.private_key_format);
  const passphrase = a.passphrase === '' ? undefined : a.passphrase;
  return orFailAsync(async () =>
    wanted === 'ssh'
      ? Buffer.from(await writeOpenSshKey(key, comment, passphrase))
      : writePrivateKey(key, wanted, passphrase),
  );
}

function result(
  a: Args,
  key: Pick<OpenSshKey, 'publicBlob'> | undefined,
  publicText: string | undefined,
): Record<string, unknown> {
  return {
    size: sizeOf(a),
    type: a.type,
    filename: a.path,
    fingerprint: key ? fingerprintOf(key) : '',
    public_key: (publicText ?? '').split(' ', 2).join(' '),
    comment: readSshPublic(publicText ?? '')?.comment ?? '',
  };
}

/** What a difference shows of a pair; empty when there is none. */
function facts(
  a: Args,
  key: (Pick<OpenSshKey, 'publicBlob'> & Partial<Pick<OpenSshKey, 'format'>>) | undefined,
  publicKey: { readonly blob: Uint8Array; readonly comment: string } | undefined,
): Record<string, unknown> {
  // `compat:` the format is told where the collection takes Python's library, not the programs of OpenSSH.
  const byLibrary = a.backend === 'cryptography' || (a.passphrase ?? '') !== '';
  return {
    ...(key && {
      ...kindOf(key.publicBlob),
      fingerprint: fingerprintOf(key),
      format: byLibrary ? formatOf(a, key) : '',
    }),
    ...(publicKey && { public_key: base64(publicKey.blob), comment: publicKey.comment }),
  };
}

const formatOf = (a: Args, { format }: Partial<Pick<OpenSshKey, 'format'>>): string =>
  (format ?? (a.private_key_format === 'auto' ? 'ssh' : a.private_key_format)).toUpperCase();

const fingerprintOf = ({ publicBlob }: Pick<OpenSshKey, 'publicBlob'>): string =>
  `SHA256:${base64(createHash('sha256').update(publicBlob).digest()).replace(/=+$/, '')}`;
