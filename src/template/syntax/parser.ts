// Reads Jinja2's statements: nunjucks' parser walks the text and the nesting of tags, the statements are read here.
import type { NunjucksNode } from 'nunjucks/src/parser.js';
import type { Expr, MacroStmt, Parameter, Stmt, Target } from './ast.js';
import { ExpressionParser } from './expressions.js';
import type { Token } from './lexer.js';
import { toStatements } from './translate.js';
import { assigns, undeclared } from './walk.js';

const RESERVED = new Set(['true', 'false', 'none', 'True', 'False', 'None']);

/** nunjucks' parser with Jinja2's statements. */
export class TemplateParser extends ExpressionParser {
  private loops = 0;

  /** compat: a colon may stand before the end of a tag that opens a block, as in Python. */
  private opened(): void {
    this.skipOp(':');
    this.blockEnd();
  }

  override advanceAfterBlockEnd(name?: string): Token {
    const tag = name ?? this.take().value;
    if (tag.startsWith('end')) this.blockEnd();
    else this.opened();
    return this.current;
  }

  override advanceAfterVariableEnd(): void {
    if (!this.at('variable-end')) this.failAt(`expected the end of the print statement, got '${this.current.value}'`);
    this.take();
  }

  /** A print statement may hold a tuple without parentheses. */
  override parseExpression(): Expr {
    return this.tupleExpr(true, false);
  }

  parseTemplate(): Stmt[] {
    return toStatements(this.parseAsRoot());
  }

  /** A whole expression and nothing after it. */
  parseOnlyExpression(): Expr {
    const node = this.expression(true);
    if (this.peekToken() !== null) this.failAt(`unexpected '${this.current.value}' after the expression`);
    return node;
  }

  override parseStatement(): unknown {
    const token = this.current;
    if (token.type !== 'symbol') this.failAt(`expected a tag name, got '${token.value}'`);
    const { pos } = token;
    switch (token.value) {
      case 'if':
        return this.parseIf();
      case 'for':
        return this.forStatement(pos);
      case 'set':
        return this.setStatement(pos);
      case 'macro':
        return this.macroStatement(pos);
      case 'call':
        return this.callStatement(pos);
      case 'filter':
        return this.filterStatement(pos);
      case 'block':
        return this.blockStatement(pos);
      case 'extends':
        this.take();
        return this.closed({ t: 'extends', parent: this.expression(true), pos });
      case 'include':
        return this.includeStatement(pos);
      case 'import':
      case 'from':
        return this.importStatement(pos);
      case 'with':
        return this.withStatement(pos);
      case 'autoescape': {
        this.take();
        this.expression(true);
        return { t: 'scope', body: this.body('endautoescape'), pos };
      }
      case 'do':
        this.take();
        return this.closed({ t: 'do', expr: this.tupleExpr(true, false), pos });
      case 'break':
      case 'continue':
        if (this.loops === 0) this.failAt(`'${token.value}' outside of a loop`);
        this.take();
        return this.closed({ t: token.value, pos });
      default:
        if (this.breakOnBlocks?.includes(token.value)) return super.parseStatement();
        return this.failAt(`unknown tag '${token.value}'`);
    }
  }

  private closed(statement: Stmt): Stmt {
    this.blockEnd();
    return statement;
  }

  private blockEnd(): void {
    if (!this.at('block-end')) this.failAt(`expected the end of the statement block, got '${this.current.value}'`);
    this.take();
  }

  /** The statements up to one of the end tags; the tag's name is left in the stream. */
  private until(...ends: string[]): Stmt[] {
    const { pos } = this.current;
    this.opened();
    const node: NunjucksNode = this.parseUntilBlocks(...ends);
    if (!this.atName(...ends)) this.failAt(`the block is never closed: '${ends.at(-1)}' is missing`, pos);
    return toStatements(node);
  }

  private body(end: string): Stmt[] {
    const statements = this.until(end);
    this.take();
    this.blockEnd();
    return statements;
  }

