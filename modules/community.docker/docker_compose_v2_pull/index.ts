// Pulls the images of a project of Docker Compose, by the docker command of the host.
import { bool, choice, defineModule, list, ModuleFailure, str, z, type ModuleReturn } from '../../../src/kit/index.js';
import {
  addTo,
  baseWords,
  cleaned,
  composeActions,
  composeArgs,
  composeRules,
  openProject,
  runProject,
} from '../../_shared/compose.js';
import { isOlder } from '../../_shared/versions.js';

const args = z.strictObject({
  ...composeArgs,
  policy: choice('always', 'missing').default('always').describe('Whether images that are there are pulled again.'),
  ignore_buildable: bool().default(false).describe('Leave out images that can be built.'),
  include_deps: bool().default(false).describe('The images of services they depend on, too.'),
  services: list(str()).optional().describe('Only these services.'),
});

export default defineModule({
  name: 'community.docker.docker_compose_v2_pull',
  summary: 'Pulls the images of a project of Docker Compose.',
  args,
  returns: z.object({
    actions: composeActions,
  }),
  requires: ['docker', 'the plugin docker compose, 2.18 or newer'],
  check: 'full',
  diff: false,
  rules: composeRules,
  examples: [
    {
      name: 'The images that are missing',
      task: 'community.docker.docker_compose_v2_pull:\n  project_src: /srv/shop\n  policy: missing',
    },
  ],
  async run(context) {
    const { args: a, host, checkMode } = context;
    const project = await openProject(host, a);
    if (a.policy !== 'always' && isOlder(project.version, '2.22.0'))
      throw new ModuleFailure(
        `A pull policy other than always is only supported since Docker Compose 2.22.0. ${project.cli} has version ${project.version}`,
      );
    const words = [
      ...baseWords(project),
      'pull',
      ...(a.policy === 'always' ? [] : ['--policy', a.policy]),
      ...(a.ignore_buildable ? ['--ignore-buildable'] : []),
      ...(a.include_deps ? ['--include-deps'] : []),
      ...(checkMode ? ['--dry-run'] : []),
      '--',
      ...(a.services ?? []),
    ];
    const name = a.project_name ?? a.project_src;
    const answers = await runProject(
      context,
      project,
      { main: words },
      `pull images of docker compose project ${name}`,
    );
    const result: ModuleReturn = { changed: false, actions: [] };
    addTo(result, context, project, words, answers('main'), { pulls: a.policy !== 'missing' && !checkMode });
    return cleaned(result);
  },
});
