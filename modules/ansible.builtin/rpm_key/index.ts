// Adds and removes keys in rpm's database.
import {
  bool,
  choice,
  defineModule,
  lines,
  list,
  ModuleFailure,
  script,
  sh,
  str,
  z,
  type HostHands,
} from '../../../src/kit/index.js';
import { fetchBytes } from '../../_shared/fetch-bytes.js';
import { isArmored, parseKeys, type PublicKey } from '../../_shared/openpgp.js';
import { noProgram, PLAIN, programFailure } from '../../_shared/program.js';
import { SBIN } from '../../_shared/sbin.js';
import { ask } from '../../_shared/told.js';

const args = z.strictObject({
  key: str().describe('A URL, a file of the host, or (of a key that is there) its id or fingerprint.'),
  state: choice('absent', 'present').default('present').describe('Whether the key shall be there.'),
  validate_certs: bool().default(true).describe("Check the server's certificate when the key is fetched."),
  fingerprint: list(str()).optional().describe('Fingerprints the key must have.'),
});

export default defineModule({
  name: 'ansible.builtin.rpm_key',
  summary: 'Adds or removes a key from the rpm database.',
  args,
  returns: z.object({}),
  requires: ['rpm'],
  check: 'full',
  diff: false,
  examples: [
    { name: 'A key', task: 'ansible.builtin.rpm_key:\n  key: https://repo.example.com/key.asc\n  state: present' },
  ],
  async run({ args: a, host, change, task }) {
    const url = a.key.includes('://');
    const byId = !url && /^(?:0x)?[0-9a-f]{8}/i.test(a.key.replaceAll(' ', ''));
    const told = await ask(
      host,
      lines([
        SBIN,
        script(`say path "$PATH"; command -v rpm >/dev/null || exit 0
say version "$(rpm --version)"; say keys "$(rpm -q gpg-pubkey --qf '%{description}\\n' 2>/dev/null)"`),
        ...(url || byId ? [] : [sh`tell ${a.key}`]),
      ]),
    );
    if (told.value('version') === undefined) throw noProgram('rpm', told.value('path'), 'This host has no rpm.');
    const installed = keysOf(Buffer.from(told.value('keys') ?? ''), task.now());
    let bytes = told.file(a.key)?.bytes;
    if (url) {
      const failed = (why: string) => new ModuleFailure(`failed to fetch key at ${a.key} , error was: ${why}`);
      bytes = await fetchBytes(host, a.key, failed, { validateCerts: a.validate_certs });
      if (!isArmored(bytes)) throw new ModuleFailure(`Not a public key: ${a.key}`);
    }
    if (!byId && bytes === undefined) throw new ModuleFailure(`Not a valid key ${a.key}`);
    const given = bytes === undefined ? undefined : keysOf(bytes, task.now());
    if (given?.length === 0) throw new ModuleFailure('Failed to get keyid');
    const id = byId ? a.key.replaceAll(' ', '').toUpperCase().replace(/^0X/, '') : (given?.[0]?.id ?? '');
    const there = installed.filter((key) => hasId(key, id));
    if (a.state === 'present') {
      if (there.length > 0) return {};
      if (bytes === undefined || !given) {
        throw new ModuleFailure('When importing a key, a valid file must be given');
      }
      requireFingerprints(a.fingerprint ?? [], given);
      const content = bytes;
      await change({ summary: `import the key ${id}` }, (hands) => importKey(hands, content));
      return {};
    }
    if (there.length === 0) return {};
    const version = Number(/(\d+)\./.exec(told.value('version') ?? '')?.[1] ?? 4);
    if (version >= 6 && there.length > 1) {
      throw new ModuleFailure(
        `Supplied key ID ${id} matches more than one fingerprint. Try using the fingerprint instead.`,
      );
    }
    await change({ summary: `remove the key ${id}` }, (hands) => dropKey(hands, there[0], id, version));
    return {};
  },
});

const keysOf = (bytes: Buffer, now: number): PublicKey[] => (isArmored(bytes) ? parseKeys(bytes, now) : []);

/** Whether an id of any length, or a fingerprint, means a key or one of its subkeys. */
function hasId(key: PublicKey, id: string): boolean {
  if (key.fingerprint === id) return true;
  return [key, ...key.subkeys].some((one) => one.id.endsWith(id) || (id.length === 40 && id.endsWith(one.id)));
}

function requireFingerprints(wanted: readonly string[], keys: readonly PublicKey[]): void {
  const missing = wanted
    .map((one) => one.replaceAll(' ', '').toUpperCase())
    .filter((one) => !keys.some((key) => hasId(key, one) && one.length >= 40));
  if (missing.length === 0) return;
  const known = keys.map((key) => `'${key.fingerprint}'`).join(', ');
  throw new ModuleFailure(
    `The specified fingerprint, '${missing.join(', ')}', does not match any key fingerprints in {${known}}`,
  );
}

/** From a file of its own, whatever the key came from. */
async function importKey(hands: HostHands, content: Buffer): Promise<void> {
  const command = script(
    `(f=$(umask 077; mktemp) || exit; trap 'rm -f -- "$f"' EXIT; cat > "$f" && rpm --import "$f")`,
  );
  const ran = await hands.run(lines([SBIN, command]), { stdin: content, env: PLAIN });
  if (ran.rc !== 0) throw programFailure('rpm --import', ran);
}

async function dropKey(hands: HostHands, key: PublicKey | undefined, id: string, version: number): Promise<void> {
  // Until rpm 6 a key is a package, named by the last eight digits of its id.
  const short = (key?.fingerprint === id ? key.id : id).slice(-8).toLowerCase();
  const command =
    version >= 6
      ? sh`rpmkeys --delete ${key?.fingerprint ?? id}`
      : sh`rpm --erase --allmatches ${`gpg-pubkey-${short}`}`;
  const ran = await hands.run(lines([SBIN, command]), { env: PLAIN });
  if (ran.rc !== 0) throw programFailure('rpm --erase', ran);
}
