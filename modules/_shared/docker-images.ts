// Images of a daemon: looked up by name or id, and pulled.
import { ModuleFailure, type HostHands } from '../../src/kit/index.js';
import { authHeader } from './docker-auth.js';
import { same } from './docker-compare.js';
import { DockerRefusal, pathOf, type DockerClient, type Json } from './docker-client.js';
import { isImageId, joinName, registryOf, splitName } from './docker-names.js';
import { jsonLines } from './docker-stream.js';
import { pythonStr } from './docker-values.js';

/** What is used of an image's inspection. */
export interface Image extends Json {
  readonly Id: string;
  readonly RepoTags?: readonly string[] | null;
  readonly RepoDigests?: readonly string[] | null;
  readonly Config?:
    (Json & { readonly Env?: readonly string[] | null; readonly Labels?: Record<string, string> | null }) | null;
}

/** An image by name and tag, or by id. */
export async function findImage(client: DockerClient, repository: string, tag: string): Promise<Image | undefined> {
  if (repository === '') return undefined;
  try {
    return await client.find<Image>(pathOf`/images/${joinName(repository, tag)}/json`);
  } catch (error) {
    // A name that no image can have is not there; what to do with it says the reason again.
    if (error instanceof DockerRefusal && error.status === 400) return undefined;
    throw error;
  }
}

export const findImageById = (client: DockerClient, id: string): Promise<Image | undefined> =>
  client.find<Image>(pathOf`/images/${id}/json`);

/** By id, or by name with the tag that it or the caller gives. */
export function findNamed(client: DockerClient, name: string, tag = 'latest'): Promise<Image | undefined> {
  if (isImageId(name)) return findImageById(client, name);
  const parts = splitName(name);
  return findImage(client, parts.repository, parts.tag ?? tag);
}

const comparable = (image: Image | undefined): unknown =>
  image && Object.fromEntries(Object.entries(image).filter(([key]) => key !== 'Metadata'));

export interface Pulled {
  readonly image: Image | undefined;
  /** Nothing newer was there. */
  readonly unchanged: boolean;
}

/** @throws ModuleFailure with what the registry or the daemon says */
export async function pullImage(
  client: DockerClient,
  hands: HostHands,
  repository: string,
  tag: string,
  platform?: string,
): Promise<Pulled> {
  const before = await findImage(client, repository, tag);
  const failed = (why: string): ModuleFailure => new ModuleFailure(`Error pulling image ${repository}:${tag} - ${why}`);
  try {
    const { registry } = registryOf(repository);
    const answer = await client.stream(hands, {
      method: 'POST',
      path: '/images/create',
      query: { tag, fromImage: repository, platform },
      headers: await authHeader(client.host, registry),
    });
    for await (const line of jsonLines(answer)) {
      if (!line['error']) continue;
      const detail = line['errorDetail'] as Json | undefined;
      throw new ModuleFailure(
        detail
          ? `Error pulling ${repository} - code: ${pythonStr(detail['code'])} message: ${pythonStr(detail['message'])}`
          : `Error pulling ${repository} - ${pythonStr(line['error'])}`,
      );
    }
  } catch (error) {
    if (error instanceof DockerRefusal) throw failed(error.message);
    throw error;
  }
  const image = await findImage(client, repository, tag);
  return { image, unchanged: same(comparable(before) ?? null, comparable(image) ?? null) };
}
