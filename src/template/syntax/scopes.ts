// Which names each block of a template binds before it reads them, as Jinja2's compiler finds out (jinja2.idtracking).
import type { BlockStmt, Expr, MacroStmt, Stmt } from './ast.js';
import { namesBound, namesRead } from './walk.js';

/** What holds when a block begins. */
export interface ScopeNames {
  /** Names the block sets later: until then they are undefined, whatever variables there are. */
  readonly unset: readonly string[];
  /** Names the block takes from the context; each entry gets values of its own. */
  readonly taken: readonly string[];
}

/** The names of each block of statements; blocks with nothing to say are left out. */
export type Scopes = ReadonlyMap<object, ScopeNames>;

type Load = 'alias' | 'unset' | 'take' | 'parameter';

class Symbols {
  loads = new Map<string, Load>();
  stores = new Set<string>();
  constructor(private readonly parent: Symbols | undefined) {}

  private knows(name: string): boolean {
    return this.loads.has(name) || this.parent?.knows(name) === true;
  }

  load(name: string): void {
    if (!this.knows(name)) this.loads.set(name, 'take');
  }

  store(name: string): void {
    this.stores.add(name);
    if (!this.loads.has(name)) this.loads.set(name, this.parent?.knows(name) ? 'alias' : 'unset');
  }

  parameter(name: string): void {
    this.stores.add(name);
    this.loads.set(name, 'parameter');
  }

  private copy(): Symbols {
    const copy = new Symbols(this.parent);
    copy.loads = new Map(this.loads);
    copy.stores = new Set(this.stores);
    return copy;
  }

  /** What only some branches bind is taken from outside until it is bound. */
  branches(visits: readonly ((symbols: Symbols) => void)[]): void {
    const copies = visits.map((visit) => {
      const copy = this.copy();
      visit(copy);
      return copy;
    });
    const stored = new Set<string>();
    for (const copy of copies) for (const name of copy.stores) if (!this.stores.has(name)) stored.add(name);
    for (const copy of copies) {
      for (const [name, load] of copy.loads) this.loads.set(name, load);
      for (const name of copy.stores) this.stores.add(name);
    }
    for (const name of stored) this.loads.set(name, this.parent?.knows(name) ? 'alias' : 'take');
  }
}

class Analysis {
  readonly scopes = new Map<object, ScopeNames>();

  /** Finds the names of a block, then those of the blocks in it. */
  scope(
    key: object,
    body: readonly Stmt[],
    parent: Symbols | undefined,
    begin?: (symbols: Symbols) => void,
    end?: (symbols: Symbols) => void,
  ): void {
    const symbols = new Symbols(parent);
    begin?.(symbols);
    this.visit(body, symbols);
    end?.(symbols);
    this.keep(key, symbols);
    for (const s of body) this.inner(s, symbols);
  }

  private keep(key: object, symbols: Symbols): void {
    const named = (wanted: Load): string[] => [...symbols.loads].flatMap(([n, load]) => (load === wanted ? [n] : []));
    const names: ScopeNames = { unset: named('unset'), taken: named('take') };
    if (names.unset.length > 0 || names.taken.length > 0) this.scopes.set(key, names);
  }

  private visit(body: readonly Stmt[], symbols: Symbols): void {
    for (const s of body) this.statement(s, symbols);
  }

  /** What a statement says of the names of the block it stands in. */
  private statement(s: Stmt, symbols: Symbols): void {
    const expr = (e: Expr | undefined): void => {
      if (e) namesRead(e, (name) => symbols.load(name));
    };
    switch (s.t) {
      case 'output':
      case 'do':
        expr(s.expr);
        return;
      case 'if':
        expr(s.test);
        symbols.branches([(inner) => this.visit(s.body, inner), (inner) => this.visit(s.otherwise, inner)]);
        return;
      case 'for':
        expr(s.iter);
        return;
      case 'set':
      case 'setblock':
        if (s.t === 'set') expr(s.value);
        namesBound(
          s.target,
          (name) => symbols.store(name),
          (name) => symbols.load(name),
        );
        return;
      case 'macro':
        symbols.store(s.name);
        return;
      case 'callblock':
        expr(s.call);
        return;
      case 'filterblock':
        expr(s.filter);
        return;
      case 'extends':
        expr(s.parent);
        return;
      case 'include':
        expr(s.template);
        return;
      case 'import':
        expr(s.template);
        symbols.store(s.alias);
        return;
      case 'from':
        expr(s.template);
        for (const [, alias] of s.names) symbols.store(alias);
        return;
      case 'with':
        s.values.forEach(expr);
        return;
      default:
    }
  }

  /** The blocks that a statement opens. */
  private inner(s: Stmt, symbols: Symbols): void {
    switch (s.t) {
      case 'if':
        for (const part of [s.body, s.otherwise]) for (const inner of part) this.inner(inner, symbols);
        return;
      case 'for':
        this.forLoop(s, symbols);
        return;
      case 'macro':
        this.macro(s, symbols);
        return;
      case 'callblock':
        this.macro(s.caller, symbols);
        return;
      case 'setblock':
      case 'scope':
        this.scope(s.body, s.body, symbols);
        return;
      case 'filterblock':
        this.scope(s.body, s.body, symbols, undefined, (own) => namesRead(s.filter, (name) => own.load(name)));
        return;
      case 'with':
        this.scope(s.body, s.body, symbols, (own) => {
          for (const target of s.targets)
            namesBound(
              target,
              (name) => own.parameter(name),
              (name) => own.load(name),
            );
        });
        return;
      case 'block':
        this.block(s);
        return;
      default:
    }
  }

  /** A block is a function of its own that knows the context only. */
  private block(s: BlockStmt): void {
    this.scope(s.body, s.body, undefined, (own) => {
      own.parameter('self');
      own.parameter('super');
    });
  }

  private forLoop(s: Stmt & { t: 'for' }, symbols: Symbols): void {
    const bind = (own: Symbols): void =>
      namesBound(
        s.target,
        (name) => own.parameter(name),
        (name) => own.load(name),
      );
    this.scope(s.body, s.body, symbols, (own) => {
      if (s.usesLoop) own.parameter('loop');
      bind(own);
    });
    this.scope(s.otherwise, s.otherwise, symbols);
    const { test } = s;
    if (test)
      this.scope(test, [], symbols, (own) => {
        bind(own);
        namesRead(test, (name) => own.load(name));
      });
  }

  private macro(s: MacroStmt, symbols: Symbols): void {
    const { uses } = s;
    this.scope(
      s.body,
      s.body,
      symbols,
      (own) => {
        for (const p of s.params) own.parameter(p.name);
        for (const p of s.params) if (p.fallback) namesRead(p.fallback, (name) => own.load(name));
      },
      (own) => {
        for (const name of ['caller', 'varargs', 'kwargs'] as const) if (uses[name]) own.parameter(name);
      },
    );
  }
}

/** The names of all blocks of a template; that of the whole is under its list of statements. */
export function scopesOf(statements: readonly Stmt[]): Scopes {
  const analysis = new Analysis();
  analysis.scope(statements, statements, undefined, (own) => own.parameter('self'));
  return analysis.scopes;
}
