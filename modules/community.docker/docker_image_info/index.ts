// Tells what images of a Docker daemon are like: those named, else all.
import { defineModule, list, str, z } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { withDocker } from '../../_shared/docker-client.js';
import { findImageById, findNamed, type Image } from '../../_shared/docker-images.js';

export default defineModule({
  name: 'community.docker.docker_image_info',
  summary: 'Tells what images of Docker are like.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    name: list(str()).optional().describe('Names or ids; all images when none is given.'),
  }),
  returns: z.object({
    images: z.array(z.looseObject({})).describe('The images that exist, as the daemon describes them.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: false,
  rules: dockerRules,
  examples: [
    { name: 'Look at two', task: 'community.docker.docker_image_info:\n  name:\n    - nginx:1.27\n    - redis' },
  ],
  run: (context) =>
    withDocker(context, async (client) => {
      const { name: names } = context.args;
      if (names && names.length > 0) {
        const found = await Promise.all(names.map((name) => findNamed(client, name)));
        return { images: found.filter((image) => image !== undefined) };
      }
      const all = await client.get<Image[]>('/images/json', { only_ids: 0, all: 0 });
      return { images: await Promise.all(all.map(async ({ Id }) => (await findImageById(client, Id)) ?? null)) };
    }),
});
