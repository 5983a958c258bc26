// Removes what a Docker daemon does not use: containers, images, networks, volumes, the cache of builds.
import { bool, defineModule, dict, str, z, type HostHands } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { withDocker, type Json } from '../../_shared/docker-client.js';
import { apiFilters, bytesOf } from '../../_shared/docker-values.js';

const flag = (what: string) => bool().default(false).describe(what);
const filters = (what: string) => dict(z.unknown()).optional().describe(`Filters that ${what} must meet to go.`);
const ids = (what: string) => z.array(z.unknown()).optional().describe(`The ${what} that are gone.`);
const space = (what: string) => z.number().optional().describe(`Bytes that ${what} had taken.`);

/** What there is to prune, its filters, the field that lists it, and whether space is told. */
const KINDS = [
  ['containers', 'containers_filters', 'ContainersDeleted', true],
  ['images', 'images_filters', 'ImagesDeleted', true],
  ['networks', 'networks_filters', 'NetworksDeleted', false],
  ['volumes', 'volumes_filters', 'VolumesDeleted', true],
] as const;

export default defineModule({
  name: 'community.docker.docker_prune',
  summary: 'Removes what Docker does not use.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    containers: flag('Remove containers that do not run.'),
    containers_filters: filters('containers'),
    images: flag('Remove images without a name, or with `dangling: false` all that are not used.'),
    images_filters: filters('images'),
    networks: flag('Remove networks without containers.'),
    networks_filters: filters('networks'),
    volumes: flag('Remove volumes that no container has.'),
    volumes_filters: filters('volumes'),
    builder_cache: flag('Clean the cache of builds.'),
    builder_cache_all: flag('Remove all of that cache.'),
    builder_cache_filters: filters('entries of the cache'),
    builder_cache_keep_storage: str().optional().describe('How much of the cache stays, as `1G`.'),
  }),
  returns: z.object({
    containers: ids('containers'),
    containers_space_reclaimed: space('containers'),
    images: ids('images'),
    images_space_reclaimed: space('images'),
    networks: ids('networks'),
    volumes: ids('volumes'),
    volumes_space_reclaimed: space('volumes'),
    builder_cache_caches_deleted: ids('entries of the cache'),
    builder_cache_space_reclaimed: space('the cache'),
  }),
  requires: ['the Docker daemon'],
  check: 'none',
  diff: false,
  rules: dockerRules,
  examples: [
    {
      name: 'Remove images nobody uses, a day old at least',
      task: 'community.docker.docker_prune:\n  images: true\n  images_filters:\n    dangling: false\n    until: 24h',
    },
  ],
  async run(context) {
    const { args } = context;
    const keep = args.builder_cache_keep_storage;
    const storage = keep === undefined ? undefined : bytesOf('builder_cache_keep_storage', keep);
    const result: Json = {};
    let changed = false;
    return withDocker(context, async (client) => {
      const prune = (hands: HostHands, path: string, query: Record<string, string | number>): Promise<Json> =>
        client.write(hands, { path, query, timeout: null });
      for (const [kind, chosen, field, tellsSpace] of KINDS) {
        if (!args[kind]) continue;
        const query = { filters: apiFilters(args[chosen]) };
        const said = await context.change({ summary: `prune ${kind}` }, (hands) =>
          prune(hands, `/${kind}/prune`, query),
        );
        const gone = (said?.[field] ?? []) as unknown[];
        result[kind] = gone;
        if (tellsSpace) result[`${kind}_space_reclaimed`] = said?.['SpaceReclaimed'] ?? 0;
        changed ||= gone.length > 0 || (tellsSpace && Number(said?.['SpaceReclaimed'] ?? 0) > 0);
      }
      if (args.builder_cache) {
        const said = await context.change({ summary: 'prune the cache of builds' }, (hands) =>
          prune(hands, '/build/prune', {
            filters: apiFilters(args.builder_cache_filters),
            ...(args.builder_cache_all ? { all: 'true' } : {}),
            ...(storage === undefined ? {} : { 'keep-storage': storage }),
          }),
        );
        const reclaimed = Number(said?.['SpaceReclaimed'] ?? 0);
        result['builder_cache_space_reclaimed'] = reclaimed;
        changed ||= reclaimed > 0;
        if (said && 'CachesDeleted' in said) {
          const gone = said['CachesDeleted'] as unknown[] | null;
          result['builder_cache_caches_deleted'] = gone;
          changed ||= gone !== null && gone.length > 0;
        }
      }
      return { ...result, changed };
    });
  },
});
