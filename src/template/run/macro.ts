// A macro as a value: binds arguments as Jinja2 does and runs its body.
import { Undefined, tuple, type Value } from '../../value/index.js';
import type { Kwargs } from '../python/arguments.js';
import { Callable } from '../python/callable.js';
import { fail } from '../python/errors.js';
import type { MacroStmt } from '../syntax/index.js';
import { Frame } from './frame.js';
import type { TemplateRunner } from './statements.js';

export class Macro extends Callable {
  override readonly typeName = 'Macro';

  constructor(
    readonly definition: MacroStmt,
    private readonly runner: TemplateRunner,
    private readonly frame: Frame,
    private readonly anonymous = false,
  ) {
    super();
  }

  override call(args: readonly Value[], kwargs: Kwargs): Value {
    const { params, uses, name, body } = this.definition;
    const inner = new Frame(this.frame);
    const rest = new Map(kwargs);
    params.forEach((param, i) => {
      // compat: a keyword for what was given by position is surplus, which `kwargs` may catch.
      const given = i < args.length ? args[i] : rest.get(param.name);
      if (i >= args.length) rest.delete(param.name);
      if (given !== undefined) inner.vars.set(param.name, given);
      else if (!param.fallback) inner.vars.set(param.name, new Undefined(`parameter '${param.name}' was not provided`));
    });
    for (const param of params) {
      if (!inner.vars.has(param.name) && param.fallback)
        inner.vars.set(
          param.name,
          this.runner.located(() => this.runner.forced(param.fallback as never, inner)),
        );
    }
    if (uses.caller && !inner.vars.has('caller')) {
      inner.vars.set('caller', rest.get('caller') ?? new Undefined('No caller defined'));
      rest.delete('caller');
    }
    const surplus = args.slice(params.length);
    if (uses.varargs) inner.vars.set('varargs', tuple(surplus));
    else if (surplus.length > 0) fail(`macro '${name}' takes not more than ${params.length} argument(s)`);
    if (uses.kwargs) inner.vars.set('kwargs', new Map<Value, Value>(rest));
    else if (rest.has('caller')) fail(`macro '${name}' was invoked with a caller and does not speak of it`);
    else if (rest.size > 0) fail(`macro '${name}' takes no keyword argument '${[...rest.keys()][0]}'`);
    return this.runner.engine.deeper(() => this.runner.capture(body, inner));
  }

  override repr(): string {
    return this.anonymous ? '<Macro anonymous>' : `<Macro '${this.definition.name}'>`;
  }

  override get(attribute: string): Value | undefined {
    if (attribute === 'name') return this.anonymous ? null : this.definition.name;
    if (attribute === 'arguments') return tuple(this.definition.params.map((p) => p.name));
    if (attribute === 'catch_kwargs') return this.definition.uses.kwargs;
    if (attribute === 'catch_varargs') return this.definition.uses.varargs;
    if (attribute === 'caller') return this.definition.uses.caller;
    return undefined;
  }
}
