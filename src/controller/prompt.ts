// Asks the person at the terminal, for instance for a password that must not be seen.
import { openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import { TsplayError } from '../ground/index.js';

/** The terminal as the prompt needs it; tests give another one. */
export interface Terminal {
  write(text: string): void;
  /** Calls `listener` for all that is typed, unechoed and unedited; returns the way to stop. */
  read(listener: (text: string) => void): () => void;
}

/**
 * Writes `question` and gives the line that is typed. Without `echo` nothing of it is shown. After `seconds` what was
 * typed so far is taken.
 * @throws TsplayError bad-option when there is no terminal; command-failed when it is cancelled with ctrl-C.
 */
export async function ask(
  question: string,
  options: { readonly echo?: boolean; readonly seconds?: number; readonly terminal?: Terminal } = {},
): Promise<string> {
  const terminal = options.terminal ?? openTerminal(question);
  return new Promise((resolve, reject) => {
    let line = '';
    const show = (text: string): void => {
      if (options.echo) terminal.write(text);
    };
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      terminal.write('\r\n');
      stop();
      settle();
    };
    const timer =
      options.seconds === undefined ? undefined : setTimeout(() => end(() => resolve(line)), options.seconds * 1000);
    const stop = terminal.read((text) => {
      for (const c of text) {
        if (c === '\r' || c === '\n' || c === '\x04') return end(() => resolve(line));
        if (c === '\x03') return end(() => reject(new TsplayError('command-failed', 'cancelled at the prompt')));
        if (c === '\x7f' || c === '\b') {
          if (line !== '') show('\b \b');
          line = [...line].slice(0, -1).join('');
        } else if (c === '\x15') {
          show('\b \b'.repeat([...line].length));
          line = '';
        } else {
          line += c;
          show(c);
        }
      }
    });
    // Only now: what is typed in answer to it must not be echoed.
    terminal.write(question);
  });
}

/** Whether somebody can be expected to answer: standard input is a terminal. */
export function isInteractive(): boolean {
  return Boolean(process.stdin.isTTY);
}

/** The controlling terminal, also when standard input and output are pipes. */
function openTerminal(question: string): Terminal {
  let fd: number;
  try {
    fd = openSync('/dev/tty', 'r+');
  } catch (cause) {
    throw new TsplayError('bad-option', `there is no terminal to ask '${question.trim()}' at`, {
      cause,
      hint: 'give the value another way: a variable (-e @file) or a password file',
    });
  }
  const output = new WriteStream(fd);
  return {
    write: (text) => void output.write(text),
    read(listener) {
      const input = new ReadStream(openSync('/dev/tty', 'r'));
      input.setEncoding('utf8');
      input.setRawMode(true);
      input.on('data', (data) => listener(String(data)));
      return () => {
        input.setRawMode(false);
        input.destroy();
        output.end();
      };
    },
  };
}
