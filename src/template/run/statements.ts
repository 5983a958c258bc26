// Runs the statements of a template and gives its text.
import { Undefined, type Value } from '../../value/index.js';
import { NativeFunction } from '../python/callable.js';
import { iterate, truthy } from '../python/compare.js';
import { filtered, walk } from '../python/walk.js';
import { fail, failUndefined } from '../python/errors.js';
import { TypedText } from '../python/typed-text.js';
import type { BlockStmt, Expr, Stmt, Target } from '../syntax/index.js';
import type { Scope } from '../types.js';
import { SelfReference, SuperReference } from './block-references.js';
import { Frame, Output, UNSET } from './frame.js';
import { TemplateLoader } from './loading.js';
import { Macro } from './macro.js';
import type { Source } from './names.js';
import { LoopVariable, Namespace, TemplateModule } from './objects.js';

const NO_CONTEXT: Scope = { lookup: () => undefined, names: () => [] };

type Signal = 'break' | 'continue' | undefined;

/** The versions of a block, the most derived first. */
type Blocks = Map<string, { readonly block: BlockStmt; readonly runner: TemplateRunner }[]>;

export class TemplateRunner extends TemplateLoader {
  private root = new Frame();
  /** Where the names set at the top are seen by blocks and importers: that of the most derived template. */
  private exports = this.root;
  private blocks: Blocks = new Map();
  private parent: TemplateRunner | undefined;
  /** Whether something else than text was printed. */
  private hasOther = false;
  /** The value that was printed as all of the text, when nothing else was. */
  onlyPrint: Value | undefined;

  /** The text of the whole template. */
  render(frame = new Frame()): string {
    this.root = this.exports = frame;
    this.addBlocks();
    const root = frame;
    this.begin(frame, this.source.parsed.statements);
    if (!root.vars.has('self')) root.vars.set('self', new SelfReference((name) => this.selfBlock(name, root)));
    const out = new Output(undefined, false, true);
    this.located(() => this.run(this.source.parsed.statements, this.root, out, true));
    this.hasOther = out.hasOther;
    this.onlyPrint = out.onlyPrint;
    return out.text();
  }

  /** Runs the template for the names it defines. */
  module(frame: Frame, name: string): TemplateModule {
    const text = this.render(frame);
    return new TemplateModule(
      name,
      new Map([...this.root.vars].filter(([n, v]) => !n.startsWith('_') && n !== 'self' && v !== UNSET)),
      text,
      this.hasOther,
    );
  }

  /** Begins the block of statements (or of a loop's condition) that `key` is. */
  begin(frame: Frame, key: object): Frame {
    const { scopes, copies } = this.source.parsed;
    return frame.begin(scopes.get(key), copies);
  }

  /** Binds a name; one of the top of the template is also seen by blocks. */
  private bind(name: string, value: Value, frame: Frame): void {
    frame.vars.set(name, value);
    if (frame === this.root && this.exports !== frame) this.exports.vars.set(name, value);
  }

  /** The text some statements give. @param into where it goes, to be told when something else than text is printed */
  capture(body: readonly Stmt[], frame: Frame, isValue = false, into?: Output): string {
    const out = new Output(undefined, isValue);
    this.located(() => this.run(body, frame, out, false));
    if (into && out.hasOther) into.hasOther = true;
    return out.text();
  }

  private addBlocks(): void {
    for (const block of this.source.parsed.blocks.values()) {
      const versions = this.blocks.get(block.name) ?? [];
      versions.push({ block, runner: this });
      this.blocks.set(block.name, versions);
    }
  }

  private run(statements: readonly Stmt[], frame: Frame, out: Output, top: boolean): Signal {
    for (const s of statements) {
      const signal = this.statement(s, frame, out, top);
      if (signal) return signal;
    }
    if (top && this.parent) {
      const parent = this.parent;
      parent.located(() => parent.run(parent.source.parsed.statements, parent.root, out, true));
    }
    return undefined;
  }

