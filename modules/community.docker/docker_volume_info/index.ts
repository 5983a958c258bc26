// Tells what a volume of Docker is like.
import { alias, defineModule, str, z } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { pathOf, withDocker } from '../../_shared/docker-client.js';

export default defineModule({
  name: 'community.docker.docker_volume_info',
  summary: 'Tells what a volume of Docker is like.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    name: alias(str(), 'volume_name').describe('Name of the volume.'),
  }),
  returns: z.object({
    exists: z.boolean().describe('Whether there is such a volume.'),
    volume: z.looseObject({}).nullable().describe('The volume as the daemon describes it; null when there is none.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: false,
  rules: dockerRules,
  examples: [{ name: 'Look at one', task: 'community.docker.docker_volume_info:\n  name: data' }],
  run: (context) =>
    withDocker(context, async (client) => {
      const volume = await client.find(pathOf`/volumes/${context.args.name}`);
      return { exists: volume !== undefined, volume: volume ?? null };
    }),
});
