// Pulls an image from its registry into a Docker daemon.
import { choice, defineModule, ModuleFailure, str, z, type ModuleReturn } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { withDocker, type DockerClient } from '../../_shared/docker-client.js';
import { findImage, pullImage, type Image } from '../../_shared/docker-images.js';
import { isImageId, isValidTag, splitName } from '../../_shared/docker-names.js';
import { composePlatform, normalPlatform, samePlatform } from '../../_shared/docker-platform.js';

/** What the diff tells of an image. */
const sideOf = (image: Pick<Image, 'Id'> | undefined): object => (image ? { id: image.Id } : { exists: false });

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Whether the image that is there is of the platform asked for. */
async function isOfPlatform(client: DockerClient, image: Image, platform: string): Promise<boolean> {
  const info = await client.get('/info');
  const daemon = { os: text(info['OSType']), arch: text(info['Architecture']) };
  const [os, arch, variant] = ['Os', 'Architecture', 'Variant'].map((key) => text(image[key]));
  return samePlatform(normalPlatform(platform, daemon), composePlatform({ os, arch, variant }, daemon));
}

export default defineModule({
  name: 'community.docker.docker_image_pull',
  summary: 'Pulls images of Docker from registries.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    name: str().describe(
      'The image, with the address of its registry where it has one; may end in `:tag` or `@digest`.',
    ),
    tag: str().default('latest').describe('The tag, when the name has none.'),
    platform: str().optional().describe('The platform to pull for, as `linux/arm64`.'),
    pull: choice('always', 'not_present')
      .default('always')
      .describe('Whether to ask the registry for a newer one when there is one.'),
  }),
  returns: z.object({
    image: z.looseObject({}).describe('The image as the daemon describes it.'),
    actions: z.array(z.string()).describe('What was or would be done.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: true,
  rules: dockerRules,
  examples: [{ name: 'Pull an image', task: 'community.docker.docker_image_pull:\n  name: nginx\n  tag: "1.27"' }],
  async run(context) {
    const { args, checkMode } = context;
    if (isImageId(args.name)) throw new ModuleFailure('Cannot pull an image by ID');
    if (!isValidTag(args.tag, true)) throw new ModuleFailure(`"${args.tag}" is not a valid docker tag!`);
    const parts = splitName(args.name);
    const [name, tag] = parts.tag ? [parts.repository, parts.tag] : [args.name, args.tag];
    return withDocker(context, async (client): Promise<ModuleReturn> => {
      const before = await findImage(client, name, tag);
      if (args.platform !== undefined) await client.needs('1.32', 'set platform option');
      if (before && args.pull === 'not_present') {
        if (args.platform === undefined || (await isOfPlatform(client, before, args.platform))) {
          const diff = { before: sideOf(before), after: sideOf(before) };
          return { changed: false, actions: [], image: before, diff };
        }
      }
      const pulled = await context.change({ summary: `pull ${name}:${tag}` }, (hands) =>
        pullImage(client, hands, name, tag, args.platform),
      );
      const after = checkMode ? { Id: 'unknown' } : pulled?.image;
      return {
        changed: checkMode || pulled?.unchanged === false,
        actions: [`Pulled image ${name}:${tag}`],
        image: (checkMode ? before : pulled?.image) ?? {},
        diff: { before: sideOf(before), after: sideOf(after) },
      };
    });
  },
});