  private statement(s: Stmt, frame: Frame, out: Output, top: boolean): Signal {
    switch (s.t) {
      case 'text':
        if (!(out.isRoot && this.parent)) out.push(s.text);
        return undefined;
      case 'output': {
        // compat: what a template prints after it extended another is not even evaluated.
        if (out.isRoot && this.parent) return undefined;
        const v = this.kept(s.expr, frame);
        this.at = s.expr.pos;
        out.push(this.engine.printed(v, this.source.name !== undefined), v);
        if (v !== null && typeof v !== 'string' && !(v instanceof TypedText)) out.hasOther = true;
        return undefined;
      }
      case 'if': {
        const test = this.forced(s.test, frame);
        this.at = s.test.pos;
        for (const inner of truthy(test) ? s.body : s.otherwise) {
          const signal = this.statement(inner, frame, out, top);
          if (signal) return signal;
        }
        return undefined;
      }
      case 'for':
        this.forLoop(s, this.forced(s.iter, frame), frame, out, 0);
        return undefined;
      case 'set':
        this.assign(s.target, s.target.t === 'name' ? this.kept(s.value, frame) : this.forced(s.value, frame), frame);
        return undefined;
      case 'setblock': {
        const inside = new Output(out);
        const signal = this.run(s.body, this.begin(new Frame(frame), s.body), inside, false);
        if (signal) return signal;
        const text = inside.text();
        this.assign(s.target, s.filter ? this.filterChain(s.filter, text, frame) : text, frame);
        return undefined;
      }
      case 'macro':
        this.bind(s.name, new Macro(s, this, frame), frame);
        return undefined;
      case 'callblock': {
        const caller = new Macro(s.caller, this, frame, true);
        const v = this.call(s.call as Expr & { t: 'call' }, frame, ['caller', caller]);
        out.push(this.engine.printed(v, this.source.name !== undefined));
        return undefined;
      }
      case 'filterblock': {
        const inside = new Output(out, false, out.isRoot);
        const signal = this.run(s.body, this.begin(new Frame(frame), s.body), inside, false);
        if (signal) return signal;
        const v = this.filterChain(s.filter, inside.text(), frame);
        out.push(this.engine.printed(v, this.source.name !== undefined));
        return undefined;
      }
      case 'block':
        if (!(top && this.parent)) this.block(s.name, s, frame, out);
        return undefined;
      case 'extends':
        this.extend(s.parent, frame);
        return undefined;
      case 'include':
        this.include(s, frame, out);
        return undefined;
      case 'import': {
        const source = this.load(s.template, frame, false);
        this.bind(s.alias, this.included(source, s.withContext).module(this.asNow(s, frame), source.name ?? ''), frame);
        return undefined;
      }
      case 'from': {
        const source = this.load(s.template, frame, false);
        const module = this.included(source, s.withContext).module(this.asNow(s, frame), source.name ?? '');
        for (const [name, alias] of s.names) {
          const found = module.get(name);
          const undef = new Undefined(`the template '${source.name}' does not export the requested name '${name}'`);
          this.bind(alias, found === undefined ? undef : found, frame);
        }
        return undefined;
      }
      case 'with': {
        const inner = new Frame(frame);
        const values = s.values.map((v) => this.forced(v, frame));
        this.begin(inner, s.body);
        s.targets.forEach((t, i) => this.assign(t, values[i] as Value, inner));
        return this.run(s.body, inner, out, false);
      }
      case 'scope':
        return this.run(s.body, this.begin(new Frame(frame), s.body), out, false);
      case 'do':
        this.forced(s.expr, frame);
        return undefined;
      case 'break':
      case 'continue':
        return s.t;
    }
  }

  private filterChain(e: Expr, text: string, frame: Frame): Value {
    if (e.t !== 'filter') return text;
    const target = e.target ? this.filterChain(e.target, text, frame) : text;
    return this.filter(e.name, target, e, frame, e.pos);
  }

  private assign(target: Target, value: Value, frame: Frame): void {
    this.at = target.pos;
    switch (target.t) {
      case 'name':
        this.bind(target.name, value, frame);
        return;
      case 'nsref': {
        const ns = frame.get(target.name);
        if (!(ns instanceof Namespace)) fail('cannot assign attribute on non-namespace object');
        ns.attributes.set(target.attr, value);
        return;
      }
      case 'tuple': {
        if (value instanceof Undefined) failUndefined(value);
        const items = iterate(value);
        const n = target.items.length;
        if (items.length < n) fail(`not enough values to unpack (expected ${n}, got ${items.length})`);
        if (items.length > n) fail(`too many values to unpack (expected ${n})`);
        target.items.forEach((t, i) => this.assign(t, items[i] as Value, frame));
      }
    }
  }

