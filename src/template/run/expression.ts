// Evaluates expressions: walks the tree and applies Python's operations to the values.
import { TemplateText, Undefined, VaultedText, tuple, type Value, type ValueMap } from '../../value/index.js';
import type { FilterDefinition } from '../definitions.js';
import { NO_KWARGS, type Kwargs } from '../python/arguments.js';
import { compareBy } from './comparison.js';
import { folded, isLazy } from './copies.js';
import { attribute, element, getAttribute, getItem, missing, slice } from '../python/access.js';
import { spend } from '../python/budget.js';
import { Callable, NativeFunction } from '../python/callable.js';
import { iterate, mapSet, truthy } from '../python/compare.js';
import { fail, failUndefined, Nothing } from '../python/errors.js';
import { isUnrolled, orUndefined } from '../text-rules.js';
import { binary, negate, positive } from '../python/operators.js';
import { bounded, str, typeName } from '../python/text.js';
import { filtered, kindFilter, typedBinary, TypedText } from '../python/typed-text.js';
import { handedOn, put, taken } from '../text-kinds.js';
import { type CallArgs, type CompareOperator, type Expr } from '../syntax/index.js';
import type { Frame } from './frame.js';
import { NameResolver } from './names.js';

/** The expressions whose values are made of evaluated values only. */
const MADE_OF_FORCED: ReadonlySet<Expr['t']> = new Set<Expr['t']>(['list', 'tuple', 'dict', 'binary', 'const']);

/** What gives values of variables and files, new ones each time. */
const LOOKUPS: ReadonlySet<string> = new Set(['lookup', 'query', 'q']);

export class ExpressionEvaluator extends NameResolver {
  /** The value of an expression; containers in it may still hold unevaluated templates. */
  eval(e: Expr, frame: Frame): Value {
    spend(1);
    switch (e.t) {
      case 'const':
        return e.value;
      case 'name':
        return this.name(e.name, e.pos, frame);
      case 'attr':
        return this.attr(this.eval(e.target, frame), e.name, e.pos);
      case 'item':
        return this.item(e.target, e.index, frame, e.pos);
      case 'call':
        return this.call(e, frame);
      case 'filter': {
        const target = e.target ? this.eval(e.target, frame) : null;
        const v = this.filter(e.name, target, e, frame, e.pos);
        return this.source.parsed.copies ? folded(e, v) : v;
      }
      case 'test':
        return this.test(e.name, this.eval(e.target, frame), e, frame, e.pos);
      case 'and':
      case 'or': {
        const left = this.kept(e.left, frame);
        this.at = e.pos;
        return truthy(left) === (e.t === 'or') ? left : this.eval(e.right, frame);
      }
      case 'not': {
        const v = this.forced(e.operand, frame);
        this.at = e.pos;
        return !truthy(v);
      }
      case 'cond': {
        const test = this.forced(e.test, frame);
        this.at = e.pos;
        if (truthy(test)) return this.eval(e.then, frame);
        if (e.otherwise) return this.eval(e.otherwise, frame);
        return new Nothing(
          'the inline if-expression evaluated to false and no else section was defined',
          this.span(e.pos),
        );
      }
      case 'compare':
        return this.comparison(e.first, e.rest, frame, e.pos);
      case 'binary': {
        const left = this.kept(e.left, frame);
        const right = this.kept(e.right, frame);
        this.at = e.pos;
        const v =
          left instanceof TypedText || right instanceof TypedText
            ? typedBinary(e.op, left, right)
            : handedOn(e.op, [left, right], binary(e.op, left, right));
        return this.source.parsed.copies ? folded(e, v) : v;
      }
      case 'concat': {
        let text = '';
        for (const item of e.items) {
          const v = this.forced(item, frame);
          this.at = item.pos;
          text += str(v);
        }
        bounded(text.length);
        return text;
      }
      case 'neg':
      case 'posit': {
        const v = this.forced(e.operand, frame);
        this.at = e.pos;
        return e.t === 'neg' ? negate(v) : positive(v);
      }
      case 'list':
        return this.list(e.items, frame);
      case 'tuple':
        return tuple(this.list(e.items, frame));
      case 'dict': {
        const map: ValueMap = new Map();
        for (const [k, v] of e.pairs) {
          const key = this.forced(k, frame);
          this.at = k.pos;
          mapSet(map, key, put(map, key, this.kept(v, frame)));
        }
        return map;
      }
      case 'slice':
        return fail('a slice stands only in brackets');
    }
  }

