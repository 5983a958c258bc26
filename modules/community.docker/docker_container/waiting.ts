// Waits until a container is in a state: gone, or healthy.
import { ModuleFailure } from '../../../src/kit/index.js';
import type { DockerClient, Json } from '../../_shared/docker-client.js';
import { pythonStr } from '../../_shared/docker-values.js';
import { inspect } from './actions.js';
import type { Container } from './options.js';

export interface Waiting {
  readonly client: DockerClient;
  readonly sleep: (ms: number) => Promise<void>;
  /** Seconds; for ever when left out. */
  readonly longest: number | undefined;
}

type Look = (container: Container) => unknown;

/** Looks again and again, ever more rarely. @returns undefined when the container is gone */
async function until(
  { client, sleep, longest }: Waiting,
  id: string,
  look: Look,
  going: readonly unknown[],
  done: readonly unknown[],
): Promise<Container | undefined> {
  let delay = 1;
  for (let waited = 0; ; waited += delay, delay = Math.min(delay * 1.1, 10)) {
    const container = await inspect(client, id);
    if (!container) return undefined;
    const state = look(container);
    if (done.includes(state)) return container;
    if (!going.includes(state)) {
      throw new ModuleFailure(`Encontered unexpected state "${pythonStr(state)}" while waiting for container "${id}"`, {
        container,
      });
    }
    if (longest !== undefined) {
      if (waited > longest || delay < 1e-4) {
        throw new ModuleFailure(`Timeout of ${longest} seconds exceeded while waiting for container "${id}"`, {
          container,
        });
      }
      if (waited + delay > longest) delay = longest - waited;
    }
    await sleep(delay * 1000);
  }
}

export async function waitRemoved(waiting: Waiting, id: string): Promise<void> {
  await until(waiting, id, ({ State }) => State?.Status, ['removing'], []);
}

/** No health check counts as healthy. @throws ModuleFailure when it vanishes or the time is over */
export async function waitHealthy(waiting: Waiting, id: string): Promise<Container> {
  const health: Look = ({ State }) => (State?.['Health'] as Json | undefined)?.['Status'];
  const container = await until(waiting, id, health, ['starting', 'unhealthy'], ['healthy', undefined]);
  if (container) return container;
  throw new ModuleFailure(`Encontered vanished container while waiting for container "${id}"`);
}