  private forStatement(pos: number): Stmt {
    this.take();
    const target = this.target(true);
    if (!this.skipName('in')) this.failAt(`expected 'in', got '${this.current.value}'`);
    const iter = this.tupleExpr(false, false);
    const test = this.skipName('if') ? this.expression(true) : undefined;
    const recursive = this.skipName('recursive');
    this.loops++;
    const first = this.tokens.list.indexOf(this.current);
    const body = this.until('endfor', 'else');
    const usesLoop = recursive || undeclared(body, ['loop']).size > 0 || this.saysSince(first, 'scoped');
    this.loops--;
    const otherwise = this.take().value === 'else' ? this.body('endfor') : (this.blockEnd(), []);
    const whole: Stmt = { t: 'for', target, iter, test, recursive, usesLoop, body, otherwise, pos };
    if (assigns([whole], 'loop')) this.failAt("can't assign to special loop variable in for-loop target", pos);
    return whole;
  }

  /** Whether a name stands anywhere between the token at `first` and here. */
  private saysSince(first: number, name: string): boolean {
    const { list } = this.tokens;
    for (let i = first; i < list.length && (list[i]?.pos ?? 0) < this.current.pos; i++)
      if (list[i]?.type === 'symbol' && list[i]?.value === name && list[i - 1]?.value !== '.') return true;
    return false;
  }

  private assignable(): Target {
    const token = this.expectName();
    if (RESERVED.has(token.value)) this.failAt(`cannot assign to '${token.value}'`, token.pos);
    return { t: 'name', name: token.value, pos: token.pos };
  }

  /** What is assigned to: a name, names separated by commas (brackets allowed), or `namespace.attribute`. */
  private target(withTuple: boolean, withNamespace = false): Target {
    const { pos } = this.current;
    const items: Target[] = [];
    let comma = false;
    do {
      if (items.length > 0) {
        comma = true;
        if (this.at('block-end') || this.atOp(')')) break;
      }
      if (this.skipOp('(')) {
        items.push(this.target(true));
        this.expectOp(')');
      } else if (withNamespace && this.tokens.ahead(0)?.value === '.' && this.at('symbol')) {
        const at = this.current.pos;
        const name = this.take().value;
        this.take();
        items.push({ t: 'nsref', name, attr: this.expectName().value, pos: at });
      } else items.push(this.assignable());
    } while (withTuple && this.skipOp(','));
    const [only] = items;
    return comma || !only ? { t: 'tuple', items, pos } : only;
  }

  private setStatement(pos: number): Stmt {
    this.take();
    const target = this.target(true, true);
    if (this.skipOp('=')) return this.closed({ t: 'set', target, value: this.tupleExpr(true, false), pos });
    const filter = this.atOp('|') ? this.filter(undefined, false) : undefined;
    return { t: 'setblock', target, filter, body: this.body('endset'), pos };
  }

  private signature(): Parameter[] {
    this.expectOp('(');
    const params: Parameter[] = [];
    while (!this.atOp(')')) {
      if (params.length > 0) this.expectOp(',');
      const { pos } = this.current;
      const { name } = this.assignable() as { name: string };
      const fallback = this.skipOp('=') ? this.expression(true) : undefined;
      if (params.some((p) => p.name === name)) this.failAt(`the parameter '${name}' is there twice`, pos);
      if (!fallback && params.at(-1)?.fallback) this.failAt('non-default argument follows default argument');
      params.push({ name, fallback });
    }
    this.expectOp(')');
    return params;
  }

