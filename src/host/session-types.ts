// What a resident shell is given to run, what comes back, and what is known of a script when the wire broke under it.
import type { BecomeSpec } from '../become/index.js';
import type { Clock } from '../ground/index.js';
import type { ByteStream } from './stdin.js';

export interface SessionOptions {
  readonly hostName: string;
  readonly loginUser: string;
  readonly become: BecomeSpec | undefined;
  readonly clock: Clock;
  /** How long a shell may take to answer after it was started, in milliseconds. */
  readonly startTimeout: number;
  /** How long what a script came to waits on the host for somebody who comes back, in seconds; ten minutes when left out. */
  readonly keptSeconds?: number | undefined;
  /** Why the wire broke, once it has. */
  readonly brokenBy: () => Error | undefined;
}

export interface Job {
  readonly script: string;
  readonly stdin: Uint8Array | ByteStream;
  readonly watchHolders: boolean;
  /** Whether it must not run twice: it outlives the wire, and what it came to is asked for over the next one. */
  readonly keep?: boolean | undefined;
  /** The exit code with which a script that must not run twice says that its input was cut off and nothing was done. */
  readonly shortInputCode?: number | undefined;
  /** Nobody comes back to it when the wire breaks. */
  readonly mayCutWire?: boolean | undefined;
  /** Milliseconds. */
  readonly timeout: number | undefined;
  /** Bytes of output that are taken in; 256 MiB unless said otherwise. */
  readonly mostOutput?: number | undefined;
  /** Output as it comes, for a live tail. */
  readonly onOutput?: ((stream: 'stdout' | 'stderr', bytes: Buffer) => void) | undefined;
  /** Told of each part of a script that says where its parts end; what was printed until then is the part's. */
  readonly onPart?: ((part: number, result: JobResult) => void) | undefined;
}

export interface JobResult {
  readonly rc: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** A frame whose end was not seen when the wire broke, and how it is found on the host. */
export interface LostRun {
  readonly nonce: string;
  readonly id: number;
  readonly job: Job;
  /** How much of its output was handed on already, in bytes. */
  readonly seen: { readonly stdout: number; readonly stderr: number };
  /** Whether it was to outlive the wire. */
  readonly kept: boolean;
  /** Whether the shell was seen to have a spool. */
  readonly spooled: boolean;
  /** Which boot of the host it was. */
  readonly boot: string;
}
