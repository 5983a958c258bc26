// Talks with the person who started the run, line by line over standard input and output; a script may be that person.
import type { Interface } from 'node:readline';

export interface Person {
  /** The next line, without its end; undefined when the input is over. */
  ask(question: string): Promise<string | undefined>;
  say(text: string): void;
}

/**
 * Standard input is opened and read only once something is asked; `close` gives it back.
 * @param output where questions are written
 * @param input what answers are read from instead of standard input
 */
export function createPerson(
  output: { write(text: string): void },
  input?: NodeJS.ReadableStream,
): Person & { close(): void } {
  let reader: Interface | undefined;
  const lines: string[] = [];
  let over = false;
  let waiting: ((line: string | undefined) => void) | undefined;
  const open = async (): Promise<void> => {
    const { createInterface } = await import('node:readline');
    reader ??= createInterface({ input: input ?? process.stdin })
      .on('line', (line) => {
        const taken = waiting;
        waiting = undefined;
        if (taken) taken(line);
        else lines.push(line);
      })
      .on('close', () => {
        over = true;
        waiting?.(undefined);
      });
    reader.resume();
  };
  return {
    async ask(question) {
      output.write(question);
      await open();
      if (lines.length > 0) return lines.shift();
      if (over) return undefined;
      const line = await new Promise<string | undefined>((resolve) => (waiting = resolve));
      reader?.pause();
      return line;
    },
    say: (text) => output.write(`${text}\n`),
    close: () => reader?.close(),
  };
}