  /** The value of an expression with every template in it evaluated. */
  forced(e: Expr, frame: Frame): Value {
    const v = this.eval(e, frame);
    if (v === null || typeof v !== 'object') return v;
    if (v instanceof TypedText) return v.text;
    return this.whole(v, e);
  }

  /** As `forced`, but text that has a kind keeps it. */
  kept(e: Expr, frame: Frame): Value {
    const v = this.eval(e, frame);
    return v === null || typeof v !== 'object' || v instanceof TypedText ? v : this.whole(v, e);
  }

  private whole(v: Value, e: Expr): Value {
    if (MADE_OF_FORCED.has(e.t)) return v;
    this.at = e.pos;
    return this.engine.force(v, this.scope);
  }

  private list(items: readonly Expr[], frame: Frame): Value[] {
    const out: Value[] = [];
    for (const item of items) out.push(put(out, out.length, this.kept(item, frame)));
    return out;
  }

  /** What stands in a container as the expression meets it: evaluated, and of its kind. */
  private found(container: Value, key: Value, raw: Value): Value {
    if (raw instanceof TemplateText) return this.settle(raw);
    const v = isLazy(container) ? this.part(container, key, raw) : raw;
    return container !== null && typeof container === 'object' ? taken(container, key, v) : v;
  }

  private attr(target: Value, name: string, pos: number): Value {
    this.at = pos;
    if (target instanceof Undefined) return target;
    if (target instanceof TypedText) return this.located_(getAttribute(target, name), pos);
    if (target instanceof Map) {
      // A method works on the dict as a whole; a key only touches its own value.
      const method = attribute(target, name);
      if (method !== undefined) return attribute(this.engine.force(target, this.scope), name) as Value;
      const value = target.get(name);
      if (value !== undefined) return this.found(target, name, value);
      return this.located_(getAttribute(this.engine.withPlainKeys(target, this.scope), name), pos);
    }
    const v = typeof target === 'object' ? this.engine.force(target, this.scope) : target;
    return this.located_(this.settle(getAttribute(v, name)), pos);
  }

  /** Gives a new undefined value the place where it arose. */
  private located_(v: Value, pos: number): Value {
    if (!(v instanceof Undefined) || v.span) return v;
    return new Undefined(v.message, this.span(pos), v.hint, v.name);
  }

  private item(targetExpr: Expr, index: Expr, frame: Frame, pos: number): Value {
    const target = this.eval(targetExpr, frame);
    if (index.t === 'slice') {
      const part = (e: Expr | undefined): Value => (e ? this.forced(e, frame) : null);
      const [start, stop, step] = [part(index.start), part(index.stop), part(index.step)];
      this.at = pos;
      if (target instanceof Undefined) return target;
      const whole = this.engine.force(target, this.scope);
      const cut = handedOn('slice', [whole], slice(whole, start, stop, step));
      return target instanceof TypedText && typeof cut === 'string' && target.isMarkup
        ? new TypedText(cut, 'Markup')
        : cut;
    }
    const key = this.forced(index, frame);
    this.at = pos;
    if (target instanceof Undefined) return target;
    // compat: an undefined key is no element of a list, and asking a dict for it is an error.
    if (key instanceof Undefined) return Array.isArray(target) ? key : failUndefined(key);
    if (target instanceof VaultedText) return getItem(this.engine.revealed(target), key);
    const found = element(target, key);
    if (found !== undefined)
      return this.found(target, Array.isArray(target) && Number(key) < 0 ? Number(key) + target.length : key, found);
    if (target instanceof Map) {
      const plain = this.engine.withPlainKeys(target, this.scope);
      return plain === target && typeof key !== 'string'
        ? this.located_(missing(target, key), pos)
        : this.located_(this.settle(getItem(plain, key)), pos);
    }
    return this.located_(getItem(target, key), pos);
  }

