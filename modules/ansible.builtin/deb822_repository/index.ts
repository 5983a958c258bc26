// Adds and removes sources of packages in apt's deb822 format, one file for each.
import {
  bool,
  choice,
  defineModule,
  int,
  lines,
  list,
  mode,
  ModuleFailure,
  sh,
  str,
  z,
  type RunContext,
} from '../../../src/kit/index.js';
import { APT_PLACES } from '../../_shared/apt-look.js';
import { fetchBytes } from '../../_shared/fetch-bytes.js';
import { modeBits } from '../../_shared/file-attributes.js';
import { isArmored } from '../../_shared/openpgp.js';
import { FORMAT } from '../../_shared/file-look.js';
import { pathInfo, toldStatus } from '../../_shared/path-info.js';
import { contentDiff } from '../../_shared/text-diff.js';
import { ask, type Told } from '../../_shared/told.js';
import { printStanza, slugOf } from './stanza.js';

const args = z.strictObject({
  name: str().describe('Name of the source; the files are called after it.'),
  state: choice('absent', 'present').default('present').describe('Whether the source shall be there.'),
  types: list(choice('deb', 'deb-src')).default(['deb']).describe('Binary packages, source packages or both.'),
  uris: list(str()).optional().describe('Addresses of the archive.'),
  suites: list(str()).optional().describe('Releases, or one path that ends with a slash.'),
  components: list(str()).optional().describe('Parts of the release, e.g. main.'),
  architectures: list(str()).optional().describe('Architectures to read the lists of.'),
  signed_by: str()
    .optional()
    .describe("The key: a URL, a keyring's path on the host, fingerprints, or the key itself in ASCII armour."),
  enabled: bool().optional().describe('Whether apt uses the source.'),
  trusted: bool().optional().describe('Whether apt trusts the source without a signature.'),
  allow_downgrade_to_insecure: bool().optional().describe('Go on when a signed source is not signed any more.'),
  allow_insecure: bool().optional().describe('Take a source without a signature.'),
  allow_weak: bool().optional().describe('Take a signature by a weak digest.'),
  by_hash: bool().optional().describe('Whether lists are fetched by the hash of their content.'),
  check_date: bool().optional().describe('Whether dates of the future are refused.'),
  check_valid_until: bool().optional().describe('Whether lists that are too old are refused.'),
  date_max_future: int().optional().describe('Seconds a release may be from the future.'),
  inrelease_path: str().optional().describe('Where InRelease is, when not in its usual place.'),
  languages: list(str()).optional().describe('Languages of descriptions that are fetched.'),
  pdiffs: bool().optional().describe('Whether lists are brought up to date by differences.'),
  targets: list(str()).optional().describe('Kinds of lists that are fetched.'),
  mode: mode().default({ kind: 'bits', bits: 0o644 }).describe('Permissions of the file.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'ansible.builtin.deb822_repository',
  summary: 'Adds and removes package sources of Debian and its kin in the format of today, each with its own key.',
  args,
  returns: z.object({
    repo: z.string().nullable().describe("The file's text; null when it is to be absent."),
    dest: z.string().describe("The file's path."),
    key_filename: z.string().nullable().describe("The key's path, when it is a file."),
  }),
  check: 'full',
  diff: true,
  rules: (a) => (slugOf(a.name) === '' ? [`'name' needs a letter or a digit, as files are called after it`] : []),
  examples: [
    {
      name: 'With the key from its own URL',
      task: 'ansible.builtin.deb822_repository:\n  name: example\n  uris: https://download.example.com/linux/debian\n  suites: bookworm\n  components: stable\n  signed_by: https://download.example.com/linux/debian/gpg',
    },
  ],
  async run(context) {
    const { args: a, host } = context;
    const slug = slugOf(a.name);
    const told = await ask(
      host,
      lines([
        APT_PLACES,
        sh`slug=${slug} key=${a.state === 'present' ? (a.signed_by ?? '') : ''}
say dest "$sourceparts/$slug.sources"; say keyrings "$aptetc/keyrings"; say umask "$(umask)"
[ -f "$key" ] && say keyfile yes
if s=$(stat -c ${FORMAT} -- "$sourceparts/$slug.sources" 2>/dev/null); then say status "$s"; fi
for f in "$sourceparts/$slug.sources" "$aptetc/keyrings/$slug.asc" "$aptetc/keyrings/$slug.gpg"; do tell "$f"; done`,
      ]),
    );
    const dest = told.value('dest') ?? '';
    const base = `${told.value('keyrings') ?? ''}/${slug}`;
    if (a.state === 'absent') {
      for (const path of [dest, `${base}.asc`, `${base}.gpg`]) await remove(context, told, path);
      const there = context.checkMode ? pathInfo(toldStatus(told, dest)) : {};
      return { repo: null, dest, key_filename: `${base}.gpg`, ...there };
    }
    const key = await keyOf(context, told, base);
    const repo = printStanza({ ...a, signed_by: key.file ?? key.text });
    const file = told.file(dest);
    if (file?.bytes.toString('utf8') !== repo) {
      const diff = contentDiff(
        { content: file?.bytes ?? null, header: file ? dest : '/dev/null' },
        { content: Buffer.from(repo), header: dest },
      );
      await context.change({ summary: `write ${dest}`, diff }, (hands) => hands.write(dest, repo));
    }
    const umask = parseInt(told.value('umask') ?? '022', 8);
    const wantedMode = modeBits(a.mode, file ?? null, 'file', umask);
    await setMode(context, dest, wantedMode, file ? file.mode : undefined);
    const same = context.checkMode || (file && file.mode === wantedMode && file.bytes.toString('utf8') === repo);
    const status = same ? toldStatus(told, dest) : await host.stat(dest, { follow: true });
    return { repo, dest, key_filename: key.file ?? null, ...pathInfo(status) };
  },
});

async function remove({ change }: RunContext<Args>, told: Told, path: string): Promise<void> {
  const file = told.file(path);
  if (!file) return;
  const diff = contentDiff({ content: file.bytes, header: path }, { content: null, header: '/dev/null' });
  await change({ summary: `remove ${path}`, diff }, (hands) => hands.must(sh`rm -f -- ${path}`));
}

/** @param present undefined: the file has just been made */
async function setMode(
  { change, checkMode }: RunContext<Args>,
  path: string,
  wanted: number | undefined,
  present: number | undefined,
): Promise<void> {
  if (wanted === undefined || wanted === present || (present === undefined && checkMode)) return;
  await change({ summary: `set the mode of ${path}` }, (hands) => hands.attributes(path, { mode: wanted }));
}

/** What `Signed-By` says; a key behind a URL is brought to the host first. */
async function keyOf(
  context: RunContext<Args>,
  told: Told,
  base: string,
): Promise<{ readonly file?: string | undefined; readonly text?: string | undefined }> {
  const { args: a, host, change } = context;
  const key = a.signed_by;
  if (key === undefined) return {};
  if (told.value('keyfile') !== undefined) return { file: key };
  if (!/^[a-z][a-z0-9+.-]*:/i.test(key)) return { text: key };
  const bytes = await fetchBytes(host, key, (why) => new ModuleFailure(`Could not fetch signed_by key: ${why}`));
  if (bytes.length === 0) return { file: key };
  const path = `${base}.${isArmored(bytes) ? 'asc' : 'gpg'}`;
  const present = told.file(path);
  if (!present?.bytes.equals(bytes)) {
    const directory = path.slice(0, path.lastIndexOf('/'));
    await change({ summary: `write the key ${path}` }, async (hands) => {
      await hands.must(sh`mkdir -p -- ${directory} && chown root:root -- ${directory} && chmod 0755 -- ${directory}`);
      await hands.write(path, bytes, { mode: 0o644 });
    });
  } else await setMode(context, path, 0o644, present.mode);
  return { file: path };
}
