// What the parser carries along: where it is, what is inherited, where problems go, where files come from.
import { type Diagnostic, type ErrorCode, type Span } from '../ground/index.js';
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
}

export interface RoleRequest {
  readonly name: string;
  readonly tasksFrom?: string | undefined;
  readonly varsFrom?: string | undefined;
  readonly defaultsFrom?: string | undefined;
  readonly handlersFrom?: string | undefined;
}

/** Files, as the project room finds and loads them; problems with a file are reported there and give undefined. */
export interface Source {
  /** Loads a YAML file; undefined (and reported) when it is missing or broken. */
  load(path: string, span: Span | undefined): Value | undefined;
  /** Where a task file named in `file` (of `role`) is, or undefined with the places searched. */
  findTasks(name: string, from: Where): { readonly path: string } | { readonly searched: readonly string[] };
  findRole(request: RoleRequest, from: Where): RoleFiles | { readonly searched: readonly string[] } | undefined;
  /** The path of another playbook. */
  findPlaybook(name: string, fromFile: string): string;
  /** The value of a template that must be known while loading, or undefined when it cannot be (reported there). */
  staticText(value: Value, vars: readonly ValueMap[]): string | undefined;
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
