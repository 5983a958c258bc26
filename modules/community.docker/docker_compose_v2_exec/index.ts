// Runs a command in a running container of a service of Docker Compose, by the docker command of the host.
import { bool, defineModule, int, z } from '../../../src/kit/index.js';
import { baseWords, type Project } from '../../_shared/compose.js';
import {
  composeCommandArgs,
  composeCommandRules,
  option,
  runComposeCommand,
  type CommandWords,
} from '../../_shared/compose-command.js';

const args = z.strictObject({
  ...composeCommandArgs,
  index: int().optional().describe('Which of its containers, counted from 1.'),
  privileged: bool().default(false).describe('With all privileges.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.docker.docker_compose_v2_exec',
  summary: 'Runs a command in a container of a service of Docker Compose.',
  args,
  returns: z.object({
    stdout: z.string().optional().describe('What it printed.'),
    stderr: z.string().optional().describe('What it printed as errors.'),
    rc: z.int().optional().describe('Its exit code; another than 0 fails the task.'),
  }),
  requires: ['docker', 'the plugin docker compose, 2.18 or newer'],
  check: 'none',
  diff: false,
  rules: (a) => [
    ...composeCommandRules(a),
    ...(a.argv === undefined && a.command === undefined ? ['one of the following is required: argv, command'] : []),
  ],
  examples: [
    {
      name: 'Reload a web server',
      task: 'community.docker.docker_compose_v2_exec:\n  project_src: /srv/shop\n  service: web\n  argv: [nginx, -s, reload]',
    },
    {
      name: 'Feed a database',
      task: 'community.docker.docker_compose_v2_exec:\n  project_src: /srv/shop\n  service: db\n  command: psql -U postgres\n  stdin: select 1;',
    },
  ],
  run: (context) =>
    runComposeCommand(
      context,
      (project, parts) => words(context.args, project, parts),
      () => ({}),
    ),
});

function words(a: Args, project: Project, { env, command }: CommandWords): string[] {
  return [
    ...baseWords(project, true),
    'exec',
    ...option('--index', a.index),
    ...option('--workdir', a.chdir),
    ...(a.detach ? ['--detach'] : []),
    ...option('--user', a.user),
    ...(a.privileged ? ['--privileged'] : []),
    ...(a.tty ? [] : ['--no-TTY']),
    ...env,
    ...command,
  ];
}
