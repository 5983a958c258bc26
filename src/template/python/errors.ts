// The errors the evaluator raises; the place is added by the evaluator, which knows where it is.
import { TsplayError } from '../../ground/index.js';
import { Undefined } from '../../value/index.js';

/** An operation was applied to a value it cannot take. */
export function fail(message: string, hint?: string): never {
  throw new TsplayError('template-value', message, { hint });
}

/** Something tsplay does not have. */
export function unsupported(message: string, hint?: string): never {
  throw new TsplayError('unsupported-template', message, { hint });
}

/** An undefined value was used. */
export function failUndefined(value: Undefined): never {
  throw new TsplayError('undefined-variable', value.message, { span: value.span, hint: value.hint });
}

/** What an inline `if` without `else` gives: compat: Jinja2 lets it print and count as nothing, even in strict mode. */
export class Nothing extends Undefined {}
