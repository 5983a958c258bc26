// Brings projects of Docker Compose up, stops, restarts and takes them down, by the docker command of the host.
import { bool, choice, defineModule, dict, int, list, str, z, type ModuleReturn } from '../../../src/kit/index.js';
import type { Ignored } from '../../_shared/compose-events.js';
import {
  addTo,
  cleaned,
  composeActions,
  composeArgs,
  composeRules,
  containersOf,
  imagesOf,
  listWords,
  openProject,
  runProject,
} from '../../_shared/compose.js';
import { pythonRepr } from '../../_shared/python-repr.js';
import { wordsFor } from './words.js';

const args = z.strictObject({
  ...composeArgs,
  state: choice('absent', 'stopped', 'restarted', 'present')
    .default('present')
    .describe('present is `docker compose up`, stopped `stop`, restarted `restart`, absent `down`.'),
  services: list(str()).optional().describe('Only these services.'),
  dependencies: bool().default(true).describe('The services they depend on, too.'),
  build: choice('always', 'never', 'policy').default('policy').describe('Whether images are built before.'),
  pull: choice('always', 'missing', 'never', 'policy').default('policy').describe('Whether images are pulled before.'),
  recreate: choice('always', 'never', 'auto')
    .default('auto')
    .describe('Whether containers are made anew; auto: those that differ from their definition.'),
  renew_anon_volumes: bool().default(false).describe('Make anonymous volumes anew with their containers.'),
  remove_images: choice('all', 'local')
    .optional()
    .describe('With `absent`: remove images, all or those without a tag.'),
  remove_orphans: bool().default(false).describe('Remove containers of services that are no more.'),
  remove_volumes: bool().default(false).describe('With `absent`: remove volumes.'),
  scale: dict(z.unknown()).optional().describe('Number of containers, by service.'),
  timeout: int().optional().describe('Seconds containers may take to stop.'),
  wait: bool().default(false).describe('Wait until services run and are healthy.'),
  wait_timeout: int().optional().describe('Most seconds for that.'),
  ignore_build_events: bool().default(true).describe('A build by itself is no change.'),
  assume_yes: bool().default(false).describe('Answer questions of compose by yes; needs version 2.32.'),
});
export type Args = z.output<typeof args>;

const container = z.looseObject({
  Command: z.unknown().describe('Its command.'),
  CreatedAt: z.string().describe('When it was made.'),
  ExitCode: z.number().describe('What it ended with.'),
  Health: z.unknown().describe('State of its health check.'),
  ID: z.string().describe('Its ID.'),
  Image: z.string().describe('Its image.'),
  Labels: z.record(z.string(), z.string()).describe('Its labels.'),
  LocalVolumes: z.string().describe('Number of its local volumes.'),
  Mounts: z.string().describe('Its mounts.'),
  Name: z.string().describe('Its name.'),
  Names: z.array(z.string()).describe('Its names.'),
  Networks: z.array(z.string()).describe('Its networks.'),
  Ports: z.string().describe('Its ports as text.'),
  Publishers: z
    .array(
      z.looseObject({
        Protocol: z.string().describe('tcp or udp.'),
        PublishedPort: z.number().describe('Port of the host.'),
        TargetPort: z.number().describe('Port inside.'),
        URL: z.string().describe('Address of the host.'),
      }),
    )
    .describe('Its ports.'),
  RunningFor: z.string().describe('How long it runs.'),
  Service: z.string().describe('Its service.'),
  Size: z.string().describe('Its size.'),
  State: z.string().describe('Its state.'),
  Status: z.string().describe('Its state in words.'),
});

export default defineModule({
  name: 'community.docker.docker_compose_v2',
  summary: 'Brings projects of Docker Compose up, stops, restarts and takes them down.',
  args,
  returns: z.object({
    actions: composeActions,
    containers: z.array(container).describe("The project's containers as compose lists them."),
    images: z
      .array(
        z.looseObject({
          ContainerName: z.string().describe('Container that uses it.'),
          ID: z.string().describe('Its ID.'),
          Repository: z.string().describe('Its name.'),
          Size: z.number().describe('Its size in bytes.'),
          Tag: z.string().describe('Its tag.'),
        }),
      )
      .describe('The images of those containers.'),
  }),
  requires: ['docker', 'the plugin docker compose, 2.18 or newer'],
  check: 'full',
  diff: false,
  rules: (a) => [
    ...composeRules(a),
    ...Object.entries(a.scale ?? {}).flatMap(([key, count]) => {
      const number = int().safeParse(count).data;
      const what = `The value ${pythonRepr(count)} for \`scale['${key}']\` is`;
      return number === undefined ? [`${what} not an integer`] : number < 0 ? [`${what} negative`] : [];
    }),
  ],
  examples: [
    { name: 'A project up', task: 'community.docker.docker_compose_v2:\n  project_src: /srv/shop' },
    {
      name: 'A project that is defined here',
      task: 'community.docker.docker_compose_v2:\n  project_name: shop\n  definition:\n    services:\n      web:\n        image: docker.io/library/nginx:1.27\n        ports: ["8080:80"]',
    },
    {
      name: 'A project down, with its volumes',
      task: 'community.docker.docker_compose_v2:\n  project_src: /srv/shop\n  state: absent\n  remove_volumes: true',
    },
  ],
  async run(context) {
    const { args: a, host, checkMode } = context;
    const project = await openProject(host, a);
    const result: ModuleReturn = { changed: false, actions: [] };
    const lists = listWords(project);
    const up: Ignored = { pulls: true, builds: a.ignore_build_events };
    const name = `docker compose project ${a.project_name ?? a.project_src}`;
    const run = (words: readonly string[], what: string) =>
      runProject(context, project, { main: words, ...lists }, `${what} ${name}`);
    const main = wordsFor(a, project, checkMode);
    let answers = await run(main, a.state === 'present' ? 'up' : a.state);
    const well = addTo(result, context, project, main, answers('main'), /present|stopped/.test(a.state) ? up : {});
    // `compat:` stop always says that it stops something: it is only run where something runs.
    if (a.state === 'stopped' && well) {
      const idle = /^(?:created|exited|stopped|killed)$/;
      const asked = new Set(a.services);
      const running = containersOf(project, answers('ps')).some(
        ({ State, Service }) => !idle.test(String(State)) && (asked.size === 0 || asked.has(String(Service))),
      );
      if (running) {
        const words = wordsFor(a, project, checkMode, 'stop');
        answers = await run(words, 'stop');
        addTo(result, context, project, words, answers('main'), {});
      }
    }
    result['containers'] = containersOf(project, answers('ps'));
    result['images'] = imagesOf(answers('images'));
    return cleaned(result);
  },
});
