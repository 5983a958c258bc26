// Tells what a network of Docker is like.
import { defineModule, str, z } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { pathOf, withDocker } from '../../_shared/docker-client.js';

export default defineModule({
  name: 'community.docker.docker_network_info',
  summary: 'Tells what a network of Docker is like.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    name: str().describe('Name or id of the network.'),
  }),
  returns: z.object({
    exists: z.boolean().describe('Whether there is such a network.'),
    network: z.looseObject({}).nullable().describe('The network as the daemon describes it; null when there is none.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: false,
  rules: dockerRules,
  examples: [{ name: 'Look at one', task: 'community.docker.docker_network_info:\n  name: back' }],
  run: (context) =>
    withDocker(context, async (client) => {
      const network = await client.find(pathOf`/networks/${context.args.name}`);
      return { exists: network !== undefined, network: network ?? null };
    }),
});
