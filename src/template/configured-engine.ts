// What of an engine depends on its settings alone: which filters and tests there are, what is told, how values are printed.
import { formatSpan, TsplayError, type Span } from '../ground/index.js';
import type { Value } from '../value/index.js';
import { filterNamed, testNamed, type FilterDefinition } from './definitions.js';
import { refuseToGuess } from './guessing.js';
import { TEXT_FILTERS } from './native.js';
import type { TemplateEngineOptions } from './options.js';
import { fail } from './python/errors.js';
import { holdsItself, str } from './python/text.js';
import type { Source } from './run/names.js';
import { spanAt, type Parsed } from './syntax/index.js';
import { isUnrolled } from './text-rules.js';
import type { TemplatePlugins } from './types.js';

export abstract class ConfiguredEngine {
  /** Whether what runs now is only a guess and must have no effect. */
  protected careful = false;
  private readonly warned = new Set<string>();
  /** Texts whose filters and tests all exist. */
  private readonly checked = new WeakSet<Parsed>();
  private textFilterSet: ReadonlySet<string> | undefined;

  constructor(protected readonly options: TemplateEngineOptions) {}

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
}