  private macroBody(name: string, params: Parameter[], end: string, pos: number): MacroStmt {
    const loops = this.loops;
    this.loops = 0;
    const body = this.body(end);
    this.loops = loops;
    const special = ['caller', 'varargs', 'kwargs'].filter((n) => n === 'caller' || params.every((p) => p.name !== n));
    const uses = undeclared(body, special);
    if (uses.has('caller') && params.some((p) => p.name === 'caller' && !p.fallback))
      this.failAt("a parameter 'caller' needs a default", pos);
    return {
      t: 'macro',
      name,
      params,
      body,
      uses: { varargs: uses.has('varargs'), kwargs: uses.has('kwargs'), caller: uses.has('caller') },
      pos,
    };
  }

  private macroStatement(pos: number): Stmt {
    this.take();
    const name = (this.assignable() as { name: string }).name;
    return this.macroBody(name, this.signature(), 'endmacro', pos);
  }

  private callStatement(pos: number): Stmt {
    this.take();
    const params = this.atOp('(') ? this.signature() : [];
    const call = this.expression(true);
    if (call.t !== 'call') this.failAt('expected a call', pos);
    return { t: 'callblock', call, caller: this.macroBody('caller', params, 'endcall', pos), pos };
  }

  private filterStatement(pos: number): Stmt {
    this.take();
    const filter = this.filter(undefined, true);
    return { t: 'filterblock', filter, body: this.body('endfilter'), pos };
  }

  private blockStatement(pos: number): Stmt {
    this.take();
    const name = this.expectName().value;
    const scoped = this.skipName('scoped');
    const required = this.skipName('required');
    if (this.atOp('-')) this.failAt('block names consist of letters, digits and underscores');
    // A block is a function of its own: no loop around it can be left from inside.
    const { loops } = this;
    this.loops = 0;
    const body = this.until('endblock');
    this.loops = loops;
    this.take();
    this.skipName(name);
    this.blockEnd();
    if (required && body.some((s) => s.t !== 'text' || s.text.trim() !== ''))
      this.failAt('required blocks can only contain comments or whitespace', pos);
    return { t: 'block', name, scoped, required, body, pos };
  }

  private context(fallback: boolean): boolean {
    if (!this.atName('with', 'without') || this.tokens.ahead(0)?.value !== 'context') return fallback;
    const withContext = this.take().value === 'with';
    this.take();
    return withContext;
  }

  private includeStatement(pos: number): Stmt {
    this.take();
    const template = this.expression(true);
    let ignoreMissing = false;
    if (this.atName('ignore') && this.tokens.ahead(0)?.value === 'missing') {
      this.take();
      this.take();
      ignoreMissing = true;
    }
    return this.closed({ t: 'include', template, ignoreMissing, withContext: this.context(true), pos });
  }

  private importStatement(pos: number): Stmt {
    const kind = this.take().value;
    const template = this.expression(true);
    if (kind === 'import') {
      if (!this.skipName('as')) this.failAt("expected 'as'");
      const { name: alias } = this.assignable() as { name: string };
      return this.closed({ t: 'import', template, alias, withContext: this.context(false), pos });
    }
    if (!this.skipName('import')) this.failAt("expected 'import'");
    const names: [string, string][] = [];
    let withContext = false;
    for (;;) {
      if (names.length > 0 && !this.skipOp(',')) break;
      if (this.atName('with', 'without') && this.tokens.ahead(0)?.value === 'context') break;
      const name = this.expectName();
      if (name.value.startsWith('_')) this.failAt('names starting with an underline can not be imported', name.pos);
      names.push([name.value, this.skipName('as') ? (this.assignable() as { name: string }).name : name.value]);
    }
    withContext = this.context(false);
    if (names.length === 0) this.failAt('expected a name to import');
    return this.closed({ t: 'from', template, names, withContext, pos });
  }

  private withStatement(pos: number): Stmt {
    this.take();
    const targets: Target[] = [];
    const values: Expr[] = [];
    while (!this.at('block-end')) {
      if (targets.length > 0) this.expectOp(',');
      targets.push(this.target(false));
      this.expectOp('=');
      values.push(this.expression(true));
    }
    return { t: 'with', targets, values, body: this.body('endwith'), pos };
  }
}
