// Releases of a repository at GitHub: the latest one, or a new one.
import { bool, choice, defineModule, ModuleFailure, secret, str, z } from '../../../src/kit/index.js';
import { exclusive, neededWhen, oneNeededWhen } from '../../_shared/argument-rules.js';
import { Github, GITHUB_API, isObject, messageOf, type GithubAnswer } from '../../_shared/github.js';

/** Tokens of an installation of an app belong to nobody, so GitHub does not say whose they are. */
const NOBODYS = 'ghs_';

export default defineModule({
  name: 'community.general.github_release',
  aliases: ['github_release', 'ansible.builtin.github_release'],
  summary: 'Tells the latest release of a repository at GitHub, or makes one.',
  args: z.strictObject({
    user: str().describe('The account that owns the repository.'),
    repo: str().describe('The repository.'),
    action: choice('latest_release', 'create_release').describe('Tell the latest release, or make one.'),
    token: secret(str()).optional().describe('The token to log in with.'),
    password: secret(str()).optional().describe('The password to log in with; github.com takes none any more.'),
    tag: str().optional().describe('The tag of the release to make.'),
    target: str().optional().describe('The branch or commit that is tagged.'),
    name: str().optional().describe('The name of the release.'),
    body: str().optional().describe('What it is about.'),
    draft: bool().default(false).describe('Make a draft.'),
    prerelease: bool().default(false).describe('Make a prerelease.'),
  }),
  returns: z.object({ tag: z.string().nullable().optional().describe('The tag of the release.') }),
  check: 'full',
  diff: false,
  rules: (a) => {
    const creates = a.action === 'create_release';
    return [
      ...exclusive(a, 'password', 'token'),
      ...neededWhen(a, creates, 'action is create_release', 'tag'),
      ...oneNeededWhen(a, creates, 'action is create_release', 'password', 'token'),
    ];
  },
  examples: [
    {
      name: 'The latest release of a project',
      task: 'community.general.github_release:\n  user: prometheus\n  repo: node_exporter\n  action: latest_release\nregister: latest',
    },
    {
      name: 'A new release',
      task: 'community.general.github_release:\n  user: example\n  repo: tool\n  token: "{{ github_token }}"\n  action: create_release\n  tag: v1.2.0\n  target: main',
    },
  ],
  async run({ args: a, host, change }) {
    const github = await Github.open(host, { token: a.token, username: a.user, password: a.password });
    const details = `Please check username and password or token for repository ${a.repo}`;
    const failed = (answer: GithubAnswer): ModuleFailure => {
      const why = `${answer.status} ${messageOf(answer) ?? answer.response.reason}`;
      return answer.status === 401
        ? new ModuleFailure(`Failed to connect to GitHub: ${why}`, { details })
        : new ModuleFailure(`GitHub API error: ${why}`, { details });
    };
    const hasLogin = a.password !== undefined || (a.token !== undefined && !a.token.startsWith(NOBODYS));
    if (hasLogin) {
      const me = await github.ask('GET', `${GITHUB_API}/user`);
      if (me.status !== 200) throw failed(me);
    }
    const url = `${GITHUB_API}/repos/${encodeURIComponent(a.user)}/${encodeURIComponent(a.repo)}`;
    const repository = await github.ask('GET', url);
    if (repository.status === 404) throw new ModuleFailure(`Repository ${a.user}/${a.repo} doesn't exist`);
    if (repository.status !== 200) throw failed(repository);
    const found = async (path: string): Promise<string | undefined> => {
      const answer = await github.ask('GET', `${url}/releases/${path}`);
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw failed(answer);
      return tagOf(answer);
    };
    if (a.action === 'latest_release') return { tag: (await found('latest')) ?? null };
    const tag = a.tag ?? '';
    if ((await found(`tags/${encodeURIComponent(tag)}`)) !== undefined) {
      return { msg: `Release for tag ${tag} already exists.` };
    }
    const wanted = { tag_name: tag, target_commitish: a.target, name: a.name, body: a.body };
    const made = await change({ summary: `make release ${tag} of ${a.user}/${a.repo}` }, async () => {
      const answer = await github.ask('POST', `${url}/releases`, {
        ...wanted,
        draft: a.draft,
        prerelease: a.prerelease,
      });
      if (answer.status !== 201) throw failed(answer);
      return tagOf(answer);
    });
    return { tag: made ?? tag };
  },
});

const tagOf = ({ json }: GithubAnswer): string | undefined =>
  isObject(json) && typeof json['tag_name'] === 'string' ? json['tag_name'] : undefined;
