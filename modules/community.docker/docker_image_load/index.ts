// Loads the images of an archive into a Docker daemon.
import { defineModule, ModuleFailure, path, sh, z } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { withDocker } from '../../_shared/docker-client.js';
import { findNamed } from '../../_shared/docker-images.js';
import { isImageId } from '../../_shared/docker-names.js';
import { loadArchive } from '../../_shared/docker-load.js';

export default defineModule({
  name: 'community.docker.docker_image_load',
  summary: 'Loads images of Docker from archives.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    path: path().describe('The archive on the host, as `docker save` makes it.'),
  }),
  returns: z.object({
    image_names: z.array(z.string()).describe('Names and ids of what was loaded.'),
    images: z.array(z.unknown()).describe('The images as the daemon describes them.'),
    stdout: z.string().describe('What the daemon said.'),
  }),
  requires: ['the Docker daemon'],
  check: 'none',
  diff: false,
  rules: dockerRules,
  examples: [{ name: 'Load an archive', task: 'community.docker.docker_image_load:\n  path: /srv/app.tar' }],
  async run(context) {
    const { path: archive } = context.args;
    return withDocker(context, async (client) => {
      if ((await client.host.probe(sh`[ -f ${archive} ]`)).rc !== 0) {
        throw new ModuleFailure(`Error opening archive ${archive} - [Errno 2] No such file or directory: '${archive}'`);
      }
      const loaded = await context.change({ summary: `load ${archive}` }, (hands) =>
        loadArchive(client, hands, archive, `Error loading archive ${archive}`),
      );
      const names = loaded?.names ?? [];
      for (const name of names) {
        if (!isImageId(name) && !name.includes(':')) {
          context.warn(`Image name "${name}" is neither ID nor has a tag`);
        }
      }
      const known = names.filter((name) => name.includes(':'));
      const images = await Promise.all(known.map(async (name) => (await findNamed(client, name)) ?? null));
      return { changed: true, image_names: names, images, stdout: loaded?.output ?? '' };
    });
  },
});
