// What the names in an expression stand for, and where a mistake in one is.
import { TsplayError, type Span } from '../../ground/index.js';
import { TemplateText, Undefined, type Value } from '../../value/index.js';
import type { Engine } from '../engine.js';
import { spanAt, type FileStyle, type Parsed } from '../syntax/index.js';
import { TypedText } from '../python/typed-text.js';
import { orUndefined, tooMuch } from '../text-rules.js';
import type { Scope } from '../types.js';
import { copyDeep } from './copies.js';
import { NOT_TAKEN, UNSET, type Frame } from './frame.js';

/** A parsed text at its place. */
export interface Source {
  readonly parsed: Parsed;
  readonly base: Span | undefined;
  /** The path or name of the template file, when it is one. */
  readonly name: string | undefined;
  /** How the template files it includes are read: as it was read itself. Ansible's way when it is no file. */
  readonly style?: FileStyle;
}

/** What one rendering shares with the templates it includes. */
export interface Rendering {
  /** Scope values that were looked up; a template that changes none sees the same object each time. */
  readonly names: Map<string, Value>;
  /** `vars`, and what was taken out of it. */
  vars?: { readonly dict: Value; readonly parts: Map<Value, Value> };
}

/** Looks names up for the evaluator built on it. */
export abstract class NameResolver {
  /** Offset of the operation that runs now; errors get their place from it. */
  protected at = 0;

  constructor(
    readonly engine: Engine,
    readonly source: Source,
    readonly scope: Scope,
    readonly rendering: Rendering,
  ) {
    engine.checkPlugins(source);
  }

  protected span(pos: number): Span | undefined {
    return spanAt(this.source.base, this.source.parsed.tokens.place(pos));
  }

  /** Runs `work`; an error without a place gets the place of the running operation. */
  located<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.locate(error);
    }
  }

  private locate(error: unknown): unknown {
    if (error instanceof RangeError) return this.locate(tooMuch(error));
    if (!(error instanceof TsplayError) || error.span) return error;
    return new TsplayError(error.code, error.message, {
      span: this.span(this.at),
      hint: error.hint,
      notes: error.notes,
      cause: error.cause,
    });
  }

  protected name(name: string, pos: number, frame: Frame): Value {
    const local = frame.get(name);
    if (local === NOT_TAKEN) {
      const { keep, handed } = frame.taker(name);
      const own = handed === undefined ? this.fromContext(name, pos, true) : handed;
      keep(own);
      return own;
    }
    if (local === UNSET) return new Undefined(`'${name}' is undefined`, this.span(pos), undefined, name);
    if (local !== undefined) return local;
    return this.fromContext(name, pos, false);
  }

  /** The value of a name that no block binds. @param own whether it is for one block alone */
  private fromContext(name: string, pos: number, own: boolean): Value {
    const known = own ? undefined : this.rendering.names.get(name);
    if (known !== undefined) return known;
    this.at = pos;
    const raw = this.scope.lookup(name);
    if (raw !== undefined) {
      let value = typeof raw === 'string' ? this.ofScope(name, raw) : this.settle(raw);
      const settled = value;
      value = orUndefined(() => this.copied(settled));
      if (name === 'vars' && this.rendering.vars?.dict !== value)
        this.rendering.vars = { dict: value, parts: new Map() };
      if (!own && !(value instanceof Undefined)) this.rendering.names.set(name, value);
      return value;
    }
    const found = this.engine.global(name, this.scope);
    if (found !== undefined) return found;
    return new Undefined(`'${name}' is undefined`, this.span(pos), this.engine.suggest(name, this.scope), name);
  }

  private ofScope(name: string, text: string): Value {
    const kind = this.scope.textKind?.(name, text);
    return kind ? new TypedText(text, kind) : text;
  }

  /** A value of its own, where the text needs such. */
  protected copied(v: Value): Value {
    return this.source.parsed.copies && v !== null && typeof v === 'object'
      ? copyDeep(this.engine.forceSealed(v, this.scope))
      : v;
  }

  /** A value of a dict that makes its values when asked. compat: those of `vars` are the same each time. */
  protected part(of: Value, key: Value, v: Value): Value {
    if (v === null || typeof v !== 'object' || of !== this.rendering.vars?.dict) return this.copied(v);
    const { parts } = this.rendering.vars;
    const own = parts.get(key) ?? this.copied(v);
    parts.set(key, own);
    return own;
  }

  /** A raw value as a value: a template is evaluated, and an undefined variable in it makes it undefined. */
  protected settle(v: Value): Value {
    if (!(v instanceof TemplateText)) return v;
    const value = this.engine.evaluateOrUndefined(v, this.scope);
    const kind = typeof value === 'string' ? this.engine.kinds.of(v, this.scope) : undefined;
    return kind ? new TypedText(value as string, kind) : value;
  }
}
