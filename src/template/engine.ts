// The template engine: evaluates text, expressions and conditions in a scope, and renders files.
import { TsplayError, didYouMean, type Span } from '../ground/index.js';
import {
  isEvaluated,
  OmitValue,
  TemplateText,
  Undefined,
  tuple,
  Tuple,
  VaultedText,
  type Value,
  type ValueMap,
} from '../value/index.js';
import { evaluateCondition } from './condition.js';
import { FILTERS } from './filters/index.js';
import { globalNamed } from './globals.js';
import { LOOKUPS, runLookupPlugin } from './lookups/index.js';
import { parseLiteral } from './python/literal.js';
import { fail, failUndefined, Nothing, unsupported } from './python/errors.js';
import { str } from './python/text.js';
import { type Rendering, type Source } from './run/expression.js';
import { Frame } from './run/frame.js';
import { TemplateRunner } from './run/statements.js';
import { parseHeader } from './syntax/header.js';
import { parseExpression, parseTemplate, parseValue, type Expr, type Parsed } from './syntax/index.js';
import { TESTS } from './tests/index.js';
import {
  dropLastNewline,
  looksLiteral,
  materialise,
  normalise,
  orUndefined,
  restoredNewlines,
  shorten,
  shortName,
} from './text-rules.js';
import type { FileOptions, Filter, Scope, TemplateEngine, TemplatePlugins, TemplatePort } from './types.js';

/** Settings of the engine. */
export interface TemplateEngineOptions {
  /**
   * Whether text that looks like a list, a dict or a boolean becomes one. On by default.
   * `compat:` ansible-core before 2.19.
   */
  readonly literals?: boolean;
  /** What the project brings besides the built-in filters, tests and lookups. */
  readonly plugins?: TemplatePlugins;
}

export interface FilterDefinition {
  readonly name: string;
  readonly run: Filter;
  /** Whether it wants undefined values instead of an error. */
  readonly takesUndefined: boolean;
  /** Whether it wants `!vault` values as they are (`VaultedText`) instead of their text. */
  readonly takesSealed?: boolean;
}

/** Makes an engine; everything impure goes through `port`. */
export function createTemplateEngine(port: TemplatePort, options: TemplateEngineOptions = {}): Engine {
  return new Engine(port, options);
}

