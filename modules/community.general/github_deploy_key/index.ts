// Deploy keys of a repository at GitHub.
import { alias, bool, choice, defineModule, int, ModuleFailure, secret, str, z } from '../../../src/kit/index.js';
import { exclusive, needsOne, together } from '../../_shared/argument-rules.js';
import { Github, GITHUB_API, isObject, messageOf, type GithubAnswer } from '../../_shared/github.js';

const args = z.strictObject({
  github_url: str().default(GITHUB_API).describe('Where the API is.'),
  owner: alias(str().describe('Who owns the repository.'), 'account', 'organization'),
  repo: alias(str().describe('The repository.'), 'repository'),
  name: alias(str().describe('The name of the key.'), 'title', 'label'),
  key: str().describe('The public key.'),
  read_only: bool().default(true).describe('Whether the key may only read.'),
  state: choice('present', 'absent').default('present').describe('Whether it shall be there.'),
  force: bool().default(false).describe('Replace a key with this name or content.'),
  username: str().optional().describe('The user to log in as, with a password.'),
  password: secret(str()).optional().describe('The password.'),
  token: secret(str()).optional().describe('The token to log in with, instead.'),
  otp: int().optional().describe('The one time password of two factors.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.general.github_deploy_key',
  aliases: ['github_deploy_key', 'ansible.builtin.github_deploy_key'],
  summary: 'Manages the deploy keys of a repository at GitHub.',
  args,
  returns: z.object({
    msg: z.string().optional().describe('What happened.'),
    id: z.unknown().optional().describe('The number of the key.'),
    http_status_code: z.number().optional().describe('The status of an answer that was an error.'),
    error: z.string().nullable().optional().describe('What GitHub said of it.'),
  }),
  check: 'full',
  diff: false,
  rules: (a) => [
    ...exclusive(a, 'password', 'token'),
    ...together(a, 'username', 'password'),
    ...(a.otp === undefined ? [] : together(a, 'otp', 'username', 'password')),
    ...needsOne(a, 'username', 'token'),
  ],
  examples: [
    {
      name: 'The key of a build server',
      task: 'community.general.github_deploy_key:\n  owner: example\n  repo: tool\n  name: build\n  key: "{{ lookup(\'file\', \'build.pub\') }}"\n  token: "{{ github_token }}"',
    },
  ],
  async run({ args: a, host, change, checkMode }) {
    const github = await Github.open(host, { token: a.token, username: a.username, password: a.password, otp: a.otp });
    const url = `${a.github_url}/repos/${a.owner}/${a.repo}/keys`;
    const present = await existing(github, a, url);
    const remove = (id: string): Promise<unknown> =>
      change({ summary: `remove deploy key ${a.name} of ${a.owner}/${a.repo}` }, async () => {
        const answer = await github.ask('DELETE', `${url}/${id}`);
        if (answer.status !== 204) throw refusal(a, 'Failed to delete existing deploy key', answer, { id });
      });
    if (a.state === 'absent') {
      if (present === undefined) return { msg: 'Deploy key does not exist' };
      await remove(present);
      return { msg: 'Deploy key successfully deleted', id: present };
    }
    if (present !== undefined && (!a.force || checkMode)) {
      // compat: check mode tells nothing, and does not predict what force would do.
      return checkMode ? {} : { msg: 'Deploy key already exists' };
    }
    if (present !== undefined) await remove(present);
    const id = await change({ summary: `add deploy key ${a.name} to ${a.owner}/${a.repo}` }, async () => {
      const answer = await github.ask('POST', url, { title: a.name, key: a.key, read_only: a.read_only });
      if (answer.status !== 201) throw refusal(a, 'Failed to add deploy key', answer);
      return isObject(answer.json) ? answer.json['id'] : undefined;
    });
    return checkMode ? {} : { msg: 'Deploy key successfully added', id };
  },
});

/** The number of the key with this content, or by force with this name; as text. */
async function existing(github: Github, a: Args, url: string): Promise<string | undefined> {
  const wanted = a.key.split(/\s+/).slice(0, 2).join(' ');
  const keys = await github.list(url, (answer) => {
    throw refusal(a, 'Failed to retrieve existing deploy keys', answer);
  });
  const found = keys.find(
    (one) => String(one['key']).split(/\s+/).join(' ') === wanted || (one['title'] === a.name && a.force),
  );
  return found && String(found['id']);
}

function refusal(a: Args, what: string, answer: GithubAnswer, extra: Record<string, unknown> = {}): ModuleFailure {
  const said = { http_status_code: answer.status, error: messageOf(answer) };
  if (answer.status === 401) {
    return new ModuleFailure(`Failed to connect to ${a.github_url} due to invalid credentials`, said);
  }
  if (answer.status === 404) return new ModuleFailure('GitHub repository does not exist', said);
  return new ModuleFailure(what, { ...extra, ...said });
}
