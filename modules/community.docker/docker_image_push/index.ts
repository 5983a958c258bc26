// Pushes an image of a Docker daemon to its registry.
import { defineModule, ModuleFailure, str, z } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { withDocker } from '../../_shared/docker-client.js';
import { findImage } from '../../_shared/docker-images.js';
import { isImageId, isValidTag, splitName } from '../../_shared/docker-names.js';
import { pushImage } from '../../_shared/docker-push.js';

export default defineModule({
  name: 'community.docker.docker_image_push',
  summary: 'Pushes images of Docker to registries.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    name: str().describe('The image, with the address of its registry where it has one; may end in `:tag`.'),
    tag: str().default('latest').describe('The tag, when the name has none.'),
  }),
  returns: z.object({
    image: z.looseObject({}).describe('The image as the daemon describes it.'),
    actions: z.array(z.string()).describe('What was done.'),
  }),
  requires: ['the Docker daemon'],
  check: 'none',
  diff: false,
  rules: dockerRules,
  examples: [
    { name: 'Push an image', task: 'community.docker.docker_image_push:\n  name: registry.example.com/app\n  tag: v1' },
  ],
  async run(context) {
    const { args } = context;
    if (isImageId(args.name)) throw new ModuleFailure('Cannot push an image by ID');
    if (!isValidTag(args.tag, true)) throw new ModuleFailure(`"${args.tag}" is not a valid docker tag!`);
    const parts = splitName(args.name);
    const [name, tag] = parts.tag ? [parts.repository, parts.tag] : [args.name, args.tag];
    if (isImageId(tag)) throw new ModuleFailure('Cannot push an image by digest');
    if (!isValidTag(tag)) throw new ModuleFailure(`"${tag}" is not a valid docker tag!`);
    return withDocker(context, async (client) => {
      const image = await findImage(client, name, tag);
      if (!image) throw new ModuleFailure(`Cannot find image ${name}:${tag}`);
      const pushed = await context.change({ summary: `push ${name}:${tag}` }, (hands) =>
        pushImage(client, hands, name, tag),
      );
      return { changed: pushed?.changed ?? false, actions: [`Pushed image ${name}:${tag}`], image };
    });
  },
});
