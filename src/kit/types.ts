// The contract of a module: what it declares, what it is given, what it gives back.
import type { ConnectionSettings } from '../connection/types.js';
import type { Span } from '../ground/index.js';
import type { ByteStream } from '../host/stdin.js';
import type { HostHands, HostView } from '../host/types.js';
import type { FileOptions } from '../template/types.js';
import type { Value } from '../value/index.js';
import type * as z from './zod.js';

/** What stands on one side of a difference: text, or facts by name; null means the thing does not exist on that side. */
type DiffSide = string | Readonly<Record<string, unknown>> | null;

/** Before and after a change, shown by `--diff`. */
export interface DiffNote {
  readonly before: DiffSide;
  readonly after: DiffSide;
  /** What the sides are of, e.g. the path. */
  readonly beforeHeader?: string;
  readonly afterHeader?: string;
}

/** One step that touches the host: what it does, in a few words for people, and what differs. */
export interface ChangeNote {
  readonly summary: string;
  readonly diff?: DiffNote | undefined;
}

/** What a module may know of a file on the controller. */
interface LocalStatus {
  readonly kind: 'file' | 'directory' | 'other';
  readonly mode: number;
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly mtime: number;
  /** The owner's user name, or the number when it has none. */
  readonly owner: string;
}

/** What is below a directory of the controller. */
interface TreeEntry {
  /** Relative to the directory. */
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'link';
  readonly mode: number;
  /** What a link says. */
  readonly target?: string;
}

/** The files of the controller, as a task sees them. */
export interface TaskFiles {
  /**
   * The absolute path of a file or directory, searched where Ansible searches for this task: the role's and the
   * playbook's `files/`, `templates/`, `vars/`, then beside the task file. An absolute path is taken as it is.
   * @throws TsplayError file-missing that lists the places searched
   */
  find(kind: 'files' | 'templates' | 'vars', path: string): string;
  /** The content; of a file that is encrypted with a vault the plain one, unless `decrypt` is false. */
  read(path: string, options?: { readonly decrypt?: boolean }): Buffer;
  /**
   * The file for what sends it as it reads it, so that its size does not matter; undefined when it must be read whole,
   * because it is encrypted with a vault and `decrypt` is not false.
   */
  stream(path: string, options?: { readonly decrypt?: boolean }): ByteStream | undefined;
  stat(path: string): LocalStatus | undefined;
  /** All files and directories below `directory`, relative to it, sorted; links are followed unless `follow` is false. */
  walk(directory: string, options?: { readonly follow?: boolean }): readonly TreeEntry[];
  /** A path that something is written to, absolute: `~` is the home of who runs tsplay, else it is beside the playbook. */
  resolve(path: string): string;
  /** Hex digests of a file as it stands on the disk, one for each algorithm; read piece by piece. */
  digests(path: string, algorithms: readonly ('md5' | 'sha1')[]): Promise<string[]>;
  /**
   * Replaces or makes a file atomically, its directories too, without holding it in memory: for modules that bring
   * something from the host. Only inside a change.
   */
  write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void>;
}

export type { FileOptions as RenderOptions } from '../template/types.js';

