// Sends an image to its registry.
import { ModuleFailure, type HostHands } from '../../src/kit/index.js';
import { pushHeader } from './docker-auth.js';
import { pathOf, type DockerClient, type Json } from './docker-client.js';
import { registryOf } from './docker-names.js';
import { jsonLines } from './docker-stream.js';
import { pythonStr } from './docker-values.js';

export interface Pushed {
  /** Whether layers were sent that the registry did not have. */
  readonly changed: boolean;
  /** The last thing the registry said. */
  readonly status: string | null;
}

/** @param shown the image as messages name it @throws ModuleFailure */
export async function pushImage(
  client: DockerClient,
  hands: HostHands,
  repository: string,
  tag: string,
  shown = `${repository}:${tag}`,
): Promise<Pushed> {
  const { registry, name } = registryOf(repository);
  let changed = false;
  let status: string | null = null;
  try {
    const answer = await client.stream(hands, {
      method: 'POST',
      path: pathOf`/images/${repository}/push`,
      query: { tag },
      headers: await pushHeader(client.host, registry),
      body: {},
    });
    for await (const line of jsonLines(answer)) {
      const detail = line['errorDetail'] as Json | undefined;
      if (detail) throw new ModuleFailure(pythonStr(detail['message']));
      status = typeof line['status'] === 'string' ? line['status'] : null;
      if (status === 'Pushing' || status === 'Pushed') changed = true;
    }
  } catch (error) {
    if (!(error instanceof ModuleFailure)) throw error;
    const why = error.message;
    if (!why.includes('unauthorized')) throw new ModuleFailure(`Error pushing image ${shown}: ${why}`);
    const where = `Error pushing image ${registry}/${name}:${tag} - ${why}`;
    throw new ModuleFailure(
      why.includes('authentication required')
        ? `${where}. Try logging into ${registry} first.`
        : `${where}. Does the repository exist?`,
    );
  }
  return { changed, status };
}
