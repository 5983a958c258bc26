// Says how far something large has come while it is moved.
import type { ByteStream, TaskView } from '../../src/kit/index.js';

/** The same chunks; each is counted as it is taken. */
export async function* moving<T extends Uint8Array>(
  task: Pick<TaskView, 'progress'>,
  what: string,
  total: number,
  chunks: AsyncIterable<T>,
): AsyncGenerator<T> {
  let done = 0;
  for await (const chunk of chunks) {
    yield chunk;
    done += chunk.length;
    task.progress(what, done, total);
  }
}

export const movingStream = (task: Pick<TaskView, 'progress'>, what: string, stream: ByteStream): ByteStream => ({
  size: stream.size,
  chunks: () => moving(task, what, stream.size, stream.chunks()),
});
