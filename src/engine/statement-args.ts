// The arguments of a statement that is carried out like a module: add_host, group_by.
import { didYouMean, TsplayError } from '../ground/index.js';
import { copyTextKinds, keySpan, keyText, OmitValue, type Value, type ValueMap } from '../value/index.js';
import type { Frame } from './types.js';

/** Evaluated, in their ranks: module_defaults, `args:` as a template, what stands at the statement. @throws TsplayError */
export function statementArguments(frame: Frame, statement: string): ValueMap {
  const { task } = frame;
  const { template } = frame.run.ports;
  const resolved: ValueMap = new Map();
  const put = (written: Value): void => {
    const value = template.resolve(written, frame.scope);
    if (value instanceof OmitValue) return;
    if (!(value instanceof Map)) throw new TsplayError('bad-keyword', "'args' must be a mapping", { span: task.span });
    for (const [key, v] of value) resolved.set(key, v);
    copyTextKinds(value, resolved);
  };
  for (const defaults of task.inherited.moduleDefaults) {
    const all = template.resolve(defaults, frame.scope);
    if (!(all instanceof Map)) continue;
    for (const [name, values] of all) {
      if (keyText(name).replace(/^ansible\.(?:builtin|legacy)\./, '') === statement) put(values);
    }
  }
  if (task.argsTemplate !== undefined) put(task.argsTemplate);
  put(task.args);
  const raw = resolved.get('_raw_params');
  if (raw instanceof Map) {
    resolved.delete('_raw_params');
    for (const [key, value] of raw) if (!resolved.has(key)) resolved.set(key, value);
  }
  return resolved;
}

/** @throws TsplayError unknown-argument */
export function checkNames(frame: Frame, args: ValueMap, statement: string, known: readonly string[]): void {
  for (const key of args.keys()) {
    const name = keyText(key);
    if (known.includes(name)) continue;
    throw new TsplayError('unknown-argument', `${statement} has no parameter '${name}'`, {
      span: keySpan(frame.task.args, key) ?? frame.task.span,
      hint: didYouMean(name, known) || `its parameters are ${known.join(', ')}`,
    });
  }
}

/** Carries out what changes the inventory; what was odd about it is told. */
export function tellFindings(frame: Frame): void {
  for (const diagnostic of frame.run.ports.inventory.takeFindings()) {
    frame.run.emit({ type: 'warning', diagnostic: { ...diagnostic, span: diagnostic.span ?? frame.task.span } });
  }
}
