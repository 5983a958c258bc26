// Adds and removes keys of pacman's keyring.
import {
  bool,
  choice,
  defineModule,
  lines,
  ModuleFailure,
  path,
  script,
  sh,
  str,
  z,
  type HostHands,
  type RunContext,
} from '../../../src/kit/index.js';
import { fetchBytes } from '../../_shared/fetch-bytes.js';
import { parseKeys } from '../../_shared/openpgp.js';
import { mustRun, noProgram, PLAIN, programFailure } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';

const args = z.strictObject({
  id: str().describe('The fingerprint of the key: forty digits.'),
  data: str().optional().describe('The key itself.'),
  file: path().optional().describe('A file of the host with the key.'),
  url: str().optional().describe('Where the key is fetched from, by the host.'),
  keyserver: str().optional().describe('The key server it is fetched from.'),
  verify: bool().default(true).describe('Refuse a key that has another fingerprint.'),
  force_update: bool().default(false).describe('Add it even if it is there.'),
  keyring: path().default('/etc/pacman.d/gnupg').describe('Directory of the keyring.'),
  state: choice('absent', 'present').default('present').describe('Whether it shall be there.'),
});
type Args = z.output<typeof args>;

const SOURCES = ['data', 'file', 'url', 'keyserver'] as const;
const idOf = (a: Pick<Args, 'id'>): string => a.id.trim().toUpperCase().replaceAll(' ', '').replaceAll('0X', '');

export default defineModule({
  name: 'community.general.pacman_key',
  summary: "Manages pacman's list of trusted keys.",
  args,
  returns: z.object({}),
  requires: ['pacman-key, gpg'],
  check: 'full',
  diff: false,
  rules: (a) => {
    const given = SOURCES.filter((source) => a[source] !== undefined);
    const id = idOf(a);
    return [
      ...(given.length > 1 ? [`parameters are mutually exclusive: ${SOURCES.join('|')}`] : []),
      ...(a.state === 'present' && given.length === 0
        ? [`state is present but any of the following are missing: ${SOURCES.join(', ')}`]
        : []),
      ...(id.length === 40 ? [] : [`key ID is not full-length: ${id}`]),
      ...(id.length === 40 && !/^[0-9A-F]*$/.test(id) ? [`key ID is not hexadecimal: ${id}`] : []),
    ];
  },
  examples: [
    {
      name: 'A key from a server',
      task: 'community.general.pacman_key:\n  id: 01234567890ABCDE01234567890ABCDE12345678\n  keyserver: keyserver.example.com',
    },
  ],
  async run(context) {
    const { args: a, change, host } = context;
    const id = idOf(a);
    const told = await ask(
      host,
      lines([
        SBIN,
        sh`say path "$PATH"; command -v pacman-key >/dev/null && command -v gpg >/dev/null && say program yes
o=$(gpg --with-colons --batch --no-tty --no-default-keyring --keyring=${`${a.keyring}/pubring.gpg`} --list-keys ${id} 2>&1 </dev/null); say rc $?; say said "$o"`,
        ...(a.file === undefined ? [] : [sh`tell ${a.file}`]),
      ]),
      { env: PLAIN },
    );
    if (told.value('program') === undefined) {
      throw noProgram('pacman-key', told.value('path'), 'pacman-key and gpg must be on the host.');
    }
    const there = told.value('rc') === '0';
    const said = told.value('said') ?? '';
    if (!there && !/No public key/.test(said)) throw new ModuleFailure(`gpg returned an error: ${said}`);
    if (a.state === 'absent') {
      if (!there) return {};
      await change({ summary: `remove the key ${id}` }, (hands) => mustRun(hands, [...base(a), '--delete', id]));
      return {};
    }
    if (there && !a.force_update) return {};
    const bytes =
      a.keyserver === undefined && !context.checkMode
        ? await keyOf(context, told.file(a.file ?? '')?.bytes)
        : undefined;
    await change({ summary: `add the key ${id}` }, async (hands) => {
      if (bytes) await add(hands, a, bytes);
      else await mustRun(hands, [...base(a), '--keyserver', a.keyserver ?? '', '--recv-keys', id]);
      await mustRun(hands, [...base(a), '--lsign-key', id]);
    });
    return {};
  },
});

const base = (a: Args): string[] => ['pacman-key', '--gpgdir', a.keyring];

/** The key the task gives, checked. @throws ModuleFailure */
async function keyOf({ args: a, host, task }: RunContext<Args>, file: Buffer | undefined): Promise<Buffer> {
  const failed = (why: string) => new ModuleFailure(`failed to fetch key at ${a.url}, error was ${why}`);
  const bytes =
    a.url === undefined ? (a.data === undefined ? file : Buffer.from(a.data)) : await fetchBytes(host, a.url, failed);
  if (!bytes) throw new ModuleFailure(`the key file ${a.file} is not there`);
  if (a.verify) {
    const [key] = parseKeys(bytes, task.now());
    if (key?.fingerprint !== idOf(a)) {
      throw new ModuleFailure(`key ID does not match. expected ${idOf(a)}, got ${key?.fingerprint ?? 'None'}`);
    }
  }
  return bytes;
}

async function add(hands: HostHands, a: Args, bytes: Buffer): Promise<void> {
  const command = sh`f=$(umask 077; mktemp) || exit; trap 'rm -f -- "$f"' EXIT; cat > "$f" && ${base(a)} --add "$f" </dev/null`;
  const ran = await hands.run(lines([SBIN, script('('), command, script(')')]), { stdin: bytes, env: PLAIN });
  if (ran.rc !== 0) throw programFailure([...base(a), '--add'], ran);
}
