// Tells what a container of Docker is like.
import { defineModule, str, z } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { pathOf, withDocker } from '../../_shared/docker-client.js';

export default defineModule({
  name: 'community.docker.docker_container_info',
  summary: 'Tells what a container of Docker is like.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    name: str().describe('Name or id of the container.'),
  }),
  returns: z.object({
    exists: z.boolean().describe('Whether there is such a container.'),
    container: z
      .looseObject({})
      .nullable()
      .describe('The container as the daemon describes it; null when there is none.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: false,
  rules: dockerRules,
  examples: [{ name: 'Look at one', task: 'community.docker.docker_container_info:\n  name: web' }],
  run: (context) =>
    withDocker(context, async (client) => {
      const container = await client.find(pathOf`/containers/${context.args.name}/json`);
      return { exists: container !== undefined, container: container ?? null };
    }),
});
