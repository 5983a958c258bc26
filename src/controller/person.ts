// Talks with the person who started the run, line by line over standard input and output; a script may be that person.
import type { Interface } from 'node:readline';

export interface Person {
  /** The next line, without its end; undefined when the input is over. */
  ask(question: string): Promise<string | undefined>;
  say(text: string): void;
}

/** Standard input is read only once something is asked; `close` gives it back. */
export function createPerson(input = process.stdin, output = process.stdout): Person & { close(): void } {
  let reader: Interface | undefined;
  const lines: string[] = [];
  let over = false;
  let waiting: ((line: string | undefined) => void) | undefined;
  const open = async (): Promise<void> => {
    const { createInterface } = await import('node:readline');
    reader ??= createInterface({ input })
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
    say: (text) => void output.write(`${text}\n`),
    close: () => reader?.close(),
  };
}
