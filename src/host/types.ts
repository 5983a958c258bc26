// What a module may see of a host (HostView) and, inside a change, do to it (HostHands).
import type { Duplex } from 'node:stream';
import type { Script } from '../ground/index.js';
import type { DialTarget, RemoteProcess } from '../connection/types.js';
import type { Content } from './stdin.js';

/** What a script on the host printed and how it ended. A non-zero `rc` is not an error here. */
export interface ScriptResult {
  readonly rc: number;
  /** Decoded as UTF-8. */
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutBytes: Buffer;
}

export interface ScriptOptions {
  /** Bytes the script reads on its standard input; default none. */
  readonly stdin?: Content | undefined;
  /** Working directory; default the user's home. */
  readonly cwd?: string | undefined;
  /** Added to the task's environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds after which the script and its children are killed and `timeout` is thrown; default none. */
  readonly timeout?: number | undefined;
  /** The shell that reads the script, when it must not be the host's /bin/sh (`executable: /bin/bash`). */
  readonly executable?: string | undefined;
  /** Bytes of output that are taken in; 256 MiB unless said otherwise. More ends the script and is `too-much-output`. */
  readonly mostOutput?: number | undefined;
  /** It is expected to end the connection (a reboot): then nobody tries to come back to it. */
  readonly mayCutWire?: boolean | undefined;
  /** The exit code with which it says that its input was cut off and that it did nothing: it may then be run again. */
  readonly shortInputCode?: number | undefined;
}

export type FileKind = 'file' | 'directory' | 'link' | 'block' | 'char' | 'fifo' | 'socket';

/** What `stat` tells of one path. Times are seconds since the epoch, with fraction where the host gives one. */
export interface FileStatus {
  readonly path: string;
  readonly kind: FileKind;
  /** Permission bits, e.g. 0o644. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly owner: string;
  readonly group: string;
  readonly size: number;
  readonly mtime: number;
  readonly atime: number;
  readonly ctime: number;
  readonly inode: number;
  readonly device: number;
  readonly links: number;
  readonly blocks: number;
  readonly blockSize: number;
  readonly deviceType: number;
  /** Of a link: where it points, as written and resolved. */
  readonly linkTarget?: string;
  readonly linkSource?: string;
  readonly readable: boolean;
  readonly writable: boolean;
  readonly executable: boolean;
  /** Hex digest when asked for and the path is a regular file that could be read. */
  readonly checksum?: string;
}

export interface StatOptions {
  /** Follow a final symbolic link; default false. */
  readonly follow?: boolean;
  readonly checksum?: 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
}

/** The few facts modules themselves decide by; gathered once per host in one round trip, whatever `gather_facts` says. */
export interface Platform {
  /** `Debian`, `RedHat`, `Archlinux`, `Alpine`, `Suse`, …: Ansible's ansible_os_family. */
  readonly osFamily: string;
  readonly distribution: string;
  readonly distributionVersion: string;
  readonly distributionRelease: string;
  readonly architecture: string;
  /** `apt`, `dnf`, `pacman`, `apk`, … */
  readonly packageManager: string;
  /** `systemd`, `openrc`, `sysvinit`, … */
  readonly serviceManager: string;
  readonly system: string;
}

interface OpenOptions {
  readonly terminal?: boolean;
  readonly cwd?: string | undefined;
}

export interface HostView {
  /** The inventory name. */
  readonly name: string;
  /** The shell that reads command lines which name none, when it is not /bin/sh. */
  readonly executable?: string | undefined;
  /** Runs a script that only reads. One round trip. @throws TsplayError unreachable, timeout */
  probe(script: Script, options?: ScriptOptions): Promise<ScriptResult>;
  /** @returns null when nothing is there. One round trip. */
  stat(path: string, options?: StatOptions): Promise<FileStatus | null>;
  /** The bytes of a file. @throws TsplayError file-missing, file-unreadable */
  read(path: string): Promise<Buffer>;
  /** A byte stream to an address as the host sees it, over the pooled connection. */
  dial(target: DialTarget): Promise<Duplex>;
  /**
   * Starts a process of its own and gives its streams, for programs that talk: rsync's other end, questions on a terminal.
   * In a look it must only read. With a terminal its errors come on its output. @throws TsplayError become-failed, unreachable
   */
  open(command: Script, options?: OpenOptions): Promise<RemoteProcess>;
  platform(): Promise<Platform>;
  /**
   * `~`, `~user` and `$VAR` at the start of a path, as the host's user sees them. Free of a round trip when there is nothing to
   * expand, and for the user's own home from the second time on.
   */
  expand(path: string): Promise<string>;
  /**
   * Ansible's facts as plain data, keys without the `ansible_` prefix, plus `local` for facts.d; one round trip.
   * @param subset gather_subset as documented, e.g. ['all', '!hardware']
   */
  gatherFacts(options: FactOptions): Promise<Record<string, unknown>>;
  /** Closes the connection and opens a new one (after a reboot). @throws TsplayError unreachable */
  reconnect(): Promise<void>;
}