/** The task that runs the module, seen from the module. */
export interface TaskView {
  readonly name: string;
  readonly span: Span | undefined;
  readonly verbosity: number;
  readonly files: TaskFiles;
  /**
   * A template file's text rendered in the task's scope, with `template_path` and its kin set.
   * @param destination where the text goes on the host: `template_destpath`
   * @param written the path as the task gives it: `template_path`
   */
  render(path: string, options?: FileOptions, destination?: string, written?: string): string;
  /** A template given as text (`content` of a Kubernetes `template`, say), rendered the same way. */
  renderText(text: string, name: string, options?: FileOptions): string;
  /** An expression's value, resolved; an undefined result is given as Undefined, not thrown. */
  evaluate(expression: string): Value;
  /** Whether a condition as in `when` holds. */
  condition(condition: Value): boolean;
  /**
   * Whether a raw argument, with all that its templates speak of, comes from files of the project alone. Text that anything
   * else gave may be a host's: it must not be handed to `condition` or `evaluate`.
   */
  isWritten(raw: Value): boolean;
  /** How the engine would reach this host: for modules that test connections themselves. */
  readonly connection: ConnectionSettings;
  /** Asks on the controller's terminal; undefined when there is none. */
  prompt(text: string, options?: { readonly echo?: boolean; readonly seconds?: number }): Promise<string | undefined>;
  /** The asynchronous tasks of this host. */
  readonly jobs: TaskJobs;
  /** Moving files between two machines, for `synchronize`. */
  readonly transfer: TaskTransfer;
  /** Tells how far something large has come, in bytes; who is told decides how often. */
  progress(what: string, done: number, total: number): void;
  /** Waits; wakes early with a rejection when the run is cancelled. Milliseconds. */
  sleep(ms: number): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Between which machines the task works, and a program of the controller that reaches the host over the open connection. */
export interface TaskTransfer {
  /** The inventory name of the host the task is for, whatever `delegate_to` says. */
  readonly host: string;
  /** What `delegate_to` says. */
  readonly delegate: string | undefined;
  /** How that host is reached. */
  connection(this: void): Promise<ConnectionSettings>;
  /** Whom the task becomes on that host, and how; undefined: nobody else. */
  become(this: void): Promise<{ readonly method: string; readonly user: string } | undefined>;
  /** The machine the task works on (`delegate_to`), as its login user, whoever the task becomes. Hands are for changes only. */
  login(this: void): Promise<{ readonly view: HostView; readonly hands: HostHands }>;
  /**
   * Runs a program of the controller to its end. In check mode it must only look.
   * @param argv the program and its arguments, given the text for its option that names a remote shell: whatever host is
   *   named to that shell, the command runs on the host the task is for
   * @param options.become whether that command runs as whom the task becomes
   * @throws TsplayError command-failed when the controller has no such program; unreachable, become-failed
   */
  run(
    this: void,
    argv: (shell: string) => readonly string[],
    options: { readonly become: boolean },
  ): Promise<{ readonly rc: number; readonly stdout: string; readonly stderr: string }>;
}

/** What `async_status` asks and does. */
export interface TaskJobs {
  /** The result of a job that is over, with `finished: 1`; `finished: 0` of one that runs. Failures are told in it. */
  status(this: void, jid: string): Promise<ModuleResult>;
  /** Forgets a job and takes its files away, in check mode only says so. */
  cleanup(this: void, jid: string): Promise<ModuleResult>;
}

export interface RunContext<A> {
  /** Validated, with defaults; paths (`kit.path()`) are expanded as the host's user sees them. */
  readonly args: A;
  readonly host: HostView;
  readonly task: TaskView;
  readonly checkMode: boolean;
  readonly diffMode: boolean;
  /**
   * The only way to touch the host. In check mode the change is recorded and `act` is not called: undefined is returned.
   * Any recorded change makes the result `changed`.
   */
  change<T>(this: void, note: ChangeNote, act: (hands: HostHands) => Promise<T>): Promise<T | undefined>;
  warn(this: void, message: string): void;
}

/**
 * What `run` gives: the documented return values. `changed` is added from the changes. A module whose `changed` is not
 * the same as "something was touched" (command with rc, meta results) may set it. `ansible_facts` become facts.
 */
export type ModuleReturn = Record<string, unknown>;

/** The whole result of one attempt, as `register` keeps it. */
export interface ModuleResult extends Record<string, unknown> {
  changed: boolean;
  /** `compat:` 0 of a job that was started. */
  failed?: boolean | 0;
  skipped?: boolean;
  msg?: unknown;
}

/** Thrown by a module when its work failed; `extra` are further return values (rc, stdout …). */
export class ModuleFailure extends Error {
  constructor(
    message: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'ModuleFailure';
  }
}

interface ModuleExample {
  readonly name: string;
  /** A task as YAML text. */
  readonly task: string;
}

/** A module whatever its arguments; `defineModule` keeps them typed inside. */
export type AnyModule = ModuleDefinition<z.ZodType>;

export interface ModuleDefinition<S extends z.ZodType> {
  /** Fully qualified: `ansible.builtin.apt`. */
  readonly name: string;
  /** Other fully qualified names. The short name of a builtin needs no entry; others that Ansible redirects do (`k8s`). */
  readonly aliases?: readonly string[];
  readonly summary: string;
  /** The arguments: `z.strictObject` of the kit's types, each `.describe()`d; looseObject where any name is allowed. */
  readonly args: S;
  readonly returns: z.ZodObject;
  /** `full`: predicts exactly; `partial`: as `checkNote` says; `none`: skipped in check mode by the kit. */
  readonly check: 'full' | 'partial' | 'none';
  readonly diff: boolean;
  /** `compat:` a single difference is returned as it is, not in a list. */
  readonly oneDiff?: true;
  /** Programs the target must have beyond a shell and POSIX's tools. */
  readonly requires?: readonly string[];
  /** The argument that takes the free-form text (`command: ls -l`); `creates=`, `chdir=` … are split off before. */
  readonly freeForm?: string;
  /** Arguments that are not templated before `run`: conditions (`assert.that`), expressions (`debug.var`). */
  readonly raw?: readonly string[];
  /** Arguments for which null is a value; for all others it counts as not given. */
  readonly nullable?: readonly string[];
  /**
   * Path arguments that name controller files: looked for before the run, and not expanded on the host. `unless` gives
   * the arguments, and their values, with which the file is on the host after all.
   */
  readonly controllerFiles?: readonly {
    readonly argument: string;
    readonly kind: 'files' | 'templates';
    readonly unless?: Readonly<Record<string, boolean>>;
  }[];
  /** It works on the controller alone: it is given no host, and none is reached or asked for its connection. */
  readonly onController?: boolean;
  /** The engine runs it once for all hosts of a batch, whatever the strategy: modules that ask or wait (`pause`). */
  readonly onceForAll?: boolean;
  /** Undeclared arguments are handed over as Values, not as plain data (`set_fact` must keep 1.0 and the order of keys). */
  readonly keepsValues?: boolean;
  /**
   * With `async`, the script it runs by `change` goes on on the host without us, and is all it changes there: what comes
   * after it only forms the result, as often as that is asked for.
   */
  readonly detaches?: true;
  /** `compat:` names it does not know are a warning, no error: Ansible's does not look at them. */
  readonly passesOver?: true;
  /**
   * Its first script may be run before its turn, in the round trip of a task before it: a quick look at the host alone that
   * waits for nothing. And the module touches the host by its hands only, so that it is known when it has changed nothing.
   */
  readonly foreseeable?: true;
  /** The module is about the connection itself: the engine opens none for it beforehand. */
  readonly connectsItself?: true;
  /** Rules across arguments (required_if, mutually_exclusive …): messages for combinations that are not allowed. */
  rules?(args: z.output<S>): readonly string[];
  /** Documented parameters that are refused, with what to use instead. */
  readonly refused?: Readonly<Record<string, string>>;
  readonly examples: readonly ModuleExample[];
  run(context: RunContext<z.output<S>>): Promise<ModuleReturn>;
}
