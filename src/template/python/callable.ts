// Objects that expressions can call: methods, macros, global functions.
import { PyObject, type Value } from '../../value/index.js';
import { NO_KWARGS, type Kwargs } from './arguments.js';
import { fail } from './errors.js';
import { typeName } from './text.js';

/** Calls a callable with positional arguments. */
export type CallPython = (f: Callable, args: readonly Value[]) => Value;

export abstract class Callable extends PyObject {
  abstract call(args: readonly Value[], kwargs: Kwargs): Value;
  override get(_name: string): Value | undefined {
    return undefined;
  }
}

/** A function of ours. */
export class NativeFunction extends Callable {
  override readonly typeName: string;
  constructor(
    readonly name: string,
    private readonly body: (args: readonly Value[], kwargs: Kwargs) => Value,
    type = 'builtin_function_or_method',
    /** Whether undefined arguments are handed through instead of raising. */
    readonly takesUndefined = false,
  ) {
    super();
    this.typeName = type;
  }
  override call(args: readonly Value[], kwargs: Kwargs = NO_KWARGS): Value {
    return this.body(args, kwargs);
  }
  override repr(): string {
    return this.typeName === 'type' ? `<class '${this.name}'>` : `<built-in method ${this.name}>`;
  }
}

export function callable(v: Value): Callable {
  return v instanceof Callable ? v : fail(`'${typeName(v)}' object is not callable`);
}