export interface FactOptions {
  readonly subset: readonly string[];
  /** Directory of local facts; default /etc/ansible/facts.d. */
  readonly factPath?: string | undefined;
  /** Seconds to wait for the numbers of one mount, whose server may not answer; default 10. */
  readonly timeout?: number | undefined;
  /** Told of local facts that cannot be read. */
  readonly warn?: ((message: string) => void) | undefined;
}

/** Owner, group and permissions; names or numeric ids; undefined leaves as is. */
export interface FileAttributes {
  readonly owner?: string | undefined;
  readonly group?: string | undefined;
  /** Permission bits, already worked out from a symbolic mode. */
  readonly mode?: number | undefined;
}

export interface WriteOptions extends FileAttributes {
  /** A command that must succeed on the temporary file (`%s`) before it replaces the old one. */
  readonly validate?: string | undefined;
  /** Keep a copy of the old file; its path is returned. */
  readonly backup?: boolean | undefined;
  /** Write through when the rename fails because the target is a bind mount (`unsafe_writes`). */
  readonly unsafeWrites?: boolean | undefined;
  /** Keep nothing of what is at the path: a link that is replaced, not followed. */
  readonly asNew?: boolean | undefined;
}

/** A file of the host as the content: it need not come here. */
export interface HostFile {
  readonly from: string;
}

/** A file to write, or a script; `failed` makes the error of a script that ends with another code than 0. */
export type BatchStep =
  | { readonly path: string; readonly content: Content | HostFile; readonly options?: WriteOptions | undefined }
  | { readonly script: Script; readonly failed: (ran: ScriptResult) => Error };

export interface StepResult {
  /** What a script printed. */
  readonly stdoutBytes: Buffer;
  readonly backupFile?: string;
}

/** The hands: exist only inside a module's `change`, so a dry run cannot touch anything. */
export interface HostHands {
  /** Runs a script that changes something. A non-zero `rc` is not thrown. @throws TsplayError unreachable, timeout */
  run(script: Script, options?: ScriptOptions): Promise<ScriptResult>;
  /** Like `run`, but a non-zero `rc` throws. @throws TsplayError command-failed with rc and stderr in the message */
  must(script: Script, options?: ScriptOptions): Promise<ScriptResult>;
  /**
   * Replaces or makes a file atomically: temporary file beside it, attributes set, validated, on the disk, renamed. An old file's
   * owner and mode are kept where not given; a new one's default is 0666 less the umask. Nothing is left behind on failure.
   * @returns the path of the backup when one was made
   * @throws TsplayError validate-failed, write-failed (disk full, no permission, missing directory)
   */
  write(path: string, content: Content, options?: WriteOptions): Promise<{ readonly backupFile?: string }>;
  /**
   * Files that are written (as by `write`) and scripts, in order and in one round trip; the first that fails ends it.
   * @throws TsplayError as `write`; what `failed` of a script makes
   */
  batch(steps: readonly BatchStep[]): Promise<readonly StepResult[]>;
  /** Sets owner, group and mode in that order; a final link is not followed unless `follow`. */
  attributes(path: string, attributes: FileAttributes, options?: { readonly follow?: boolean }): Promise<void>;
}

/** What can be seen of a job. Times are milliseconds since the epoch, by the host's clock. */
export type JobLook =
  | { readonly state: 'missing'; readonly path: string }
  | { readonly state: 'running'; readonly path: string }
  /** It has no result and runs no more, as after a reboot. */
  | { readonly state: 'lost'; readonly path: string }
  /** `over`: it was killed at the end of its time. */
  | (JobEnd & { readonly state: 'over' })
  | (JobEnd & { readonly state: 'finished'; readonly ran: ScriptResult });

interface JobEnd {
  readonly path: string;
  readonly pid: number;
  /** What the caller gave to be remembered. */
  readonly recipe: string;
  readonly begun: number;
  readonly ended: number;
}

/** Scripts that go on on the host when nobody is connected. */
export interface JobWanted {
  readonly jid: string;
  /** Where jobs keep their state; `~` is the user's home. */
  readonly directory: string;
  readonly seconds: number;
  /** What the caller wants to remember. */
  readonly recipe: string;
  /** Whether somebody waits for it, until `release`: it is ended with the host then. */
  readonly isAwaited: boolean;
}

export interface HostJobs {
  /**
   * Starts a script that is killed after so many seconds, and returns at once. Like the hands it exists for changes only.
   * @returns the path of the job's own directory
   * @throws TsplayError command-failed when its files cannot be made
   */
  start(script: Script, options: ScriptOptions, job: JobWanted): Promise<string>;
  /** Nobody waits for the job any more: it goes on when the run is given up. */
  release(jid: string): void;
  look(jid: string, directory: string): Promise<JobLook>;
  /** Takes the job's files away; a job that still runs goes on. @returns their directory, and whether it was there */
  forget(jid: string, directory: string): Promise<{ readonly path: string; readonly found: boolean }>;
}
