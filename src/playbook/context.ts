// What the parser carries along: where it is, what is inherited, where problems go, where files come from.
import { LoadErrors, TsplayError, type Diagnostic, type ErrorCode, type Span } from '../ground/index.js';
import { keyText, spansOf, type Value, type ValueMap } from '../value/index.js';
import type { Including, Inherited, RoleInstance } from './model.js';

/** A role's files as found on disk; contents are loaded values. */
export interface RoleFiles {
  /** The full name when the role is one of a collection's. */
  readonly name: string;
  readonly collection?: string | undefined;
  readonly path: string;
  readonly defaults: readonly ValueMap[];
  readonly vars: readonly ValueMap[];
  readonly tasks: { readonly file: string; readonly value: Value } | undefined;
  readonly handlers: { readonly file: string; readonly value: Value } | undefined;
  readonly meta: Value;
  /** `argument_specs` by entry point, of meta/argument_specs.yml or of meta/main.yml. */
  readonly argumentSpecs?: Value;
}

export interface RoleRequest {
  readonly name: string;
  /** Collections a short name is looked for in first. */
  readonly collections?: readonly string[] | undefined;
  readonly tasksFrom?: string | undefined;
  readonly varsFrom?: string | undefined;
  readonly defaultsFrom?: string | undefined;
  readonly handlersFrom?: string | undefined;
  /** `rolespec_validate` of an include or import; false: arguments are not checked. */
  readonly validate?: boolean | undefined;
  /** `allow_duplicates` of an include or import; false: not again on a host where the role ran. */
  readonly allowDuplicates?: boolean | undefined;
}

/** Files, as the project room finds and loads them. What is thrown is reported by `guarded`. */
export interface Source {
  /** Loads a YAML file. @throws TsplayError file-missing …, LoadErrors with all mistakes of the file */
  load(path: string, span: Span | undefined): Value;
  /** Where a task file named in `file` (of `role`) is, or the places searched. */
  findTasks(
    name: string,
    how: 'import' | 'include',
    from: IncludingWhere,
  ): { readonly path: string } | { readonly searched: readonly string[] };
  /** The files of a role. @throws like `load` */
  findRole(request: RoleRequest, from: Where): RoleFiles | { readonly searched: readonly string[] };
  /** The path of another playbook, and the source that finds things for it. @throws TsplayError file-missing */
  findPlaybook(
    name: string,
    fromFile: string,
    span: Span | undefined,
  ): { readonly path: string; readonly source: Source; readonly collection?: string | undefined };
  /** A value that must be known while loading; later maps win. @throws TsplayError when its variables are not known then */
  staticValue(value: Value, vars: readonly ValueMap[]): Value;
  /** The mapping in a file of `vars_files`, if it is there. @throws like `load` */
  varsFile?(name: string, from: Where): ValueMap | undefined;
  /** Takes a keyword that tasks of this kind cannot have, where settings say that it is ignored; else it is a mistake. */
  ignoreKeyword?: ((name: string, span: Span | undefined) => void) | undefined;
  isAction(name: string): boolean;
  actionNames(): Iterable<string>;
}

export interface Where {
  readonly file: string;
  readonly role: RoleInstance | undefined;
}

/** What matters besides when a task file is looked for. */
export interface IncludingWhere extends Where {
  readonly handlers: boolean;
  readonly includes: readonly Including[];
}

export interface Context extends Where {
  readonly source: Source;
  readonly problems: Diagnostic[];
  readonly inherited: Inherited;
  readonly handlers: boolean;
  /** Roles used statically, in order: the play sees their variables. */
  readonly playRoles: RoleInstance[] | undefined;
  /** Files being imported, to stop circles. */
  readonly importing: readonly string[];
  /** The includes and imports of tasks and of roles that brought the tasks here, outermost first. */
  readonly includes: readonly Including[];
  /** Variables of the play that names may be made of while loading; later maps win. */
  readonly playVars?: (() => readonly ValueMap[]) | undefined;
}

export const NOTHING_INHERITED: Inherited = {
  tags: [],
  when: [],
  vars: [],
  includeVars: [],
  environment: [],
  moduleDefaults: [],
  collections: [],
};

export function problem(
  context: { readonly problems: Diagnostic[] },
  code: ErrorCode,
  message: string,
  span: Span | undefined,
  hint?: string,
): void {
  context.problems.push({ code, severity: 'error', message, span, ...(hint ? { hint } : {}) });
}

/** What `work` gives, or undefined after its mistakes were added to the problems. */
export function guarded<T>(context: { readonly problems: Diagnostic[] }, work: () => T, span?: Span): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof LoadErrors) context.problems.push(...error.diagnostics);
    else if (error instanceof TsplayError) context.problems.push({ ...error.toDiagnostic(), span: error.span ?? span });
    else throw error;
    return undefined;
  }
}

/** Variables known while loading: those of roles, the play, blocks and imports; later maps win, as when running. */
function knownVars(context: Context): ValueMap[] {
  const { inherited, role } = context;
  const roles = role ? [...role.parents, ...role.dependencies, role] : [];
  return [
    ...roles.flatMap((r) => r.defaults),
    ...(context.playVars?.() ?? []),
    ...roles.flatMap((r) => r.vars),
    ...inherited.vars,
    ...roles.map((r) => r.params),
    ...inherited.includeVars,
    ...(role ? [new Map<Value, Value>(roleMagic(role))] : []),
  ];
}

function roleMagic(role: RoleInstance): [Value, Value][] {
  return [
    ['role_name', role.shortName ?? role.name],
    ['ansible_role_name', role.name],
    ['role_path', role.path],
  ];
}

/** A keyword's value that must be known while loading; undefined when it cannot be (reported). */
export function staticValue(context: Context, value: Value, span?: Span): Value | undefined {
  return guarded(context, () => context.source.staticValue(value, knownVars(context)), span);
}

/** `compat:` of what `read` finds undefined the command ends as with a missing file: tags and the names of roles are such. */
export function needed<T>(context: Context, read: (context: Context) => T): T {
  const problems: Diagnostic[] = [];
  const value = read({ ...context, problems });
  context.problems.push(
    ...problems.map((p) => (p.code === 'undefined-variable' ? { ...p, code: 'fatal-keyword' as const } : p)),
  );
  return value;
}

/** The same as text. */
export function staticText(context: Context, value: Value, span?: Span): string | undefined {
  const resolved = typeof value === 'string' ? value : staticValue(context, value, span);
  if (resolved === undefined) return undefined;
  if (resolved !== null && typeof resolved !== 'object') return keyText(resolved);
  problem(context, 'bad-keyword', 'a name is needed here', span ?? spansOf(value)?.self);
  return undefined;
}
