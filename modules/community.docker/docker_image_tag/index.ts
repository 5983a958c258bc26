// Gives an image of a Docker daemon further names.
import { choice, defineModule, list, ModuleFailure, str, z, type ModuleReturn } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { DockerRefusal, pathOf, withDocker } from '../../_shared/docker-client.js';
import { findImage, findImageById, type Image } from '../../_shared/docker-images.js';
import { isImageId, isValidTag, splitName } from '../../_shared/docker-names.js';

const sideOf = (name: string, tag: string, image: Image | undefined): object =>
  image ? { name, tag, id: image.Id } : { name, tag, exists: false };

/** The names to give, each with a tag. @throws ModuleFailure for an id or a digest */
export function targetsOf(repositories: readonly string[], tag: string): { repository: string; tag: string }[] {
  return repositories.map((given, i) => {
    if (isImageId(given)) throw new ModuleFailure(`repository[${i + 1}] must not be an image ID; got: ${given}`);
    const parts = splitName(given);
    if (!parts.tag) return { repository: parts.repository, tag };
    if (!isValidTag(parts.tag)) {
      throw new ModuleFailure(`repository[${i + 1}] must not have a digest; got: ${given}`);
    }
    return { repository: parts.repository, tag: parts.tag };
  });
}

export default defineModule({
  name: 'community.docker.docker_image_tag',
  summary: 'Gives images of Docker further names.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    name: str().describe('Name or id of the image; the name may end in `:tag` or `@digest`.'),
    tag: str().default('latest').describe('The tag, when the name or a new name has none.'),
    repository: list(str()).describe('The new names.'),
    existing_images: choice('keep', 'overwrite')
      .default('overwrite')
      .describe('What becomes of a new name that another image has.'),
  }),
  returns: z.object({
    image: z.looseObject({}).describe('The image as the daemon describes it.'),
    tagged_images: z.array(z.string()).describe('The names it was given.'),
    actions: z.array(z.string()).describe('What was or would be done with each name.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: true,
  rules: dockerRules,
  examples: [
    {
      name: 'Name an image for a registry',
      task: 'community.docker.docker_image_tag:\n  name: app:v1\n  repository:\n    - registry.example.com/app:v1\n    - registry.example.com/app:latest',
    },
  ],
  async run(context) {
    const { args } = context;
    if (!isValidTag(args.tag, true)) throw new ModuleFailure(`"${args.tag}" is not a valid docker tag`);
    const parts = isImageId(args.name) ? undefined : splitName(args.name);
    const [name, tag] = parts?.tag ? [parts.repository, parts.tag] : [args.name, args.tag];
    const targets = targetsOf(args.repository, args.tag);
    return withDocker(context, async (client): Promise<ModuleReturn> => {
      const byId = isImageId(name);
      const image = byId ? await findImageById(client, name) : await findImage(client, name, tag);
      if (!image) {
        throw new ModuleFailure(byId ? `Error inspecting image ID ${name}` : `Cannot find image ${name}:${tag}`);
      }
      const [before, after, tagged_images, actions]: [object[], object[], string[], string[]] = [[], [], [], []];
      for (const target of targets) {
        const old = await findImage(client, target.repository, target.tag);
        const full = `${target.repository}:${target.tag}`;
        const kept = old !== undefined && (old.Id === image.Id || args.existing_images === 'keep');
        const why = !old
          ? 'target image did not exist'
          : old.Id === image.Id
            ? `target image already exists (${old.Id}) and is as expected`
            : kept
              ? `target image already exists (${old.Id}) and is not as expected, but kept`
              : `target image existed (${old.Id}) and was not as expected`;
        before.push(sideOf(target.repository, target.tag, old));
        after.push(sideOf(target.repository, target.tag, kept ? old : image));
        actions.push(`${kept ? 'Not tagged' : 'Tagged'} image ${image.Id} as ${full}: ${why}`);
        if (kept) continue;
        tagged_images.push(full);
        await context.change({ summary: `tag image as ${full}` }, async (hands) => {
          try {
            await client.write(hands, {
              path: pathOf`/images/${image.Id}/tag`,
              query: { tag: target.tag, repo: target.repository, force: true },
            });
          } catch (error) {
            if (!(error instanceof DockerRefusal)) throw error;
            throw new ModuleFailure(`Error: failed to tag image as ${full} - ${error.message}`);
          }
        });
      }
      const diff = { before: { images: before }, after: { images: after } };
      return { changed: tagged_images.length > 0, actions, image, tagged_images, diff };
    });
  },
});
