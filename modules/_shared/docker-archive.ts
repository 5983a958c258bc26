// Writes an image into an archive on the host, unless the archive there is of that image.
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { ModuleFailure, sh, type HostHands, type HostView } from '../../src/kit/index.js';
import { pathOf, type DockerClient } from './docker-client.js';
import { streamInto } from './docker-files.js';
import type { Image } from './docker-images.js';

/** Why the archive has to be written, or undefined when it is of this image under this name alone. */
export async function archiveReason(
  host: HostView,
  path: string,
  name: string,
  image: Image,
): Promise<string | undefined> {
  const told = (why: string): string => `Archived image ${name} to ${path}, ${why}`;
  const { rc, stdout } = await host.probe(sh`[ -e ${path} ] || exit 44; tar -xOf ${path} manifest.json`);
  if (rc === 44) return told('since none present');
  try {
    const manifest = JSON.parse(stdout) as { Config: string; RepoTags: string[] | null }[];
    const [only] = manifest;
    if (rc !== 0 || !only || manifest.length !== 1) return told('overwriting an unreadable archive file');
    const id = only.Config.replace(/^.*\//, '').replace(/\.json$/, '');
    const tags = only.RepoTags ?? [];
    if (image.Id === `sha256:${id}` && tags.length === 1 && tags[0] === name) return undefined;
    return told(`overwriting archive with image ${id} named ${tags.join(', ')}`);
  } catch {
    return told('overwriting an unreadable archive file');
  }
}

/** @throws ModuleFailure */
export async function writeArchive(client: DockerClient, hands: HostHands, path: string, name: string): Promise<void> {
  const answer = await client.stream(hands, { path: pathOf`/images/${name}/get` });
  const file = await streamInto(client.host, path);
  const ended = once(file, 'end');
  file.resume();
  try {
    await Promise.all([pipeline(answer, file, { end: true }).catch(premature), ended]);
  } catch (error) {
    throw new ModuleFailure(`Error writing image archive ${path} - ${(error as Error).message}`);
  }
}

/** The stream is both ways; that the way back is still open when all is sent is no mistake. */
function premature(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}
