// The template engine: evaluates text, expressions and conditions in a scope, and renders files.
import { didYouMean, formatSpan, TsplayError, type Span } from '../ground/index.js';
import {
  OmitValue,
  TemplateText,
  Undefined,
  type TextKind,
  type Value,
  type ValueMap,
  type VaultedText,
} from '../value/index.js';
import { evaluateCondition } from './condition.js';
import { applyFilter, filterNamed, testNamed, type FilterDefinition } from './definitions.js';
import { fileVariables, type TemplateFile } from './file-variables.js';
import { Forcing } from './forcing.js';
import { globalNamed } from './globals.js';
import { guessing, isRearranging, refuseToGuess } from './guessing.js';
import { LOOKUPS, runLookupPlugin } from './lookups/index.js';
import { TEXT_FILTERS, typed } from './native.js';
import type { TemplateEngineOptions } from './options.js';
import { refill, release } from './python/budget.js';
import { fail, Nothing } from './python/errors.js';
import { holdsItself, str } from './python/text.js';
import { plainText, TypedText } from './python/typed-text.js';
import { type Rendering, type Source } from './run/names.js';
import { Frame } from './run/frame.js';
import { TemplateRunner } from './run/statements.js';
import { parseExpression, parseValue, spanAt, type Expr, type Parsed } from './syntax/index.js';
import { referenceLoop } from './reference-chain.js';
import { resolved } from './resolve.js';
import { findTemplate, parseFile } from './template-files.js';
import {
  dropLastNewline,
  isNumber,
  isUnrolled,
  materialise,
  newlinesOf,
  normalise,
  orUndefined,
  restoredNewlines,
  tooMuch,
  shortName,
  textOfDate,
} from './text-rules.js';
import type { FileOptions, FilterCall, Scope, TemplateEngine, TemplatePlugins, TemplatePort } from './types.js';
import { handedOn, KnownKinds, withoutKinds } from './text-kinds.js';
import { isWrittenValue } from './written.js';

/** Makes an engine; everything impure goes through `port`. */
export function createTemplateEngine(port: TemplatePort, options: TemplateEngineOptions = {}): Engine {
  return new Engine(port, options);
}

