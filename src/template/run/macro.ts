// A macro as a value: binds arguments as Jinja2 does and runs its body.
import { Undefined, tuple, type Value } from '../../value/index.js';
import type { Kwargs } from '../python/arguments.js';
import { Callable } from '../python/callable.js';
import { fail } from '../python/errors.js';
import type { MacroStmt, Parameter } from '../syntax/index.js';
import { Frame, UNSET } from './frame.js';
import type { TemplateRunner } from './statements.js';

/** What keywords leave over when there are none; nothing is ever put into it. */
const NOTHING_LEFT = new Map<string, Value>();

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
    const inner = this.runner.begin(new Frame(this.frame), body);
    const rest = kwargs.size === 0 ? NOTHING_LEFT : new Map(kwargs);
    const positional = Math.min(args.length, params.length);
    for (let i = 0; i < positional; i++) inner.vars.set((params[i] as Parameter).name, args[i] as Value);
    // compat: a keyword for what was given by position is surplus, which `kwargs` may catch.
    for (let i = positional; i < params.length; i++) {
      const { name, fallback } = params[i] as Parameter;
      const given = rest.get(name);
      if (given !== undefined) {
        inner.vars.set(name, given);
        rest.delete(name);
      } else inner.vars.set(name, fallback ? UNSET : new Undefined(`parameter '${name}' was not provided`));
    }
    for (let i = positional; i < params.length; i++) {
      const { name, fallback } = params[i] as Parameter;
      // compat: a default sees the parameters that come later, and itself, as undefined, whatever is called so outside.
      if (!fallback || inner.vars.get(name) !== UNSET) continue;
      inner.vars.set(
        name,
        this.runner.located(() => this.runner.forced(fallback, inner)),
      );
    }
    if (uses.caller && !inner.vars.has('caller')) {
      inner.vars.set('caller', rest.get('caller') ?? new Undefined('No caller defined'));
      rest.delete('caller');
    }
    if (uses.varargs) inner.vars.set('varargs', tuple(args.slice(params.length)));
    else if (args.length > params.length) fail(`macro '${name}' takes not more than ${params.length} argument(s)`);
    if (uses.kwargs) inner.vars.set('kwargs', new Map<Value, Value>(rest));
    else if (rest.has('caller')) fail(`macro '${name}' was invoked with a caller and does not speak of it`);
    else if (rest.size > 0) fail(`macro '${name}' takes no keyword argument '${[...rest.keys()][0]}'`);
    return this.runner.engine.deeper(() => this.runner.capture(body, inner, true));
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
