// A Java keystore of one key and its certificate.
import {
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  path,
  script,
  secret,
  str,
  z,
  type HostHands,
} from '../../../src/kit/index.js';
import { keystoreType, lookIntoKeystore, readPrivateKey, spkiOf, writePkcs12 } from '../../../src/keys/index.js';
import { equalBytes, latin1, loadCertificate, splitPem, X509Error } from '../../../src/x509/index.js';
import { exactlyOne } from '../../_shared/argument-rules.js';
import { given, lookAtFiles, orFail, placeFile, type Seen } from '../../_shared/crypto-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';
import { keytoolCommand, onOneLine, withKeytool } from '../../_shared/keytool.js';
import { TELL, Told } from '../../_shared/told.js';

const args = z.strictObject({
  name: str().describe('The alias of the key in the keystore.'),
  dest: path().describe('The keystore.'),
  password: secret(str()).describe('The password of the keystore; one that does not open it makes a new keystore.'),
  certificate: secret(str()).optional().describe('The certificate as PEM; those above it may follow.'),
  certificate_path: path().optional().describe('The file of the certificate on the host.'),
  private_key: secret(str()).optional().describe('The private key as PEM.'),
  private_key_path: path().optional().describe('The file of the private key on the host.'),
  private_key_passphrase: secret(str()).optional().describe('Of an encrypted private key.'),
  keystore_type: choice('jks', 'pkcs12')
    .optional()
    .describe("The format. Not given: that of a keystore that is there, else what the host's Java makes."),
  ssl_backend: choice('openssl', 'cryptography')
    .default('openssl')
    .describe('The work is done by tsplay itself; with cryptography only the first certificate is taken.'),
  force: bool().default(false).describe('Make a new keystore in any case.'),
  ...fileArguments,
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.java_keystore',
  summary: 'Makes Java keystores of a key and its certificate.',
  args,
  returns: z.object({
    cmd: z.array(z.string()).optional().describe('The command that made it; a pkcs12 keystore needs none.'),
    err: z.string().optional().describe('What keytool said when it failed.'),
  }),
  check: 'full',
  diff: false,
  requires: ['keytool, unless keystore_type is pkcs12'],
  rules: (a) => [
    ...exactlyOne(a, 'certificate', 'certificate_path'),
    ...exactlyOne(a, 'private_key', 'private_key_path'),
  ],
  examples: [
    {
      name: 'A keystore for Tomcat',
      task: 'community.general.java_keystore:\n  name: tomcat\n  certificate_path: /etc/ssl/host.crt\n  private_key_path: /etc/ssl/private/host.pem\n  password: "{{ keystore_password }}"\n  dest: /etc/tomcat/keystore.jks\n  owner: tomcat\n  mode: \'0600\'',
    },
  ],
  async run(context) {
    const { args: a, checkMode } = context;
    onOneLine(a.password);
    const seen = await lookAtFiles(context, a.dest, [a.certificate_path, a.private_key_path]);
    const certificates = orFail(() => certificatesOf(a, seen));
    const right = seen.bytes !== undefined && !a.force && isRight(a, seen.bytes, certificates[0]);
    if (right) {
      await placeFile(context, seen, undefined, { summary: '', backup: false });
      return {};
    }
    if (checkMode) {
      await placeFile(context, seen, new Uint8Array(), { summary: `make keystore ${a.dest}`, backup: false });
      return {};
    }
    const bundle = orFail(() => bundleOf(a, seen, certificates));
    if (a.keystore_type === 'pkcs12') {
      await placeFile(context, seen, bundle, { summary: `make keystore ${a.dest}`, backup: false });
      return { msg: '', rc: 0 };
    }
    const cmd = importCommand(a);
    const made = await context.change({ summary: `have keytool make keystore ${a.dest}` }, (hands) =>
      convert(hands, a, cmd, bundle),
    );
    await placeFile(context, seen, made?.keystore, { summary: `write keystore ${a.dest}`, backup: false });
    return { msg: made?.out, cmd, rc: 0 };
  },
});

