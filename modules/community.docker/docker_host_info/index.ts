// Tells what a Docker daemon is like and lists what it has.
import { bool, defineModule, dict, ModuleFailure, z, type ModuleReturn } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { DockerRefusal, withDocker, type DockerClient, type Json } from '../../_shared/docker-client.js';
import { apiFilters } from '../../_shared/docker-values.js';

const flag = (what: string) => bool().default(false).describe(what);
const filters = (what: string) => dict(z.unknown()).optional().describe(`Filters that ${what} must meet.`);
const items = (what: string) =>
  z.array(z.looseObject({})).nullable().optional().describe(`The ${what}, when they were asked for.`);

/** What is told of each without `verbose_output`. */
const SHORT = {
  volumes: ['Driver', 'Name'],
  networks: ['Id', 'Driver', 'Name', 'Scope'],
  containers: ['Id', 'Image', 'Command', 'Created', 'Status', 'Ports', 'Names'],
  images: ['Id', 'RepoTags', 'Created', 'Size'],
} as const;

const FILTERS = {
  volumes: ['volumes_filters'],
  networks: ['networks_filters'],
  containers: ['containers_filters'],
  images: ['images_filters'],
} as const;

export default defineModule({
  name: 'community.docker.docker_host_info',
  summary: 'Tells what a Docker daemon is like and lists what it has.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    containers: flag('List containers.'),
    containers_all: flag('List containers that do not run, too.'),
    containers_filters: filters('containers'),
    images: flag('List images.'),
    images_filters: filters('images'),
    networks: flag('List networks.'),
    networks_filters: filters('networks'),
    volumes: flag('List volumes.'),
    volumes_filters: filters('volumes'),
    disk_usage: flag('Tell how much of the disk is used.'),
    verbose_output: flag('Tell all that the daemon says of each.'),
  }),
  returns: z.object({
    can_talk_to_docker: z.boolean().describe('Whether the daemon answered, also on failure.'),
    host_info: z.looseObject({}).optional().describe('What `docker info` tells.'),
    disk_usage: z.looseObject({}).optional().describe('The space used, when it was asked for.'),
    volumes: items('volumes'),
    networks: items('networks'),
    containers: items('containers'),
    images: items('images'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: false,
  rules: dockerRules,
  examples: [
    {
      name: 'All containers, stopped ones too',
      task: 'community.docker.docker_host_info:\n  containers: true\n  containers_all: true',
    },
  ],
  async run(context) {
    const { args } = context;
    let talks = false;
    const read = async (client: DockerClient, kind: keyof typeof SHORT): Promise<Json[] | null> => {
      const chosen = args[FILTERS[kind][0]];
      const query = chosen && Object.keys(chosen).length > 0 ? { filters: apiFilters(chosen) } : {};
      switch (kind) {
        case 'containers': {
          const all = args.containers_all ? 1 : 0;
          return client.get<Json[]>('/containers/json', { limit: -1, all, size: 0, trunc_cmd: 0, ...query });
        }
        case 'networks':
          return client.get<Json[]>('/networks', { filters: '{}', ...query });
        case 'images':
          return client.get<Json[]>('/images/json', { only_ids: 0, all: 0, ...query });
        case 'volumes':
          return (await client.get<{ Volumes: Json[] | null }>('/volumes', query)).Volumes;
      }
    };
    try {
      return await withDocker(context, async (client) => {
        await client.version();
        talks = true;
        const result: ModuleReturn = { host_info: await client.get('/info'), can_talk_to_docker: true };
        if (args.disk_usage) {
          const usage = await client.get('/system/df');
          result['disk_usage'] = args.verbose_output ? usage : { LayersSize: usage['LayersSize'] };
        }
        for (const kind of ['volumes', 'networks', 'containers', 'images'] as const) {
          if (!args[kind]) continue;
          const found = await read(client, kind);
          const short = (item: Json): Json => Object.fromEntries(SHORT[kind].map((key) => [key, item[key] ?? null]));
          result[kind] = args.verbose_output ? found : (found ?? []).map(short);
        }
        return result;
      });
    } catch (error) {
      if (!(error instanceof ModuleFailure)) throw error;
      const what = error instanceof DockerRefusal ? `Error inspecting docker host: ${error.message}` : error.message;
      throw new ModuleFailure(what, { can_talk_to_docker: talks });
    }
  },
});
