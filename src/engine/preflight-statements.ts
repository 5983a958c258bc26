// What is wrong for certain with the arguments of statements and of set_fact and set_stats, as far as they hold no templates.
import { didYouMean, type Diagnostic, type Span } from '../ground/index.js';
import { isVariableName } from '../kit/index.js';
import type { Task } from '../playbook/index.js';
import { keySpan, keyText, TemplateText, valueSpan, type Value, type ValueMap } from '../value/index.js';
import { INCLUDE_VARS_PARAMETERS, mixedParameter } from './include-vars.js';

/** Empty where module_defaults or a template as `args:` may still mend them. */
export function argumentMistakes(task: Task, action: string): Diagnostic[] {
  if (task.argsTemplate !== undefined || task.inherited.moduleDefaults.length > 0) return [];
  const args = task.args;
  const at = task.actionSpan ?? task.span;
  switch (action) {
    case 'add_host':
      return needs(args, ['name', 'hostname', 'host'], at, 'add_host needs the name of the host', "give it as 'name'");
    case 'group_by':
      return [
        ...needs(args, ['key'], at, "group_by needs the parameter 'key'", "the group's name, mostly a template"),
        ...unknown(args, 'group_by', ['key', 'parents'], at),
      ];
    case 'include_vars':
      return [...unknown(args, 'include_vars', INCLUDE_VARS_PARAMETERS, at), ...includeVarsMistakes(args, at)];
    case 'ansible.builtin.set_fact':
      return variables(args, at, 'set_fact', ['cacheable']);
    case 'ansible.builtin.set_stats':
      return statsMistakes(args, at);
    default:
      return [];
  }
}

function needs(args: ValueMap, names: readonly string[], span: Span | undefined, message: string, hint: string) {
  const given = names.some((name) => (args.get(name) ?? null) !== null) || args.has('_raw_params');
  return given ? [] : [mistake('missing-argument', message, span, hint)];
}

function unknown(args: ValueMap, statement: string, known: readonly string[], span: Span | undefined): Diagnostic[] {
  return [...args.keys()].flatMap((key) => {
    if (key instanceof TemplateText || known.includes(keyText(key)) || keyText(key) === '_raw_params') return [];
    const name = keyText(key);
    const hint = didYouMean(name, known) || `its parameters are ${known.filter((k) => k !== '_raw_params').join(', ')}`;
    const message = `${statement} has no parameter '${name}'`;
    return [mistake('unknown-argument', message, keySpan(args, key) ?? span, hint)];
  });
}

function includeVarsMistakes(args: ValueMap, span: Span | undefined): Diagnostic[] {
  const mixed = mixedParameter((name) => args.has(name));
  const found: Diagnostic[] = [];
  if (mixed !== undefined) {
    const message = `include_vars: '${mixed}' is for directories and does not go with a file`;
    found.push(mistake('bad-argument', message, keySpan(args, mixed) ?? span, 'give either a file or dir'));
  }
  const depth = args.get('depth') ?? 0;
  if (!isOpen(depth) && !/^\d+$/.test(Array.isArray(depth) || depth instanceof Map ? '' : keyText(depth).trim())) {
    const place = valueSpan(args, 'depth') ?? span;
    found.push(mistake('bad-argument', "include_vars: 'depth' must be a number", place, '0 means all levels'));
  }
  return found;
}

function statsMistakes(args: ValueMap, span: Span | undefined): Diagnostic[] {
  const data = args.get('data') ?? new Map<Value, Value>();
  if (data instanceof Map) return data.size === 0 ? [] : variables(data, span, 'set_stats', []);
  if (isOpen(data)) return [];
  const hint = 'write them as a mapping below data';
  return [
    mistake(
      'bad-argument',
      "set_stats: 'data' must be a mapping of names to values",
      valueSpan(args, 'data') ?? span,
      hint,
    ),
  ];
}

function variables(names: ValueMap, span: Span | undefined, action: string, others: readonly string[]): Diagnostic[] {
  const written = [...names.keys()].filter((key) => !others.includes(keyTextOf(key)));
  if (written.length === 0) {
    const message = `${action} needs at least one variable`;
    return [mistake('missing-argument', message, span, 'give it as `name: value`')];
  }
  return written.flatMap((key) => {
    if (key instanceof TemplateText || keyText(key) === '_raw_params' || isVariableName(keyText(key))) return [];
    const hint = 'use letters, digits and underscores, no digit first, and no keyword of Python';
    const message = `'${keyText(key)}' is not a valid variable name`;
    return [mistake('bad-argument', message, keySpan(names, key) ?? span, hint)];
  });
}

function keyTextOf(key: Value): string {
  return key instanceof TemplateText ? key.source : keyText(key);
}

/** Whether only the run can tell what it is. */
function isOpen(value: Value): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);
}

function mistake(
  code: 'bad-argument' | 'missing-argument' | 'unknown-argument',
  message: string,
  span: Span | undefined,
  hint: string,
): Diagnostic {
  return { code, severity: 'error', message, span, hint };
}
