// Makes and removes volumes of a Docker daemon.
import { alias, choice, defineModule, dict, str, z, type ModuleReturn } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { pathOf, withDocker, type DockerClient, type Json } from '../../_shared/docker-client.js';
import { Differences, same } from '../../_shared/docker-compare.js';
import { labelTexts } from '../../_shared/docker-values.js';

interface Volume extends Json {
  readonly Name: string;
  readonly Driver: string;
  readonly Options?: Readonly<Record<string, unknown>> | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
}

const volumeArgs = z.strictObject({
  ...dockerArgs,
  ...debugArg,
  volume_name: alias(str(), 'name').describe('The name of the volume.'),
  state: choice('present', 'absent').default('present').describe('Whether it exists.'),
  driver: str().default('local').describe('The driver.'),
  driver_options: dict(z.unknown()).default({}).describe('Options of the driver.'),
  labels: dict(z.unknown()).optional().describe('Labels.'),
  recreate: choice('always', 'never', 'options-changed')
    .default('never')
    .describe('When it is removed, with its data, and made anew.'),
});

type VolumeArgs = z.output<typeof volumeArgs>;

/** What of a volume is not as asked for. */
export function volumeDifferences(
  { driver, driver_options }: Pick<VolumeArgs, 'driver' | 'driver_options'>,
  labels: Readonly<Record<string, string>> | undefined,
  volume: Volume,
): Differences {
  const found = new Differences();
  if (driver !== '' && driver !== volume.Driver) found.add('driver', driver, volume.Driver);
  const has = volume.Options;
  if (Object.keys(driver_options).length > 0 && (!has || Object.keys(has).length === 0)) {
    found.add('driver_options', driver_options, has);
  } else {
    for (const [key, value] of Object.entries(driver_options)) {
      if (!has?.[key] || !same(value, has[key])) found.add(`driver_options.${key}`, value, has?.[key]);
    }
  }
  for (const [key, value] of Object.entries(labels ?? {})) {
    if (volume.Labels?.[key] !== value) found.add(`labels.${key}`, value, volume.Labels?.[key]);
  }
  return found;
}

/** As the list of volumes tells it, without what an inspection alone knows. */
const find = (client: DockerClient, name: string): Promise<Volume | undefined> =>
  client.find<Volume>(pathOf`/volumes/${name}`);

export default defineModule({
  name: 'community.docker.docker_volume',
  summary: 'Makes and removes volumes of Docker.',
  args: volumeArgs,
  returns: z.object({
    volume: z.looseObject({}).nullable().optional().describe('The volume as the daemon describes it.'),
    actions: z.array(z.string()).optional().describe('What was or would be done, in dry runs and with `debug`.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: true,
  rules: dockerRules,
  examples: [
    { name: 'A volume', task: 'community.docker.docker_volume:\n  name: data' },
    {
      name: 'A volume on a file server',
      task: 'community.docker.docker_volume:\n  name: shared\n  driver_options:\n    type: nfs\n    o: addr=nas,rw\n    device: ":/srv/shared"',
    },
  ],
  async run(context) {
    const { args, checkMode, diffMode } = context;
    const labels = args.labels === undefined ? undefined : labelTexts(args.labels);
    const { volume_name: name, driver, driver_options } = args;
    return withDocker(context, async (client) => {
      let volume = await find(client, name);
      const actions: string[] = [];
      const tracked = new Differences();
      const present = args.state === 'present';
      const differences = present && volume ? volumeDifferences(args, labels, volume) : new Differences();
      tracked.add('exists', present, volume !== undefined);
      const anew = args.recreate === 'always' || (args.recreate === 'options-changed' && !differences.empty);
      if (volume && (!present || anew)) {
        await context.change({ summary: `remove volume ${name}` }, (hands) =>
          client.write(hands, { method: 'DELETE', path: pathOf`/volumes/${name}` }),
        );
        actions.push(`Removed volume ${name}`);
        if (!checkMode || present) volume = undefined;
      }
      if (present && !volume) {
        const body = { Name: name, Driver: driver, DriverOpts: driver_options, Labels: labels ?? null };
        await context.change({ summary: `create volume ${name}` }, (hands) =>
          client.write(hands, { path: '/volumes/create', body }),
        );
        actions.push(`Created volume ${name} with driver ${driver}`);
      }
      const result: ModuleReturn = { changed: actions.length > 0 };
      const diff: Json = present ? { differences: differences.names } : {};
      tracked.merge(differences);
      if (diffMode) Object.assign(diff, tracked.sides());
      if (diffMode || checkMode || args.debug) result['diff'] = diff;
      if (!present || checkMode || args.debug) result['actions'] = actions;
      if (present) result['volume'] = (await find(client, name)) ?? null;
      return result;
    });
  },
});
