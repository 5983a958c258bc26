// Standard output and standard error. A file or a pipe is written to directly: to open node's stream of one costs more
// than all the work of a short run; a terminal is node's stream, which knows its width. Imported by this name, not through
// the room's index, by who must start fast.
import { fstatSync, writeSync } from 'node:fs';

export interface Output {
  write(data: string | Uint8Array): void;
  readonly isTTY: boolean;
  /** Cells of the terminal's width; undefined where there is none. */
  readonly columns: number | undefined;
}

/** @param stream node's stream of the same descriptor, asked for only when it is wanted */
export function openOutput(fd: number, stream: () => NodeJS.WriteStream): Output {
  let opened: NodeJS.WriteStream | undefined;
  let direct: boolean | undefined;
  let gone = false;
  const isDirect = (): boolean => (direct ??= !fstatSync(fd).isCharacterDevice());
  const open = (): NodeJS.WriteStream => {
    // A reader that goes away (`tsplay … | head`) ends the output, not the run.
    opened ??= stream().on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
    return opened;
  };
  return {
    write(data) {
      let rest: Uint8Array = typeof data === 'string' ? Buffer.from(data) : data;
      try {
        while (isDirect() && !gone && rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') gone = true;
        // Whoever made the pipe lets nobody wait at it: node's stream keeps what does not fit yet, from now on.
        else if (code === 'EAGAIN') direct = false;
        else throw error;
      }
      if (!gone && rest.length > 0) open().write(rest);
    },
    get isTTY() {
      // Node leaves isTTY undefined where there is none.
      return !isDirect() && Boolean(open().isTTY);
    },
    get columns() {
      return this.isTTY && open().columns > 0 ? open().columns : undefined;
    },
  };
}

export const stdout = openOutput(1, () => process.stdout);
export const stderr = openOutput(2, () => process.stderr);
