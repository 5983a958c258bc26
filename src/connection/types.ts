// An open connection to a host (a wire) and the settings it is made from.
import type { Duplex, Readable, Writable } from 'node:stream';

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why the way to the process was lost, where that is what ended it here; it may go on there. */
  readonly lost?: string | undefined;
}

/** A process on the other side. */
export interface RemoteProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when it has ended and its streams are read; code is null when a signal or a broken wire ended it. */
  readonly exit: Promise<ProcessEnd>;
  kill(): void;
}

export interface ExecOptions {
  /** Whether the process gets a terminal; default false. */
  readonly terminal?: boolean;
}

export type DialTarget = { readonly host: string; readonly port: number } | { readonly socketPath: string };

/** Implemented by ssh (two ways), local and the programs that reach containers; all pass the same contract suite. */
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
  /** Attempts to connect before one counts as failed (ConnectionAttempts); one when left out. */
  readonly attempts?: number | undefined;
  /** Keep-alives without an answer after which the connection counts as broken; three when left out. */
  readonly keepAliveCount?: number | undefined;
  /** A command line of the controller whose input and output are the connection (ProxyCommand). */
  readonly proxyCommand?: string | undefined;
  /** 4 or 6: only addresses of that family. */
  readonly addressFamily?: 4 | 6 | undefined;
  readonly bindAddress?: string | undefined;
  readonly compression?: boolean | undefined;
  /** What it says about algorithms, as in ssh_config: with `+`, `-`, `^` and patterns. */
  readonly algorithms?: AlgorithmRules | undefined;
  /** Ways to log in, in the order of preference, in OpenSSH's words; all in its order when left out. */
  readonly methods?: readonly string[] | undefined;
  /** How often a passphrase or an answer is asked for (NumberOfPasswordPrompts); three times when left out. */
  readonly passwordPrompts?: number | undefined;
  /** Whether questions of the server may be passed on to who started the run. */
  readonly asksAnswers?: boolean | undefined;
  /** Whether an unknown host key may be asked about (StrictHostKeyChecking ask). */
  readonly asksKeys?: boolean | undefined;
  /** Whether the key of the address counts too (CheckHostIP). */
  readonly checkHostIp?: boolean | undefined;
  /** Whether names are added to known_hosts hashed. */
  readonly hashKnownHosts?: boolean | undefined;
  /** Prints known_hosts lines; its tokens %H %I %K %f %t are still to be filled in. */
  readonly knownHostsCommand?: string | undefined;
  readonly certificateFiles?: readonly string[] | undefined;
  /** Socket of the agent that is forwarded; none when left out. */
  readonly forwardAgent?: string | undefined;
  /** Variables that are given to each session, as far as the server takes them. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** Bits an RSA key of the host has at least. */
  readonly requiredRsaSize?: number | undefined;
  /** How the OpenSSH client is called for it. */
  readonly client?: ClientCall | undefined;
}

interface AlgorithmRules {
  readonly ciphers?: string | undefined;
  readonly macs?: string | undefined;
  readonly kex?: string | undefined;
  readonly hostKeys?: string | undefined;
  readonly publicKeys?: string | undefined;
}

/** The OpenSSH client reads its own configuration; this is what it is told besides. */
export interface ClientCall {
  /** Options, then the host as the user names it. */
  readonly words: readonly string[];
  /** Why it must be the client, or `asked`; undefined: ssh2 can do it, as far as the settings tell. */
  readonly reason: string | undefined;
}

/** A container, a directory or a pod, reached by a program of the controller. */
export interface ContainerSettings {
  readonly transport: 'container';
  /** docker, podman, chroot, nspawn or kubectl. */
  readonly kind: string;
  readonly name: string;
  /** The user that commands run as, when it is said. */
  readonly user: string | undefined;
  /** What comes before `/bin/sh -c COMMAND`, the program first. */
  readonly argv: readonly string[];
  /** The same for a process on a terminal. */
  readonly terminalArgv: readonly string[];
  /** Added to the environment of the program. */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** What the program reads from a file that only this user can read: `{}` in the words stands for its path. */
  readonly secretFile?: string | undefined;
  /** The program needs root on the controller. */
  readonly needsRoot?: boolean | undefined;
  /** Milliseconds until a first answer is given up. */
  readonly connectTimeout: number;
}

export interface LocalSettings {
  readonly transport: 'local';
  readonly name: string;
  /** Where processes start; default the user's home. */
  readonly cwd?: string | undefined;
}

/** All a wire is made from, derived once per host; equal settings share one wire. */
export type ConnectionSettings = SshSettings | LocalSettings | ContainerSettings;

/** Who answers what a connection asks while it is made. */
export interface WirePorts {
  /** @returns undefined when nobody can answer; what is secret is not shown while it is typed */
  readonly ask?: ((question: string, secret: boolean) => Promise<string | undefined>) | undefined;
}