  private forLoop(s: Stmt & { t: 'for' }, iterable: Value, frame: Frame, out: Output, depth: number): void {
    this.at = s.iter.pos;
    let rest = walk(iterable);
    if (s.test) {
      const test = s.test;
      rest = filtered(rest, (item) => {
        const inner = this.begin(new Frame(frame), test);
        this.assign(s.target, item, inner);
        return truthy(this.forced(test, inner));
      });
    }
    const recurse = s.recursive
      ? (value: Value): string =>
          this.engine.deeper(() => {
            const inner = new Output(undefined, true);
            this.forLoop(s, this.engine.force(value, this.scope), frame, inner, depth + 1);
            return inner.text();
          })
      : undefined;
    const loop = s.usesLoop ? new LoopVariable(rest, depth, recurse) : undefined;
    // compat: `else` runs when no turn came to its end, so also when `break` or `continue` cut all of them short.
    let completed = false;
    const next = (): Value | undefined => (loop ? loop.advance() : rest.next());
    for (let item = next(); item !== undefined; item = next()) {
      const inner = this.begin(new Frame(frame), s.body);
      if (loop) inner.vars.set('loop', loop);
      this.assign(s.target, item, inner);
      const signal = this.run(s.body, inner, out, false);
      if (signal === 'break') break;
      if (!signal) completed = true;
    }
    if (!completed) this.run(s.otherwise, this.begin(new Frame(frame), s.otherwise), out, false);
  }

  private block(name: string, s: BlockStmt, frame: Frame, out: Output): void {
    const versions = this.blocks.get(name) ?? [{ block: s, runner: this }];
    if (s.required && versions.length <= 1) fail(`required block '${name}' not found`);
    const base = s.scoped ? frame : this.exports;
    out.push(this.blockText(versions, 0, base, out));
  }

  private blockText(
    versions: NonNullable<ReturnType<Blocks['get']>>,
    level: number,
    base: Frame,
    into?: Output,
  ): string {
    const version = versions[level];
    if (!version) return fail('there is no parent block');
    const inner = version.runner.begin(new Frame(base, true), version.block.body);
    const above = (from: number): Value =>
      versions[from]
        ? new SuperReference(
            () => this.blockText(versions, from, base),
            () => above(from + 1),
          )
        : new Undefined(`there is no parent block called '${version.block.name}'`);
    inner.vars.set('super', above(level + 1));
    inner.vars.set('self', new SelfReference((name) => this.selfBlock(name, base)));
    return this.engine.deeper(() => version.runner.capture(version.block.body, inner, false, into));
  }

  private selfBlock(name: string, base: Frame): Value | undefined {
    const versions = this.blocks.get(name);
    return versions && new NativeFunction(name, () => this.blockText(versions, 0, base));
  }

  private extend(parentExpr: Expr, frame: Frame): void {
    if (this.parent) fail('extended multiple times');
    const source = this.load(parentExpr, frame, false);
    const parent = new TemplateRunner(this.engine, source, this.scope, this.rendering);
    parent.root = parent.begin(new Frame(this.root, true), source.parsed.statements);
    parent.exports = this.exports;
    parent.blocks = this.blocks;
    this.engine.deeper(() => {
      parent.addBlocks();
      this.parent = parent;
    });
  }

  private include(s: Stmt & { t: 'include' }, frame: Frame, out: Output): void {
    let source: Source | undefined;
    if (s.ignoreMissing) {
      const found = this.loadIfThere(s.template, frame);
      if (!found && s.withContext) return;
      source = found;
    } else source = this.load(s.template, frame, true);
    // compat: without context the text goes past the blocks that collect theirs, and Jinja2 makes nonsense of it in a macro.
    const target = s.withContext ? out : out.function;
    if (!s.withContext && target.isValue)
      fail("'without context' cannot stand in a macro, a call or a recursive loop", 'include it with context');
    if (!source) return;
    const runner = this.included(source, s.withContext);
    target.push(this.engine.deeper(() => runner.render(this.below(s, frame))));
    if (runner.hasOther) target.hasOther = true;
  }

  /** A runner for another template; without context it sees no variables of the host either. */
  private included(source: Source, withContext: boolean): TemplateRunner {
    return withContext
      ? new TemplateRunner(this.engine, source, this.scope, this.rendering)
      : new TemplateRunner(this.engine, source, NO_CONTEXT, { names: new Map() });
  }

  /** For what outlives the statement: the names as they are now. */
  private asNow(s: { readonly withContext: boolean }, frame: Frame): Frame {
    return s.withContext ? new Frame(frame.snapshot(), true) : new Frame();
  }

  private below(s: { readonly withContext: boolean }, frame: Frame): Frame {
    return s.withContext ? new Frame(frame, true) : new Frame();
  }
}
