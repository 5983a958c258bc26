// A playbook as data: plays, blocks, tasks and roles with everything inherited already worked out. Never written after loading.
import type { Span } from '../ground/index.js';
import type { Value, ValueMap } from '../value/index.js';
import type { VarsPrompt } from './vars-prompt.js';

/** A condition (or other expression text) as written, with its place. */
export interface Condition {
  readonly value: Value;
  readonly span: Span | undefined;
}

/**
 * Keywords that a play hands to its blocks and tasks. Values are as written (maybe templates); `undefined` is not given.
 * Lists are outermost first.
 */
export interface Inherited {
  readonly tags: readonly string[];
  readonly when: readonly Condition[];
  /** Variables of the enclosing blocks and of the task. */
  readonly vars: readonly ValueMap[];
  /** Variables given to the enclosing imports and includes: they win over facts. */
  readonly includeVars: readonly ValueMap[];
  readonly environment: readonly Value[];
  readonly moduleDefaults: readonly Value[];
  /** Where short module names are looked for besides ansible.builtin. */
  readonly collections: readonly string[];
  readonly become?: Value;
  readonly becomeUser?: Value;
  readonly becomeMethod?: Value;
  readonly becomeFlags?: Value;
  readonly becomeExe?: Value;
  readonly remoteUser?: Value;
  readonly port?: Value;
  readonly connection?: Value;
  readonly checkMode?: Value;
  readonly diff?: Value;
  readonly ignoreErrors?: Value;
  readonly ignoreUnreachable?: Value;
  readonly noLog?: Value;
  readonly anyErrorsFatal?: Value;
  readonly runOnce?: Value;
  readonly delegateTo?: Value;
  readonly delegateFacts?: Value;
  readonly timeout?: Value;
  readonly throttle?: Value;
  readonly debugger?: Value;
  /** Of a block it is that of its tasks, unless they have their own. */
  readonly notify?: Value;
}

export interface LoopControl {
  readonly loopVar?: Value;
  readonly indexVar?: Value;
  readonly label?: Value;
  readonly pause?: Value;
  readonly extended?: Value;
  readonly extendedAllitems?: Value;
  readonly breakWhen?: readonly Condition[];
}

/** `loop`, or `with_<lookup>`. */
export interface Loop {
  readonly lookup: string | undefined;
  readonly value: Value;
  readonly span: Span | undefined;
  readonly control: LoopControl;
}

interface NodeBase {
  readonly span: Span | undefined;
  readonly name: Value | undefined;
  readonly inherited: Inherited;
  /** The role the node came from. */
  readonly role: RoleInstance | undefined;
  /** The file it stands in. */
  readonly file: string;
}

/** What a task does: a module, or a statement of the engine. */
export type Statement = 'include_tasks' | 'include_role' | 'include_vars' | 'meta' | 'add_host' | 'group_by';

/** An include or import that brought tasks where they are: where those of it look for files beside themselves. */
export interface Including {
  /** Of a file the directory as it was named, of a role its own. */
  readonly directory: string;
  readonly isRole: boolean;
}

export interface Task extends NodeBase {
  readonly kind: 'task';
  /** The action as written: `apt`, `ansible.builtin.apt`. */
  readonly action: string;
  readonly actionSpan: Span | undefined;
  readonly statement: Statement | undefined;
  readonly args: ValueMap;
  /** `args: "{{ … }}"`: merged below `args` when the task runs. */
  readonly argsTemplate: Value | undefined;
  readonly loop: Loop | undefined;
  readonly register: string | undefined;
  readonly until: readonly Condition[] | undefined;
  readonly retries: Value | undefined;
  readonly delay: Value | undefined;
  /** Seconds a job may take; 0 or nothing: no job. */
  readonly async?: Value | undefined;
  readonly poll?: Value | undefined;
  readonly changedWhen: readonly Condition[] | undefined;
  readonly failedWhen: readonly Condition[] | undefined;
  readonly notify: Value | undefined;
  /** What stood around an include: its children inherit that, not the include's own keywords. */
  readonly around: Inherited;
  /** Of an include: what brought it here, outermost first. */
  readonly includes?: readonly Including[];
  /** Handlers only. */
  readonly listen: readonly string[];
  /** Stands among handlers, or in a file that a handler includes. */
  readonly handler?: boolean;
}

export interface Block extends NodeBase {
  readonly kind: 'block';
  /** The use of a role that this block is. */
  readonly roleUse?: RoleInstance;
  readonly body: readonly Node[];
  readonly rescue: readonly Node[];
  readonly always: readonly Node[];
}

export type Node = Task | Block;

/** One use of a role: its files are loaded, its parameters known. */
export interface RoleInstance {
  /** Of a role in a collection the full name. */
  readonly name: string;
  /** The name within the collection. */
  readonly shortName?: string | undefined;
  readonly collection?: string | undefined;
  readonly path: string;
  readonly defaults: readonly ValueMap[];
  readonly vars: readonly ValueMap[];
  /** Parameters given where the role is used. */
  readonly params: ValueMap;
  readonly parents: readonly RoleInstance[];
  readonly handlers: readonly Node[];
  /** A role of the same key runs once per host and play; undefined: it runs each time it is used. */
  readonly key: string | undefined;
  /** Whether the whole play sees its variables, when import_role says so. */
  readonly public?: boolean | undefined;
  /** Used because another role, the last of `parents`, depends on it. */
  readonly isDependency: boolean;
  /** Used by import_role or include_role, or a dependency of such a role. */
  readonly byTask: boolean;
  readonly dependencyNames: readonly string[];
  /** Roles of the same tree (dependencies, first) whose defaults and vars this one sees. */
  readonly dependencies: readonly RoleInstance[];
}

export interface Play {
  readonly span: Span | undefined;
  readonly file: string;
  readonly name: Value | undefined;
  readonly hosts: Value;
  readonly hostsSpan: Span | undefined;
  readonly inherited: Inherited;
  readonly vars: ValueMap;
  readonly varsPrompt: readonly VarsPrompt[];
  readonly varsFiles: Value;
  readonly varsFilesSpan: Span | undefined;
  readonly gatherFacts: Value | undefined;
  readonly gatherSubset: Value | undefined;
  readonly gatherTimeout: Value | undefined;
  readonly factPath: Value | undefined;
  readonly serial: Value | undefined;
  readonly strategy: Value | undefined;
  readonly order: Value | undefined;
  readonly maxFailPercentage: Value | undefined;
  readonly forceHandlers: Value | undefined;
  /** Variables of the play that are known while loading; later maps win. */
  readonly knownVars: () => readonly ValueMap[];
  /** Static roles (from `roles:` and import_role) whose variables the whole play sees, in order. */
  readonly roles: readonly RoleInstance[];
  readonly preTasks: readonly Node[];
  /** The roles' tasks, as blocks, then `tasks`. */
  readonly tasks: readonly Node[];
  readonly postTasks: readonly Node[];
  readonly handlers: readonly Node[];
}

export interface Playbook {
  readonly path: string;
  readonly plays: readonly Play[];
}
