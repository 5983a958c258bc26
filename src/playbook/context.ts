// What the parser carries along: where it is, what is inherited, where problems go, where files come from.
import { LoadErrors, TsplayError, type Diagnostic, type ErrorCode, type Span } from '../ground/index.js';
import { type Value, type ValueMap } from '../value/index.js';
import type { Inherited, RoleInstance } from './model.js';

/** A role's files as found on disk; contents are loaded values. */
export interface RoleFiles {
  readonly name: string;
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
  findTasks(name: string, from: Where): { readonly path: string } | { readonly searched: readonly string[] };
  /** The files of a role. @throws like `load` */
  findRole(request: RoleRequest, from: Where): RoleFiles | { readonly searched: readonly string[] };
  /** The path of another playbook, and the source that finds things for it. @throws TsplayError file-missing */
  findPlaybook(
    name: string,
    fromFile: string,
    span: Span | undefined,
  ): { readonly path: string; readonly source: Source };
  /** The text of a value that must be known while loading. @throws TsplayError when its variables are not known then */
  staticText(value: Value, vars: readonly ValueMap[]): string;
  isAction(name: string): boolean;
  actionNames(): Iterable<string>;
}

export interface Where {
  readonly file: string;
  readonly role: RoleInstance | undefined;
}

export interface Context extends Where {
  readonly source: Source;
  readonly problems: Diagnostic[];
  readonly inherited: Inherited;
  readonly handlers: boolean;
  /** Roles used statically, in order: the play sees their variables. Undefined inside dynamic includes. */
  readonly playRoles: RoleInstance[] | undefined;
  /** The `vars` of the play: names of imported files may use them. */
  readonly playVars?: ValueMap | undefined;
  /** Files being imported, to stop circles. */
  readonly importing: readonly string[];
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

/** The text of a keyword that must be known while loading; undefined when it cannot be (reported). */
export function staticText(context: Context, value: Value, span?: Span): string | undefined {
  const { inherited, playVars, role } = context;
  const layers = [
    ...(role?.defaults ?? []),
    ...(playVars ? [playVars] : []),
    ...(role ? [...role.vars, role.params] : []),
    ...inherited.vars,
    ...inherited.includeVars,
  ];
  return guarded(context, () => context.source.staticText(value, layers), span);
}
