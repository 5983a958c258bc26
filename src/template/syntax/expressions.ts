// Reads Jinja2's expressions from tokens: precedence and forms exactly as Jinja2 3.1's grammar has them.
import { float, tuple, type Value } from '../../value/index.js';
import { repr } from '../python/text.js';
import type { BinaryOperator, CallArgs, CompareOperator, Expr } from './ast.js';
import { TokenCursor } from './cursor.js';
import { CONSTANTS, parseInteger } from './literals.js';

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);
const MAX_DEPTH = 200;

/** A filter or test that a text names. */
export interface PluginUse {
  readonly kind: 'filter' | 'test';
  readonly name: string;
  readonly pos: number;
}

/** nunjucks' parser with Jinja2's expression grammar in place of nunjucks' own. */
export class ExpressionParser extends TokenCursor {
  /** The filters and tests that were named, for whoever checks that there are such. */
  readonly plugins: PluginUse[] = [];
  private readonly tuples = new Map<string, Value>();
  private depth = 0;

  override parseExpression(): Expr {
    return this.expression(true);
  }

  protected expression(withCondition: boolean): Expr {
    if (++this.depth > MAX_DEPTH) this.failAt(`the expression is nested more than ${MAX_DEPTH} deep`);
    const node = withCondition ? this.conditional() : this.or();
    this.depth--;
    return node;
  }

  private conditional(): Expr {
    let node = this.or();
    while (this.atName('if')) {
      const { pos } = this.take();
      const test = this.or();
      const otherwise = this.skipName('else') ? this.expression(true) : undefined;
      node = { t: 'cond', test, then: node, otherwise, pos };
    }
    return node;
  }

  private or(): Expr {
    let left = this.and();
    while (this.atName('or')) {
      const { pos } = this.take();
      left = { t: 'or', left, right: this.and(), pos };
    }
    return left;
  }

  private and(): Expr {
    let left = this.not();
    while (this.atName('and')) {
      const { pos } = this.take();
      left = { t: 'and', left, right: this.not(), pos };
    }
    return left;
  }

  private not(): Expr {
    if (!this.atName('not')) return this.compare();
    const { pos } = this.take();
    if (++this.depth > MAX_DEPTH) this.failAt(`the expression is nested more than ${MAX_DEPTH} deep`);
    const operand = this.not();
    this.depth--;
    return { t: 'not', operand, pos };
  }

  private compare(): Expr {
    const first = this.sum();
    const { pos } = this.current;
    const rest: { op: CompareOperator; right: Expr }[] = [];
    for (;;) {
      const token = this.current;
      if (token.type === 'operator' && COMPARISONS.has(token.value)) {
        this.take();
        rest.push({ op: token.value as CompareOperator, right: this.sum() });
      } else if (this.skipName('in')) {
        rest.push({ op: 'in', right: this.sum() });
      } else if (this.atName('not') && this.isAhead('in')) {
        this.take();
        this.take();
        rest.push({ op: 'not in', right: this.sum() });
      } else break;
    }
    return rest.length > 0 ? { t: 'compare', first, rest, pos } : first;
  }

  /** Whether the token after the next one is the name `value`. */
  private isAhead(value: string): boolean {
    const token = this.tokens.ahead(0);
    return token?.type === 'symbol' && token.value === value;
  }

  private binary(operators: readonly string[], operand: () => Expr): Expr {
    let left = operand();
    while (this.at('operator') && operators.includes(this.current.value)) {
      const { value, pos } = this.take();
      left = { t: 'binary', op: value as BinaryOperator, left, right: operand(), pos };
    }
    return left;
  }

  private sum(): Expr {
    return this.binary(['+', '-'], () => this.concat());
  }

  private concat(): Expr {
    const first = this.product();
    if (!this.atOp('~')) return first;
    const { pos } = this.current;
    const items = [first];
    while (this.skipOp('~')) items.push(this.product());
    return { t: 'concat', items, pos };
  }

  private product(): Expr {
    return this.binary(['*', '/', '//', '%'], () => this.power());
  }

  /** compat: chained `**` goes left to right in Jinja2, unlike Python. */
  private power(): Expr {
    return this.binary(['**'], () => this.unary(true));
  }

