// What a run is given, and what the small steps of a task hand to each other.
import type { LiveOutput } from './live-output.js';
import type { BecomeSpec } from '../become/types.js';
import type { Clock, Diagnostic, Secrets, Span } from '../ground/index.js';
import type { EventBody, EventSink } from '../events/index.js';
import type { HostHands, HostJobs, HostView } from '../host/types.js';
import type { Inventory } from '../inventory/index.js';
import type { Jobs } from './async.js';
import type { AnyModule, ModuleResult, TaskFiles, TaskView } from '../kit/index.js';
import type { Context, Play, Playbook, RoleInstance, Source, Task } from '../playbook/index.js';
import type { TemplateEngine } from '../template/types.js';
import type { Value, ValueMap } from '../value/index.js';
import type { LayeredScope } from '../vars/index.js';
import type { ConnectionSettings } from '../connection/types.js';
import type { Item } from './loop.js';
import type { CustomStats } from './custom-stats.js';
import type { HostRecord } from './records.js';
import type { Strategy } from './strategy.js';

/** What the command line says about the whole run. */
export interface RunOptions {
  readonly checkMode: boolean;
  readonly diffMode: boolean;
  readonly verbosity: number;
  readonly forks: number;
  readonly tags: readonly string[];
  readonly skipTags: readonly string[];
  readonly limit: string | undefined;
  readonly startAtTask: string | undefined;
  readonly become: boolean;
  readonly becomeUser: string | undefined;
  readonly becomeMethod: string | undefined;
  readonly becomePassword: string | undefined;
  /** What settings say of a become method where nothing else does. */
  readonly becomeDefaults?:
    | ((method: string) => {
        readonly user: string | undefined;
        readonly flags: string | undefined;
        readonly exe: string | undefined;
        readonly password: string | undefined;
        readonly prompts: readonly string[];
      })
    | undefined;
  readonly forceHandlers: boolean;
  /** `-c`: how hosts are reached that do not say it themselves. */
  readonly connection: string | undefined;
  /** What flags and settings say of the connection, by the names of variables (`ansible_user`, `ansible_timeout`, …). */
  readonly connectionDefaults?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly extraVars: ValueMap;
  /** Whether events tell the parameters of tasks, and when a task begins on each host. */
  readonly tellArguments?: boolean | undefined;
  readonly tellHosts?: boolean | undefined;
  /** Whether lines of running scripts are told. */
  readonly tellOutput?: boolean | undefined;
  /** `--step`: each task is asked for before it runs. */
  readonly step?: boolean | undefined;
  /** What a setting says where no play does: DEFAULT_STRATEGY, ANY_ERRORS_FATAL, TASK_TIMEOUT (seconds). */
  readonly strategy?: string | undefined;
  readonly anyErrorsFatal?: boolean | undefined;
  readonly taskTimeout?: number | undefined;
  /** DEFAULT_POLL_INTERVAL, 15 when left out; where jobs keep their state on hosts, `~/.ansible_async` when left out. */
  readonly pollInterval?: number | undefined;
  readonly asyncDir?: string | undefined;
  /** ENABLE_TASK_DEBUGGER; TASK_DEBUGGER_IGNORE_ERRORS, which is on when left out. */
  readonly taskDebugger?: boolean | undefined;
  readonly debuggerIgnoresErrors?: boolean | undefined;
  /** The setting `no_log`: what holds for tasks that say nothing of it. */
  readonly noLog?: boolean | undefined;
  /** Whether what `no_log` hid stays out of the output of later tasks. */
  readonly hideMarked?: boolean | undefined;
  /** The setting `error_on_missing_handler`, which is on when left out. */
  readonly errorOnMissingHandler?: boolean | undefined;
  /** The setting `hash_behaviour`: whether a dict replaces those of lower ranks or is merged into them. */
  readonly hashBehaviour?: 'replace' | 'merge' | undefined;
  /** The setting `inject_facts_as_vars`: whether facts are variables of their own (the default) or in `ansible_facts` only. */
  readonly injectFacts?: boolean | undefined;
  /** The setting `private_role_vars` where somebody has set it: whether a play sees the variables of its roles. */
  readonly privateRoleVars?: boolean | undefined;
  /** The setting `facts_modules`: which modules `gather_facts` calls. */
  readonly factsModules?: readonly string[] | undefined;
  /** Whether looks of coming tasks are made in the round trips of others; on when left out. */
  readonly lookAhead?: boolean | undefined;
  /** The setting `gathering`: which plays gather facts when they do not say it themselves. */
  readonly gathering?: 'implicit' | 'explicit' | 'smart' | undefined;
}

