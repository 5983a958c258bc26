// What a server says before SSH begins, handed to ssh2 in one piece.
//
// ssh2 forgets what it has read of a greeting that comes in more than two pieces, and then waits for it until the time is
// over; a slow network, or lines that come before the greeting, do that.
import type { Duplex } from 'node:stream';

/** Lines may come before `SSH-2.0-…` (RFC 4253, 4.2), but no book. */
const MOST = 1024 * 1024;
const GREETING = /^SSH-[^\n]*\n/m;

/**
 * To be called before ssh2 gets the stream: its listener hears nothing until the greeting is whole.
 * @param onGreeting called then
 */
export function wholeGreeting(stream: Duplex, onGreeting: () => void): void {
  const onListener = (event: string, listener: (chunk: Buffer) => void): void => {
    if (event !== 'data') return;
    stream.off('newListener', onListener);
    // It is added after this event; nothing is read before.
    queueMicrotask(() => holdBack(stream, listener, onGreeting));
  };
  stream.on('newListener', onListener);
}

function holdBack(stream: Duplex, listener: (chunk: Buffer) => void, onGreeting: () => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let unfinished = '';
  const collect = (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
    const text = unfinished + chunk.toString('latin1');
    if (GREETING.test(text)) {
      stream.off('data', collect);
      stream.on('data', listener);
      onGreeting();
      listener(Buffer.concat(chunks));
      return;
    }
    unfinished = text.slice(text.lastIndexOf('\n') + 1);
    if (size <= MOST) return;
    const said = Buffer.concat(chunks).toString('latin1', 0, 60).trim();
    stream.destroy(new Error(`it speaks no SSH, and says without end '${said}…'`));
  };
  stream.off('data', listener);
  stream.on('data', collect);
}
