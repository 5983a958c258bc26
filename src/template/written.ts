// Whether a value depends on nothing but what stands in files of the project, so that its text may be read as code.
import { Float, isEvaluated, TemplateText, type Value } from '../value/index.js';
import { parseValue, type Expr, type Stmt } from './syntax/index.js';
import { dropLastNewline, normalise, shortName } from './text-rules.js';
import type { Scope } from './types.js';

/** What can bring in text that a host chose, though its arguments are the project's: results of lookups, names of files. */
const OUTSIDE_NAMES: ReadonlySet<string> = new Set(['lookup', 'query', 'q', 'vars']);
const OUTSIDE_FILTERS: ReadonlySet<string> = new Set(['fileglob', 'realpath']);
const OTHER_FILES: ReadonlySet<string> = new Set(['include', 'import', 'from', 'extends']);

/** Whether every name that the expression speaks of, directly or through the templates of variables, is the project's. */
export function isWrittenExpression(e: Expr, scope: Scope): boolean {
  return new Provenance(scope).ofTree(e);
}

/** The same for a raw value, with templates in it or without. */
export function isWrittenValue(value: Value, scope: Scope): boolean {
  return new Provenance(scope).ofValue(value);
}

class Provenance {
  /** What was looked at already, or is being looked at. */
  private readonly seen = new Set<object | string>();

  constructor(private readonly scope: Scope) {}

  ofValue(value: Value): boolean {
    if (value === null || typeof value !== 'object' || value instanceof Float || this.seen.has(value)) return true;
    this.seen.add(value);
    if (value instanceof TemplateText) {
      const { statements } = parseValue(dropLastNewline(normalise(value.source, '\n')), value.span);
      return statements.every((s) => this.ofTree(s));
    }
    if (Array.isArray(value)) return value.every((item) => this.ofValue(item));
    if (!(value instanceof Map) || isEvaluated(value)) return false;
    return [...value].every(([key, item]) => this.ofValue(key) && this.ofValue(item));
  }

  /** @param node a node of the tree, or a list inside one */
  ofTree(node: Expr | Stmt | readonly unknown[]): boolean {
    if ('t' in node) {
      if (node.t === 'name') return this.ofName(node.name);
      if (OTHER_FILES.has(node.t)) return false;
      if (node.t === 'filter' && OUTSIDE_FILTERS.has(shortName(node.name))) return false;
      // A filter's name that `map` is told.
      if (node.t === 'const' && typeof node.value === 'string') return !OUTSIDE_FILTERS.has(shortName(node.value));
    }
    const parts = Object.values(node) as unknown[];
    return parts.every((part) => typeof part !== 'object' || part === null || this.ofTree(part as Expr));
  }

  private ofName(name: string): boolean {
    if (this.seen.has(name)) return true;
    this.seen.add(name);
    const value = this.scope.lookup(name);
    if (value !== undefined) return this.scope.isFromProject?.(name) === true && this.ofValue(value);
    // What is not in the scope is the template's own, or nothing.
    return !OUTSIDE_NAMES.has(name);
  }
}
