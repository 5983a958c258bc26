// An open connection to a host (a wire) and the settings it is made from.
import type { Duplex, Readable, Writable } from 'node:stream';

/** A process on the other side. */
export interface RemoteProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when it has ended and its streams are read; code is null when a signal or a broken wire ended it. */
  readonly exit: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  kill(): void;
}

export interface ExecOptions {
  /** Whether the process gets a terminal; default false. */
  readonly terminal?: boolean;
}

export type DialTarget = { readonly host: string; readonly port: number } | { readonly socketPath: string };

/** Implemented by ssh and local; both pass the same contract suite. */
export interface Wire {
  /**
   * Starts `command` through the login user's shell. With a terminal it has one of its own, and no separate stderr.
   * @throws TsplayError unreachable
   */
  exec(command: string, options?: ExecOptions): Promise<RemoteProcess>;
  /** A byte stream to an address as the target sees it. @throws TsplayError dial-failed, unreachable */
  dial(target: DialTarget): Promise<Duplex>;
  /** Called once when the wire breaks; not when `close` was called. */
  onBroken(listener: (reason: Error) => void): void;
  close(): Promise<void>;
}

/** What happens with a host key that is not in known_hosts; as OpenSSH's StrictHostKeyChecking. */
export type HostKeyPolicy = 'strict' | 'accept-new' | 'off';

export interface SshSettings {
  readonly transport: 'ssh';
  /** The inventory name, for messages. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly identityFiles: readonly string[];
  /** Whether only the named identity files are tried, not the agent's other keys or the default files. */
  readonly identitiesOnly: boolean;
  /** Path of the agent's socket. */
  readonly agent: string | undefined;
  readonly password: string | undefined;
  readonly hostKeyPolicy: HostKeyPolicy;
  readonly knownHostsFiles: readonly string[];
  /** The name known_hosts is asked for, when it is not the host (HostKeyAlias). */
  readonly hostKeyAlias: string | undefined;
  /** Hosts to go through, outermost first (ProxyJump). */
  readonly jumps: readonly SshSettings[];
  /** Milliseconds until a connection attempt is given up. */
  readonly connectTimeout: number;
  /** Milliseconds between keep-alives; 0 is none. */
  readonly keepAlive: number;
  /** How often a connection that cannot be made is tried again; none when left out. */
  readonly retries?: number | undefined;
}

export interface LocalSettings {
  readonly transport: 'local';
  readonly name: string;
  /** Where processes start; default the user's home. */
  readonly cwd?: string | undefined;
}

/** All a wire is made from, derived once per host; equal settings share one wire. */
export type ConnectionSettings = SshSettings | LocalSettings;
