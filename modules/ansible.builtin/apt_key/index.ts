// Adds and removes keys that apt trusts for all repositories.
import {
  bool,
  choice,
  defineModule,
  ModuleFailure,
  path,
  sh,
  str,
  z,
  type HostHands,
  type RunContext,
} from '../../../src/kit/index.js';
import { fetchBytes } from '../../_shared/fetch-bytes.js';
import { validIds } from '../../_shared/openpgp.js';
import { keysIn, lookAtKeyrings, mergeKeys, printKeyring, type Keyring, type Keyrings } from './keyrings.js';

const args = z.strictObject({
  id: str()
    .optional()
    .describe('The key: 8, 16 or more hex digits, with or without 0x. Found out from the key itself.'),
  data: str().optional().describe('The key as text.'),
  file: path().optional().describe('A file on the host that holds the key.'),
  keyring: path().optional().describe("The keyring; default apt's trusted.gpg, and for removing trusted.gpg.d too."),
  url: str().optional().describe('Where to fetch the key from.'),
  keyserver: str().optional().describe('A key server to fetch the key from; needs `id`.'),
  validate_certs: bool().default(true).describe('Whether the certificate of the server is checked.'),
  state: choice('absent', 'present').default('present').describe('Whether the key shall be there.'),
});
type Args = z.output<typeof args>;

const SOURCES = ['data', 'file', 'keyserver', 'url'] as const;

function rules(a: Args): string[] {
  const given = SOURCES.filter((name) => a[name] !== undefined);
  const broken = given.length > 1 ? [`parameters are mutually exclusive: ${SOURCES.join('|')}`] : [];
  if (a.keyserver !== undefined && !a.id) broken.push('Missing key_id, required with keyserver.');
  if (a.keyserver?.startsWith('ldap'))
    broken.push('LDAP key servers are not supported by tsplay: use one with hkps://');
  return broken;
}

interface KeyId {
  readonly short_id: string;
  readonly fp: string;
  readonly key_id: string;
}

/** The id in the lengths it is used in. @throws ModuleFailure */
export function parseKeyId(id: string | undefined): KeyId {
  const key = (id ?? '').toUpperCase().replace(/^0X/, '');
  if (!/^[0-9A-F]+$/.test(key) || (key.length <= 16 && key.length !== 8 && key.length !== 16)) {
    throw new ModuleFailure('Invalid key_id', { id: id ?? null });
  }
  return { short_id: key.slice(-8), fp: key.slice(-16), key_id: key };
}