  protected unary(withFilter: boolean): Expr {
    let node: Expr;
    if (this.atOp('-') || this.atOp('+')) {
      const { value, pos } = this.take();
      if (++this.depth > MAX_DEPTH) this.failAt(`the expression is nested more than ${MAX_DEPTH} deep`);
      node = { t: value === '-' ? 'neg' : 'posit', operand: this.unary(false), pos };
      this.depth--;
    } else node = this.primary();
    node = this.postfix(node);
    return withFilter ? this.filters(node) : node;
  }

  private primary(): Expr {
    const token = this.take();
    const { pos } = token;
    switch (token.type) {
      case 'symbol': {
        const constant = CONSTANTS.get(token.value);
        if (constant !== undefined) return { t: 'const', value: constant, pos };
        return { t: 'name', name: token.value, pos };
      }
      case 'string': {
        let value = token.value;
        while (this.at('string')) value += this.take().value;
        return { t: 'const', value, pos };
      }
      case 'int':
        return { t: 'const', value: parseInteger(token.value), pos };
      case 'float':
        return { t: 'const', value: float(Number(token.value)), pos };
      case 'operator':
        if (token.value === '(') return this.parenthesised();
        if (token.value === '[') return this.list(pos);
        if (token.value === '{') return this.dict(pos);
        break;
      default:
    }
    return this.failAt(`unexpected '${token.value}'`, pos);
  }

  private parenthesised(): Expr {
    const node = this.tupleExpr(true, true);
    this.expectOp(')');
    return node;
  }

  /** Expressions separated by commas: one alone is itself unless a comma follows it. */
  protected tupleExpr(withCondition: boolean, explicit: boolean): Expr {
    const { pos } = this.current;
    const items: Expr[] = [];
    let isTuple = false;
    for (;;) {
      if (items.length > 0 && !isTuple && !this.atOp(',')) break;
      if (items.length > 0) {
        if (!this.skipOp(',')) break;
        isTuple = true;
      }
      if (this.at('variable-end') || this.at('block-end') || this.atOp(')')) break;
      items.push(this.expression(withCondition));
    }
    const [only] = items;
    if (!isTuple && only) return only;
    if (items.length === 0 && !explicit) this.failAt(`expected an expression, got '${this.current.value}'`);
    return items.every((i) => i.t === 'const')
      ? { t: 'const', value: this.sameTuple(tuple(items.map((i) => (i as { value: Value }).value))), pos }
      : { t: 'tuple', items, pos };
  }

  /** compat: equal tuples of constants are one object in Python. */
  private sameTuple(value: Value): Value {
    const key = repr(value);
    const known = this.tuples.get(key);
    if (known === undefined) this.tuples.set(key, value);
    return known ?? value;
  }

  private list(pos: number): Expr {
    const items: Expr[] = [];
    while (!this.atOp(']')) {
      if (items.length > 0) this.expectOp(',');
      if (this.atOp(']')) break;
      items.push(this.expression(true));
    }
    this.expectOp(']');
    return { t: 'list', items, pos };
  }

  private dict(pos: number): Expr {
    const pairs: [Expr, Expr][] = [];
    while (!this.atOp('}')) {
      if (pairs.length > 0) this.expectOp(',');
      if (this.atOp('}')) break;
      const key = this.expression(true);
      this.expectOp(':');
      pairs.push([key, this.expression(true)]);
    }
    this.expectOp('}');
    return { t: 'dict', pairs, pos };
  }

  protected postfix(start: Expr): Expr {
    let node = start;
    for (;;) {
      if (this.atOp('.') || this.atOp('[')) node = this.subscript(node);
      else if (this.atOp('(')) node = this.call(node);
      else return node;
    }
  }

  private filters(start: Expr): Expr {
    let node = start;
    for (;;) {
      if (this.atOp('|')) node = this.filter(node, false);
      else if (this.atName('is')) node = this.test(node);
      else if (this.atOp('(')) node = this.call(node);
      else return node;
    }
  }

