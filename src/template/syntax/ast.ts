// The abstract syntax tree of templates and expressions; `pos` is an offset into the source text.
import type { Value } from '../../value/index.js';

export interface CallArgs {
  readonly args: readonly Expr[];
  readonly kwargs: readonly (readonly [string, Expr])[];
  readonly star?: Expr | undefined;
  readonly starStar?: Expr | undefined;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';
export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

export type Expr =
  | { readonly t: 'const'; readonly value: Value; readonly pos: number }
  | { readonly t: 'name'; readonly name: string; readonly pos: number }
  | { readonly t: 'list' | 'tuple'; readonly items: readonly Expr[]; readonly pos: number }
  | { readonly t: 'dict'; readonly pairs: readonly (readonly [Expr, Expr])[]; readonly pos: number }
  | { readonly t: 'neg' | 'posit' | 'not'; readonly operand: Expr; readonly pos: number }
  | {
      readonly t: 'binary';
      readonly op: BinaryOperator;
      readonly left: Expr;
      readonly right: Expr;
      readonly pos: number;
    }
  | { readonly t: 'concat'; readonly items: readonly Expr[]; readonly pos: number }
  | { readonly t: 'and' | 'or'; readonly left: Expr; readonly right: Expr; readonly pos: number }
  | {
      readonly t: 'compare';
      readonly first: Expr;
      readonly rest: readonly { readonly op: CompareOperator; readonly right: Expr }[];
      readonly pos: number;
    }
  | { readonly t: 'attr'; readonly target: Expr; readonly name: string; readonly pos: number }
  | { readonly t: 'item'; readonly target: Expr; readonly index: Expr; readonly pos: number }
  | SliceExpr
  | ({ readonly t: 'call'; readonly callee: Expr; readonly pos: number } & CallArgs)
  | ({
      readonly t: 'filter';
      readonly target: Expr | undefined;
      readonly name: string;
      readonly pos: number;
    } & CallArgs)
  | ({ readonly t: 'test'; readonly target: Expr; readonly name: string; readonly pos: number } & CallArgs)
  | {
      readonly t: 'cond';
      readonly test: Expr;
      readonly then: Expr;
      readonly otherwise: Expr | undefined;
      readonly pos: number;
    };

interface SliceExpr {
  readonly t: 'slice';
  readonly start: Expr | undefined;
  readonly stop: Expr | undefined;
  readonly step: Expr | undefined;
  readonly pos: number;
}

export type Target =
  | { readonly t: 'name'; readonly name: string; readonly pos: number }
  | { readonly t: 'nsref'; readonly name: string; readonly attr: string; readonly pos: number }
  | { readonly t: 'tuple'; readonly items: readonly Target[]; readonly pos: number };

export interface Parameter {
  readonly name: string;
  readonly fallback: Expr | undefined;
}

export interface MacroStmt {
  readonly t: 'macro';
  readonly name: string;
  readonly params: readonly Parameter[];
  readonly body: readonly Stmt[];
  /** Whether the body speaks of these; Jinja2 only accepts surplus arguments when it does. */
  readonly uses: { readonly varargs: boolean; readonly kwargs: boolean; readonly caller: boolean };
  readonly pos: number;
}

export interface BlockStmt {
  readonly t: 'block';
  readonly name: string;
  readonly scoped: boolean;
  readonly required: boolean;
  readonly body: readonly Stmt[];
  readonly pos: number;
}

export type Stmt =
  | { readonly t: 'text'; readonly text: string; readonly pos: number }
  | { readonly t: 'output'; readonly expr: Expr; readonly pos: number }
  | {
      readonly t: 'if';
      readonly test: Expr;
      readonly body: readonly Stmt[];
      readonly otherwise: readonly Stmt[];
      readonly pos: number;
    }
  | {
      readonly t: 'for';
      readonly target: Target;
      readonly iter: Expr;
      readonly test: Expr | undefined;
      readonly recursive: boolean;
      /** Whether anything in the body speaks of `loop`; only then is there one, also for included templates. */
      readonly usesLoop: boolean;
      readonly body: readonly Stmt[];
      readonly otherwise: readonly Stmt[];
      readonly pos: number;
    }
  | { readonly t: 'set'; readonly target: Target; readonly value: Expr; readonly pos: number }
  | {
      readonly t: 'setblock';
      readonly target: Target;
      readonly filter: Expr | undefined;
      readonly body: readonly Stmt[];
      readonly pos: number;
    }
  | MacroStmt
  | { readonly t: 'callblock'; readonly call: Expr; readonly caller: MacroStmt; readonly pos: number }
  | { readonly t: 'filterblock'; readonly filter: Expr; readonly body: readonly Stmt[]; readonly pos: number }
  | BlockStmt
  | { readonly t: 'extends'; readonly parent: Expr; readonly pos: number }
  | {
      readonly t: 'include';
      readonly template: Expr;
      readonly ignoreMissing: boolean;
      readonly withContext: boolean;
      readonly pos: number;
    }
  | {
      readonly t: 'import';
      readonly template: Expr;
      readonly alias: string;
      readonly withContext: boolean;
      readonly pos: number;
    }
  | {
      readonly t: 'from';
      readonly template: Expr;
      readonly names: readonly (readonly [string, string])[];
      readonly withContext: boolean;
      readonly pos: number;
    }
  | {
      readonly t: 'with';
      readonly targets: readonly Target[];
      readonly values: readonly Expr[];
      readonly body: readonly Stmt[];
      readonly pos: number;
    }
  | { readonly t: 'scope'; readonly body: readonly Stmt[]; readonly pos: number }
  | { readonly t: 'do'; readonly expr: Expr; readonly pos: number }
  | { readonly t: 'break' | 'continue'; readonly pos: number };