const MAX_DEPTH = 200;
/** compat: what these give stays text (Ansible's setting DONT_TYPE_FILTERS). */
const TEXT_FILTERS: readonly string[] = [
  'string',
  'to_json',
  'to_nice_json',
  'to_yaml',
  'to_nice_yaml',
  'ppretty',
  'json',
];
const MARKERS = /\{\{|\{%|\{#/;

interface Active {
  readonly text: TemplateText;
  readonly scope: Scope;
}

export class Engine implements TemplateEngine {
  private depth = 0;
  private readonly active: Active[] = [];
  private impurity = 0;
  /** Evaluated templates and containers, per scope; only what depended on nothing but the scope. */
  private readonly memo = new WeakMap<Scope, WeakMap<object, Value>>();
  /** Containers known to hold no template at any depth. */
  private readonly plain = new WeakSet<object>();

  constructor(
    readonly port: TemplatePort,
    private readonly options: TemplateEngineOptions,
  ) {}

  // ---- the contract -------------------------------------------------------------------------------------------

  evaluate(text: TemplateText, scope: Scope): Value {
    const known = this.memo.get(scope)?.get(text);
    if (known !== undefined) return known;
    if (this.active.some((a) => a.text === text && a.scope === scope)) throw this.loop(text, scope);
    this.active.push({ text, scope });
    const before = this.impurity;
    try {
      const value = this.deeper(() => this.evaluateText(text, scope));
      if (before === this.impurity) this.remember(scope, text, value);
      return value;
    } finally {
      this.active.pop();
    }
  }

  resolve(value: Value, scope: Scope): Value {
    if (value instanceof TemplateText) return this.resolve(this.evaluate(value, scope), scope);
    if (value instanceof VaultedText) return value.reveal();
    if (value instanceof Undefined) return failUndefined(value);
    if (Array.isArray(value)) {
      let changed = false;
      const out: Value[] = [];
      for (const item of value) {
        const v = this.resolve(item, scope);
        if (v !== item) changed = true;
        if (v === OmitValue.instance) changed = true;
        else out.push(v);
      }
      if (!changed) return value;
      return value instanceof Tuple ? tuple(out) : out;
    }
    if (value instanceof Map) {
      if (isEvaluated(value)) return value;
      let changed = false;
      const out: ValueMap = new Map();
      for (const [key, item] of value) {
        const k = this.resolve(key, scope);
        const v = this.resolve(item, scope);
        if (v !== item || k !== key) changed = true;
        if (v === OmitValue.instance) changed = true;
        else out.set(k, v);
      }
      return changed ? out : value;
    }
    return value;
  }

  expression(source: string, span: Span | undefined, scope: Scope, typed = false): Value {
    const runner = this.runner({ parsed: parseExpression(source, span), base: span, name: undefined }, scope);
    const single = runner.source.parsed.single;
    if (!single) return null;
    const value = this.deeper(() =>
      this.resolve(
        runner.located(() => runner.forced(single, new Frame())),
        scope,
      ),
    );
    return typed ? this.typed(value, single, scope) : value;
  }

  checkText(text: TemplateText): void {
    parseValue(dropLastNewline(normalise(text.source, '\n')), text.span);
  }

  checkCondition(condition: Value, span: Span | undefined): void {
    if (condition instanceof TemplateText) this.checkText(condition);
    else if (typeof condition === 'string' && condition.trim() !== '') parseExpression(condition, span);
  }

  condition(condition: Value, span: Span | undefined, scope: Scope): boolean {
    return evaluateCondition(this, condition, span, scope);
  }

  renderFile(source: string, name: string, scope: Scope, options: FileOptions = {}): string {
    const header = parseHeader(source, name, options);
    const text = normalise(header.body, '\n');
    const base: Span = { file: name, line: 1 + header.skippedLines, col: 1 };
    const parsed = parseTemplate(header.keepTrailingNewline ? text : dropLastNewline(text), base, header.delimiters);
    const out = this.deeper(() => this.runner({ parsed, base, name }, scope).render());
    return out + restoredNewlines(source, out, header.delimiters.newline);
  }

  text(value: Value): string {
    return str(value);
  }

  isTemplate(text: string): boolean {
    return MARKERS.test(text);
  }

  /**
   * Runs a lookup plugin as `query` does, for `with_<name>` loops.
   * @returns the list of results
   * @throws TsplayError unsupported-template for a plugin tsplay does not have
   */
  runLookup(name: string, terms: readonly Value[], options: ValueMap, scope: Scope): Value[] {
    this.impurity++;
    return this.deeper(() => runLookupPlugin(this, name, terms, options, scope));
  }

  /** Whether there is a lookup plugin of that name. */
  hasLookup(name: string): boolean {
    return LOOKUPS.has(shortName(name));
  }

  /** The value of a print inside a parsed text, on its own. */
  part(parsed: Parsed, expr: Expr, base: Span | undefined, scope: Scope): Value {
    const runner = this.runner({ parsed, base, name: undefined }, scope);
    return this.resolve(
      runner.located(() => runner.forced(expr, new Frame())),
      scope,
    );
  }

  // ---- for the evaluator --------------------------------------------------------------------------------------

  /** Notes that the running evaluation depends on more than its scope, so that its result is not kept. */
  impure(): void {
    this.impurity++;
  }

  /** Runs `work` one level deeper; refuses endless recursion. */
  deeper<T>(work: () => T): T {
    if (this.depth >= MAX_DEPTH) fail(`templates are nested more than ${MAX_DEPTH} deep`);
    this.depth++;
    try {
      return work();
    } finally {
      this.depth--;
    }
  }

  /** The value with every template in it evaluated; undefined elements that arose in templates stay. */
  force(v: Value, scope: Scope): Value {
    if (v === null || typeof v !== 'object') return v;
    if (v instanceof TemplateText) return this.force(this.evaluate(v, scope), scope);
    if (v instanceof VaultedText) return v.reveal();
    if (!Array.isArray(v) && !(v instanceof Map)) return v;
    if (this.plain.has(v) || isEvaluated(v)) return v;
    const known = this.memo.get(scope)?.get(v);
    if (known !== undefined) return known;
    const before = this.impurity;
    const out = this.deeper(() => (Array.isArray(v) ? this.forceList(v, scope) : this.forceMap(v, scope)));
    this.plain.add(out);
    if (out !== v && before === this.impurity) this.remember(scope, v, out);
    return out;
  }

  /** As `force`, but encrypted text stays encrypted, for those who ask what it is rather than what it says. */
  forceSealed(v: Value, scope: Scope): Value {
    if (v instanceof TemplateText) return this.forceSealed(this.evaluate(v, scope), scope);
    if (v instanceof VaultedText) return v;
    if (v instanceof Map && !isEvaluated(v))
      return new Map([...v].map(([key, item]) => [this.force(key, scope), this.forceSealed(item, scope)]));
    if (Array.isArray(v) && !(v instanceof Tuple)) return v.map((item) => this.forceSealed(item, scope));
    return this.force(v, scope);
  }

  /** As `evaluate`, but an undefined variable inside gives an undefined value. */
  evaluateOrUndefined(text: TemplateText, scope: Scope): Value {
    return orUndefined(() => this.evaluate(text, scope));
  }

  /** The map itself, or evaluated when some of its keys are templates. */
  withPlainKeys(map: ValueMap, scope: Scope): ValueMap {
    for (const key of map.keys()) if (key instanceof TemplateText) return this.force(map, scope) as ValueMap;
    return map;
  }

  /** A value as a print statement shows it. compat: Ansible prints nothing for None. */
  printed(v: Value): string {
    return v === null ? '' : str(v);
  }

  filterNamed(name: string): FilterDefinition {
    const own = this.plugins?.filter(name);
    const found = own ? { name, run: own, takesUndefined: false } : FILTERS.get(shortName(name));
    if (found) return found;
    const hint = this.plugins?.missing('filter', name) ?? didYouMean(name, FILTERS.keys());
    return unsupported(`there is no filter '${name}'`, hint || undefined);
  }

  testNamed(name: string): FilterDefinition {
    const own = this.plugins?.test(name);
    const found = own ? { name, run: own, takesUndefined: false } : TESTS.get(shortName(name));
    if (found) return found;
    const hint = this.plugins?.missing('test', name) ?? didYouMean(name, TESTS.keys());
    return unsupported(`there is no test '${name}'`, hint || undefined);
  }

  get plugins(): TemplatePlugins | undefined {
    return this.options.plugins;
  }

  /** Calls a filter or test. @throws TsplayError undefined-variable when it is given undefined values */
  applyFilter(
    definition: FilterDefinition,
    call: { value: Value; args: readonly Value[]; kwargs: ReadonlyMap<string, Value>; scope: Scope },
  ): Value {
    if (call.value instanceof Undefined && !definition.takesUndefined && !(call.value instanceof Nothing))
      failUndefined(call.value);
    if (!definition.takesUndefined) {
      for (const v of [...call.args, ...call.kwargs.values()])
        if (v instanceof Undefined && !(v instanceof Nothing)) failUndefined(v);
    }
    return definition.run({ ...call, engine: this, port: this.port });
  }

  global(name: string, scope: Scope): Value | undefined {
    return globalNamed(this, name, scope);
  }

  suggest(name: string, scope: Scope): string | undefined {
    return didYouMean(name, scope.names()) || undefined;
  }

  /** A template file: beside the one that names it, then where Ansible searches templates. */
  findTemplate(name: string, from: string | undefined, scope: Scope): Source | undefined {
    this.impurity++;
    const beside = from === undefined ? undefined : from.replace(/[^/]*$/, '') + name;
    let path = name.startsWith('/') ? name : beside;
    if (path === undefined || this.port.exists(path) !== 'file') path = this.port.find('templates', name, scope);
    if (path === undefined) return undefined;
    const text = new TextDecoder().decode(this.port.readFile(path));
    const header = parseHeader(text, path, {});
    const base: Span = { file: path, line: 1 + header.skippedLines, col: 1 };
    return {
      parsed: parseTemplate(dropLastNewline(normalise(header.body, '\n')), base, header.delimiters),
      base,
      name: path,
    };
  }

  // ---- inside -------------------------------------------------------------------------------------------------

  private runner(source: Source, scope: Scope): TemplateRunner {
    const rendering: Rendering = { names: new Map(), copies: false };
    return new TemplateRunner(this, source, scope, rendering);
  }

  private evaluateText(text: TemplateText, scope: Scope): Value {
    const source = normalise(text.source, '\n');
    const parsed = parseValue(dropLastNewline(source), text.span);
    const runner = this.runner({ parsed, base: text.span, name: undefined }, scope);
    if (parsed.single) {
      const single = parsed.single;
      const value = runner.located(() => runner.forced(single, new Frame()));
      const native = value instanceof Nothing ? '' : materialise(value);
      const typed = this.typed(native, single, scope);
      return typeof typed === 'string' ? typed + restoredNewlines(text.source, typed, '\n') : typed;
    }
    const out = runner.render();
    const typed = this.typed(out, undefined, scope);
    return typeof typed === 'string' ? typed + restoredNewlines(text.source, out, '\n') : typed;
  }

  /** Text that looks like a list, a dict or a boolean as that, unless the filter that made it says it is text. */
  private typed(value: Value, from: Expr | undefined, scope: Scope): Value {
    if (typeof value !== 'string' || this.options.literals === false || !looksLiteral(value)) return value;
    if (from && this.isMadeAsText(from, scope)) return value;
    return parseLiteral(value) ?? value;
  }

  private isMadeAsText(e: Expr, scope: Scope, depth = 0): boolean {
    if (e.t === 'filter') return TEXT_FILTERS.includes(shortName(e.name));
    if (e.t !== 'name' || depth > MAX_DEPTH) return false;
    const raw = scope.lookup(e.name);
    if (!(raw instanceof TemplateText)) return false;
    const { single } = parseValue(dropLastNewline(normalise(raw.source, '\n')), raw.span);
    return single !== undefined && this.isMadeAsText(single, scope, depth + 1);
  }

  private forceList(list: Value[], scope: Scope): Value[] {
    let changed: Value[] | undefined;
    for (const [i, item] of list.entries()) {
      const v = item !== null && typeof item === 'object' ? this.forceInside(item, scope) : item;
      if (v !== item) changed ??= list instanceof Tuple ? tuple(list) : list.slice();
      if (changed) changed[i] = v;
    }
    return changed ?? list;
  }

  private forceMap(map: ValueMap, scope: Scope): ValueMap {
    let changed = false;
    const out: [Value, Value][] = [];
    for (const [key, item] of map) {
      const k = key instanceof TemplateText ? this.forceInside(key, scope) : key;
      const v = item !== null && typeof item === 'object' ? this.forceInside(item, scope) : item;
      if (k !== key || v !== item) changed = true;
      out.push([k, v]);
    }
    return changed ? new Map(out) : map;
  }

  /** An element: a template in it that is undefined is an error, because the whole is wanted. */
  private forceInside(item: Value, scope: Scope): Value {
    const v = this.force(item, scope);
    return item instanceof TemplateText && v instanceof Undefined ? failUndefined(v) : v;
  }

  private remember(scope: Scope, key: object, value: Value): void {
    let values = this.memo.get(scope);
    if (!values) this.memo.set(scope, (values = new WeakMap()));
    values.set(key, value);
  }

  private loop(text: TemplateText, scope: Scope): TsplayError {
    const from = this.active.findIndex((a) => a.text === text && a.scope === scope);
    const chain = this.active.slice(from).map((a) => a.text);
    return new TsplayError('variable-loop', `the template '${shorten(text.source)}' refers to itself`, {
      span: text.span,
      notes: chain.map((t) => ({ message: `by way of '${shorten(t.source)}'`, span: t.span })),
    });
  }
}
