// Reads images from an archive of the host into the daemon.
import { ModuleFailure, type HostHands } from '../../src/kit/index.js';
import { DockerRefusal, type DockerClient } from './docker-client.js';
import { streamFile } from './docker-files.js';
import { jsonLines, progressText } from './docker-stream.js';

export interface Loaded {
  /** Names and ids, as the daemon tells them. */
  readonly names: readonly string[];
  readonly output: string;
}

/** @param what begins the message of a failure @throws ModuleFailure with the output so far */
export async function loadArchive(client: DockerClient, hands: HostHands, path: string, what: string): Promise<Loaded> {
  const lines: string[] = [];
  try {
    const answer = await client.stream(hands, {
      method: 'POST',
      path: '/images/load',
      headers: { 'Content-Type': 'application/x-tar' },
      body: await streamFile(client.host, path),
    });
    for await (const line of jsonLines(answer)) lines.push(...progressText(line));
  } catch (error) {
    if (error instanceof DockerRefusal || error instanceof ModuleFailure || (error as Error).name === 'TsplayError') {
      throw new ModuleFailure(`${what} - ${(error as Error).message}`, { stdout: lines.join('\n') });
    }
    throw error;
  }
  const names = lines.flatMap((line) => /^Loaded image(?: ID)?:(.*)$/.exec(line)?.[1]?.trim() ?? []);
  const output = lines.join('\n');
  if (names.length === 0) {
    throw new ModuleFailure('Detected no loaded images. Archive potentially corrupt?', { stdout: output });
  }
  return { names, output };
}
