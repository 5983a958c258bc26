// Typed answers from keywords that may be templates: booleans, numbers, texts, the become specification, the environment.
import { TsplayError } from '../ground/index.js';
import { keyText, OmitValue, PyObject, Undefined, type Value } from '../value/index.js';
import type { BecomeSpec } from '../become/types.js';
import type { LayeredScope } from '../vars/index.js';
import { FALSE_WORDS, insteadOf, TRUE_WORDS, type Task } from '../playbook/index.js';
import type { PlayRun } from './types.js';

const TRUE = new Set(TRUE_WORDS);
const FALSE = new Set(FALSE_WORDS);

/** A keyword's value as a boolean; `fallback` when it is not given. @throws TsplayError bad-keyword */
export function truth(run: PlayRun, value: Value | undefined, scope: LayeredScope, fallback = false): boolean {
  const given = settled(run, value, scope);
  if (given === undefined) return fallback;
  if (typeof given === 'boolean') return given;
  const word = plainText(given).toLowerCase();
  if (TRUE.has(word)) return true;
  if (FALSE.has(word)) return false;
  throw new TsplayError('bad-keyword', `'${plainText(given)}' is neither true nor false`, {
    hint: 'write true or false, or a template that gives one of them',
  });
}

/** A keyword's value as text. */
export function text(run: PlayRun, value: Value | undefined, scope: LayeredScope): string | undefined {
  const given = settled(run, value, scope);
  return given === undefined ? undefined : plainText(given);
}

/** A keyword's value as a number. @throws TsplayError bad-keyword */
export function number(
  run: PlayRun,
  value: Value | undefined,
  scope: LayeredScope,
  keyword: string,
): number | undefined {
  const given = settled(run, value, scope);
  if (given === undefined) return undefined;
  const parsed = Number(plainText(given).replace(/%$/, ''));
  if (Number.isFinite(parsed)) return parsed;
  throw new TsplayError('bad-keyword', `'${keyword}' must be a number, not '${plainText(given)}'`);
}

/** A keyword's value as it is, null too; undefined where it is not given or undefined; omitted, what it would have inherited. */
export function resolved(run: PlayRun, value: Value | undefined, scope: LayeredScope): Value | undefined {
  if (value === undefined || value === null) return undefined;
  const found = run.ports.template.resolve(value, scope);
  return found instanceof OmitValue
    ? resolved(run, insteadOf(value), scope)
    : found instanceof Undefined
      ? undefined
      : found;
}

function settled(run: PlayRun, value: Value | undefined, scope: LayeredScope): Exclude<Value, null> | undefined {
  return resolved(run, value, scope) ?? undefined;
}

/** A connection variable as text. */
function asText(value: unknown): string {
  if (value instanceof PyObject) return value.str();
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A value as text; what is no scalar as JSON. */
export function plainText(value: Value): string {
  if (value instanceof PyObject) return value.str();
  return value !== null && typeof value === 'object' ? JSON.stringify(value) : keyText(value);
}

/**
 * How the task becomes another user on the host whose connection variables `variable` gives, or undefined when it does
 * not. `compat:` variables win over keywords, keywords over the command line.
 */
export function becomeOf(
  run: PlayRun,
  task: Task,
  scope: LayeredScope,
  variable: (name: string) => unknown,
): BecomeSpec | undefined {
  const { options } = run.ports;
  const { inherited } = task;
  const asked = variable('ansible_become');
  const wanted =
    asked === undefined
      ? truth(run, inherited.become, scope, options.become)
      : asked === true || TRUE.has(asText(asked).toLowerCase());
  if (!wanted) return undefined;
  const pick = (names: readonly string[], keyword: Value | undefined, flag: string | undefined): string | undefined => {
    for (const name of names) {
      const value = variable(name);
      if (value !== undefined && value !== null && value !== '') return asText(value);
    }
    return text(run, keyword, scope) ?? flag;
  };
  const method = pick(['ansible_become_method'], inherited.becomeMethod, options.becomeMethod) ?? 'sudo';
  const name = method.replace(/^(?:ansible\.builtin|community\.general)\./, '');
  const defaults = options.becomeDefaults?.(name);
  const password = pick(
    ['ansible_become_password', 'ansible_become_pass', `ansible_${name}_pass`, `ansible_${name}_password`],
    undefined,
    options.becomePassword ?? defaults?.password,
  );
  if (password !== undefined) run.ports.secrets.add(password);
  const user = options.becomeUser ?? defaults?.user;
  return {
    method: name,
    user: pick(['ansible_become_user', `ansible_${name}_user`], inherited.becomeUser, user) ?? 'root',
    flags: pick(['ansible_become_flags', `ansible_${name}_flags`], inherited.becomeFlags, defaults?.flags),
    exe: pick(['ansible_become_exe', `ansible_${name}_exe`], inherited.becomeExe, defaults?.exe),
    password,
    ...(name === 'su' && { prompts: suPrompts(variable('ansible_su_prompt_l10n')) ?? defaults?.prompts }),
  };
}

function suPrompts(given: unknown): string[] | undefined {
  if (given === undefined || given === null) return undefined;
  return (Array.isArray(given) ? given : asText(given).split(',')).map((word) => asText(word).trim());
}

/** The merged environment of a task: outermost first, later wins. @throws TsplayError bad-keyword */
export function environmentOf(run: PlayRun, task: Task, scope: LayeredScope): Record<string, string> {
  const merged: Record<string, string> = {};
  for (const written of task.inherited.environment) {
    const resolved = settled(run, written, scope);
    for (const part of Array.isArray(resolved) ? resolved : [resolved]) {
      if (part === undefined || part === null || part === '') continue;
      // `compat:` what is no mapping is left out, with a warning.
      if (!(part instanceof Map)) {
        const message = `'environment' must be a mapping of names to values; left out: ${plainText(part)}`;
        run.emit({
          type: 'warning',
          diagnostic: { code: 'bad-keyword', severity: 'warning', message, span: task.span },
        });
        continue;
      }
      for (const [key, value] of part) {
        if (value !== null && !(value instanceof OmitValue)) merged[keyText(key)] = run.ports.template.text(value);
      }
    }
  }
  return merged;
}
