// Local names of a template while it runs, and the text it has given so far.
import { PyObject, type Value } from '../../value/index.js';
import { bounded } from '../python/text.js';
import type { ScopeNames } from '../syntax/index.js';

class Mark extends PyObject {
  constructor(override readonly typeName: string) {
    super();
  }
  override get(): undefined {
    return undefined;
  }
}

/** What a name stands for that its block sets later. */
export const UNSET: Value = new Mark('missing');
/** What a name stands for that a block takes from the context, as long as it was not asked for. */
export const NOT_TAKEN: Value = new Mark('not taken');

/** One block of local names; inner ones see outer ones. */
export class Frame {
  readonly vars = new Map<string, Value>();
  /** Values of the block's own copies of the context's variables, in templates that may change them. */
  taken: Map<string, Value> | undefined;

  /**
   * @param isEdge whether what is outside was handed over when the block began (a block of a layout, an included template):
   *   of it only names that have a value are seen
   */
  constructor(
    readonly parent?: Frame,
    readonly isEdge = false,
  ) {}

  /** Begins a block: names it sets later are unset. @param copies whether it has its own copies of the context's variables */
  begin(names: ScopeNames | undefined, copies: boolean): this {
    if (!names) return this;
    for (const name of names.unset) if (!this.vars.has(name)) this.vars.set(name, UNSET);
    if (copies && names.taken.length > 0) {
      const taken = (this.taken = new Map());
      for (const name of names.taken) taken.set(name, NOT_TAKEN);
    }
    return this;
  }

  /** All names that have a value here, as they are now. */
  snapshot(): Frame {
    const all: Frame = this.parent ? this.parent.snapshot() : new Frame();
    for (const [name, value] of this.vars) if (value !== UNSET) all.vars.set(name, value);
    return all;
  }

  get(name: string): Value | undefined {
    return seenFrom(this, name);
  }

  /** The block that takes a copy of a variable, and what it was handed for that name if anything. */
  taker(name: string): { keep: (value: Value) => void; handed: Value | undefined } {
    const owner = takerOf(this, name);
    return { keep: (value) => owner?.taken?.set(name, value), handed: handedTo(owner, name) };
  }
}

function seenFrom(start: Frame, name: string): Value | undefined {
  // A name may be bound to None, so only the absence of one asks further out.
  let outside = false;
  for (let frame: Frame | undefined = start; frame; frame = frame.parent) {
    const own = frame.vars.get(name);
    if (own !== undefined && !(outside && own === UNSET)) return own;
    if (!outside && frame.taken) {
      const copy = frame.taken.get(name);
      if (copy !== undefined) return copy;
    }
    outside ||= frame.isEdge;
  }
  return undefined;
}

function takerOf(start: Frame, name: string): Frame | undefined {
  for (let frame: Frame | undefined = start; frame; frame = frame.parent) if (frame.taken?.has(name)) return frame;
  return undefined;
}

function handedTo(owner: Frame | undefined, name: string): Value | undefined {
  for (let frame = owner; frame; frame = frame.parent) {
    const value = frame.vars.get(name);
    if (value !== undefined && value !== UNSET) return value;
  }
  return undefined;
}

/** Collects output; refuses more than the engine's limit. */
export class Output {
  private collected = '';

  /** @param outer where the text goes that is collected here, when that is no function of its own */
  constructor(
    private readonly outer?: Output,
    /** Whether a macro or a recursive loop collects here, whose text is wanted as a value. */
    readonly isValue = false,
    /** Whether a template's own text is collected here, of which one that extends another gives none. */
    readonly isRoot = false,
  ) {}

  /** Whether something was printed here that is no text. */
  hasOther = false;

  /** What a function collects, whatever blocks inside of it collect for themselves. */
  get function(): Output {
    return this.outer ? this.outer.function : this;
  }

  /** The size up to which the limit need not be looked at again. */
  private checked = 4096;

  /** Notes one piece of the text; what printed it when it is the only one. */
  private pieces = 0;
  private printed: Value | undefined;

  /** The value that was printed as all of the text, when nothing else was. */
  get onlyPrint(): Value | undefined {
    return this.pieces === 1 ? this.printed : undefined;
  }

  push(text: string, printed?: Value): void {
    this.pieces++;
    this.printed = printed;
    this.collected += text;
    const size = this.collected.length;
    if (size > this.checked) {
      bounded(size);
      this.checked = size * 2 + 4096;
    }
  }

  text(): string {
    return this.collected;
  }
}
