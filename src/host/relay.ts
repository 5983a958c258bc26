// The standard input and output of a script on the host as one byte stream.
import { Duplex } from 'node:stream';
import type { RemoteProcess } from '../connection/types.js';
import { TsplayError } from '../ground/index.js';

/** Standard error that is kept, for the message when the script fails. */
const MOST_SAID = 4096;

/** Ends when the script ends; a script that failed destroys the stream with what it said on standard error. */
export class RelayStream extends Duplex {
  constructor(
    private readonly remote: RemoteProcess,
    hostName: string,
  ) {
    super();
    let said = '';
    // What listened so far waited for the script to start.
    remote.stdout.removeAllListeners('data');
    remote.stderr.removeAllListeners('data');
    remote.stdout.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) remote.stdout.pause();
    });
    remote.stderr.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(0, MOST_SAID);
    });
    remote.stdin.on('error', (error) => this.destroy(error));
    remote.stdin.write('go\n');
    void remote.exit.then(({ code, signal }) => {
      if (code === 0) {
        this.push(null);
        return;
      }
      const how = signal !== null ? `was killed by signal ${signal}` : `ended with code ${code ?? 'unknown'}`;
      const why = said.trim() === '' ? how : said.trim();
      this.destroy(new TsplayError('dial-failed', `${hostName}: ${why}`));
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
