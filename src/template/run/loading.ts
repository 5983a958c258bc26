// Which template a tag names: include, import, extends.
import { Undefined, type Value } from '../../value/index.js';
import { fail, failUndefined } from '../python/errors.js';
import { typeName } from '../python/text.js';
import type { Expr } from '../syntax/index.js';
import { ExpressionEvaluator } from './expression.js';
import type { Frame } from './frame.js';
import type { Source } from './names.js';

/** Finds templates for the runner built on it. */
export abstract class TemplateLoader extends ExpressionEvaluator {
  /** compat: only an include may name several templates. */
  protected load(e: Expr, frame: Frame, several: boolean): Source {
    const name = this.forced(e, frame);
    this.at = e.pos;
    if (name instanceof Undefined) failUndefined(name);
    if (!several && typeof name !== 'string') fail(`a template's name is text, not ${typeName(name)}`);
    const names = Array.isArray(name) ? name.map(templateName) : [templateName(name)];
    for (const n of names) {
      const found = this.engine.findTemplate(n, this.source, this.scope);
      if (found) return found;
    }
    return fail(
      `no template '${names.join("', '")}' was found`,
      'templates are searched beside this one, then in templates/',
    );
  }

  /** As `load`, for what may be missing. */
  protected loadIfThere(e: Expr, frame: Frame): Source | undefined {
    const name = this.forced(e, frame);
    this.at = e.pos;
    if (name instanceof Undefined) failUndefined(name);
    // compat: nothing (None) is no template, which may be missing.
    const names = Array.isArray(name) ? name.map(templateName) : name === null ? [] : [templateName(name)];
    return names.map((n) => this.engine.findTemplate(n, this.source, this.scope)).find((f) => f);
  }
}

function templateName(v: Value): string {
  return typeof v === 'string' ? v : fail(`a template's name is text, not ${typeName(v)}`);
}
