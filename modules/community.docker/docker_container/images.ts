// The image a container is made of, and the one whose settings are expected of it; pulled where the task wants it.
import { ModuleFailure } from '../../../src/kit/index.js';
import { findImage, findImageById, findNamed, pullImage, type Image } from '../../_shared/docker-images.js';
import { isImageId, splitName } from '../../_shared/docker-names.js';
import type { Doing } from './actions.js';
import type { Container } from './options.js';

export interface Images {
  /** The one the task names. */
  readonly image: Image | undefined;
  /** The one the container was made of, where it is wanted. */
  readonly container: Image | undefined;
  /** The one whose settings count. */
  readonly comparison: Image | undefined;
  /** What pulling says of `changed`; undefined when nothing was pulled. */
  readonly changed: boolean | undefined;
}

const isRemoving = (container: Container): boolean => container.State?.Status === 'removing';

async function ofContainer(doing: Doing, container: Container | undefined): Promise<Image | undefined> {
  return container && !isRemoving(container) ? findNamed(doing.client, container.Image) : undefined;
}

/** @param early a look for the named image that was begun before */
export async function imagesFor(
  doing: Doing,
  checkMode: boolean,
  container: Container | undefined,
  wantsContainerImage: boolean,
  early: Promise<Image | undefined>,
): Promise<Images> {
  const { args } = doing;
  const name = args.image;
  let own = wantsContainerImage || name === undefined ? await ofContainer(doing, container) : undefined;
  if (name === undefined || name === '')
    return { image: undefined, container: own, comparison: own, changed: undefined };
  let changed: boolean | undefined;
  let image = await early;
  if (isImageId(name)) {
    if (!image) throw new ModuleFailure(`Cannot find image with ID ${name}`);
  } else {
    const { repository, tag = 'latest' } = splitName(name);
    if (!image && args.pull === 'never') {
      throw new ModuleFailure(`Cannot find image with name ${repository}:${tag}, and pull=never`);
    }
    if (!image || args.pull === 'always') {
      const pulled = await pull(doing, checkMode, repository, tag, image);
      ({ changed } = pulled);
      image = pulled.image;
    }
  }
  if (args.image_comparison === 'current-image') {
    own ??= await ofContainer(doing, container);
    return { image, container: own, comparison: own, changed };
  }
  return { image, container: own, comparison: image, changed };
}

async function pull(
  { args, client, change, actions }: Doing,
  checkMode: boolean,
  repository: string,
  tag: string,
  image: Image | undefined,
): Promise<{ image: Image | undefined; changed: boolean | undefined }> {
  const pulled_image = `${repository}:${tag}`;
  if (checkMode && image && args.pull_check_mode_behavior !== 'always') return { image, changed: undefined };
  const pulled = await change({ summary: `pull image ${pulled_image}` }, (hands) =>
    pullImage(client, hands, repository, tag, args.platform),
  );
  if (!pulled) {
    actions.push(image ? { pulled_image } : { pulled_image, changed: true });
    return { image, changed: true };
  }
  actions.push({ pulled_image, changed: !pulled.unchanged });
  return { image: pulled.image, changed: !pulled.unchanged };
}

/** The look for the image that the task names, which can go on beside others. */
export async function lookForImage({ args, client }: Pick<Doing, 'args' | 'client'>): Promise<Image | undefined> {
  if (args.image === undefined || args.image === '') return undefined;
  if (isImageId(args.image)) return findImageById(client, args.image);
  const { repository, tag = 'latest' } = splitName(args.image);
  return findImage(client, repository, tag);
}