/** Where a key server is asked; a bare name is `hkp`. */
export function keyserverUrl(server: string, id: string): string {
  const [, scheme = 'hkp', host = ''] = /^(?:(\w+):\/\/)?(.*?)\/*$/.exec(server) ?? [];
  const port = /:\d+$/.test(host) ? '' : scheme === 'hkp' ? ':11371' : '';
  const web = { hkp: 'http', hkps: 'https' }[scheme] ?? scheme;
  return `${web}://${host}${port}/pks/lookup?op=get&options=mr&search=0x${id}`;
}

export default defineModule({
  name: 'ansible.builtin.apt_key',
  summary: 'Adds and removes keys apt trusts for all repositories; neither apt-key nor gpg is needed on the host.',
  args,
  returns: z.object({
    id: z.string().nullable().describe('The key as the task names it, else as found in it.'),
    short_id: z.string().describe('The last 8 digits.'),
    fp: z.string().describe('The last 16 digits, by which keys are compared.'),
    key_id: z.string().describe('The whole id, in capitals.'),
    before: z.array(z.string()).describe('Ids of the keys as they were, without those that have expired.'),
    after: z.array(z.string()).optional().describe('Ids of the keys after a change.'),
  }),
  check: 'full',
  diff: false,
  rules,
  examples: [
    { name: 'From a URL', task: 'ansible.builtin.apt_key:\n  url: https://download.example.com/linux/debian/gpg' },
  ],
  async run(context) {
    const { args: a, host, task } = context;
    const rings = await lookAtKeyrings(host, a.keyring, a.file, task.now());
    for (const problem of rings.unreadable) context.warn(`${problem}; apt ignores it`);
    let data: Buffer | undefined;
    if (a.file !== undefined) {
      if (rings.file === undefined && (!a.id || a.state === 'present'))
        throw new ModuleFailure(`Unable to extract key from '${a.file}': there is no such file`);
      data = rings.file;
    } else if (a.data !== undefined) data = Buffer.from(a.data, 'utf8');
    else if (a.url !== undefined && !a.id) data = await download(context, a.url);
    const id = a.id || (data && keysIn(data, a.file ?? a.url ?? 'inline data', task.now())[0]?.id);
    const key = parseKeyId(id);
    const short = key.key_id.length === 8;
    const ids = (all: readonly Keyring[]): string[] =>
      all.flatMap((ring) => validIds(ring.keys)).map((one) => (short ? one.slice(-8) : one));
    const before = ids(rings.all);
    const result = { id: id ?? null, ...key, before };
    const present = before.includes(key.fp);
    if (present === (a.state === 'present')) return result;
    if (a.state === 'absent') {
      const holding = rings.all.filter((ring) => ring.keys.some((one) => one.id.endsWith(key.short_id)));
      const after = await remove(context, rings.all, holding, key, ids);
      return after === undefined ? result : { ...result, after };
    }
    const after = await add(context, rings, key, data, ids);
    return after === undefined ? result : { ...result, after };
  },
});

const WRONG_ID = 'check that the id is correct and *not* a subkey';

type Ids = (all: readonly Keyring[]) => string[];

async function download({ args: a, host }: RunContext<Args>, url: string): Promise<Buffer> {
  const failed = (why: string): ModuleFailure => new ModuleFailure(`Failed to download key at ${url}: ${why}`);
  return fetchBytes(host, url, failed, { validateCerts: a.validate_certs });
}

async function add(
  context: RunContext<Args>,
  rings: Keyrings,
  key: KeyId,
  known: Buffer | undefined,
  ids: Ids,
): Promise<string[] | undefined> {
  const { args: a, task } = context;
  const path = rings.target;
  const ring = rings.all.find((one) => one.path === path);
  if (!ring && rings.unreadable.some((problem) => problem.startsWith(path))) {
    throw new ModuleFailure(`a key cannot be added: ${rings.unreadable.find((problem) => problem.startsWith(path))}`);
  }
  return context.change({ summary: `add the key ${key.key_id} to ${path}` }, async (hands) => {
    const from = a.url ?? (a.keyserver === undefined ? undefined : keyserverUrl(a.keyserver, key.key_id));
    const data = known ?? (from === undefined ? undefined : await download(context, from));
    if (!data) throw new ModuleFailure('there is no key to add: give data, file, url or keyserver', { ...key });
    const added = keysIn(data, a.file ?? from ?? 'inline data', task.now());
    const next: Keyring = {
      path,
      realPath: ring?.realPath ?? path,
      armored: ring?.armored ?? false,
      keys: mergeKeys(ring?.keys ?? [], added),
    };
    const after = ring ? rings.all.map((one) => (one === ring ? next : one)) : [next, ...rings.all];
    if (!ids([next]).includes(key.fp)) {
      throw new ModuleFailure(`the key ${key.key_id} is not in what was to be added (${WRONG_ID})`, { ...key });
    }
    await write(hands, next, ring !== undefined);
    return ids(after);
  });
}

async function remove(
  context: RunContext<Args>,
  all: readonly Keyring[],
  holding: readonly Keyring[],
  key: KeyId,
  ids: Ids,
): Promise<string[] | undefined> {
  return context.change({ summary: `remove the key ${key.key_id}` }, async (hands) => {
    const left = all.map((ring) =>
      holding.includes(ring) ? { ...ring, keys: ring.keys.filter((one) => !one.id.endsWith(key.short_id)) } : ring,
    );
    if (ids(left).includes(key.fp)) {
      throw new ModuleFailure(`the key ${key.key_id} cannot be removed (${WRONG_ID})`, { ...key });
    }
    for (const [at, ring] of left.entries()) {
      if (ring === all[at]) continue;
      if (ring.keys.length > 0) await write(hands, ring, true);
      else await hands.must(sh`rm -f -- ${ring.realPath}`);
    }
    return ids(left);
  });
}

async function write(hands: HostHands, ring: Keyring, exists: boolean): Promise<void> {
  await hands.write(ring.realPath, printKeyring(ring), exists ? {} : { mode: 0o644 });
}
