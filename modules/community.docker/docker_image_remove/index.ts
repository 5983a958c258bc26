// Removes an image, or one of its names, from a Docker daemon.
import { bool, defineModule, ModuleFailure, str, z, type ModuleReturn } from '../../../src/kit/index.js';
import { debugArg, dockerArgs, dockerRules } from '../../_shared/docker-args.js';
import { DockerRefusal, pathOf, withDocker } from '../../_shared/docker-client.js';
import { findImage, findImageById, type Image } from '../../_shared/docker-images.js';
import { isImageId, isValidTag, joinName, splitName } from '../../_shared/docker-names.js';

interface Side {
  exists: boolean;
  id?: string;
  tags?: string[];
  digests?: string[];
}

const sideOf = (image: Image | undefined): Side =>
  image
    ? {
        exists: true,
        id: image.Id,
        tags: [...(image.RepoTags ?? [])].sort(),
        digests: [...(image.RepoDigests ?? [])].sort(),
      }
    : { exists: false };

interface Gone {
  readonly deleted: string[];
  readonly untagged: string[];
  readonly after: Side;
}

/** What removing a name or an id would come to. @throws ModuleFailure */
export function foresee(image: Image, name: string, tag: string, force: boolean): Gone {
  const tags = image.RepoTags ?? [];
  const digests = image.RepoDigests ?? [];
  if (isImageId(name)) {
    const untagged = [...tags, ...digests].sort();
    if (!force && untagged.length > 0) {
      throw new ModuleFailure('Cannot delete image by ID that is still in use - use force=true');
    }
    return { deleted: [image.Id], untagged, after: { exists: false } };
  }
  const side = sideOf(image);
  const left = (list: string[] | undefined): string[] => (list ?? []).filter((one) => one !== name);
  if (isImageId(tag)) {
    const last = tags.length < 1 && digests.length < 2;
    return { deleted: last ? [image.Id] : [], untagged: [name], after: { ...side, digests: left(side.digests) } };
  }
  const last = tags.length < 2 && digests.length < 1;
  return { deleted: last ? [image.Id] : [], untagged: [name], after: { ...side, tags: left(side.tags) } };
}

export default defineModule({
  name: 'community.docker.docker_image_remove',
  summary: 'Removes images of Docker.',
  args: z.strictObject({
    ...dockerArgs,
    ...debugArg,
    name: str().describe('Name or id of the image; the name may end in `:tag` or `@digest`.'),
    tag: str().default('latest').describe('The tag, when the name has none.'),
    force: bool().default(false).describe('Take all names off and remove it.'),
    prune: bool().default(true).describe('Remove parents without a name, too.'),
  }),
  returns: z.object({
    image: z.looseObject({}).describe('What the image was like; empty when there was none.'),
    deleted: z.array(z.string()).describe('The digests that are gone.'),
    untagged: z.array(z.string()).describe('The names that are gone.'),
    actions: z.array(z.string()).describe('What was or would be done.'),
  }),
  requires: ['the Docker daemon'],
  check: 'full',
  diff: true,
  rules: dockerRules,
  examples: [{ name: 'Remove an image', task: 'community.docker.docker_image_remove:\n  name: app\n  tag: v1' }],
  async run(context) {
    const { args, checkMode, diffMode } = context;
    if (!isValidTag(args.tag, true)) throw new ModuleFailure(`"${args.tag}" is not a valid docker tag`);
    const parts = isImageId(args.name) ? undefined : splitName(args.name);
    const [repository, tag] = parts?.tag ? [parts.repository, parts.tag] : [args.name, args.tag];
    return withDocker(context, async (client): Promise<ModuleReturn> => {
      const byId = isImageId(repository);
      const image = byId ? await findImageById(client, repository) : await findImage(client, repository, tag);
      const name = byId || tag === '' ? repository : joinName(repository, tag);
      const diff = (after: Side): ModuleReturn => (diffMode ? { diff: { before: sideOf(image), after } } : {});
      if (!image) return { changed: false, actions: [], image: {}, deleted: [], untagged: [], ...diff(sideOf(image)) };
      const foreseen = checkMode ? foresee(image, name, tag, args.force) : undefined;
      const said = await context.change({ summary: `remove image ${name}` }, async (hands) => {
        try {
          return await client.write<{ Untagged?: string; Deleted?: string }[]>(hands, {
            method: 'DELETE',
            path: pathOf`/images/${name}`,
            query: { force: args.force, noprune: !args.prune },
          });
        } catch (error) {
          if (!(error instanceof DockerRefusal)) throw error;
          if (error.status === 404) return [];
          throw new ModuleFailure(`Error removing image ${name} - ${error.message}`);
        }
      });
      const gone = foreseen ?? {
        deleted: (said ?? []).flatMap(({ Deleted }) => Deleted ?? []).sort(),
        untagged: (said ?? []).flatMap(({ Untagged }) => Untagged ?? []).sort(),
        after: diffMode ? sideOf(await findImageById(client, image.Id)) : sideOf(undefined),
      };
      const { deleted, untagged, after } = gone;
      return { changed: true, actions: [`Removed image ${name}`], image, deleted, untagged, ...diff(after) };
    });
  },
});
