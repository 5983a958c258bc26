// SSH keys of a user of GitHub.
import { bool, choice, defineModule, ModuleFailure, secret, str, z } from '../../../src/kit/index.js';
import { Github, GITHUB_API, isObject, type GithubAnswer, type GithubObject } from '../../_shared/github.js';

const returned = z.array(z.record(z.string(), z.unknown())).optional();

export default defineModule({
  name: 'community.general.github_key',
  aliases: ['github_key', 'ansible.builtin.github_key'],
  summary: 'Manages the SSH keys of a user of GitHub.',
  args: z.strictObject({
    token: secret(str()).describe('A token that may list and make public keys.'),
    name: str().describe('The name of the key.'),
    pubkey: str().optional().describe('The public key.'),
    state: choice('present', 'absent').default('present').describe('Whether it shall be there.'),
    force: bool().default(true).describe('Replace a key of that name that is another one.'),
  }),
  returns: z.object({
    deleted_keys: returned.describe('The keys that were removed.'),
    matching_keys: returned.describe('The keys of that name.'),
    key: z.record(z.string(), z.unknown()).optional().describe('What GitHub says of the key.'),
  }),
  check: 'full',
  diff: false,
  rules: (a) => {
    if (a.pubkey === undefined || a.pubkey === '') {
      return a.state === 'present' ? ['"pubkey" is required when state=present'] : [];
    }
    return a.pubkey.split(' ').length < 2 ? ['"pubkey" parameter has an invalid format'] : [];
  },
  examples: [
    {
      name: 'A key for deployments',
      task: 'community.general.github_key:\n  name: Deployments\n  token: "{{ github_token }}"\n  pubkey: "{{ lookup(\'file\', \'id_ed25519.pub\') }}"',
    },
  ],
  async run({ args: a, host, change, checkMode, task }) {
    const github = await Github.open(host, { token: a.token });
    const url = `${GITHUB_API}/user/keys`;
    const ask = async (method: 'POST' | 'DELETE', at: string, body?: unknown): Promise<GithubObject> => {
      const answer = await github.ask(method, at, body);
      if (answer.status < 200 || answer.status >= 400) refuse(method, answer);
      return isObject(answer.json) ? answer.json : {};
    };
    const all = await github.list(url, (answer) => refuse('GET', answer));
    const named = all.filter((key) => key['title'] === a.name);
    const remove = (keys: readonly GithubObject[]): Promise<unknown> =>
      change({ summary: `remove key ${a.name}` }, async () => {
        for (const key of keys) await ask('DELETE', `${url}/${String(key['id'])}`);
      });
    if (a.state === 'absent') {
      if (named.length > 0) await remove(named);
      return { deleted_keys: named };
    }
    const wanted = bodyOf(a.pubkey);
    const other = all.find((key) => bodyOf(key['key']) === wanted && key['title'] !== a.name);
    if (other) {
      throw new ModuleFailure(
        `another key with the same content is already registered under the name |${String(other['title'])}|`,
      );
    }
    const [first] = named;
    const replaces = first !== undefined && a.force && bodyOf(first['key']) !== wanted;
    if (replaces) await remove(named);
    if (first && !replaces) return { deleted_keys: [], matching_keys: named, key: first };
    const made = await change({ summary: `add key ${a.name}` }, () =>
      ask('POST', url, { title: a.name, key: a.pubkey }),
    );
    // compat: check mode shows a key that could have been made.
    const shown = {
      id: 0,
      key: a.pubkey,
      title: a.name,
      url: 'http://example.com/CHECK_MODE_GITHUB_KEY',
      created_at: new Date(task.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
      read_only: false,
      verified: false,
    };
    return { deleted_keys: replaces ? named : [], matching_keys: [], key: checkMode ? shown : made };
  },
});

/** The key itself, without its kind and comment. */
const bodyOf = (text: unknown): string => String(text).split(' ')[1] ?? '';

function refuse(method: string, { status, response }: GithubAnswer): never {
  throw new ModuleFailure(
    ` failed to send request ${method} to ${response.url}: HTTP Error ${status}: ${response.reason}`,
  );
}
