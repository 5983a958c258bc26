// Runs a command in a new container of a service of Docker Compose, by the docker command of the host.
import { bool, defineModule, list, str, z } from '../../../src/kit/index.js';
import { baseWords, type Project } from '../../_shared/compose.js';
import {
  composeCommandArgs,
  composeCommandRules,
  eachOption,
  option,
  runComposeCommand,
  type CommandWords,
} from '../../_shared/compose-command.js';

const args = z.strictObject({
  ...composeCommandArgs,
  build: bool().default(false).describe('Build the image before.'),
  cap_add: list(str()).optional().describe('Capabilities it gets.'),
  cap_drop: list(str()).optional().describe('Capabilities taken from it.'),
  entrypoint: str().optional().describe("Instead of the image's entry point."),
  interactive: bool().default(true).describe('Keep its standard input open.'),
  labels: list(str()).optional().describe('Labels, `name=value`.'),
  name: str().optional().describe("The container's name."),
  no_deps: bool().default(false).describe('Do not start services it depends on.'),
  publish: list(str()).optional().describe("Ports to publish, instead of the service's own."),
  quiet_pull: bool().default(false).describe('Pull without progress.'),
  remove_orphans: bool().default(false).describe('Remove containers of services that are no more.'),
  cleanup: bool().default(false).describe('Remove the container when the command ends.'),
  service_ports: bool().default(false).describe("Publish the service's ports."),
  use_aliases: bool().default(false).describe("Give it the service's names in the networks."),
  volumes: list(str()).optional().describe('Mounts, `there:inside`.'),
});
type Args = z.output<typeof args>;

export default defineModule({
  name: 'community.docker.docker_compose_v2_run',
  summary: 'Runs a command in a new container of a service of Docker Compose.',
  args,
  returns: z.object({
    container_id: z.string().optional().describe('The new container, with `detach`.'),
    stdout: z.string().optional().describe('What it printed.'),
    stderr: z.string().optional().describe('What it printed as errors.'),
    rc: z.int().optional().describe('Its exit code; another than 0 fails the task.'),
  }),
  requires: ['docker', 'the plugin docker compose, 2.18 or newer'],
  check: 'none',
  diff: false,
  rules: composeCommandRules,
  examples: [
    {
      name: 'Migrate a database',
      task: 'community.docker.docker_compose_v2_run:\n  project_src: /srv/shop\n  service: web\n  argv: [./manage.py, migrate]\n  cleanup: true',
    },
  ],
  run: (context) =>
    runComposeCommand(
      context,
      (project, parts) => words(context.args, project, parts),
      (stdout) => ({ container_id: stdout.trim() }),
    ),
});

function words(a: Args, project: Project, { env, command }: CommandWords): string[] {
  const flag = (given: boolean, word: string): string[] => (given ? [word] : []);
  return [
    ...baseWords(project, true),
    'run',
    ...flag(a.build, '--build'),
    ...eachOption('--cap-add', a.cap_add),
    ...eachOption('--cap-drop', a.cap_drop),
    ...option('--entrypoint', a.entrypoint),
    ...flag(!a.interactive, '--no-interactive'),
    ...eachOption('--label', a.labels),
    ...option('--name', a.name),
    ...flag(a.no_deps, '--no-deps'),
    ...eachOption('--publish', a.publish),
    ...flag(a.quiet_pull, '--quiet-pull'),
    ...flag(a.remove_orphans, '--remove-orphans'),
    ...flag(a.cleanup, '--rm'),
    ...flag(a.service_ports, '--service-ports'),
    ...flag(a.use_aliases, '--use-aliases'),
    ...eachOption('--volume', a.volumes),
    ...option('--workdir', a.chdir),
    ...flag(a.detach, '--detach'),
    ...option('--user', a.user),
    ...flag(!a.tty, '--no-TTY'),
    ...env,
    ...command,
  ];
}
