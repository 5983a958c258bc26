// What an untemplated argument (`debug.var`, `assert.that`) means when it was written with `{{ }}` around it.
import { TemplateText, type TaskView, type Value } from '../../src/kit/index.js';

/** The value of an argument the kit left raw: a template is evaluated (a lone `{{ x }}` keeps its type), data stays. */
export function evaluateRaw(value: Value, task: TaskView, name: string): Value {
  if (!(value instanceof TemplateText)) return value;
  const expression = /^\s*\{\{-?([\s\S]*?)-?\}\}\s*$/.exec(value.source)?.[1];
  const single = expression !== undefined && !expression.includes('{{') && !expression.includes('}}');
  return single ? task.evaluate(expression) : task.renderText(value.source, name);
}
