// Adds and removes repositories of charts, by the helm of the host.
import { alias, bool, choice, defineModule, ModuleFailure, secret, str, z } from '../../../src/kit/index.js';
import { helmArgs, helmRules, lookWithHelm, mustHelm, runHelm, shownCommand } from '../../_shared/helm.js';
import { outputOf } from '../../_shared/output.js';

const args = z.strictObject({
  ...helmArgs,
  repo_name: alias(str(), 'name').describe('The name of the repository.'),
  repo_url: alias(str().optional(), 'url').describe('Its address; needed for `present`.'),
  repo_username: alias(str().optional(), 'username').describe('User for the repository.'),
  repo_password: secret(alias(str().optional(), 'password')).describe(
    'Password for the repository; handed to helm on its standard input.',
  ),
  repo_state: alias(choice('present', 'absent').default('present'), 'state').describe('Whether it shall be there.'),
  pass_credentials: bool().default(false).describe('Send user and password to other servers too.'),
  force_update: alias(bool().default(false), 'force').describe('Add it anew even if it is there.'),
  insecure_skip_tls_verify: alias(bool().default(false), 'skip_tls_certs_check').describe(
    "Do not check the repository's certificate.",
  ),
});

export default defineModule({
  name: 'kubernetes.core.helm_repository',
  summary: 'Manages the repositories of charts that helm knows.',
  args,
  returns: z.object({
    command: z.string().describe('The helm command.'),
    stdout: z.string().describe('What it printed.'),
    stdout_lines: z.array(z.string()).describe('`stdout` line by line.'),
    stderr: z.string().describe('What it printed as errors.'),
    stderr_lines: z.array(z.string()).describe('`stderr` line by line.'),
  }),
  requires: ['helm'],
  check: 'full',
  diff: false,
  rules: (a) => [
    ...helmRules(a),
    ...(a.repo_state === 'present' && a.repo_url === undefined
      ? ['repo_state is present but all of the following are missing: repo_url']
      : []),
    ...((a.repo_username === undefined) === (a.repo_password === undefined)
      ? []
      : ['parameters are required together: repo_username, repo_password']),
    ...(a.context !== undefined && !a.validate_certs
      ? ['parameters are mutually exclusive: context|validate_certs']
      : []),
  ],
  examples: [
    {
      name: 'A repository',
      task: 'kubernetes.core.helm_repository:\n  name: stable\n  repo_url: https://charts.example.com',
    },
  ],
  async run({ args: a, host, change, checkMode }) {
    const list = ['repo', 'list', '--output=json'];
    const look = await lookWithHelm(host, a, [list]);
    const [listed] = look.ran;
    const none = listed?.rc === 1 && listed.stderr.includes('no repositories to show');
    if (!none) mustHelm(listed, shownCommand(look.helm, list));
    const all = none ? [] : (JSON.parse(listed?.stdout ?? '[]') as { readonly name: string; readonly url: string }[]);
    const there = all.find((one) => one.name === a.repo_name);
    const adds = a.repo_state === 'present' && (there === undefined || a.force_update);
    if (a.repo_state === 'present' && there && !a.force_update && there.url !== a.repo_url) {
      throw new ModuleFailure(`Repository already have a repository named ${a.repo_name}`);
    }
    if (!adds && !(a.repo_state === 'absent' && there)) {
      return checkMode ? {} : { repo_name: a.repo_name, repo_url: a.repo_url ?? null };
    }
    const login = a.repo_username === undefined ? [] : [`--username=${a.repo_username}`, '--password-stdin'];
    const words = adds
      ? [
          'repo',
          'add',
          a.repo_name,
          a.repo_url ?? '',
          ...login,
          ...(a.pass_credentials ? ['--pass-credentials'] : []),
          ...(a.force_update ? ['--force-update'] : []),
          ...(a.insecure_skip_tls_verify ? ['--insecure-skip-tls-verify'] : []),
        ]
      : ['repo', 'rm', a.repo_name];
    const command = shownCommand(look.helm, words);
    const stdin = adds ? a.repo_password : undefined;
    const ran = await change({ summary: `run ${command}` }, (hands) => runHelm(host, hands, a, words, command, stdin));
    return ran ? { command, ...outputOf(ran.stdout, ran.stderr) } : {};
  },
});
