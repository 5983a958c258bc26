// Small rules of the engine about names, newlines and what text or values stand for.
import { TsplayError } from '../ground/index.js';
import {
  Float,
  isEvaluated,
  PyDate,
  PyDateTime,
  PyObject,
  Undefined,
  type TemplateText,
  type Value,
} from '../value/index.js';
import { spend } from './python/budget.js';
import { iterableOf } from './python/compare.js';
import { str } from './python/text.js';
import { holdsMarkup } from './text-kinds.js';

/** `ansible.builtin.x` and `ansible.legacy.x` are `x`. */
export function shortName(name: string): string {
  return name.replace(/^ansible\.(?:builtin|legacy)\./, '');
}

export function shorten(text: string): string {
  const line = text.trim();
  return line.length > 60 ? `${line.slice(0, 57)}…` : line;
}

function undefinedFrom(error: unknown): Undefined {
  if (!(error instanceof TsplayError) || error.code !== 'undefined-variable') throw error;
  return new Undefined(error.message, error.span, error.hint);
}

/** What `work` gives; when something in it is undefined, an undefined value. */
export function orUndefined<T extends Value>(work: () => T): T | Undefined {
  try {
    return work();
  } catch (error) {
    return undefinedFrom(error);
  }
}

export function normalise(text: string, newline: string): string {
  return text.replace(/\r\n|\r|\n/g, newline);
}

/** Jinja2 drops one newline at the end of a template; Ansible adds what is missing afterwards. */
export function dropLastNewline(text: string): string {
  return text.replace(/(?:\r\n|\r|\n)$/, '');
}

function newlinesAtEnd(text: string): number {
  let start = text.length;
  while (start > 0 && text[start - 1] === '\n') start--;
  return text.length - start;
}

export function restoredNewlines(source: string, result: string, newline: string): string {
  const missing = newlinesAtEnd(source) - newlinesAtEnd(result);
  return missing > 0 ? newline.repeat(missing) : '';
}

/** The newlines that a template's text ends with. */
export function newlinesOf(text: TemplateText): string {
  return '\n'.repeat(newlinesAtEnd(normalise(text.source, '\n')));
}

export function isNumber(value: Value): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Float;
}

export function looksLiteral(text: string): boolean {
  return text.startsWith('[') || text.startsWith('{') || text === 'True' || text === 'False';
}

/** compat: what Ansible makes a list of where it is printed or a filter gives it: views, ranges, `loop`. */
export function isUnrolled(v: Value): v is PyObject & { items(): Value[]; readonly length: number } {
  return v instanceof PyObject && 'items' in v && 'length' in v;
}

/** Objects that only stand for a list (views, ranges) as that list. */
export function materialise(v: Value): Value {
  return v instanceof PyObject && 'items' in v ? (iterableOf(v) ?? v) : v;
}

/**
 * compat: before ansible-core 2.19 a date of a YAML file is text as soon as a template hands it on (`x: "{{ day }}"`), and
 * then equals that text; one that was worked out keeps its type here.
 */
export function textOfDate(v: Value): Value {
  if (v === null || typeof v !== 'object') return v;
  if (v instanceof PyDate || v instanceof PyDateTime) return v.written ? v.str() : v;
  return holdsUnwritable(v) ? str(v) : v;
}

/**
 * Whether a list or a dict holds what no literal of Python stands for: a date of a YAML file, an infinite number.
 * compat: before ansible-core 2.19 its text is all that a template hands on then.
 */
function holdsUnwritable(v: Value, above: readonly Value[] = []): boolean {
  if (v instanceof PyDate || v instanceof PyDateTime) return above.length > 0 && v.written;
  if (typeof v === 'number') return above.length > 0 && !Number.isFinite(v);
  if (v === null || typeof v !== 'object' || above.includes(v)) return false;
  if (!Array.isArray(v) && (!(v instanceof Map) || isEvaluated(v))) return false;
  spend(v instanceof Map ? v.size : v.length);
  if (holdsMarkup(v)) return true;
  const inside = [...above, v];
  for (const item of v instanceof Map ? v.values() : v) {
    if (item !== null && (typeof item === 'object' || typeof item === 'number') && holdsUnwritable(item, inside))
      return true;
  }
  return v instanceof Map && [...v.keys()].some((k) => typeof k === 'object' && holdsUnwritable(k, inside));
}

/** An error of JavaScript for what is nested too deeply or grew too large, as ours; any other error as it is. */
export function tooMuch(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  const deep = /call stack/i.test(error.message);
  return new TsplayError('template-value', deep ? 'the value is nested too deeply' : 'the value is too large');
}
