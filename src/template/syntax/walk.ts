// What an expression or a statement is made of, in the order in which Jinja2's visitors see it.
import type { Expr, Stmt, Target } from './ast.js';

/** The names an expression reads, in order. */
export function namesRead(e: Expr, read: (name: string) => void): void {
  const all = (items: readonly (Expr | undefined)[]): void => {
    for (const item of items) if (item) namesRead(item, read);
  };
  switch (e.t) {
    case 'const':
      return;
    case 'name':
      read(e.name);
      return;
    case 'list':
    case 'tuple':
    case 'concat':
      all(e.items);
      return;
    case 'dict':
      for (const [key, value] of e.pairs) all([key, value]);
      return;
    case 'neg':
    case 'posit':
    case 'not':
      namesRead(e.operand, read);
      return;
    case 'binary':
    case 'and':
    case 'or':
      all([e.left, e.right]);
      return;
    case 'compare':
      all([e.first, ...e.rest.map((r) => r.right)]);
      return;
    case 'attr':
      namesRead(e.target, read);
      return;
    case 'item':
      all([e.target, e.index]);
      return;
    case 'slice':
      all([e.start, e.stop, e.step]);
      return;
    case 'cond':
      all([e.test, e.then, e.otherwise]);
      return;
    case 'call':
      namesRead(e.callee, read);
      all([...e.args, ...e.kwargs.map(([, value]) => value), e.star, e.starStar]);
      return;
    case 'filter':
    case 'test':
      all([e.target, ...e.args, ...e.kwargs.map(([, value]) => value), e.star, e.starStar]);
  }
}

/** The names a target binds; the namespace of `ns.x` is only read. */
export function namesBound(target: Target, bind: (name: string) => void, read: (name: string) => void): void {
  if (target.t === 'name') bind(target.name);
  else if (target.t === 'nsref') read(target.name);
  else for (const item of target.items) namesBound(item, bind, read);
}

/**
 * Which of `names` the statements read before anything of that name is bound, as Jinja2 looks for `caller`, `varargs`, `kwargs`,
 * `loop` and `self`: in the order of the text, whatever the scopes.
 */
export function undeclared(statements: readonly Stmt[], names: readonly string[]): Set<string> {
  const open = new Set(names);
  const found = new Set<string>();
  const read = (name: string): void => {
    if (open.has(name)) found.add(name);
  };
  const bind = (name: string): void => {
    open.delete(name);
  };
  const walk = (body: readonly Stmt[]): void => {
    for (const s of body) eachPart(s, read, bind, walk);
  };
  walk(statements);
  return found;
}

function eachPart(
  s: Stmt,
  read: (name: string) => void,
  bind: (name: string) => void,
  walk: (body: readonly Stmt[]) => void,
): void {
  const expr = (e: Expr | undefined): void => {
    if (e) namesRead(e, read);
  };
  switch (s.t) {
    case 'text':
    case 'block':
    case 'break':
    case 'continue':
      return;
    case 'output':
    case 'do':
      expr(s.expr);
      return;
    case 'if':
      expr(s.test);
      walk(s.body);
      walk(s.otherwise);
      return;
    case 'for':
      namesBound(s.target, bind, read);
      expr(s.iter);
      walk(s.body);
      walk(s.otherwise);
      expr(s.test);
      return;
    case 'set':
      namesBound(s.target, bind, read);
      expr(s.value);
      return;
    case 'setblock':
      namesBound(s.target, bind, read);
      expr(s.filter);
      walk(s.body);
      return;
    case 'macro':
      for (const p of s.params) bind(p.name);
      for (const p of s.params) expr(p.fallback);
      walk(s.body);
      return;
    case 'callblock':
      expr(s.call);
      for (const p of s.caller.params) bind(p.name);
      for (const p of s.caller.params) expr(p.fallback);
      walk(s.caller.body);
      return;
    case 'filterblock':
      walk(s.body);
      expr(s.filter);
      return;
    case 'extends':
      expr(s.parent);
      return;
    case 'include':
    case 'import':
    case 'from':
      expr(s.template);
      return;
    case 'with':
      for (const target of s.targets) namesBound(target, bind, read);
      s.values.forEach(expr);
      walk(s.body);
      return;
    case 'scope':
      walk(s.body);
  }
}

/** Whether anything in the statements assigns to `name`, at any depth. */
export function assigns(statements: readonly Stmt[], name: string): boolean {
  return statements.some((s) => {
    if (s.t === 'set' || s.t === 'setblock' || s.t === 'for') {
      let found = false;
      namesBound(
        s.target,
        (n) => (found ||= n === name),
        () => undefined,
      );
      if (found) return true;
    }
    if (s.t === 'callblock') return assigns(s.caller.body, name);
    return ('body' in s && assigns(s.body, name)) || ('otherwise' in s && assigns(s.otherwise, name));
  });
}

/** Whether an expression has the same value everywhere: no name in it is read and nothing is called. */
export function isConstant(e: Expr): boolean {
  let constant = true;
  namesRead(e, () => (constant = false));
  return constant;
}
