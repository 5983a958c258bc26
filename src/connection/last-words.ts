// The errors of a process without the line that its program, not the process, ends them with.
import { PassThrough, type Readable } from 'node:stream';

/** @param words the line, anchored at its end; `beginning` is how it always begins */
export function withoutLastWords(stream: Readable, words: RegExp, beginning: string): Readable {
  const rest = new PassThrough();
  let held = '';
  stream.on('data', (chunk: Buffer) => {
    held += chunk.toString('latin1');
    // What may be that line waits for what follows it.
    const found = words.exec(held);
    const keep = found ? found[0].length : overlap(held, beginning);
    rest.write(Buffer.from(held.slice(0, held.length - keep), 'latin1'));
    held = held.slice(held.length - keep);
  });
  stream.once('close', () => rest.end(words.test(held) && held.endsWith('\n') ? '' : Buffer.from(held, 'latin1')));
  return rest;
}

/** How many characters at the end of a text are the beginning of a word. */
function overlap(text: string, word: string): number {
  for (let length = Math.min(word.length, text.length); length > 0; length--) {
    if (text.endsWith(word.slice(0, length))) return length;
  }
  return 0;
}
