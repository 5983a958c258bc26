// From a task's arguments as written to a module's validated ones, or to diagnostics with places.
import { didYouMean, type Diagnostic, type Span } from '../ground/index.js';
import { keySpan, keyText, TemplateText, valueSpan, VaultedText, type Value, type ValueMap } from '../value/index.js';
import type * as z from './zod.js';
import { argumentsOf, takesAnyArgument } from './schema.js';
import { plainArgument } from './text.js';
import type { AnyModule } from './types.js';

/** Argument names as written, mapped to the declared names. */
function canonicalNames(module: AnyModule): Map<string, string> {
  const names = new Map<string, string>();
  for (const info of argumentsOf(module).values()) {
    names.set(info.name, info.name);
    for (const other of info.aliases) names.set(other, info.name);
  }
  return names;
}

function missingArgument(module: AnyModule, name: string, span: Span | undefined): Diagnostic {
  const message = `${module.name} needs the parameter '${name}'`;
  return {
    code: 'missing-argument',
    severity: 'error',
    message,
    span,
    hint: argumentsOf(module).get(name)?.description,
  };
}

/** Whether a value has templates in it that are still to be evaluated, or text that is still to be decrypted. */
function isPending(value: Value): boolean {
  if (value instanceof TemplateText || value instanceof VaultedText) return true;
  if (Array.isArray(value)) return value.some(isPending);
  if (value instanceof Map) return [...value].some(([k, v]) => isPending(k) || isPending(v));
  return false;
}

function unknownArgument(module: AnyModule, name: string, span: Span | undefined): Diagnostic {
  const refusal = Object.hasOwn(module.refused ?? {}, name) ? module.refused?.[name] : undefined;
  if (refusal !== undefined) {
    return {
      code: 'unsupported-argument',
      severity: 'error',
      message: `${module.name}: parameter '${name}' is not supported by tsplay`,
      span,
      hint: refusal,
    };
  }
  const names = canonicalNames(module).keys();
  const known = didYouMean(name, names) || `parameters are: ${[...argumentsOf(module).keys()].sort().join(', ')}`;
  const passed = module.passesOver === true;
  return {
    code: 'unknown-argument',
    severity: passed ? 'warning' : 'error',
    message: `${module.name} has no parameter '${name}'${passed ? '; it has no effect, in Ansible neither' : ''}`,
    span,
    hint: known,
  };
}

/**
 * What can be said about a task's arguments before it runs: unknown names, missing ones, literal values of a wrong type.
 * Values that hold templates are left for `parseArguments`.
 * @param taskSpan where the module's name stands, for what is missing
 */
export function checkArguments(module: AnyModule, args: ValueMap, taskSpan: Span | undefined): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const names = canonicalNames(module);
  const infos = argumentsOf(module);
  const given = new Set<string>();
  for (const [key, value] of args) {
    // A name that is a template is known when the task runs.
    if (key instanceof TemplateText) continue;
    const written = keyText(key);
    const name = names.get(written);
    if (name === undefined) {
      if (!takesAnyArgument(module)) diagnostics.push(unknownArgument(module, written, keySpan(args, key) ?? taskSpan));
      continue;
    }
    if (value !== null || module.nullable?.includes(name)) given.add(name);
    const info = infos.get(name);
    if (!info || module.raw?.includes(name) || value === null || isPending(value)) continue;
    // What JSON cannot hold is a failure of the task, which may be ignored.
    if (info.kind === 'content') continue;
    const parsed = info.schema.safeParse(plainArgument(value, info.kind));
    if (!parsed.success) diagnostics.push(...issues(module, args, parsed.error, taskSpan, () => true, [name], written));
  }
  for (const info of infos.values()) {
    if (info.required && !given.has(info.name)) diagnostics.push(missingArgument(module, info.name, taskSpan));
  }
  return diagnostics;
}

function issues(
  module: AnyModule,
  args: ValueMap,
  error: z.ZodError,
  taskSpan: Span | undefined,
  isGiven: (name: string) => boolean,
  prefix: readonly string[] = [],
  writtenAs?: string,
): Diagnostic[] {
  return error.issues.flatMap((issue): Diagnostic[] => {
    const at = [...prefix, ...issue.path.map(String)];
    const top = at[0] ?? '';
    if (issue.code === 'unrecognized_keys' && at.length === 0) {
      return issue.keys.map((key) => unknownArgument(module, key, keySpan(args, key) ?? taskSpan));
    }
    const [missing] = at;
    const required = missing !== undefined && argumentsOf(module).get(missing)?.required;
    if (at.length === 1 && missing !== undefined && !isGiven(missing) && required) {
      return [missingArgument(module, missing, taskSpan)];
    }
    const label = at.join('.');
    const sub =
      issue.code === 'unrecognized_keys'
        ? `has no key ${issue.keys.map((k) => `'${k}'`).join(', ')}`
        : issue.message.replace(/^Invalid input: /, '');
    return [
      {
        code: 'bad-argument',
        severity: 'error',
        message: label === '' ? `${module.name}: ${sub}` : `${module.name}: parameter '${label}' ${sub}`,
        span: spanWithin(args, writtenAs ?? top, at.slice(1)) ?? taskSpan,
      },
    ];
  });
}

function spanWithin(args: ValueMap, top: string, rest: readonly string[]): Span | undefined {
  let span = valueSpan(args, top);
  let container = args.get(top);
  for (const step of rest) {
    const key = Array.isArray(container) ? Number(step) : step;
    const inner = valueSpan(container, key);
    if (!inner) break;
    span = inner;
    container = Array.isArray(container)
      ? container[key as number]
      : container instanceof Map
        ? container.get(key)
        : undefined;
  }
  return span;
}

export type Parsed = { readonly args: unknown } | { readonly diagnostics: readonly Diagnostic[] };

/**
 * Validates resolved arguments. `null` counts as not given (`compat:` a parameter set to nothing takes its default).
 * @param written the arguments as they stand in the file, for places; may hold templates
 */
export function parseArguments(
  module: AnyModule,
  resolved: ValueMap,
  written: ValueMap,
  taskSpan: Span | undefined,
): Parsed {
  const names = canonicalNames(module);
  const infos = argumentsOf(module);
  const input: Record<string, unknown> = {};
  const diagnostics: Diagnostic[] = [];
  for (const [key, value] of resolved) {
    const spelled = keyText(key);
    const name = names.get(spelled) ?? spelled;
    if (!names.has(spelled) && !takesAnyArgument(module)) {
      if (!module.passesOver) diagnostics.push(unknownArgument(module, spelled, keySpan(written, key) ?? taskSpan));
      continue;
    }
    if (value === null && names.has(spelled) && !module.nullable?.includes(name)) continue;
    // `compat:` of a name and its alias the alias wins, so a task's alias also wins over module_defaults' name.
    if (spelled !== name || !Object.hasOwn(input, name))
      input[name] =
        module.raw?.includes(name) || (module.keepsValues && !names.has(spelled))
          ? value
          : plainArgument(value, infos.get(name)?.kind);
  }
  if (diagnostics.length > 0) return { diagnostics };
  const parsed = module.args.safeParse(input);
  if (!parsed.success)
    return { diagnostics: issues(module, written, parsed.error, taskSpan, (name) => Object.hasOwn(input, name)) };
  const broken = module.rules?.(parsed.data) ?? [];
  if (broken.length > 0) {
    return {
      diagnostics: broken.map((message) => ({
        code: 'bad-argument',
        severity: 'error',
        message: `${module.name}: ${message}`,
        span: taskSpan,
      })),
    };
  }
  return { args: parsed.data };
}
