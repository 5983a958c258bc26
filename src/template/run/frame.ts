// Local names of a template while it runs, and the text it has given so far.
import type { Value } from '../../value/index.js';
import { bounded } from '../python/text.js';

/** One block of local names; inner ones see outer ones. */
export class Frame {
  readonly vars = new Map<string, Value>();
  constructor(readonly parent?: Frame) {}

  get(name: string): Value | undefined {
    // A name may be bound to None, so only the absence of one asks further out.
    const own = this.vars.get(name);
    return own === undefined ? this.parent?.get(name) : own;
  }
}

/** Collects output; refuses more than the engine's limit. */
export class Output {
  private collected = '';
  /** The size up to which the limit need not be looked at again. */
  private checked = 4096;

  push(text: string): void {
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