  /** Positional and keyword arguments of a call, templates in them evaluated. */
  protected args(
    call: CallArgs,
    frame: Frame,
    extra?: readonly [string, Value],
    typed?: TypedText[],
  ): { args: Value[]; kwargs: Kwargs } {
    const args: Value[] = [];
    for (const a of call.args) {
      const v = this.kept(a, frame);
      if (v instanceof TypedText) typed?.push(v);
      args.push(v instanceof TypedText ? v.text : v);
    }
    if (call.kwargs.length === 0 && !call.star && !call.starStar && !extra) return { args, kwargs: NO_KWARGS };
    const kwargs = new Map<string, Value>();
    for (const [name, e] of call.kwargs) kwargs.set(name, this.forced(e, frame));
    if (call.star) for (const v of iterate(this.forced(call.star, frame))) args.push(v);
    // compat: `caller` comes before what ** brings.
    if (extra && kwargs.has(extra[0])) fail(`the argument '${extra[0]}' is given twice`);
    if (extra) kwargs.set(...extra);
    if (call.starStar) {
      const more = this.forced(call.starStar, frame);
      if (!(more instanceof Map)) return fail('the argument after ** must be a mapping');
      for (const [k, v] of more) {
        if (kwargs.has(str(k))) fail(`the argument '${str(k)}' is given twice`);
        kwargs.set(str(k), v);
      }
    }
    return { args, kwargs };
  }

  protected call(e: Expr & { t: 'call' }, frame: Frame, extra?: readonly [string, Value]): Value {
    const target = e.callee.t === 'attr' ? this.eval(e.callee.target, frame) : null;
    const callee = e.callee.t === 'attr' ? this.attr(target, e.callee.name, e.callee.pos) : this.eval(e.callee, frame);
    const { args, kwargs } = this.args(e, frame, extra);
    this.at = e.pos;
    if (callee instanceof Undefined) failUndefined(callee);
    if (!(callee instanceof Callable)) fail(`'${typeName(callee)}' object is not callable`);
    if (callee instanceof NativeFunction && !callee.takesUndefined) {
      for (const v of args) if (v instanceof Undefined) failUndefined(v);
      for (const v of kwargs.values()) if (v instanceof Undefined) failUndefined(v);
    }
    const value = this.settle(this.engine.deeper(() => callee.call(args, kwargs)));
    if (e.callee.t === 'attr' && e.callee.name === 'get' && target instanceof Map && target.has(args[0] ?? null))
      return this.found(target, args[0] ?? null, value);
    return e.callee.t === 'name' && LOOKUPS.has(e.callee.name) ? this.copied(value) : value;
  }

  /** Applies a filter; `target` may be undefined. */
  filter(name: string, target: Value, call: CallArgs, frame: Frame, pos: number): Value {
    this.at = pos;
    const definition = this.engine.filterNamed(name);
    const value = this.subject(definition, target);
    const typed: TypedText[] = target instanceof TypedText ? [target] : [];
    const { args, kwargs } = this.args(call, frame, undefined, typed);
    this.at = pos;
    const own = target instanceof TypedText ? kindFilter(definition.name, target, args, kwargs) : undefined;
    if (own !== undefined) return own;
    const result = this.engine.applyFilter(definition, { value, args, kwargs, scope: this.scope });
    if (isUnrolled(result)) return handedOn(name, [value], result.items());
    if (typeof result === 'string') {
      const made = filtered(name, target, result, this.engine.textFilters);
      return made === result ? handedOn(definition.name, [value, ...args, ...typed], result) : made;
    }
    handedOn(definition.name, [value, ...args, ...kwargs.values()], result);
    return isLazy(value) || args.some(isLazy) ? this.copied(result) : result;
  }

  /** What a filter or test is applied to, evaluated as far as it wants. */
  private subject(definition: FilterDefinition, target: Value): Value {
    const { engine, scope } = this;
    const force = (v: Value): Value => (definition.takesSealed ? engine.forceSealed(v, scope) : engine.force(v, scope));
    return definition.takesUndefined ? orUndefined(() => force(target)) : force(target);
  }

  private test(name: string, target: Value, call: CallArgs, frame: Frame, pos: number): boolean {
    this.at = pos;
    const definition = this.engine.testNamed(name);
    if (name === 'escaped' && target instanceof TypedText) return target.isMarkup;
    const value = this.subject(definition, target);
    const { args, kwargs } = this.args(call, frame);
    this.at = pos;
    return truthy(this.engine.applyFilter(definition, { value, args, kwargs, scope: this.scope }));
  }

  private comparison(
    first: Expr,
    rest: readonly { readonly op: CompareOperator; readonly right: Expr }[],
    frame: Frame,
    pos: number,
  ): boolean {
    let left = this.forced(first, frame);
    for (const { op, right: rightExpr } of rest) {
      const right = this.forced(rightExpr, frame);
      this.at = pos;
      if (!compareBy(op, left, right)) return false;
      left = right;
    }
    return true;
  }
}
