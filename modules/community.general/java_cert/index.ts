// Certificates in a Java keystore: imported, with or without their keys, or removed.
import {
  bool,
  choice,
  defineModule,
  int,
  ModuleFailure,
  path,
  secret,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { equalBytes } from '../../../src/x509/index.js';
import { exclusive, oneNeededWhen } from '../../_shared/argument-rules.js';
import { lookAtFiles, orFail, placeFile, type Seen } from '../../_shared/crypto-file.js';
import { fileArguments } from '../../_shared/file-attributes.js';
import { onOneLine } from '../../_shared/keytool.js';
import { certificateOf, type NewCertificate } from './source.js';
import { deleteEntry, importCertificate, importStore, presentCertificate } from './store.js';

export const args = z.strictObject({
  keystore_path: path().optional().describe('The keystore.'),
  keystore_pass: secret(str()).describe('Its password.'),
  keystore_create: bool().default(false).describe('Make it when it is not there.'),
  keystore_type: str().optional().describe('Its type, as keytool names it: JKS, PKCS12, JCEKS.'),
  state: choice('absent', 'present')
    .default('present')
    .describe('Whether the certificate shall be in it; another one under its alias is replaced.'),
  cert_alias: str().optional().describe('The alias; with cert_url its text when not given.'),
  cert_path: path().optional().describe('The file of the certificate on the host.'),
  cert_content: str().optional().describe('The certificate itself.'),
  cert_url: str().optional().describe('The name of a server, whose certificate is taken.'),
  cert_port: int().default(443).describe('Its port.'),
  pkcs12_path: path().optional().describe('A PKCS#12 file on the host, imported with its private key.'),
  pkcs12_password: secret(str()).optional().describe('Its password.'),
  pkcs12_alias: str().optional().describe('Which alias of it.'),
  trust_cacert: bool().default(false).describe("Take Java's own trusted certificates into account (-trustcacerts)."),
  executable: str().default('keytool').describe('The path of keytool.'),
  ...fileArguments,
});
export type Args = z.output<typeof args>;
export type Context = RunContext<Args>;

export default defineModule({
  name: 'community.general.java_cert',
  summary: 'Imports certificates into Java keystores, or removes them.',
  args,
  returns: z.object({ cmd: z.array(z.string()).optional().describe('The command that was run.') }),
  check: 'full',
  diff: true,
  oneDiff: true,
  requires: ['keytool'],
  rules: (a) => [
    ...exclusive(a, 'cert_url', 'cert_path', 'cert_content', 'pkcs12_path'),
    ...oneNeededWhen(
      a,
      a.state === 'present',
      'state is present',
      'cert_path',
      'cert_url',
      'cert_content',
      'pkcs12_path',
    ),
    ...oneNeededWhen(a, a.state === 'absent', 'state is absent', 'cert_url', 'cert_alias'),
    ...(a.keystore_path === undefined ? ['parameters are required together: keystore_path, keystore_pass'] : []),
  ],
  examples: [
    {
      name: 'Our CA among those Java trusts',
      task: 'community.general.java_cert:\n  cert_path: /etc/ssl/our-ca.crt\n  cert_alias: our-ca\n  trust_cacert: true\n  keystore_path: /etc/ssl/certs/java/cacerts\n  keystore_pass: changeit',
    },
    {
      name: 'A certificate goes away',
      task: 'community.general.java_cert:\n  cert_alias: old\n  keystore_path: /etc/tomcat/keystore.jks\n  keystore_pass: "{{ keystore_password }}"\n  state: absent',
    },
  ],
  async run(context) {
    const { args: a } = context;
    const keystore = a.keystore_path ?? '';
    onOneLine(a.keystore_pass, a.pkcs12_password ?? '');
    if (a.cert_path !== undefined && a.cert_alias === undefined) {
      throw new ModuleFailure(`Using local path import from ${keystore} requires alias argument.`);
    }
    if (a.cert_content !== undefined && a.cert_alias === undefined) {
      throw new ModuleFailure(`Using certificate content for ${keystore} requires alias argument.`);
    }
    const seen = await lookAtFiles(context, keystore, [a.cert_path, a.pkcs12_path]);
    if (!a.keystore_create && !seen.bytes) {
      throw new ModuleFailure(`Module require existing keystore at keystore_path '${keystore}'`);
    }
    if (a.state === 'absent') return remove(context, seen);
    const wanted = await certificateOf(context, seen);
    const present = seen.bytes && (await presentCertificate(context, seen.bytes, wanted.alias));
    if (present && orFail(() => equalBytes(present, wanted.certificate))) return settled(context, seen, {});
    return settled(context, seen, await bring(context, wanted, present !== undefined));
  },
});

async function remove(context: Context, seen: Seen): Promise<Record<string, unknown>> {
  const { args: a, change } = context;
  const alias = a.cert_alias ?? a.cert_url ?? '';
  const present = seen.bytes && (await presentCertificate(context, seen.bytes, alias));
  if (!present) return settled(context, seen, {});
  const note = { summary: `remove ${alias} from ${a.keystore_path}`, diff: { before: `${alias}\n`, after: null } };
  return settled(context, seen, (await change(note, (hands) => deleteEntry(hands, a, alias))) ?? {});
}

async function bring(context: Context, wanted: NewCertificate, replaces: boolean): Promise<Record<string, unknown>> {
  const { args: a, change } = context;
  const note = {
    summary: `import ${wanted.alias} into ${a.keystore_path}`,
    diff: { before: '\n', after: `${wanted.alias}\n` },
  };
  const told = await change(note, async (hands) => {
    if (replaces) await deleteEntry(hands, a, wanted.alias);
    return a.pkcs12_path === undefined ? importCertificate(hands, a, wanted) : importStore(hands, a, wanted.alias);
  });
  return told ?? {};
}

/** Owner, group and mode of a keystore that is there. compat: check mode has them checked only where nothing else changes. */
async function settled(context: Context, seen: Seen, told: Record<string, unknown>): Promise<Record<string, unknown>> {
  if (context.checkMode && Object.keys(told).length === 0 && !seen.bytes) return told;
  const fresh = seen.bytes ? seen : context.checkMode ? undefined : await lookAtFiles(context, seen.file.path);
  if (fresh?.bytes) await placeFile(context, fresh, undefined, { summary: '', backup: false });
  return told;
}