  private subscript(target: Expr): Expr {
    const { value, pos } = this.take();
    if (value === '.') {
      const token = this.take();
      if (token.type === 'symbol') return { t: 'attr', target, name: token.value, pos: token.pos };
      if (token.type !== 'int') this.failAt('expected a name or a number after the dot', token.pos);
      const index: Expr = { t: 'const', value: parseInteger(token.value), pos: token.pos };
      return { t: 'item', target, index, pos: token.pos };
    }
    const items: Expr[] = [];
    let comma = false;
    while (!this.atOp(']')) {
      if (items.length > 0) {
        this.expectOp(',');
        comma = true;
      }
      if (this.atOp(']')) break;
      items.push(this.subscribed());
    }
    this.expectOp(']');
    const [first] = items;
    if (!first) return this.failAt('an index is missing', pos);
    return { t: 'item', target, index: comma ? { t: 'tuple', items, pos } : first, pos };
  }

  private subscribed(): Expr {
    const { pos } = this.current;
    const stops = (): boolean => this.atOp(':') || this.atOp(']') || this.atOp(',');
    const start = stops() ? undefined : this.expression(true);
    if (!this.skipOp(':')) return start ?? this.failAt('an index is missing');
    const stop = stops() ? undefined : this.expression(true);
    const step = this.skipOp(':') && !stops() ? this.expression(true) : undefined;
    return { t: 'slice', start, stop, step, pos };
  }

  protected call(callee: Expr): Expr {
    const { pos } = this.current;
    return { t: 'call', callee, ...this.callArgs(), pos };
  }

  private callArgs(): CallArgs {
    this.expectOp('(');
    const args: Expr[] = [];
    const kwargs: [string, Expr][] = [];
    let star: Expr | undefined;
    let starStar: Expr | undefined;
    let first = true;
    const ensure = (fine: boolean): void => {
      if (!fine) this.failAt('invalid syntax for function call expression');
    };
    while (!this.atOp(')')) {
      if (!first) this.expectOp(',');
      first = false;
      if (this.atOp(')')) break;
      if (this.skipOp('*')) {
        ensure(!star && !starStar);
        star = this.expression(true);
      } else if (this.skipOp('**')) {
        ensure(!starStar);
        starStar = this.expression(true);
      } else if (
        this.at('symbol') &&
        this.tokens.ahead(0)?.type === 'operator' &&
        this.tokens.ahead(0)?.value === '='
      ) {
        ensure(!starStar);
        const { value, pos } = this.take();
        this.take();
        if (kwargs.some(([name]) => name === value)) this.failAt(`the argument '${value}' is given twice`, pos);
        kwargs.push([value, this.expression(true)]);
      } else {
        ensure(!star && !starStar && kwargs.length === 0);
        args.push(this.expression(true));
      }
    }
    this.expectOp(')');
    return { args, kwargs, star, starStar };
  }

  private dottedName(): string {
    let name = this.expectName().value;
    while (this.skipOp('.')) name += `.${this.expectName().value}`;
    return name;
  }

  /** One or more `|name(args)`; with `inline` the first bar is not there (filter blocks). */
  protected filter(start: Expr | undefined, inline: boolean): Expr {
    let node = start;
    let bare = inline;
    while (bare || this.atOp('|')) {
      if (!bare) this.take();
      bare = false;
      const { pos } = this.current;
      const name = this.dottedName();
      this.plugins.push({ kind: 'filter', name, pos });
      const call: CallArgs = this.atOp('(') ? this.callArgs() : { args: [], kwargs: [] };
      node = { t: 'filter', target: node, name, ...call, pos };
    }
    return node ?? this.failAt('expected a filter');
  }

  private test(target: Expr): Expr {
    this.take();
    const negated = this.skipName('not');
    const { pos } = this.current;
    const name = this.dottedName();
    this.plugins.push({ kind: 'test', name, pos });
    let call: CallArgs = { args: [], kwargs: [] };
    if (this.atOp('(')) call = this.callArgs();
    else if (this.startsTestArgument()) {
      if (this.atName('is')) this.failAt('you cannot chain multiple tests with is');
      call = { args: [this.postfix(this.primary())], kwargs: [] };
    }
    const node: Expr = { t: 'test', target, name, ...call, pos };
    return negated ? { t: 'not', operand: node, pos } : node;
  }
}
