// Adds and removes sources of packages in apt's one-line format.
import {
  alias,
  bool,
  choice,
  defineModule,
  int,
  lines,
  mode,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type DiffNote,
  type HostHands,
  type RunContext,
  type Script,
} from '../../../src/kit/index.js';
import { APT_PLACES } from '../../_shared/apt-look.js';
import { updateLists } from '../../_shared/apt-run.js';
import { modeBits } from '../../_shared/file-attributes.js';
import { parseKeys, type PublicKey } from '../../_shared/openpgp.js';
import { ask, fromLatin, toLatin, type Told } from '../../_shared/told.js';
import { parsePpa, ppaFingerprint, ppaKey, type Ppa } from './ppa.js';
import { fileNameFor, hasSource, parseRepo, withoutSource, withSource, type Files } from './sources.js';

const args = z.strictObject({
  repo: str().describe('The source, as a line of sources.list says it, or `ppa:owner/name`.'),
  state: choice('absent', 'present').default('present').describe('Whether the source shall be there.'),
  mode: mode().optional().describe("Permissions of a new file, e.g. '0644'; default what the umask leaves."),
  update_cache: alias(bool(), 'update-cache').default(true).describe('Fetch the package lists after a change.'),
  update_cache_retries: int().default(5).describe('How often fetching the lists is tried.'),
  update_cache_retry_max_delay: int()
    .default(12)
    .describe('Longest wait between two tries, in seconds; it doubles each time.'),
  validate_certs: bool().default(true).describe("Whether the certificates of Launchpad's servers are checked."),
  filename: str()
    .optional()
    .describe('Name of the file in sources.list.d, `.list` is added; default made from the address.'),
  codename: str().optional().describe("Release for a PPA, instead of the host's own."),
  install_python_apt: bool().default(true).describe('Without meaning here: no Python library is needed on the host.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'ansible.builtin.apt_repository',
  summary: 'Adds and removes package sources of Debian and its kin.',
  args,
  returns: z.object({
    repo: z.string().describe('The source as the task names it.'),
    state: z.string().describe('As asked for.'),
    sources_added: z.array(z.string()).describe('Files that are new.'),
    sources_removed: z.array(z.string()).describe('Files that are gone.'),
  }),
  requires: ['apt-get'],
  check: 'full',
  diff: true,
  rules: (a) => (a.repo === '' ? ["Please set argument 'repo' to a non-empty value"] : []),
  examples: [
    {
      name: 'A repository with its own key',
      task: 'ansible.builtin.apt_repository:\n  repo: deb [signed-by=/etc/apt/keyrings/example.asc] https://repo.example.com/debian stable main\n  filename: example',
    },
  ],
  async run(context) {
    const { args: a, host } = context;
    const told = await ask(host, lookScript(a));
    if (told.value('apt') === undefined) throw new ModuleFailure('Module apt_repository is not supported on target.');
    const seen = readFiles(told);
    const ppa = a.repo.startsWith('ppa:') ? parsePpa(a.repo, a.codename ?? told.value('codename') ?? '') : undefined;
    const source = toLatin(ppa?.source ?? parseRepo(a.repo));
    const key =
      ppa && a.state === 'present' ? await missingKey(context, told, ppa, hasSource(seen, source)) : undefined;
    const after = a.state === 'absent' ? withoutSource(seen, source) : withSource(seen, source, targetOf(a, told, ppa));
    const steps = [...after].filter(([path, text]) => text !== (seen.get(path) ?? ''));
    const added = steps.filter(([path, text]) => (seen.get(path) ?? '') === '' && text !== '').map(([path]) => path);
    const removed = steps.filter(([, text]) => text === '').map(([path]) => path);
    const result = { repo: a.repo, state: a.state, sources_added: added, sources_removed: removed, diff: [] };
    if (steps.length === 0) return result;

    await key?.();
    for (const [path, text] of steps) {
      const diff = diffOf(path, seen.get(path) ?? '', text);
      await context.change({ summary: `${text === '' ? 'remove' : 'write'} ${path}`, diff }, (hands) =>
        put(hands, told, path, text, a),
      );
    }
    if (a.update_cache) await update(context, told, seen, steps);
    return result;
  },
});

const LOOK = [
  script('command -v apt-get >/dev/null 2>&1 || exit 0\nsay apt yes'),
  APT_PLACES,
  script(`say parts "$sourceparts"; say umask "$(umask)"
tell "$sourcelist"
for f in "$sourceparts"/*.list; do tell "$f"; done`),
];

const PPA_LOOK = script(`say trustedparts "$trustedparts"; say trusted "$trusted"
[ -r /etc/os-release ] && say codename "$(. /etc/os-release; printf %s "$VERSION_CODENAME")"`);

/** A file named with its directory is looked at too, wherever it is. */
const lookScript = ({ filename, repo }: Args): Script =>
  lines([
    ...LOOK,
    ...(repo.startsWith('ppa:') ? [PPA_LOOK] : []),
    ...(filename?.includes('/') ? [sh`tell ${`${filename}.list`}`] : []),
  ]);

const readFiles = (told: Told): Files => new Map(told.files.map((file) => [file.path, told.text(file.path)]));

/** The file a new source goes to. */
function targetOf(a: Args, told: Told, ppa: Ppa | undefined): string {
  const name =
    a.filename !== undefined
      ? `${a.filename}.list`
      : fileNameFor(ppa ? `${a.repo}_${ppa.source.split(' ')[2] ?? ''}` : parseRepo(a.repo));
  return name.includes('/') ? name : `${told.value('parts') ?? ''}/${name}`;
}

const diffOf = (path: string, before: string, after: string): DiffNote => ({
  before: fromLatin(before),
  after: fromLatin(after),
  beforeHeader: before === '' ? '/dev/null' : path,
  afterHeader: after === '' ? '/dev/null' : path,
});

async function put(hands: HostHands, told: Told, path: string, text: string, a: Args): Promise<void> {
  const file = told.file(path);
  if (text === '') {
    await hands.must(sh`rm -f -- ${path}`);
    return;
  }
  const umask = parseInt(told.value('umask') ?? '022', 8);
  const bits = file ? undefined : modeBits(a.mode, null, 'file', umask);
  if (!file) await hands.must(sh`mkdir -p -- ${path.slice(0, path.lastIndexOf('/')) || '/'}`);
  await hands.write(file?.realPath ?? path, Buffer.from(text, 'latin1'), { mode: bits });
}

/** Fetches the lists; when that fails the files are as they were before. */
async function update(
  context: RunContext<Args>,
  told: Told,
  before: Files,
  steps: readonly (readonly [string, string])[],
): Promise<void> {
  const { args: a } = context;
  await context.change({ summary: 'apt-get update' }, async (hands) => {
    try {
      await updateLists({ ...context, args: { ...a, lock_timeout: 60 } }, hands);
    } catch (error) {
      for (const [path] of steps) await put(hands, told, path, before.get(path) ?? '', a);
      throw error;
    }
  });
}

/** What brings the key of a PPA that apt does not have yet; undefined when there is nothing to do. */
async function missingKey(
  context: RunContext<Args>,
  told: Told,
  ppa: Ppa,
  present: boolean,
): Promise<(() => Promise<unknown>) | undefined> {
  const { args: a, host, task } = context;
  if (present) return undefined;
  const fingerprint = await ppaFingerprint(host, ppa, a.validate_certs);
  const keyrings = await ask(
    host,
    sh`parts=${told.value('trustedparts') ?? ''}; tell ${told.value('trusted') ?? ''}
for f in "$parts"/*.gpg "$parts"/*.asc; do tell "$f"; done`,
  );
  const known = keyrings.files.flatMap((file) => readable(file.bytes, task.now()));
  if (known.some((key) => key.fingerprint === fingerprint)) return undefined;
  const key = context.checkMode ? undefined : await ppaKey(host, fingerprint, task.now(), a.validate_certs);
  const release = ppa.source.split(' ')[2] ?? '';
  const path = `${told.value('trustedparts') ?? ''}/${[ppa.owner, ppa.name, release].join('-')}.gpg`;
  return () =>
    context.change({ summary: `write the key ${fingerprint} to ${path}` }, (hands) =>
      hands.write(path, key?.bytes ?? '', { mode: 0o644 }),
    );
}

function readable(bytes: Buffer, now: number): PublicKey[] {
  try {
    return parseKeys(bytes, now);
  } catch {
    // What apt cannot read either holds no key that counts.
    return [];
  }
}
