// Everything a run tells: one discriminated union that reporters, recap and exit code are folds over.
import type { Diagnostic, Span } from '../ground/index.js';

/** `failed` and `unreachable` count against the run; `ignored` and `rescued` are failures that do not. */
export type Status = 'ok' | 'changed' | 'skipped' | 'failed' | 'ignored' | 'unreachable';

/** A result as plain JSON-like data, already redacted. */
export type ShownResult = Readonly<Record<string, unknown>>;

export interface TaskInfo {
  /** Unique in the run; a handler or an included task that runs again gets a new one. */
  readonly id: number;
  /** The templated name, or the action when there is none. With role prefix: `role : name`. */
  readonly name: string;
  readonly action: string;
  readonly span: Span | undefined;
  readonly kind: 'task' | 'handler' | 'include' | 'meta';
  /** It stands among the handlers: its header says so. */
  readonly handler?: boolean;
  /** The role it belongs to. */
  readonly role?: string | undefined;
  /** Its parameters as written, `name=value` between commas: where somebody wants them and `no_log` does not hide them. */
  readonly arguments?: string | undefined;
}

/** Per host counters of the recap, as Ansible names them. */
export interface HostStats {
  ok: number;
  changed: number;
  unreachable: number;
  failed: number;
  skipped: number;
  rescued: number;
  ignored: number;
}

export type EventBody =
  | { readonly type: 'run-started'; readonly checkMode: boolean; readonly verbosity: number }
  | { readonly type: 'playbook-started'; readonly path: string }
  | {
      readonly type: 'play-started';
      readonly name: string;
      readonly span: Span | undefined;
      readonly hosts: readonly string[];
    }
  | { readonly type: 'play-skipped'; readonly name: string; readonly reason: 'no-hosts-matched' | 'no-hosts-remaining' }
  | { readonly type: 'task-started'; readonly task: TaskInfo }
  /** A task begins on one host; told only where somebody wants it. */
  | { readonly type: 'host-started'; readonly task: TaskInfo; readonly host: string }
  /** One item of a loop on one host; `label` is what loop_control says to show. */
  | {
      readonly type: 'item-finished';
      readonly task: TaskInfo;
      readonly host: string;
      readonly delegatedTo?: string | undefined;
      readonly label: string;
      readonly status: Status;
      readonly result: ShownResult;
      readonly diagnostic?: Diagnostic | undefined;
    }
  | {
      readonly type: 'task-finished';
      readonly task: TaskInfo;
      readonly host: string;
      readonly delegatedTo?: string | undefined;
      readonly status: Status;
      readonly result: ShownResult;
      /** Whether items were reported before (the result's text is then not repeated). */
      readonly looped: boolean;
      /** Milliseconds. */
      readonly duration: number;
      /** For failures that have one: place, hint, chain. */
      readonly diagnostic?: Diagnostic | undefined;
    }
  | {
      readonly type: 'task-retrying';
      readonly task: TaskInfo;
      readonly host: string;
      readonly attempt: number;
      readonly retriesLeft: number;
      readonly result: ShownResult;
    }
  /** Something large that is on its way; told every few seconds. */
  | {
      readonly type: 'task-progress';
      readonly task: TaskInfo;
      readonly host: string;
      /** What is moved, a path. */
      readonly what: string;
      /** Bytes. */
      readonly done: number;
      readonly total: number;
    }
  /** What a script says while it runs, in whole lines and without secrets; told only where somebody wants it. */
  | {
      readonly type: 'task-output';
      readonly task: TaskInfo;
      readonly host: string;
      readonly stream: 'stdout' | 'stderr';
      readonly lines: readonly string[];
    }
  /** A job that is waited for: `runs` at each look that finds it running, then how it ended. */
  | {
      readonly type: 'job-polled';
      readonly task: TaskInfo;
      readonly host: string;
      readonly jid: string;
      readonly state: 'runs' | 'ok' | 'failed';
    }
  | {
      readonly type: 'included';
      readonly task: TaskInfo;
      readonly path: string;
      readonly hosts: readonly string[];
      readonly label?: string | undefined;
    }
  /** The debugger runs the task again on this host: what it came to before does not count. */
  | { readonly type: 'task-undone'; readonly host: string; readonly status: Status; readonly changed: boolean }
  /** A failed task whose block has a rescue. */
  | { readonly type: 'rescued'; readonly host: string }
  | { readonly type: 'handlers-started' }
  | { readonly type: 'warning'; readonly diagnostic: Diagnostic; readonly host?: string | undefined }
  /** A playbook after which another one runs; the counts are those of the run so far. */
  | {
      readonly type: 'playbook-finished';
      readonly path: string;
      readonly stats: Readonly<Record<string, Readonly<HostStats>>>;
      readonly custom?: unknown;
    }
  | {
      readonly type: 'run-finished';
      readonly stats: Readonly<Record<string, Readonly<HostStats>>>;
      readonly custom?: unknown;
    };

/** Numbered from 1 and timed (milliseconds since the epoch). */
export type Event = EventBody & { readonly seq: number; readonly time: number };

export type EventSink = (event: EventBody) => void;
