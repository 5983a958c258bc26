// Asks conditions in a scope: all of a list must hold.
import { TsplayError, type Diagnostic } from '../ground/index.js';
import type { Condition } from '../playbook/index.js';
import type { TemplateEngine } from '../template/types.js';
import { keyText, TemplateText, type Value } from '../value/index.js';
import type { LayeredScope } from '../vars/index.js';

/** A condition as the user wrote it, for messages. */
export function conditionText(condition: Condition): string {
  return writtenText(condition.value);
}

/** A value as it stands in the file, templates unevaluated. */
export function writtenText(value: Value): string {
  return value instanceof TemplateText ? value.source : pythonText(value);
}

function pythonText(value: Value): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null) return 'None';
  return typeof value === 'object' ? JSON.stringify(value) : keyText(value);
}

/** The first condition that does not hold. @throws TsplayError when one cannot be evaluated */
export function firstFalse(
  conditions: readonly Condition[],
  template: TemplateEngine,
  scope: LayeredScope,
): Condition | undefined {
  return conditions.find((condition) => !template.condition(condition.value, condition.span, scope));
}

/** A condition that broke, said as such, with the place. */
export function conditionFailure(
  what: string,
  error: unknown,
  conditions: readonly Condition[],
): { message: string; diagnostic: Diagnostic } {
  if (!(error instanceof TsplayError)) throw error;
  const texts = conditions.map(conditionText).join(' and ');
  const message = `The conditional check '${texts}' failed. The error was: ${error.message}`;
  const diagnostic = error.toDiagnostic();
  return {
    message,
    diagnostic: { ...diagnostic, message: `${what}: ${error.message}`, span: error.span ?? conditions[0]?.span },
  };
}
