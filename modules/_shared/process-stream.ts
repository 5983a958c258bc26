// The standard input and output of a program on the host as one byte stream.
import { Duplex } from 'node:stream';
import { TsplayError, type HostView, type RemoteProcess, type Script } from '../../src/kit/index.js';

/** Standard error that is kept, for the message when the program fails. */
const MOST_SAID = 4096;

/**
 * Starts a script as the task's user, for what only that user may reach (a socket, by a program that passes bytes on) and
 * for files that are too large to hold. The stream ends when the script does, and fails with what a failed script said.
 * @throws TsplayError become-failed, unreachable
 */
export async function processStream(host: HostView, command: Script): Promise<Duplex> {
  return new ProcessStream(await host.open(command), host.name);
}

class ProcessStream extends Duplex {
  constructor(
    private readonly remote: RemoteProcess,
    hostName: string,
  ) {
    super();
    let said = '';
    remote.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) remote.stdout.pause();
    });
    remote.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(0, MOST_SAID);
    });
    remote.stdin.on('error', (error) => this.destroy(error));
    const printed = new Promise<void>((resolve) => {
      remote.stdout.once('end', resolve);
      remote.stdout.once('close', resolve);
    });
    void remote.exit.then(async ({ code, signal }) => {
      if (code === 0) {
        await printed;
        this.push(null);
        return;
      }
      const how = signal !== null ? `was killed by signal ${signal}` : `ended with code ${code ?? 'unknown'}`;
      this.destroy(new TsplayError('dial-failed', `${hostName}: ${said.trim() === '' ? how : said.trim()}`));
    });
  }

  override _read(): void {
    this.remote.stdout.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.remote.stdin.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.remote.stdin.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.remote.kill();
    done(error);
  }
}