/** compat: a keystore with another password, alias or type is not right, so a new one is made. */
function isRight(a: Args, bytes: Uint8Array, certificate: Uint8Array | undefined): boolean {
  const look = lookIntoKeystore(bytes, a.password, a.name);
  if (look.state === 'unknown') {
    throw new ModuleFailure(`${a.dest} is no keystore that can be read (Invalid keystore format): force replaces it`);
  }
  if (look.state !== 'found' || !certificate) return false;
  if (a.keystore_type !== undefined && a.keystore_type !== keystoreType(bytes)) return false;
  return equalBytes(look.certificate, certificate);
}

function certificatesOf(a: Args, seen: Seen): Uint8Array[] {
  const bytes = given(seen, a.certificate_path, a.certificate, 'certificate') ?? new Uint8Array();
  const pems = splitPem(latin1(bytes)).filter((one) => /^-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE/.test(one));
  const all = pems.length === 0 ? [bytes] : pems.map((one) => Buffer.from(one, 'latin1'));
  return all.map((one) => loadCertificate(one).der);
}

/** Key and certificates as PKCS#12, which keytool reads. */
function bundleOf(a: Args, seen: Seen, certificates: readonly Uint8Array[]): Uint8Array {
  const source = given(seen, a.private_key_path, a.private_key, 'private key') ?? new Uint8Array();
  const key = readKey(source, a.private_key_passphrase);
  const spki = spkiOf(key);
  const own = certificates.find((one) => equalBytes(loadCertificate(one).publicKey, spki)) ?? certificates[0];
  return writePkcs12({
    key,
    certificate: own,
    others: a.ssl_backend === 'openssl' ? certificates.filter((one) => one !== own) : [],
    friendlyName: a.name,
    password: a.password,
    strength: 'modern',
  });
}

/** compat: a passphrase for a key that needs none does not matter. */
function readKey(source: Uint8Array, passphrase: string | undefined): ReturnType<typeof readPrivateKey> {
  const encrypted = /ENCRYPTED/.test(latin1(source));
  if (encrypted && passphrase === undefined)
    throw new X509Error('the private key is encrypted: private_key_passphrase is needed');
  return readPrivateKey(source, encrypted ? passphrase : undefined);
}

function importCommand(a: Args): string[] {
  const type = a.keystore_type === undefined ? [] : ['-deststoretype', a.keystore_type];
  return ['keytool', '-importkeystore', '-noprompt', '-srcstoretype', 'pkcs12', '-alias', a.name, ...type];
}

async function convert(
  hands: HostHands,
  a: Args,
  cmd: readonly string[],
  bundle: Uint8Array,
): Promise<{ readonly keystore: Uint8Array; readonly out: string }> {
  const keytool = keytoolCommand(cmd, '-srckeystore "$d/from" -destkeystore "$d/to" >"$d/out" 2>"$d/err"');
  const act = lines([
    TELL,
    script('IFS= read -r p; cat >"$d/from"'),
    script(`printf '%s\\n%s\\n%s\\n' "$p" "$p" "$p" | ${keytool.text}; c=$?; unset p`),
    script(
      'say rc "$c"; say out "$(cat "$d/out")"; say err "$(cat "$d/err")"; if [ -f "$d/to" ]; then cat "$d/to" >"$d/keystore"; tell "$d/keystore"; fi',
    ),
  ]);
  const stdin = Buffer.concat([Buffer.from(`${a.password}\n`, 'utf8'), bundle]);
  const { stdoutBytes, stderr } = await withKeytool(hands, 'keytool', act, stdin);
  const told = new Told(stdoutBytes);
  const [file] = told.files;
  const rc = Number(told.value('rc') ?? 1);
  // compat: keytool may end with 0 and have made nothing.
  if (rc !== 0 || !file) {
    throw new ModuleFailure(told.value('out') ?? stderr, { cmd, rc, err: told.value('err') ?? stderr });
  }
  return { keystore: file.bytes, out: told.value('out') ?? '' };
}