/** What remembers facts from run to run (`fact_caching`). Facts have the names the modules gave them (`ansible_os_family`). */
export interface FactCache {
  /** The facts of a host; undefined when there are none, or none fresh enough. */
  get(host: string): ValueMap | undefined;
  /** Takes all facts of a host in place of those before. */
  set(host: string, facts: ValueMap): void;
  forget(host: string): void;
}

/** An open way to one host as one user. */
export interface Reach {
  readonly view: HostView;
  readonly hands: HostHands;
  readonly jobs: HostJobs;
  readonly settings: ConnectionSettings;
  /** Whom scripts run as, when it is not the login user. */
  readonly become?: BecomeSpec | undefined;
  /** Opens the connection when there is none. @throws TsplayError unreachable and its kin */
  connect(): Promise<void>;
}

/** How the engine reaches hosts; wires and shells are pooled behind it. */
export interface Reacher {
  /**
   * @param variable connection variables of the host that is reached, resolved
   * Nothing is connected yet. Rejects with a TsplayError when the settings make no sense (unknown connection type …).
   */
  reach(request: ReachRequest): Promise<Reach>;
  /** Reaches without effect and without an answer, see `Host.rehearsal`; without it nothing is looked at ahead. */
  rehearse?(request: ReachRequest, heard: Heard): Promise<Reach>;
  /** Something may have changed on some host, other than by hands. */
  disturb?(): void;
}

/** Told of the script a module would look with first, and of its shell; of nothing when it wants something else. */
export type Heard = (script?: string, shell?: object) => void;

/** The looks that the tasks after the present one will begin with, in one shell: at most so many. */
export type Foreseen = (most: number, shell: object) => Promise<readonly string[]>;

export interface ReachRequest {
  readonly host: string;
  readonly variable: (name: string) => unknown;
  readonly become: BecomeSpec | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly checkMode: boolean;
  /** Milliseconds since the epoch: no script of the task may run longer. */
  readonly deadline: number | undefined;
  /** A shell of its own, by a name: for jobs beside the tasks. */
  readonly shell?: string | undefined;
  /** Output of scripts that change something, as it comes. */
  readonly onOutput?: LiveOutput['feed'] | undefined;
  readonly coming?: Foreseen | undefined;
}

/** The controller's side of the modules' TaskView, for one task. */
export interface TaskSurroundings {
  readonly role: RoleInstance | undefined;
  readonly file: string;
}

/** Everything that lives as long as the run of one playbook. */
export interface RunPorts {
  readonly options: RunOptions;
  readonly inventory: Inventory;
  readonly template: TemplateEngine;
  readonly source: Source;
  readonly reacher: Reacher;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly emit: EventSink;
  readonly signal: AbortSignal;
  /** What `set_stats` notes; the run makes one for all its playbooks. */
  readonly customStats?: CustomStats | undefined;
  /** Facts of earlier runs; without it facts last as long as the run. */
  readonly factCache?: FactCache | undefined;
  /** The module of a full or short name; undefined when there is none. */
  loadModule(name: string): Promise<AnyModule> | undefined;
  /** The full name of a module that Ansible or a collection has and tsplay has not; undefined when there is none either. */
  moduleElsewhere(name: string): Promise<string | undefined>;
  /** Inventory, group_vars and host_vars of a host, lowest rank first. */
  inventoryVars(host: string): HostRecord['inventoryVars'];
  /** The same for a task, when group_vars and host_vars are looked for where the task is (PLAYBOOK_VARS_ROOT). */
  inventoryVarsAt?: ((host: string, from: TaskSurroundings) => HostRecord['inventoryVars']) | undefined;
  /** A vars file's mapping, found from the playbook or role it is named in. @throws TsplayError */
  loadVars(path: string): ValueMap;
  findVarsFile(name: string, from: TaskSurroundings): string | undefined;
  taskFiles(from: TaskSurroundings): TaskFiles;
  prompt: TaskView['prompt'];
  /** The person at the terminal, or the script at standard input: `--step` and the debugger. */
  readonly person?: {
    /** The line that is answered; undefined when there are no more. */
    ask(question: string): Promise<string | undefined>;
    say(text: string): void;
  };
  /** Reads the inventory again, for `meta: refresh_inventory`. */
  refreshInventory?: () => Promise<void>;
  /** Hosts of a pattern after the limit, in order. */
  hostsOf(
    pattern: Value,
    span: Span | undefined,
  ): { readonly names: readonly string[]; readonly warnings: readonly Diagnostic[] };
  groupNames(host: string): Value[];
  groupHosts(group: string): readonly string[];
  /** The ports for playbooks of another directory: `import_playbook` changes where things are looked for. */
  at(playbookDir: string): RunPorts;
  /** Facts of the process itself for magic variables. */
  readonly magic: {
    readonly inventorySources: readonly string[];
    readonly version: string;
    readonly hostname: string;
    /** The ansible.cfg in force. */
    readonly configFile?: string | undefined;
    /** The Python a user may run on the controller; asked for only when a variable is. */
    readonly python?: (() => string) | undefined;
  };
}

