// Asks for a password at the terminal, or takes a line of standard input where there is none.
import { readSync } from 'node:fs';
import { TsplayError } from '../ground/index.js';
import { ask } from './prompt.js';

/**
 * `compat:` as Python's getpass does it: without a terminal the question goes to standard error and the answer is the
 * next line of standard input.
 * @returns undefined when standard input has no more lines
 * @throws TsplayError command-failed when it is cancelled with ctrl-C
 */
export async function askSecret(question: string): Promise<string | undefined> {
  try {
    return await ask(question);
  } catch (error) {
    if (!(error instanceof TsplayError) || error.code !== 'bad-option') throw error;
    process.stderr.write(question);
    return lineOfInput();
  }
}

/** Byte by byte, so that what follows is left for whoever reads next. */
function lineOfInput(): string | undefined {
  const bytes: number[] = [];
  const one = Buffer.alloc(1);
  while (readByte(one)) {
    if (one[0] === 0x0a) return Buffer.from(bytes).toString();
    bytes.push(one[0] ?? 0);
  }
  return bytes.length === 0 ? undefined : Buffer.from(bytes).toString();
}

function readByte(into: Buffer): boolean {
  try {
    return readSync(0, into, 0, 1, null) === 1;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EOF' || code === 'EBADF') return false;
    throw new TsplayError('file-unreadable', 'the password cannot be read from standard input', { cause });
  }
}