const MAX_DEPTH = 200;
const MARKERS = /\{\{|\{%|\{#/;

interface Active {
  readonly text: TemplateText;
  readonly scope: Scope;
}

export class Engine implements TemplateEngine {
  private depth = 0;
  private readonly active: Active[] = [];
  private impurity = 0;
  private textFilterSet: ReadonlySet<string> | undefined;
  /** Whether what runs now is only a guess and must have no effect. */
  private careful = false;
  private readonly warned = new Set<string>();
  /** Texts whose filters and tests all exist. */
  private readonly checked = new WeakSet<Parsed>();
  /** The kinds of the texts that templates came to. */
  readonly kinds = new KnownKinds();
  private readonly forcing = new Forcing(this);

  constructor(
    readonly port: TemplatePort,
    private readonly options: TemplateEngineOptions,
  ) {}

  // ---- the contract -------------------------------------------------------------------------------------------

  evaluate(text: TemplateText, scope: Scope): Value {
    const known = this.forcing.known(scope, text);
    if (known !== undefined) return known;
    if (this.active.some((a) => a.text === text && a.scope === scope)) throw this.loop(text, scope);
    this.active.push({ text, scope });
    const before = this.impurity;
    try {
      const value = this.deeper(() => this.tolerant(text, scope));
      if (before === this.impurity) this.forcing.remember(scope, text, value);
      if (!this.careful) this.options.evaluated?.(text, value);
      return value;
    } finally {
      this.active.pop();
    }
  }

  resolve(value: Value, scope: Scope, keepOmits = false): Value {
    if (value === null || typeof value !== 'object') return value;
    if (this.depth > 0) return resolved(this, value, scope, keepOmits);
    return this.deeper(() => resolved(this, value, scope, keepOmits));
  }

  expression(source: string, span: Span | undefined, scope: Scope, typed = false): Value {
    const runner = this.runner({ parsed: parseExpression(source, span), base: span, name: undefined }, scope);
    const single = runner.source.parsed.single;
    if (!single) return null;
    let kept: Value = null;
    const value = this.deeper(() => {
      kept = runner.located(() => runner.kept(single, new Frame()));
      return this.resolve(plainText(kept), scope);
    });
    return typed ? this.handedOn(kept, value) : value;
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
    const file = parseFile(source, name, options);
    for (const key of file.unknown) this.tell(`Could not find Jinja2 environment setting to override: '${key}'`);
    const render = (): string => this.deeper(() => this.runner(file, scope).render());
    const out = this.options.undefinedIsError === false ? orUndefined(render) : render();
    if (out instanceof Undefined) return file.text;
    return out + restoredNewlines(source, out, file.newline);
  }

  fileVariables(file: TemplateFile): ValueMap {
    return fileVariables(this.port, file, this.options.managed ?? 'Ansible managed');
  }

  textKind(value: Value, scope: Scope): TextKind | undefined {
    if (!(value instanceof TemplateText)) return undefined;
    const known = this.kinds.of(value, scope);
    if (known) return known;
    try {
      this.forGuesses.evaluate(value, scope);
    } catch (error) {
      if (!(error instanceof TsplayError)) throw error;
    }
    return this.kinds.of(value, scope);
  }

  isWritten(value: Value, scope: Scope): boolean {
    return isWrittenValue(value, scope);
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
    if (this.careful && (!isRearranging(name) || this.plugins?.lookup(name))) refuseToGuess();
    const results = this.deeper(() => runLookupPlugin(this, name, terms, options, scope));
    return handedOn('lookup', [terms as Value[]], results) as Value[];
  }

  /**
   * The same engine for what may turn out not to be needed: nothing is read, revealed, told or done, and what would need
   * that throws a TsplayError.
   */
  readonly forGuesses: TemplateEngine = guessing(this, (work) => {
    const before = this.careful;
    this.careful = true;
    try {
      return work();
    } finally {
      this.careful = before;
    }
  });

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
    if (this.careful) refuseToGuess();
    this.impurity++;
  }

  /** The plain text of an encrypted one; who sees it has it hidden in the output from then on. */
  revealed(text: VaultedText): string {
    return this.careful ? refuseToGuess() : text.reveal();
  }

  get impurities(): number {
    return this.impurity;
  }

  /** Runs `work` one level deeper; refuses endless recursion. */
  deeper<T>(work: () => T): T {
    if (this.depth === 0) return this.outermost(work);
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
    return this.forcing.force(v, scope);
  }

  /** As `force`, but encrypted text stays encrypted, for those who ask what it is rather than what it says. */
  forceSealed(v: Value, scope: Scope): Value {
    return this.forcing.forceSealed(v, scope);
  }

  /** The map itself, or evaluated when some of its keys are templates. */
  withPlainKeys(map: ValueMap, scope: Scope): ValueMap {
    return this.forcing.withPlainKeys(map, scope);
  }

  /** An evaluation from outside: with all steps to spend, and no error of JavaScript for what is too deep or too large. */
  private outermost<T>(work: () => T): T {
    refill();
    this.depth++;
    try {
      return work();
    } catch (error) {
      throw tooMuch(error);
    } finally {
      this.depth--;
      release();
    }
  }

  /** As `evaluate`, but an undefined variable inside gives an undefined value. */
  evaluateOrUndefined(text: TemplateText, scope: Scope): Value {
    return orUndefined(() => this.evaluate(text, scope));
  }

  /** A value as a print statement shows it. compat: Ansible prints nothing for None, except with `jinja2_native`. */
  printed(v: Value, isFile: boolean): string {
    if (isUnrolled(v)) return str(v.items());
    const text = v === null && (isFile || !this.options.native) ? '' : str(v);
    // compat: Ansible evaluates what is printed once more, at every depth.
    if (v !== null && typeof v === 'object' && /\[\.{3}\]|\{\.{3}\}/.test(text) && holdsItself(v))
      fail('maximum recursion depth exceeded: the value holds itself');
    return text;
  }

  /** Tells, once for each place, of what still works here and not in ansible-core 2.19. */
  warn(message: string, span: Span | undefined, hint: string): void {
    const key = `${span ? formatSpan(span) : ''} ${message}`;
    if (this.careful) refuseToGuess();
    if (!this.options.warn || this.warned.has(key)) return;
    this.warned.add(key);
    this.options.warn({ code: 'template-value', severity: 'warning', message, span, hint });
  }

  /** Gives a warning of a lookup, once. */
  tell(message: string): void {
    if (this.careful) refuseToGuess();
    if (!this.options.tell || this.warned.has(message)) return;
    this.warned.add(message);
    this.options.tell({ code: 'template-value', severity: 'warning', message });
  }

  filterNamed(name: string): FilterDefinition {
    if (this.careful && this.plugins?.filter(name)) refuseToGuess();
    return filterNamed(name, this.plugins);
  }

  testNamed(name: string): FilterDefinition {
    if (this.careful && this.plugins?.test(name)) refuseToGuess();
    return testNamed(name, this.plugins);
  }

  /** Calls a filter or test. @throws TsplayError undefined-variable when it is given undefined values */
  applyFilter(definition: FilterDefinition, call: Omit<FilterCall, 'engine' | 'port'>): Value {
    const { value, args, kwargs, scope } = call;
    return applyFilter(definition, { value, args, kwargs, scope, engine: this, port: this.port });
  }

  /** The filters whose text stays text. */
  get textFilters(): ReadonlySet<string> {
    return (this.textFilterSet ??= new Set(this.options.textFilters ?? TEXT_FILTERS));
  }

  /** Whether values keep their types, as the setting `jinja2_native` wants it. */
  get isNative(): boolean {
    return this.options.native === true;
  }

  /** Refuses what names a filter or test that there is not, wherever it stands: real Ansible says so before it runs anything. */
  checkPlugins({ parsed, base }: Source): void {
    if (parsed.plugins.length === 0 || this.checked.has(parsed)) return;
    for (const { kind, name, pos } of parsed.plugins) {
      // A collection's plugin may exist where this is not the one that runs it.
      if (name.includes('.')) continue;
      try {
        if (kind === 'filter') this.filterNamed(name);
        else this.testNamed(name);
      } catch (error) {
        if (!(error instanceof TsplayError)) throw error;
        const span = spanAt(base, parsed.tokens.place(pos));
        throw new TsplayError(error.code, error.message, { span, hint: error.hint, notes: error.notes });
      }
    }
    this.checked.add(parsed);
  }

  get plugins(): TemplatePlugins | undefined {
    return this.options.plugins;
  }

  global(name: string, scope: Scope): Value | undefined {
    return globalNamed(this, name, scope);
  }

  suggest(name: string, scope: Scope): string | undefined {
    return didYouMean(name, scope.names()) || undefined;
  }

  /** A template file: beside the one that names it, then where Ansible searches templates. */
  findTemplate(name: string, from: Source, scope: Scope): Source | undefined {
    if (this.careful) refuseToGuess();
    this.impurity++;
    return findTemplate(this.port, name, from, scope);
  }

  // ---- inside -------------------------------------------------------------------------------------------------

  private runner(source: Source, scope: Scope): TemplateRunner {
    const rendering: Rendering = { names: new Map() };
    return new TemplateRunner(this, source, scope, rendering);
  }

  /** What a single expression's value is to those who asked: text that looks like a literal is one, unless it is of a kind. */
  private handedOn(kept: Value, value: Value): Value {
    if (kept instanceof TypedText && kept.typeName === 'NativeJinjaText') return kept.text;
    return typed(this.isNative ? materialise(value) : withoutKinds(textOfDate(materialise(value))), this.options);
  }

  /** compat: with `error_on_undefined_vars` off, a value with something undefined in it stays as it is written. */
  private tolerant(text: TemplateText, scope: Scope): Value {
    if (this.options.undefinedIsError !== false) return this.evaluateText(text, scope);
    const value = orUndefined(() => this.resolve(this.evaluateText(text, scope), scope));
    return value instanceof Undefined ? text.source : value;
  }

  private evaluateText(text: TemplateText, scope: Scope): Value {
    const source = normalise(text.source, '\n');
    const parsed = parseValue(dropLastNewline(source), text.span);
    const runner = this.runner({ parsed, base: text.span, name: undefined }, scope);
    if (parsed.single) {
      const single = parsed.single;
      const kept = runner.located(() => runner.kept(single, new Frame()));
      const value = plainText(kept);
      const typed = this.handedOn(kept, value instanceof Nothing ? '' : value);
      if (typeof typed === 'string') return this.withNewlines(text, scope, typed, kept);
      return this.endsAsText(single, typed, text, scope) ? this.printed(typed, false) + newlinesOf(text) : typed;
    }
    const out = runner.render();
    const only = runner.onlyPrint ?? null;
    // compat: statements that print nothing but omit omit.
    if (only instanceof OmitValue) return only;
    const typed = this.handedOn(only, out);
    return typeof typed === 'string' ? this.withNewlines(text, scope, typed, only) : typed;
  }

  /** The text with the newlines that Jinja2 drops. compat: with one of them it is of no kind any more. */
  private withNewlines(text: TemplateText, scope: Scope, value: string, kept: Value): string {
    const newlines = restoredNewlines(text.source, value, '\n');
    const kind = newlines === '' && kept instanceof TypedText ? kept.typeName : undefined;
    this.kinds.note(text, scope, kind);
    return value + newlines;
  }

  /**
   * compat: a number with a newline after it (`"{{ port + 1 }}\n"`, a block of text in YAML) is text with that newline; the
   * number of a variable that is printed by its name alone stays one.
   */
  private endsAsText(from: Expr, value: Value, text: TemplateText, scope: Scope): boolean {
    if (this.isNative || !(isNumber(value) || value === null) || newlinesOf(text) === '') return false;
    return from.t !== 'name' || !isNumber(scope.lookup(from.name) ?? null);
  }

  private loop(text: TemplateText, scope: Scope): TsplayError {
    const from = this.active.findIndex((a) => a.text === text && a.scope === scope);
    return referenceLoop(this.active.slice(from));
  }
}