/** What a run remembers beside its hosts. */
export interface RunState {
  taskId: number;
  /** `--start-at-task` until a play has met it. */
  startAt: string | undefined;
  startFound: boolean;
  /** `meta: end_play` */
  ended: boolean;
  /** More failures than `max_fail_percentage`: no play follows. */
  broken: boolean;
  stepping: boolean;
  /** Jobs of `async` that this process runs. */
  readonly jobs: Jobs;
  /** Questions are asked one after the other. */
  asking: Promise<unknown>;
}

/** One play being run. */
export interface PlayRun {
  readonly ports: RunPorts;
  readonly playbook: Playbook;
  readonly playbookDir: string;
  readonly play: Play;
  readonly playName: string;
  /** Hosts of the whole play and of the current batch. */
  readonly allHosts: readonly HostRecord[];
  readonly batch: readonly HostRecord[];
  /** The hosts the batch would have if none had been lost before. */
  readonly batchSize: number;
  readonly strategy: Strategy;
  /** The places of tasks with `throttle`. */
  readonly throttles: Map<Task, PlayRun['limit']>;
  /** Roles whose variables the whole play sees; grows with `public` includes. */
  readonly roles: RoleInstance[];
  /** Roles that were included dynamically, in order: the play knows their names whether or not they are public. */
  readonly includedRoles: RoleInstance[];
  /** Hosts that add_host has made while this batch runs. */
  readonly addedHosts: HostRecord[];
  /** Handlers of dynamically included roles, in order of inclusion. */
  readonly addedHandlers: (readonly Task[])[];
  /** The mappings of `vars_files`, by host, in the order listed. */
  readonly varsFiles: Map<string, readonly ValueMap[]>;
  readonly record: (host: string) => HostRecord;
  /** Runs one host's work within the limit of forks. */
  readonly limit: <T>(work: () => Promise<T>) => Promise<T>;
  readonly emit: (event: EventBody) => void;
  readonly parseContext: (task: Task) => Context;
  readonly state: RunState;
}

/** What of a play being run its variables depend on. */
export type ScopeRun = Pick<
  PlayRun,
  | 'ports'
  | 'playbookDir'
  | 'play'
  | 'playName'
  | 'allHosts'
  | 'batch'
  | 'roles'
  | 'includedRoles'
  | 'addedHosts'
  | 'varsFiles'
  | 'record'
>;

/** A task on one host: the scope it is evaluated in. */
export interface Frame {
  readonly run: PlayRun;
  readonly task: Task;
  readonly host: HostRecord;
  readonly scope: LayeredScope;
  /** The loop's item the task is run for. */
  readonly item?: Item;
  /** All items of the loop, and which of them it is. */
  readonly turn?: { readonly items: readonly Item[]; readonly at: number };
  /** Says what comes after it; or, of a task that is only rehearsed, is told what it would look at. */
  readonly ahead?: { readonly coming: Foreseen } | { readonly heard: Heard };
}

/** What one item (or the whole task without a loop) came to. */
export interface Verdict {
  readonly status: 'ok' | 'changed' | 'skipped' | 'failed' | 'unreachable';
  readonly result: ModuleResult;
  readonly diagnostic?: Diagnostic | undefined;
  readonly delegatedTo?: string | undefined;
  /** Of a failure or a lost host: whether a keyword forgives it; of a loop, whether it forgives all its failures. */
  readonly ignored?: boolean | undefined;
  /** The loop's variables of an item. */
  readonly vars?: ValueMap | undefined;
  /** It failed before its module was run: a template or keyword could not be evaluated. */
  readonly unevaluated?: boolean | undefined;
}
